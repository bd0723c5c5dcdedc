"""The first look at a project: beside the conversation where it takes long, and touched by nobody else meanwhile."""

import sys
from asyncio import Event
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from towpath.lsp.collecting import reading

if TYPE_CHECKING:
    from towpath.linter import Workspace

# So many seconds the whole conversation waits for a project; the smallest are read by then.
PATIENCE = 0.05
# So many seconds who asks what was found waits for it.
PATIENCE_OF_ONE = 0.3
MOMENT = 0.0005


class BusyError(Exception):
    """The project of a file is still being read; `end` is when it was."""

    def __init__(self, end: Event) -> None:
        super().__init__()
        self.end = end


class _Reading(NamedTuple):
    thread: Thread
    end: Event


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
        self._readings: dict[str, _Reading] = {}

    def __contains__(self, root: str) -> bool:
        return root in self._readings

    def check(self, root: str) -> None:
        """Raises BusyError while a project is being read."""
        if root in self._readings:
            raise BusyError(self._readings[root].end)

    def look(self, root: str, workspace: "Workspace", path: str) -> None:
        """Reads the series of a file; raises BusyError where that takes long."""
        thread = Thread(target=_read, args=(workspace, path, lambda: self._call(lambda: self._end(root, thread))))
        thread.daemon = True
        thread.start()
        thread.join(PATIENCE)
        if thread.is_alive():
            self._readings[root] = _Reading(thread, Event())
            self._begun(root, workspace)
            self.check(root)

    def forget(self) -> None:
        """What is being read is for nobody any more."""
        for root in list(self._readings):
            self._readings.pop(root).end.set()

    def _end(self, root: str, thread: Thread) -> None:
        found = self._readings.get(root)
        if found is not None and found.thread is thread:
            del self._readings[root]
            self._done(root)
            found.end.set()


def _read(workspace: "Workspace", path: str, end: Callable[[], None]) -> None:
    # The conversation's thread waits for this one behind each file that it reads, as it does to load what answers.
    longest = sys.getswitchinterval()
    sys.setswitchinterval(MOMENT)
    # What goes wrong here goes wrong again for whoever asks next, and is told there.
    with reading(), suppress(Exception):
        workspace.report(path)
    sys.setswitchinterval(longest)
    end()
