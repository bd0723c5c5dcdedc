"""Columns with a sequence of their own: `serial` is an integer, a sequence that belongs to it, and a default."""

import re
from collections.abc import Iterable

from towpath.operations import SERIAL, Column, CreateSequence, Name, SequenceOptions, Type, replace
from towpath.schema.naming import serial_name
from towpath.schema.objects import Sequence
from towpath.schema.relations import enter, including, is_taken, leave, without
from towpath.schema.state import Draft, Lookup, place
from towpath.schema.tables import Table

_SIMPLE = re.compile(r"[a-z_][a-z0-9_$]*\Z")
_TYPES = {of: Type(name) for name, of in SERIAL.items()}

# Options that say the opposite of each other are one option.
OPPOSITES = {"no minvalue": "minvalue", "no maxvalue": "maxvalue", "no cycle": "cycle", "unlogged": "logged"}
# What holds where nothing is said, by option.
DEFAULTS: dict[str, tuple[str, str | None]] = {
    "as": ("as", "bigint"),
    "cache": ("cache", "1"),
    "cycle": ("no cycle", None),
    "increment": ("increment", "1"),
    "logged": ("logged", None),
    "maxvalue": ("no maxvalue", None),
    "minvalue": ("no minvalue", None),
    "start": ("start", "1"),
}


def changed(before: SequenceOptions, said: SequenceOptions) -> SequenceOptions:
    """The options of a sequence after some were said; one that says what holds anyway is left out."""
    found = {OPPOSITES.get(name, name): (name, text) for name, text in before}
    found |= {OPPOSITES.get(name, name): (name, text) for name, text in said if name != "restart"}
    return tuple(option for name, option in found.items() if option != DEFAULTS.get(name))


def next_value(sequence: Name) -> str:
    """The default of a column that a sequence fills, as the server writes it."""
    parts = filter(None, (sequence.schema, sequence.name))
    return f"nextval('{'.'.join(map(_quoted, parts))}'::regclass)"


def _quoted(name: str) -> str:
    return name if _SIMPLE.match(name) else f'"{name}"'


def settled(draft: Draft, table: Name, columns: Iterable[Column]) -> tuple[tuple[Column, ...], tuple[Name, ...]]:
    """Columns of a table as they are kept, and the sequences that come with them."""
    found, sequences = list[Column](), list[Name]()
    for column in columns:
        of = SERIAL.get(column.type.name) if column.type else None
        if of:
            sequences.append(_made(draft, table, column.name, of))
            column = replace(column, type=Type(of), nullable=False, default=next_value(sequences[-1]))
        elif column.sequence:
            column = replace(column, sequence=changed((), column.sequence))
        found.append(column)
    return tuple(found), tuple(sequences)


def _made(draft: Draft, table: Name, column: str, of: str) -> Name:
    base, number = serial_name(table, column), 0
    name = base
    while is_taken(draft, table, name):
        number += 1
        name = f"{base}{number}"
    sequence = Name(name, table.schema)
    put(draft, Sequence(CreateSequence(sequence, _options(of), (table, column)), draft.migration))
    return sequence


def _options(of: str) -> SequenceOptions:
    return () if of == "bigint" else (("as", of),)


def put(draft: Draft, sequence: Sequence) -> None:
    enter(draft, "sequence", sequence.made.sequence)
    draft.put(place("sequence", sequence.made.sequence), sequence)


def give(draft: Draft, sequence: Sequence, owner: tuple[Name, str] | None) -> None:
    """The sequence belongs to a column now, or to none; both sides know."""
    name, before = sequence.made.sequence, sequence.made.owned_by
    if before and (table := draft.linked(before[0])):
        draft.put_table(replace(table, sequences=without(table.sequences, name)))
    if owner:
        table = draft.table(owner[0]) or Table(draft.held("table", owner[0]))
        owner = (table.name, owner[1])
        draft.put_table(replace(table, sequences=including(table.sequences, name)))
    put(draft, replace(sequence, made=replace(sequence.made, owned_by=owner)))


def of_column(draft: Lookup, table: Table, column: str | None = None) -> list[Sequence]:
    """The sequences that belong to a table, or to one of its columns."""
    found = (draft.fact(place("sequence", name)) for name in table.sequences)
    owned = [one for one in found if isinstance(one, Sequence) and one.made.owned_by]
    return [one for one in owned if column is None or (one.made.owned_by or ("", ""))[1] == column]


def drop(draft: Draft, table: Table, column: str | None = None) -> Table:
    """The table without its sequences, or without those of a column."""
    for sequence in of_column(draft, table, column):
        leave(draft, "sequence", sequence.made.sequence)
        table = replace(table, sequences=without(table.sequences, sequence.made.sequence))
    return table


def spelled(draft: Lookup, table: Table, column: Column) -> Column | None:
    """A column as `serial` says it, where that would make the very same sequence; None where it would not."""
    owned = of_column(draft, table, column.name)
    if len(owned) != 1 or column.type is None or column.type.name not in _TYPES or owned[0].said:
        return None
    name = Name(serial_name(table.name, column.name), table.name.schema)
    alike = CreateSequence(name, _options(column.type.name), (table.name, column.name))
    same = owned[0].made == alike and column.default == next_value(name) and column.nullable is False
    return replace(column, type=_TYPES[column.type.name], default=None) if same else None
