"""After each edit of a changelog, what is kept of it says what a fresh reading does."""

import json
import random
from collections.abc import Sequence
from typing import Any

import pytest

from towpath.frameworks import Kept, liquibase
from towpath.frameworks.liquibase import changelog
from towpath.operations import Migration, Script
from towpath.project import Found, Runner, Tree

ROWS = [{"insert": {"tableName": "t", "columns": [{"column": {"name": "a", "value": f"row {n}"}}]}} for n in range(6)]
SETS = [{"changeSet": {"id": str(n), "author": "a", "changes": ROWS, "rollback": "DELETE FROM t"}} for n in range(3)]
INSERTS = "".join(
    f'    <insert tableName="t">\n      <column name="a" value="row {n}"/>\n    </insert>\n' for n in range(6)
)
LINES = "".join(
    f"    - insert:\n        tableName: t\n        columns:\n        - column: {{name: a, value: {n}}}\n"
    for n in range(6)
)
FILES = {
    "a.xml": "<databaseChangeLog>\n"
    + "".join(
        f'  <changeSet id="{n}" author="a"><comment>so</comment>\n{INSERTS}    <rollback/>\n  </changeSet>\n'
        for n in range(3)
    )
    + "</databaseChangeLog>\n",
    "a.yaml": "databaseChangeLog:\n"
    + "".join(f"- changeSet:\n    id: {n}\n    author: a\n    changes:\n{LINES}    rollback: []\n" for n in range(3)),
    "a.json": json.dumps({"databaseChangeLog": SETS}, indent=1),
    "a.sql": "--liquibase formatted sql\n"
    + "".join(
        f"--changeset a:{n}\n" + "INSERT INTO t VALUES (1);\n" * 5 + "--rollback DELETE FROM t;\n" for n in range(3)
    ),
}
BITS = [
    "x",
    "1",
    " ",
    "\n",
    "\t",
    "- ",
    "--",
    "<!--",
    "-->",
    "/*",
    "*/",
    "${x}",
    "&amp;",
    "</insert>",
    *"<>\"'/-{}[],:;#",
]
MORE = [
    '<changeSet id="9" author="b">',
    "</changeSet>",
    '<insert tableName="q"/>',
    "<rollback>SELECT 2</rollback>",
    "\n    - sql: SELECT 5\n",
    '{"sql": "SELECT 1"},',
    "--changeset b:2\n",
    "",
    "",
    "ab",
]


def read(path: str, text: str, kept: Kept) -> Sequence[Migration]:
    runner = Runner("liquibase", goes_back=True)
    found = Found("liquibase", "", (path,), runner, ("postgresql",), (), (("changelogs", path),))
    return liquibase.read(found, Tree("/nowhere", {path: text}), kept)


def said(migrations: Sequence[Migration]) -> list[Any]:
    return [(one.identity, one.derived, one.title, *map(_script, (one.up, one.down))) for one in migrations]


def _script(script: Script | None) -> Any:
    steps = script.steps if script else ()
    return script and (
        script.starts,
        script.transactional,
        [(one.block, one.span, one.operations, one.guard, one.origin, one.reversible, one.places) for one in steps],
    )


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_says_what_is_read_anew(path: str, seed: int) -> None:
    chance = random.Random(seed)
    text, kept = FILES[path], Kept()
    read(path, text, kept)
    for _ in range(40):
        at, gone = chance.randrange(len(text)), chance.choice((0, 0, 0, 1, 2, 9))
        text = text[:at] + chance.choice([*BITS, *MORE]) + text[at + gone :]
        text = FILES[path] if chance.random() < 0.15 else text
        found = said(read(path, text, kept))
        changelog.forget()
        assert found == said(read(path, text, Kept())), text


@pytest.mark.parametrize("path", ["a.xml", "a.yaml", "a.json"])
def test_only_the_change_that_was_edited_is_read_again(path: str) -> None:
    kept = Kept()
    before = read(path, FILES[path], kept)
    after = read(path, FILES[path].replace("row 3" if path != "a.yaml" else "value: 3", "value: 33", 1), kept)
    same = [one is other for one, other in zip(before[0].up.steps, after[0].up.steps, strict=True)]
    assert same == [True, True, True, False, True, True]
