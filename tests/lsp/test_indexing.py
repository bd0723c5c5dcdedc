"""A project whose first reading takes long: the client is answered meanwhile, and told when it is done."""

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from lsp.clients import Editor, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

INDEX = "create index a on b (c);"


def go_on(folder: Path) -> None:
    """Lets the server come to the end of its reading."""
    (folder / "go on").touch()


async def test_what_is_typed_meanwhile_counts_in_the_end(client: Editor, tmp_path: Path) -> None:
    uri = client.open(tmp_path / "large.sql", "select 1;")
    if client.name == "vscode":
        assert await client.pull(uri) == []
    client.edit(uri, 2, INDEX)
    assert await client.hover("file:///nowhere.sql", 0, 0) == ""
    assert not client.published
    go_on(tmp_path)
    if client.name == "vscode":
        await until(lambda: client.diagnostic_refresh_count)
    assert [one.code for one in await client.told(uri, 2)] == ["blocking-index"]
    assert not client.log_messages


async def test_a_file_that_is_closed_meanwhile_is_told_nothing_more(client: Editor, tmp_path: Path) -> None:
    uri = client.open(tmp_path / "large.sql", INDEX)
    await until((tmp_path / "reading").exists)
    # What is asked next is answered once the server has given up waiting for its reading.
    await client.hover("file:///nowhere.sql", 0, 0)
    client.close(uri)
    await client.hover("file:///nowhere.sql", 0, 0)
    go_on(tmp_path)
    other = client.open(tmp_path / "other.sql", INDEX)
    if client.name == "vscode":
        await until(lambda: client.diagnostic_refresh_count)
        assert await client.pull(uri) == []
    assert [one.code for one in await client.told(other, 1)] == ["blocking-index"]
    assert not [one for one in client.published if one.uri == uri and one.diagnostics]


async def test_what_is_asked_meanwhile_is_answered_in_the_end(client: Editor, tmp_path: Path) -> None:
    uri = client.open(tmp_path / "large.sql", INDEX)
    asked = asyncio.ensure_future(client.actions(uri, (0, 0, 0, 0)))
    await asyncio.sleep(0.5)
    assert not asked.done()
    go_on(tmp_path)
    assert "Build it concurrently" in [one.title for one in await asked]


async def test_clients_that_show_progress_are_told_of_it(vscode: Editor, tmp_path: Path) -> None:
    vscode.open(tmp_path / "large.sql", INDEX)
    shown = await until(lambda: [one for ones in vscode.progress_reports.values() for one in ones][1:])
    begun = next(iter(vscode.progress_reports.values()))[0]
    assert isinstance(begun, types.WorkDoneProgressBegin)
    assert begun.title == "Reading migrations"
    assert isinstance(shown[0], types.WorkDoneProgressReport)
    assert (shown[0].message, shown[0].percentage) == ("1 of 2 files", 45)
    go_on(tmp_path)
    await until(
        lambda: [
            one
            for ones in vscode.progress_reports.values()
            for one in ones
            if isinstance(one, types.WorkDoneProgressEnd)
        ]
    )
