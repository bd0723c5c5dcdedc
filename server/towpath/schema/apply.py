"""What each operation leaves behind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddEnumValue,
    AttachIndex,
    AttachPartition,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateTable,
    CreateView,
    DetachPartition,
    DropIndex,
    DropObject,
    DropTable,
    MoveTable,
    Name,
    Operation,
    RenameEnumValue,
    RenameIndex,
    RenameTable,
    SetSetting,
    replace,
)
from towpath.schema import column_effects, constraint_effects, relations
from towpath.schema.column_effects import known
from towpath.schema.naming import index_name
from towpath.schema.state import SEARCH_PATH, Draft, State, schemas
from towpath.schema.tables import Enum, Index, Setting, Table


def applied(state: State, operation: Operation) -> State:
    """The state after an operation."""
    draft = Draft(state)
    apply(draft, operation)
    return state.put(draft.facts())


def apply(draft: Draft, operation: Operation) -> None:
    """Writes into the draft what the operation changes; one that changes nothing known writes nothing."""
    effect = _EFFECTS.get(type(operation))
    if effect:
        effect(draft, operation)


def _create_table(draft: Draft, operation: CreateTable) -> None:
    if operation.if_not_exists and draft.table(operation.table):
        return
    copied = [draft.table(name) for name in (*operation.copied, *filter(None, (operation.partition_of,)))]
    columns = tuple(column for table in copied if table for column in table.columns)
    whole = operation.query is None and operation.row_type is None and all(table and table.whole for table in copied)
    table = Table(
        operation.table,
        (*columns, *operation.columns),
        whole=whole,
        born=draft.migration,
        temporary=operation.temporary,
        partition_by=operation.partition_by,
        parent=operation.partition_of,
        bound=operation.bound,
    )
    draft.put_table(table)
    if operation.partition_of:
        relations.attach(draft, operation.partition_of, operation.table, operation.bound or "")
    for constraint in operation.constraints:
        relations.add_constraint(draft, operation.table, constraint)


def _drop_table(draft: Draft, operation: DropTable) -> None:
    table = draft.table(operation.table)
    if table is None:
        return
    for index in table.indexes:
        draft.put(draft.key("index", index.name), None)
    for foreign_key in table.foreign_keys:
        relations.forget_reference(draft, foreign_key.target, operation.table)
    if table.parent:
        relations.detach(draft, table.parent, operation.table)
    draft.put(draft.key("table", operation.table), None)


def _rename_table(draft: Draft, operation: RenameTable) -> None:
    relations.rename(draft, operation.table, Name(operation.to, operation.table.schema))


def _move_table(draft: Draft, operation: MoveTable) -> None:
    relations.rename(draft, operation.table, Name(operation.table.name, operation.schema))


def _create_index(draft: Draft, operation: CreateIndex) -> None:
    table = known(draft, operation.table)
    name = operation.name or index_name(table, operation.keys)
    if operation.if_not_exists and table.index(name):
        return
    index = Index(
        Name(name, operation.table.schema),
        operation.keys,
        operation.unique,
        operation.where,
        operation.include,
        operation.method,
        partial_tree=operation.only,
    )
    draft.put_table(replace(table, indexes=(*(i for i in table.indexes if i.name != index.name), index)))
    draft.put(draft.key("index", index.name), operation.table)


def _drop_index(draft: Draft, operation: DropIndex) -> None:
    table = draft.table_of_index(operation.index)
    if table is None:
        return
    draft.put_table(replace(table, indexes=tuple(i for i in table.indexes if i.name.name != operation.index.name)))
    draft.put(draft.key("index", operation.index), None)


def _rename_index(draft: Draft, operation: RenameIndex) -> None:
    table, name = draft.table_of_index(operation.index), operation.index.name
    if table is None:
        return
    new = Name(operation.to, operation.index.schema)
    indexes = tuple(replace(i, name=new) if i.name.name == name else i for i in table.indexes)
    draft.put(draft.key("index", operation.index), None)
    draft.put_table(replace(table, indexes=indexes))
    draft.put(draft.key("index", new), table.name)


def _attach_partition(draft: Draft, operation: AttachPartition) -> None:
    relations.attach(draft, operation.table, operation.partition, operation.bound)


def _detach_partition(draft: Draft, operation: DetachPartition) -> None:
    relations.detach(draft, operation.table, operation.partition)


def _attach_index(draft: Draft, operation: AttachIndex) -> None:
    """The index of the whole is built once all parts are attached, which is not followed."""


def _create_view(draft: Draft, operation: CreateView) -> None:
    kind: Any = "materialized view" if operation.materialized else "view"
    draft.put_table(Table(operation.view, born=draft.migration, kind=kind, query=operation.query))


def _create_enum(draft: Draft, operation: CreateEnum) -> None:
    draft.put(draft.key("type", operation.type), Enum(operation.type, operation.labels, draft.migration))


def _add_enum_value(draft: Draft, operation: AddEnumValue) -> None:
    enum = draft.enum(operation.type)
    if enum is None or operation.label in enum.labels:
        return
    labels = list(enum.labels)
    beside = operation.before or operation.after
    at = labels.index(beside) + (operation.before is None) if beside in labels else len(labels)
    labels.insert(at, operation.label)
    draft.put(draft.key("type", operation.type), replace(enum, labels=tuple(labels)))


def _rename_enum_value(draft: Draft, operation: RenameEnumValue) -> None:
    enum = draft.enum(operation.type)
    if enum:
        labels = tuple(operation.to if label == operation.label else label for label in enum.labels)
        draft.put(draft.key("type", operation.type), replace(enum, labels=labels))


def _create_domain(draft: Draft, operation: CreateDomain) -> None:
    draft.put(draft.key("type", operation.domain), operation)


def _create_function(draft: Draft, operation: CreateFunction) -> None:
    draft.put(draft.key("function", operation.function), operation)


def _drop_object(draft: Draft, operation: DropObject) -> None:
    kind = {"view": "table", "materialized view": "table", "type": "type", "domain": "type", "function": "function"}
    if operation.kind in kind:
        draft.put(draft.key(kind[operation.kind], operation.name), None)


def _set_setting(draft: Draft, operation: SetSetting) -> None:
    prefix = "local" if operation.local else "setting"
    draft.put(f"{prefix} {operation.name}", Setting(operation.value, operation.local))
    if operation.name == "search_path":
        draft.put(SEARCH_PATH, schemas(operation.value))
    kept = LOCALS if operation.local else SESSION
    names: frozenset[str] = draft.fact(kept) or frozenset()
    draft.put(kept, names | {operation.name})


def end_transaction(draft: Draft) -> None:
    """What SET LOCAL said ends with its transaction."""
    for name in sorted(draft.fact(LOCALS) or ()):
        draft.put(f"local {name}", None)
        if name == "search_path":
            draft.put(SEARCH_PATH, schemas(draft.setting("search_path")))
    if draft.fact(LOCALS):
        draft.put(LOCALS, None)


def end_session(draft: Draft) -> None:
    """What was set without LOCAL may hold in the next migration and may not: it runs on its own, or much later."""
    for name in sorted(draft.fact(SESSION) or ()):
        draft.put(f"setting {name}", None)
        if name == "search_path":
            draft.put(SEARCH_PATH, None)
    if draft.fact(SESSION):
        draft.put(SESSION, None)


# The facts that hold the names of what was set.
LOCALS, SESSION = "locals", "session"

_EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    CreateTable: _create_table,
    DropTable: _drop_table,
    RenameTable: _rename_table,
    MoveTable: _move_table,
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    RenameIndex: _rename_index,
    AttachIndex: _attach_index,
    AttachPartition: _attach_partition,
    DetachPartition: _detach_partition,
    CreateView: _create_view,
    CreateEnum: _create_enum,
    AddEnumValue: _add_enum_value,
    RenameEnumValue: _rename_enum_value,
    CreateDomain: _create_domain,
    CreateFunction: _create_function,
    DropObject: _drop_object,
    SetSetting: _set_setting,
    **column_effects.EFFECTS,
    **constraint_effects.EFFECTS,
}

__all__ = ["applied", "apply", "end_transaction", "known"]
