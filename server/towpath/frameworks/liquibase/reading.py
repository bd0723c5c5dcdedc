"""Changelogs as migrations, one for each change set, in the order in which Liquibase runs them."""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import NamedTuple

from towpath.frameworks.kept import Kept
from towpath.frameworks.liquibase import making, rollbacks, sql
from towpath.frameworks.liquibase.asking import Asked
from towpath.frameworks.liquibase.changeset import ChangeSet
from towpath.frameworks.liquibase.including import Begun, Start, Turn, Walk, plain
from towpath.frameworks.liquibase.making import Around, Made
from towpath.frameworks.liquibase.properties import Properties
from towpath.frameworks.liquibase.steps import unread
from towpath.frameworks.pieces import Piece
from towpath.operations import Migration, Opaque, Script
from towpath.project import Found, Tree
from towpath.source import pattern
from towpath.syntax.markup import Node

NAME = "liquibase"
# The setting that names the changelogs with which a series begins.
FIRST = "changelogs"
# Before the names of the properties that are set outside of the changelogs.
_PARAMETER = "parameter."
_HOLE = pattern(r"\$\{\s*([^{}\s]+)\s*\}")
# So many letters tell a change set that was edited.
_HEAD = 60
# What stands in a change set that names a file.
_NAMED = "path"


# What a change set is read from, and the values in it that depend on where it is included.
_Key = tuple[str, tuple[Asked, str], tuple[object, ...]]


# What is read of something that could not be.
NOTHING = Made(ChangeSet("", "", "", ()), (), None, {}, {})


class Placed(NamedTuple):
    """The migration that a change set is, where it stood."""

    made: Made
    start: int
    migration: Migration


class _Passed(NamedTuple):
    """A turn that nothing but its own text told, as it was read: a change set without properties, files and twins."""

    text: str
    asked: Asked
    root: Node
    key: _Key
    name: rollbacks.Key
    identity: str
    placed: Placed


class Alone(NamedTuple):
    """The change sets of a file that hang on nothing but their own text, by their identities; and the other entries."""

    places: Mapping[str, int]
    others: tuple[int, ...]


class Own(NamedTuple):
    """What is kept of a series: its files as they were gone through, and by their texts the change sets of each.

    `placed` has the migrations by their identities, `sets` the change sets that others may refer to, and `passed` each
    turn of a file, in order. `alone` and `heads` are worked out of a file when somebody asks: `heads` are its change
    sets by their first letters.
    """

    manner: tuple[object, ...]
    begun: Mapping[str, Begun]
    by_text: Mapping[str, dict[_Key, Made]]
    placed: Mapping[str, Placed]
    sets: MutableMapping[rollbacks.Key, ChangeSet]
    passed: Mapping[str, Sequence[_Passed | None]]
    alone: dict[str, Alone]
    heads: dict[str, Mapping[str, Made]]


