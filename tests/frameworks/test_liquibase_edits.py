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
        f'  <changeSet id="{n}" author="a"{order}><comment>so</comment>\n{INSERTS}    <rollback/>\n  </changeSet>\n'
        for n, order in enumerate(("", ' runOrder="last"', ""))
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
    "&x ",
    "*x",
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


WHOLE = '<changeSet id="1" author="a"><sql>SELECT 1</sql></changeSet>'


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("seed", range(6))
def test_a_part_tells_of_all_that_is_something_else(path: str, seed: int) -> None:
    """What a fix would make of a file is read only where the fix is, and where somebody asks."""
    chance = random.Random(seed)
    kept = Kept()
    before = {one.identity: _moved(one) for one in read(path, FILES[path], kept)}
    for _ in range(40):
        text = FILES[path]
        for _ in range(chance.choice((1, 1, 2))):
            at, gone = chance.randrange(len(text)), chance.choice((0, 0, 0, 1, 2, 9))
            text = text[:at] + chance.choice([*BITS, *MORE, WHOLE, WHOLE.replace("1", "7")]) + text[at + gone :]
        asked = chance.choice([*before])
        part = read(path, text, kept.part((path,), [asked]))
        changelog.forget()
        anew = {one.identity: one for one in read(path, text, Kept())}
        twice = any(one.endswith(f" ({path})") for one in anew)
        assert twice == any(one.identity.endswith(f" ({path})") for one in part), text
        assert twice or all(said([one]) == said([anew[one.identity]]) for one in part), text
        left = anew.keys() - {one.identity for one in part}
        assert twice or all(_moved(anew[one]) == before[one] and one != asked for one in left), text


def _moved(migration: Migration) -> Any:
    """What a migration says, wherever it stands."""
    (identity, derived, title, up, down) = said([migration])[0]
    return identity, derived, title, up[1:], down and down[1:]


def test_of_a_long_changelog_a_part_looks_only_where_it_is_another_one() -> None:
    sets = [f'  <changeSet id="{n}" author="a"><sql>SELECT {n}</sql></changeSet>\n' for n in range(200)]
    text = f"<databaseChangeLog>\n{''.join(sets)}</databaseChangeLog>\n"
    kept = Kept()
    before = read("a.xml", text, kept)
    after = text.replace("SELECT 7</sql>", "SELECT 7</sql><rollback/>")
    part = read("a.xml", after, kept.part(("a.xml",), [before[number].identity for number in (6, 7, 8)]))
    assert [one.identity for one in part] == [before[number].identity for number in (6, 7, 8)]
    assert [one is other for one, other in zip(part, before[6:9], strict=True)] == [True, False, False]
    assert [step.operations for step in part[2].up.steps] == [step.operations for step in before[8].up.steps]


@pytest.mark.parametrize("path", ["a.xml", "a.yaml", "a.json"])
def test_only_the_change_that_was_edited_is_read_again(path: str) -> None:
    kept = Kept()
    before = read(path, FILES[path], kept)
    after = read(path, FILES[path].replace("row 3" if path != "a.yaml" else "value: 3", "value: 33", 1), kept)
    same = [one is other for one, other in zip(before[0].up.steps, after[0].up.steps, strict=True)]
    assert same == [True, True, True, False, True, True]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<rollbac1k>", "<rollback>"),
        ("<createTable tableName='a'/>", "<createTable tableName='a'>"),
        ("<dropTable tableName='b'/>", "<dropTable tableName='b'"),
        ("</sql>", "</sql"),
        ("<<sql>", "<sql>"),
    ],
)
def test_what_is_left_open_ends_where_the_next_change_begins(before: str, after: str) -> None:
    changes = "<createTable tableName='a'/>\n<sql>SELECT 1</sql>\n<dropTable tableName='b'/>\n"
    text = f'<databaseChangeLog>\n<changeSet id="1" author="a">\n{changes}<<sql>SELECT 2</sql>\n<rollbac1k>{changes}'
    text += "</rollback>\n</changeSet>\n</databaseChangeLog>\n"
    kept = Kept()
    read("a.xml", text, kept)
    for one in (text.replace(before, after), text):
        found = said(read("a.xml", one, kept))
        changelog.forget()
        assert found == said(read("a.xml", one, Kept()))
        assert "SELECT 1" in str(found[0][3])


def test_what_closes_a_comment_closes_one_that_was_left_open_far_in_front() -> None:
    sets = [f'<changeSet id="{n}" author="a">\n<sql>SELECT {n}</sql>\n</changeSet>\n' for n in range(4)]
    text = f"<databaseChangeLog>\n{''.join(sets)}</databaseChangeLog>\n".replace("SELECT 1<", "SELECT 1<!--<")
    kept = Kept()
    read("a.xml", text, kept)
    after = text.replace("SELECT 3<", "SELECT 3<!-- so --><")
    found = said(read("a.xml", after, kept))
    changelog.forget()
    assert found == said(read("a.xml", after, Kept()))
