"""What SQLAlchemy-Searchable sends, which keeps a column of search terms by a trigger."""

from collections.abc import Callable, Iterator

from towpath.frameworks.alembic.sent import names
from towpath.frameworks.alembic.sent.constraints import several
from towpath.frameworks.sent import Sent
from towpath.syntax.python import Call


def _drop(call: Call) -> Iterator[Sent]:
    table, name = _names(call)
    yield Sent(f"DROP TRIGGER IF EXISTS {names.quoted(f'{name}_trigger')} ON {table}")
    yield Sent(f"DROP FUNCTION IF EXISTS {names.quoted(f'{name}_update')}()")


def _sync(call: Call) -> Iterator[Sent]:
    """The trigger made anew, with its function, and every row written once, so that the trigger fills the column."""
    table, name = _names(call)
    function, body = names.quoted(f"{name}_update"), "BEGIN RETURN NEW; END"
    yield from _drop(call)
    yield Sent(f"CREATE FUNCTION {function}() RETURNS TRIGGER LANGUAGE plpgsql AS $${body}$$")
    trigger = names.quoted(f"{name}_trigger")
    yield Sent(
        f"CREATE TRIGGER {trigger} BEFORE UPDATE OR INSERT ON {table} FOR EACH ROW EXECUTE PROCEDURE {function}()"
    )
    columns = several(call.get("indexed_columns", 3))
    if columns and call.get("update_rows") is not False:
        column = names.quoted(names.text(columns[0]))
        yield Sent(f"UPDATE {table} SET {column}={column}")


def _names(call: Call) -> tuple[str, str]:
    """The table, and what trigger and function are called by."""
    table, column = names.text(call.get("table_name", 1)), names.text(call.get("tsvector_column", 2))
    return names.qualified(table, names.text(call.get("schema"))), f"{table}_{column}"


def _nothing(call: Call) -> Iterator[Sent]:
    yield from ()


SEARCHABLE: dict[str, Callable[[Call], Iterator[Sent]]] = {
    "sqlalchemy_searchable.drop_trigger": _drop,
    "sqlalchemy_searchable.sync_trigger": _sync,
    "sqlalchemy_searchable.vectorizer.clear": _nothing,
}
