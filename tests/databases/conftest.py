"""The real server that the proofs run on; one for each process of the test run."""

from collections.abc import Iterator

import pytest
from databases.scratch import Template
from servers.postgresql import Server


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