def read(found: Found, tree: Tree, kept: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those whose change sets say what they said are the very same ones."""
    reader = Reader(found, tree, known(found, kept) or _nothing(_manner(found)))
    migrations = tuple(reader.migrations())
    # Not changed in place: another reading may start from what is known now.
    kept.own = reader.own()
    return migrations


def known(found: Found, kept: Kept) -> Own | None:
    """What is kept of the series, if that was read in the manner in which it is to be read."""
    return kept.own if isinstance(kept.own, Own) and kept.own.manner == _manner(found) else None


def _manner(found: Found) -> tuple[object, ...]:
    return found.dialects, found.dialect, found.settings


def _nothing(manner: tuple[object, ...]) -> Own:
    return Own(manner, {}, {}, {}, {}, {}, {}, {})


def dialect_of(found: Found) -> str:
    """The database that a series is read for: the one whose statements are read, if it is one of its own."""
    if found.dialect:
        return found.dialect
    return "postgresql" if not found.dialects or "postgresql" in found.dialects else found.dialects[0]


def values_at(found: Found, tree: Tree, path: str, start: int) -> Mapping[str, str]:
    """The values of the properties that hold in a change set, which starts there in its file."""
    turns = Reader(found, tree, _nothing(())).turns()
    here = (turn for turn in turns if turn.changelog.path == path and turn.entry.start == start)
    turn = next(here, None)
    return turn.properties.values if turn else {}


class Reader:
    """Goes through a series once."""

    def __init__(self, found: Found, tree: Tree, old: Own) -> None:
        self._found = found
        self._tree = tree
        self._old = old
        self._dialect = dialect_of(found)
        self._walk = Walk(tree, self._dialect)
        self._by_text: dict[str, dict[_Key, Made]] = {}
        self._placed: dict[str, Placed] = {}
        self._sets: MutableMapping[rollbacks.Key, ChangeSet] = {}
        self._passed: dict[str, list[_Passed | None]] = {}

    def own(self) -> Own:
        """What is to be kept of it."""
        manner, begun = self._old.manner, self._walk.begun
        return Own(manner, begun, self._by_text, self._placed, self._sets, self._passed, {}, {})

    def migrations(self) -> Iterator[Migration]:
        for turn in self.turns():
            migration = self._migration(turn)
            if migration is not None:
                yield migration

    def turns(self) -> Iterator[Turn]:
        """What stands in the changelogs, in the order in which it is come to."""
        first = (self._found.setting(FIRST) or "").split("\n")
        given = {
            name[len(_PARAMETER) :].lower(): value
            for name, value in self._found.settings
            if name.startswith(_PARAMETER)
        }
        for path in first if first != [""] else self._found.files:
            yield from self._walk.through(path, Start(Properties(given)))

    def _migration(self, turn: Turn) -> Migration | None:
        path, entry = turn.changelog.path, turn.entry
        if turn.problem:
            return self._wrong(turn)
        if entry.kind not in ("changeSet", "raw"):
            return None
        passed = self._passed.setdefault(path, [])
        before = self._old.passed.get(path, ())
        old = before[len(passed)] if len(passed) < len(before) else None
        if old is not None and _is_as(turn, old) and old.identity not in self._placed:
            passed.append(self._again(old, turn))
            return self._placed[old.identity].migration
        key, made = self._made(turn)
        logical = plain(made.said.logical or turn.changelog.logical or path)
        name = logical, made.said.identity, made.said.author
        said = "::".join(name)
        self._sets[name] = made.said
        passed.append(None)
        if made.said.ignored:
            return None
        identity = self._free(said, path if self._is_twice(said, made) else "")
        placed = self._old.placed.get(identity)
        if placed is None or placed.made is not made or placed.start != entry.start or placed.migration.path != path:
            placed = Placed(made, entry.start, _migration(identity, path, entry.start, made))
        self._placed[identity] = placed
        if (
            identity == said
            and not (made.files or made.others or entry.shared or entry.without)
            and _stands_alone(entry.text)
        ):
            passed[-1] = _Passed(entry.text, turn.asked, turn.changelog.root, key, name, identity, placed)
        return placed.migration

    def _again(self, old: _Passed, turn: Turn) -> _Passed:
        """A turn that says what it said, if perhaps at another place of the file."""
        placed, start = old.placed, turn.entry.start
        if placed.start != start:
            placed = Placed(placed.made, start, _moved(placed.migration, start - placed.start))
            old = old._replace(placed=placed)
        self._by_text.setdefault(turn.changelog.path, {})[old.key] = placed.made
        self._sets[old.name] = placed.made.said
        self._placed[old.identity] = placed
        return old

    def _is_twice(self, identity: str, made: Made) -> bool:
        """Whether a change set that is called so runs where this one does, which Liquibase refuses."""
        twin = self._there(identity)
        guards = [one.guard.databases for one in (twin.made.said, made.said) if one.guard] if twin else []
        return twin is not None and (len(guards) < 2 or not all(guards) or not set(guards[0]).isdisjoint(guards[1]))

    def _free(self, identity: str, path: str = "") -> str:
        """An identity that no migration has until now; with its `path`, of one whose own is taken."""
        identity = f"{identity} ({path})" if path else identity
        while self._there(identity):
            identity += " again"
        return identity

    def _there(self, identity: str) -> Placed | None:
        """The migration that has an identity until now."""
        return self._placed.get(identity)

    def _wrong(self, turn: Turn) -> Migration:
        """What stands for something that could not be read, so that somebody says so."""
        path, entry = turn.changelog.path, turn.entry
        identity = self._free(f"{plain(path)}::{entry.start}")
        kept = self._old.placed.get(identity)
        block = entry.text.strip()
        if kept is not None and kept.start == entry.start and kept.migration.up.steps[0].block == block:
            said = kept.migration.up.steps[0].operations[0]
            if getattr(said, "reason", "") == turn.problem:
                self._placed[identity] = kept
                return kept.migration
        lead = len(entry.text) - len(entry.text.lstrip())
        step = unread(Opaque(turn.problem, block, False, entry.misspelt, entry.instead))
        migration = Migration(NAME, identity, Script(path, (step,), (entry.start + lead,)))
        self._placed[identity] = Placed(NOTHING, entry.start, migration)
        return migration

    def _made(self, turn: Turn) -> tuple[_Key, Made]:
        path, entry = turn.changelog.path, turn.entry
        values = turn.properties.values
        names = dict.fromkeys(_HOLE.findall(entry.text.lower())) if "${" in entry.text else ()
        # In a file of SQL any property may stand.
        asked = tuple(sorted(values.items())) if _NAMED in entry.text else tuple(values.get(one) for one in names)
        beside = (entry.shared, entry.without) if entry.shared or entry.without else ()
        key = entry.text, (turn.asked, turn.changelog.quoting), (*asked, *beside)
        here = self._by_text.setdefault(path, {})
        old = here.get(key) or self._old.by_text.get(path, {}).get(key)
        if old is None or not self._holds(old):
            around = Around(self._tree, self._dialect, self._sets)
            old = making.read(around, turn, values, key[1:], self._before(turn))
        here[key] = old
        return key, old

    def _holds(self, old: Made) -> bool:
        """Whether the files and change sets that a change set was read by say what they said."""
        return all(self._tree.read(name) is source for name, source in old.files.items()) and all(
            self._sets.get(key) is other for key, other in old.others.items()
        )

    def _before(self, turn: Turn) -> Made | None:
        """The change set that stood there before it was edited: the one with the same first letters."""
        path, heads = turn.changelog.path, self._old.heads
        if path not in heads:
            heads[path] = {text[:_HEAD]: made for (text, *_), made in reversed(self._old.by_text.get(path, {}).items())}
        return heads[path].get(turn.entry.text[:_HEAD])


def _stands_alone(text: str) -> bool:
    """Whether a change set neither uses properties nor names files."""
    return "${" not in text and _NAMED not in text


def _is_as(turn: Turn, old: _Passed) -> bool:
    """Whether a change set says what one said that stood there, in the same surroundings."""
    root, entry = turn.changelog.root, turn.entry
    same = entry.text == old.text and not (entry.shared or entry.without)
    return same and turn.asked == old.asked and (root is old.root or root == old.root)


def _moved(migration: Migration, by: int) -> Migration:
    """A migration that stands so many characters further behind in its file."""
    return Migration(
        NAME,
        migration.identity,
        _script_moved(migration.up, by),
        migration.down and _script_moved(migration.down, by),
        repeatable=migration.repeatable,
        derived=migration.derived,
        title=migration.title,
    )


def _script_moved(script: Script, by: int) -> Script:
    return Script(script.path, script.steps, tuple([start + by for start in script.starts]), script.transactional)


def _migration(identity: str, path: str, start: int, made: Made) -> Migration:
    said = made.said
    return Migration(
        NAME,
        identity,
        _script(path, made.up, start, said.inside or _is_one_message(made)),
        None if made.down is None else _script(path, made.down, start, said.inside),
        repeatable=said.repeatable,
        # Where one change has no inverse, all of them have to be taken back by what is written.
        derived=said.rollback is None and all(one.step.reversible for one in made.up),
        title=said.comment or said.identity,
    )


def _is_one_message(made: Made) -> bool:
    """Whether all that a change set does is sent as one message, of which PostgreSQL makes one transaction."""
    changes = made.said.changes
    if len(changes) != 1 or changes[0].name not in ("sql", "sqlFile") or len(made.up) < 2:
        return False
    (change,) = changes
    text = change.get("sql") or change.text
    split = str(change.get("splitStatements") or "").lower() != "false"
    return not split or (text is not None and sql.is_one_message(text, change.get("endDelimiter")))


def _script(path: str, pieces: tuple[Piece, ...], start: int, inside: bool) -> Script:
    return Script(path, tuple(one.step for one in pieces), tuple(one.start + start for one in pieces), inside)
