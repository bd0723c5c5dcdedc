"""What undoes an operation, run on a real server: the schema that is dumped afterwards is the one of before."""

import re
import subprocess
from collections.abc import Iterator

import psycopg
import pytest

from laws.test_law_4_reverse import CHANGES, START, operations, statements
from servers.postgresql import ENVIRONMENT, Server
from towpath.operations import Operation
from towpath.schema import Irreversible, applied, reverse
from towpath.sql import split
from towpath.sql.write import write

pytestmark = pytest.mark.server

ROLES = ("joe", "jane", "auditor", "reader")
FILLED = "TEMPLATE filled STRATEGY file_copy"
# The server of the tests has no extensions; sessions and rows leave no schema behind.
LEFT_OUT = re.compile(r".*\bextension\b|(?:begin|set|reset|lock|select|analyze|copy|refresh|reindex)\b")

# Where the dump is another one, and why.
EXPLAINED = {"alter table kin no inherit users": "what a child kept when it left is its own when it comes back"}


class Judge:
    """A server with the schema of the law in it, and what is dumped of that."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.session = psycopg.connect(server.address("postgres"), autocommit=True)
        for role in ROLES:
            self.session.execute(f"CREATE ROLE {role}".encode())
        self.session.execute("CREATE DATABASE filled")
        run(server, "filled", [one for one in statements("before.sql") if not LEFT_OUT.match(one)])
        self.before = dumped(server, "filled")

    def after(self, texts: list[str]) -> list[str]:
        """What is dumped after some statements on a copy of the schema."""
        self.session.execute(f"CREATE DATABASE tried {FILLED}".encode())
        try:
            run(self.server, "tried", texts)
            return dumped(self.server, "tried")
        finally:
            self.session.execute("DROP DATABASE tried WITH (FORCE)")


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    server = Server()
    try:
        found = Judge(server)
        yield found
        found.session.close()
    finally:
        server.stop()


def run(server: Server, database: str, texts: list[str]) -> None:
    with psycopg.connect(server.address(database), autocommit=True) as session:
        for text in texts:
            session.execute(text.encode())


def dumped(server: Server, database: str) -> list[str]:
    """The statements of a dump of the schema, in one order, and what stands in a table in one order too."""
    where = ["-h", str(server.folder), "-U", "postgres", database]
    command = [str(server.bin / "pg_dump"), "-s", "--restrict-key=x", *where]
    text = subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout
    text = "\n".join(line for line in text.splitlines() if not line.startswith(("--", "\\")))
    return sorted(_sorted(text[piece.start : piece.end]) for piece in split(text))


def _sorted(statement: str) -> str:
    if not statement.startswith("CREATE TABLE"):
        return statement
    first, *inner = statement.splitlines()
    return "\n".join((first, *sorted(line.rstrip(",") for line in inner)))


def undoing(change: str) -> list[str] | None:
    """The statements that undo those of a change, the last one first; None where nothing does."""
    state, texts = START, list[str]()
    for operation in operations(change):
        undone = reverse(operation, state)
        if isinstance(undone, Irreversible):
            return None
        texts = [*map(_written, undone.operations), *texts]
        state = applied(state, operation)
    return texts


def _written(operation: Operation) -> str:
    text = write(operation)
    assert text is not None, operation
    return text


UNDONE = [
    (change, texts) for change in CHANGES if not LEFT_OUT.match(change) and (texts := undoing(change)) is not None
]


@pytest.mark.parametrize(("change", "back"), UNDONE, ids=[change for change, _ in UNDONE])
def test_the_schema_is_as_before(change: str, back: list[str], judge: Judge) -> None:
    assert (judge.after([change, *back]) == judge.before) is (change not in EXPLAINED), back


def test_enough_changes_are_judged() -> None:
    assert len(UNDONE) >= 150


def test_a_change_is_seen_in_the_dump(judge: Judge) -> None:
    assert judge.after(["alter table users add column seen integer"]) != judge.before
