from pathlib import Path

import pytest
from lsprotocol import types

from lsp.clients import Editor, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

INDEX = "create index a on b (c);"
TWO = f"{INDEX}\n{INDEX}\n"


def inserted(edit: types.WorkspaceEdit | None) -> list[tuple[int, int, str]]:
    """Where an edit puts which texts."""
    assert edit
    changes = [one for one in edit.document_changes or () if isinstance(one, types.TextDocumentEdit)]
    edits = [part for one in changes for part in one.edits] or [
        part for one in (edit.changes or {}).values() for part in one
    ]
    assert all(isinstance(part, types.TextEdit) for part in edits)
    return [(p.range.start.line, p.range.start.character, p.new_text) for p in edits if isinstance(p, types.TextEdit)]


async def test_the_preferred_fix_is_fetched_when_it_is_chosen(neovim: Editor, tmp_path: Path) -> None:
    uri = neovim.open(tmp_path / "1.sql", TWO)
    await neovim.told(uri, 1)
    found = await neovim.actions(uri, (0, 0, 1, 5))
    assert [one.title for one in found if one.is_preferred] == ["Build it concurrently"]
    chosen = next(one for one in found if one.is_preferred)
    assert (chosen.kind, chosen.edit) == ("quickfix", None)
    assert [one.code for one in chosen.diagnostics or ()] == ["blocking-index"]
    resolved = await neovim.code_action_resolve_async(chosen)
    assert inserted(resolved.edit) == [(0, 12, " concurrently")]
    assert resolved.edit
    (change,) = list(resolved.edit.document_changes or ())
    assert isinstance(change, types.TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (uri, 1)


async def test_a_fix_that_creates_a_file(vscode: Editor, tmp_path: Path) -> None:
    uri = vscode.open(tmp_path / "1.sql", INDEX)
    chosen = next(one for one in await vscode.actions(uri, (0, 0, 0, 0)) if "of its own" in one.title)
    resolved = await vscode.code_action_resolve_async(chosen)
    assert resolved.edit
    create, filled, changed = list(resolved.edit.document_changes or ())
    new = (tmp_path / "next.sql").as_uri()
    assert create == types.CreateFile(uri=new)
    assert isinstance(filled, types.TextDocumentEdit)
    assert (filled.text_document.uri, filled.text_document.version) == (new, None)
    assert isinstance(changed, types.TextDocumentEdit)
    assert inserted(resolved.edit) == [(0, 0, "create index a on b (c)"), (0, 0, "")]


async def test_an_action_whose_text_has_changed_does_nothing(neovim: Editor, tmp_path: Path) -> None:
    uri = neovim.open(tmp_path / "1.sql", INDEX)
    (chosen, *_) = await neovim.actions(uri, (0, 0, 0, 0))
    neovim.edit(uri, 2, "\n", (0, 0, 0, 0))
    assert (await neovim.code_action_resolve_async(chosen)).edit is None
    assert neovim.messages == []


async def test_only_what_is_asked_for(vscode: Editor, tmp_path: Path) -> None:
    uri = vscode.open(tmp_path / "1.sql", TWO)
    titles = [
        "Build it concurrently",
        "Build it in a migration of its own",
        "Ignore blocking-index here",
        "Ignore blocking-index in this file",
    ]
    assert [one.title for one in await vscode.actions(uri, (0, 0, 0, 0), ["quickfix"])] == titles
    assert await vscode.actions(uri, (0, 0, 0, 0), ["refactor"]) == []
    assert await vscode.actions(uri, (2, 0, 2, 0), ["quickfix"]) == []
    for only in ("source", "source.fixAll", "source.fixAll.towpath"):
        (all_of_them,) = await vscode.actions(uri, (2, 0, 2, 0), [only])
        assert all_of_them.kind == "source.fixAll.towpath"
    resolved = await vscode.code_action_resolve_async(all_of_them)
    assert inserted(resolved.edit) == [(0, 12, " concurrently"), (1, 12, " concurrently")]


async def test_a_client_that_knows_only_commands_gets_commands(minimal: Editor, tmp_path: Path) -> None:
    uri = minimal.open(tmp_path / "1.sql", INDEX)
    found = await minimal.actions(uri, (0, 0, 0, 0))
    assert [one.title for one in found] == [
        "Build it concurrently",
        "Ignore blocking-index here",
        "Ignore blocking-index in this file",
    ]
    command = found[0].command
    assert command
    await minimal.run(command)
    (applied,) = await until(lambda: minimal.applied)
    assert applied.document_changes is None
    assert inserted(applied) == [(0, 12, " concurrently")]


async def test_a_defect_in_a_fix_is_no_pop_up(vscode: Editor, tmp_path: Path) -> None:
    uri = vscode.open(tmp_path / "1.sql", f"{INDEX} -- refuse")
    assert await vscode.actions(uri, (0, 0, 0, 0)) == []
    (logged,) = vscode.log_messages
    assert logged.message.startswith("textDocument/codeAction: RuntimeError: no proposals (")
    assert vscode.messages == []
