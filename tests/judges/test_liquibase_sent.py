"""Law 8 for Liquibase's changes: what the real Liquibase would send for each is what we say that it sends."""

import re
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from judges.liquibase_cases import CASES, FOUND_OUT, MORE, TYPES
from judges.liquibase_judge import changelog, judged, question, read
from towpath.frameworks.liquibase.sent import Around, Outcome, sent, taken_back
from towpath.operations import Opaque
from towpath.syntax.markup import Node, xml

Answers = dict[tuple[str, str], dict[str, Any]]
DATABASES = ("postgresql", "mysql", "mariadb")
TYPED = [f'<createTable tableName="a"><column name="x" type={quoteattr(one)}/></createTable>' for one in TYPES]
ASKED = [(case, database) for database in DATABASES for case in (*CASES, *FOUND_OUT, *TYPED)]
# What Liquibase sends although no PostgreSQL takes it.
REFUSED = re.compile(
    r"BIGINT UNSIGNED|CHARACTER SET|NOT NULL USING|\[\]\(20\)|INTERVAL\(3\)|day to"
    r"|USING INDEX emails|ALTER SEQUENCE numbers;|DESC, b\)"
)
# What it takes a change back with although that names nothing, or asks the database first.
NAMELESS = re.compile(r"(CONSTRAINT|KEY) null\b|DECLARE constraint_name")


@pytest.fixture(scope="module")
def told() -> Answers:
    found = judged([question(changelog(case), database, "up", "down", more=MORE) for case, database in ASKED])
    return dict(zip(ASKED, found, strict=True))


def change(case: str) -> Node:
    """The change of a case."""
    (change_set,) = xml.parse(changelog(case)).all("changeSet")
    (found,) = change_set.children
    return found


def around(database: str) -> Around:
    return Around(database, MORE.get)


def text(outcome: Outcome | None) -> str | None:
    """What is sent, as one text; None where that is not known."""
    return None if outcome is None or isinstance(outcome, str) else ";\n".join(one.sql for one in outcome)


def plain(sql: str) -> str:
    """SQL without what means nothing: blanks, and quotes around names that need none on MySQL."""
    return re.sub(r"\s+", " ", re.sub(r"`(\w+)`", r"\1", sql)).strip(" ;").replace(" ,", ",")


def agrees(found: Outcome | None, answer: dict[str, Any]) -> bool:
    """Whether we say what Liquibase does, or refuse what it refuses."""
    said = text(found)
    refused = answer["error"] is not None or NAMELESS.search(answer["sql"]) is not None
    if said is None or refused:
        return said is None and refused
    return plain(said) == plain(answer["sql"])


def test_there_are_enough_cases() -> None:
    assert len(set(CASES)) == len(CASES) > 200
    assert len(set(TYPES)) == len(TYPES) > 150


@pytest.mark.parametrize("database", DATABASES)
def test_what_is_sent_is_what_we_say(database: str, told: Answers) -> None:
    for case in CASES:
        found = sent(change(case), around(database))
        assert agrees(found, told[case, database]["up"]), (case, found, told[case, database]["up"])


@pytest.mark.parametrize("database", DATABASES)
def test_types_are_what_liquibase_makes_of_them(database: str, told: Answers) -> None:
    for case in TYPED:
        found = sent(change(case), around(database))
        assert agrees(found, told[case, database]["up"]), (case, found, told[case, database]["up"])


@pytest.mark.parametrize("database", DATABASES)
def test_what_takes_a_change_back_is_what_we_say(database: str, told: Answers) -> None:
    for case in CASES:
        if told[case, database]["up"]["error"] is None:
            found = taken_back(change(case), around(database))
            assert agrees(found, told[case, database]["down"]), (case, found, told[case, database]["down"])


@pytest.mark.parametrize("database", DATABASES)
def test_what_only_the_run_finds_out_is_said_so(database: str, told: Answers) -> None:
    for case in FOUND_OUT:
        found = sent(change(case), around(database))
        assert isinstance(found, str) or agrees(found, told[case, database]["up"]), (case, found)


def test_what_is_sent_to_postgresql_is_understood(told: Answers) -> None:
    for case in (*CASES, *TYPED):
        answer = told[case, "postgresql"]["up"]
        found = [one for one in read(answer["sql"]) if isinstance(one, Opaque)]
        assert bool(found) == (REFUSED.search(answer["sql"]) is not None), (case, found)
