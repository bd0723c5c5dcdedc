"""What a revision of Alembic's does, step by step, and where its parts stand."""

from collections.abc import Sequence

import pytest

from towpath.frameworks import FRAMEWORKS, Kept
from towpath.frameworks.alembic.steps import Reader
from towpath.frameworks.pieces import Piece
from towpath.history import units
from towpath.operations import Migration, Name, Opaque, RunCode, Script, Statement, Unsure
from towpath.project import Found, Runner, Tree
from towpath.sql.write import write
from towpath.syntax.python import Did, Node

HEAD = """\
import sqlalchemy as sa
from alembic import context, op

revision = "a"
down_revision = None
"""


def migration(text: str, more: dict[str, str] | None = None, drivers: str = "") -> Migration:
    settings = (("drivers", drivers),)
    found = Found("alembic", "m", ("m/a.py",), Runner("alembic"), settings=settings)
    (made,) = FRAMEWORKS["alembic"].read(found, Tree("/nowhere", {"m/a.py": text, **(more or {})}), Kept())
    return made


def script(body: str, before: str = "", more: dict[str, str] | None = None) -> tuple[str, Script]:
    text = f"{HEAD}{before}\n\ndef upgrade():\n" + "".join(f"    {line}\n" for line in body.splitlines())
    return text, migration(text, more).up


def shown(made: Script) -> list[str]:
    """Each step: its SQL, what guards it, and what else is said of it."""
    return [
        " ".join(
            filter(
                None,
                (
                    "; ".join(_said(operation) for operation in step.operations),
                    f"on {','.join(step.guard.databases)}" if step.guard and step.guard.databases else "",
                    f"if {step.guard.condition}" if step.guard and step.guard.condition else "",
                    "outside" if step.outside else "",
                    step.origin if step.origin != "literal" else "",
                    f"{step.turn[0] + 1}/{step.turn[1]}" if step.turn else "",
                ),
            )
        )
        for step in made.steps
    ]


def _said(operation: object) -> str:
    if isinstance(operation, Opaque):
        return f"? {operation.reason}"
    if isinstance(operation, RunCode):
        return "code" + " reads" * operation.reads_rows + " writes" * operation.writes_rows
    if isinstance(operation, Statement) and operation.kind in ("raise",):
        return operation.kind
    return str(write(operation))  # type: ignore[arg-type]


OTHERS = "cockroachdb,clickhouse,db2,mysql,mariadb,oracle,postgresql"


