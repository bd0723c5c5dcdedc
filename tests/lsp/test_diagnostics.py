from pathlib import Path

import pytest

from lsp.clients import editor

pytestmark = pytest.mark.parametrize("name", ["vscode", "neovim", "minimal"])


async def test_what_is_found_is_told(name: str, tmp_path: Path) -> None:
    async with editor(name, tmp_path) as client:
        uri = client.open(tmp_path / "1.sql", "create index a on b (c);")
        (found,) = await client.told(uri, 1)
        assert (found.code, found.source, found.message) == ("blocking-index", "towpath", "writes wait")
        assert client.messages == []
