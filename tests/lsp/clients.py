"""Clients to test with: what real ones announce, and the few things that a test does with them."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import register_lsp_features

FAKE = (sys.executable, str(Path(__file__).with_name("fake.py")))
REAL = (sys.executable, "-m", "towpath.main", "server", "--stdio")
LONGEST_WAIT = 10.0


def capabilities(name: str) -> types.ClientCapabilities:
    """Neovim as pytest-lsp recorded it; VS Code with what it has announced since its recording; or nothing at all."""
    if name == "minimal":
        return types.ClientCapabilities()
    if name == "neovim":
        neovim = client_capabilities("neovim@v0.11")
        assert neovim.workspace
        # Neovim watches no files on Linux.
        neovim.workspace.did_change_watched_files = None
        return neovim
    found = client_capabilities("visual-studio-code")
    assert found.text_document
    assert found.workspace
    found.general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf16])
    found.text_document.diagnostic = types.DiagnosticClientCapabilities(dynamic_registration=True)
    found.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    return found


class Editor(LanguageClient):
    """A client that keeps what it was sent, and takes registrations and edits."""

    def __init__(self) -> None:
        super().__init__(converter_factory=default_converter)  # pyright: ignore[reportUnknownMemberType]
        self.registered: list[str] = []
        self.applied: list[types.WorkspaceEdit] = []
        self.published: list[types.PublishDiagnosticsParams] = []
        self.shown_anew: list[str] = []
        self.name = ""
        self.opened: list[str] = []
        self.announced = types.ServerCapabilities()
        manager: Any = self.protocol.fm
        register_lsp_features(self)
        del manager.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]
        manager.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(self._publish))
        manager.feature(types.CLIENT_REGISTER_CAPABILITY)(partial(self._register))
        manager.feature(types.WORKSPACE_APPLY_EDIT)(partial(self._apply))
        for again in (types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH):
            manager.feature(again)(partial(self._asked_again, again))

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.published.append(params)

    def _register(self, params: types.RegistrationParams) -> None:
        self.registered.extend(one.method for one in params.registrations)

    def _asked_again(self, what: str, _: None) -> None:
        self.shown_anew.append(what)

    def _apply(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self.applied.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    def open(self, path: Path, text: str | None = None) -> str:
        """Opens a file, which need not be on the disk; its URI."""
        said = path.read_text(encoding="utf-8") if text is None else text
        item = types.TextDocumentItem(uri=path.as_uri(), language_id="sql", version=1, text=said)
        self.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        self.opened.append(path.as_uri())
        return path.as_uri()

    def close(self, uri: str) -> None:
        self.opened.remove(uri)
        identifier = types.TextDocumentIdentifier(uri=uri)
        self.text_document_did_close(types.DidCloseTextDocumentParams(text_document=identifier))

    def save(self, uri: str) -> None:
        identifier = types.TextDocumentIdentifier(uri=uri)
        self.text_document_did_save(types.DidSaveTextDocumentParams(text_document=identifier))

    def changed_on_disk(self, path: Path, how: types.FileChangeType) -> None:
        """Tells the server of a file that changed, as a client does that watches them."""
        event = types.FileEvent(uri=path.as_uri(), type=how)
        self.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes=[event]))

    async def run(self, command: types.Command) -> None:
        """Has the server run a command."""
        params = types.ExecuteCommandParams(command=command.command, arguments=command.arguments)
        await self.workspace_execute_command_async(params)

    async def rest(self) -> None:
        """Closes what is open, and forgets what was said."""
        for uri in list(self.opened):
            self.close(uri)
        await self.hover("file:///nowhere.sql", 0, 0)
        for kept in (self.published, self.applied, self.messages, self.log_messages, self.shown_documents):
            kept.clear()
        self.diagnostic_refresh_count = 0

    def edit(self, uri: str, version: int, text: str, at: tuple[int, int, int, int] | None = None) -> None:
        """Puts a text in the place of a range (line and character of its start and end), or of the whole document."""
        whole = types.TextDocumentContentChangeWholeDocument(text=text)
        part = types.TextDocumentContentChangePartial(range=place(*at), text=text) if at else whole
        identifier = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
        self.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=identifier, content_changes=[part])
        )

    async def told(self, uri: str, version: int) -> list[types.Diagnostic]:
        """The diagnostics of one version of a document, pulled or pushed."""
        if self.announced.diagnostic_provider is not None:
            return await self.pull(uri)
        found = await until(lambda: [one for one in self.published if (one.uri, one.version) == (uri, version)])
        return list(found[-1].diagnostics)

    async def pull(self, uri: str) -> list[types.Diagnostic]:
        report = await self.pulled(uri)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)

    async def pulled(self, uri: str, known: str | None = None) -> types.DocumentDiagnosticReport:
        return await self.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(
                text_document=types.TextDocumentIdentifier(uri=uri), previous_result_id=known
            )
        )

    async def actions(
        self, uri: str, at: tuple[int, int, int, int], only: Sequence[str] | None = None
    ) -> list[types.CodeAction]:
        """The code actions at a range; those that are commands come out as actions that hold nothing else."""
        context = types.CodeActionContext(diagnostics=[], only=only)
        identifier = types.TextDocumentIdentifier(uri=uri)
        params = types.CodeActionParams(text_document=identifier, range=place(*at), context=context)
        found = await self.text_document_code_action_async(params)
        return [
            one if isinstance(one, types.CodeAction) else types.CodeAction(title=one.title, command=one)
            for one in found or ()
        ]

    async def hover(self, uri: str, line: int, character: int) -> str:
        """The hover text at a position; empty where there is none."""
        position = types.Position(line=line, character=character)
        found = await self.text_document_hover_async(
            types.HoverParams(text_document=types.TextDocumentIdentifier(uri=uri), position=position)
        )
        return found.contents.value if found and isinstance(found.contents, types.MarkupContent) else ""


def place(line: int, character: int, end_line: int, end_character: int) -> types.Range:
    start, end = types.Position(line=line, character=character), types.Position(line=end_line, character=end_character)
    return types.Range(start=start, end=end)


async def until(asked: Any) -> Any:
    """Waits until a question has an answer that is not empty, and gives it back."""
    for _ in range(int(LONGEST_WAIT / 0.01)):
        if found := asked():
            return found
        await asyncio.sleep(0.01)
    raise TimeoutError("it did not happen")


@asynccontextmanager
async def editor(
    name: str, *folders: Path, command: Sequence[str] = FAKE, options: Any = None, settings: Mapping[str, Any] = {}
) -> AsyncGenerator[Editor]:
    """A client with folders open, talking to a server of its own."""
    config = ClientServerConfig(server_command=list(command), client_factory=Editor)
    client = await config.start()
    assert isinstance(client, Editor)
    client.set_configuration({"towpath": dict(settings)})
    opened = [types.WorkspaceFolder(uri=folder.as_uri(), name=folder.name) for folder in folders]
    params = types.InitializeParams(
        capabilities=capabilities(name),
        workspace_folders=opened,
        root_uri=opened[0].uri if opened else None,
        initialization_options=options,
    )
    client.announced = (await client.initialize_session(params)).capabilities
    yield client
    await client.shutdown_session()
    await client.stop()
