"""What each call of a migration sends to the database."""

from collections.abc import Callable, Iterator, Mapping

from towpath.frameworks.alembic import work
from towpath.frameworks.alembic.executed import Embedded, executed
from towpath.frameworks.alembic.sent import (
    altered,
    constraints,
    elsewhere,
    entities,
    indexes,
    names,
    objects,
    rows,
    tables,
)
from towpath.frameworks.alembic.sent.columns import is_column
from towpath.frameworks.alembic.sent.constraints import Owner, Target, several
from towpath.frameworks.alembic.sent.flag import flag
from towpath.frameworks.alembic.sent.names import Convention
from towpath.frameworks.alembic.sent.searchable import SEARCHABLE
from towpath.frameworks.alembic.sent.speaking import is_mysql
from towpath.frameworks.alembic.work import Work
from towpath.frameworks.sent import Sent
from towpath.operations import ControlTransaction, Opaque, Operation
from towpath.syntax.python import Attribute, Call, Node, Reference, Value, is_list, returned

OP = "alembic.op."
# Calls on `op` and on the context that change nothing.
_NOTHING = frozenset(
    "get_bind get_context f inline_literal batch_alter_table implementation_for register_operation".split()
)
# Calls whose options decide what they do, or whom they keep waiting.
_TOLD_BY_OPTIONS = frozenset(
    "add_column alter_column create_check_constraint create_foreign_key create_index drop_index".split()
)
_EXECUTING = frozenset(("execute", "exec_driver_sql", "scalar", "scalars"))

Outcome = Sent | Embedded | Work | Operation


def outcomes(call: Call, node: Node, source: Callable[[Node], str], convention: Convention) -> Iterator[Outcome]:
    """What a call does; nothing for one that is harmless."""
    batch = batch_of(call)
    if call.path.startswith(OP) or batch is not None:
        yield from _of_op(_Asked(call, batch, convention), source)
    elif isinstance(call.function, Attribute) and (found := _of_method(call, call.function, source, convention)):
        yield from found
    elif work.is_session(call):
        yield from _only(work.of_session(call))
    elif call.path == "alembic.context.execute":
        yield from executed(call, source)
    elif how := SEARCHABLE.get(call.path):
        yield from how(call)
    elif reason := work.not_followed(call, node):
        yield Opaque(reason, source(node))


def _only(found: Work | None) -> Iterator[Work]:
    if found is not None:
        yield found


def batch_of(call: Call) -> Call | None:
    """The `op.batch_alter_table(…)` that a call is a method of."""
    owner = call.owner
    return owner if isinstance(owner, Call) and owner.path == f"{OP}batch_alter_table" else None


class _Asked:
    """One call on `op` or on what batch_alter_table gave: its arguments by the names that `op` has for them."""

    def __init__(self, call: Call, batch: Call | None, convention: Convention) -> None:
        self.call = call
        self.batch = batch
        self.convention = convention

    def get(self, name: str, position: int, table: int) -> Value:
        """An argument; `table` is the position of the table's name, which a batch leaves out."""
        if self.batch is not None and position > table:
            position -= 1
        return self.call.get(name, position)

    def rest(self, position: int, table: int) -> list[Value]:
        """All arguments by position from one on."""
        if self.batch is not None and position > table:
            position -= 1
        return [argument.value for argument in self.call.positional[position:]]

    @property
    def is_cut(self) -> bool:
        """Whether some of what is given to the call, or to the column in it, cannot be told, or no column is given."""
        column = self.get("column", 1, 0)
        unknown = self.call.name == "add_column" and not is_column(returned(column))
        return self.call.splat or unknown or (isinstance(column, Call) and column.splat)

    def owner(self, position: int, name: str = "table_name", schema: str = "schema") -> Owner:
        """The table that the call is about."""
        if self.batch is not None:
            table, space = self.batch.get("table_name", 0), self.batch.get("schema", 1)
        else:
            table, space = self.call.get(name, position), self.call.get(schema)
        return Owner(names.text(table) or names.hole(table), names.text(space), self.convention)


def _of_op(asked: _Asked, source: Callable[[Node], str]) -> Iterator[Outcome]:
    call = asked.call
    if call.name in _NOTHING:
        return
    if call.name == "execute":
        yield from executed(call, source)
    elif call.name == "invoke":
        yield from _invoked(asked, source)
    elif call.name in _TOLD_BY_OPTIONS and asked.is_cut:
        yield Opaque(f"some of what op.{call.name}() is given is not known", source(call.node))
    elif how := _OPERATIONS.get(call.name):
        yield from how(asked)
    elif found := entities.sent(call, call.name):
        yield from found
    else:
        yield Opaque(f"op.{call.name}() is no operation of Alembic's own", source(call.node))


