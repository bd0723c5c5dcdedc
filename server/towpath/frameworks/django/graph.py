"""The order in which Django runs the migrations of a project: each behind what it depends on."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from towpath.frameworks.django.content import SETTING, Content, Key

_FIRST, _LATEST = "__first__", "__latest__"
_AT_AN_END = (_FIRST, _LATEST, SETTING)


class Graph:
    """What depends on what, squashed migrations in the place of those that they replace.

    `settings` hold the models that dependencies on a setting name. What other projects hold is left out. Each migration
    is looked at when somebody asks for it: the proof of a fix asks for a few of many.
    """

    def __init__(self, contents: Mapping[Key, Content], settings: Mapping[str, str]) -> None:
        self._contents = contents
        self._settings = settings
        self._replaced = {old: key for key, one in contents.items() for old in one.replaces if old != key}
        # Those in the place of which a migration runs, and those that want to run before it.
        self._stands_for: dict[Key, list[Key]] = {}
        for key in self._replaced:
            if key in contents:
                self._stands_for.setdefault(self._standing(key), []).append(key)
        self._earlier: dict[Key, list[Key]] = {}
        for key, one in contents.items():
            for child in one.run_before:
                self._earlier.setdefault(self._standing(child), []).append(self._standing(key))
        self._named: dict[Key, frozenset[Key]] = {}
        self._behind: dict[Key, frozenset[Key]] = {}
        self._ends: dict[str, tuple[Key | None, Key | None]] = {}
        self._told: dict[Key, tuple[Key, ...]] = {}

    def parents(self, key: Key) -> tuple[Key, ...]:
        """The parents of a migration that runs on an empty database; none of one that does not.

        Parents that an app of the project lacks are among them; those that other projects hold are not.
        """
        found = self._told.get(key)
        if found is None:
            runs = self._runs(key)
            found = self._told[key] = (*sorted(self._parents(key)), *self._missing(key)) if runs else ()
        return found

    @cached_property
    def order(self) -> tuple[Key, ...]:
        """All that run on an empty database, as Django's plan is made: depth first from each last one of an app."""
        keys = sorted(filter(self._runs, self._contents))
        followed = {parent for key in keys for parent in self._parents(key) if parent[0] == key[0]}
        leaves = (key for key in keys if key not in followed)
        return tuple(_depth_first((*leaves, *keys), self._parents))

    @cached_property
    def places(self) -> dict[Key, int]:
        """The place of each of them in the order."""
        return {key: number for number, key in enumerate(self.order)}

    def in_order(self, keys: Collection[Key]) -> Iterator[Key]:
        """Some of the migrations, each behind those of them that it depends on."""
        wanted = sorted(filter(self._runs, keys))
        return _depth_first(wanted, lambda key: [parent for parent in self._parents(key) if parent in wanted])

    def _runs(self, key: Key) -> bool:
        return key in self._contents and key not in self._replaced

    def _standing(self, key: Key) -> Key:
        """The migration that runs in the place of one, which may be this one."""
        seen: set[Key] = set()
        while key in self._replaced and key not in seen:
            seen.add(key)
            key = self._replaced[key]
        return key

    def _parents(self, key: Key) -> frozenset[Key]:
        found = self._behind.get(key)
        if found is None:
            found = self._behind[key] = self._by_name(key).union(self._at_ends(key))
        return found

    def _by_name(self, key: Key) -> frozenset[Key]:
        """The parents that are named, by the migration or by themselves."""
        found = self._named.get(key)
        if found is None:
            said = [self._standing(parent) for _, parent in self._said(key) if parent[1] not in _AT_AN_END]
            every = (*said, *self._earlier.get(key, ()))
            found = self._named[key] = frozenset([one for one in every if one != key and self._runs(one)])
        return found

    def _at_ends(self, key: Key) -> Iterator[Key]:
        """The parents that are whichever one comes first or last in another app."""
        for own, (app, which) in self._said(key):
            if which in _AT_AN_END:
                app = self._settings.get(app, "").partition(".")[0] if which == SETTING else app
                end = self._ends_of(app)[which == _LATEST]
                if end is not None and app != own[0] and end != key:
                    yield end

    def _said(self, key: Key) -> Iterator[tuple[Key, Key]]:
        """What a migration, and those in whose place it runs, say to depend on: who says it, and on what."""
        for one in (key, *self._stands_for.get(key, ())):
            for parent in self._contents[one].dependencies:
                yield one, parent

    def _ends_of(self, app: str) -> tuple[Key | None, Key | None]:
        """The first and the last migration of an app, by what depends on what within it."""
        found = self._ends.get(app)
        if found is None:
            keys = sorted(key for key in self._contents if key[0] == app and self._runs(key))
            inner = {key: [parent for parent in self._by_name(key) if parent[0] == app] for key in keys}
            followed = {parent for parents in inner.values() for parent in parents}
            first = next((key for key in keys if not inner[key]), None)
            found = self._ends[app] = first, next((key for key in keys if key not in followed), None)
        return found

    def _missing(self, key: Key) -> list[Key]:
        """The dependencies of a migration on others that an app of the project does not have."""
        return [
            one
            for one in self._contents[key].dependencies
            if one[1] not in _AT_AN_END
            and one not in self._contents
            and one not in self._replaced
            and one[0] in self._apps
        ]

    @cached_property
    def _apps(self) -> set[str]:
        return {app for app, _ in self._contents}


def _depth_first(starts: Iterable[Key], parents: Callable[[Key], Iterable[Key]]) -> Iterator[Key]:
    """Each one that leads to a start, and the start, behind its parents (`MigrationGraph.iterative_dfs`)."""
    done: set[Key] = set()
    begun: set[Key] = set()
    for start in starts:
        stack = [(start, False)]
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
                stack += [(parent, False) for parent in sorted(parents(key))]
