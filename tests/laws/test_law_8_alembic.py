"""Law 8 for Alembic: the SQL that it sends, read by `sql`, gives the operations that we read from the file."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from judges.running import answers
from laws.alembic_readings import CASES, ours, read, shown
from towpath.operations import ControlTransaction, Operation

# Where another version of Alembic sends something else than the newest, and why.
OLDER = {
    'op.alter_column("users", "age", server_default=sa.Identity(always=True), existing_nullable=False)': (
        "takes a column whose old default is not told for one that has an identity"
    ),
    'op.create_table("users", sa.Column("at", sa.Date()), postgresql_with={"fillfactor": 50}, '
    'postgresql_tablespace="fast")': "SQLAlchemy 2.0 does not know postgresql_with",
}
CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s_%(referred_column_0_name)s",
    "pk": "pk_%(table_name)s",
}
LONG = "a_name_that_goes_on_and_on_" * 2
NAMED = [
    'op.create_index(None, "users", ["email", "age"])',
    'op.create_index("given", "users", ["email"])',
    'op.create_unique_constraint(None, "users", ["email"])',
    'op.create_check_constraint("grown", "users", "age > 17")',
    'op.create_check_constraint(op.f("grown"), "users", "age > 17")',
    'op.create_foreign_key(None, "users", "orgs", ["org"], ["id"])',
    'op.create_primary_key(None, "users", ["id"])',
    'op.drop_constraint("grown", "users", type_="check")',
    'op.drop_constraint("grown", "users")',
    'op.drop_constraint("uq_users_email", "users", type_="unique")',
    'op.add_column("users", sa.Column("org", sa.Integer(), unique=True))',
    'op.create_foreign_key(None, "users", "users", ["boss"], ["id"])',
    'op.add_column("users", sa.Column("age", sa.Integer(), index=True))',
    'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.UniqueConstraint("id"), '
    'sa.CheckConstraint("id > 0", name="real"), sa.Column("boss", sa.Integer(), sa.ForeignKey("users.id")))',
    f'op.create_unique_constraint(None, "users_{LONG}", ["email"])',
    f'op.create_index(op.f("ix_{LONG}_and_on"), "users", ["email"])',
]


def asked(codes: list[str], dialect: str, version: str = "", convention: Mapping[str, str] | None = None) -> list[Any]:
    questions = [{"code": code, "dialect": dialect, "convention": convention} for code in codes]
    return answers("alembic_judge.py", questions, version)[1:]


def told(operations: list[Operation], code: str) -> list[Operation]:
    """Without the COMMIT and BEGIN around an `autocommit_block`, which are in the steps' own switch."""
    if "autocommit_block" not in code:
        return operations
    return [one for one in operations if not isinstance(one, ControlTransaction)]


@cache
def newest() -> list[Any]:
    return asked(CASES, "postgresql")


def test_there_are_enough_cases() -> None:
    assert len(CASES) > 240


def test_the_operations_are_those_of_the_sql_that_alembic_sends() -> None:
    for code, answer in zip(CASES, newest(), strict=True):
        assert "error" not in answer, (code, answer)
        assert ours(code) == told(read(answer["sql"]), code), code


def test_an_older_alembic_sends_the_same() -> None:
    for code, answer in zip(CASES, asked(CASES, "postgresql", "alembic-1.13"), strict=True):
        same = "error" not in answer and ours(code) == told(read(answer["sql"]), code)
        assert same != (code in OLDER), (code, answer)


def test_what_is_shown_reads_as_the_same() -> None:
    for code in CASES:
        assert read(shown(ours(code))) == ours(code), code


def test_names_come_from_the_convention() -> None:
    for code, answer in zip(NAMED, asked(NAMED, "postgresql", convention=CONVENTION), strict=True):
        assert "error" not in answer, (code, answer)
        assert ours(code, CONVENTION) == read(answer["sql"]), code


