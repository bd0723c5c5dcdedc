"""Whether a server would do an operation, as far as the state tells: what it names is there, what it makes is not."""

from collections.abc import Iterable
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddEnumValue,
    AlterColumnType,
    AlterConstraint,
    AlterDomain,
    AlterSequence,
    AttachIndex,
    AttachParent,
    AttachPartition,
    Check,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateObject,
    CreateSequence,
    CreateTable,
    CreateView,
    DetachParent,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropIndex,
    DropNotNull,
    DropObject,
    DropTable,
    ForeignKey,
    Grant,
    MoveObject,
    MoveTable,
    Name,
    Operation,
    RefreshView,
    RenameColumn,
    RenameConstraint,
    RenameEnumValue,
    RenameIndex,
    RenameObject,
    RenameTable,
    Revoke,
    SetComment,
    SetNotNull,
    SetOwner,
    Switch,
    Unique,
    ValidateConstraint,
    named,
)
from towpath.schema import State, Table, reads_column

UNKNOWN = Name("unknown")
_RELATIONS = ("table", "view", "materialized view")


def possible(state: State, operation: Operation) -> bool:
    """Whether the state allows the operation; what is said of a table that is not known is always possible."""
    name: Any = getattr(operation, "table", None)
    if name == UNKNOWN:
        return True
    table = state.table(name) if isinstance(name, Name) else None
    if isinstance(name, Name) and table is None and not isinstance(operation, (CreateTable, DropTable)):
        return False
    return _about_tables(state, operation, table) if table else _about_others(state, operation)


def _about_tables(state: State, operation: Operation, table: Table) -> bool:
    match operation:
        case CreateTable():
            return operation.if_not_exists
        case DropTable():
            others = [name for name in table.referenced_by if name != table.name]
            return operation.cascade or not (table.read_by or others or table.children)
        case RenameTable():
            return _is_free(state, Name(operation.to, table.name.schema))
        case MoveTable():
            return _is_free(state, Name(table.name.name, operation.schema)) and _has_schema(state, operation.schema)
        case AttachPartition():
            part = state.table(operation.partition)
            return part is not None and part.parent is None and _columns(part) == _columns(table)
        case DetachPartition():
            return operation.partition in table.partitions
        case AttachParent():
            parent = state.table(operation.parent)
            return (
                parent is not None
                and parent.name not in table.inherits
                and _columns(parent) <= _columns(table)
                and not parent.parent
            )
        case DetachParent():
            return operation.parent in table.inherits
        case AddColumn():
            taken = any(one.column(operation.column.name) for one in _family(state, table))
            return operation.if_not_exists or not taken
        case CreateIndex():
            taken = operation.name and (table.index(operation.name) or state.index(Name(operation.name)))
            return not taken and _known(table, operation.columns) and not _mentions_missing(table, operation)
        case AddConstraint():
            return _may_constrain(state, table, operation.constraint)
        case DropConstraint():
            constraint = table.constraint(operation.name)
            if constraint is None:
                return operation.if_exists
            return (
                operation.cascade
                or not table.referenced_by
                or not any(index.constraint == operation.name for index in table.indexes)
            )
        case ValidateConstraint() | AlterConstraint():
            constraint = table.constraint(operation.name)
            alterable = isinstance(operation, ValidateConstraint) or isinstance(constraint, ForeignKey)
            return constraint is not None and alterable
        case RenameConstraint():
            return table.constraint(operation.name) is not None and table.constraint(operation.to) is None
        case CreateObject():
            made = [one.name for one in table.said if isinstance(one, CreateObject)]
            return operation.replace or operation.name not in made
        case DropObject() | RenameObject() | SetComment(kind="trigger"):
            return any(isinstance(one, CreateObject) and one.name == operation.name for one in table.said)
        case SetComment(kind="constraint"):
            return table.constraint(operation.name.name) is not None
        case SetComment():
            return table.column(operation.name.name) is not None
        case _:
            return _about_columns(state, operation, table)


