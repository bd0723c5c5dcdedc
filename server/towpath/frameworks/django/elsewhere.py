"""The other files of a project: its modules and its settings, each read when one of its names is asked for."""

from collections.abc import Iterator

from towpath.frameworks.django.configuration import settings
from towpath.frameworks.django.constants import Constants
from towpath.frameworks.python.modules import Modules, parsed
from towpath.project import Found, Tree
from towpath.source import Source, Unreadable
from towpath.syntax.python import Scope, Value, module


class Elsewhere:
    """What they say, as far as somebody asked."""

    def __init__(self, found: Found, tree: Tree) -> None:
        self._tree = tree
        self._root = f"{found.folder}/" if found.folder else ""
        self._modules = Modules(tree, classes=False)
        self._settings: list[Scope] | None = None
        self._read: dict[str, Source | Unreadable] = {}

    def holds(self, tree: Tree) -> bool:
        """Whether they say in these files what they said."""
        return self._modules.holds(tree) and all(tree.read(path) is source for path, source in self._read.items())

    def names(self, path: str) -> Constants:
        """What names in a file stand for."""
        return Constants(self.setting, self._modules.names(path))

    def setting(self, name: str) -> Value:
        """What the project's settings say in so many words; None where they do not."""
        if self._settings is None:
            self._settings = list(self._scopes())
        return next((scope.look(name) for scope in self._settings if name in scope.names), None)

    def _scopes(self) -> Iterator[Scope]:
        manage = f"{self._root}manage.py"
        found = settings(self._tree, self._root, manage if self._tree.has(manage) else "")
        for path in found.texts:
            self._read[path] = self._tree.read(path)
            yield found.scopes.get(path) or module(parsed(self._tree, path))
