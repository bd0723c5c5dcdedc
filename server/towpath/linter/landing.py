"""What of a series has landed: read from the base branch where its files are not as they are here."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import is_
from typing import NamedTuple

from towpath.frameworks import Framework, Kept
from towpath.history.landed import Deleted, Edited, Landed, Renamed, does_the_same, first_difference, renames
from towpath.operations import Migration, replace
from towpath.project import Found, Tree
from towpath.project.git.files import Held, plain


class _Read(NamedTuple):
    """What was read of files among these texts; what is on the disk stays what it is as long as a Landing lives."""

    files: tuple[str, ...]
    texts: Mapping[str, str]
    migrations: tuple[Migration, ...]
    kept: Kept


class Landing:
    """Holds a series against the base; as long as nothing changed for it, the answer is the very same.

    `files` are there when it was asked; `problem` says what git did not give.
    """

    def __init__(self, found: Found, framework: Framework, base: str, files: Callable[[Found, str], Held]) -> None:
        """`base` is what the base is called, and `files` gives what it holds of a series in a folder."""
        self._found = found
        self._framework = framework
        self._base = base
        self._files = files
        self._known: tuple[tuple[object, ...], Landed] | None = None
        self._paths: list[str] = []
        self._missing: Sequence[str] = ()
        self._replacing: set[str] = set()
        self._kept: dict[str, _Read] = {}
        self.files: Held | None = None
        self.problem = ""

    def of(
        self, tree: Tree, migrations: Sequence[Migration], kept: Kept, changed: Sequence[str] | None = None
    ) -> Landed | None:
        """What has landed of these migrations, of which reading `kept` this; None where git does not tell.

        `changed` are the files that say something else than the last time, where that changed no migration's place.
        """
        # What runs in the place of others may have landed with these.
        before, self._replacing = self._replacing, {one.path for one in migrations if one.replaces}
        replaces = changed is None or not (before | self._replacing).isdisjoint(changed)
        if self._known and changed is not None and not replaces and self._is_new_only(tree, changed):
            return self._known[1]
        if self.files is None:
            self.files = self._files(self._found, tree.root)
            self.problem = self.files.problem
        if self.problem:
            return None
        differing = [path for path in self._found.files if not self.files.holds(tree, path)]
        here = frozenset(self._found.files)
        missing = [path for path in {**self.files.fork, **self.files.tip} if path not in here and not tree.has(path)]
        key = (*migrations, *map(tree.read, differing), *missing)
        if self._known and len(self._known[0]) == len(key) and all(map(is_, self._known[0], key)):
            return self._known[1]
        found = self._landed(tree, migrations, kept, differing, missing)
        if self._known and self._known[1] == found:
            found = self._known[1]
        self._known, self._paths, self._missing = (key, found), tree.paths(), missing
        return found

    def _is_new_only(self, tree: Tree, changed: Sequence[str]) -> bool:
        """Whether only files changed that the base does not have, and that can be no renamed one of it either."""
        if self.files is None or self._missing or tree.paths() is not self._paths:
            return False
        return not any(map(self.files.name, changed))

    def _landed(
        self, tree: Tree, migrations: Sequence[Migration], kept: Kept, differing: Sequence[str], missing: Sequence[str]
    ) -> Landed:
        assert self.files
        changed = {path for path in differing if self.files.name(path)}
        new = {path for path in differing if path not in changed}
        untouched = frozenset(
            one.identity
            for one in migrations
            if (one.path not in changed and one.path not in new) or _stands_for_landed(one, self.files)
        )
        if not changed and not missing:
            return Landed(self._base, untouched)
        read = partial(self._read, kept)
        old = _read_old(self._found, self._framework, read, migrations, tree, self.files, changed, missing, new)
        return _held_against(self._base, untouched, old, migrations, tree, self.files)

    def _read(self, here: Kept, found: Found, tree: Tree, whose: str) -> tuple[Migration, ...]:
        """The migrations of files; what was read of these before is kept, by `whose` they are.

        What was never read starts from what is known of those that are `here`.
        """
        if not found.files:
            return ()
        known = self._kept.get(whose)
        if known is None or known.files != found.files:
            known = _Read(found.files, {}, (), here.beside())
        if known.texts != tree.unsaved or not known.migrations:
            known = known._replace(migrations=self._framework.read(found, tree, known.kept), texts=dict(tree.unsaved))
        self._kept[whose] = known
        return known.migrations

    def text(self, path: str) -> str | None:
        """The text that the base has of a file; None where it has none."""
        return self.files.text(path) if self.files else None

    def beside(self, path: str) -> str | None:
        """The text that the base has now of a file of no series; None where it has none."""
        return self.files.beside(path) if self.files else None


class _Old(NamedTuple):
    """The migrations of the base whose files are not as they are here; `now` are those of the same files here.

    Both are read without what came before them, so that they can be compared.
    """

    before: Mapping[str, Migration]
    now: Mapping[str, Migration]
    order: tuple[str, ...]
    tree: Tree


def _read_old(
    found: Found,
    framework: Framework,
    read: Callable[[Found, Tree, str], tuple[Migration, ...]],
    migrations: Sequence[Migration],
    tree: Tree,
    files: Held,
    changed: set[str],
    missing: Sequence[str],
    new: set[str],
) -> _Old:
    files.fetch((*changed, *missing))
    texts = {path: files.text(path) for path in (*changed, *missing)}
    base = tree.with_changes({**{path: text for path, text in texts.items() if text is not None}, **dict.fromkeys(new)})
    there = _series_of(found, framework, base) if missing else found
    own = [path for path in there.files if texts.get(path) is not None]
    here = replace(found, files=tuple(path for path in found.files if path in changed))
    now = migrations if here.files == found.files else read(here, tree, "ours")
    # Of the very files that `now` is of, since what a file means may hang on those beside it.
    before = read(here, base, "theirs")
    if missing or tuple(own) != here.files:
        before = (*read(replace(there, files=tuple(own)), base, "all of theirs"), *before)
    left = {one.identity for one in now}
    gone = any(one.path in files.fork and one.identity not in left for one in before)
    # Only where something may be gone it matters what came next.
    order = framework.read(there, base, Kept()) if gone else ()
    return _Old(
        {one.identity: one for one in before},
        {one.identity: one for one in now},
        tuple(one.identity for one in order),
        base,
    )


def _series_of(found: Found, framework: Framework, tree: Tree) -> Found:
    """The same series in another tree; which files it has there is the framework's to say."""
    every = [one for one in framework.detect(tree) if one.dialects == found.dialects]
    same = next((one for one in every if one.folder == found.folder), None)
    return same or next((one for one in every if set(one.files) & set(found.files)), found)


