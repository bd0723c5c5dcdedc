"""Work that is done in Python rather than said in SQL: sessions of the ORM, queries; and what is not followed."""

import builtins
import sys
from collections.abc import Iterator
from typing import NamedTuple

from towpath.syntax.python import Attribute, Call, Class, Node, Reference, Unknown, Value, is_dict, is_list

# What a method of a session or of a query does to rows.
_WRITES = frozenset(
    """
    add add_all merge delete update bulk_save_objects bulk_insert_mappings bulk_update_mappings insert flush
    """.split()
)
_READS = frozenset(
    """
    query select get get_one scalar scalars execute all one one_or_none first filter filter_by join order_by limit count
    yield_per options distinct group_by stream
    """.split()
)
# What of a query gives rows or numbers, and no query.
_RESULTS = frozenset(
    "count all first one one_or_none scalar scalars scalar_one mappings fetchall fetchone fetchmany get name".split()
)
_SESSIONS = frozenset(("Session", "sessionmaker", "scoped_session", "create_session", "AsyncSession"))
_BINDS = frozenset(("get_bind", "get_context", "get_connection"))
# Packages whose functions do nothing to a database.
_HARMLESS = frozenset(
    """
    sqlalchemy alembic click tqdm structlog loguru rich colorama dateutil pytz packaging yaml ujson orjson simplejson
    """.split()
)
_STANDARD = sys.stdlib_module_names
_BUILT_IN = frozenset(dir(builtins))


class Work(NamedTuple):
    """What is done to rows; `about` are the models and tables that are named for it."""

    reads: bool = False
    writes: bool = False
    about: tuple[Value, ...] = ()


def chain(value: Value) -> tuple[Value, list[str]]:
    """What a chain of attributes and calls begins with, and the names in it, the outermost first."""
    names: list[str] = []
    while True:
        if isinstance(value, Attribute):
            names.append(value.name)
            value = value.owner
        elif isinstance(value, Call) and isinstance(value.function, (Attribute, Call)):
            value = value.function
        else:
            return value, names


def is_bind(value: Value) -> bool:
    """Whether a value is the connection, or comes from it."""
    root, _ = chain(value)
    return isinstance(root, Call) and root.name in _BINDS and root.path.startswith("alembic.")


def is_session(value: Value) -> bool:
    """Whether a value is a session of the ORM, or comes from one."""
    root, names = chain(value)
    if isinstance(root, Call) and root.name in _SESSIONS:
        return True
    parts = [*root.path.split("."), *reversed(names)] if isinstance(root, (Call, Reference)) else []
    if isinstance(root, Class):
        parts = [root.name, *reversed(names)]
    return bool({"session", "Session", "query"} & set(parts[1:]))


def of_session(value: Value) -> Work | None:
    """What a chain on a session does to rows; None where it is no work on rows."""
    root, names = chain(value)
    parts = root.path.split(".") if isinstance(root, (Call, Reference)) else []
    said = {*names, *parts}
    work = Work(bool(said & _READS), bool(said & _WRITES), tuple(_about(value)))
    return work if work.reads or work.writes else None


def _about(value: Value) -> Iterator[Value]:
    """The models that the calls of a chain are given, or of which they are given attributes."""
    while isinstance(value, (Attribute, Call)):
        if isinstance(value, Call):
            for argument in value.arguments:
                one = argument.value
                while isinstance(one, Attribute):
                    one = one.owner
                if isinstance(one, Reference):
                    yield one
            value = value.function
        else:
            value = value.owner


def not_followed(call: Call, node: Node) -> str | None:
    """Why a call that is not understood matters; None where it does nothing to the database.

    One whose outcome nobody takes is there for what it does; another one matters if it is handed the connection.
    """
    path = _path(call)
    if path != "functools.partial" and any(map(_is_function_of_op, _given(call))):
        return f"what {_called(call)}() does with {_function_of_op(call)} is not followed"
    if path and (path.partition(".")[0] in _HARMLESS or path in _BUILT_IN):
        return None
    alone, handed = _is_alone(node), any(map(_is_handed, _given(call)))
    if _is_harmless(call) and not handed:
        return None
    return f"{_called(call)}() is not followed" if alone or handed else None


def _is_function_of_op(value: Value) -> bool:
    return isinstance(value, Reference) and value.path.startswith("alembic.op.")


def _function_of_op(call: Call) -> str:
    """The function of `op` that a call hands on."""
    return next(f"op.{one.name}" for one in _given(call) if _is_function_of_op(one))


def _path(value: Value) -> str:
    """The dotted name that a chain begins with."""
    root, _ = chain(value)
    return root.path if isinstance(root, (Call, Reference)) else ""


def _is_harmless(call: Call) -> bool:
    """Whether what is called does nothing to a database: Python's own, or a method of some value of the program."""
    path = _path(call)
    module = path.partition(".")[0]
    if module in _STANDARD or (module == path and module in _BUILT_IN) or "redis" in path:
        return True
    if _called(call).rpartition(".")[2].startswith(("print", "log", "echo")):
        return True
    return isinstance(call.function, Attribute) and not isinstance(chain(call)[0], (Class, Reference))


def _is_alone(node: Node) -> bool:
    """Whether nobody takes what an expression gives back."""
    return node.parent is not None and node.parent.type == "expression_statement"


def is_foreign(value: Value) -> bool:
    """Whether a name is one of the application's, rather than Python's or SQLAlchemy's."""
    module = value.path.partition(".")[0] if isinstance(value, Reference) else ""
    return module not in ("", *_HARMLESS) and module not in _STANDARD and "." in value.path


def is_read(node: Node) -> bool:
    """Whether what an expression gives back is taken for rows: looped over, or asked for them."""
    around = node.parent
    if around is None:
        return False
    if around.type == "attribute":
        named = around.child_by_field_name("attribute")
        return named is not None and named.text is not None and named.text.decode() in _RESULTS
    right = around.child_by_field_name("right")
    return around.type in ("for_statement", "for_in_clause") and right is not None and right.id == node.id


def _given(call: Call) -> Iterator[Value]:
    for argument in call.arguments:
        value = argument.value
        if is_list(value):
            yield from value
        elif is_dict(value):
            yield from value.values()
        else:
            yield value


def _is_handed(value: Value) -> bool:
    """Whether a value lets who gets it reach the database: the connection, a session, a query, but no rows."""
    if _RESULTS & set(chain(value)[1]):
        return False
    return is_bind(value) or is_session(value) or (isinstance(value, Reference) and value.path == "alembic.op")


def _called(call: Call) -> str:
    function = call.function
    if isinstance(function, Reference):
        return function.path
    if isinstance(function, Unknown):
        return function.source
    return call.name or "a function"