@pytest.mark.parametrize(
    ("body", "steps"),
    [
        ('op.drop_table("a")\nop.drop_table("b")', ["DROP TABLE a", "DROP TABLE b"]),
        ('"""Doc."""\npass', []),
        ("...", []),
        ("return", []),
        ('return op.drop_table("a")', ["DROP TABLE a"]),
        ("list(map(op.drop_table, tables()))", ["? what map() does with op.drop_table is not followed"]),
        (
            'from functools import partial\ndrop = partial(op.drop_column, "a")\ndrop("b")',
            ["ALTER TABLE a DROP COLUMN b"],
        ),
        (
            'op.get_bind().dialect.name == "sqlite" and op.drop_table("a")',
            ["DROP TABLE a on sqlite"],
        ),
        (
            'match op.get_bind().dialect.name:\n  case "mysql" | "mariadb":\n    op.drop_table("a")',
            ["DROP TABLE a on mariadb,mysql"],
        ),
        (
            'with op.batch_alter_table("a") as a, op.batch_alter_table("b") as b:\n  a.drop_column("x")\n'
            '  b.drop_column("y")',
            ["ALTER TABLE b DROP COLUMN y", "ALTER TABLE a DROP COLUMN x"],
        ),
        ('op.drop_table("a")\nreturn\nop.drop_table("b")', ["DROP TABLE a"]),
        ('raise NotImplementedError("no")', ["raise"]),
        ('if x():\n  raise ValueError()\nop.drop_table("a")', ["DROP TABLE a if not (x())"]),
        (
            'with op.get_context().autocommit_block():\n  op.drop_table("a")\nop.drop_table("b")',
            ["DROP TABLE a outside", "DROP TABLE b"],
        ),
        (
            'with op.batch_alter_table("t") as b:\n  b.drop_column("a")\n  op.execute("DELETE FROM t")\n'
            '  b.drop_column("c")\nop.drop_table("u")',
            ["DELETE FROM t", "ALTER TABLE t DROP COLUMN a", "ALTER TABLE t DROP COLUMN c", "DROP TABLE u"],
        ),
        (
            'with op.batch_alter_table("t") as b:\n  with op.get_context().autocommit_block():\n    b.drop_column("a")',
            ["ALTER TABLE t DROP COLUMN a"],
        ),
        ('for t in ("a", "b"):\n  op.drop_table(t)', ["DROP TABLE a loop 1/2", "DROP TABLE b loop 2/2"]),
        ("for t in tables():\n  op.drop_table(t)", ["? the turns of this loop are not known: for t in tables() loop"]),
        ('while more():\n  op.execute("UPDATE t SET x = 1")', ["UPDATE t SET x = 1 loop"]),
        ('if op.get_bind().dialect.name == "postgresql":\n  op.drop_table("a")', ["DROP TABLE a on postgresql"]),
        (
            'if op.get_context().dialect.name in ("mysql", "sqlite"):\n  op.drop_table("a")',
            ["DROP TABLE a on mariadb,mysql,sqlite"],
        ),
        (
            'bind = op.get_bind()\nif bind.engine.name != "sqlite":\n  pass\nelse:\n  op.drop_table("a")',
            ["DROP TABLE a on sqlite"],
        ),
        (
            'if op.get_bind().dialect.name != "postgresql":\n  return\nop.drop_table("a")',
            ["DROP TABLE a on postgresql"],
        ),
        (
            'if "postgresql" == op.get_bind().dialect.name and x():\n  op.drop_table("a")',
            ['DROP TABLE a on postgresql if "postgresql" == op.get_bind().dialect.name and x()'],
        ),
        (
            'if context.is_offline_mode():\n  op.drop_table("a")\nelse:\n  op.drop_table("b")',
            ["DROP TABLE a if context.is_offline_mode()", "DROP TABLE b if not (context.is_offline_mode())"],
        ),
        ('if has("a"):\n  op.drop_table("a")', ['DROP TABLE a if has("a")']),
        (
            'try:\n  op.drop_table("a")\nexcept Exception:\n  op.drop_table("b")',
            ["DROP TABLE a", "DROP TABLE b if what is tried before fails"],
        ),
        (
            'if op.get_bind().dialect.name == "mysql":\n  op.execute("ALTER TABLE t MODIFY x INT")',
            ["ALTER TABLE t MODIFY x INT on mariadb,mysql"],
        ),
        (
            'kind = sa.Text() if op.get_bind().dialect.name == "sqlite" else sa.JSON()\n'
            'op.add_column("t", sa.Column("x", kind))',
            ["ALTER TABLE t ADD COLUMN x json"],
        ),
        ('name = "t"\nop.execute(f"DROP TABLE {name}")', ["DROP TABLE t"]),
        ('op.execute("DROP TABLE {}".format(NAME))', ["DROP TABLE named"]),
        ('op.execute("DROP TABLE %s" % NAME)', ["DROP TABLE named"]),
        ('op.execute("DROP " + "TABLE " + NAME)', ["DROP TABLE named"]),
        ('op.execute("DROP "\n           "TABLE a")', ["DROP TABLE a"]),
        ("op.execute(sql())", ["? the SQL is put together at run time: sql()"]),
        ('op.execute(f"DROP TABLE {name()}")', ["DROP TABLE ${name}"]),
        ("op.drop_table(name())", ["DROP TABLE ${name}"]),
        ('op.get_bind().execute(sa.text("DROP TABLE a"))', ["DROP TABLE a"]),
        (
            'conn = op.get_bind()\nconn.execute(sa.text("DROP TABLE a"))\nconn.exec_driver_sql("DROP TABLE b")',
            ["DROP TABLE a", "DROP TABLE b"],
        ),
        ('op.get_bind().execute(sa.select(sa.table("t")))', ["code reads"]),
        (
            'print("x")\nlogger.info("y")\nx = op.get_context()\n'
            "insp = sa.inspect(op.get_bind())\ninsp.get_table_names()",
            [],
        ),
        ('helper("a")', ["DROP TABLE a helper"]),
        ('helper(name="a", op=op)', ["DROP TABLE a helper"]),
        ('elsewhere("a")', ["? app.elsewhere() is not followed"]),
        ('x = elsewhere("a")', []),
        ("x = elsewhere(op.get_bind())", ["? app.elsewhere() is not followed"]),
        ("op.create_entity(view)", ["? op.create_entity() is no operation of Alembic's own"]),
        ('s = Session(bind=op.get_bind())\nfor u in s.query(User):\n  u.name = "x"\ns.commit()', ["code reads writes"]),
        ("s = Session(bind=op.get_bind())\nprint(s.query(User).count())", ["code reads"]),
        ('s = Session(bind=op.get_bind())\ns.query(User).update({"x": 1})', ["code reads writes"]),
        (
            'op.execute(users.update().where(users.c.id == 5).values(name="x"))',
            ["UPDATE users SET name='x' WHERE id = 5"],
        ),
        ('op.execute(sa.update(User).values(name="x"))', ["UPDATE people SET name='x'"]),
        ("op.execute(sa.delete(User).where(User.id.in_([1, 2])))", ["DELETE FROM people WHERE ident IN (1, 2)"]),
        (
            'mood = sa.Enum("a", "b", name="mood")\nmood.create(op.get_bind())',
            ["CREATE TYPE mood AS ENUM ('a', 'b')"],
        ),
        ('sa.Enum(name="mood").drop(op.get_bind())', ["DROP TYPE mood"]),
        ('sa.Enum(name="mood").drop(op.get_bind(), checkfirst=True)', ["DROP TYPE IF EXISTS mood"]),
        ('sa.dialects.postgresql.ENUM(name="mood").drop(op.get_bind())', ["DROP TYPE IF EXISTS mood"]),
        (
            'sa.dialects.postgresql.ENUM("a", name="mood").create(op.get_bind(), False)',
            ["CREATE TYPE mood AS ENUM ('a')"],
        ),
        (
            'sa.dialects.postgresql.ENUM("a", name="mood").create(op.get_bind())',
            ["CREATE TYPE mood AS ENUM ('a') if the type is not there yet"],
        ),
        (
            't = op.create_table("t", sa.Column("x", sa.Integer()))\nop.bulk_insert(t, [{"x": 1}])',
            ["CREATE TABLE t (\n    x integer\n)", "INSERT INTO t (x) VALUES (1)"],
        ),
        ('op.add_column("t", sa.Column("x", Custom()))', ["ALTER TABLE t ADD COLUMN x ${Custom}"]),
        ('op.add_column("t", sa.Column("x", kind_of()))', ["ALTER TABLE t ADD COLUMN x text"]),
        ('[op.drop_table(t) for t in ("a", "b")]', ["DROP TABLE a", "DROP TABLE b"]),
        (
            'op.create_index("i", "t", ["x"], **options())',
            ["? some of what op.create_index() is given is not known"],
        ),
        (
            'op.add_column("t", sa.Column("x", sa.Text(), **options()))\nop.alter_column("t", "y", **options())',
            [
                "? some of what op.add_column() is given is not known",
                "? some of what op.alter_column() is given is not known",
            ],
        ),
        ('op.add_column("t", made())', ["? some of what op.add_column() is given is not known"]),
        ("op.add_column('t', column)", ["? some of what op.add_column() is given is not known"]),
        (
            'op.add_column("t", sa.Column("x", sa.Integer(), sa.ForeignKey(target())))',
            ["ALTER TABLE t ADD COLUMN x integer; ALTER TABLE t ADD FOREIGN KEY (x) REFERENCES ${target} (${target})"],
        ),
        ('op.drop_index("i", **{"if_exists": True})', ["DROP INDEX IF EXISTS i"]),
        ('op.execute("DELETE FROM t WHERE x = :x AND y IN :ids")', ["DELETE FROM t WHERE x = :x AND y IN (:ids)"]),
    ],
)
def test_what_is_done(body: str, steps: list[str]) -> None:
    before = """\
from app import Custom, elsewhere
from sqlalchemy.orm import Session
import logging

logger = logging.getLogger()
NAME = "named"
users = sa.table("users", sa.column("id"), sa.column("name"))


class User(Base):
    __tablename__ = "people"
    id = sa.Column("ident", sa.Integer)


def helper(name, op=op):
    op.drop_table(name)


def kind_of():
    return sa.Text()
"""
    assert shown(script(body, before)[1]) == steps


