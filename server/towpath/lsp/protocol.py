"""The protocol as pygls speaks it, with our own text synchronisation and with results that are JSON already."""

import json
from collections.abc import Callable, Generator
from typing import Any
from uuid import uuid4

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from towpath.lsp.documents import Documents
from towpath.source import Encoding


class Ready(str):
    """JSON text that is sent as it is: building a thousand diagnostics as objects costs ten times as much."""

    __slots__ = ()


class Protocol(LanguageServerProtocol):
    """What pygls gets wrong or does too slowly is done here; the rest is its own."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.documents = Documents()
        self.encoding: Encoding = "utf-16"
        self._met = False

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message as pygls has it; a request that makes no sense gets an answer, which pygls gives to none."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=types.ResponseError(error.CODE, error.MESSAGE))
            raise

    def handle_message(self, message: Any) -> None:
        """As pygls does, but for requests that come too early, twice or too late, which get an error."""
        method: str = getattr(message, "method", "")
        refused = self._refused(method) if method and getattr(message, "id", None) is not None else None
        if refused:
            self._send_response(message.id, error=refused)
        else:
            super().handle_message(message)

    def _refused(self, method: str) -> types.ResponseError | None:
        if self._shutdown:
            return types.ResponseError(types.ErrorCodes.InvalidRequest, "the server was told to stop")
        if method != types.INITIALIZE:
            early = types.ResponseError(types.ErrorCodes.ServerNotInitialized, "the server is not initialized yet")
            return None if self._met else early
        if self._met:
            return types.ResponseError(types.ErrorCodes.InvalidRequest, "the server is initialized already")
        self._met = True
        return None

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Generator[Any, Any, None]:
        self.documents.open(params.text_document)
        yield from self._then(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Generator[Any, Any, None]:
        self.documents.change(params.text_document, params.content_changes, self.encoding)
        yield from self._then(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Generator[Any, Any, None]:
        yield from self._then(types.TEXT_DOCUMENT_DID_CLOSE, params)

    def _then(self, method: str, params: object) -> Generator[Any, Any, None]:
        manager: Any = self.fm
        features: dict[str, Callable[..., object]] = manager.features
        if method in features:
            yield features[method], (params,), None

    def notify_ready(self, method: str, params: str) -> None:
        """Sends a notification whose parameters are JSON already."""
        self._write(f'{{"jsonrpc":"2.0","method":"{method}","params":{params}}}')

    def request_ready(self, method: str, params: str) -> None:
        """Sends a request whose parameters are JSON already, and whose answer is not awaited."""
        self._write(f'{{"jsonrpc":"2.0","id":"{uuid4()}","method":"{method}","params":{params}}}')

    def _send_response(
        self, msg_id: str | int, result: Any | None = None, error: types.ResponseError | None = None
    ) -> None:
        if error is None and isinstance(result, Ready):
            self._write(f'{{"jsonrpc":"2.0","id":{json.dumps(msg_id)},"result":{result}}}')
        else:
            super()._send_response(msg_id, result, error)

    def _write(self, message: str) -> None:
        body = message.encode()
        if self.writer is not None:
            self.writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