def _invoked(asked: _Asked, source: Callable[[Node], str]) -> Iterator[Outcome]:
    """`op.invoke(ops.AddColumnOp(…))` is `op.add_column(…)`."""
    inner = asked.call.get("operation", 0)
    method = _INVOKED.get(inner.name) if isinstance(inner, Call) else None
    if not isinstance(inner, Call) or method is None:
        yield Opaque("op.invoke() of an operation that is not known", source(asked.call.node))
        return
    call = Call(Reference(OP + method), inner.arguments, inner.node, inner.splat)
    yield from _of_op(_Asked(call, None, asked.convention), source)


_INVOKED = {
    "AddColumnOp": "add_column",
    "AlterColumnOp": "alter_column",
    "BulkInsertOp": "bulk_insert",
    "CreateCheckConstraintOp": "create_check_constraint",
    "CreateForeignKeyOp": "create_foreign_key",
    "CreateIndexOp": "create_index",
    "CreatePrimaryKeyOp": "create_primary_key",
    "CreateTableCommentOp": "create_table_comment",
    "CreateTableOp": "create_table",
    "CreateUniqueConstraintOp": "create_unique_constraint",
    "DropColumnOp": "drop_column",
    "DropConstraintOp": "drop_constraint",
    "DropIndexOp": "drop_index",
    "DropTableCommentOp": "drop_table_comment",
    "DropTableOp": "drop_table",
    "ExecuteSQLOp": "execute",
    "RenameTableOp": "rename_table",
}


def _create_table(asked: _Asked) -> Iterator[Sent]:
    items = asked.rest(1, 0)
    listed = asked.call.get("columns")
    items = [*items[0], *items[1:]] if items and is_list(items[0]) else [*items, *several(listed)]
    yield from tables.create_table(asked.owner(0), asked.call, items)


def _drop_table(asked: _Asked) -> Iterator[Sent]:
    exists = "IF EXISTS " if asked.call.get("if_exists") is True else ""
    yield Sent(f"DROP TABLE {exists}{asked.owner(0).sql}", flags=flag(asked.call, "if_exists", "if_exists"))


def _rename_table(asked: _Asked) -> Iterator[Sent]:
    to = names.text(asked.call.get("new_table_name", 1))
    yield Sent(f"ALTER TABLE {asked.owner(0, 'old_table_name').sql} RENAME TO {names.quoted(to)}")


def _add_column(asked: _Asked) -> Iterator[Sent]:
    column = returned(asked.get("column", 1, 0))
    if isinstance(column, Call):
        yield from tables.add_column(asked.owner(0), asked.call, column)


def _drop_column(asked: _Asked) -> Iterator[Sent]:
    exists = "IF EXISTS " if asked.call.get("if_exists") is True else ""
    name = names.text(asked.get("column_name", 1, 0))
    yield Sent(f"ALTER TABLE {asked.owner(0).sql} DROP COLUMN {exists}{names.quoted(name)}")


def _alter_column(asked: _Asked) -> Iterator[Sent]:
    yield from altered.alter_column(asked.owner(0), asked.call, asked.get("column_name", 1, 0))


def _create_index(asked: _Asked) -> Iterator[Sent]:
    columns = several(asked.get("columns", 2, 1))
    unique = asked.call.get("unique") is True
    yield indexes.created(asked.owner(1), asked.call, asked.get("index_name", 0, 1), columns, unique)


def _drop_index(asked: _Asked) -> Iterator[Sent]:
    yield indexes.dropped(asked.call, asked.get("index_name", 0, 1), asked.owner(1))


def _constraint(asked: _Asked, owner: Owner, text: str, unproven: bool = False) -> Sent:
    flags = flag(asked.call, "valid", "postgresql_not_valid") if unproven else ()
    return Sent(f"ALTER TABLE {owner.sql} ADD {text}", flags=flags)


def _foreign_key(asked: _Asked) -> Iterator[Sent]:
    owner = asked.owner(1, "source_table", "source_schema")
    target = Target(
        names.text(asked.get("referent_table", 2, 1)),
        names.text(asked.call.get("referent_schema")),
        tuple(constraints.column_names(several(asked.get("remote_cols", 4, 1)))),
    )
    local = several(asked.get("local_cols", 3, 1))
    text = constraints.foreign_key(owner, asked.call, local, target, asked.get("constraint_name", 0, 1))
    yield _constraint(asked, owner, text, unproven=True)