def test_what_a_helper_takes_behind_its_list_is_no_part_of_it() -> None:
    indexed = """
def indexed(table, *columns, prefix="ix"):
    for column in columns:
        op.create_index(f"{prefix}_{column}", table, [column])
"""
    made = script('indexed("t", "x", "y", prefix="i")', indexed)[1]
    assert shown(made) == ["CREATE INDEX i_x ON t (x) helper 1/2", "CREATE INDEX i_y ON t (y) helper 2/2"]


def test_what_sqlalchemy_searchable_sends_is_known() -> None:
    body = 'ss.vectorizer.clear()\nss.sync_trigger(op.get_bind(), "queries", "terms", ["name", "text"])'
    before = "import sqlalchemy_searchable as ss"
    assert shown(script(body, before)[1]) == [
        "DROP TRIGGER IF EXISTS queries_terms_trigger ON queries; DROP FUNCTION IF EXISTS queries_terms_update(); "
        "CREATE FUNCTION queries_terms_update() RETURNS TRIGGER LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$; "
        "CREATE TRIGGER queries_terms_trigger BEFORE UPDATE OR INSERT ON queries FOR EACH ROW "
        "EXECUTE PROCEDURE queries_terms_update(); UPDATE queries SET name=name"
    ]
    assert shown(script('ss.drop_trigger(op.get_bind(), "queries", "terms")', before)[1]) == [
        "DROP TRIGGER IF EXISTS queries_terms_trigger ON queries; DROP FUNCTION IF EXISTS queries_terms_update()"
    ]


