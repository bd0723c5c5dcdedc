"""After a key in a revision of Alembic's, what is read of it is what would be read anew."""

from operator import is_

import pytest

from towpath.frameworks import FRAMEWORKS, Kept
from towpath.frameworks.alembic import reading
from towpath.operations import Migration, Script
from towpath.project import Found, Runner, Tree

PATH = "m/a.py"
HEAD = '''\
"""Teams."""
import sqlalchemy as sa
from alembic import op

revision = "a"
down_revision = None
USERS = "users"


def gone(table):
    op.drop_table(table)


'''
UP = """\
def upgrade():
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), primary_key=True),
    )
    # Teams have users.
    op.add_column(USERS, sa.Column("team_id", sa.Integer()))
    name = "groups"

    op.create_index("by_team", "users", ["team_id"])
    with op.batch_alter_table("users") as batch:
        batch.drop_column("name")
    op.rename_table("teams", name)
    gone("old")
    op.execute("SELECT 1")
"""
DOWN = """\
def downgrade():
    op.drop_index("by_team", "users")
    op.rename_table("groups", "teams")
    op.drop_column("users", "team_id")
    op.drop_table("teams")
"""
INDEX = '    op.create_index("by_team", "users", ["team_id"])\n'
LAST = '    op.execute("SELECT 1")\n'


def text(body: str) -> str:
    return f"{HEAD}{body}"


def said(migration: Migration) -> list[object]:
    return [migration.identity, migration.title, *map(spelled, (migration.up, migration.down))]


def spelled(script: Script | None) -> object:
    if script is None:
        return None
    steps = [(s.block, s.span, s.operations, s.guard, s.origin, s.outside, s.turn, s.places) for s in script.steps]
    return script.transactional, script.starts, steps


def read(tree: Tree, kept: Kept) -> Migration:
    found = Found("alembic", "m", (PATH,), Runner("alembic"))
    (made,) = FRAMEWORKS["alembic"].read(found, tree, kept)
    return made


TYPED = [
    (INDEX, INDEX.replace("by_team", "by_teams")),
    (INDEX, ""),
    (INDEX, f"{INDEX}\n{INDEX}"),
    (INDEX, f"{INDEX}    # And an index.\n"),
    (INDEX, INDEX.replace("\n", "  # An index.\n")),
    (INDEX, INDEX.replace("    op", "     op")),
    (INDEX, INDEX.replace("    op", "  op")),
    (INDEX, INDEX.replace("    op", "op")),
    (INDEX, INDEX.replace("\n", "; op.drop_table('x')\n")),
    (INDEX, INDEX.replace(")\n", ") and\n")),
    (INDEX, INDEX.replace(")\n", ").\n")),
    (INDEX, INDEX.replace(")\n", ") \\\n")),
    (INDEX, INDEX.replace(")\n", "")),
    (INDEX, INDEX.replace("(", "((")),
    (INDEX, INDEX.replace("(", "")),
    (INDEX, INDEX.replace('"by', '"""by')),
    (INDEX, INDEX.replace('"by', "by")),
    (INDEX, INDEX.replace('", [', '" [')),
    (INDEX, INDEX.replace("by_team", "größe")),
    (INDEX, "    x = 1\n"),
    (INDEX, "    if op.get_bind():\n        op.drop_table('x')\n"),
    (INDEX, "    return\n"),
    (INDEX, "    else:\n        op.drop_table('x')\n"),
    (INDEX, '    op.execute("COMMIT")\n'),
    (INDEX, "\n\ndef other():\n    pass\n"),
    (INDEX, "y = 1\n"),
    (INDEX, "    upgrade()\n"),
    (INDEX, "    downgrade()\n"),
    (INDEX, "    gone(USERS)\n"),
    ('name = "groups"', 'name = "group"'),
    ('    name = "groups"\n', ""),
    ('    name = "groups"\n', '    gone("x")\n'),
    ("        batch.drop_column", "        batch.alter_column"),
    ('batch.drop_column("name")\n', 'batch.drop_column("name")\n        batch.drop_column("age")\n'),
    ('batch.drop_column("name")\n', 'batch.drop_column("name"\n'),
    (" as batch", " as other"),
    ("    op.add_column", "        op.add_column"),
    (LAST, f"{LAST}    op.drop_table('x')\n"),
    (LAST, f'{LAST}USERS = "people"\n'),
    (LAST, f'{LAST}    """\n'),
    (LAST, LAST.replace('"SELECT', '"""SELECT')),
    (LAST, LAST.replace('1"', "1")),
    (LAST, ""),
    ("    op.create_table(\n", "\n    op.create_table(\n"),
    ("    op.create_table(\n", "     op.create_table(\n"),
    ("    op.create_table(\n", "    op.create_tables(\n"),
    ('"id"', '"i d'),
    ('drop_index("by_team"', 'drop_index("by_teams"'),
    ('drop_index("by_team", "users")\n', 'drop_index("by_team", "users"\n'),
    ('    op.drop_table("teams")\n', ""),
    ('    op.drop_table("teams")\n', '    op.drop_table("teams")\n    upgrade()\n'),
    ('revision = "a"', 'revision = "b"'),
    ("def downgrade", "def downgrades"),
    ("    op.drop_table(table)", "    op.drop_tables(table)"),
    ('USERS = "users"', 'USERS = "people"'),
]


