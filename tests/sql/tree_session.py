"""libpg_query's trees of work on rows, of settings, transactions and maintenance, said as our operations."""

from collections.abc import Iterator
from typing import Any

import postgast
from postgast import pg_query_pb2 as pg

from sql.normal import expression_of_tree, query_of_tree, strings, values
from sql.tree_objects import table_from_query
from sql.tree_tables import Found, expression, inner, name
from towpath import operations as ops
from towpath.operations import Name, Statement


def within(node: Any) -> Iterator[Found]:
    """The statements of a WITH that write rows, each before the one that it stands in front of."""
    for item in node.with_clause.ctes:
        statement = inner(item.common_table_expr.ctequery)
        if not isinstance(statement, pg.SelectStmt):
            yield from WRITERS[type(statement)](statement)


def insert(node: pg.InsertStmt, **_: object) -> Iterator[Found]:
    yield from within(node)
    select = node.select_stmt.select_stmt
    query = node.HasField("select_stmt") and not select.values_lists
    yield Found(ops.InsertRows(name(node.relation), "", query))


def update(node: pg.UpdateStmt, **_: object) -> Iterator[Found]:
    yield from within(node)
    columns = tuple(item.res_target.name for item in node.target_list)
    where, joined = expression(node, "where_clause"), bool(node.from_clause)
    yield Found(ops.UpdateRows(name(node.relation), "", columns, where, joined, limited(node)))


def delete(node: pg.DeleteStmt, **_: object) -> Iterator[Found]:
    yield from within(node)
    where, joined = expression(node, "where_clause"), bool(node.using_clause)
    yield Found(ops.DeleteRows(name(node.relation), "", where, joined, limited(node)))


def limited(node: Any) -> bool:
    """Whether a query within limits its rows, which is how PostgreSQL writes in batches."""
    return any(found.HasField("limit_count") for found in postgast.find_nodes(node, pg.SelectStmt))


def merge(node: pg.MergeStmt, **_: object) -> Iterator[Found]:
    yield from within(node)
    yield Found(ops.MergeRows(name(node.relation), ""))


WRITERS: dict[type, Any] = {
    pg.InsertStmt: insert,
    pg.UpdateStmt: update,
    pg.DeleteStmt: delete,
    pg.MergeStmt: merge,
}


def select(node: pg.SelectStmt, **_: object) -> Iterator[Found]:
    writing = list(within(node))
    yield from writing
    first = node
    while first.HasField("larg"):
        first = first.larg
    if first.HasField("into_clause"):
        relation = first.into_clause.rel
        query = pg.Node()
        query.select_stmt.CopyFrom(node)
        yield Found(table_from_query(relation, query_of_tree(query)))
        return
    if (call := set_config(node)) is not None:
        yield Found(call)
    elif not writing:
        yield Found(Statement("values" if node.values_lists else "select"))


def set_config(node: pg.SelectStmt) -> ops.SetSetting | None:
    """SELECT set_config('name', 'value', local), and nothing else."""
    if len(node.target_list) != 1 or node.from_clause:
        return None
    call = node.target_list[0].res_target.val.func_call
    if strings(call.funcname)[-1:] != ("set_config",) or not all(item.HasField("a_const") for item in call.args):
        return None
    setting, value, local = (item.a_const for item in call.args)
    return ops.SetSetting(setting.sval.sval.lower(), values([value.sval.sval]), local.boolval.boolval)


def copy(node: pg.CopyStmt, **_: object) -> Iterator[Found]:
    if node.HasField("query"):
        yield Found(Statement("copy"))
        return
    yield Found(ops.CopyRows(name(node.relation), "", "from" if node.is_from else "to"))


def truncate(node: pg.TruncateStmt, **_: object) -> Iterator[Found]:
    cascade = node.behavior == pg.DropBehavior.DROP_CASCADE
    for item in node.relations:
        table = item.range_var
        yield Found(ops.TruncateTable(name(table), cascade, node.restart_seqs), not table.inh)


LOCK_MODES = (
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
)


