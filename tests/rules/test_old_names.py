"""Where a view can stand under the old name of a table, and what takes it back."""

import pytest

from rules.mended import mended
from rules.told import told

TABLE = "CREATE TABLE users (id int PRIMARY KEY, name text);"
RENAMED = "ALTER TABLE users RENAME TO people;"
HEAD = """\
from alembic import op

revision = "b"
down_revision = "a"


def upgrade():
    op.rename_table("users", "people")
"""
DOWN = """

def downgrade():
    op.rename_table("people", "users")
"""


@pytest.mark.parametrize(
    ("behind", "offered"),
    [
        ("", True),
        ("ALTER TABLE people ADD COLUMN nickname text;", True),
        ("ALTER TABLE people ADD COLUMN nickname text; ALTER TABLE people DROP COLUMN nickname;", True),
        ("ALTER TABLE people ALTER COLUMN name SET NOT NULL;", True),
        ("ALTER TABLE people ALTER COLUMN id TYPE bigint;", False),
        ("ALTER TABLE people DROP COLUMN name;", False),
        ("DROP TABLE people;", False),
    ],
)
@pytest.mark.parametrize("before", [TABLE, ""])
def test_no_view_is_left_that_what_follows_would_be_refused_for(behind: str, offered: bool, before: str) -> None:
    (one,) = told("renamed-table", f"{RENAMED} {behind}", before)
    assert bool(one.fixes) is offered


def test_nor_where_a_later_migration_would_be() -> None:
    files = {
        "m/V1__a.sql": TABLE,
        "m/V2__b.sql": RENAMED,
        "m/V3__c.sql": "ALTER TABLE people ALTER COLUMN id TYPE bigint;",
        "flyway.conf": "flyway.locations=filesystem:m\n",
    }
    assert mended("renamed-table", files, "m/V2__b.sql") == {}
    del files["m/V3__c.sql"]
    assert mended("renamed-table", files, "m/V2__b.sql")


@pytest.mark.parametrize(
    ("down", "after"),
    [
        (DOWN, DOWN.replace("    op.rename", '    op.execute("DROP VIEW users")\n    op.rename')),
        ("", ""),
    ],
)
def test_the_view_goes_before_its_name_is_taken_back(down: str, after: str) -> None:
    path = "m/versions/b.py"
    made = mended("renamed-table", {"m/env.py": "from alembic import context\n", path: HEAD + down}, path)
    assert made[path] == f'{HEAD}    op.execute("CREATE VIEW users AS SELECT * FROM people")\n{after}'
