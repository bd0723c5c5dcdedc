"""The order in which Django runs the migrations of a project: each behind what it depends on."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks.django.content import SETTING, Content, Key

_FIRST, _LATEST = "__first__", "__latest__"


class Graph(NamedTuple):
    """The parents of each migration that runs on an empty database, and the order in which they do.

    Parents that an app of the project lacks are among them; those that other projects hold are not.
    """

    parents: Mapping[Key, tuple[Key, ...]]
    order: tuple[Key, ...]


def graph(contents: Mapping[Key, Content], settings: Mapping[str, str]) -> Graph:
    """What depends on what, squashed migrations in the place of those that they replace.

    `settings` hold the models that dependencies on a setting name. What other projects hold is left out.
    """
    replaced = {old: key for key, one in contents.items() for old in one.replaces if old != key}
    keys = sorted(key for key in contents if key not in replaced)
    parents: dict[Key, set[Key]] = {key: set() for key in keys}

    def standing(key: Key) -> Key:
        seen: set[Key] = set()
        while key in replaced and key not in seen:
            seen.add(key)
            key = replaced[key]
        return key

    for key, one in contents.items():
        own = standing(key)
        for parent in one.dependencies:
            if parent[1] not in (_FIRST, _LATEST, SETTING):
                _join(parents, own, standing(parent))
        for child in one.run_before:
            _join(parents, standing(child), own)
    ends = _Ends(parents)
    for key, one in contents.items():
        for parent in one.dependencies:
            if parent[1] in (_FIRST, _LATEST, SETTING):
                app = settings.get(parent[0], "").partition(".")[0] if parent[1] == SETTING else parent[0]
                end = ends.latest(app) if parent[1] == _LATEST else ends.first(app)
                if end is not None and app != key[0]:
                    _join(parents, standing(key), end)
    order = tuple(_order(parents))
    missing = _missing(contents, replaced)
    return Graph({key: (*sorted(found), *missing.get(key, ())) for key, found in parents.items()}, order)


def _missing(contents: Mapping[Key, Content], replaced: Mapping[Key, Key]) -> dict[Key, tuple[Key, ...]]:
    """The dependencies on migrations that an app of the project does not have."""
    apps = {app for app, _ in contents}
    known = {*contents, *replaced}
    said = ((key, one) for key, content in contents.items() for one in content.dependencies)
    found: dict[Key, tuple[Key, ...]] = {}
    for key, one in said:
        if one[0] in apps and one not in known and one[1] not in (_FIRST, _LATEST, SETTING):
            found[key] = (*found.get(key, ()), one)
    return found


def _join(parents: dict[Key, set[Key]], child: Key, parent: Key) -> None:
    if child != parent and child in parents and parent in parents:
        parents[child].add(parent)


class _Ends:
    """The first and the last migration of each app, by what depends on what within it."""

    def __init__(self, parents: Mapping[Key, set[Key]]) -> None:
        inner = {key: {parent for parent in found if parent[0] == key[0]} for key, found in parents.items()}
        followed = {parent for found in inner.values() for parent in found}
        self._first: dict[str, Key] = {}
        self._latest: dict[str, Key] = {}
        for key in sorted(parents, reverse=True):
            if not inner[key]:
                self._first[key[0]] = key
            if key not in followed:
                self._latest[key[0]] = key

    def first(self, app: str) -> Key | None:
        return self._first.get(app)

    def latest(self, app: str) -> Key | None:
        return self._latest.get(app)


def _order(parents: Mapping[Key, set[Key]]) -> Iterator[Key]:
    """Depth first from each last migration of an app, as Django's plan is made (MigrationGraph.iterative_dfs)."""
    children: dict[Key, list[Key]] = {key: [] for key in parents}
    for key, found in parents.items():
        for parent in found:
            children[parent].append(key)
    leaves = sorted(key for key, found in children.items() if all(child[0] != key[0] for child in found))
    done: set[Key] = set()
    begun: set[Key] = set()
    for leaf in (*leaves, *sorted(parents)):
        stack = [(leaf, False)]
        while stack:
            key, left = stack.pop()
            if key in done:
                continue
            if left:
                done.add(key)
                yield key
            elif key not in begun:
                begun.add(key)
                stack.append((key, True))
                stack += [(parent, False) for parent in sorted(parents[key])]