def lock(node: pg.LockStmt, **_: object) -> Iterator[Found]:
    for item in node.relations:
        table = item.range_var
        yield Found(ops.LockTable(name(table), LOCK_MODES[node.mode - 1], node.nowait), not table.inh)


SETTING_GROUPS = {
    "TRANSACTION": "set transaction",
    "TRANSACTION SNAPSHOT": "set transaction snapshot",
    "SESSION CHARACTERISTICS": "set session characteristics",
}


def setting(node: pg.VariableSetStmt, **_: object) -> Iterator[Found]:
    kind = pg.VariableSetKind
    if node.kind == kind.VAR_SET_MULTI:
        yield Found(Statement(SETTING_GROUPS[node.name]))
    elif node.kind == kind.VAR_RESET_ALL:
        yield Found(Statement("reset all"))
    elif node.kind == kind.VAR_SET_CURRENT:
        yield Found(Statement("set from current"))
    else:
        value = values([_setting_value(item) for item in node.args]) if node.kind == kind.VAR_SET_VALUE else None
        yield Found(ops.SetSetting(node.name.lower(), value, node.is_local))


def _setting_value(node: pg.Node) -> str:
    """A setting's value; of an interval (SET TIME ZONE INTERVAL …) the text within."""
    if node.HasField("type_cast"):
        node = node.type_cast.arg
    return expression_of_tree(node)


ACTIONS = {
    pg.TransactionStmtKind.TRANS_STMT_BEGIN: "begin",
    pg.TransactionStmtKind.TRANS_STMT_START: "begin",
    pg.TransactionStmtKind.TRANS_STMT_COMMIT: "commit",
    pg.TransactionStmtKind.TRANS_STMT_ROLLBACK: "rollback",
    pg.TransactionStmtKind.TRANS_STMT_SAVEPOINT: "savepoint",
    pg.TransactionStmtKind.TRANS_STMT_RELEASE: "release",
    pg.TransactionStmtKind.TRANS_STMT_ROLLBACK_TO: "rollback to",
    pg.TransactionStmtKind.TRANS_STMT_PREPARE: "prepare",
}


def transaction(node: pg.TransactionStmt, **_: object) -> Iterator[Found]:
    if node.kind in ACTIONS:
        action: Any = ACTIONS[node.kind]
        yield Found(ops.ControlTransaction(action, node.savepoint_name or node.gid or None))
        return
    commits = node.kind == pg.TransactionStmtKind.TRANS_STMT_COMMIT_PREPARED
    yield Found(Statement("commit prepared" if commits else "rollback prepared"))


REINDEX_KINDS: dict[int, Any] = {
    pg.ReindexObjectType.REINDEX_OBJECT_INDEX: "index",
    pg.ReindexObjectType.REINDEX_OBJECT_TABLE: "table",
    pg.ReindexObjectType.REINDEX_OBJECT_SCHEMA: "schema",
    pg.ReindexObjectType.REINDEX_OBJECT_DATABASE: "database",
    pg.ReindexObjectType.REINDEX_OBJECT_SYSTEM: "system",
}


def reindex(node: pg.ReindexStmt, **_: object) -> Iterator[Found]:
    target = name(node.relation) if node.HasField("relation") else Name(node.name) if node.name else None
    concurrently = any(switched_on(item.def_elem) for item in node.params if item.def_elem.defname == "concurrently")
    yield Found(ops.Reindex(REINDEX_KINDS[node.kind], target, concurrently))


def switched_on(option: pg.DefElem) -> bool:
    """Whether an option of a utility statement is on: alone, or with a true value."""
    return not option.HasField("arg") or option.arg.string.sval in ("true", "on") or option.arg.integer.ival == 1


def refresh(node: pg.RefreshMatViewStmt, **_: object) -> Iterator[Found]:
    yield Found(ops.RefreshView(name(node.relation), node.concurrent, not node.skip_data))


def vacuum(node: pg.VacuumStmt, **_: object) -> Iterator[Found]:
    tables = tuple(name(item.vacuum_relation.relation) for item in node.rels)
    yield Found(Statement("vacuum" if node.is_vacuumcmd else "analyze", tables))
