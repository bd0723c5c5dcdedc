"""What libpg_query makes of a statement, and what our reader makes of it, in one form in which they can be compared.

A `Reading` is one action: its kind, the names of the objects that it acts on, and everything else that was said.
ALTER TABLE gives one for each action; DROP, TRUNCATE and LOCK one for each object; a WITH that writes rows one for
each writing statement in it, before the statement that it stands in front of (a SELECT behind it gives nothing). DO
is a Statement, or the operations of its body, which are not compared.

Operations are compared field by field; expressions, types, queries and bounds as trees. Not compared are `text`,
`body`, `signature`, `options` but those of a sequence, and what follows from a view's query. Operations on objects of
any kind go by their SQL words (`comment on view`, `alter type rename`), grants by one for each object. The nullability
of a column is the one in effect (NOT NULL, a primary key, identity and serial types alike). ONLY is the place `only`
of the operation, IF EXISTS of an ALTER is the step's guard.

`Statement.kind` is the leading words of the statement in lower case, without names and options, OR REPLACE,
IF [NOT] EXISTS, TEMPORARY, TRUSTED, PROCEDURAL; the noise word COLUMN is there whether written or not.
`Statement.objects` are what lives in the database and is acted on: what a thing stands on first (the table of a
trigger), then the thing or part itself, then others. Owners, grantees, tablespaces and access methods are no objects
of what is moved or granted; cursors, plans, channels and settings are none at all.

All kinds, behind each the objects in parentheses:

alter table … (table, and the part or other object that is named), for the actions that are no operations:
    alter column set statistics | alter column set | alter column reset | alter column set storage |
    alter column set compression | alter column options (table, column)
    cluster on (table, index) | replica identity (table, and the index if one is named)
    of (table, type) | not of (table)
    set without cluster | set without oids | set access method | set tablespace | set logged | set unlogged | set |
    reset | options (table)
alter view | alter materialized view | alter sequence | alter index | alter foreign table: the same words behind them;
    what is an operation on a table is a statement on these, by its words: add column, drop column,
    alter column type, alter column set default, alter column drop default, alter column set not null,
    alter column drop not null, validate constraint, drop constraint (relation, part) | add constraint (relation)
alter type add attribute | alter type drop attribute | alter type alter attribute type |
    alter type rename attribute (type, attribute)
alter table all in tablespace | alter index all in tablespace | alter materialized view all in tablespace (tablespace)
alter view rename column | alter materialized view rename column | alter foreign table rename column (relation, column)
alter X depends on extension (object; relation and trigger)
alter type set (type) | alter operator set (operator)
alter function | alter procedure | alter routine (the one), for changes of its options
alter statistics set statistics (statistics) | alter collation refresh version (collation)
alter database (options, tablespace) | alter database set | alter database reset |
    alter database refresh collation version (database)
alter role (options, members; also USER, GROUP) | alter role set | alter role reset (role; none for ALL)
alter system set | alter system reset () | alter tablespace set | alter tablespace reset (tablespace)
alter extension update | alter extension add | alter extension drop (extension)
alter foreign data wrapper (wrapper) | alter server (server) | alter user mapping (server)
alter policy (table, policy) | alter event trigger enable | alter event trigger disable (trigger)
alter operator family add | alter operator family drop (family)
alter publication add | alter publication drop | alter publication set (publication, tables and schemas)
alter subscription set | … connection | … set publication | … add publication | … drop publication |
    … refresh publication | … enable | … disable | … skip (subscription)
alter text search dictionary (dictionary) | alter text search configuration add mapping | … alter mapping |
    … drop mapping (configuration)
create operator | operator class | operator family (the one) | create user mapping (server)
create statistics without a name (tables)
create cast (source type, target type) | create transform (type, language)
import foreign schema (server, the local schema)
comment on cast | comment on transform | security label on X (object; relation and part; both types of a cast)
drop owned | reassign owned (the roles whose things they are)
select (also TABLE t) | values () | call (procedure) | do () | explain () | copy (of a query) () | show () | load () |
    checkpoint () | discard () | vacuum | analyze | cluster (tables)
set transaction | set transaction snapshot | set session characteristics | set from current | reset all () |
    set constraints (constraints)
commit prepared | rollback prepared | listen | unlisten | notify | prepare | execute | deallocate | declare | fetch |
    move | close ()

drop cast (source type, target type) | drop transform (type, language) | drop user mapping (server) |
    drop operator | drop operator class | drop operator family (the ones)

`DropObject.kind` is the words behind DROP; user and group are `role`. A policy, rule or trigger has its `table`.

`SetSetting.name`: TIME ZONE is `timezone`, NAMES `client_encoding`, SCHEMA `search_path`, SESSION AUTHORIZATION
`session_authorization`, TRANSACTION ISOLATION LEVEL `transaction_isolation`, XML OPTION `xmloption`; RESET and DEFAULT
give no value. A SELECT of set_config alone is one too. START is `begin`, END `commit`, ABORT `rollback`.
SELECT … INTO is a CreateTable with a query.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import postgast
from postgast import pg_query_pb2 as pg

from sql import tree_alter, tree_objects, tree_session, tree_tables
from sql.settle import normal, settled
from sql.tree_objects import created, named, parts, type_name
from sql.tree_tables import Found, name, role
from towpath import operations as ops
from towpath.operations import CreateIndex, Guard, Name, Operation, Places, Statement


class Reading(NamedTuple):
    """One action of a statement; flags are `field: value` and bare words."""

    kind: str
    objects: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} ({', '.join(self.objects)})" + (f" [{'; '.join(self.flags)}]" if self.flags else "")


def judged(sql: str) -> list[Reading]:
    """libpg_query's readings of one statement; raises PgQueryError where PostgreSQL refuses it."""
    readings: list[Reading] = []
    for statement in postgast.parse(sql).stmts:
        kind = statement.stmt.WhichOneof("node") or ""
        readings.extend(reading(found) for found in NODES[kind](getattr(statement.stmt, kind), sql=sql))
    return readings


