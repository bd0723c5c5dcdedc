"""Partitions and children: what they take over from the whole, and what they keep when they leave it."""

from towpath.operations import Check, Column, Copied, Name, NotNull, replace
from towpath.schema.keys import Key, add_constraint, add_index, inherit_index
from towpath.schema.naming import index_name
from towpath.schema.relations import including, is_taken, known, linked, same, tie, without
from towpath.schema.state import Draft
from towpath.schema.tables import Index, Table


def attach(draft: Draft, parent: Name, partition: Name, bound: str) -> None:
    """A table becomes a partition, and gets its part of the indexes and foreign keys of the whole."""
    whole, part = known(draft, parent), known(draft, partition)
    default = part.name if bound.strip().upper() == "DEFAULT" else whole.default_partition
    whole = replace(whole, partitions=including(whole.partitions, part.name), default_partition=default)
    draft.put_table(whole)
    draft.put_table(replace(part, parent=whole.name, bound=bound))
    for index in whole.indexes:
        inherit_index(draft, part.name, whole, index)
    for key in whole.foreign_keys:
        if not any(same(own, key) for own in linked(draft, part.name).foreign_keys):
            add_constraint(draft, part.name, key)
        tie(draft, part.name, key.target)


def detach(draft: Draft, parent: Name, partition: Name) -> None:
    """A partition becomes a table of its own, with the indexes and constraints that it has."""
    whole, part = draft.table(parent), draft.table(partition)
    if whole:
        default = None if part and whole.default_partition == part.name else whole.default_partition
        left = without(whole.partitions, part.name if part else partition)
        draft.put_table(replace(whole, partitions=left, default_partition=default))
    if part:
        indexes = tuple(replace(index, part_of=None) if index.part_of else index for index in part.indexes)
        draft.put_table(replace(part, parent=None, bound=None, indexes=indexes))
        for key in part.foreign_keys:
            tie(draft, part.name, key.target)


def attach_parent(draft: Draft, table: Name, parent: Name) -> None:
    """A table becomes a child of another one, with columns and constraints that are its own."""
    child = known(draft, table)
    names = (*(column.name for column in child.columns), *(one.name for one in child.constraints if one.name))
    draft.put_table(replace(child, own=names))
    be_child(draft, table, parent)


def be_child(draft: Draft, table: Name, parent: Name) -> None:
    """Lists a table among the children of another one."""
    child, other = known(draft, table), known(draft, parent)
    draft.put_table(replace(child, inherits=including(child.inherits, other.name)))
    draft.put_table(replace(other, children=including(other.children, child.name)))


def detach_parent(draft: Draft, table: Name, parent: Name) -> None:
    child, other = known(draft, table), known(draft, parent)
    draft.put_table(replace(child, inherits=without(child.inherits, other.name)))
    draft.put_table(replace(other, children=without(other.children, child.name)))


def joined(taken: list[Column], own: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns taken from others with those of one's own; what is said again changes what was taken."""
    found = {column.name: column for column in taken}
    for column in own:
        before = found.get(column.name)
        found[column.name] = _merged(before, column) if before else column
    return tuple(found.values())


def _merged(before: Column, column: Column) -> Column:
    return replace(
        before,
        type=column.type or before.type,
        nullable=before.nullable is not False and column.nullable,
        default=column.default if column.default is not None else before.default,
    )


def inherited(table: Table) -> tuple[Check | NotNull, ...]:
    """The constraints that every partition and child has too."""
    found = (one for one in table.constraints if isinstance(one, (Check, NotNull)))
    return tuple(one for one in found if one.inherited)


def liked(columns: tuple[Column, ...], copied: Copied) -> list[Column]:
    """The columns that a table is made with like those of another one."""
    return [
        replace(
            column,
            default=column.default if copied.takes("DEFAULTS") else None,
            generated=column.generated if copied.takes("GENERATED") else None,
            expression=column.expression if copied.takes("GENERATED") else None,
            identity=column.identity if copied.takes("IDENTITY") else None,
            sequence=column.sequence if copied.takes("IDENTITY") else (),
            storage=column.storage if copied.takes("STORAGE") and copied.takes("COMPRESSION") else "",
            comment=column.comment if copied.takes("COMMENTS") else None,
        )
        for column in columns
    ]


def like(draft: Draft, name: Name, copied: Copied) -> None:
    """A new table gets the constraints and indexes of the one that it is like, as far as it takes them."""
    other = draft.table(copied.table)
    for constraint in other.constraints if other else ():
        if isinstance(constraint, NotNull) or (isinstance(constraint, Check) and copied.takes("CONSTRAINTS")):
            add_constraint(draft, name, constraint)
        elif isinstance(constraint, Key) and copied.takes("INDEXES"):
            add_constraint(draft, name, replace(constraint, name=None))
    for index in other.indexes if other and copied.takes("INDEXES") else ():
        if index.constraint is None:
            add_index(draft, name, _copy(draft, linked(draft, name), index, copied))


def _copy(draft: Draft, table: Table, index: Index, copied: Copied) -> Index:
    called = index_name(table, index.keys, index.include, lambda found: is_taken(draft, table.name, found))
    comment = index.comment if copied.takes("COMMENTS") else None
    return replace(index, name=Name(called, table.name.schema), part_of=None, comment=comment, valid=True)
