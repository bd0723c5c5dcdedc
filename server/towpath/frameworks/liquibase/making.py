"""One change set as it is read: what it does both ways, from its text and from the files that it names."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from towpath.frameworks.liquibase import changeset, rollbacks
from towpath.frameworks.liquibase.changeset import ChangeSet
from towpath.frameworks.liquibase.entries import Entry
from towpath.frameworks.liquibase.growing import is_left_open
from towpath.frameworks.liquibase.including import Turn, located, plain
from towpath.frameworks.liquibase.splicing import FEW, Cut, cuts, splice
from towpath.frameworks.liquibase.steps import How, opaque, slips, steps
from towpath.frameworks.pieces import Before, Body, Piece
from towpath.frameworks.pieces import Entry as Stretch
from towpath.operations import Opaque, Step
from towpath.project import Tree
from towpath.source import Source, Unreadable
from towpath.syntax.markup import Node, filled

# As much of a file of rows as is looked at, where it is too large to be read.
_ROWS = 262_144
Read = Source | Unreadable
Manner = tuple[object, ...]


class Made(NamedTuple):
    """A change set as it was read, with the files and change sets that it refers to.

    `text` is what it was read from, under a `manner` of its file; `cuts` are its changes, if these can be told apart.
    """

    said: ChangeSet
    up: tuple[Piece, ...]
    down: tuple[Piece, ...] | None
    files: Mapping[str, Read]
    others: Mapping[rollbacks.Key, ChangeSet | None]
    text: str = ""
    manner: Manner = ()
    cuts: tuple[Cut, ...] = ()


class Around(NamedTuple):
    """What change sets are read with: the project, the database, and the change sets that a way back may name."""

    tree: Tree
    dialect: str
    sets: Mapping[rollbacks.Key, ChangeSet]


def read(around: Around, turn: Turn, values: Mapping[str, str], manner: Manner, before: Made | None) -> Made:
    """The change set of a turn, with the values of properties; `before` is what stood there, in a manner of its own."""
    if before and before.manner == manner and (spliced := _spliced(around, turn, values, before)):
        return spliced
    path, entry, syntax = turn.changelog.path, turn.entry, turn.changelog.syntax
    said = changeset.read(entry, syntax, values, turn.asked)
    if entry.without:
        changes = tuple(changeset.without(one, entry.without, around.dialect) for one in said.changes)
        said = said._replace(changes=changes)
    asked = _Asked(around.tree, path)
    how = _how(around, turn, values, said, entry.text, asked)
    if before and before.manner == manner and _sends_alike(before.said, said) and not before.files:
        how = how._replace(known=_known(before))
    up = [*_problems(said, entry)]
    # Where one of them may reach further than its own text, none is read alone.
    apart = len(said.changes) >= FEW and not up and not said.modifies
    apart = apart and not (syntax == "xml" and is_left_open(entry.text))
    counted: list[tuple[Node, int]] = []
    for change in said.changes:
        found = [*steps((change,), how)]
        counted.append((change, len(found)))
        up += found
    back = rollbacks.read(said, how, around.sets, plain(said.logical or turn.changelog.logical or path))
    return Made(
        said,
        _kept(up, before.up if before else ()),
        None if back is None else _kept(back.pieces, (before.down if before else None) or ()),
        asked.files,
        back.others if back else {},
        entry.text,
        manner,
        cuts(counted, entry.text, syntax) if apart else (),
    )


def _sends_alike(one: ChangeSet, other: ChangeSet) -> bool:
    """Whether a change is the same step in both of two change sets."""
    derived = (one.rollback is None) == (other.rollback is None)
    return derived and (one.guard, one.modifies, one.quoting) == (other.guard, other.modifies, other.quoting)


def _how(around: Around, turn: Turn, values: Mapping[str, str], said: ChangeSet, home: str, asked: "_Asked") -> How:
    quoting = said.quoting or turn.changelog.quoting or "LEGACY"
    derived = said.rollback is None
    shared = bool(turn.entry.shared)
    return How(around.dialect, home, values, asked.text, said.guard, derived, said.modifies, quoting, shared=shared)


def _spliced(around: Around, turn: Turn, values: Mapping[str, str], before: Made) -> Made | None:
    """The change set with only those of its changes read again that an edit touched; None: it cannot be told so."""
    entry, syntax = turn.entry, turn.changelog.syntax
    if before.files or syntax == "sql" or entry.shared or entry.without:
        return None
    found = splice(syntax, before.text, entry.text, before.cuts, before.said.close)
    if found is None or any(one.name in changeset.OTHERS for one in found.changes):
        return None
    asked = _Asked(around.tree, turn.changelog.path)
    how = _how(around, turn, values, before.said, found.home, asked)
    counted, middle = list[tuple[Node, int]](), list[Piece]()
    for change in found.changes:
        pieces = [*steps((filled(change, values) if "${" in found.home else change,), how)]
        counted.append((change, len(pieces)))
        middle += (Piece(piece.start + found.by, piece.step) for piece in pieces)
    anew = cuts(counted, found.home, syntax)
    if len(anew) < len(counted):
        return None
    kept = len(before.cuts) - found.behind
    first, last = (sum(one.steps for one in before.cuts[:number]) for number in (found.front, kept))
    end = before.cuts[kept].start if found.behind else before.said.close
    start = before.cuts[found.front].start
    down = before.down and _moved(before.down, start, end, found.shift)
    if before.down is not None and down is None:
        return None
    again = partial(changeset.read, entry, syntax, values, turn.asked)
    back = before.said.back
    return before._replace(
        said=before.said._replace(
            changes=(),
            again=again,
            close=before.said.close + found.shift,
            back=back.shifted(found.shift) if back.start >= end else back,
        ),
        up=(
            *before.up[:first],
            *_kept(middle, before.up[first:last]),
            *(Piece(one.start + found.shift, one.step) for one in before.up[last:]),
        ),
        down=down,
        files=asked.files,
        text=entry.text,
        cuts=(
            *before.cuts[: found.front],
            *_cuts_moved(anew, found.by),
            *_cuts_moved(before.cuts[kept:], found.shift),
        ),
    )


def _moved(pieces: tuple[Piece, ...], start: int, end: int, shift: int) -> tuple[Piece, ...] | None:
    """The pieces after what stands between two places has grown; None where one is in between."""
    if any(start <= one.start < end for one in pieces):
        return None
    return tuple(Piece(one.start + shift, one.step) if one.start >= end else one for one in pieces)


def _cuts_moved(found: Sequence[Cut], by: int) -> list[Cut]:
    return [Cut(one.start + by, *one[1:]) for one in found]


def _known(before: Made) -> dict[str, list[tuple[Step, ...]]]:
    """The steps of statements by their texts, each to be taken once; but for statements that were left open."""
    known: dict[str, list[tuple[Step, ...]]] = {}
    for _, found in groupby(reversed(before.up), lambda one: one.start):
        steps_ = tuple(one.step for one in found)[::-1]
        if any(isinstance(said, Opaque) and said.incomplete for step in steps_ for said in step.operations):
            continue
        known.setdefault(steps_[0].block, []).append(steps_)
    return known


class _Asked:
    """The files that a change set names, as they are asked for."""

    def __init__(self, tree: Tree, path: str) -> None:
        self._tree = tree
        self._path = path
        self.files: dict[str, Read] = {}

    def text(self, change: Node) -> str | None:
        name = change.get("path", "file")
        found = located(self._tree, self._path, str(name), change) if name is not None else None
        if found is None:
            return None
        source = self.files[found] = self._tree.read(found)
        if not isinstance(source, Source) and change.name.startswith("load"):
            # Rows are the same statement again and again, so of a large file its beginning is enough.
            return self._tree.head(found, _ROWS).rpartition("\n")[0] or None
        return source.text if isinstance(source, Source) else None


def _problems(said: ChangeSet, entry: Entry) -> Iterator[Piece]:
    for problem, span in said.problems:
        yield Piece(span.start, opaque(span.of(entry.text), problem))
    yield from slips(said.misspelt, entry.text)


def _kept(pieces: Sequence[Piece], old: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces, with the very steps of before that say the same."""
    if not old:
        return tuple(pieces)
    return Before(Body((Stretch("", 0, 0, old),), 0), 0).steps(pieces)
