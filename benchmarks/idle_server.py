"""A pygls server that does nothing: what any server built on it costs at least."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("idle", "0")


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def opened(params: types.DidOpenTextDocumentParams) -> None:
    publish(params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def changed(params: types.DidChangeTextDocumentParams) -> None:
    publish(params.text_document.uri, params.text_document.version)


def publish(uri: str, version: int) -> None:
    start = types.Position(line=0, character=0)
    one = types.Diagnostic(range=types.Range(start=start, end=start), message="idle")
    server.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=[one])
    )


@server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
def code_actions(params: types.CodeActionParams) -> list[types.CodeAction]:
    return []


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(params: types.HoverParams) -> None:
    return None


if __name__ == "__main__":
    server.start_io()
