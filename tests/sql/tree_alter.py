"""libpg_query's trees of ALTER TABLE and its kin, said as our operations in normal form, one for each action."""

from collections.abc import Callable, Iterator
from typing import Any

from postgast import pg_query_pb2 as pg

from sql.normal import bound_of_tree, dotted, expression_of_tree
from sql.tree_tables import Found, column_of, constraint_of, definition, name, role, sequence_options, type_value
from towpath import operations as ops
from towpath.operations import Name, Operation, Statement

At, Object = pg.AlterTableType, pg.ObjectType

RELATIONS = {
    Object.OBJECT_TABLE: "table",
    Object.OBJECT_VIEW: "view",
    Object.OBJECT_MATVIEW: "materialized view",
    Object.OBJECT_INDEX: "index",
    Object.OBJECT_SEQUENCE: "sequence",
    Object.OBJECT_FOREIGN_TABLE: "foreign table",
    Object.OBJECT_TYPE: "type",
}

# The words of each action, for `Statement.kind` where no operation of its own stands for it.
ACTION_WORDS = {
    At.AT_AddColumn: "add column",
    At.AT_ColumnDefault: "alter column set default",
    At.AT_DropNotNull: "alter column drop not null",
    At.AT_SetNotNull: "alter column set not null",
    At.AT_SetExpression: "alter column set expression",
    At.AT_DropExpression: "alter column drop expression",
    At.AT_SetStatistics: "alter column set statistics",
    At.AT_SetOptions: "alter column set",
    At.AT_ResetOptions: "alter column reset",
    At.AT_SetStorage: "alter column set storage",
    At.AT_SetCompression: "alter column set compression",
    At.AT_DropColumn: "drop column",
    At.AT_AddConstraint: "add constraint",
    At.AT_AlterConstraint: "alter constraint",
    At.AT_ValidateConstraint: "validate constraint",
    At.AT_DropConstraint: "drop constraint",
    At.AT_AlterColumnType: "alter column type",
    At.AT_AlterColumnGenericOptions: "alter column options",
    At.AT_ClusterOn: "cluster on",
    At.AT_DropCluster: "set without cluster",
    At.AT_SetLogged: "set logged",
    At.AT_SetUnLogged: "set unlogged",
    At.AT_DropOids: "set without oids",
    At.AT_SetAccessMethod: "set access method",
    At.AT_SetTableSpace: "set tablespace",
    At.AT_SetRelOptions: "set",
    At.AT_ResetRelOptions: "reset",
    At.AT_EnableTrig: "enable trigger",
    At.AT_EnableAlwaysTrig: "enable always trigger",
    At.AT_EnableReplicaTrig: "enable replica trigger",
    At.AT_DisableTrig: "disable trigger",
    At.AT_EnableTrigAll: "enable trigger all",
    At.AT_DisableTrigAll: "disable trigger all",
    At.AT_EnableTrigUser: "enable trigger user",
    At.AT_DisableTrigUser: "disable trigger user",
    At.AT_EnableRule: "enable rule",
    At.AT_EnableAlwaysRule: "enable always rule",
    At.AT_EnableReplicaRule: "enable replica rule",
    At.AT_DisableRule: "disable rule",
    At.AT_AddInherit: "inherit",
    At.AT_DropInherit: "no inherit",
    At.AT_AddOf: "of",
    At.AT_DropOf: "not of",
    At.AT_ReplicaIdentity: "replica identity",
    At.AT_EnableRowSecurity: "enable row level security",
    At.AT_DisableRowSecurity: "disable row level security",
    At.AT_ForceRowSecurity: "force row level security",
    At.AT_NoForceRowSecurity: "no force row level security",
    At.AT_GenericOptions: "options",
    At.AT_AttachPartition: "attach partition",
    At.AT_DetachPartition: "detach partition",
    At.AT_DetachPartitionFinalize: "detach partition",
    At.AT_AddIdentity: "alter column add generated",
    At.AT_SetIdentity: "alter column set identity",
    At.AT_DropIdentity: "alter column drop identity",
}