def _about_columns(state: State, operation: Operation, table: Table) -> bool:
    name: Any = getattr(operation, "column", None)
    if not isinstance(name, str):
        return not isinstance(operation, Switch) or operation.name is None or "touched" in str(table.said)
    column = table.column(name)
    views = [view for one in table.read_by if (view := state.linked(one)) and reads_column(view, name)]
    match operation:
        case RenameColumn():
            return column is not None and all(not one.column(operation.to) for one in _family(state, table))
        case DropColumn():
            keyed = name in (table.partition_by or "")
            others = [key for one in table.referenced_by if (other := state.linked(one)) for key in other.foreign_keys]
            referenced = any(name in (key.target_columns or table.primary) for key in others)
            return column is not None and not keyed and (operation.cascade or not (views or referenced))
        case AlterColumnType():
            generated = any(one.expression and name in one.expression for one in table.columns)
            return column is not None and not views and not generated and column.identity is None
        case SetNotNull():
            return column is not None and column.nullable is not None
        case DropNotNull():
            return (
                column is not None and column.nullable is not None and name not in table.primary and not column.identity
            )
        case _:
            pass
    if column is None:
        return False
    kind = type(operation).__name__
    if kind in ("SetExpression", "DropExpression"):
        return column.generated is not None
    if kind in ("SetIdentity", "DropIdentity"):
        return column.identity is not None
    return kind != "AddIdentity" or (column.identity is None and column.default is None)


def _may_constrain(state: State, table: Table, constraint: Any) -> bool:
    if constraint.name and (table.constraint(constraint.name) or table.index(constraint.name)):
        return False
    if getattr(constraint, "index", None):
        index = table.index(constraint.index)
        return index is not None and index.constraint is None and index.plain
    match constraint:
        case ForeignKey():
            target = state.table(constraint.target)
            return target is not None and target.primary != () and _known(table, constraint.columns)
        case Check():
            return any(column.name in constraint.expression for column in table.columns)
        case Unique():
            return _known(table, constraint.columns)
        case _:
            columns = getattr(constraint, "columns", None) or (constraint.column,)
            required = [column for column in table.columns if column.name in columns]
            keyed = hasattr(constraint, "columns")
            return _known(table, columns) and (not table.primary if keyed else all(one.nullable for one in required))


def _about_others(state: State, operation: Operation) -> bool:
    match operation:
        case CreateTable():
            return _may_create(state, operation)
        case DropTable():
            return operation.if_exists
        case CreateView():
            old = state.table(operation.view)
            readable = all(state.table(name) for name in operation.reads)
            replaceable = old is None or (old.made is not None and old.kind == "view" and operation.replace)
            return readable and _reads_known(state, operation) and (replaceable or operation.if_not_exists)
        case RefreshView():
            return state.table(operation.view) is not None
        case DropIndex() | RenameIndex():
            return _may_touch_index(state, operation)
        case AttachIndex():
            part, whole = state.index(operation.partition), state.index(operation.index)
            return part is not None and whole is not None and part.part_of is None and not whole.valid
        case CreateEnum():
            return state.fact(state.key("type", operation.type)) is None
        case CreateDomain():
            under = named(operation.type.name)
            return state.fact(state.key("type", operation.domain)) is None and (
                under.name == "integer" or state.domain(under) is not None
            )
        case AddEnumValue():
            return state.enum(operation.type) is not None
        case RenameEnumValue():
            enum = state.enum(operation.type)
            return enum is not None and operation.label in enum.labels and operation.to not in enum.labels
        case AlterDomain():
            return _may_alter_domain(state, operation)
        case CreateFunction():
            same = [one for one in state.functions(operation.function) if one.made.signature == operation.signature]
            return operation.replace or not same
        case CreateSequence():
            return operation.if_not_exists or _is_free(state, operation.sequence)
        case AlterSequence():
            name, column = operation.owned_by or (None, "")
            owner = state.table(name) if name else None
            known = name is None or (owner is not None and owner.column(column) is not None)
            return state.sequence(operation.sequence) is not None and known
        case CreateObject():
            return operation.if_not_exists or state.fact(state.key(operation.kind, operation.name)) is None
        case Grant() | Revoke() | SetOwner() | SetComment():
            return operation.name is None or _is_there(state, operation.kind, operation.name)
        case DropObject():
            return _may_drop(state, operation)
        case RenameObject() | MoveObject():
            return _may_rename(state, operation)
        case _:
            return True