def test_a_list_that_a_loop_fills_on_conditions_is_not_taken_for_an_empty_one() -> None:
    body = (
        'found = []\nfor name in ("a", "b"):\n    if is_there(name):\n        found.append(name)\n'
        'for name in found:\n    op.drop_column("users", name)'
    )
    assert shown(script(body)[1]) == ["? the turns of this loop are not known: for name in found loop"]


def test_which_rows_code_works_on_is_told() -> None:
    body = "s = Session(bind=op.get_bind())\nfor one in s.query(Own).join(Other):\n    s.delete(one)"
    before = "from app import Other\nfrom sqlalchemy.orm import Session\nclass Own(Base):\n    __tablename__ = 'own'"
    (code,) = (operation for step in script(body, before)[1].steps for operation in step.operations)
    assert isinstance(code, RunCode)
    assert (code.reads_rows, code.writes_rows, code.tables, code.live) == (True, True, (Name("own"),), ("app.Other",))


def test_types_on_what_flask_projects_call_db() -> None:
    before = "from app.models import db\n"
    assert shown(script('op.add_column("t", db.Column("x", db.String(9)))', before)[1]) == [
        "ALTER TABLE t ADD COLUMN x varchar(9)"
    ]


def test_a_table_by_what_its_model_calls_it() -> None:
    before = 'class Own(Base):\n    __tablename__ = "people"\n    other = "x"\n'
    assert shown(script("op.drop_table(Own.__tablename__)", before)[1]) == ["DROP TABLE people"]


def test_a_model_that_migrations_share_is_not_of_the_application() -> None:
    body = "Session(bind=op.get_bind()).query(Shared).delete()"
    before = "from app.migrations.shared import Shared\nfrom sqlalchemy.orm import Session\n"
    (code,) = (operation for step in script(body, before)[1].steps for operation in step.operations)
    assert isinstance(code, RunCode)
    assert (code.writes_rows, code.live) == (True, ())


def test_op_as_a_parameter() -> None:
    text = "revision = 'a'\ndown_revision = None\ndef upgrade(op, tables, tester):\n    op.drop_table('a')\n"
    assert shown(migration(text).up) == ["DROP TABLE a"]


