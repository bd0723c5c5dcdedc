"""What goes by another name: relations, columns, types, sequences; in their own place and wherever they are named."""

from typing import Any

from towpath.operations import (
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    Name,
    NotNull,
    Operation,
    Type,
    replace,
)
from towpath.schema import said, words
from towpath.schema.objects import Domain, Enum, Function, Sequence
from towpath.schema.relations import (
    enter,
    exchanged,
    leave,
    linked,
    of_type,
    own_types,
    pointing,
    reads_column,
    referring,
)
from towpath.schema.serial import next_value, of_column, put
from towpath.schema.state import Draft, place
from towpath.schema.tables import Index, Table


def rename_relation(draft: Draft, table: Table, new: Name) -> None:
    """A table or view goes by another name, or lives in another schema."""
    keys = [other.name for other, _ in referring(draft, table)]
    _rename_self(draft, table, new)
    for name in keys:
        _point(draft, new if name == table.name else name, table.name, new)
    for key in table.foreign_keys:
        target = draft.table(new if draft.held("table", key.target) == table.name else key.target)
        if target:
            draft.put_table(replace(target, referenced_by=exchanged(target.referenced_by, table.name, new)))
    _rename_in_lists(draft, table, new)
    for type in own_types(table.columns):
        users_key = f"users of {draft.key('type', type)}"
        if users := draft.fact(users_key):
            draft.put(users_key, exchanged(users, table.name, new))


def _rename_self(draft: Draft, table: Table, new: Name) -> None:
    """The table under its new name, its indexes and sequences in the schema that it lives in now."""
    leave(draft, "table", table.name)
    indexes = tuple(_moved(index, new.schema) for index in table.indexes)
    for index in table.indexes:
        leave(draft, "index", index.name)
    for index in indexes:
        draft.put(place("index", index.name), new)
    said_now = said.renamed(table.said, table.name, new)
    draft.put_table(replace(table, name=new, indexes=indexes, said=said_now))
    enter(draft, "table", new)
    for sequence in of_column(draft, table):
        _, column = sequence.made.owned_by or (table.name, "")
        owned = replace(sequence, made=replace(sequence.made, owned_by=(new, column)))
        put(draft, owned)
        rename_sequence(draft, owned, Name(owned.made.sequence.name, new.schema))


def _moved(index: Index, schema: str | None) -> Index:
    return replace(index, name=Name(index.name.name, schema)) if index.name.schema != schema else index


def _point(draft: Draft, name: Name, old: Name, new: Name) -> None:
    table = linked(draft, name)
    constraints = tuple(
        pointing(one, old, new) if isinstance(one, ForeignKey) and _is(draft, one.target, old) else one
        for one in table.constraints
    )
    draft.put_table(replace(table, constraints=constraints))
    for part in table.partitions:
        _point(draft, part, old, new)


def _is(draft: Draft, said_name: Name, held: Name) -> bool:
    return place("table", draft.held("table", said_name)) == place("table", held)


def _rename_in_lists(draft: Draft, table: Table, new: Name) -> None:
    """Wherever other relations list it: as partition, parent or child, as what they read or what reads them."""
    lists = {
        "partitions": (table.parent,) if table.parent else (),
        "children": table.inherits,
        "inherits": table.children,
        "read_by": table.reads,
        "reads": table.read_by,
    }
    for field, names in lists.items():
        for name in names:
            other = linked(draft, name)
            changes: dict[str, Any] = {field: exchanged(getattr(other, field), table.name, new)}
            if field == "partitions" and other.default_partition == table.name:
                changes["default_partition"] = new
            if field == "reads":
                changes["renamed"] = _composed(other.renamed, str(table.name), str(new))
            draft.put_table(replace(other, **changes))
    for name in table.partitions:
        draft.put_table(replace(linked(draft, name), parent=new))
    for part in (linked(draft, name) for name in table.partitions):
        indexes = tuple(
            replace(index, part_of=Name(index.part_of.name, new.schema)) if index.part_of else index
            for index in part.indexes
        )
        draft.put_table(replace(part, indexes=indexes))


def _composed(renamed: tuple[tuple[str, str], ...], old: str, new: str) -> tuple[tuple[str, str], ...]:
    """What goes by other names after one more renaming; one that leads back is none."""
    first = next((was for was, now in renamed if now == old), old)
    others = tuple(pair for pair in renamed if pair[1] != old)
    return others if first == new else (*others, (first, new))


def rename_column(draft: Draft, table: Table, old: str, new: str) -> None:
    """A column of a table goes by another name, also where foreign keys, views and sequences name it."""
    for other, key in [*referring(draft, table)]:
        if old in key.target_columns:
            named_now = tuple(new if column == old else column for column in key.target_columns)
            _exchange(draft, linked(draft, other.name), key, replace(key, target_columns=named_now))
    table = linked(draft, table.name)
    draft.put_table(replace(_with_column(table, old, new), said=said.with_column(table.said, old, new)))
    for name in table.read_by:
        view = linked(draft, name)
        if reads_column(view, old) or any(now == old for _, now in view.renamed):
            stars = view.starred and tuple(new if column == old else column for column in view.starred)
            draft.put_table(replace(view, renamed=_composed(view.renamed, old, new), starred=stars))
    for sequence in of_column(draft, table, old):
        put(draft, replace(sequence, made=replace(sequence.made, owned_by=(table.name, new))))


