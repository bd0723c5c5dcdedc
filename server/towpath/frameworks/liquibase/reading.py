"""Changelogs as migrations, one for each change set, in the order in which Liquibase runs them."""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import NamedTuple

from towpath.frameworks.kept import Kept
from towpath.frameworks.liquibase import making, rollbacks, sql
from towpath.frameworks.liquibase.asking import Asked
from towpath.frameworks.liquibase.changeset import ChangeSet
from towpath.frameworks.liquibase.entries import Changelog, Entry
from towpath.frameworks.liquibase.including import Begun, Start, Turn, Walk, plain
from towpath.frameworks.liquibase.making import Around, Made, Manner
from towpath.frameworks.liquibase.passing import Passage, Passed, Placed, moved
from towpath.frameworks.liquibase.passing import known as known_of
from towpath.frameworks.liquibase.properties import Properties
from towpath.frameworks.liquibase.steps import unread
from towpath.frameworks.pieces import Piece
from towpath.operations import Holder, Migration, Opaque, Script
from towpath.project import Found, Tree
from towpath.source import pattern

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


# What is read of something that could not be.
NOTHING = Made(ChangeSet("", "", "", ()), (), None, {}, {})


class Alone(NamedTuple):
    """The change sets of a file that hang on nothing but their own text, by their identities; and the other entries."""

    places: Mapping[str, int]
    others: tuple[int, ...]


class Own(NamedTuple):
    """What is kept of a series: its files as they were gone through, and by their texts the change sets of each.

    `placed` has the migrations by their identities, `sets` the change sets that others may refer to, and `passages` how
    each file was gone through. `alone` and `heads` are worked out of a file when somebody asks: `heads` are the
    texts of its change sets by their first letters.
    """

    manner: tuple[object, ...]
    begun: Mapping[str, Begun]
    by_text: Mapping[str, Mapping[str, Mapping[Manner, Made]]]
    placed: Mapping[str, Placed]
    sets: MutableMapping[rollbacks.Key, ChangeSet]
    passages: Mapping[str, Passage]
    alone: dict[str, Alone]
    heads: dict[str, Mapping[str, str]]


