"""One server for each client that a module's tests talk as; after each test it is as if nothing had been open."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from lsp.clients import FAKE, REAL, Editor, editor

CLIENTS = ("vscode", "neovim", "minimal")
_TALKING: list[Editor] = []


@asynccontextmanager
async def _talking(name: str, command: Sequence[str] = FAKE) -> AsyncGenerator[Editor]:
    async with editor(name, command=command) as client:
        client.name = name
        _TALKING.append(client)
        yield client
        _TALKING.remove(client)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=CLIENTS)
async def client(request: pytest.FixtureRequest) -> AsyncGenerator[Editor]:
    """Each client in turn."""
    async with _talking(request.param) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vscode() -> AsyncGenerator[Editor]:
    async with _talking("vscode") as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def neovim() -> AsyncGenerator[Editor]:
    async with _talking("neovim") as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def minimal() -> AsyncGenerator[Editor]:
    async with _talking("minimal") as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shipped() -> AsyncGenerator[Editor]:
    """VS Code with the server as it is shipped."""
    async with _talking("vscode", REAL) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pushed() -> AsyncGenerator[Editor]:
    """Neovim with the server as it is shipped."""
    async with _talking("neovim", REAL) as made:
        yield made


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def rested() -> AsyncGenerator[None]:
    yield
    for one in _TALKING:
        await one.rest()