# What an action names that is no part of the relation: a tablespace, an access method.
ELSEWHERE = (At.AT_SetTableSpace, At.AT_SetAccessMethod)


def alter_table(node: pg.AlterTableStmt, **_: object) -> Iterator[Found]:
    table, only = name(node.relation), not node.relation.inh and node.objtype != Object.OBJECT_TYPE
    for item in node.cmds:
        command = item.alter_table_cmd
        operation: Operation | None = None
        if command.subtype == At.AT_ChangeOwner:
            operation = ops.SetOwner(RELATIONS[node.objtype], table, str(role(command.newowner)))
        elif node.objtype == Object.OBJECT_TABLE and command.subtype in TYPED:
            operation = TYPED[command.subtype](table, command, definition(command))
        elif node.objtype == Object.OBJECT_INDEX and command.subtype == At.AT_AttachPartition:
            operation = ops.AttachIndex(table, name(definition(command).name))
        yield Found(operation or statement(table, command, RELATIONS[node.objtype]), only, node.missing_ok)


def statement(table: Name, command: pg.AlterTableCmd, relation: str) -> Statement:
    """An action without an operation of its own: the relation, then the part or the other object that it names."""
    words, content = ACTION_WORDS[command.subtype], definition(command)
    if command.subtype == At.AT_ColumnDefault and content is None:
        words = "alter column drop default"
    if relation == "type":
        words = words.replace("column", "attribute")
    part: Name | None = None
    if isinstance(content, pg.RangeVar):
        part = name(content)
    elif isinstance(content, pg.PartitionCmd):
        part = name(content.name)
    elif isinstance(content, pg.TypeName):
        part = Name(*reversed(dotted(content.names).split(".")))
    elif isinstance(content, pg.ColumnDef) and content.colname:
        part = Name(content.colname)
    elif isinstance(content, pg.ReplicaIdentityStmt):
        part = Name(content.name) if content.name else None
    elif command.name and command.subtype not in ELSEWHERE:
        part = Name(command.name)
    return Statement(f"alter {relation} {words}", (table, part) if part else (table,))


def _add_column(table: Name, command: pg.AlterTableCmd, content: Any) -> Operation:
    column, constraints = column_of(content)
    return ops.AddColumn(table, column, tuple(constraints), command.missing_ok)


def _add_constraint(table: Name, _: pg.AlterTableCmd, content: Any) -> Operation | None:
    constraint = constraint_of(content)
    return constraint and ops.AddConstraint(table, constraint)


def _default(table: Name, command: pg.AlterTableCmd, content: Any) -> Operation:
    if content is None:
        return ops.DropDefault(table, command.name)
    return ops.SetDefault(table, command.name, expression_of_tree(getattr(command, "def")))


def _alter_type(table: Name, command: pg.AlterTableCmd, content: Any) -> Operation:
    using = expression_of_tree(content.raw_default) if content.HasField("raw_default") else None
    collation = dotted(content.coll_clause.collname) if content.HasField("coll_clause") else None
    return ops.AlterColumnType(table, command.name, type_value(content.type_name), using, collation)


def _alter_constraint(table: Name, _: pg.AlterTableCmd, content: Any) -> Operation:
    timed, enforced, inherited = content.alter_deferrability, content.alter_enforceability, content.alter_inheritability
    return ops.AlterConstraint(
        table,
        content.conname,
        content.deferrable if timed else None,
        content.initdeferred if timed else None,
        content.is_enforced if enforced else None,
        not content.noinherit if inherited else None,
    )


def _add_identity(table: Name, command: pg.AlterTableCmd, content: Any) -> Operation:
    identity: Any = "always" if content.generated_when == "a" else "by default"
    return ops.AddIdentity(table, command.name, identity, sequence_options(content.options))