def ours(operations: Sequence[Operation], guard: Guard | None = None, places: Sequence[Places] = ()) -> list[Reading]:
    """The same of our operations; `places` are those of their step, in which `only` is looked up."""
    readings: list[Reading] = []
    for at, operation in enumerate(operations):
        only = places[at].get("only") if at < len(places) and not isinstance(operation, CreateIndex) else None
        guarded = guard is not None and bool(guard.condition)
        readings.append(reading(Found(normal(operation), only is not None and only.start < only.end, guarded)))
    return readings


def reading(found: Found) -> Reading:
    """An operation, its expressions and types in normal form, as kind, objects and flags."""
    operation = settled(found.operation)
    flags = [word for word in ("only", "guarded") if getattr(found, word)]
    if isinstance(operation, Statement):
        return Reading(operation.kind, tuple(str(item) for item in operation.objects), tuple(flags))
    kind = KIND.sub(r" \g<0>", type(operation).__name__).strip().lower()
    if type(operation) in NAMED:
        kind = NAMED[type(operation)].format(operation)
    objects: list[str] = []
    for field in dataclasses.fields(operation):  # type: ignore[arg-type]
        value = getattr(operation, field.name)
        if isinstance(value, Name):
            objects.append(str(value))
        elif value is not None and value != field.default:
            flags.append(f"{field.name}: {said(value)}")
    return Reading(kind, tuple(objects), tuple(sorted(flags)))


KIND = re.compile(r"[A-Z]")
# What an operation on some kind of object is called.
NAMED: dict[type, str] = {
    ops.AlterDomain: "alter domain {0.action}",
    ops.CreateObject: "create {0.kind}",
    ops.DropObject: "drop {0.kind}",
    ops.MoveObject: "alter {0.kind} set schema",
    ops.RenameObject: "alter {0.kind} rename",
    ops.SetComment: "comment on {0.kind}",
    ops.SetOwner: "alter {0.kind} owner to",
    ops.Switch: "alter table {0.to} {0.kind}",
}


def said(value: Any) -> str:
    """A field's value in words: of a value within it only what differs from the default."""
    if isinstance(value, tuple) and not isinstance(value, Name):
        return ", ".join(said(item) for item in value)  # pyright: ignore[reportUnknownVariableType]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inside = [
            f"{field.name}={said(getattr(value, field.name))}"
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        ]
        return f"{type(value).__name__}({', '.join(inside)})"
    return str(value)


def _one(field: str) -> Callable[[Any], Name]:
    return lambda node: Name(getattr(node, field))


def _relation(node: Any) -> Name | tuple[()]:
    return name(node.relation) if node.HasField("relation") else ()


def _own_role(node: Any) -> Name | tuple[()]:
    return role(node.role) if node.HasField("role") else ()


