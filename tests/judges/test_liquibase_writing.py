"""What is written in changelogs is valid to Liquibase, sends what we read in it, and takes back what it has to."""

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import psycopg
import pytest

from judges.liquibase_cases import BASE, BODIES, MORE
from judges.liquibase_judge import HEAD, in_data, in_yaml, judged, operations, question, read, read_changelog
from servers.postgresql import Server
from towpath.frameworks.liquibase.sent import Around, sent
from towpath.linter.opening import Project
from towpath.sql import split
from towpath.syntax.markup import xml as parser

pytestmark = pytest.mark.server

UNPROVEN = "SELECT conrelid::regclass, quote_ident(conname) FROM pg_constraint WHERE NOT convalidated"
BARE = re.compile(r'"([A-Za-z]\w*)"')
CAST = re.compile(r"(?<=')::(?:text|character varying)\b")


class Case(NamedTuple):
    """A fix of a rule, and the file that it leaves."""

    path: str
    rule: str
    before: str
    after: str


def xml(body: Sequence[str]) -> str:
    lines = ["    " + change for change in body]
    base = ["    " + change for change in BASE]
    sets = [
        '  <changeSet id="1" author="judge">',
        *base,
        "    <rollback/>",
        "  </changeSet>",
        "",
        '  <changeSet id="2" author="judge">',
        *lines,
        "  </changeSet>",
    ]
    return f"{HEAD}\n" + "\n".join(sets) + "\n</databaseChangeLog>\n"


def data(body: Sequence[str]) -> dict[str, Any]:
    first, second = (in_data("".join(one))["databaseChangeLog"][0]["changeSet"] for one in (BASE, body))
    sets = [{"changeSet": {**first, "rollback": "empty"}}, {"changeSet": {**second, "id": "2"}}]
    return {"databaseChangeLog": sets}


def formatted(body: Sequence[str]) -> str:
    """The same as SQL, as Liquibase itself would send it."""
    base, own = (";\n".join(sql(change) for change in one) for one in (BASE, body))
    return (
        f"--liquibase formatted sql\n\n--changeset judge:1\n{base};\n--rollback empty\n\n--changeset judge:2\n{own};\n"
    )


def sql(change: str) -> str:
    node = parser.parse(change)
    found = sent(node, Around("postgresql", MORE.get))
    return str(node.text) if isinstance(found, str) else ";\n".join(one.sql for one in found)


def yaml(body: Sequence[str]) -> str:
    return in_yaml(data(body)) + "\n"


def bare(found: object) -> str:
    """Data as YAML has it in brackets and braces, in which little needs quotes."""
    return BARE.sub(r"\1", json.dumps(found))


def flow(body: Sequence[str]) -> str:
    return "databaseChangeLog:\n" + "".join(f"- {bare(one)}\n" for one in data(body)["databaseChangeLog"])


def lists(body: Sequence[str]) -> str:
    """YAML whose changes stand in brackets."""
    first, second = (one["changeSet"] for one in data(body)["databaseChangeLog"])
    changes = [bare(one["changes"]) for one in (first, second)]
    return (
        f"databaseChangeLog:\n- changeSet:\n    id: 1\n    author: judge\n    changes: {changes[0]}\n"
        f"    rollback: empty\n- changeSet:\n    id: 2\n    author: judge\n    changes: {changes[1]}\n"
    )


def as_json(body: Sequence[str]) -> str:
    return json.dumps(data(body), indent=2) + "\n"


WRITERS = {
    "changelog.xml": xml,
    "changelog.yaml": yaml,
    "flow.yaml": flow,
    "lists.yaml": lists,
    "changelog.json": as_json,
    "changelog.sql": formatted,
}


def cases() -> Iterator[Case]:
    for path, write in WRITERS.items():
        for body in BODIES:
            text = write(body)
            made = Project("/nonexistent-towpath-folder").workspace
            made.tree.hold("liquibase.properties", f"url: jdbc:postgresql://localhost/app\nchangeLogFile: {path}\n")
            made.tree.hold(path, text)
            made.refresh()
            for placed in [one for file in made.check().files for one in file.findings]:
                for proposal in made.proposals(placed):
                    after = proposal.rewrite.texts(made.tree).get(path)
                    if after is not None:
                        yield Case(path, placed.rule, text, after)


CASES = list(dict.fromkeys(cases()))


@pytest.fixture(scope="module")
def told() -> list[dict[str, Any]]:
    return judged([question(one.after, "postgresql", "validate", "up", "down", path=one.path) for one in CASES])


def test_there_are_enough_cases() -> None:
    for path in WRITERS:
        assert len([case for case in CASES if case.path == path]) > 60, path


def test_what_is_written_is_valid_and_means_to_liquibase_what_it_does_to_us(told: list[dict[str, Any]]) -> None:
    for case, answer in zip(CASES, told, strict=True):
        assert answer["validate"]["error"] is None, (case, answer)
        found = read_changelog(case.after, case.path)
        up = [one for migration in found for one in operations(migration.up)]
        assert up == read(answer["up"]["sql"]), (case, answer)
        if all(migration.down for migration in found):
            down = [one for migration in reversed(found) for one in operations(migration.down)]
            assert down == read(answer["down"]["sql"]), (case, answer)


def test_what_could_be_taken_back_before_a_fix_can_be_after_it(told: list[dict[str, Any]]) -> None:
    asked = list(dict.fromkeys((one.before, one.path) for one in CASES))
    answers = judged([question(text, "postgresql", "down", path=path) for text, path in asked])
    before = dict(zip(asked, answers, strict=True))
    for case, answer in zip(CASES, told, strict=True):
        if before[case.before, case.path]["down"]["error"] is None:
            assert answer["down"]["error"] is None, (case, answer)


def test_ways_back_that_are_written_lead_back(told: list[dict[str, Any]]) -> None:
    base = ";\n".join(map(sql, BASE))
    server = Server()
    try:
        with psycopg.connect(server.address("postgres"), autocommit=True) as session:
            before = _left(server, session, base)
            for case, answer in zip(CASES, told, strict=True):
                if case.rule == "missing-downgrade":
                    assert answer["down"]["error"] is None, (case, answer)
                    up, down = answer["up"]["sql"], answer["down"]["sql"]
                    assert _left(server, session, up, down) == before, (case, answer)
    finally:
        server.stop()


def _left(server: Server, session: psycopg.Connection[Any], *scripts: str) -> list[str]:
    """The lines of a dump of what scripts leave, in any order, and defaults without the type that they came with."""
    session.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for script in scripts:
        for piece in split(script):
            session.execute(script[piece.start : piece.end].encode())
    # A constraint comes back without a look at the rows, which is made up for here.
    for table, name in session.execute(UNPROVEN).fetchall():
        session.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}".encode())
    command = [server.bin / "pg_dump", "-h", server.folder, "-U", "postgres", "-s", "--restrict-key=x", "-n", "public"]
    dump = subprocess.run([*command, "postgres"], capture_output=True, text=True, check=True).stdout
    return sorted(CAST.sub("", line.strip().rstrip(",")) for line in dump.splitlines())
