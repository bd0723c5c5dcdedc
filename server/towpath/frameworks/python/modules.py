"""What names of the project's other modules stand for: these are read as text, when they are asked for."""

import sys
from collections.abc import Iterator

from towpath.frameworks.manifests import above
from towpath.project import Tree
from towpath.source import Source
from towpath.syntax import python
from towpath.syntax.python import Class, Reference, Scope, Unknown, Value
from towpath.syntax.python.scope import Decides

# Packages that no project holds itself.
_ELSEWHERE = sys.stdlib_module_names | {"alembic", "django", "flask", "sqlalchemy"}
# Names are followed from module to module so often.
_FOLLOWED = 5


def parsed(tree: Tree, path: str) -> python.Tree:
    """The tree of a file of the project: all who look into it while nothing changes share it."""
    return tree.once(("python", path), lambda: python.parse(tree.text(path) or ""))


def is_elsewhere(dotted: str) -> bool:
    """Whether a name is of a package that no project holds itself."""
    return dotted.partition(".")[0] in _ELSEWHERE


def found_in(tree: Tree, folder: str, dotted: str) -> tuple[str, str] | None:
    """The file of the module that a dotted name leads into, and the rest of the name; None where it is not here.

    `folder` is that of the file which imports it: the module is looked for from there upwards, and in `src`.
    """
    dots = len(dotted) - len(dotted.lstrip("."))
    parts = dotted[dots:].split(".")
    # Most names are of packages that are installed, and lead nowhere.
    roots = tree.once(("begins", folder, dots, parts[0]), lambda: _beginning(tree, folder, dots, parts[0]))
    for length in range(len(parts) if roots else 0, 0, -1):
        path = "/".join(parts[:length])
        for candidate in (f"{path}.py", f"{path}/__init__.py"):
            for start in roots:
                if tree.there(start + candidate):
                    return start + candidate, ".".join(parts[length:])
    return None


def _is_class(name: str) -> bool:
    """Whether a name is that of a class by how it is written."""
    return name[:1].isupper() and not name.isupper()


def _beginning(tree: Tree, folder: str, dots: int, name: str) -> tuple[str, ...]:
    """The folders in which a name is looked for that hold one of that name."""
    starts = (_relative(folder, dots),) if dots else _roots(folder)
    return tuple(start for start in starts if _begins(tree, start + name))


def _begins(tree: Tree, path: str) -> bool:
    """Whether there is a module or a package of a name, or files that only an editor holds."""
    return tree.is_folder(path) or tree.there(f"{path}.py")


def _relative(folder: str, dots: int) -> str:
    parts = [part for part in folder.split("/") if part]
    return "".join(f"{part}/" for part in parts[: max(len(parts) - dots + 1, 0)])


def _roots(folder: str) -> Iterator[str]:
    for prefix in above(folder):
        yield prefix
        yield f"{prefix}src/"


class Modules:
    """The modules of a project that were looked into; `classes`: names may stand for classes as well."""

    def __init__(self, tree: Tree, decided: Decides | None = None, classes: bool = True) -> None:
        self._tree = tree
        self._classes = classes
        self._decided = decided
        self._read: dict[str, Source] = {}
        self._scopes: dict[str, Scope] = {}
        self._known: dict[str, dict[str, Value]] = {}

    def holds(self, tree: Tree) -> bool:
        """Whether they say in these files what they said."""
        return self._tree is tree and all(tree.read(path) is source for path, source in self._read.items())

    def names(self, path: str) -> "Names":
        """What dotted names in a file stand for: the same in all files of its folder."""
        folder = path.rpartition("/")[0]
        return Names(self, folder, self._known.setdefault(folder, {}))

    def find(self, folder: str, dotted: str, depth: int = _FOLLOWED, classes: bool = False) -> Value:
        """What a dotted name stands for, seen from a folder; `classes`: be it a class, whatever else is asked for."""
        classes = classes or self._classes
        if is_elsewhere(dotted) or depth == 0 or (not classes and any(map(_is_class, dotted.split(".")))):
            return None
        there = found_in(self._tree, folder, dotted)
        if there is None or not there[1] or "." in there[1]:
            return None
        path, name = there
        scope = self._scope(path)
        if scope is None:
            return None
        if name not in scope.names:
            stars = (self.find(path.rpartition("/")[0], f"{star}.{name}", depth - 1, classes) for star in scope.stars)
            return next((value for value in stars if value is not None), None)
        value = scope.look(name)
        if type(value) is Reference:
            return self.find(path.rpartition("/")[0], value.path, depth - 1, classes)
        if isinstance(value, Unknown) or (isinstance(value, Class) and not classes):
            return None
        return value

    def _scope(self, path: str) -> Scope | None:
        source = self._tree.read(path)
        if path not in self._scopes and isinstance(source, Source):
            self._read[path] = source
            self._scopes[path] = python.module(parsed(self._tree, path), self._decided, self.names(path))
        return self._scopes.get(path)


class Names:
    """What dotted names in a file of a folder stand for; `used`: some of them led into other files."""

    def __init__(self, modules: Modules, folder: str, known: dict[str, Value]) -> None:
        self.used = False
        self._modules = modules
        self.folder = folder
        self._known = known

    def __call__(self, dotted: str) -> Value:
        if dotted not in self._known:
            self._known[dotted] = None
            self._known[dotted] = self._modules.find(self.folder, dotted)
        found = self._known[dotted]
        self.used = self.used or found is not None
        return found

    def class_of(self, dotted: str) -> Class | None:
        """The class of the project's own that a dotted name stands for."""
        found = self._modules.find(self.folder, dotted, classes=True)
        self.used = self.used or found is not None
        return found if isinstance(found, Class) else None
