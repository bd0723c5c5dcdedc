"""How a report names files, and where in them something stands."""

import os
from collections.abc import Sequence
from typing import Any

from towpath.linter import FileReport, Placed
from towpath.project import Tree
from towpath.source import LineIndex, Source, Span

NOT_ANALYSED = "not-analysed"

Json = dict[str, Any]


class Files:
    """The files of a tree, named as they are reached from a folder."""

    def __init__(self, tree: Tree, here: str) -> None:
        self.tree = tree
        self._here = here
        self._names: dict[str, str] = {}
        self._empty = LineIndex("")

    def name(self, path: str) -> str:
        """A path of the tree, from the folder on."""
        if self._here == self.tree.root:
            return path
        if path not in self._names:
            self._names[path] = os.path.relpath(self.tree.absolute(path), self._here).replace(os.sep, "/")
        return self._names[path]

    def lines(self, path: str) -> LineIndex:
        """The lines of a file; of one that cannot be read, those of an empty text."""
        found = self.tree.read(path)
        return found.lines if isinstance(found, Source) else self._empty

    def reason(self, path: str) -> str:
        """Why a file cannot be read; empty where it can."""
        found = self.tree.read(path)
        return "" if isinstance(found, Source) else found.reason

    def range(self, path: str, span: Span) -> Json:
        """Start and end of a span, from 0, in code points."""
        lines = self.lines(path)
        return {key: lines.position(at)._asdict() for key, at in (("start", span.start), ("end", span.end))}


def findings(reports: Sequence[FileReport]) -> list[Placed]:
    """What was found, in order, but for what was not analysed."""
    return [placed for report in reports for placed in report.findings if placed.rule != NOT_ANALYSED]


def not_analysed(reports: Sequence[FileReport]) -> list[Placed]:
    """What was not analysed, in order."""
    return [placed for report in reports for placed in report.findings if placed.rule == NOT_ANALYSED]


def reason(placed: Placed) -> str:
    """Why something was not analysed: what the rule's message says behind its colon."""
    return placed.message.partition(": ")[2] or placed.message
