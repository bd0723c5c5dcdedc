"""What goes with a table, a view or a column that is dropped."""

from towpath.operations import Check, Constraint, CreateObject, Exclusion, replace
from towpath.schema import serial, words
from towpath.schema.keys import drop_constraint, drop_index
from towpath.schema.naming import columns_of
from towpath.schema.partitions import detach, detach_parent
from towpath.schema.relations import leave, reads_column, referring, stop_reading, stop_using, tie
from towpath.schema.said import unsaid
from towpath.schema.state import Draft
from towpath.schema.tables import Index, Table


def drop_relation(draft: Draft, table: Table) -> None:
    """A table or view is gone: with its partitions, with what belongs to it, and with what depends on it."""
    dependents = (*table.descendants, *table.read_by)
    keys = [(other.name, key.name) for other, key in referring(draft, table) if other.name != table.name]
    _unlink(draft, table)
    for name, key in keys:
        if key:
            drop_constraint(draft, name, key)
    for name in dependents:
        if (found := draft.linked(name)) is not None:
            drop_relation(draft, found)


def _unlink(draft: Draft, table: Table) -> None:
    """Takes a relation off every list that it is on, and everything that goes by a name of its own."""
    if table.parent:
        detach(draft, table.parent, table.name)
    for parent in table.inherits:
        detach_parent(draft, table.name, parent)
    stop_reading(draft, table)
    serial.drop(draft, table)
    stop_using(draft, replace(table, columns=()), table.columns)
    for index in table.indexes:
        leave(draft, "index", index.name)
    for one in table.said:
        if isinstance(one, CreateObject) and one.kind == "statistics":
            leave(draft, "statistics", one.name)
    leave(draft, "table", table.name)
    for key in table.foreign_keys:
        tie(draft, table.name, key.target)


def drop_column(draft: Draft, table: Table, name: str, cascade: bool = True) -> None:
    """A column is gone, with the constraints, indexes and sequences that stand on it.

    Views go with it only if it is said: without that the server is sure that none reads it.
    """
    column = table.column(name)
    for view in _reading(draft, table, name) if cascade else ():
        drop_relation(draft, view)
    for other, key in [*referring(draft, table)]:
        if key.name and name in (key.target_columns or table.primary):
            drop_constraint(draft, other.name, key.name)
    for constraint in table.constraints:
        if constraint.name and on_column(constraint, name):
            drop_constraint(draft, table.name, constraint.name)
    table = draft.linked(table.name) or table
    for index in table.indexes:
        if uses(index, name):
            table = drop_index(draft, table, index.name)
    gone = standing(table, name, cascade)
    for one in gone:
        if one.kind == "statistics":
            leave(draft, "statistics", one.name)
        table = replace(table, said=unsaid(table.said, one.name.name))
    table = serial.drop(draft, table, name)
    table = replace(table, columns=tuple(one for one in table.columns if one.name != name))
    draft.put_table(table)
    stop_using(draft, table, (column,) if column else ())


def standing(table: Table, column: str, cascade: bool) -> list[CreateObject]:
    """What was made on a table and goes with a column: statistics, and with CASCADE all else that names it."""
    made = [one for one in table.said if isinstance(one, CreateObject) and column in words.names(one.text)]
    return [one for one in made if cascade or one.kind == "statistics"]


def _reading(draft: Draft, table: Table, column: str) -> list[Table]:
    """The views that read a column, or may: one that takes every column reads this one."""
    views = (draft.linked(name) for name in table.read_by)
    return [view for view in views if view and reads_column(view, column)]


def on_column(constraint: Constraint, column: str) -> bool:
    """Whether a constraint stands on a column, and goes with it."""
    if isinstance(constraint, Check):
        return column in words.names(constraint.expression)
    if isinstance(constraint, Exclusion):
        said = f"{constraint.elements} {constraint.where or ''}"
        return column in (*words.names(said), *constraint.include)
    return column in (*columns_of(constraint), *getattr(constraint, "include", ()))


def uses(index: Index, column: str) -> bool:
    """Whether an index stands on a column, be it within an expression or its condition."""
    texts = [index.where] if index.where else []
    for key in index.keys:
        if key.column == column:
            return True
        if key.expression:
            texts.append(key.expression)
    if column in index.include:
        return True
    return bool(texts) and any(column in words.names(text) for text in texts)