def _check(asked: _Asked) -> Iterator[Sent]:
    owner = asked.owner(1)
    condition = asked.get("condition", 2, 1)
    text = constraints.check(owner, asked.call, condition, asked.get("constraint_name", 0, 1))
    yield _constraint(asked, owner, text, unproven=True)


def _unique(asked: _Asked) -> Iterator[Sent]:
    owner = asked.owner(1)
    columns = several(asked.get("columns", 2, 1))
    yield _constraint(asked, owner, constraints.unique(owner, asked.call, columns, asked.get("constraint_name", 0, 1)))


def _primary_key(asked: _Asked) -> Iterator[Sent]:
    owner = asked.owner(1)
    columns = several(asked.get("columns", 2, 1))
    text = constraints.primary_key(owner, asked.call, columns, asked.get("constraint_name", 0, 1))
    yield _constraint(asked, owner, text)


def _exclusion(asked: _Asked) -> Iterator[Sent]:
    owner = asked.owner(1)
    elements = asked.rest(2, 1)
    yield _constraint(
        asked, owner, constraints.exclusion(owner, asked.call, elements, asked.get("constraint_name", 0, 1))
    )


_KINDS = {"check": "ck", "foreignkey": "fk", "primary": "pk", "unique": "uq"}


def _drop_constraint(asked: _Asked) -> Iterator[Sent]:
    owner = asked.owner(1)
    given = names.given(asked.get("constraint_name", 0, 1))
    kind = _KINDS.get(names.text(asked.get("type_", 2, 1)), "")
    name = owner.convention.name(kind, given, owner.table, owner.schema, ()) or names.hole(None)
    exists = "IF EXISTS " if asked.call.get("if_exists") is True else ""
    if is_mysql():
        yield Sent(elsewhere.drop_constraint(owner, names.text(asked.get("type_", 2, 1)), name))
    else:
        yield Sent(f"ALTER TABLE {owner.sql} DROP CONSTRAINT {exists}{names.quoted(name)}")


def _table_comment(asked: _Asked) -> Iterator[Sent]:
    yield from objects.comment_on_table(asked.owner(0), asked.get("comment", 1, 0))


def _no_table_comment(asked: _Asked) -> Iterator[Sent]:
    yield from objects.comment_on_table(asked.owner(0), None)


def _bulk_insert(asked: _Asked) -> Iterator[Outcome]:
    table = names.qualified(*names.table_of(asked.call.get("table", 0)))
    given = asked.call.get("rows", 1)
    if given != ():
        yield Sent(rows.insert(table, given))


_OPERATIONS: Mapping[str, Callable[[_Asked], Iterator[Outcome]]] = {
    "add_column": _add_column,
    "alter_column": _alter_column,
    "bulk_insert": _bulk_insert,
    "create_check_constraint": _check,
    "create_exclude_constraint": _exclusion,
    "create_foreign_key": _foreign_key,
    "create_index": _create_index,
    "create_primary_key": _primary_key,
    "create_table": _create_table,
    "create_table_comment": _table_comment,
    "create_unique_constraint": _unique,
    "drop_column": _drop_column,
    "drop_constraint": _drop_constraint,
    "drop_index": _drop_index,
    "drop_table": _drop_table,
    "drop_table_comment": _no_table_comment,
    "rename_table": _rename_table,
}


def _of_method(
    call: Call, method: Attribute, source: Callable[[Node], str], convention: Convention
) -> list[Outcome] | None:
    """What a method of the connection, of a type or of a table does; None where it is none of these."""
    owner = method.owner
    database = work.is_bind(owner) or work.is_session(owner)
    if database and method.name in _EXECUTING:
        return list(executed(call, source))
    if work.is_bind(owner):
        # SQLAlchemy begins a transaction again before the next statement.
        ends = {name: ControlTransaction(name, behind=True) for name in ("commit", "rollback")}
        return [ends[method.name]] if method.name in ends else []
    if method.name in ("create", "drop") and isinstance(owner, Call):
        how = objects.create_type if method.name == "create" else objects.drop_type
        if found := how(call, owner):
            return [found]
        if owner.name in ("Table", "create_table"):
            return list(_of_table(method.name, owner, convention))
    if method.name in ("create_all", "drop_all"):
        return [Opaque(f"which tables {method.name}() is about is not in the file", source(call.node))]
    return None


def _of_table(method: str, table: Call, convention: Convention) -> Iterator[Sent]:
    """`Table(…).create(bind)` and `.drop(bind)`."""
    owner = Owner(*names.table_of(table), convention)
    if method == "drop":
        yield Sent(f"DROP TABLE {owner.sql}")
    else:
        yield from tables.create_table(owner, table, [argument.value for argument in table.positional[2:]])
