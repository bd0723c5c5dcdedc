"""Which steps speak of which table, column, index or type, through all renames."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.history import Replay, Replayed, in_turn
from towpath.navigation.spoken import columns, made, mentioned, new_columns, renamed
from towpath.operations import Direction, DropColumn, Migration, Name, Opaque, Operation, RenameColumn


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
        self.columns: dict[str, Thing] = {}
        self.made: Mention | None = None
        self.mentions: list[Mention] = []

    def __str__(self) -> str:
        return f"{self.owner.name}.{self.name}" if self.owner else self.name


class Mention(NamedTuple):
    """A step that speaks of a thing by the name that the thing has there."""

    where: Where
    name: str
    thing: Thing


class Lineage:
    """The things of a series in the order in which they appear, and what each step speaks of."""

    def __init__(self, migrations: Sequence[Migration], replay: Replay) -> None:
        self.things: list[Thing] = []
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
        for name in dict.fromkeys(mentioned(operation)):
            thing = self._known.get(name)
            if thing is None and name == about:
                thing = self._appears(name, "table")
            if thing is not None:
                yield name, thing

    def _hear_columns(self, where: Where, operation: Operation, name: Name, table: Thing) -> None:
        own = getattr(operation, "table", None) == name
        for column in new_columns(operation) if own else ():
            self._note(where, column.name, self._column(table, column.name), makes=True)
        for word in columns(operation, name).intersection(table.columns):
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
        if self._by_step.setdefault(where, {}).setdefault(thing, mention) is mention:
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
