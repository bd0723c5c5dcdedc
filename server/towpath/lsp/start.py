"""How the language server is started, and how it ends."""

import logging
import sys
from typing import TYPE_CHECKING

from towpath.lsp.collecting import seldom
from towpath.lsp.handlers import offer
from towpath.lsp.server import Server

if TYPE_CHECKING:
    from towpath.lsp.session import Make


WRONG = 2


def create(version: str, make: "Make") -> Server:
    """A server that is ready to be started."""
    server = Server(version, make)
    offer(server)
    return server


def serve(version: str, make: "Make", address: tuple[str, int] | None = None) -> int:
    """Serves one client over standard input and output, or at an address, until it leaves; the exit status."""
    seldom()
    logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
    server = create(version, make)
    output = sys.stdout.buffer
    # What anything prints would end up in the middle of a message.
    sys.stdout = sys.stderr
    try:
        if address:
            server.start_tcp(*address)
        else:
            server.start_io(stdout=output)
    except SystemExit:
        pass
    except OSError as error:
        sys.stderr.write(f"towpath: the server cannot be reached there: {error.strerror or error}\n")
        return WRONG
    return 0 if server.told_to_stop else 1