# What Alembic does elsewhere and we do not say so, and why.
_NOT_THERE = "a statement of PostgreSQL's, which is not taken apart twice in the same way"
ELSEWHERE = {
    'op.drop_index("ix")': "Alembic makes up a name for the table that is not said",
    'op.create_table("users", sa.Column("at", sa.Date()), prefixes=["UNLOGGED"])': _NOT_THERE,
}
ON_SQLITE = {
    "with op.get_context().autocommit_block(): op.execute(\"ALTER TYPE mood ADD VALUE 'fine'\")": _NOT_THERE,
    'op.create_table("users", sa.Column("id", sa.Integer()), sa.ForeignKeyConstraint(["id"], ["app.orgs.id"]), '
    'sa.PrimaryKeyConstraint("id"))': "keys to tables of another file are left out",
    'op.execute("CREATE INDEX CONCURRENTLY ix ON users (email)")': _NOT_THERE,
    'op.execute("ALTER TABLE users VALIDATE CONSTRAINT fk; ALTER TABLE users DROP COLUMN age")': _NOT_THERE,
    "op.execute(\"SET LOCAL lock_timeout = '5s'\")": _NOT_THERE,
    'op.execute(sa.DDL("ALTER TABLE users SET UNLOGGED"))': _NOT_THERE,
    'op.execute("DO $$ BEGIN UPDATE users SET age = 1; END $$")': _NOT_THERE,
}


@pytest.mark.parametrize(("dialect", "but"), [("mysql", {}), ("mariadb", {}), ("sqlite", ON_SQLITE)])
def test_the_same_holds_on_other_databases(dialect: str, but: Mapping[str, str]) -> None:
    judged = 0
    for code, answer in zip(CASES, asked(CASES, dialect), strict=True):
        if "error" not in answer and code not in ELSEWHERE and code not in but:
            assert told(ours(code, dialect=dialect), code) == told(read(answer["sql"], dialect), code), code
            judged += 1
    assert judged >= 180


OF_MYSQL = [
    'op.create_table("users", sa.Column("id", mysql.INTEGER(unsigned=True), primary_key=True), '
    'sa.Column("note", mysql.LONGTEXT(), comment="it\'s"), mysql_engine="InnoDB", mysql_charset="utf8mb4", '
    'comment="c")',
    'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False))',
    'op.create_table("users", sa.Column("at", sa.TIMESTAMP(), server_default=sa.text("CURRENT_TIMESTAMP")))',
    'op.add_column("users", sa.Column("kind", mysql.ENUM("a", "it\'s", charset="utf8mb4"), nullable=False))',
    'op.add_column("users", sa.Column("kinds", mysql.SET("a", "b")))',
    'op.add_column("users", sa.Column("at", mysql.DATETIME(fsp=6), server_default=sa.text("now(6)")))',
    'op.add_column("users", sa.Column("name", mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=9)))',
    'op.add_column("users", sa.Column("sum", mysql.DECIMAL(precision=8, scale=2, unsigned=True)))',
    'op.add_column("users", sa.Column("yes", mysql.TINYINT(display_width=1), server_default="0", nullable=False))',
    'op.alter_column("users", "name", existing_type=sa.String(9), type_=sa.String(20), existing_nullable=False)',
    'op.alter_column("users", "name", existing_type=sa.String(9), nullable=True, existing_server_default="x")',
    'op.alter_column("users", "name", existing_type=sa.String(9), new_column_name="title", existing_comment="c")',
    'op.alter_column("users", "name", server_default="x")',
    'op.alter_column("users", "id", existing_type=sa.Integer(), autoincrement=True, nullable=False)',
    'op.alter_column("users", "name", existing_type=sa.String(9), comment="c")',
    'op.alter_column("users", "at", existing_type=sa.DateTime(), server_default=sa.func.now())',
    'op.create_index("ix", "users", ["name", "note"], mysql_length={"note": 10})',
    'op.create_index("ix", "users", ["note"], mysql_prefix="FULLTEXT", mysql_with_parser="ngram")',
    'op.create_index("ix", "users", ["name"], mysql_using="hash")',
    'op.drop_index("ix", table_name="users")',
    'op.drop_constraint("fk", "users", type_="foreignkey")',
    'op.drop_constraint("pk", "users", type_="primary")',
    'op.drop_constraint("uq", "users", type_="unique")',
    'op.drop_constraint("ck", "users", type_="check")',
    'op.execute("ALTER TABLE `users` MODIFY COLUMN `name` VARCHAR(20) NOT NULL AFTER `id`")',
    'with op.batch_alter_table("users") as batch: batch.alter_column("name", existing_type=sa.Text(), nullable=True)',
]


@pytest.mark.parametrize("dialect", ["mysql", "mariadb"])
def test_what_mysql_has_of_its_own(dialect: str) -> None:
    codes = [code.replace("mysql_", f"{dialect}_") for code in OF_MYSQL]
    for code, answer in zip(codes, asked(codes, dialect), strict=True):
        assert "error" not in answer, (code, answer)
        assert ours(code, dialect=dialect) == read(answer["sql"], dialect), (code, answer)


