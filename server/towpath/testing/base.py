"""A base branch that an example states, in the place of a repository."""

from collections.abc import Iterable, Mapping

from towpath.operations import value
from towpath.project import Found, Tree
from towpath.project.git import NoBase
from towpath.project.git.files import Held, plain

NAME = "main"


@value
class StatedBase:
    """A base that has these texts, by path."""

    texts: Mapping[str, str]
    name: str = NAME

    def files(self, found: Found, root: str) -> Held:
        """What it holds; all of it stands where this branch left it."""
        return _Texts(self.texts)

    def gone(self, tree: Tree) -> Mapping[str, str]:
        """The texts of its files that are gone from a tree."""
        return {path: text for path, text in self.texts.items() if not tree.there(path)}


class Stated:
    """The base of every series of an example; none where it states no file of one."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._base = StatedBase(texts) if texts else NoBase("the example states none")

    def of(self, folder: str, named: str | None) -> StatedBase | NoBase:
        """The base of a folder."""
        return self._base

    def moved(self) -> bool:
        """A stated base stays where it is."""
        return False


class _Texts(Held):
    def __init__(self, texts: Mapping[str, str]) -> None:
        # Each content goes by itself.
        self.fork = self.tip = dict(texts)

    def holds(self, tree: Tree, path: str) -> bool:
        return path in self.tip and plain(tree.text(path) or "") == plain(self.tip[path])

    def fetch(self, paths: Iterable[str]) -> None:
        pass

    def text(self, path: str) -> str | None:
        return self.tip.get(path)

    def beside(self, path: str) -> str | None:
        return self.text(path)
