"""Which statement of a way back undoes which operation: so that what moves to another migration takes it along."""

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    CreateEnum,
    CreateIndex,
    CreateTable,
    CreateView,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropObject,
    DropTable,
    Operation,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
)


def undoes(back: Operation, forth: Operation) -> bool:
    """Whether one operation takes back what another one made, by the names that they give."""
    if isinstance(forth, CreateIndex):
        return isinstance(back, DropIndex) and back.index.name == forth.name
    if isinstance(forth, DropIndex):
        return isinstance(back, CreateIndex) and back.name == forth.index.name
    if isinstance(forth, CreateTable):
        return isinstance(back, DropTable) and back.table == forth.table
    if isinstance(forth, AddColumn):
        return isinstance(back, DropColumn) and (back.table, back.column) == (forth.table, forth.column.name)
    if isinstance(forth, DropColumn):
        return isinstance(back, AddColumn) and (back.table, back.column.name) == (forth.table, forth.column)
    if isinstance(forth, AddConstraint):
        if isinstance(back, CreateIndex):
            # An index that a constraint took over goes with it, so it is built anew.
            return (back.table, back.name) == (forth.table, getattr(forth.constraint, "index", None))
        return isinstance(back, DropConstraint) and (back.table, back.name) == (forth.table, forth.constraint.name)
    if isinstance(forth, DropConstraint):
        return isinstance(back, AddConstraint) and (back.table, back.constraint.name) == (forth.table, forth.name)
    if isinstance(forth, SetDefault):
        return isinstance(back, DropDefault) and (back.table, back.column) == (forth.table, forth.column)
    if isinstance(forth, DropDefault):
        return isinstance(back, SetDefault) and (back.table, back.column) == (forth.table, forth.column)
    if isinstance(forth, DropNotNull):
        return isinstance(back, SetNotNull) and (back.table, back.column) == (forth.table, forth.column)
    if isinstance(forth, SetNotNull):
        return isinstance(back, DropNotNull) and (back.table, back.column) == (forth.table, forth.column)
    if isinstance(forth, AlterColumnType):
        return isinstance(back, AlterColumnType) and (back.table, back.column) == (forth.table, forth.column)
    if isinstance(forth, RenameTable):
        return isinstance(back, RenameTable) and (back.table.name, back.to) == (forth.to, forth.table.name)
    if isinstance(forth, RenameColumn):
        return isinstance(back, RenameColumn) and (back.table, back.column, back.to) == (
            forth.table,
            forth.to,
            forth.column,
        )
    if isinstance(forth, CreateEnum):
        return isinstance(back, DropObject) and (back.kind, back.name) == ("type", forth.type)
    if isinstance(forth, CreateView):
        return isinstance(back, DropObject) and back.name == forth.view
    return False
