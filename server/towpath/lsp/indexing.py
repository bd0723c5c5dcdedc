"""The first look at a project: beside the conversation where it takes long, and touched by nobody else meanwhile."""

from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from towpath.linter import Workspace

# So many seconds a client waits for its first answer; small projects are read by then.
PATIENCE = 0.3


class BusyError(Exception):
    """The project of a file is still being read."""


class Indexing:
    """The projects that are being read.

    `call` has the conversation's own thread call something soon; `begun` is told of a project that takes long, and
    `done` of its end.
    """

    def __init__(
        self,
        call: Callable[[Callable[[], None]], object],
        begun: Callable[[str, "Workspace"], None],
        done: Callable[[str], None],
    ) -> None:
        self._call = call
        self._begun = begun
        self._done = done
        self._threads: dict[str, Thread] = {}

    def __contains__(self, root: str) -> bool:
        return root in self._threads

    def look(self, root: str, workspace: "Workspace", path: str) -> None:
        """Reads the series of a file; raises BusyError where that takes long, and until it has come to its end."""
        if root in self._threads:
            raise BusyError(root)
        thread = Thread(target=_read, args=(workspace, path, lambda: self._call(lambda: self._end(root, thread))))
        thread.daemon = True
        thread.start()
        thread.join(PATIENCE)
        if thread.is_alive():
            self._threads[root] = thread
            self._begun(root, workspace)
            raise BusyError(root)

    def forget(self) -> None:
        """What is being read is for nobody any more."""
        self._threads.clear()

    def _end(self, root: str, thread: Thread) -> None:
        if self._threads.get(root) is thread:
            del self._threads[root]
            self._done(root)


def _read(workspace: "Workspace", path: str, end: Callable[[], None]) -> None:
    # What goes wrong here goes wrong again for whoever asks next, and is told there.
    with suppress(Exception):
        workspace.report(path)
    end()
