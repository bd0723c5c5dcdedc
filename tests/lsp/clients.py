"""What real clients announce, and how a test talks as one of them."""

import sys
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

FAKE = [sys.executable, str(Path(__file__).with_name("fake.py"))]
REAL = [sys.executable, "-m", "towpath.main", "server", "--stdio"]


def capabilities(name: str) -> types.ClientCapabilities:
    """Neovim as pytest-lsp recorded it; VS Code with what it has announced since its recording; or nothing at all."""
    if name == "minimal":
        return types.ClientCapabilities()
    if name == "neovim":
        return client_capabilities("neovim@v0.11")
    found = client_capabilities("visual-studio-code")
    found.general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf16])
    assert found.text_document
    assert found.workspace
    found.text_document.diagnostic = types.DiagnosticClientCapabilities(dynamic_registration=True)
    found.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    return found


class Registrations(list[types.Registration]):
    """What the server asked a client to register."""


def client() -> LanguageClient:
    """A client that also takes registrations and edits, which pytest-lsp leaves to the test."""
    made = make_test_lsp_client()
    registrations = Registrations()
    applied: list[types.ApplyWorkspaceEditParams] = []
    made.registrations = registrations  # type: ignore[attr-defined]
    made.applied = applied  # type: ignore[attr-defined]

    @made.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        registrations.extend(params.registrations)

    @made.feature(types.WORKSPACE_APPLY_EDIT)
    def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        applied.append(params)
        return types.ApplyWorkspaceEditResult(applied=True)

    return made


async def begin(lsp_client: LanguageClient, name: str, *folders: Path, options: Any = None) -> types.InitializeResult:
    """Introduces a client to the server, with these folders open."""
    opened = [types.WorkspaceFolder(uri=folder.as_uri(), name=folder.name) for folder in folders]
    return await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities(name),
            workspace_folders=opened,
            root_uri=opened[0].uri if opened else None,
            initialization_options=options,
        )
    )


def open_file(lsp_client: LanguageClient, path: Path, text: str | None = None, version: int = 1) -> str:
    """Opens a file in the client, which need not be on the disk; its URI."""
    said = path.read_text(encoding="utf-8") if text is None else text
    item = types.TextDocumentItem(uri=path.as_uri(), language_id="sql", version=version, text=said)
    lsp_client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    return path.as_uri()
