"""The base schema on a real server, one for each process of the test run; and as it is read."""

from collections.abc import Iterator

import pytest

from databases.replay import replayed
from databases.scratch import BASE, Template
from servers.postgresql import Server
from towpath.schema import State


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Template]:
    """A PostgreSQL server with the base schema."""
    server = Server()
    try:
        template = Template(server)
        yield template
        template.close()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def base() -> State:
    """The state that the base schema leaves, as it is read."""
    return replayed(State(), BASE.read_text("utf-8"))
