"""Which message is answered by what; a handler that fails says so in the log, and its answer is an empty one."""

import asyncio
import json
from collections.abc import Callable, Generator, Iterable
from importlib import import_module
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import from_fs_path, to_fs_path

from towpath.lsp.configuration import settings_of, wanted
from towpath.lsp.defect import defect
from towpath.lsp.indexing import BusyError
from towpath.lsp.names import APPLY, FIX_ALL, QUICK_FIX, REWRITE, SECTION, SHOW_RULE
from towpath.lsp.protocol import Ready
from towpath.lsp.server import Server

NOTHING = Ready('{"kind":"full","items":[]}')


def offer(server: Server) -> None:
    """Registers every handler; pulls are offered only to a client that takes them."""
    actions = types.CodeActionOptions(code_action_kinds=[QUICK_FIX, REWRITE, FIX_ALL], resolve_provider=True)
    _on(server, types.INITIALIZE, _initialize)
    _on(server, types.INITIALIZED, _initialized)
    _on(server, types.SHUTDOWN, _shutdown)
    _on(server, types.TEXT_DOCUMENT_DID_OPEN, _opened)
    _on(server, types.TEXT_DOCUMENT_DID_CHANGE, _changed)
    _on(server, types.TEXT_DOCUMENT_DID_SAVE, _saved, types.SaveOptions(include_text=False))
    _on(server, types.TEXT_DOCUMENT_DID_CLOSE, _closed)
    _on(server, types.TEXT_DOCUMENT_CODE_ACTION, _late("answers", "code_actions"), actions, [])
    _on(server, types.CODE_ACTION_RESOLVE, _late("answers", "resolved"))
    _on(server, types.TEXT_DOCUMENT_HOVER, _late("answers", "hovered"))
    _on(server, types.TEXT_DOCUMENT_INLAY_HINT, _late("answers", "hinted"), types.InlayHintOptions(), [])
    _on(server, types.TEXT_DOCUMENT_CODE_LENS, _late("answers", "lenses"), types.CodeLensOptions(), [])
    _on(server, types.TEXT_DOCUMENT_DEFINITION, _late("navigating", "defined"), None, [])
    _on(server, types.TEXT_DOCUMENT_REFERENCES, _late("navigating", "referred"), None, [])
    _on(server, types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, _late("navigating", "outlined"), None, [])
    _on(server, types.WORKSPACE_SYMBOL, _late("navigating", "searched"), None, [])
    _on(server, types.TEXT_DOCUMENT_PREPARE_RENAME, _late("navigating", "renaming_at"))
    _on(server, types.TEXT_DOCUMENT_RENAME, _renamed, types.RenameOptions(prepare_provider=True))
    _on(server, types.WORKSPACE_DID_CHANGE_CONFIGURATION, _configuration_changed)
    _on(server, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, _files_changed)
    _on(server, types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, _folders_changed)
    _commands(server)


def _on(
    server: Server,
    method: str,
    handler: Callable[[Server, Any], Any],
    options: Any = None,
    otherwise: Any = None,
) -> None:
    answered = "/did" not in method

    def guarded(params: Any) -> Generator[Any, Any, Any]:
        # pygls goes through a generator, and has what it yields done before it goes on.
        while True:
            try:
                return handler(server, params)
            except BusyError as busy:  # noqa: PERF203 - it mostly goes round once
                # What a notification is about is looked at in the end anyway.
                if not answered:
                    return None
                yield busy.end.wait, (), {}
            except JsonRpcException:
                raise
            except Exception as error:
                server.log_once(defect(method, error))
                return otherwise

    async def awaited(params: Any) -> Any:
        try:
            return await handler(server, params)
        except Exception as error:
            server.log_once(defect(method, error))
            return otherwise

    server.feature(method, options)(awaited if asyncio.iscoroutinefunction(handler) else guarded)


def _initialize(server: Server, params: types.InitializeParams) -> None:
    server.wanted = wanted(params.initialization_options)
    server.meet(params.capabilities, _folders(params), settings_of(params.initialization_options))
    if server.client.pulls:
        options = types.DiagnosticOptions(identifier=SECTION, inter_file_dependencies=True, workspace_diagnostics=False)
        _on(server, types.TEXT_DOCUMENT_DIAGNOSTIC, _pulled, options, NOTHING)


