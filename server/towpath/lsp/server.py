"""The language server as pygls has it, with its session."""

from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from towpath.lsp.client import Client, announced
from towpath.lsp.protocol import Protocol
from towpath.lsp.session import Make, Session


class Server(LanguageServer):
    """A pygls server that says what goes wrong in the client's log, and never in a pop-up.

    `make` opens the workspace of a folder with the editor's settings.
    """

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, version: str, make: Make) -> None:
        super().__init__("towpath", version, protocol_cls=Protocol)  # pyright: ignore[reportUnknownMemberType]
        self._make = make
        self.session = self._session(Client())
        self.told_to_stop = False

    def meet(self, capabilities: types.ClientCapabilities) -> None:
        """A client is there, and this is what it can do."""
        client = announced(capabilities)
        self.protocol.encoding = client.encoding
        self.session = self._session(client)

    def _session(self, client: Client) -> Session:
        return Session(client, self.protocol.documents, self._make, self._publish, self._refresh, self.log)

    def _publish(self, params: str) -> None:
        self.protocol.notify_ready(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    def _refresh(self) -> None:
        self.workspace_diagnostic_refresh(None)

    def log(self, said: str) -> None:
        self.window_log_message(types.LogMessageParams(type=types.MessageType.Error, message=said))

    def report_server_error(self, error: Exception, source: Any) -> None:
        self.session.log_once(f"{source.__name__}: {error}")
