"""What three clients are told: VS Code pulls, Neovim and a minimal client are pushed to."""

from pathlib import Path

import pytest
from lsprotocol import types

from lsp.clients import Editor, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

INDEX = "create index a on b (c);"


def spans(found: list[types.Diagnostic]) -> list[tuple[int, int, int, int]]:
    return [
        (one.range.start.line, one.range.start.character, one.range.end.line, one.range.end.character) for one in found
    ]


async def test_every_client_is_told_its_own_way(client: Editor, tmp_path: Path) -> None:
    (tmp_path / "table.sql").write_text("create table b (c int);")
    uri = client.open(tmp_path / "1.sql", f"select '😀'; {INDEX}\n")
    (found,) = await client.told(uri, 1)
    assert (found.code, found.source, found.message) == ("blocking-index", "towpath", "writes wait")
    start = {"vscode": 13, "neovim": 15, "minimal": 13}[client.name]
    assert spans([found]) == [(0, start, 0, start + len(INDEX) - 1)]
    related = [(one.location.uri, one.message) for one in found.related_information or ()]
    assert related == ([] if client.name == "minimal" else [((tmp_path / "table.sql").as_uri(), "created here")])
    assert [one.uri for one in client.published] == ([] if client.name == "vscode" else [uri])

    client.edit(uri, 2, "-- \f \u2028 \x85\n", (0, 0, 0, 0))
    client.edit(uri, 3, "unique ", (1, start + 7, 1, start + 7))
    assert await client.told(uri, 3) == []
    client.edit(uri, 4, "", (1, start + 7, 1, start + 14))
    assert spans(await client.told(uri, 4)) == [(1, start, 1, start + len(INDEX) - 1)]

    client.close(uri)
    if client.name == "vscode":
        assert await client.pull(uri) == []
    else:
        await until(lambda: not client.published[-1].diagnostics)
    assert (client.messages, client.log_messages) == ([], [])


async def test_a_change_elsewhere_reaches_the_other_open_files(client: Editor, tmp_path: Path) -> None:
    uri = client.open(tmp_path / "1.sql", INDEX)
    (before,) = await client.told(uri, 1)
    client.open(tmp_path / "table.sql", "create table b (c int);")
    if client.name == "vscode":
        await until(lambda: client.diagnostic_refresh_count)
        (after,) = await client.pull(uri)
    else:
        pushed = await until(lambda: [one for one in client.published if one.uri == uri][1:])
        ((after,), version) = pushed[0].diagnostics, pushed[0].version
        assert version == 1
    assert (before.severity, after.severity) == (types.DiagnosticSeverity.Warning, types.DiagnosticSeverity.Error)


async def test_a_crash_in_a_rule_is_one_line_in_the_log(client: Editor, tmp_path: Path) -> None:
    uri = client.open(tmp_path / "1.sql", f"{INDEX} -- crash")
    assert len(await client.told(uri, 1)) == 1
    client.edit(uri, 2, " ", (0, 0, 0, 0))
    assert len(await client.told(uri, 2)) == 1
    assert [one.message for one in client.log_messages] == ["the rule broken failed on 1.sql: KeyError: 'x'"]
    assert client.messages == []


async def test_a_defect_of_ours_leaves_what_was_told(client: Editor, tmp_path: Path) -> None:
    uri = client.open(tmp_path / "1.sql", INDEX)
    assert len(await client.told(uri, 1)) == 1
    client.edit(uri, 2, "-- raise\n", (0, 0, 0, 0))
    assert len(await client.told(uri, 2)) == 1
    assert await client.actions(uri, (0, 0, 0, 0)) == []
    assert await client.hover(uri, 0, 0) == ""
    client.edit(uri, 3, "", (0, 0, 1, 0))
    assert len(await client.told(uri, 3)) == 1
    assert all("RuntimeError: the report failed (" in one.message for one in client.log_messages)
    assert client.messages == []


async def test_while_typing_in_a_slow_file_no_stale_version_is_published(neovim: Editor, tmp_path: Path) -> None:
    uri = neovim.open(tmp_path / "1.sql", f"{INDEX} -- slow")
    await neovim.told(uri, 1)
    for version in range(2, 12):
        neovim.edit(uri, version, " ", (0, 0, 0, 0))
    ((found,)) = await neovim.told(uri, 11)
    assert found.range.start.character == 10
    assert [one.version for one in neovim.published] == [1, 11]


async def test_while_typing_in_a_slow_file_a_pull_gets_the_newest(vscode: Editor, tmp_path: Path) -> None:
    uri = vscode.open(tmp_path / "1.sql", f"{INDEX} -- slow")
    await vscode.pull(uri)
    for version in range(2, 12):
        vscode.edit(uri, version, " ", (0, 0, 0, 0))
    (found,) = await vscode.pull(uri)
    assert found.range.start.character == 10


async def test_a_result_that_is_the_same_is_not_sent_again(vscode: Editor, tmp_path: Path) -> None:
    uri = vscode.open(tmp_path / "1.sql", INDEX)
    first = await vscode.pulled(uri)
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    vscode.edit(uri, 2, "\n-- nothing", (0, len(INDEX), 0, len(INDEX)))
    second = await vscode.pulled(uri, first.result_id)
    assert isinstance(second, types.RelatedUnchangedDocumentDiagnosticReport)
    assert second.result_id == first.result_id
    vscode.edit(uri, 3, " ", (0, 0, 0, 0))
    third = await vscode.pulled(uri, first.result_id)
    assert isinstance(third, types.RelatedFullDocumentDiagnosticReport)


async def test_what_is_not_open_has_no_diagnostics(vscode: Editor, tmp_path: Path) -> None:
    assert await vscode.pull((tmp_path / "1.sql").as_uri()) == []
    vscode.edit((tmp_path / "1.sql").as_uri(), 2, "x")
    assert await _answers(vscode)


async def _answers(client: Editor) -> bool:
    """Whether the server is still there."""
    return await client.hover("file:///nowhere.sql", 0, 0) == "" and client.messages == []