def _folders(params: types.InitializeParams) -> list[str]:
    """The open folders, in whichever of the three ways the client says them."""
    if params.workspace_folders:
        return _paths(folder.uri for folder in params.workspace_folders)
    if params.root_uri:
        return _paths([params.root_uri])
    return [params.root_path] if params.root_path else []


async def _initialized(server: Server, _: types.InitializedParams) -> None:
    from towpath.lsp.watching import GLOBS

    wanted: list[types.Registration] = []
    if server.client.watches:
        watchers = [types.FileSystemWatcher(glob_pattern=glob) for glob in GLOBS]
        watched = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
        wanted.append(_registration(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, watched))
    if server.client.registers_configuration:
        section = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        wanted.append(_registration(types.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
    if wanted:
        server.client_register_capability(types.RegistrationParams(registrations=wanted))
    await _fetch_settings(server)


def _registration(method: str, options: object) -> types.Registration:
    return types.Registration(id=method, method=method, register_options=options)


async def _fetch_settings(server: Server) -> None:
    """Asks for the settings; a client that does not give them leaves those that it began with."""
    if server.client.configured:
        folders = server.session.roots.folders
        items = [types.ConfigurationItem(section=SECTION, scope_uri=from_fs_path(folder)) for folder in folders]
        items.append(types.ConfigurationItem(section=SECTION))
        found = await server.workspace_configuration_async(types.ConfigurationParams(items=items))
        server.session.wanted = wanted(found[-1], server.wanted)
        server.session.configured(dict(zip((*folders, ""), map(settings_of, found))))


async def _configuration_changed(server: Server, params: types.DidChangeConfigurationParams) -> None:
    if server.client.configured:
        await _fetch_settings(server)
    else:
        server.session.wanted = wanted(params.settings, server.wanted)
        server.session.configured({"": settings_of(params.settings)})


def _shutdown(server: Server, _: None) -> None:
    server.told_to_stop = True


def _opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    server.session.opened(params.text_document.uri)


def _changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    server.session.changed(params.text_document.uri)


def _saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    server.session.saved(params.text_document.uri)


def _closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    server.session.closed(params.text_document.uri)


async def _pulled(server: Server, params: types.DocumentDiagnosticParams) -> Ready:
    await server.session.read(params.text_document.uri)
    return await server.session.diagnostics.pulled(params.text_document.uri, params.previous_result_id)


def _late(room: str, name: str) -> Callable[[Server, Any], Any]:
    """A handler whose room is loaded with the first request for it: the client shall have its first answer soon."""

    def answer(server: Server, params: Any) -> Any:
        return getattr(import_module(f"towpath.lsp.{room}"), name)(server.session, params)

    return answer


def _renamed(server: Server, params: types.RenameParams) -> Any:
    from towpath.lsp.navigating import renamed

    found = renamed(server.session, params)
    if isinstance(found, str):
        raise JsonRpcException(found, types.LSPErrorCodes.RequestFailed)
    return found


def _files_changed(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    server.session.disk_changed(_paths(change.uri for change in params.changes))


async def _folders_changed(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    added, removed = params.event.added, params.event.removed
    server.session.roots.change(_paths(f.uri for f in added), _paths(f.uri for f in removed))
    server.session.start_again()
    await _fetch_settings(server)


def _paths(uris: Iterable[str]) -> list[str]:
    return [path for uri in uris if (path := to_fs_path(uri))]


def _commands(server: Server) -> None:
    """What a client runs here: actions for those that know only commands, and the page of a rule."""

    # Of a first parameter that is not `ls` pygls looks at the annotation, and fails on this one before Python 3.11.
    @server.command(SHOW_RULE)
    def _show_rule(ls: Server, uri: Any = None) -> None:
        if isinstance(uri, str):
            ls.window_show_document(types.ShowDocumentParams(uri=uri, take_focus=True))

    @server.command(APPLY)
    def _apply(ls: Server, data: Any = None) -> None:
        from towpath.lsp.answers import edit_of

        edit = edit_of(ls.session, data)
        if edit is not None:
            ls.protocol.request_ready("workspace/applyEdit", json.dumps({"edit": edit}))