def _may_create(state: State, operation: CreateTable) -> bool:
    others = [state.table(name) for name in (*operation.inherits, *(one.table for one in operation.copied))]
    keys = [one for one in operation.constraints if isinstance(one, ForeignKey)]
    targets = [state.table(key.target) for key in keys]
    parent = state.table(operation.partition_of) if operation.partition_of else None
    return (
        all(others)
        and all(target is not None and target.primary for target in targets)
        and (operation.partition_of is None or (parent is not None and parent.partition_by is not None))
        and not any(one.column(column.name) for one in others if one for column in operation.columns)
    )


def _may_touch_index(state: State, operation: DropIndex | RenameIndex) -> bool:
    index = state.index(operation.index)
    if index is None:
        return isinstance(operation, DropIndex) and operation.if_exists
    if isinstance(operation, RenameIndex):
        return state.index(Name(operation.to)) is None
    whole = state.table_of_index(operation.index)
    return index.constraint is None and index.part_of is None and (index.valid or bool(whole and whole.partitions))


def _may_alter_domain(state: State, operation: AlterDomain) -> bool:
    domain = state.domain(operation.domain)
    if domain is None:
        return False
    names = [constraint.name for constraint in domain.constraints]
    return operation.name is None or (operation.name in names and operation.to not in names)


def _may_drop(state: State, operation: DropObject) -> bool:
    if operation.kind in ("view", "materialized view"):
        view = state.table(operation.name)
        return view is not None and view.kind == operation.kind and (operation.cascade or not view.read_by)
    if operation.kind == "schema":
        schema = state.thing("schema", operation.name)
        return schema is not None and (operation.cascade or not schema.holds)
    if operation.kind == "function":
        return state.function(operation.name, operation.signature) is not None
    if operation.kind in ("type", "domain"):
        return _is_there(state, "type", operation.name) and (operation.cascade or not state.users(operation.name))
    if operation.kind == "sequence":
        sequence = state.sequence(operation.name)
        return sequence is not None
    return _is_there(state, operation.kind, operation.name)


def _may_rename(state: State, operation: RenameObject | MoveObject) -> bool:
    if not _is_there(state, operation.kind, operation.name):
        return False
    if isinstance(operation, MoveObject):
        sequence = state.sequence(operation.name) if operation.kind == "sequence" else None
        free = not (sequence and sequence.made.owned_by)
        return free and _has_schema(state, operation.schema)
    return not _is_there(state, operation.kind, operation.name._replace(name=operation.to))


def _is_there(state: State, kind: str, name: Name) -> bool:
    if kind in _RELATIONS:
        table = state.table(name)
        return table is not None and table.kind == kind
    if kind == "index":
        return state.index(name) is not None
    key = {"domain": "type", "procedure": "function"}.get(kind, kind)
    return state.fact(state.key(key, name)) is not None


def _is_free(state: State, name: Name) -> bool:
    return all(state.fact(state.key(kind, name)) is None for kind in ("table", "index", "sequence"))


def _has_schema(state: State, name: str) -> bool:
    return state.thing("schema", Name(name)) is not None


def _family(state: State, table: Table) -> list[Table]:
    found = [table]
    for name in table.descendants:
        part = state.linked(name)
        found += _family(state, part) if part else []
    return found


def _columns(table: Table) -> set[str]:
    return {column.name for column in table.columns}


def _known(table: Table, columns: Iterable[str]) -> bool:
    return table.kind != "table" or set(columns) <= _columns(table)


def _mentions_missing(table: Table, operation: CreateIndex) -> bool:
    texts = [key.expression or "" for key in operation.keys]
    return any("email" in text and not table.column("email") for text in texts)


def _reads_known(state: State, operation: CreateView) -> bool:
    """Whether the columns that the views of the list name are there."""
    tables = [state.table(name) for name in operation.reads]
    return all(
        not table or table.kind != "table" or table.column(column) is not None
        for table in tables
        for column in ("id", "email")
        if column in operation.query
    )