ENTITIES = [
    'PGFunction("public", "Grown(n integer, of text default 5)", '
    '"returns boolean as $$ select n\\\\:\\\\:int > 17 $$ language sql;")',
    'PGFunction(schema="app", signature="none()", '
    'definition="returns int as $$ begin return 1\\\\:\\\\:int; end $$ language plpgsql")',
    'PGView(schema="public", signature="grown", definition="select id from users where age > 17;")',
    'PGMaterializedView(schema="public", signature="grown", definition="select id from users", with_data=False)',
    'PGMaterializedView(schema="app", signature="grown", definition="select id from users;")',
    'PGTrigger(schema="public", signature="kept", on_entity="public.users", is_constraint=False, '
    'definition="BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.none()")',
    'PGTrigger(schema="app", signature="kept", on_entity="users", is_constraint=True, '
    'definition="AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION none()")',
    'PGExtension(schema="public", signature="pg_trgm")',
    'PGPolicy(schema="public", signature="own", on_entity="users", definition="for all using (id = 1)")',
    'PGGrantTable(schema="public", table="users", columns=["id", "age"], role="reader", grant="SELECT")',
    'PGGrantTable(schema="public", table="users", role="reader", grant=PGGrantTableChoice.DELETE, '
    "with_grant_option=True)",
]
MODULES = """
    pg_function.PGFunction pg_view.PGView pg_materialized_view.PGMaterializedView pg_trigger.PGTrigger
    pg_extension.PGExtension pg_policy.PGPolicy pg_grant_table.PGGrantTable pg_grant_table.PGGrantTableChoice
""".split()


@pytest.mark.parametrize("operation", ["create_entity({})", "drop_entity({}, cascade=True)", "replace_entity({})"])
def test_entities_of_alembic_utils_are_what_it_sends_for_them(operation: str) -> None:
    head = "\n".join("from alembic_utils.{} import {}".format(*one.split(".")) for one in MODULES)
    asked_for = [one for one in ENTITIES if "replace" not in operation or "Extension" not in one]
    codes = [f"{head}\nit = {one}\nop.{operation.format('it')}" for one in asked_for]
    for code, answer in zip(codes, asked(codes, "postgresql", "alembic-types"), strict=True):
        assert "error" not in answer, (code, answer)
        assert ours(code) == read(answer["sql"]), code


FOREIGN = """
    sqlmodel.AutoString() sqlmodel.sql.sqltypes.AutoString(length=5) sqlalchemy_utils.UUIDType()
    sqlalchemy_utils.types.uuid.UUIDType(binary=False) sqlalchemy_utils.EmailType() sqlalchemy_utils.EmailType(length=9)
    sqlalchemy_utils.types.url.URLType() sqlalchemy_utils.ArrowType(timezone=True) sqlalchemy_utils.JSONType()
    sqlalchemy_utils.types.choice.ChoiceType([("a","b")]) sqlalchemy_utils.ChoiceType([("a","b")],impl=sa.Integer())
    sqlalchemy_utils.IPAddressType() sqlalchemy_utils.TimezoneType()
    sqlalchemy_utils.ScalarListType() sqlalchemy_utils.types.ltree.LtreeType()
    fastapi_users_db_sqlalchemy.generics.GUID() fastapi_users_db_sqlalchemy.generics.TIMESTAMPAware(timezone=True)
    advanced_alchemy.types.GUID() advanced_alchemy.types.GUID(binary=False)
    advanced_alchemy.types.datetime.DateTimeUTC(timezone=True)
""".split()


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite"])
def test_types_of_other_packages_are_what_they_are_to_the_database(dialect: str) -> None:
    codes = [
        f'import {kind.partition("(")[0].rpartition(".")[0]}\nop.add_column("users", sa.Column("x", {kind}))'
        for kind in FOREIGN
    ]
    answered = list(zip(codes, asked(codes, dialect, "alembic-types"), strict=True))
    for code, answer in answered:
        if "error" not in answer:
            assert ours(code, dialect=dialect) == read(answer["sql"], dialect), code
    # LTREE is PostgreSQL's alone.
    assert [code for code, answer in answered if "error" in answer] == [
        code for code in codes if "Ltree" in code and dialect != "postgresql"
    ]
