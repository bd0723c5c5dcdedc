"""Definitions, references, symbols and new names for migrations, asked of the server as it is shipped."""

from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from lsp.clients import REAL, Editor, editor

pytestmark = pytest.mark.asyncio(loop_scope="module")

PARENT = 'from alembic import op\n\nrevision = "a1b2"\ndown_revision = None\n\n\ndef upgrade():\n'
CHILD = PARENT.replace('"a1b2"', '"c3d4"').replace("None", '"a1b2"')
FILES = {
    ".git/keep": "",
    "alembic.ini": "[alembic]\nscript_location = alembic\nsqlalchemy.url = postgresql:///a\n",
    "alembic/env.py": "",
    "alembic/versions/a1b2_users.py": f'{PARENT}    op.execute("create table users (id int)")\n',
    "alembic/versions/c3d4_age.py": f'{CHILD}    op.execute("alter table users add age int")\n',
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return tmp_path


@pytest_asyncio.fixture(loop_scope="module")
async def client(project: Path) -> AsyncGenerator[Editor, None]:
    async with editor("visual-studio-code", project, command=REAL) as made:
        yield made


def at(line: int, character: int) -> types.Position:
    return types.Position(line, character)


def places(found: object) -> list[tuple[str, int]]:
    """The names of files and the lines of locations."""
    assert isinstance(found, Sequence)
    return [
        (one.uri.rpartition("/")[2], one.range.start.line)
        for one in found  # pyright: ignore[reportUnknownVariableType]
        if isinstance(one, types.Location)
    ]


async def test_a_parent_and_a_table_lead_to_where_they_come_from(client: Editor, project: Path) -> None:
    uri = client.open(project / "alembic/versions/c3d4_age.py")
    document = types.TextDocumentIdentifier(uri=uri)
    for position, line in ((at(3, 19), 2), (at(7, 31), 7)):
        found = await client.text_document_definition_async(types.DefinitionParams(document, position))
        assert places(found) == [("a1b2_users.py", line)]


async def test_where_a_table_is_named(client: Editor, project: Path) -> None:
    uri = client.open(project / "alembic/versions/a1b2_users.py")
    context = types.ReferenceContext(include_declaration=False)
    params = types.ReferenceParams(context, types.TextDocumentIdentifier(uri=uri), at(7, 31))
    assert places(await client.text_document_references_async(params)) == [("c3d4_age.py", 7)]


async def test_the_outline_and_what_is_found_by_its_name(client: Editor, project: Path) -> None:
    uri = client.open(project / "alembic/versions/c3d4_age.py")
    document = types.TextDocumentIdentifier(uri=uri)
    outlined = await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert outlined
    outline = outlined[0]
    assert isinstance(outline, types.DocumentSymbol)
    assert outline.name == "c3d4"
    assert [(one.name, one.detail) for one in outline.children or ()] == [("Add column", "users")]
    found = await client.workspace_symbol_async(types.WorkspaceSymbolParams(query="use"))
    assert [(one.name, one.kind) for one in found or ()] == [("a1b2", 2), ("users", 23)]


async def test_a_revision_gets_another_name(client: Editor, project: Path) -> None:
    uri = client.open(project / "alembic/versions/c3d4_age.py")
    document = types.TextDocumentIdentifier(uri=uri)
    asked = await client.text_document_prepare_rename_async(types.PrepareRenameParams(document, at(2, 14)))
    assert isinstance(asked, types.PrepareRenamePlaceholder)
    assert asked.placeholder == "c3d4"
    edit = await client.text_document_rename_async(types.RenameParams(document, at(2, 14), "beef"))
    assert edit
    changes = edit.document_changes or ()
    moved = [one for one in changes if isinstance(one, types.RenameFile)]
    assert [one.new_uri.rpartition("/")[2] for one in moved] == ["beef_age.py"]
    edited = [part for one in changes if isinstance(one, types.TextDocumentEdit) for part in one.edits]
    assert [(one.range.start.line, one.new_text) for one in edited if isinstance(one, types.TextEdit)] == [(2, "beef")]


async def test_a_name_that_is_taken_is_refused_in_words(client: Editor, project: Path) -> None:
    uri = client.open(project / "alembic/versions/c3d4_age.py")
    params = types.RenameParams(types.TextDocumentIdentifier(uri=uri), at(2, 14), "a1b2")
    with pytest.raises(JsonRpcException, match="there is a migration a1b2 already"):
        await client.text_document_rename_async(params)


async def test_a_lens_says_what_comes_behind(client: Editor, project: Path) -> None:
    titles: list[str] = []
    for name in ("a1b2_users", "c3d4_age"):
        uri = client.open(project / f"alembic/versions/{name}.py")
        document = types.TextDocumentIdentifier(uri=uri)
        found = await client.text_document_code_lens_async(types.CodeLensParams(document)) or ()
        titles += [one.command.title for one in found if one.command]
    assert [one for one in titles if "·" not in one] == ["next: c3d4", "head"]