def test_one_function_for_each_database() -> None:
    text = """\
from alembic import op
revision = "a"
def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()
def downgrade(engine_name):
    globals()["downgrade_%s" % engine_name]()
def upgrade_one():
    op.drop_table("a")
def upgrade_two():
    op.drop_table("b")
def downgrade_one():
    pass
"""
    made = migration(text)
    assert (shown(made.up), made.down and shown(made.down)) == (["DROP TABLE a", "DROP TABLE b"], [])


def test_columns_that_another_module_puts_together() -> None:
    body = "for table, columns in frozen().items():\n    for one in columns:\n        op.add_column(table, one)"
    other = 'import sqlalchemy as sa\nWIDE = 90\ndef frozen():\n    return {"t": [sa.Column("c", sa.String(WIDE))]}\n'
    _, up = script(body, "from schema import frozen\n", {"schema.py": other})
    assert shown(up) == ["ALTER TABLE t ADD COLUMN c varchar(90) loop 1/1"]


def test_a_helper_of_the_project_is_entered() -> None:
    shared = "from alembic import op\ndef gone(*names, **more):\n    for name in names:\n        op.drop_table(name)\n"
    before = "from app.shared import gone\nfrom .beside import TABLE"
    more = {
        "app/shared/__init__.py": "from .inner import *\n",
        "app/shared/inner.py": shared,
        "m/beside.py": 'TABLE = "b"\n',
    }
    text, made = script('gone("a", TABLE)', before, more)
    assert shown(made) == ["DROP TABLE a helper 1/2", "DROP TABLE b helper 2/2"]
    assert {made.span(number).of(text) for number in (0, 1)} == {'gone("a", TABLE)'}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("revision = 'a'\ndown_revision = 'b'\n", ("a", ("b",), "")),
        ("revision: str = 'a'\ndown_revision: Union[str, None] = None\n", ("a", (), "")),
        ("revision = 'a'\ndown_revision = ('b', 'c')\n", ("a", ("b", "c"), "")),
        ('"""Add a column.\n\nRevision ID: z\n"""\nrevision = "a"\n', ("a", (), "Add a column.")),
        ("revision = NAME\nNAME = 'a'\ndown_revision = ''\n", ("a", (), "")),
        ("revision = 'a'\ndown_revision =\n", ("a", (), "")),
        ("revision = \ndown_revision = 'b'\n", ("m/a.py", (), "")),
    ],
)
def test_the_header(text: str, known: tuple[str, tuple[str, ...], str]) -> None:
    made = migration(f"{text}def upgrade():\n    pass\n")
    assert (made.identity, made.parents, made.title) == known


def test_what_has_no_way_back() -> None:
    assert migration("revision = 'a'\ndef upgrade():\n    pass\n").down is None
    down = migration("revision = 'a'\ndef downgrade():\n    pass\n").down
    assert down is not None
    assert down.steps == ()


def test_each_statement_that_comes_to_a_loop_says_that_its_turns_are_not_known() -> None:
    helper = "def gone(t):\n    for c in columns():\n        op.drop_column(t, c)\n"
    _, up = script('gone("a")\ngone("b")', helper)
    assert [type(one) for step in up.steps for one in step.operations] == [Opaque, Opaque]


def test_a_way_back_that_calls_the_way_up_is_read_as_that_is_now() -> None:
    text = f'{HEAD}def upgrade():\n    op.drop_table("t")\ndef downgrade():\n    upgrade()\n'
    found = Found("alembic", "m", ("m/a.py",), Runner("alembic"))
    kept, tree = Kept(), Tree("/nowhere")
    for name in ("t", "u"):
        tree.hold("m/a.py", text.replace('"t"', f'"{name}"'))
        (made,) = FRAMEWORKS["alembic"].read(found, tree, kept)
        assert made.down is not None
        assert shown(made.down) == [f"DROP TABLE {name} helper"]


