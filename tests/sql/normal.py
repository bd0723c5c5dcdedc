"""Normal forms for what two readers of one text spell differently: types, expressions, queries, values.

libpg_query gives trees, our operations give SQL text. Both become the text that libpg_query itself writes for the
tree, so that a span that is one token too long or too short is a difference.
"""

import re
from collections.abc import Iterable, Sequence

import postgast
from postgast import pg_query_pb2 as pg

from towpath.operations import Name, Type, canonical

UNREADABLE = "<not SQL>"

_INTERVAL_FIELDS = {
    4: "year",
    2: "month",
    8: "day",
    1024: "hour",
    2048: "minute",
    4096: "second",
    6: "year to month",
    1032: "day to hour",
    3080: "day to minute",
    7176: "day to second",
    3072: "hour to minute",
    7168: "hour to second",
    6144: "minute to second",
}


def strings(nodes: Iterable[pg.Node]) -> tuple[str, ...]:
    """The texts of a list of string nodes, which is how libpg_query keeps dotted names and name lists."""
    return tuple(node.string.sval for node in nodes)


def dotted(nodes: Iterable[pg.Node]) -> str:
    """A dotted name as `schema.name` (a name of three parts loses its database)."""
    return str(Name(*reversed(strings(nodes)[-2:])))


def relation(node: pg.RangeVar) -> str:
    return str(Name(node.relname, node.schemaname or None))


def type_of_tree(node: pg.TypeName) -> str:
    """A type of libpg_query as text: canonical name, arguments, array brackets (`setof` and `%type` are kept)."""
    names = strings(node.names)
    if names[0] == "pg_catalog" and len(names) > 1:
        names = names[1:]
    name, given = ".".join(names), list(node.typmods)
    if name == "bpchar" and given:
        name = "char"  # The grammar's own name for it; without a length, bpchar is a type of its own.
    if name == "interval" and given:
        field = _INTERVAL_FIELDS.get(given[0].a_const.ival.ival)
        arguments = [*([_plain(field)] if field else []), *map(_argument, given[1:])]
    else:
        arguments = [_argument(item) for item in given if not _implied(item)]
    prefix, suffix = "setof " if node.setof else "", "%type" if node.pct_type else ""
    return prefix + str(Type(canonical(name) + suffix, tuple(arguments), len(node.array_bounds)))


def type_of_ours(of: Type | None) -> str | None:
    """One of our types in the same form; FLOAT(n) is the type that PostgreSQL makes of it."""
    if of is None:
        return None
    name, arguments = canonical(of.name.removeprefix("pg_catalog.")), tuple(_plain(item) for item in of.arguments)
    if name == "float":
        name, arguments = ("real" if arguments and int(arguments[0]) < 25 else "double precision"), ()
    return str(Type(name, arguments, of.array))


def _implied(node: pg.Node) -> bool:
    """CHAR and BIT get a length of 1 from the grammar, at no place of the text."""
    return node.a_const.location == -1 and node.HasField("a_const")


def _argument(node: pg.Node) -> str:
    return _plain(expression_of_tree(node))


def _plain(text: str) -> str:
    return re.sub(r"[\s'\"]+", "", text).lower()


def expression_of_tree(node: pg.Node) -> str:
    """An expression as libpg_query writes it."""
    if node.HasField("current_of_expr"):
        return f"current of {node.current_of_expr.cursor_name}"
    tree = pg.ParseResult()
    tree.stmts.add().stmt.select_stmt.target_list.add().res_target.val.CopyFrom(node)
    return postgast.deparse(tree).removeprefix("SELECT ")


def expression_of_text(text: str | None) -> str | None:
    """Our text of an expression, as libpg_query writes it once it has read it."""
    if text is None:
        return None
    if re.match(r"current\s+of\b", text, re.IGNORECASE):
        return " ".join(text.split()).lower()
    try:
        tree = postgast.parse(f"SELECT (\n{text}\n)")
        return expression_of_tree(tree.stmts[0].stmt.select_stmt.target_list[0].res_target.val)
    except (postgast.PgQueryError, IndexError):
        return f"{UNREADABLE} {text}"


def statement_of_tree(node: pg.Node) -> str:
    """A whole statement, such as the query of a view, as libpg_query writes it."""
    tree = pg.ParseResult()
    tree.stmts.add().stmt.CopyFrom(node)
    return postgast.deparse(tree)


def statement_of_text(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return postgast.deparse(postgast.parse(text))
    except postgast.PgQueryError:
        return f"{UNREADABLE} {text}"


def query_of_text(text: str | None) -> str | None:
    """Our text of a query, as libpg_query writes it, without the target of SELECT … INTO."""
    if text is None:
        return None
    try:
        tree = postgast.parse(text)
    except postgast.PgQueryError:
        return f"{UNREADABLE} {text}"
    return query_of_tree(tree.stmts[0].stmt) if len(tree.stmts) == 1 else f"{UNREADABLE} {text}"


def query_of_tree(query: pg.Node) -> str:
    """A query as libpg_query writes it, without the target of SELECT … INTO."""
    first = query.select_stmt if query.HasField("select_stmt") else None
    while first is not None and first.HasField("larg"):
        first = first.larg
    if first is not None and first.HasField("into_clause"):
        first.ClearField("into_clause")
    return statement_of_tree(query)


def bound_of_tree(bound: pg.PartitionBoundSpec) -> str:
    """A partition bound as libpg_query writes it, within a statement made up around it."""
    tree = postgast.parse("ALTER TABLE t ATTACH PARTITION p DEFAULT")
    command = tree.stmts[0].stmt.alter_table_stmt.cmds[0].alter_table_cmd
    getattr(command, "def").partition_cmd.bound.CopyFrom(bound)
    return statement_of_tree(tree.stmts[0].stmt)


def bound_of_text(text: str | None) -> str | None:
    return text and statement_of_text(f"ALTER TABLE t ATTACH PARTITION p {text}")


def elements_of_tree(exclusions: Iterable[pg.Node]) -> str:
    """The elements of an exclusion constraint as libpg_query writes them, in a constraint made up around them."""
    tree = postgast.parse("ALTER TABLE t ADD EXCLUDE USING gist (a WITH =)")
    command = tree.stmts[0].stmt.alter_table_stmt.cmds[0].alter_table_cmd
    constraint = getattr(command, "def").constraint
    del constraint.exclusions[:]
    constraint.exclusions.extend(exclusions)
    return statement_of_tree(tree.stmts[0].stmt)


def elements_of_text(text: str) -> str | None:
    """Our text of the elements, with or without the parentheses around them."""
    for listed in (f"({text})", text):
        written = statement_of_text(f"ALTER TABLE t ADD EXCLUDE USING gist {listed}")
        if UNREADABLE not in str(written):
            return written
    return f"{UNREADABLE} {text}"


def values(items: Sequence[str]) -> str:
    """The value of a setting without quotes and spaces, in lower case: `SET a TO 'X', y` is `x,y`."""
    return ",".join(_plain(item) for item in items)


def value_of_text(text: str) -> str:
    interval = re.match(r"interval\s*'([^']*)'", text, re.IGNORECASE)
    return _plain(interval[1] if interval else text)
