"""The language server as pygls has it, and the session that it holds with its client."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from towpath.lsp.client import Client, announced
from towpath.lsp.configuration import Wanted
from towpath.lsp.protocol import Protocol

if TYPE_CHECKING:
    from towpath.lsp.session import Make, Session


class Server(LanguageServer):
    """A pygls server that says what goes wrong in the client's log, and never in a pop-up.

    `make` opens a project with the editor's settings for it.
    """

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, version: str, make: "Make") -> None:
        super().__init__("towpath", version, protocol_cls=Protocol)  # pyright: ignore[reportUnknownMemberType]
        self._make = make
        self._said: set[str] = set()
        self._folders: Sequence[str] = ()
        self._options: Mapping[str, Any] = {}
        self.client = Client()
        self.wanted = Wanted()
        self.told_to_stop = False

    def meet(self, client: types.ClientCapabilities, folders: Sequence[str], options: Mapping[str, Any]) -> None:
        """A client is there: what it can do, the folders that are open in it, and the settings that it begins with."""
        self.client = announced(client)
        self.protocol.encoding = self.client.encoding
        self._folders, self._options = folders, options

    @cached_property
    def session(self) -> "Session":
        """What is open; it is loaded after the client has its first answer, since that takes a moment."""
        from towpath.lsp.progress import Telling
        from towpath.lsp.session import Session

        documents = self.protocol.documents
        call = asyncio.get_running_loop().call_soon_threadsafe
        told = self._publish, self._refresh, self.log_once
        made = Session(self.client, documents, self._make, *told, call, Telling(self, self.client))
        made.options = self._options
        made.wanted = self.wanted
        made.roots.change(self._folders)
        return made

    def _publish(self, params: str) -> None:
        self.protocol.notify_ready(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    def _refresh(self) -> None:
        self.workspace_diagnostic_refresh(None)

    def log_once(self, said: str) -> None:
        """A line in the client's log; the same one is not said at every key."""
        if said not in self._said:
            self._said.add(said)
            self.window_log_message(types.LogMessageParams(type=types.MessageType.Error, message=said))

    def report_server_error(self, error: Exception, source: Any) -> None:
        # A request that is refused in words has been answered.
        if isinstance(error, JsonRpcException) and error.code == types.LSPErrorCodes.RequestFailed:
            return
        self.log_once(f"{source.__name__}: {error}")
