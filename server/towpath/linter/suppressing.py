"""Suppressions at work: which findings a file's comments silence, and which comments silence nothing."""

from towpath.linter.loaded import Loaded
from towpath.linter.placed import Placed
from towpath.source import Source, Unreadable


class Suppressing:
    """The suppressions of one file, applied to its findings."""

    def __init__(self, loaded: Loaded, source: Source | Unreadable, path: str) -> None:
        self._loaded = loaded
        self._source = source
        self._path = path

    def applied(self, findings: tuple[Placed, ...]) -> tuple[Placed, ...]:
        """The findings that stand."""
        return findings