def read(found: Found, tree: Tree, kept: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those whose change sets say what they said are the very same ones."""
    reader = Reader(found, tree, known(found, kept) or _nothing(_manner(found)), moves=not kept.aside)
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

    def __init__(self, found: Found, tree: Tree, old: Own, moves: bool = False) -> None:
        """`moves`: what it keeps goes on from `old`, so that migrations which stand elsewhere now are moved there."""
        self._found = found
        self._moves = moves
        self._tree = tree
        self._old = old
        self._dialect = dialect_of(found)
        self._walk = Walk(tree, self._dialect)
        self._by_text: dict[str, dict[str, Mapping[Manner, Made]]] = {}
        self._placed: dict[str, Placed] = {}
        self._sets: MutableMapping[rollbacks.Key, ChangeSet] = {}
        self._passages: dict[str, Passage] = {}
        # What is known of each file's entries by what they were.
        self._known: dict[str, list[Passed | None]] = {}
        self._migrations: list[Migration] = []

    def own(self) -> Own:
        """What is to be kept of it."""
        manner, begun = self._old.manner, self._walk.begun
        return Own(manner, begun, self._by_text, self._placed, self._sets, self._passages, {}, {})

    def migrations(self) -> Sequence[Migration]:
        """All migrations: those that run first, or last of all, wherever they stand, and between them the others."""
        by_order: dict[str, list[Migration]] = {"first": [], "": self._migrations, "last": []}
        for turn in self.turns():
            migration = self._migration(turn)
            if migration is not None:
                by_order[self._placed[migration.identity].made.said.order].append(migration)
        if not (by_order["first"] or by_order["last"]):
            return self._migrations
        return [one for found in by_order.values() for one in found]

    def turns(self) -> Iterator[Turn]:
        """What stands in the changelogs, in the order in which it is come to."""
        first = (self._found.setting(FIRST) or "").split("\n")
        given = {
            name[len(_PARAMETER) :].lower(): value
            for name, value in self._found.settings
            if name.startswith(_PARAMETER)
        }
        for path in first if first != [""] else self._found.files:
            yield from self._walk.through(path, Start(Properties(given)), self._passed_over)

    def _migration(self, turn: Turn) -> Migration | None:
        path, entry = turn.changelog.path, turn.entry
        if turn.problem:
            return self._wrong(turn)
        if entry.kind not in ("changeSet", "raw"):
            return None
        made = self._made(turn)
        logical = plain(made.said.logical or turn.changelog.logical or path)
        name = logical, made.said.identity, made.said.author
        said = "::".join(name)
        self._sets[name] = made.said
        if made.said.ignored:
            return None
        identity = self._free(said, path if self._is_twice(said, made) else "")
        placed = self._old.placed.get(identity)
        if placed is None or placed.made is not made or placed.migration.path != path:
            holder = Holder(entry.start)
            placed = Placed(made, holder, _migration(identity, path, holder, made))
        (placed,) = self._standing((placed,), (entry,))
        self._placed[identity] = placed
        if (
            identity == said
            and not (made.files or made.others or made.said.order or entry.shared or entry.without)
            and _stands_alone(entry.text)
        ):
            self._passages[path].turns[turn.number] = Passed(name, identity)
        return placed.migration

    def _passed_over(self, changelog: Changelog, asked: Asked, number: int) -> int:
        """How many entries of a file, from one on, say what they said: they are read with that."""
        path = changelog.path
        if number == 0:
            self._known[path] = self._known_of(changelog, asked)
        known = self._known[path]
        end = known.index(None, number)
        passed = [one for one in known[number:end] if one]
        if not passed:
            return 0
        if not self._placed.keys().isdisjoint([one.identity for one in passed]):
            # Others are called the same now, so that each has to be looked at.
            self._known[path] = [None] * len(known)
            return 0
        self._take(path, passed, changelog.entries[number:end])
        self._passages[path].turns[number:end] = passed
        return len(passed)

    def _known_of(self, changelog: Changelog, asked: Asked) -> list[Passed | None]:
        """What is known of each entry; of a file that is gone through once more, nothing."""
        path = changelog.path
        nothing: list[Passed | None] = [*(None for _ in changelog.entries), None]
        if path in self._passages:
            return nothing
        self._passages[path] = Passage(changelog, asked, nothing)
        return known_of(self._old.passages.get(path), changelog, asked)

    def _take(self, path: str, passed: Sequence[Passed], entries: Sequence[Entry]) -> None:
        """Change sets of a file as they were read before."""
        known, before = self._old.by_text[path], self._old.placed
        identities = [one.identity for one in passed]
        placed = self._standing([*map(before.__getitem__, identities)], entries)
        texts = [one.text for one in entries]
        self._by_text.setdefault(path, {}).update(zip(texts, map(known.__getitem__, texts)))
        self._sets.update(zip([one.name for one in passed], [one.made.said for one in placed]))
        self._placed.update(zip(identities, placed))
        self._migrations += [one.migration for one in placed]

    def _standing(self, placed: Sequence[Placed], entries: Sequence[Entry]) -> Sequence[Placed]:
        """The migrations of change sets where their entries stand now."""
        if not self._moves:
            return moved(placed, entries)
        for one, entry in zip(placed, entries):
            one.holder.start = entry.start
        return placed

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
        holder = Holder(entry.start)
        migration = Migration(NAME, identity, Script(path, (step,), (lead,), holder=holder))
        self._placed[identity] = Placed(NOTHING, holder, migration)
        return migration

    def _made(self, turn: Turn) -> Made:
        path, entry = turn.changelog.path, turn.entry
        values = turn.properties.values
        names = dict.fromkeys(_HOLE.findall(entry.text.lower())) if "${" in entry.text else ()
        # In a file of SQL any property may stand.
        asked = tuple(sorted(values.items())) if _NAMED in entry.text else tuple(values.get(one) for one in names)
        beside = (entry.shared, entry.without) if entry.shared or entry.without else ()
        manner: Manner = (turn.asked, turn.changelog.quoting), (*asked, *beside)
        every = self._by_text.setdefault(path, {})
        here = every.get(entry.text, {})
        old = here.get(manner) or self._old.by_text.get(path, {}).get(entry.text, {}).get(manner)
        if old is None or not self._holds(old):
            around = Around(self._tree, self._dialect, self._sets)
            old = making.read(around, turn, values, manner, self._before(turn))
        every[entry.text] = {**here, manner: old}
        return old

    def _holds(self, old: Made) -> bool:
        """Whether the files and change sets that a change set was read by say what they said."""
        return all(self._tree.read(name) is source for name, source in old.files.items()) and all(
            self._sets.get(key) is other for key, other in old.others.items()
        )

    def _before(self, turn: Turn) -> Made | None:
        """The change set that stood there before it was edited: the one with the same first letters."""
        path, heads = turn.changelog.path, self._old.heads
        if path not in heads:
            known = self._old.by_text.get(path, {})
            heads[path] = {text[:_HEAD]: text for text in reversed([*known])}
        text = heads[path].get(turn.entry.text[:_HEAD])
        return None if text is None else next(iter(self._old.by_text[path][text].values()))


def _stands_alone(text: str) -> bool:
    """Whether a change set neither uses properties nor names files."""
    return "${" not in text and _NAMED not in text


def _migration(identity: str, path: str, holder: Holder, made: Made) -> Migration:
    said = made.said
    return Migration(
        NAME,
        identity,
        _script(path, made.up, holder, said.inside or _is_one_message(made)),
        None if made.down is None else _script(path, made.down, holder, said.inside),
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


def _script(path: str, pieces: tuple[Piece, ...], holder: Holder, inside: bool) -> Script:
    return Script(path, tuple([one.step for one in pieces]), tuple([one.start for one in pieces]), inside, holder)