@pytest.mark.parametrize("body", [f"{UP}\n\n{DOWN}", f"{DOWN}\n\n{UP}", UP], ids=["both", "turned", "up"])
@pytest.mark.parametrize(("old", "new"), TYPED)
def test_what_is_read_after_a_key_is_what_is_read_anew(old: str, new: str, body: str) -> None:
    tree, kept = Tree("/nowhere"), Kept()
    first = text(f"{body}\n")
    typed, other = first.replace(old, new), first.replace("old", 'o"d')
    for one in (text(body), first, typed, first, other, typed, typed.replace("old", "older"), typed, other):
        for line in (one, one.replace("\n", "\r\n")) if one is typed else (one,):
            tree.hold(PATH, line)
            assert said(read(tree, kept)) == said(read(Tree("/nowhere", {PATH: line}), Kept()))


@pytest.mark.parametrize(
    ("old", "new"), [("by_team", "by_teams"), ('"by_team"', "by_team"), ("(", "(("), (")\n", "\n")]
)
def test_a_key_within_a_statement_has_no_more_parsed_than_what_stands_between_others(
    old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, kept = Tree("/nowhere", {PATH: text(UP)}), Kept()
    read(tree, kept)
    tree.hold(PATH, text(f"{UP}\n"))
    before = read(tree, kept)

    def whole(*_: object) -> None:
        raise AssertionError("the whole file is parsed")

    monkeypatch.setattr(reading.python, "parse", whole)
    tree.hold(PATH, text(f"{UP}\n".replace(INDEX, INDEX.replace(old, new))))
    after = read(tree, kept)
    assert {id(step) for step in before.up.steps} - {id(step) for step in after.up.steps} == {id(before.up.steps[2])}


@pytest.mark.parametrize("broken", [INDEX.replace('"by', "by"), INDEX.replace("(", "(("), INDEX.replace("]", "")])
def test_what_was_broken_for_a_while_is_what_it_was(broken: str) -> None:
    tree, kept = Tree("/nowhere", {PATH: text(UP)}), Kept()
    read(tree, kept)
    tree.hold(PATH, text(f"{UP}\n"))
    before = read(tree, kept)
    for one in (text(f"{UP}\n").replace(INDEX, broken), text(f"{UP}\n")):
        tree.hold(PATH, one)
        after = read(tree, kept)
    assert all(map(is_, after.up.steps, before.up.steps))