@pytest.mark.parametrize("drivers", ["psycopg2", "asyncpg psycopg2", "psycopg", "pg8000", "psycopg psycopg2", ""])
def test_what_stands_behind_a_commit_stands_outside_where_the_driver_goes_on(drivers: str) -> None:
    body = (
        'op.drop_table("a")\nop.execute("COMMIT")\nop.drop_table("b")\n'
        'with op.get_context().autocommit_block():\n  op.drop_table("c")\nop.drop_table("d")'
    )
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    made = migration(f"{HEAD}def upgrade():\n{lines}", drivers=drivers)
    (_, b, _, d) = (unit.transactional for unit in units([made]))
    goes_on = {"psycopg2": True, "asyncpg psycopg2": True, "psycopg": False, "pg8000": False}.get(drivers)
    assert (b is False, b is True, isinstance(b, Unsure)) == (goes_on is True, goes_on is False, goes_on is None)
    assert d is True


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_behind_the_commit_of_a_connection_sqlalchemy_begins_again(end: str) -> None:
    made = migration(f'{HEAD}def upgrade():\n    op.get_bind().{end}()\n    op.drop_table("a")\n', drivers="psycopg2")
    assert [unit.transactional for unit in units([made])] == [True, True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("COMMIT", "COMMI"),
        ("COMMIT", "SELECT 1"),
        ('    op.execute("COMMIT")\n', ""),
        ('    op.execute("BEGIN")\n', ""),
        ('    op.drop_table("a")\n', '    op.drop_table("a")\n    op.execute("COMMIT")\n'),
        ("ON t (x)", "ON t (xy)"),
        ('"b"', '"c"'),
        ("def upgrade():\n", "def upgrade():\n    x = 1\n"),
    ],
)
def test_what_stands_behind_a_commit_is_kept_as_it_is_read(old: str, new: str) -> None:
    text = (
        f'{HEAD}def upgrade():\n    op.drop_table("a")\n    op.execute("COMMIT")\n'
        '    op.execute("CREATE INDEX CONCURRENTLY i ON t (x)")\n    op.execute("BEGIN")\n    op.drop_table("b")\n'
    )
    drivers = "psycopg2"
    found = Found("alembic", "m", ("m/a.py",), Runner("alembic"), settings=(("drivers", drivers),))
    kept, tree = Kept(), Tree("/nowhere")
    for one in (text, text.replace(old, new), text):
        tree.hold("m/a.py", one)
        (made,) = FRAMEWORKS["alembic"].read(found, tree, kept)
        assert shown(made.up) == shown(migration(one, drivers=drivers).up)


def test_half_typed_statements_leave_the_others() -> None:
    _, made = script('op.drop_table("a")\nop.create_index("i",\nop.drop_table("b")')
    assert shown(made) == ["DROP TABLE a", "DROP TABLE b"]


@pytest.mark.parametrize(
    ("old", "new", "looked_at"),
    [
        ("said", "said and more", []),
        ('"""said', '"said', []),
        ("def upgrade():\n", "def upgrade():\n\n", []),
        ("T = 't'", "T = 'u'", ["op.drop_table(T)"]),
        ("T = 't'", "del T\nT = 't'", ["op.drop_table(T)"]),
        ("T = 't'", "T = 't'\nfrom a import *", ["op.drop_table(T)", 'op.drop_table("b")', "gone()"]),
        ("op.drop_index(I)", "op.drop_index('i')", ["gone()"]),
        ("I = 'i'", "I = 'j'", ["gone()"]),
        ("I = 'i'\n", "I = 'i'\nI += 'j'\n", ["gone()"]),
        ("from alembic import op\n", "", ["op.drop_table(T)", 'op.drop_table("b")', "gone()"]),
        ("def upgrade(", "@lower\ndef upgrade(", ["op.drop_table(T)", 'op.drop_table("b")', "gone()"]),
        ('"b"', '"bb"', ['op.drop_table("bb")']),
        ("    op.drop_table(T)\n", "", []),
        ('"b")', '"b"', []),
    ],
)
def test_only_statements_that_hang_on_an_edit_are_looked_at_again(
    old: str, new: str, looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        '"""said"""\nfrom alembic import op\nrevision = "a"\nT = \'t\'\nI = \'i\'\n'
        "def gone():\n    op.drop_index(I)\n\n"
        'def upgrade():\n    op.drop_table(T)\n    op.drop_table("b")\n    gone()\n'
    )
    found = Found("alembic", "m", ("m/a.py",), Runner("alembic"))
    kept, seen, pieces = Kept(), list[str](), Reader.pieces

    def told(reader: Reader, done: Sequence[Did], statement: Node) -> list[Piece]:
        seen.append(statement.text.decode() if statement.text else "")
        return pieces(reader, done, statement)

    monkeypatch.setattr(Reader, "pieces", told)
    tree = Tree("/nowhere")
    for one in (text, text.replace(old, new)):
        seen.clear()
        tree.hold("m/a.py", one)
        FRAMEWORKS["alembic"].read(found, tree, kept)
    assert seen == looked_at


