"""What has landed: the migrations of a series held against those that the base branch has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from towpath.operations import Migration, Script, replace, value


@value
class Edited:
    """A landed migration whose text is another one than on the base; `does_the_same`: what it does is as it was.

    `step` is the first of its way up that differs.
    """

    identity: str
    does_the_same: bool
    step: int = 0


@value
class Renamed:
    """A landed migration with another name now: `was` and `old_path` on the base, `identity` and `path` here."""

    was: str
    old_path: str
    identity: str
    path: str


@value
class Deleted:
    """A landed migration that is gone; `before` is the one that came next, or, of the last one, the one before it.

    `down` is the file of its way back, where that had one of its own.
    """

    identity: str
    path: str
    title: str
    before: str = ""
    down: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """All its files."""
        return tuple(filter(None, (self.path, self.down)))


@value
class Landed:
    """What of a series has landed. `base` is what the base is called, empty where only a setting says what landed.

    `repeated` are landed ones that run again, since they run whenever they changed. `ahead` are migrations of the base
    that came to it after this branch left it.
    """

    base: str
    identities: frozenset[str] = frozenset()
    edited: tuple[Edited, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    deleted: tuple[Deleted, ...] = ()
    ahead: tuple[Migration, ...] = ()
    repeated: frozenset[str] = frozenset()

    def with_more(self, identities: frozenset[str]) -> "Landed":
        """This, with more that counts as landed."""
        return replace(self, identities=self.identities | identities)

    def judges(self, migration: Migration) -> bool:
        """Whether a migration is judged: it has not landed, or runs again."""
        return migration.identity not in self.identities or migration.identity in self.repeated


def does_the_same(one: Migration, other: Migration) -> bool:
    """Whether two versions of a migration run the same statements, however these are written."""
    return _head(one) == _head(other) and _says(one.up) == _says(other.up) and _says(one.down) == _says(other.down)


def _head(migration: Migration) -> tuple[object, ...]:
    return migration.parents, migration.repeatable, migration.derived, migration.fresh


def _says(script: Script | None) -> object:
    return script and (script.transactional, [(step.operations, step.guard) for step in script.steps])


def first_difference(before: Migration, now: Migration) -> int:
    """The first step of the way up that is not as it was; the last, where something is missing behind it."""
    pairs = enumerate(zip(before.up.steps, now.up.steps))
    same = min(len(before.up.steps), len(now.up.steps))
    return max(min(next((at for at, (old, new) in pairs if old.block != new.block), same), len(now.up.steps) - 1), 0)


def renames(gone: Iterable[Migration], new: Sequence[Migration], texts: Mapping[str, str]) -> Iterator[Renamed]:
    """Which of the migrations that are gone stand here under another name: those whose text is the same.

    `texts` are those of both, by path.
    """
    by_text: dict[str, list[Migration]] = {}
    for migration in new:
        if migration.up.steps:
            by_text.setdefault(texts.get(migration.path, ""), []).append(migration)
    for migration in gone:
        if found := by_text.get(texts.get(migration.path, "")):
            here = found.pop(0)
            yield Renamed(migration.identity, migration.path, here.identity, here.path)


def up_to(migrations: Sequence[Migration], last: str) -> frozenset[str]:
    """The migrations up to one, as a setting names it: by its identity, its file or its number."""
    named = [number for number, one in enumerate(migrations) if last in _names(one)]
    if not named:
        found = _number(last)
        return frozenset(one.identity for one in migrations if found and _comes_by(_number(_version(one)), found))
    if any(one.parents for one in migrations):
        return _with_ancestors(migrations, [migrations[number].identity for number in named])
    return frozenset(one.identity for one in migrations[: named[-1] + 1] if not one.repeatable)


def comes_before(one: Migration, other: Migration) -> bool:
    """Whether the version of one is below that of another, as far as they are numbers of one kind."""
    mine, theirs = _number(_version(one)), _number(_version(other))
    return bool(mine) and bool(theirs) and mine < theirs


def _names(migration: Migration) -> tuple[str, ...]:
    """What one may call a migration: by its identity, its file, its version, or its name within an app."""
    stem = migration.path.rpartition("/")[2].rpartition(".")[0]
    return migration.identity, migration.path, stem, _version(migration)


def _version(migration: Migration) -> str:
    if migration.framework == "django":
        return migration.identity.rpartition(".")[2]
    return migration.identity.removeprefix("V")


def _number(text: str) -> tuple[int, ...]:
    """A version as numbers; empty for one that is none."""
    parts = text.removeprefix("V").partition("_")[0].split(".")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdigit() for part in parts) else ()


def _comes_by(own: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a version is not behind another one; of two stamps one may be shorter, a day or a month."""
    if len(own) == len(last) == 1 and own[0] >= _STAMPS:
        return str(own[0]).ljust(_DIGITS, "0") <= str(last[0]).ljust(_DIGITS, "0") if last[0] >= _YEAR else False
    return bool(own) and own <= last


# From here on a number is a date: a day at least, or, in a setting, a year.
_STAMPS, _YEAR, _DIGITS = 19_700_101, 1970, 17


def _with_ancestors(migrations: Sequence[Migration], named: Sequence[str]) -> frozenset[str]:
    parents = {one.identity: one.parents for one in migrations}
    found: set[str] = set()
    waiting = [*named]
    while waiting:
        one = waiting.pop()
        if one not in found and one in parents:
            found.add(one)
            waiting += parents[one]
    return frozenset(found)