def _exchange(draft: Draft, table: Table, old: Constraint, new: Constraint) -> None:
    constraints = tuple(new if one == old else one for one in table.constraints)
    draft.put_table(replace(table, constraints=constraints))
    for part in table.partitions:
        _exchange(draft, linked(draft, part), old, new)


def _with_column(table: Table, old: str, new: str) -> Table:
    """The table with a column under another name, in its constraints, indexes and expressions too."""

    def name(column: str) -> str:
        return new if column == old else column

    def text(expression: str | None) -> str | None:
        return words.renamed(expression, old, new) if expression else expression

    def in_column(column: Column) -> Column:
        if column.name != old and not column.expression:
            return column
        return replace(column, name=name(column.name), expression=text(column.expression))

    def in_constraint(constraint: Constraint) -> Constraint:
        if isinstance(constraint, NotNull):
            return replace(constraint, column=name(constraint.column))
        if isinstance(constraint, Check):
            return replace(constraint, expression=words.renamed(constraint.expression, old, new))
        if isinstance(constraint, Exclusion):
            elements = words.renamed(constraint.elements, old, new)
            included = tuple(map(name, constraint.include))
            return replace(constraint, elements=elements, where=text(constraint.where), include=included)
        if isinstance(constraint, ForeignKey):
            limited = tuple(map(name, constraint.set_columns))
            return replace(constraint, columns=tuple(map(name, constraint.columns)), set_columns=limited)
        included = tuple(map(name, constraint.include))
        return replace(constraint, columns=tuple(map(name, constraint.columns)), include=included)

    def in_index(index: Index) -> Index:
        if index.plain and old not in index.columns and old not in index.include:
            return index
        keys = tuple(
            replace(key, column=name(key.column)) if key.column else replace(key, expression=text(key.expression))
            for key in index.keys
        )
        return replace(index, keys=keys, include=tuple(map(name, index.include)), where=text(index.where))

    return replace(
        table,
        columns=tuple(map(in_column, table.columns)),
        own=tuple(map(name, table.own)),
        constraints=tuple(map(in_constraint, table.constraints)),
        indexes=tuple(map(in_index, table.indexes)),
        partition_by=_in_parentheses(table.partition_by, old, new),
    )


def _in_parentheses(text: str | None, old: str, new: str) -> str | None:
    before, opening, inside = (text or "").partition("(")
    return before + opening + words.renamed(inside, old, new) if text else text


def rename_sequence(draft: Draft, sequence: Sequence, new: Name) -> None:
    """A sequence goes by another name, also in the default of the column that it belongs to."""
    old, owner = sequence.made.sequence, sequence.made.owned_by
    if new == old:
        return
    leave(draft, "sequence", old)
    made = replace(sequence.made, sequence=new)
    put(draft, replace(sequence, made=made, said=said.renamed(sequence.said, old, new)))
    table = draft.linked(owner[0]) if owner else None
    if table:
        columns = tuple(
            replace(column, default=next_value(new)) if column.default == next_value(old) else column
            for column in table.columns
        )
        draft.put_table(replace(table, columns=columns, sequences=exchanged(table.sequences, old, new)))


def rename(draft: Draft, kind: str, old: Name, new: Name, operation: Operation | None = None) -> None:
    """Whatever is held under a name goes by another one; `operation` says so, None where its schema does."""
    fact = draft.fact(place(kind, old))
    if isinstance(fact, Table):
        rename_relation(draft, fact, new)
    elif isinstance(fact, Sequence):
        rename_sequence(draft, fact, new)
    elif fact is not None:
        if kind == "type":
            _rename_type(draft, old, new)
        leave(draft, kind, old)
        enter(draft, kind, new)
        functions: tuple[Function, ...] = fact if kind == "function" else ()
        named = tuple(_renamed(one, old, new, operation) for one in functions)
        draft.put(place(kind, new), named or _renamed(fact, old, new, operation))


def _rename_type(draft: Draft, old: Name, new: Name) -> None:
    """A type goes by another name, also where columns and domains are of it."""
    before, after = place("type", old), place("type", new)
    for user in draft.fact(f"users of {before}") or ():
        table = linked(draft, user)
        draft.put_table(replace(table, columns=tuple(of_type(column, old, new) for column in table.columns)))
    for domain in draft.fact(f"domains over {before}") or ():
        fact = draft.fact(place("type", domain))
        if isinstance(fact, Domain):
            draft.put(place("type", domain), replace(fact, made=replace(fact.made, type=Type(str(new)))))
    for kind in ("users of", "domains over"):
        found = draft.fact(f"{kind} {before}")
        draft.put(f"{kind} {before}", None)
        draft.put(f"{kind} {after}", found)


def _renamed(fact: Any, old: Name, new: Name, operation: Operation | None) -> Any:
    """A fact under its new name; what is kept as a text is remembered together with its renaming."""
    if isinstance(fact, Enum):
        return replace(fact, name=new, said=said.renamed(fact.said, old, new))
    if isinstance(fact, Domain):
        return replace(fact, made=replace(fact.made, domain=new), said=said.renamed(fact.said, old, new))
    if operation is not None:
        return replace(fact, said=said.say(fact.said, operation))
    text = words.renamed(fact.made.text, old.schema or "", new.schema or "")
    return replace(fact, made=replace(fact.made, text=text), said=said.renamed(fact.said, old, new))
