"""Which steps speak of which table, column, index or type, through all renames."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.history import Replay, Replayed, in_turn
from towpath.navigation.spoken import columns, made, mentioned, new_columns, renamed
from towpath.operations import Direction, DropColumn, Migration, Name, Opaque, Operation, RenameColumn
from towpath.schema import State, Table


class Where(NamedTuple):
    """A step of a series."""

    migration: str
    direction: Direction
    step: int


class Thing:
    """A table, a column, or what else has a name; it stays the same one when it is renamed.

    `kind` is in SQL's words, `name` the last one that it had, `owner` the table of a column. `made` is the step that
    made it, None where no step of the series did; `mentions` are all steps that speak of it.
    """

    __slots__ = ("columns", "kind", "made", "mentions", "name", "owner")

    def __init__(self, kind: str, name: str, owner: "Thing | None" = None) -> None:
        self.kind = kind
        self.name = name
        self.owner = owner
        # Most things are columns, which have none.
        self.columns: dict[str, Thing] = {} if owner is None else _NONE
        self.made: Mention | None = None
        self.mentions: list[Mention] = []

    def __str__(self) -> str:
        return f"{self.owner.name}.{self.name}" if self.owner else self.name


_NONE: dict[str, Thing] = {}


class Mention(NamedTuple):
    """A step that speaks of a thing by the name that the thing has there."""

    where: Where
    name: str
    thing: Thing


class Known(NamedTuple):
    """What something was called before all that is followed, and the fact that says so; `column`: it is one of that."""

    key: str
    name: Name
    column: str = ""


# The facts that say that something is there.
FACTS = ("table", "index", "type", "sequence", "function")


class Lineage:
    """The things of a series in the order in which they appear, and what each step speaks of.

    With `start`, the state before the first of them, what was there by then is known; `before` says what it was called.
    Without `spoken` only what makes the things is kept, which is a small part of it.
    """

    def __init__(
        self, migrations: Sequence[Migration], replay: Replay, start: State | None = None, *, spoken: bool = True
    ) -> None:
        self.things: list[Thing] = []
        self.before: dict[Thing, Known] = {}
        self._start = start
        self._spoken = spoken
        self._looked_for: set[str] = set()
        self._by_step: dict[Where, dict[Thing, Mention]] = {}
        self._known = _Known()
        for replayed in in_turn(migrations, replay):
            if replayed.direction == "down":
                self._known.begin()
            self._follow(replayed)
            if replayed.direction == "down":
                self._known.take_back()

    def at(self, where: Where) -> tuple[Mention, ...]:
        """What a step speaks of."""
        return tuple(self._by_step.get(where, {}).values())

    def called(self, name: Name, column: str = "") -> Thing | None:
        """What goes by a name in the end, or a column of it."""
        thing = self._known.get(name)
        return thing.columns.get(column) if thing and column else thing

    def names(self, thing: Thing) -> set[str]:
        """The names that something has in the end and had before, as facts have them."""
        known = self.before.get(thing)
        return {*self._known.names(thing), *([known.key.partition(" ")[2]] if known else ())}

    def _follow(self, replayed: Replayed) -> None:
        identity, direction = replayed.migration.identity, replayed.direction
        for number, record in enumerate(replayed.records):
            for _, operation, _ in record.exact:
                if not isinstance(operation, Opaque):
                    self._hear(Where(identity, direction, number), operation)

    def _hear(self, where: Where, operation: Operation) -> None:
        if new := made(operation):
            self._note(where, new[1].name, self._appears(new[1], new[0]), makes=True)
        for name, thing in list(self._mentioned(operation)):
            self._note(where, name.name, thing)
            self._hear_columns(where, operation, name, thing)
        if change := renamed(operation):
            self._known.rename(*change)

    def _mentioned(self, operation: Operation) -> Iterator[tuple[Name, Thing]]:
        about: object = getattr(operation, "table", None)
        names = mentioned(operation) if self._spoken else (about,) if isinstance(about, Name) else ()
        for name in dict.fromkeys(names):
            thing = self._known.get(name) or self._was_there(name)
            if thing is None and name == about:
                thing = self._appears(name, "table")
            if thing is not None:
                yield name, thing

    def _was_there(self, name: Name) -> Thing | None:
        """What was there by this name before all that is followed; what went since is not there any more."""
        if self._start is None or _key(name) in self._looked_for:
            return None
        self._looked_for.add(_key(name))
        for kind in FACTS:
            key = self._start.key(kind, name)
            fact = self._start.fact(key)
            if fact is None:
                continue
            thing = Thing(fact.kind if isinstance(fact, Table) else kind, name.name)
            self.before[thing] = Known(key, name)
            for column in fact.columns if isinstance(fact, Table) else ():
                thing.columns[column.name] = Thing("column", column.name, thing)
                self.before[thing.columns[column.name]] = Known(key, name, column.name)
            self._known.call(name, thing)
            return thing
        return None

    def _hear_columns(self, where: Where, operation: Operation, name: Name, table: Thing) -> None:
        own = getattr(operation, "table", None) == name
        for column in new_columns(operation) if own else ():
            self._note(where, column.name, self._column(table, column.name), makes=True)
        for word in columns(operation, name).intersection(table.columns) if self._spoken else ():
            self._note(where, word, table.columns[word])
        if not own:
            return
        if isinstance(operation, RenameColumn):
            self._known.move(table.columns, operation.column, operation.to)
        elif isinstance(operation, DropColumn):
            self._known.put(table.columns, operation.column, None)

    def _appears(self, name: Name, kind: str) -> Thing:
        thing = Thing(kind, name.name)
        self._known.call(name, thing)
        self.things.append(thing)
        return thing

    def _column(self, table: Thing, name: str) -> Thing:
        column = Thing("column", name, table)
        self._known.put(table.columns, name, column)
        self.things.append(column)
        return column

    def _note(self, where: Where, name: str, thing: Thing, makes: bool = False) -> None:
        mention = Mention(where, name, thing)
        if self._spoken and self._by_step.setdefault(where, {}).setdefault(thing, mention) is mention:
            thing.mentions.append(mention)
        # What a way back makes again was made elsewhere.
        if makes and where.direction == "up" and thing.made is None:
            thing.made = mention


class _Known:
    """What is called what by now; what is called otherwise since `begin` can be taken back."""

    def __init__(self) -> None:
        self._by_name: dict[str, Thing] = {}
        self._before: list[tuple[dict[str, Thing], str, Thing | None]] | None = None

    def get(self, name: Name) -> Thing | None:
        return self._by_name.get(_key(name))

    def names(self, thing: Thing) -> Iterator[str]:
        return (key for key, one in self._by_name.items() if one is thing)

    def call(self, name: Name, thing: Thing | None) -> None:
        self.put(self._by_name, _key(name), thing)

    def rename(self, name: Name, to: Name | None) -> None:
        if to is None:
            self.call(name, None)
        else:
            self.move(self._by_name, _key(name), _key(to), to.name)

    def move(self, names: dict[str, Thing], old: str, new: str, called: str = "") -> None:
        thing = names.get(old)
        if thing is not None:
            self.put(names, old, None)
            self.put(names, new, thing)
            if self._before is None:
                thing.name = called or new

    def put(self, names: dict[str, Thing], key: str, thing: Thing | None) -> None:
        if self._before is not None:
            self._before.append((names, key, names.get(key)))
        if thing is None:
            names.pop(key, None)
        else:
            names[key] = thing

    def begin(self) -> None:
        self._before = []

    def take_back(self) -> None:
        before, self._before = self._before or [], None
        for names, key, thing in reversed(before):
            self.put(names, key, thing)


def _key(name: Name) -> str:
    return str(name).removeprefix("public.")