def _set_identity(table: Name, command: pg.AlterTableCmd, content: Any) -> Operation:
    generated = [item.def_elem.arg.integer.ival for item in content.items if item.def_elem.defname == "generated"]
    identity: Any = {97: "always", 100: "by default"}[generated[0]] if generated else None
    return ops.SetIdentity(table, command.name, identity, sequence_options(content.items))


def _switch(to: Any, kind: Any) -> Callable[[Name, pg.AlterTableCmd, Any], Operation]:
    return lambda table, command, _: ops.Switch(table, to, kind, command.name or None)


def _drop(command: pg.AlterTableCmd) -> tuple[bool, bool]:
    return command.missing_ok, command.behavior == pg.DropBehavior.DROP_CASCADE


TYPED: dict[int, Callable[[Name, pg.AlterTableCmd, Any], Operation | None]] = {
    At.AT_AddColumn: _add_column,
    At.AT_AddConstraint: _add_constraint,
    At.AT_ColumnDefault: _default,
    At.AT_AlterColumnType: _alter_type,
    At.AT_AlterConstraint: _alter_constraint,
    At.AT_AddIdentity: _add_identity,
    At.AT_SetIdentity: _set_identity,
    At.AT_AddInherit: lambda table, _, content: ops.AttachParent(table, name(content)),
    At.AT_DropInherit: lambda table, _, content: ops.DetachParent(table, name(content)),
    At.AT_EnableTrig: _switch("enable", "trigger"),
    At.AT_EnableAlwaysTrig: _switch("enable always", "trigger"),
    At.AT_EnableReplicaTrig: _switch("enable replica", "trigger"),
    At.AT_DisableTrig: _switch("disable", "trigger"),
    At.AT_EnableTrigAll: _switch("enable", "trigger all"),
    At.AT_DisableTrigAll: _switch("disable", "trigger all"),
    At.AT_EnableTrigUser: _switch("enable", "trigger user"),
    At.AT_DisableTrigUser: _switch("disable", "trigger user"),
    At.AT_EnableRule: _switch("enable", "rule"),
    At.AT_EnableAlwaysRule: _switch("enable always", "rule"),
    At.AT_EnableReplicaRule: _switch("enable replica", "rule"),
    At.AT_DisableRule: _switch("disable", "rule"),
    At.AT_EnableRowSecurity: _switch("enable", "row level security"),
    At.AT_DisableRowSecurity: _switch("disable", "row level security"),
    At.AT_ForceRowSecurity: _switch("force", "row level security"),
    At.AT_NoForceRowSecurity: _switch("no force", "row level security"),
    At.AT_DropColumn: lambda table, command, _: ops.DropColumn(table, command.name, *_drop(command)),
    At.AT_DropConstraint: lambda table, command, _: ops.DropConstraint(table, command.name, *_drop(command)),
    At.AT_ValidateConstraint: lambda table, command, _: ops.ValidateConstraint(table, command.name),
    At.AT_SetNotNull: lambda table, command, _: ops.SetNotNull(table, command.name),
    At.AT_DropNotNull: lambda table, command, _: ops.DropNotNull(table, command.name),
    At.AT_SetExpression: lambda table, command, _: ops.SetExpression(
        table, command.name, expression_of_tree(getattr(command, "def"))
    ),
    At.AT_DropExpression: lambda table, command, _: ops.DropExpression(table, command.name, command.missing_ok),
    At.AT_DropIdentity: lambda table, command, _: ops.DropIdentity(table, command.name, command.missing_ok),
    At.AT_AttachPartition: lambda table, _, content: ops.AttachPartition(
        table, name(content.name), bound_of_tree(content.bound)
    ),
    At.AT_DetachPartition: lambda table, _, content: ops.DetachPartition(table, name(content.name), content.concurrent),
    At.AT_DetachPartitionFinalize: lambda table, _, content: ops.DetachPartition(
        table, name(content.name), finalize=True
    ),
}
