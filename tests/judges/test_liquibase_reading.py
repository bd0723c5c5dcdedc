"""Law 8 for Liquibase: what the real one would send for a changelog, read as SQL, is what we read in the changelog."""

import json
import re
from typing import Any

import pytest

from judges.liquibase_cases import ANCHORED, BACK, CASES, CUT_IN_TWO, FORMATTED, MORE, REFUSED, WHOLE, WRITTEN
from judges.liquibase_judge import changelog, in_data, in_yaml, judged, operations, question, read, read_changelog
from towpath.operations import CreateFunction, Opaque, Operation, Script

Answers = dict[str, dict[str, Any]]
FILES = {f"db/{path}": text for path, text in MORE.items()} | MORE
ONE_EACH = (*CASES, *WRITTEN, *BACK)
IN_DATA = [in_data(case) for case in ONE_EACH]
TEXTS = {
    **{f"{number}.xml": changelog(case) for number, case in enumerate(ONE_EACH)},
    **{f"{number}.mysql.xml": changelog(case) for number, case in enumerate(ONE_EACH)},
    **{f"{number}.mariadb.xml": changelog(case) for number, case in enumerate(ONE_EACH)},
    **{f"{number}.yaml": in_yaml(data) for number, data in enumerate(IN_DATA)},
    **{f"{number}.json": json.dumps(data) for number, data in enumerate(IN_DATA)},
    **{f"{number}.sql": f"--liquibase formatted sql\n\n{text}" for number, text in enumerate(FORMATTED)},
}


SYNTAXES = ["xml", "mysql.xml", "mariadb.xml", "yaml", "json", "sql"]


@pytest.fixture(scope="module")
def told() -> Answers:
    """What Liquibase answers to changelogs, by what they are asked as; a name ends as its file does."""
    asked = [question(text, database(name), "up", "down", path=path(name), more=FILES) for name, text in TEXTS.items()]
    return dict(zip(TEXTS, judged(asked), strict=True))


def path(name: str) -> str:
    return f"db/changelog{name[name.rindex('.') :]}"


def database(name: str) -> str:
    return name.split(".")[1] if name.count(".") > 1 else "postgresql"


def kind(name: str) -> str:
    return name.partition(".")[2]


def theirs(sql: str, database: str = "postgresql") -> list[Operation]:
    """The operations of what Liquibase sends; where the delimiter is another one, it prints that."""
    return read(re.sub(r"(\nGO|/)(?=\n|$)", ";", sql), database)


def done(script: Script, database: str = "postgresql") -> list[Operation]:
    """What a script does, but for telling what is misspelt in it."""
    return [one for one in operations(script, database) if not (isinstance(one, Opaque) and one.misspelt)]


def ours(name: str) -> tuple[list[Operation], list[Operation] | None]:
    """What we read of both ways; None for a way back that is not written."""
    of = database(name)
    found = read_changelog(TEXTS[name], path(name), FILES, of)
    up = [one for migration in found for one in done(migration.up, of)]
    down = [one for migration in reversed(found) for one in operations(migration.down, of)]
    return up, None if found and all(migration.down is None for migration in found) else down


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_what_is_sent_is_what_is_read(syntax: str, told: Answers) -> None:
    for name in TEXTS:
        answer = told[name]["up"]
        if kind(name) == syntax and answer["error"] is None:
            found, _ = ours(name)
            assert found == theirs(answer["sql"], database(name)), (TEXTS[name], found, answer)


def test_a_body_is_read_as_one_where_liquibase_cuts_it_in_two() -> None:
    (answer,) = judged([question(changelog(CUT_IN_TWO), "postgresql", "up")])
    (migration,) = read_changelog(changelog(CUT_IN_TWO))
    assert [type(one) for one in operations(migration.up)] == [CreateFunction]
    assert "select 1;\n\n$$" in answer["up"]["sql"]


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_what_takes_a_change_set_back_is_what_is_read(syntax: str, told: Answers) -> None:
    compared = 0
    for name in TEXTS:
        answer, (_, found) = told[name]["down"], ours(name)
        if kind(name) == syntax and found is not None:
            assert answer["error"] is None, (TEXTS[name], answer)
            assert found == theirs(answer["sql"], database(name)), (TEXTS[name], found, answer)
            compared += 1
    assert compared == len(FORMATTED if syntax == "sql" else BACK)


def test_what_stands_around_changes_is_read_as_liquibase_does() -> None:
    firsts = [next(iter(files)) for files in WHOLE]
    answers = judged(
        [
            question(files[first], "postgresql", "up", "down", path=first, more=files)
            for first, files in zip(firsts, WHOLE)
        ]
    )
    for first, files, answer in zip(firsts, WHOLE, answers, strict=True):
        found = read_changelog(files[first], first, files)
        up = [one for migration in found for one in done(migration.up)]
        down = [one for migration in reversed(found) for one in operations(migration.down)]
        assert (up, answer["up"]["error"]) == (theirs(answer["up"]["sql"]), None), (files, up, answer)
        assert (down, answer["down"]["error"]) == (theirs(answer["down"]["sql"]), None), (files, down, answer)


def test_what_aliases_of_yaml_say_is_read_as_liquibase_does() -> None:
    answers = judged([question(text, "postgresql", "up", path="db/a.yaml") for text in ANCHORED])
    for text, answer in zip(ANCHORED, answers, strict=True):
        up = [one for migration in read_changelog(text, "db/a.yaml") for one in done(migration.up)]
        assert (up, answer["up"]["error"]) == (theirs(answer["up"]["sql"]), None), (text, up, answer)


def test_what_is_refused_is_said() -> None:
    answers = judged([question(text, "postgresql", "up", path=path) for path, text in REFUSED])
    for (path, text), answer in zip(REFUSED, answers, strict=True):
        found = [one for migration in read_changelog(text, path) for one in operations(migration.up)]
        assert answer["up"]["error"] is not None, text
        assert any(isinstance(one, Opaque) for one in found), (text, found)
