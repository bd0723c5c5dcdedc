"""Law 8 for Django: what real Djangos send to a real PostgreSQL, read as SQL, is what we read in the files."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from judges.django_cases import CASES, Case
from judges.django_judge import VERSIONS, Django, exact, file, history, read, replayed
from servers.postgresql import Server
from towpath.operations import Opaque, Operation, RunCode, Statement, UpdateRows, replace
from towpath.sql.write import write

pytestmark = pytest.mark.server

# Where what is sent is not what we read, and why.
EXPLAINED = {
    "index on a condition of a pattern": "Django 4.2 doubles the percent signs of patterns, which LIKE takes for one",
    "constraint: check of patterns": "Django 4.2 doubles the percent signs of patterns, which LIKE takes for one",
    "sql in a list": "the parameters of a statement are left as they are written",
    "rename with many pointing": "the order of the keys is that in which models were registered",
    "python": "what Python asks for is told in Python, not in SQL",
}


@pytest.fixture(scope="session")
def djangos() -> Iterator[dict[str, Django]]:
    server = Server()
    started: list[Django] = []
    try:
        with psycopg.connect(server.address("postgres"), autocommit=True) as session:
            session.execute("CREATE DATABASE judge")
        started = [Django(version, server) for version in VERSIONS]
        yield {one.version: one for one in started}
    finally:
        for one in started:
            one.close()
        server.stop()


BOTH = [(version, case) for case in CASES for version in case.versions]


@pytest.mark.parametrize(("version", "case"), BOTH, ids=[f"{case.name}, {version}" for version, case in BOTH])
def test_what_is_sent_is_what_is_read(version: str, case: Case, djangos: dict[str, Django], tmp_path: Path) -> None:
    before = history(case.history)
    after = f'("app", "{before[-1].name}")'
    own = file("app", "0100_change", case.operations, case.before, case.atomic, after)
    answer = djangos[version].ask(before, [own], steps=["up"])
    assert "error" not in answer, answer["error"]
    sent, ours = read(answer["up"]), exact(replayed(before, [own], version, str(tmp_path))[0])
    if case.name in EXPLAINED:
        assert Counter(map(plain, sent)) == Counter(plain(one) for one in ours if not isinstance(one, RunCode))
    else:
        assert [fits(one, real) for one, real in zip(ours, sent)] == [True] * len(ours), (ours, sent)
        assert len(ours) == len(sent)
    for operation in ours:
        assert_reads_as_the_same(operation)


HOLE = re.compile(r"\\\$\\\{\w+\\\}")


def fits(ours: Operation, real: Operation) -> bool:
    """Whether two operations are the same, but for what only Python knows."""
    pattern = HOLE.sub(".*", re.escape(repr(ours)))
    return re.fullmatch(pattern, repr(real)) is not None


def plain(operation: Operation) -> str:
    """An operation without what the explained differences are about."""
    if isinstance(operation, UpdateRows):
        operation = replace(operation, text="")
    return repr(operation).replace("%%", "%")


def assert_reads_as_the_same(operation: Operation) -> None:
    """What `show` prints is what the operation says."""
    if isinstance(operation, (Opaque, RunCode)) or operation == Statement("nothing"):
        return
    text = write(operation)
    assert text is not None
    if "%s" not in text and "objects" not in text:
        assert read([text]) == [operation]


def test_enough_operations_are_judged() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 300


WAYS_BACK: list[tuple[str, list[str]]] = [
    ('migrations.RunSQL("UPDATE app_author SET age = 1", "UPDATE app_author SET age = 2")', ["UpdateRows"]),
    (
        'migrations.RunSQL("SELECT 1", ["DELETE FROM app_tag", ("DELETE FROM app_tag WHERE name = %s", ["x"])])',
        ["DeleteRows"] * 2,
    ),
    ('migrations.RunSQL("SELECT 1", migrations.RunSQL.noop)', []),
    (
        'migrations.RunSQL("SELECT 1", "DELETE FROM app_tag"),\n'
        'migrations.RunSQL("SELECT 1", "UPDATE app_author SET age = 2")',
        ["UpdateRows", "DeleteRows"],
    ),
]


@pytest.mark.parametrize(("operations", "kinds"), WAYS_BACK)
def test_what_is_written_for_the_way_back_is_what_is_sent(
    operations: str, kinds: list[str], djangos: dict[str, Django], tmp_path: Path
) -> None:
    before = history(CASES[0].history)
    own = file("app", "0100_change", operations, after=f'("app", "{before[-1].name}")')
    sent = read(djangos["5.2"].ask(before, [own], steps=["up", "down"])["down"])
    migration = replayed(before, [own], "5.2", str(tmp_path))[0].migration
    steps = migration.down.steps if migration.down else ()
    ours = [one for step in steps for one in step.operations if one != Statement("nothing")]
    assert [type(one).__name__ for one in ours] == [type(one).__name__ for one in sent] == kinds
