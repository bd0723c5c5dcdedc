"""The base schema on real servers, one of a version for each process of the test run; and as it is read."""

from collections.abc import Callable, Iterator

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
def major(postgresql: Template) -> Iterator[Callable[[int], Template]]:
    """A server of a major version, started when it is first asked for."""
    templates = {postgresql.version: postgresql}
    started: list[Server] = []

    def found(version: int) -> Template:
        if version not in templates:
            started.append(Server(version))
            templates[version] = Template(started[-1])
            assert templates[version].version == version
        return templates[version]

    try:
        yield found
    finally:
        for template in templates.values():
            if template is not postgresql:
                template.close()
        for server in started:
            server.stop()


@pytest.fixture(scope="session")
def base() -> State:
    """The state that the base schema leaves, as it is read."""
    return replayed(State(), BASE.read_text("utf-8"))
