"""What is written for Alembic is run by Alembic: each downgrade takes back its upgrade, and each fix runs."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import pytest

from judges.running import answers
from laws.alembic_series import HEAD
from laws.systems import workspace
from servers.postgresql import Server
from towpath.linter import Workspace

pytestmark = pytest.mark.server

BASE = """\
op.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')")
op.create_table("orgs", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("name", sa.Text()))
op.create_table(
    "users",
    sa.Column("id", sa.BigInteger(), nullable=False),
    sa.Column("email", sa.String(length=50), server_default="none", nullable=True),
    sa.Column("org", sa.BigInteger(), nullable=True),
    sa.Column("age", sa.Integer(), server_default=sa.text("1"), nullable=False),
    sa.Column("kind", sa.Text(), nullable=True),
    sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=True),
    sa.PrimaryKeyConstraint("id", name="users_pk"),
    sa.UniqueConstraint("email", name="users_mail"),
    sa.CheckConstraint("age > 0", name="users_aged"),
    sa.ForeignKeyConstraint(["org"], ["orgs.id"], name="users_in", ondelete="CASCADE"),
)
op.create_index("users_age", "users", ["age"])
op.create_index("users_kind", "users", ["kind"], unique=True, postgresql_where=sa.text("kind IS NOT NULL"))
op.create_index("users_lower", "users", [sa.text("lower(email)"), sa.text("age DESC")])
op.create_table("notes", sa.Column("id", sa.Integer(), nullable=False), sa.Column("body", sa.Text()))
"""
UPS = [
    'op.add_column("users", sa.Column("n", sa.Integer(), nullable=True))',
    'op.add_column("users", sa.Column("n", sa.Integer(), server_default="0", nullable=False))',
    'op.add_column("users", sa.Column("n", sa.String(length=9), server_default="x", nullable=False))',
    'op.add_column("users", sa.Column("n", postgresql.JSONB(), nullable=True))',
    'op.add_column("users", sa.Column("n", postgresql.ARRAY(sa.Text()), nullable=True))',
    'op.add_column("users", sa.Column("n", sa.Integer(), sa.ForeignKey("orgs.id"), nullable=True))',
    'op.add_column("users", sa.Column("n", sa.Integer(), index=True, nullable=True))',
    'op.add_column("users", sa.Column("n", sa.Integer(), unique=True, nullable=True))',
    'op.add_column("users", sa.Column("n", sa.Integer(), sa.CheckConstraint("n > 1"), nullable=True))',
    'op.add_column("users", sa.Column("n", sa.Integer(), sa.Identity(always=True), nullable=False))',
    'op.add_column("users", sa.Column("n", postgresql.ENUM(name="mood", create_type=False), nullable=True))',
    'op.drop_column("users", "kind")',
    'op.drop_column("users", "email")',
    'op.drop_column("users", "at")',
    'op.drop_column("notes", "body")',
    'op.drop_column("users", "org")',
    'op.alter_column("users", "kind", new_column_name="sort")',
    'op.alter_column("users", "org", nullable=False)',
    'op.alter_column("users", "age", nullable=True)',
    'op.alter_column("users", "age", server_default=None)',
    'op.alter_column("users", "age", server_default="5")',
    'op.alter_column("users", "kind", server_default="plain")',
    'op.alter_column("users", "at", server_default=None)',
    'op.alter_column("users", "age", type_=sa.BigInteger(), existing_type=sa.Integer())',
    'op.alter_column("users", "email", type_=sa.Text(), existing_type=sa.String(length=50))',
    'op.alter_column("users", "email", type_=sa.String(length=90), nullable=False, server_default="y")',
    'op.alter_column("users", "age", new_column_name="years", nullable=True, server_default=None)',
    'op.create_index("i", "users", ["org"])',
    'op.create_index("i", "users", ["org", "age"], unique=True)',
    'op.create_index("i", "users", ["org"], postgresql_where=sa.text("age > 3"))',
    'op.create_index("i", "users", [sa.text("lower(kind)")])',
    'op.create_index("i", "users", ["org"], postgresql_include=["age"])',
    'op.create_index(op.f("ix_users_org"), "users", ["org"])',
    "with op.get_context().autocommit_block():\n"
    '    op.create_index("i", "users", ["id"], postgresql_concurrently=True)',
    'op.drop_index("users_age", table_name="users")',
    'op.drop_index("users_kind", table_name="users")',
    'op.drop_index("users_lower", table_name="users")',
    'with op.get_context().autocommit_block():\n    op.drop_index("users_age", postgresql_concurrently=True)',
    'op.create_foreign_key("k", "notes", "orgs", ["id"], ["id"])',
    'op.create_foreign_key("k", "notes", "orgs", ["id"], ["id"], ondelete="SET NULL", postgresql_not_valid=True)',
    'op.create_check_constraint("c", "users", "age < 200")',
    'op.create_unique_constraint("u", "users", ["org", "age"])',
    'op.create_primary_key("p", "notes", ["id"])',
    'op.drop_constraint("users_in", "users", type_="foreignkey")',
    'op.drop_constraint("users_aged", "users", type_="check")',
    'op.drop_constraint("users_mail", "users", type_="unique")',
    'op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True))',
    'op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("x", sa.Text(), index=True))',
    'op.create_table("t", sa.Column("x", sa.Enum("a", "b", name="ab"), nullable=False))',
    'sa.Enum("a", "b", name="ab").create(op.get_bind())\n'
    'op.add_column("users", sa.Column("n", sa.Enum("a", "b", name="ab"), nullable=True))',
    'kind = postgresql.ENUM("a", "b", name="ab", create_type=False)\nkind.create(op.get_bind(), checkfirst=True)\n'
    'op.alter_column("users", "kind", type_=kind, postgresql_using="NULL::ab")',
    'op.drop_index("users_kind", "users")\nsa.Enum(name="mood").drop(op.get_bind())',
    'op.drop_table("notes")',
    'op.drop_table("users")',
    'op.rename_table("notes", "remarks")',
    'op.execute("CREATE VIEW grown AS SELECT id FROM users WHERE age > 17")',
    "op.execute(\"CREATE TYPE size AS ENUM ('s', 'm')\")",
    'op.execute("ALTER TABLE users ADD COLUMN n integer")',
    'op.execute("ALTER TABLE users RENAME CONSTRAINT users_aged TO users_old")',
    'op.execute("ALTER INDEX users_age RENAME TO users_years")',
    "op.execute(\"ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'\")",
    'with op.batch_alter_table("users") as batch_op:\n    batch_op.add_column(sa.Column("n", sa.Text()))\n'
    '    batch_op.create_index("i", ["n"])\n    batch_op.drop_column("kind")',
    'for name in ("x", "y"):\n    op.add_column("users", sa.Column(name, sa.Text(), nullable=True))',
    'op.drop_index("users_age")\nop.drop_column("users", "age")\nop.create_index("j", "users", ["org"])',
    'op.create_table("t", sa.Column("id", sa.Integer()))\nop.create_foreign_key("k", "t", "orgs", ["id"], ["id"])',
    'op.rename_table("users", "people")\nop.add_column("people", sa.Column("n", sa.Text(), nullable=True))',
    'op.alter_column("users", "kind", new_column_name="sort")\nop.alter_column("users", "sort", nullable=False)',
    'op.execute("UPDATE users SET age = 2")\nop.add_column("users", sa.Column("n", sa.Text(), nullable=True))',
]
FIXES = [
    (
        "enum-value-in-transaction",
        "op.execute(\"ALTER TYPE mood ADD VALUE 'glad'\")\n"
        'kind = postgresql.ENUM(name="mood", create_type=False)\n'
        'op.add_column("users", sa.Column("n", kind, server_default="glad"))',
    ),
    ("blocking-index", 'op.create_index("i", "users", ["org"])'),
    ("blocking-index-drop", 'op.drop_index("users_age", table_name="users")'),
    ("scanning-foreign-key", 'op.create_foreign_key("k", "notes", "orgs", ["id"], ["id"])'),
    ("scanning-check", 'op.create_check_constraint("c", "users", "age < 200")'),
    ("scanning-not-null", 'op.alter_column("users", "org", existing_type=sa.BigInteger(), nullable=False)'),
    ("blocking-unique", 'op.create_unique_constraint("u", "users", ["org", "age"])'),
    ("missing-lock-timeout", 'op.add_column("users", sa.Column("n", sa.Text(), nullable=True))'),
    (
        "mixed-schema-and-data",
        'op.add_column("users", sa.Column("n", sa.Text()))\nop.execute("UPDATE users SET n = kind")',
    ),
    ("blocking-index", 'op.add_column("users", sa.Column("n", sa.Integer(), index=True))'),
    ("blocking-unique", 'op.add_column("users", sa.Column("n", sa.Integer(), unique=True))'),
    ("scanning-foreign-key", 'op.add_column("users", sa.Column("n", sa.BigInteger(), sa.ForeignKey("orgs.id")))'),
    (
        "blocking-index",
        'with op.batch_alter_table("users") as batch_op:\n    batch_op.create_index("i", ["org"])\n'
        '    batch_op.add_column(sa.Column("n", sa.Text()))',
    ),
    (
        "scanning-not-null",
        'with op.batch_alter_table("users") as batch_op:\n    batch_op.add_column(sa.Column("n", sa.Text()))\n'
        '    batch_op.alter_column("org", existing_type=sa.BigInteger(), nullable=False)',
    ),
]
FIRST, SECOND = f"{1:012x}", f"{2:012x}"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    try:
        yield made
    finally:
        made.stop()


def revision(number: int, body: str) -> str:
    parent = f"{number - 1:012x}" if number > 1 else ""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    down = f'"{parent}"' if parent else None
    text = HEAD.format(revision=f"{number:012x}", parent=parent, number=number, down=down, body=lines)
    return text.replace(
        "from alembic import op\n", "from alembic import op\nfrom sqlalchemy.dialects import postgresql\n"
    )


def project(body: str, each: bool, *rules: str) -> dict[str, str]:
    """The files of a project after the first fix of each rule, one after the other, in the second revision."""
    switch = "context.configure(transaction_per_migration=True)\n" if each else ""
    files = {
        "alembic.ini": "[alembic]\nscript_location = db\nsqlalchemy.url = postgresql://localhost/app\n",
        "db/env.py": f"from alembic import context\n{switch}",
        f"db/versions/{FIRST}_step.py": revision(1, BASE),
        f"db/versions/{SECOND}_step.py": revision(2, body),
    }
    for rule in rules:
        files = fixed(workspace(files, Path("/nonexistent-towpath-folder")), rule)
    return {path: text for path, text in files.items() if path.startswith("db/versions/")}


def fixed(made: Workspace, rule: str) -> dict[str, str]:
    placed = [one for file in made.check().files for one in file.findings if one.rule == rule and SECOND in one.path]
    proposals = [found for one in placed for found in made.proposals(one)]
    assert proposals, (rule, placed)
    texts = {**made.tree.unsaved, **proposals[0].rewrite.texts(made.tree)}
    return {path: text for path, text in texts.items() if text is not None}


def ran(server: Server, projects: Sequence[dict[str, str]], each: bool) -> list[list[str]]:
    """The schemas of each project: before, after the way up, down, up again, and after its last revision's own ways.

    Constraints come back without a search through all rows; they are validated before the schema is told.
    """
    questions: list[object] = []
    with psycopg.connect(server.address("postgres"), autocommit=True) as session:
        for number, files in enumerate(projects):
            name = f"{'each' if each else 'run'}_{len(projects)}_{number}"
            session.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 STRATEGY file_copy'.encode())
            place = {"folder": str(server.folder), "database": name, "pg_dump": str(server.bin / "pg_dump")}
            questions.append({**place, "files": files, "from": FIRST, "to": "head", "each": each})
    found = answers("alembic_runs.py", questions)
    for answer, files in zip(found, projects, strict=True):
        assert "error" not in answer, (answer, files[f"db/versions/{SECOND}_step.py"])
    return [[plain(schema) for schema in answer["schemas"]] for answer in found]


def plain(schema: str) -> str:
    """A schema in which the order of columns does not matter."""

    def in_order(match: re.Match[str]) -> str:
        lines = sorted(line.strip().rstrip(",") for line in match[2].splitlines())
        return f"{match[1]}{lines}"

    return re.sub(r"(CREATE TABLE [^\n]*\()\n(.*?)\n\);", in_order, schema, flags=re.S)


def test_there_are_enough() -> None:
    assert len(UPS) >= 60


def test_every_downgrade_takes_back_its_upgrade(server: Server) -> None:
    projects = [project(body, False, "missing-downgrade") for body in UPS]
    for body, (before, up, down, again, stepped) in zip(UPS, ran(server, projects, each=False), strict=True):
        assert up != before or "UPDATE" in body, body
        assert down == before, body
        assert again == up, body
        assert stepped == up, body


def without_values(schema: str) -> str:
    """A schema without the value that a fix adds to an enum: nothing takes it out again."""
    return schema.replace(",\n    'glad'", "")


@pytest.mark.parametrize("each", [False, True])
def test_every_fix_runs_both_ways(server: Server, each: bool) -> None:
    projects = [project(body, each, "missing-downgrade", rule) for rule, body in FIXES]
    for case, (before, up, down, again, stepped) in zip(FIXES, ran(server, projects, each), strict=True):
        assert up != before, case
        assert without_values(down) == before, case
        assert again == up, case
        assert stepped == up, case


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("SET statement_timeout = 0; CREATE INDEX CONCURRENTLY i ON users (id)", True),
        ("CREATE INDEX CONCURRENTLY i ON users (id);", False),
    ],
)
def test_statements_of_one_text_are_one_transaction(server: Server, said: str, refused: bool) -> None:
    """The server says so, and the rule of just the text that it refuses."""
    files = project(f'with op.get_context().autocommit_block():\n    op.execute("{said}")', False)
    made = workspace(files, Path("/nonexistent-towpath-folder"))
    found = [one for file in made.check().files for one in file.findings if one.rule == "concurrent-in-transaction"]
    assert bool(found) is refused
    with psycopg.connect(server.address("postgres"), autocommit=True) as session:
        session.execute(f"CREATE DATABASE one_text_{refused} TEMPLATE template0 STRATEGY file_copy".encode())
    place = {"folder": str(server.folder), "database": f"one_text_{refused}".lower()}
    question = {
        **place,
        "pg_dump": str(server.bin / "pg_dump"),
        "files": files,
        "from": FIRST,
        "to": "head",
        "each": True,
    }
    (answer,) = answers("alembic_runs.py", [question])
    assert ("cannot run inside a transaction block" in answer.get("error", "")) is refused


def test_behind_a_commit_the_driver_here_begins_a_transaction(server: Server) -> None:
    """What the rule says of psycopg, and that its fix runs there."""
    body = 'op.execute("COMMIT")\nop.execute("CREATE INDEX CONCURRENTLY i ON users (id)")'
    with psycopg.connect(server.address("postgres"), autocommit=True) as session:
        session.execute(b"CREATE DATABASE behind TEMPLATE template0 STRATEGY file_copy")
    place = {"folder": str(server.folder), "database": "behind", "pg_dump": str(server.bin / "pg_dump")}
    question = {**place, "files": project(body, True), "from": FIRST, "to": "head", "each": True}
    (answer,) = answers("alembic_runs.py", [question])
    assert "cannot run inside a transaction block" in answer.get("error", "")
    ((before, up, down, again, _),) = ran(
        server, [project(body, True, "missing-downgrade", "concurrent-in-transaction")], each=True
    )
    assert (down, again) == (before, up) != (before, before)