@pytest.mark.parametrize(
    ("body", "part", "place"),
    [
        (
            'op.create_index("i", "t", ["x"], postgresql_concurrently=True)',
            "concurrently",
            "postgresql_concurrently=True",
        ),
        ('op.create_index(index_name="i", table_name="t", columns=["x"])', "table", '"t"'),
        ('op.alter_column("t", "x", type_=sa.Text(), nullable=False)', "type", "type_=sa.Text()"),
        ('op.add_column("t", sa.Column("x", sa.Text(), nullable=False))', "nullable", "nullable=False"),
        ('op.add_column("t", sa.Column("x", sa.Text(), server_default="a"))', "default", 'server_default="a"'),
        (
            'op.execute("""\n  drop table a;\n  create index concurrently i on t (x)\n""")',
            "concurrently",
            "concurrently",
        ),
    ],
)
def test_where_parts_stand(body: str, part: str, place: str) -> None:
    text, made = script(body)
    number = len(made.steps) - 1
    found = made.place(number, 0, part)
    assert found is not None
    assert found.of(text) == place


def test_where_a_flag_could_stand() -> None:
    text, made = script('op.create_index("i", "t", ["x"])')
    found = made.place(0, 0, "concurrently")
    assert found is not None
    assert (found.start, found.end) == (text.index("])") + 1,) * 2


def test_a_finding_in_sql_stands_on_its_own_line() -> None:
    text, made = script('op.execute("""\n  drop table a;\n  drop table b\n""")')
    assert [made.span(number).of(text) for number in (0, 1)] == ["drop table a", "drop table b"]


@pytest.mark.parametrize(
    ("call", "anew"),
    [
        ('b.drop_column("x")', True),
        ('b.alter_column("x", nullable=False)', True),
        ('b.add_column(sa.Column("x", sa.Integer()))', False),
        ('b.add_column(sa.Column("x", sa.DateTime(), server_default=sa.func.now()))', True),
        ('b.create_index("i", ["x"])', False),
        ('b.create_index("i", ["x"])\n  b.create_unique_constraint("u", ["x"])', True),
    ],
)
def test_a_batch_makes_its_table_anew_on_sqlite(call: str, anew: bool) -> None:
    text = f"{HEAD}\n\ndef upgrade():\n with op.batch_alter_table('t') as b:\n  {call}\n"
    found = Found("alembic", "m", ("m/a.py",), Runner("alembic"), dialect="sqlite")
    (made,) = FRAMEWORKS["alembic"].read(found, Tree("/nowhere", {"m/a.py": text}), Kept())
    assert {step.anew for step in made.up.steps} == {"_alembic_tmp_" if anew else ""}
    assert made.up.transactional is False


@pytest.mark.parametrize(
    ("said", "misnamed"),
    [
        ("more\n\nRevision ID: b2\nRevises: a1, a2\n", ""),
        ("more\r\n\r\nRevision ID: b2\r\nRevises: a2, a1\r\n", ""),
        ("more", ""),
        ("Revises: what anna did before\n", ""),
        ("more\n\nRevision ID: c3\nRevises: a1, a2\n", "the docstring calls this c3"),
        ("more\n\nRevision ID: b2\nRevises: a1\n", "the docstring puts this behind a1"),
        ("more\n\nRevision ID: b2\nRevises:\n", "the docstring puts this behind nothing"),
        ("more\n\nRevision ID: b2\nRevises: None\n", "the docstring puts this behind nothing"),
    ],
)
def test_what_the_docstring_says_of_the_revision(said: str, misnamed: str) -> None:
    text = f'"""{said}"""\nrevision = "b2"\ndown_revision = ("a1", "a2")\n\n\ndef upgrade():\n    pass\n'
    made = migration(text)
    assert (made.identity, made.misnamed) == ("b2", misnamed)
