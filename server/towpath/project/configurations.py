"""The configuration of every file of a tree: the nearest file above it, over an editor's settings."""

import os
from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from towpath.project.configuration import Configuration, Layer, folded, tables
from towpath.project.errors import ConfigurationError, NotTomlError, WrongValueError
from towpath.project.tree import Tree
from towpath.source import Source

NAMES = ("towpath.toml", "pyproject.toml")


class Configurations:
    """Finds and keeps the configurations of a tree; `flags` lie over every file, `settings` under it.

    Nothing raises: what is wrong is left out, and `problems` tells it.
    """

    def __init__(self, tree: Tree, settings: Mapping[str, Any] | None = None, flags: Layer | None = None) -> None:
        self.tree = tree
        said = {key: value for key, value in (settings or {}).items() if value is not None}
        self._settings = _checked("settings of the editor", said) if said else None
        self._flags = flags
        self._read: dict[str, tuple[str | None, Layer | None]] = {}
        self._above: str | None = None
        self._paths: list[str] = []
        self._there: frozenset[str] = frozenset()
        self._made: dict[tuple[int, ...], tuple[object, Configuration]] = {}

    def of(self, path: str) -> Configuration:
        """The configuration of a file; the same value for all files that the same settings are about."""
        found = self.file_of(path)
        said = list(tables(self._settings, path)) if self._settings else []
        if found and (own := self._layer(found)):
            said += tables(own, self._inside(found, path))
        if self._flags:
            said.append(self._flags.values)
        key = tuple(map(id, said))
        if key not in self._made:
            # The tables are kept beside, so that none can take another one's identity.
            self._made[key] = said, folded(said, found)
        return self._made[key][1]

    def file_of(self, path: str) -> str:
        """The path of the configuration file that is nearest above a file; empty where there is none."""
        there = self._files_there()
        folder = path.rpartition("/")[0]
        while True:
            for name in NAMES:
                candidate = f"{folder}/{name}" if folder else name
                if candidate in there and self._layer(candidate):
                    return candidate
            if not folder:
                return self._outside()
            folder = folder.rpartition("/")[0]

    def problems(
        self, rules: Mapping[str, Mapping[str, object]] | None = None, families: Collection[str] = ()
    ) -> tuple[ConfigurationError, ...]:
        """What is wrong in the settings that were asked for until now, names held against the catalogue if it is given.

        `rules` has the options of each rule with their defaults.
        """
        layers = self.layers()
        found = [problem for one in layers for problem in one.problems]
        if rules is not None and layers:
            from towpath.project.checking import misnamed

            found += [problem for one in layers for problem in misnamed(one, rules, families)]
        return tuple(sorted(found, key=lambda one: (one.path, one.line)))

    def layers(self) -> list[Layer]:
        """All settings that were used until now, from wherever they are."""
        files = [one for _, one in self._read.values()]
        return [one for one in (self._settings, *files, self._flags) if one]

    def files(self) -> tuple[str, ...]:
        """The configuration files that were used until now."""
        return tuple(sorted(path for path, (_, one) in self._read.items() if one))

    def _files_there(self) -> frozenset[str]:
        """The configuration files in the tree, looked for again when the tree was."""
        paths = self.tree.paths()
        if self._paths is not paths:
            self._paths = paths
            self._there = frozenset(path for path in paths if path.endswith(NAMES))
            self._read.clear()
        return self._there

    def _outside(self) -> str:
        """The nearest configuration file above the tree, as a path from the tree on; looked for once."""
        if self._above is None:
            self._above = next((path for path in _above(self.tree.root) if self._layer(path)), "")
        return self._above

    def _inside(self, file: str, path: str) -> str:
        """A path from the folder of a configuration file on."""
        folder = file.rpartition("/")[0]
        if not folder.startswith(".."):
            return path[len(folder) + 1 :] if folder else path
        return "/".join((*self.tree.root.split(os.sep)[-len(folder.split("/")) :], path))

    def _layer(self, path: str) -> Layer | None:
        """The settings in a file; None where it is not there, or has none for us."""
        found = self.tree.read(path)
        text = found.text if isinstance(found, Source) else found.reason
        kept = self._read.get(path)
        if kept is None or kept[0] != text:
            kept = self._read[path] = text, read(path, text) if isinstance(found, Source) else self._unread(path, text)
            self._made.clear()
        return kept[1]

    def _unread(self, path: str, reason: str) -> Layer | None:
        """What to say of a configuration that cannot be read; nothing of one that is gone, or may not be ours."""
        if not path.endswith("towpath.toml") or not os.path.lexists(self.tree.absolute(path)):
            return None
        return Layer(path, {}, (ConfigurationError(path, 1, reason),))


def _above(root: str) -> Iterator[str]:
    """The configuration files in the folders above a root, the nearest one first."""
    prefix, folder = "..", os.path.dirname(root)
    while True:
        yield from (f"{prefix}/{name}" for name in NAMES if os.path.isfile(os.path.join(folder, name)))
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        prefix, folder = f"{prefix}/..", parent


def read(path: str, text: str) -> Layer | None:
    """The settings in the text of a configuration file; None for a pyproject.toml that has none."""
    own = path.endswith("towpath.toml")
    if not own and "towpath" not in text:
        return None
    from towpath.project.toml import load

    try:
        values = load(path, text)
    except NotTomlError as error:
        return Layer(path, {}, (error,)) if own or "tool.towpath" in text else None
    if own:
        return _checked(path, values, text)
    tools = values.get("tool")
    said = cast("dict[str, Any]", tools).get("towpath") if isinstance(tools, dict) else None
    if said is None:
        return None
    if not isinstance(said, dict):
        from towpath.project.validate import said as shown

        wrong = WrongValueError(path, _line_of(text), f"tool.towpath is {shown(said)}, expected a table")
        return Layer(path, {}, (wrong,))
    return _checked(path, cast("dict[str, Any]", said), text, ("tool", "towpath"))


def _line_of(text: str) -> int:
    """The line on which the table of ours is named."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith("towpath")), 1)


def _checked(path: str, values: Mapping[str, Any], text: str = "", prefix: tuple[str, ...] = ()) -> Layer:
    """A layer of what is right in some settings; what checks them is only loaded where there are some."""
    from towpath.project.checking import layer

    return layer(path, values, text, prefix)