def _roles(node: Any) -> Iterator[Name]:
    return (role(item.role_spec) for item in node.roles)


def _parts(field: str) -> Callable[[Any], Name]:
    return lambda node: parts(getattr(node, field))


def _set(kind: str, *objects: Callable[[Any], Name | Iterable[Name]]) -> Callable[..., Iterator[Found]]:
    """ALTER … SET and RESET of a setting for a database, a role or the system."""

    def read(node: Any, *, sql: str) -> Iterator[Found]:
        resets = node.setstmt.kind in (pg.VariableSetKind.VAR_RESET, pg.VariableSetKind.VAR_RESET_ALL)
        return named(f"{kind} {'reset' if resets else 'set'}", *objects)(node, sql=sql)

    return read


def _switched(kind: str, field: str, on: str, off: str, *objects: Callable[[Any], Name]) -> Callable[..., Any]:
    """A node that stands for two kinds of statements, by a switch in it."""

    def read(node: Any, *, sql: str) -> Iterator[Found]:
        return named(f"{kind} {on if getattr(node, field) else off}".strip(), *objects)(node, sql=sql)

    return read


def _event_trigger(node: pg.AlterEventTrigStmt, *, sql: str) -> Iterator[Found]:
    return named(f"alter event trigger {'disable' if node.tgenabled == 'D' else 'enable'}", _one("trigname"))(node)


def _alter_function(node: pg.AlterFunctionStmt, *, sql: str) -> Iterator[Found]:
    objects = (parts(node.func.objname),)
    yield Found(Statement(f"alter {tree_objects.WORDS[node.objtype]}", objects))


