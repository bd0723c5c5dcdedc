"""A schema as facts, each with its name: as a PostgreSQL server's catalogue has them, and as a replay has them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import psycopg

from towpath.operations import Check, Constraint, Exclusion, ForeignKey, PrimaryKey, Type, Unique
from towpath.operations.types import SERIAL, canonical
from towpath.schema import State, Table
from towpath.schema.tables import Index

Facts = dict[tuple[str, ...], object]

_RELATIONS = """
SELECT relname, CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
"""
_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
    pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (c.oid, a.attnum)
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
"""
_NAMES = """
ARRAY(
    SELECT attname FROM unnest({numbers}) WITH ORDINALITY one (number, place)
    JOIN pg_attribute ON (attrelid, attnum) = ({table}, number) ORDER BY place
)
"""
_CONSTRAINTS = f"""
SELECT c.relname, k.conname, k.contype, {_NAMES.format(numbers="k.conkey", table="k.conrelid")},
    t.relname, {_NAMES.format(numbers="k.confkey", table="k.confrelid")},
    k.confdeltype, k.confupdtype, k.convalidated, k.condeferrable
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_class t ON t.oid = k.confrelid
WHERE c.relnamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c', 'x')
"""
_INDEXES = """
SELECT t.relname, c.relname, i.indisunique, i.indpred IS NOT NULL, i.indisvalid, am.amname,
    ARRAY(
        SELECT COALESCE(attname, '(expression)') FROM generate_series(0, i.indnkeyatts - 1) place
        LEFT JOIN pg_attribute ON (attrelid, attnum) = (i.indrelid, i.indkey[place]) AND i.indkey[place] <> 0
        ORDER BY place
    ),
    ARRAY(
        SELECT CASE WHEN opcdefault THEN '' ELSE opcname END FROM generate_series(0, i.indnkeyatts - 1) place
        JOIN pg_opclass o ON o.oid = i.indclass[place] ORDER BY place
    )
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_am am ON am.oid = c.relam
WHERE t.relnamespace = 'public'::regnamespace
"""
_ACTIONS = {"a": None, "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
_KINDS = {"p": PrimaryKey, "u": Unique, "f": ForeignKey, "c": Check, "x": Exclusion}


class Different(NamedTuple):
    """A fact that is not the same: its kind, its table, its name, as the server has it, and as the replay does."""

    kind: str
    table: str
    name: str
    server: object
    ours: object


class Compared(NamedTuple):
    """How many facts there are, and those in which both differ."""

    facts: int
    different: tuple[Different, ...]

    @property
    def share(self) -> float:
        return 1 - len(self.different) / max(self.facts, 1)


def compared(server: Facts, ours: Facts) -> Compared:
    names = sorted({*server, *ours})
    differing = [name for name in names if server.get(name) != ours.get(name)]
    made = (Different(one[0], one[1], one[-1], server.get(one), ours.get(one)) for one in differing)
    return Compared(len(names), tuple(made))


def of_server(session: "psycopg.Connection[tuple[Any, ...]]", besides: Iterable[str] = ()) -> Facts:
    """The facts of everything in `public` but for some tables, which the tool keeps for itself."""
    left = frozenset(besides)
    found: Facts = {}
    for name, kind in session.execute(_RELATIONS).fetchall():
        found["relation", name] = kind
    for table, name, type, required, identity, generated, default in session.execute(_COLUMNS.encode()).fetchall():
        found["column", table, name] = "there"
        found["type", table, name] = _type(type)
        found["not null", table, name] = required
        found["made", table, name] = identity or generated or ""
        found["default", table, name] = None if generated else _default(default, type)
    for row in session.execute(_CONSTRAINTS.encode()).fetchall():
        found["constraint", row[0], row[1]] = _constraint(*row[2:])
    for table, name, unique, partial, valid, method, columns, classes in session.execute(_INDEXES.encode()).fetchall():
        found["index", table, name] = (unique, partial, valid, method, tuple(columns), tuple(classes))
    return {name: fact for name, fact in found.items() if name[1] not in left}


def _constraint(kind: str, columns: list[str], target: str, theirs: list[str], *more: Any) -> object:
    delete, update, valid, deferrable = more
    name = _KINDS[kind].__name__
    if kind == "f":
        return name, tuple(columns), target, tuple(theirs), _ACTIONS[delete], _ACTIONS[update], valid, deferrable
    return (name, valid) if kind in "cx" else (name, tuple(columns), deferrable)


def of_replay(state: State, besides: Iterable[str] = ()) -> Facts:
    """The facts of everything that a replay left."""
    left = frozenset(besides)
    found: Facts = {}
    for table in state.tables():
        name = table.name.name
        if name in left or table.name.schema not in (None, "public"):
            continue
        found["relation", name] = table.kind
        if table.kind == "table":
            found.update(_table(name, table, state))
        found.update({("index", name, index.name.name): _index(index) for index in table.indexes})
    return found


def _table(name: str, table: Table, state: State) -> Iterator[tuple[tuple[str, ...], object]]:
    for column in table.columns:
        known = column.type or Type("?")
        yield ("column", name, column.name), "there"
        yield ("type", name, column.name), str(Type(SERIAL.get(known.name, known.name), known.arguments, known.array))
        yield ("not null", name, column.name), column.nullable is False
        made = {"always": "a", "by default": "d"}.get(column.identity or "", (column.generated or "")[:1])
        yield ("made", name, column.name), made
        yield ("default", name, column.name), _default(column.default, known.name)
    for one in table.constraints:
        yield ("constraint", name, one.name or ""), _said(one, state)


def _said(one: Constraint, state: State) -> object:
    kind = type(one).__name__
    if isinstance(one, ForeignKey):
        target = state.table(one.target)
        theirs = one.target_columns or (target.primary if target else ())
        actions = [None if action == "NO ACTION" else action for action in (one.on_delete, one.on_update)]
        return kind, one.columns, one.target.name, theirs, *actions, one.valid, one.deferrable
    if isinstance(one, (PrimaryKey, Unique)):
        return kind, one.columns, one.deferrable
    return kind, getattr(one, "valid", True)


def _index(index: Index) -> object:
    columns = tuple(key.column or "(expression)" for key in index.keys)
    classes = tuple(key.operator_class or "" for key in index.keys)
    return index.unique, index.where is not None, index.valid, index.method or "btree", columns, classes


_TYPE = re.compile(
    r'"?(?P<name>[^"(\[]+?)"?(?P<arguments>\([^)]*\))?(?P<rest> with(?:out)? time zone)?(?P<array>(?:\[\])*)'
)


def _type(said: str) -> str:
    """A type as the catalogue writes it, under the name that it has here."""
    match = re.fullmatch(
        r'"?(?P<name>[^"(\[]+?)"?(?P<arguments>\([^)]*\))?(?P<rest> with(?:out)? time zone)?(?P<array>(?:\[\])*)', said
    )
    assert match, said
    name = canonical(match["name"] + (match["rest"] or ""))
    return f"{name}{(match['arguments'] or '').replace(' ', '')}{match['array']}"


def _default(said: str | None, type: str) -> str | None:
    """A default without what the server adds to it: casts, brackets around it, the way in which it spells things."""
    if said is None or said.upper().startswith("NULL"):
        return None
    plain = re.sub(r"::(?:\"[^\"]*\"|[\w ]+)(?:\([\d, ]*\))?(?:\[\])*", "", said).strip()
    plain = re.sub(r"^\((.*)\)$", r"\1", plain)
    plain = re.sub(r"'(-?[\d.]+)'", r"\1", plain).lower().replace('"', "").replace("public.", "")
    return {"0": "false", "1": "true"}.get(plain, plain) if type == "boolean" else plain
