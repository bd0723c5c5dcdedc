"""A workspace that needs no rules: it finds every CREATE INDEX, and does on request what goes wrong in real ones."""

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from towpath.linter import Crash, Elsewhere, FileReport, Placed, Proposal, Rewrite, Workspace
from towpath.linter.opening import Project
from towpath.linter.together import Together
from towpath.lsp.start import serve
from towpath.project import Tree
from towpath.source import Edit, Source, Span

INDEX = re.compile(r"create index(?! concurrently)\b[^;]*", re.I)


class Fake:
    """`ignore` in the settings takes rules away, as the real one does."""

    def __init__(self, root: str, settings: Mapping[str, Any]) -> None:
        self.tree = Tree(root)
        self.crashes: dict[tuple[str, str], Crash] = {}
        self.vanished = ()
        self._ignored = settings.get("ignore", [])
        self._read = False

    def update(self, path: str, text: str | None) -> None:
        if text is None:
            self.tree.unsaved.pop(path, None)
            self.tree.forget(path)
        else:
            self.tree.unsaved[path] = text

    def refresh(self, path: str | None = None) -> None:
        self.tree.forget(path)

    def look_at_base(self) -> bool:
        return False

    def series_of(self, path: str) -> None:
        return None

    def knows(self, path: str) -> bool:
        return "large" not in path or self._read

    @property
    def progress(self) -> tuple[int, int]:
        return 1, 2

    def report(self, path: str) -> FileReport:
        if not self.knows(path):
            with open(os.path.join(self.tree.root, "reading"), "w"):
                pass
            while not os.path.exists(os.path.join(self.tree.root, "go on")):
                time.sleep(0.01)
            self._read = True
        text = self.tree.text(path) or ""
        if "raise" in text:
            raise RuntimeError("the report failed")
        if "slow" in text:
            time.sleep(0.06)
        if "crash" in text:
            self.crashes["broken", "KeyError"] = Crash("broken", path, "KeyError: 'x'")
        found = INDEX.finditer(text) if "blocking-index" not in self._ignored else ()
        return FileReport(path, "sql", "postgresql", True, tuple(self._placed(path, Span(*m.span())) for m in found))

    def _placed(self, path: str, span: Span) -> Placed:
        related = (Elsewhere("table.sql", Span(0, 6), "created here"),) if self._table() else ()
        severity = "error" if self._table() else "warning"
        return Placed(
            "blocking-index", "indexes", severity, "writes wait", path, span, "sql", "postgresql", "1", "up",
            "CreateIndex", (), related,
        )  # fmt: skip

    def _table(self) -> bool:
        return isinstance(self.tree.read("table.sql"), Source)

    def proposals(self, placed: Placed) -> tuple[Proposal, ...]:
        text = self.tree.text(placed.path) or ""
        if "refuse" in text:
            raise RuntimeError("no proposals")
        at = placed.span.start + len("create index")
        edits = {placed.path: (Edit(Span(at, at), " concurrently"),)}
        split = Rewrite({placed.path: (Edit(placed.span, ""),)}, {"next.sql": placed.span.of(text)}, {})
        return (
            Proposal("Build it concurrently", True, True, Rewrite(edits, {}, {})),
            Proposal("Build it in a migration of its own", False, False, split),
        )

    def way_back(self, path: str, offset: int) -> Proposal | None:
        return None

    def together(
        self, findings: Iterable[Placed], unsafe: bool = False, fits: Callable[[Rewrite], bool] = lambda _: True
    ) -> Together:
        """The first proposal of each finding."""
        found = tuple(findings)
        edits = [edit for placed in found for edit in self.proposals(placed)[0].rewrite.edits[placed.path]]
        return Together(Rewrite({found[0].path: tuple(edits)} if found else {}, {}, {}), found, frozenset())


class Opened:
    """A project with such a workspace, and nothing wrong in its configuration."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def problems(self) -> tuple[()]:
        return ()


def make(root: str, settings: Mapping[str, Any]) -> Project:
    print("a print that must not reach the client")
    return cast("Project", Opened(cast("Workspace", Fake(root, settings))))


if __name__ == "__main__":
    sys.exit(serve("0", make, ("127.0.0.1", int(sys.argv[1])) if sys.argv[1:] else None))