NODES: dict[str, Callable[..., Iterator[Found]]] = {
    "alter_collation_stmt": named("alter collation refresh version", _parts("collname")),
    "alter_database_refresh_coll_stmt": named("alter database refresh collation version", _one("dbname")),
    "alter_database_set_stmt": _set("alter database", _one("dbname")),
    "alter_database_stmt": named("alter database", _one("dbname")),
    "alter_default_privileges_stmt": tree_objects.default_privileges,
    "alter_domain_stmt": tree_objects.alter_domain,
    "alter_enum_stmt": tree_objects.alter_enum,
    "alter_event_trig_stmt": _event_trigger,
    "alter_extension_contents_stmt": tree_objects.extension_contents,
    "alter_extension_stmt": named("alter extension update", _one("extname")),
    "alter_fdw_stmt": named("alter foreign data wrapper", _one("fdwname")),
    "alter_foreign_server_stmt": named("alter server", _one("servername")),
    "alter_function_stmt": _alter_function,
    "alter_object_depends_stmt": tree_objects.depends,
    "alter_object_schema_stmt": tree_objects.set_schema,
    "alter_op_family_stmt": _switched("alter operator family", "is_drop", "drop", "add", _parts("opfamilyname")),
    "alter_operator_stmt": named("alter operator set", lambda node: parts(node.opername.objname)),
    "alter_owner_stmt": tree_objects.owner_to,
    "alter_policy_stmt": named("alter policy", lambda node: name(node.table), _one("policy_name")),
    "alter_publication_stmt": tree_objects.publication,
    "alter_role_set_stmt": _set("alter role", _own_role),
    "alter_role_stmt": named("alter role", _own_role),
    "alter_seq_stmt": tree_objects.alter_sequence,
    "alter_stats_stmt": named("alter statistics set statistics", _parts("defnames")),
    "alter_subscription_stmt": tree_objects.subscription,
    "alter_system_stmt": _set("alter system"),
    "alter_table_move_all_stmt": tree_objects.move_all,
    "alter_table_space_options_stmt": _switched("alter tablespace", "is_reset", "reset", "set", _one("tablespacename")),
    "alter_table_stmt": tree_alter.alter_table,
    "alter_tsconfiguration_stmt": tree_objects.alter_configuration,
    "alter_tsdictionary_stmt": named("alter text search dictionary", _parts("dictname")),
    "alter_type_stmt": named("alter type set", _parts("type_name")),
    "alter_user_mapping_stmt": named("alter user mapping", _one("servername")),
    "call_stmt": named("call", lambda node: parts(node.funccall.funcname)),
    "check_point_stmt": named("checkpoint"),
    "close_portal_stmt": named("close"),
    "cluster_stmt": named("cluster", _relation),
    "comment_stmt": tree_objects.comment,
    "composite_type_stmt": created("type", lambda node: name(node.typevar)),
    "constraints_set_stmt": named("set constraints", lambda node: [name(item.range_var) for item in node.constraints]),
    "copy_stmt": tree_session.copy,
    "create_am_stmt": created("access method", _one("amname")),
    "create_cast_stmt": named(
        "create cast", lambda node: type_name(node.sourcetype), lambda node: type_name(node.targettype)
    ),
    "create_conversion_stmt": created("conversion", _parts("conversion_name")),
    "create_domain_stmt": tree_tables.create_domain,
    "create_enum_stmt": tree_tables.create_enum,
    "create_event_trig_stmt": created("event trigger", _one("trigname")),
    "create_extension_stmt": tree_objects.create_extension,
    "create_fdw_stmt": created("foreign data wrapper", _one("fdwname")),
    "create_foreign_server_stmt": created("server", _one("servername")),
    "create_foreign_table_stmt": tree_objects.create_foreign_table,
    "create_function_stmt": tree_objects.create_function,
    "create_op_class_stmt": named("create operator class", _parts("opclassname")),
    "create_op_family_stmt": named("create operator family", _parts("opfamilyname")),
    "create_plang_stmt": created("language", _one("plname")),
    "create_policy_stmt": created("policy", _one("policy_name"), lambda node: name(node.table)),
    "create_publication_stmt": tree_objects.publication,
    "create_range_stmt": created("type", _parts("type_name")),
    "create_role_stmt": created("role", _one("role")),
    "create_schema_stmt": tree_objects.create_schema,
    "create_seq_stmt": tree_objects.create_sequence,
    "create_stats_stmt": tree_objects.create_statistics,
    "create_stmt": tree_tables.create_table,
    "create_subscription_stmt": created("subscription", _one("subname")),
    "create_table_as_stmt": tree_objects.create_table_as,
    "create_table_space_stmt": created("tablespace", _one("tablespacename")),
    "create_transform_stmt": named("create transform", lambda node: type_name(node.type_name), _one("lang")),
    "create_trig_stmt": tree_objects.create_trigger,
    "create_user_mapping_stmt": named("create user mapping", _one("servername")),
    "createdb_stmt": created("database", _one("dbname")),
    "deallocate_stmt": named("deallocate"),
    "declare_cursor_stmt": named("declare"),
    "define_stmt": tree_objects.define,
    "delete_stmt": tree_session.delete,
    "discard_stmt": named("discard"),
    "do_stmt": named("do"),
    "drop_owned_stmt": named("drop owned", _roles),
    "drop_role_stmt": tree_objects.drop_roles,
    "drop_stmt": tree_objects.drop,
    "drop_subscription_stmt": tree_objects.dropped("subscription", _one("subname")),
    "drop_table_space_stmt": tree_objects.dropped("tablespace", _one("tablespacename")),
    "drop_user_mapping_stmt": named("drop user mapping", _one("servername")),
    "dropdb_stmt": tree_objects.dropped("database", _one("dbname")),
    "execute_stmt": named("execute"),
    "explain_stmt": named("explain"),
    "fetch_stmt": _switched("", "ismove", "move", "fetch"),
    "grant_role_stmt": tree_objects.grant_role,
    "grant_stmt": tree_objects.grant,
    "import_foreign_schema_stmt": named("import foreign schema", _one("server_name"), _one("local_schema")),
    "index_stmt": tree_tables.create_index,
    "insert_stmt": tree_session.insert,
    "listen_stmt": named("listen"),
    "load_stmt": named("load"),
    "lock_stmt": tree_session.lock,
    "merge_stmt": tree_session.merge,
    "notify_stmt": named("notify"),
    "prepare_stmt": named("prepare"),
    "reassign_owned_stmt": named("reassign owned", _roles),
    "refresh_mat_view_stmt": tree_session.refresh,
    "reindex_stmt": tree_session.reindex,
    "rename_stmt": tree_objects.rename,
    "rule_stmt": created("rule", _one("rulename"), lambda node: name(node.relation)),
    "sec_label_stmt": tree_objects.security_label,
    "select_stmt": tree_session.select,
    "transaction_stmt": tree_session.transaction,
    "truncate_stmt": tree_session.truncate,
    "unlisten_stmt": named("unlisten"),
    "update_stmt": tree_session.update,
    "vacuum_stmt": tree_session.vacuum,
    "variable_set_stmt": tree_session.setting,
    "variable_show_stmt": named("show"),
    "view_stmt": tree_objects.create_view,
}
