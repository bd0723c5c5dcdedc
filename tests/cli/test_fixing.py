"""Fixes are applied until nothing changes: what is asked again, and what is given up."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from towpath.cli.fixing import fixed
from towpath.cli.located import Located
from towpath.linter import Checked, FileReport, Placed, Rewrite
from towpath.linter.together import Together
from towpath.project import Tree
from towpath.source import Edit, Span

Mending = Callable[[Tree, Placed], str | None]


def placed(path: str, message: str) -> Placed:
    return Placed("rule", "family", "warning", message, path, Span(0, 1), "sql", "postgresql", path, "up")


class Fixer:
    """A workspace in which each word of a file that is in capitals is found, and mended as `mending` says."""

    def __init__(self, root: Path, texts: dict[str, str], mending: Mending) -> None:
        self.tree = Tree(str(root), texts)
        self.workspace = self
        self.project = self
        self.asked: list[list[str]] = []
        self._mending = mending

    def check(self, _named: Sequence[str] = ()) -> Checked:
        texts = self.tree.unsaved.items()
        reports = [
            FileReport(
                path, "sql", "", True, tuple(placed(path, word) for word in (text or "").split() if word.isupper())
            )
            for path, text in sorted(texts)
        ]
        return Checked(tuple(reports), (), ())

    def together(self, findings: Sequence[Placed], *_: object) -> Together:
        self.asked.append([one.path for one in findings])
        made = [(one, text) for one in findings if (text := self._mending(self.tree, one)) is not None][:1]
        edits = {one.path: (Edit(Span(0, len(self.tree.text(one.path) or "")), text),) for one, text in made}
        return Together(Rewrite(edits, {}, {}), tuple(one for one, _ in made), frozenset())

    def update(self, path: str, text: str | None) -> None:
        self.tree.hold(path, text)

    def proposals(self, _: Placed) -> tuple[()]:
        return ()

    def texts(self) -> dict[str, str | None]:
        found = fixed(Located(cast(Any, self), (), cast(Any, None)), self.check(), False)
        return {path: after for path, (_, after) in found.changes.items()}


def test_what_could_not_be_mended_is_asked_again_when_others_have_changed(tmp_path: Path) -> None:
    def mending(tree: Tree, one: Placed) -> str | None:
        return "a" if one.path == "a" and tree.text("b") == "b" else "b" if one.path == "b" else None

    fixer = Fixer(tmp_path, {"a": "A", "b": "B"}, mending)
    assert fixer.texts() == {"a": "a", "b": "b"}
    assert fixer.asked == [["a", "b"], [], ["a"], []]


def test_nothing_is_asked_again_where_nothing_has_changed(tmp_path: Path) -> None:
    fixer = Fixer(tmp_path, {"a": "A", "b": "B"}, lambda _tree, _one: None)
    assert fixer.texts() == {}
    assert fixer.asked == [["a", "b"]]


def test_what_does_not_do_away_with_its_finding_is_not_done(tmp_path: Path) -> None:
    def mending(tree: Tree, one: Placed) -> str | None:
        return "b" if one.path == "b" else f"more {tree.text('a')}"

    fixer = Fixer(tmp_path, {"a": "A", "b": "B"}, mending)
    assert fixer.texts() == {"b": "b"}
    assert fixer.asked == [["a", "b"], ["b"], []]
