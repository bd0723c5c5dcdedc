"""What is said of statements behind a COMMIT that a revision of Alembic's sends itself, driver by driver."""

import pytest

from rules.mended import mended
from rules.told import EMPTY, RULES
from towpath.linter import Settings, Workspace

PATH = "m/versions/b.py"
HEAD = """\
from alembic import op

revision = "b"
down_revision = "a"


def upgrade():
    op.execute("COMMIT")
"""
INDEX = """\
    op.execute("CREATE INDEX CONCURRENTLY i ON t (x)")
"""
LABEL = """\
    op.execute("ALTER TYPE mood ADD VALUE 'glad'")
    op.execute("ALTER TABLE t ADD COLUMN m mood DEFAULT 'glad'")
"""


def files(body: str, driver: str) -> dict[str, str]:
    address = f"postgresql+{driver}" if driver else "postgresql"
    ini = f"[alembic]\nscript_location = m\nsqlalchemy.url = {address}://localhost/app\n"
    return {"alembic.ini": ini, "m/env.py": "from alembic import context\n", PATH: HEAD + body}


def said(rule: str, body: str, driver: str) -> list[tuple[str, bool]]:
    """How bad each finding is, and whether it tells what that hangs on."""
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    for path, text in files(body, driver).items():
        made.update(path, text)
    found = [placed for placed in made.report(PATH).findings if placed.rule == rule]
    return [(placed.severity, "where the driver" in placed.message) for placed in found]


@pytest.mark.parametrize(
    ("driver", "expected"),
    [("psycopg2", []), ("asyncpg", []), ("psycopg", [("error", False)]), ("", [("warning", True)])],
)
@pytest.mark.parametrize(("rule", "body"), [("concurrent-in-transaction", INDEX), ("enum-value-in-transaction", LABEL)])
def test_a_commit_ends_the_transaction_where_the_driver_does_not_begin_one(
    rule: str, body: str, driver: str, expected: list[tuple[str, bool]]
) -> None:
    assert said(rule, body, driver) == expected


def test_a_block_is_outside_with_every_driver() -> None:
    texts = mended("concurrent-in-transaction", files(INDEX, ""), PATH)
    assert texts[PATH] == HEAD + "    with op.get_context().autocommit_block():\n    " + INDEX
    assert said("concurrent-in-transaction", texts[PATH].removeprefix(HEAD), "") == []
