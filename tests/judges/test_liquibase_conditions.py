"""What is split off a change set under preconditions runs where that ran, by Liquibase on a real PostgreSQL."""

import subprocess
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

import psycopg
import pytest

from judges.liquibase_judge import CHANGELOG, HEAD, judged, question, read_changelog
from servers.postgresql import Server
from servers.relay import Relay
from towpath.linter.opening import Project

pytestmark = pytest.mark.server

NOTE = '<addColumn tableName="users"><column name="note" type="text"/></addColumn>'
INDEX = '<createIndex indexName="i" tableName="users"><column name="email"/></createIndex>'
KEY = (
    '<addForeignKeyConstraint constraintName="fk" baseTableName="users" baseColumnNames="team"'
    ' referencedTableName="teams" referencedColumnNames="id"/>'
)
REQUIRED = '<addNotNullConstraint tableName="users" columnName="email" columnDataType="text"/>'
# What is asked, the changes, and the rule whose fix splits these.
SPLIT = [
    ('<tableExists tableName="users"/>', NOTE + INDEX, "blocking-index"),
    ('<columnExists tableName="users" columnName="email"/>', REQUIRED, "scanning-not-null"),
    ('<not><indexExists indexName="i"/></not>', NOTE + INDEX, "blocking-index"),
    ('<not><viewExists viewName="seen"/></not>', NOTE + INDEX, "blocking-index"),
    ('<rowCount tableName="users" expectedRows="1"/>', NOTE + INDEX, "blocking-index"),
    ('<not><foreignKeyConstraintExists foreignKeyName="fk"/></not>', KEY, "scanning-foreign-key"),
    ('<sqlCheck expectedResult="0">SELECT count(*) FROM users</sqlCheck>', KEY, "scanning-foreign-key"),
    ('<tableIsEmpty tableName="users"/>', KEY, "scanning-foreign-key"),
]
# What the database holds before.
BEFORE = [
    "CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int, team int, email text)",
    "CREATE TABLE teams (id int PRIMARY KEY); INSERT INTO teams VALUES (7);"
    "CREATE TABLE users (id int, team int REFERENCES teams, email text, note text);"
    "ALTER TABLE users RENAME CONSTRAINT users_team_fkey TO fk; INSERT INTO users VALUES (1, 7, 'a@b', '')",
    "CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int, team int, email text);"
    "CREATE INDEX i ON users (email)",
]
OTHERS = ["MARK_RAN", "CONTINUE"]


class Case(NamedTuple):
    """A change set under a condition, and the ones that it is split into."""

    written: str
    split: str


def changelog(condition: str, changes: str, fails: str) -> str:
    body = f'<preConditions onFail="{fails}">{condition}</preConditions>\n    {changes}'
    return f'{HEAD}\n  <changeSet id="1" author="judge">\n    {body}\n  </changeSet>\n</databaseChangeLog>\n'


def split(text: str, rule: str) -> list[str]:
    """What the fixes of a rule make of a changelog."""
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("liquibase.properties", f"url: jdbc:postgresql://localhost/app\nchangeLogFile: {CHANGELOG}\n")
    made.tree.hold(CHANGELOG, text)
    made.refresh()
    found = [one for file in made.check().files for one in file.findings if one.rule == rule]
    rewrites = [proposal.rewrite for one in found for proposal in made.proposals(one)]
    return [after for one in rewrites if (after := one.texts(made.tree).get(CHANGELOG))]


def cases() -> Iterator[Case]:
    for (condition, changes, rule), fails in product(SPLIT, OTHERS):
        text = changelog(condition, changes, fails)
        for made in split(text, rule):
            yield Case(text, made)


def dumped(server: Server, name: str) -> list[str]:
    """The lines of a dump of a database, but for what Liquibase itself keeps there."""
    command = [server.bin / "pg_dump", "-h", server.folder, "-U", "postgres", "-s", "--restrict-key=x"]
    command += ["--exclude-table=databasechangelog*", name]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sorted(line.strip().rstrip(",") for line in dump.splitlines())


def ran(text: str, port: int, name: str) -> object:
    asked: Any = question(text, "postgresql", "validate", "run")
    return {**asked, "address": f"jdbc:postgresql://127.0.0.1:{port}/{name}?user=postgres"}


def test_what_is_split_off_runs_where_all_of_it_ran() -> None:
    runs = [(text, before) for case, before in product(cases(), BEFORE) for text in case]
    assert len(runs) == 2 * len(SPLIT) * len(OTHERS) * len(BEFORE)
    server = Server()
    relay = Relay(server.folder / ".s.PGSQL.5432")
    try:
        with psycopg.connect(server.address("postgres"), autocommit=True) as session:
            for number, (_, before) in enumerate(runs):
                session.execute(f"CREATE DATABASE run_{number}".encode())
                with psycopg.connect(server.address(f"run_{number}"), autocommit=True) as own:
                    own.execute(before.encode())
        told = judged([ran(text, relay.port, f"run_{number}") for number, (text, _) in enumerate(runs)])
        left = [(answer["run"]["error"], dumped(server, f"run_{number}")) for number, answer in enumerate(told)]
        assert {answer["validate"]["error"] for answer in told} == {None}
        for number in range(0, len(runs), 2):
            (failed, one), (failed_as_well, other) = left[number : number + 2]
            assert failed == failed_as_well, runs[number + 1]
            # What failed half-way has left what came before it.
            assert failed or one == other, (runs[number + 1], set(other) ^ set(one))
        assert len([error for error, _ in left if error is None]) > len(runs) / 2
    finally:
        relay.close()
        server.stop()


def test_what_runs_where_a_condition_does_not_hold() -> None:
    fails = ("HALT", "WARN", "MARK_RAN", "CONTINUE")
    texts = [changelog('<dbms type="mysql"/>', "<sql>CREATE TABLE made (a int)</sql>", one) for one in fails]
    server = Server()
    relay = Relay(server.folder / ".s.PGSQL.5432")
    try:
        with psycopg.connect(server.address("postgres"), autocommit=True) as session:
            for one in fails:
                session.execute(f"CREATE DATABASE {one}".encode())
        told = judged([ran(text, relay.port, one.lower()) for one, text in zip(fails, texts)])
        halted, *others = [answer["run"]["error"] for answer in told]
        assert (bool(halted), others) == (True, [None, None, None])
        there = [any("TABLE public.made" in line for line in dumped(server, one.lower())) for one in fails]
    finally:
        relay.close()
        server.stop()
    # Where the run halts, what comes is done if anything is.
    runs = [read_changelog(text)[0].up.steps[0].runs_on("postgresql") for text in texts]
    assert runs[1:] == there[1:] == [True, False, False]
    assert runs[0]


@pytest.mark.parametrize(
    ("condition", "changes", "rule"),
    [
        ('<not><columnExists tableName="users" columnName="note"/></not>', NOTE + INDEX, "blocking-index"),
        ('<sqlCheck expectedResult="0">SELECT count(*) FROM users</sqlCheck>', NOTE + INDEX, "blocking-index"),
    ],
)
def test_what_would_be_answered_otherwise_is_not_split(condition: str, changes: str, rule: str) -> None:
    assert split(changelog(condition, changes, "MARK_RAN"), rule) == []
