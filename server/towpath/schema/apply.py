"""What each operation leaves behind."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddEnumValue,
    AddIdentity,
    AlterColumnType,
    AlterConstraint,
    AttachIndex,
    AttachPartition,
    Column,
    CreateDomain,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateTable,
    CreateView,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropIndex,
    DropNotNull,
    DropObject,
    DropTable,
    MoveTable,
    Name,
    NotNull,
    Operation,
    RedefineColumn,
    RenameColumn,
    RenameConstraint,
    RenameEnumValue,
    RenameIndex,
    RenameTable,
    SetDefault,
    SetExpression,
    SetNotNull,
    SetSetting,
    ValidateConstraint,
)
from towpath.schema import relations
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


def known(draft: Draft, name: Name) -> Table:
    """The table as far as it is known; one that the migrations did not make is old and not whole."""
    return draft.table(name) or Table(name)


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


def _add_column(draft: Draft, operation: AddColumn) -> None:
    table = known(draft, operation.table)
    if operation.if_not_exists and table.column(operation.column.name):
        return
    others = tuple(column for column in table.columns if column.name != operation.column.name)
    draft.put_table(replace(table, columns=(*others, operation.column)))
    for constraint in operation.constraints:
        relations.add_constraint(draft, operation.table, constraint)


def _drop_column(draft: Draft, operation: DropColumn) -> None:
    table = known(draft, operation.table)
    name = operation.column
    for constraint in table.foreign_keys:
        if name in constraint.columns:
            relations.forget_reference(draft, constraint.target, operation.table)
            table = known(draft, operation.table)
    gone = [index for index in table.indexes if name in (*index.columns, *index.include)]
    for index in gone:
        draft.put(draft.key("index", index.name), None)
    draft.put_table(
        replace(
            table,
            columns=tuple(column for column in table.columns if column.name != name),
            constraints=tuple(c for c in table.constraints if name not in relations.columns_of(c)),
            indexes=tuple(index for index in table.indexes if index not in gone),
        )
    )


def _rename_column(draft: Draft, operation: RenameColumn) -> None:
    draft.put_table(relations.renamed_column(known(draft, operation.table), operation.column, operation.to))


def _changed_column(make: Callable[[Any, Column], Column]) -> Callable[[Draft, Any], None]:
    """An effect on one column; one that was not known is known from now on, as far as the operation says it."""

    def effect(draft: Draft, operation: Any) -> None:
        table = known(draft, operation.table)
        old = table.column(operation.column) or Column(operation.column, None, None)
        new = make(operation, old)
        columns = tuple(new if column.name == new.name else column for column in table.columns)
        if not table.column(operation.column):
            columns = (*columns, new)
        draft.put_table(replace(table, columns=columns))

    return effect


def _set_not_null(draft: Draft, operation: SetNotNull) -> None:
    _changed_column(lambda _, old: replace(old, nullable=False))(draft, operation)


def _drop_not_null(draft: Draft, operation: DropNotNull) -> None:
    _changed_column(lambda _, old: replace(old, nullable=True))(draft, operation)
    table = known(draft, operation.table)
    kept = tuple(c for c in table.constraints if not (isinstance(c, NotNull) and c.column == operation.column))
    draft.put_table(replace(table, constraints=kept))


def _redefine_column(draft: Draft, operation: RedefineColumn) -> None:
    table = known(draft, operation.table)
    others = tuple(column for column in table.columns if column.name != operation.column.name)
    draft.put_table(replace(table, columns=(*others, operation.column)))


def _add_constraint(draft: Draft, operation: AddConstraint) -> None:
    relations.add_constraint(draft, operation.table, operation.constraint)


def _drop_constraint(draft: Draft, operation: DropConstraint) -> None:
    relations.drop_constraint(draft, operation.table, operation.name)


def _rename_constraint(draft: Draft, operation: RenameConstraint) -> None:
    table = known(draft, operation.table)
    constraints = tuple(replace(c, name=operation.to) if c.name == operation.name else c for c in table.constraints)
    indexes = tuple(
        replace(index, name=index.name._replace(name=operation.to), constraint=operation.to)
        if index.constraint == operation.name
        else index
        for index in table.indexes
    )
    for index in indexes:
        draft.put(draft.key("index", index.name), operation.table)
    draft.put_table(replace(table, constraints=constraints, indexes=indexes))


def _validate_constraint(draft: Draft, operation: ValidateConstraint) -> None:
    table = known(draft, operation.table)
    constraint = table.constraint(operation.name)
    if constraint is None or not hasattr(constraint, "valid"):
        return
    said: Any = constraint
    valid = replace(said, valid=True)
    draft.put_table(replace(table, constraints=tuple(valid if c is constraint else c for c in table.constraints)))
    if isinstance(constraint, NotNull):
        _set_not_null(draft, SetNotNull(operation.table, constraint.column))


def _alter_constraint(draft: Draft, operation: AlterConstraint) -> None:
    table = known(draft, operation.table)
    constraint: Any = table.constraint(operation.name)
    if constraint is None:
        return
    said = {"deferrable": operation.deferrable, "deferred": operation.deferred, "enforced": operation.enforced}
    fitting = {key: value for key, value in said.items() if value is not None and hasattr(constraint, key)}
    changed = replace(constraint, **fitting)
    draft.put_table(replace(table, constraints=tuple(changed if c is constraint else c for c in table.constraints)))


def _create_index(draft: Draft, operation: CreateIndex) -> None:
    table = known(draft, operation.table)
    name = operation.name or relations.index_name(table, operation.keys)
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
    AddColumn: _add_column,
    DropColumn: _drop_column,
    RenameColumn: _rename_column,
    RedefineColumn: _redefine_column,
    AlterColumnType: _changed_column(
        lambda said, old: replace(old, type=said.type, collation=said.collation or old.collation)
    ),
    SetDefault: _changed_column(lambda said, old: replace(old, default=said.default)),
    DropDefault: _changed_column(lambda said, old: replace(old, default=None)),
    SetNotNull: _set_not_null,
    DropNotNull: _drop_not_null,
    SetExpression: _changed_column(lambda said, old: replace(old, expression=said.expression)),
    DropExpression: _changed_column(lambda said, old: replace(old, expression=None, generated=None)),
    AddIdentity: _changed_column(lambda said, old: replace(old, identity=said.identity)),
    DropIdentity: _changed_column(lambda said, old: replace(old, identity=None)),
    AddConstraint: _add_constraint,
    DropConstraint: _drop_constraint,
    RenameConstraint: _rename_constraint,
    ValidateConstraint: _validate_constraint,
    AlterConstraint: _alter_constraint,
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
}

__all__ = ["applied", "apply", "end_transaction", "known"]