def _held_against(
    base: str, untouched: frozenset[str], old: _Old, migrations: Sequence[Migration], tree: Tree, files: Held
) -> Landed:
    here = {one.identity: one for one in migrations}
    ahead = tuple(one for one in old.before.values() if one.path not in files.fork and not tree.has(one.path))
    came_later = {one.identity for one in ahead}
    old = old._replace(before={name: one for name, one in old.before.items() if name not in came_later})
    edited = [one for one in _edited(old, here, tree) if one]
    replaced = {identity for one in migrations for identity, _ in one.replaces}
    absent = [one for identity, one in old.before.items() if identity not in here and identity not in replaced]
    gone = [one for one in absent if one.path in files.fork and one.path in files.tip]
    unknown = [one for one in migrations if one.identity not in untouched and one.identity not in old.before]
    renamed = [*renames(gone, unknown, _texts(old.tree, gone) | _texts(tree, unknown)), *_moved(old, here)]
    elsewhere = {one.was for one in renamed}
    repeated = {one.identity for one in edited if here[one.identity].repeatable}
    return Landed(
        base,
        untouched | frozenset(old.before) | frozenset(one.identity for one in renamed),
        tuple(one for one in edited if one.identity not in repeated),
        tuple(renamed),
        tuple(_deleted(one, old.order, here) for one in gone if one.identity not in elsewhere and not one.repeatable),
        ahead,
        frozenset(repeated),
    )


def _stands_for_landed(migration: Migration, files: Held) -> bool:
    """Whether it runs in the place of migrations that have all landed: then a database with rows never runs it."""
    return bool(migration.replaces) and all(files.name(path) for _, path in migration.replaces)


def _edited(old: _Old, here: Mapping[str, Migration], tree: Tree) -> Iterator[Edited | None]:
    """The migrations that are there and here, and do not say the same."""
    many, many_here = _by_path(old.before.values()), _by_path((old.now or here).values())
    for identity, before in old.before.items():
        now = old.now.get(identity) or here.get(identity)
        if now is None or (many[before.path] > 1 and _has_the_steps_of(before, now)):
            continue
        if _said(before, many, old.tree) != _said(now, many_here, tree):
            yield Edited(identity, does_the_same(before, now), first_difference(before, now))


def _has_the_steps_of(one: Migration, other: Migration) -> bool:
    """Whether two versions of a migration in a file of many have the very same steps, as read from the same text."""
    pairs = ((one.up, other.up), (one.down, other.down))
    return one.path == other.path and all(
        was is now or (was and now and was.steps == now.steps and was.transactional == now.transactional)
        for was, now in pairs
    )


def _by_path(migrations: Iterable[Migration]) -> Counter[str]:
    """How many migrations stand in each file."""
    return Counter(one.path for one in migrations)


def _said(migration: Migration, many: Counter[str], tree: Tree) -> object:
    """What a migration says, word for word: its files, or, where it shares one, the statements that are its own."""
    paths = {script.path for script in (migration.up, migration.down) if script}
    if sum(many[path] for path in paths) < 2:
        return sorted(plain(tree.text(path) or "") for path in paths)
    scripts = (migration.up, migration.down)
    return [(one.transactional, [plain(step.block) for step in one.steps]) for one in scripts if one]


def _texts(tree: Tree, migrations: Sequence[Migration]) -> dict[str, str]:
    return {one.path: plain(tree.text(one.path) or "") for one in migrations}


def _moved(old: _Old, here: Mapping[str, Migration]) -> Iterator[Renamed]:
    """The migrations whose file has another name, and whose identity has not."""
    for identity, before in old.before.items():
        now = here.get(identity)
        if now is not None and now.path != before.path:
            yield Renamed(identity, before.path, identity, now.path)


def _deleted(gone: Migration, order: Sequence[str], here: Mapping[str, Migration]) -> Deleted:
    """What is gone, with the one that is left and came next, or else right before it."""
    at = order.index(gone.identity) if gone.identity in order else len(order)
    left = [one for one in (*order[at:], *reversed(order[:at])) if one in here]
    down = gone.down.path if gone.down and gone.down.path != gone.path else ""
    return Deleted(gone.identity, gone.path, gone.title, left[0] if left else "", down)
