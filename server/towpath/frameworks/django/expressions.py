"""Django's expressions as the SQL that it compiles them to on PostgreSQL; None where that is not known."""

from collections.abc import Callable
from typing import Any

from towpath.frameworks.django.literals import is_literal, literal
from towpath.syntax.python import Attribute, Call, Combined, Reference, Value, is_list

# A column by the name that an expression gives it: anything with a `column`, a `kind`, `null` and a `backend`.
Columns = Callable[[str], Any]

_FUNCTIONS = {
    "Abs": "ABS",
    "Ceil": "CEILING",
    "Coalesce": "COALESCE",
    "Floor": "FLOOR",
    "Greatest": "GREATEST",
    "Least": "LEAST",
    "Length": "LENGTH",
    "Lower": "LOWER",
    "LTrim": "LTRIM",
    "MD5": "MD5",
    "NullIf": "NULLIF",
    "Pi": "PI",
    "RTrim": "RTRIM",
    "RandomUUID": "GEN_RANDOM_UUID",
    "Reverse": "REVERSE",
    "Trim": "TRIM",
    "Upper": "UPPER",
}
_WITHOUT_CALL = {"Now": "STATEMENT_TIMESTAMP()", "TransactionNow": "CURRENT_TIMESTAMP"}
_ARITHMETIC = frozenset("+-*/")


def expression(value: Value, columns: Columns) -> str | None:
    """The SQL of an expression."""
    if isinstance(value, Reference) and value.name in _WITHOUT_CALL:
        return None
    if isinstance(value, Combined):
        return _combined(value, columns)
    if isinstance(value, Call):
        return _call(value, columns)
    return None


def operand(value: Value, columns: Columns, kind: str = "") -> str | None:
    """The SQL of an expression, or of a plain value; a text names a column where an expression is expected."""
    if is_literal(value):
        return literal(value, kind)
    if isinstance(value, (Call, Combined)):
        return expression(value, columns)
    if value is None or isinstance(value, (str, int, float)):
        return literal(value, kind)
    return None


def _source(value: Value, columns: Columns) -> str | None:
    """One argument of a function, where a text names a column."""
    if isinstance(value, str):
        return _column(value, columns)
    return operand(value, columns)


def _column(name: str, columns: Columns) -> str | None:
    found = columns(name)
    return f'"{found.column}"' if found is not None and found.column else None


def _call(call: Call, columns: Columns) -> str | None:
    arguments = [argument.value for argument in call.positional]
    if call.name == "F" and arguments and isinstance(arguments[0], str):
        return _column(arguments[0], columns)
    if call.name == "Value" and arguments:
        return literal(arguments[0], "")
    if call.name in _WITHOUT_CALL:
        return _WITHOUT_CALL[call.name]
    if call.name == "Q" or isinstance(call.function, Attribute):
        return condition(call, columns)
    if call.name == "Cast":
        return None
    function = _FUNCTIONS.get(call.name)
    if call.name == "Func":
        function = call.get("function")
    if not isinstance(function, str):
        return condition(call, columns)
    sources = [_source(argument, columns) for argument in arguments]
    return f"{function}({', '.join(filter(None, sources))})" if None not in sources else None


def _combined(value: Combined, columns: Columns) -> str | None:
    if value.operator in ("&", "|", "~"):
        return condition(value, columns)
    if value.operator not in _ARITHMETIC or len(value.operands) != 2:
        return None
    left, right = (operand(one, columns) for one in value.operands)
    return f"({left} {value.operator} {right})" if left and right else None


def condition(value: Value, columns: Columns) -> str | None:
    """The SQL of a Q, or of a lookup that stands for itself."""
    clause = _clause(value, columns, negated=False)
    return clause.sql() if clause else None


class _Clause:
    """A WhereNode: conditions under one connector, negated or not."""

    def __init__(self, connector: str, negated: bool = False) -> None:
        self.connector = connector
        self.negated = negated
        self.children: list[str | _Clause] = []

    def add(self, child: "str | _Clause") -> None:
        """Takes a condition in; one that is joined in the same way gives its parts (Node.add)."""
        if isinstance(child, _Clause) and child.fits(self.connector):
            self.children += child.children
        else:
            self.children.append(child)

    def fits(self, connector: str) -> bool:
        return not self.negated and (self.connector == connector or len(self.children) == 1)

    def sql(self) -> str:
        said = [child if isinstance(child, str) else child.sql() for child in self.children]
        joined = f" {self.connector} ".join(said)
        return f"NOT ({joined})" if self.negated else f"({joined})" if len(said) > 1 else joined


def _clause(value: Value, columns: Columns, negated: bool) -> _Clause | None:
    """What a Q comes to; None where some of it is not known."""
    if isinstance(value, Combined) and value.operator == "~":
        inner = _clause(value.operands[0], columns, not negated)
        if inner is None:
            return None
        return _not(inner)
    if isinstance(value, Combined) and value.operator in ("&", "|"):
        return _joined("AND" if value.operator == "&" else "OR", value.operands, columns, negated)
    if isinstance(value, Call) and value.name == "Q" and not value.splat:
        return _of_q(value, columns, negated)
    if isinstance(value, Call):
        return _of_lookup(value, columns)
    return None


def _not(clause: _Clause) -> _Clause:
    """The same conditions under a NOT, whichever way they are joined (Q.__invert__)."""
    if clause.negated:
        outer = _Clause("AND", True)
        outer.add(clause)
        return outer
    clause.negated = True
    return clause


def _joined(connector: str, values: tuple[Value, ...], columns: Columns, negated: bool) -> _Clause | None:
    clause = _Clause(connector)
    for value in values:
        if isinstance(value, Call) and value.name == "Q" and not value.arguments:
            continue
        inner = _clause(value, columns, negated)
        if inner is None:
            return None
        clause.add(inner)
    return clause


def _of_q(call: Call, columns: Columns, negated: bool) -> _Clause | None:
    connector = call.get("_connector", default="AND")
    clause = _Clause(str(connector))
    said: list[tuple[str, Value]] = []
    for argument in call.positional:
        pair = argument.value
        if is_list(pair) and len(pair) == 2 and isinstance(pair[0], str):
            said.append((str(pair[0]), pair[1]))
        elif (inner := _clause(pair, columns, negated)) is not None:
            clause.add(inner)
        else:
            return None
    said += sorted((one.keyword, one.value) for one in call.arguments if one.keyword and one.keyword[0] != "_")
    for name, value in said:
        inner = _filter(name, value, columns, negated)
        if inner is None:
            return None
        clause.add(inner)
    if call.get("_negated") is True:
        return _not(clause)
    return clause


def _filter(name: str, value: Value, columns: Columns, negated: bool) -> _Clause | None:
    """One `name__lookup=value` (Query.build_filter)."""
    path, _, lookup = name.rpartition("__")
    if lookup not in _LOOKUPS or not path:
        path, lookup = name, "exact"
    found = columns(path)
    if found is None or not found.column:
        return None
    if value is None and lookup == "exact":
        lookup, value = "isnull", True
    if not found.backend.casts and lookup not in _PLAIN:
        return None
    kind = found.kind if found.backend.casts else ""
    said = _lookup(lookup, f'"{found.column}"', kind, value, columns)
    if said is None:
        return None
    clause = _Clause("AND")
    clause.add(said)
    if negated and found.null and (lookup != "isnull" or value is False) and lookup != "isnull":
        clause.add(f'"{found.column}" IS NOT NULL')
    return clause


_COMPARED = {"exact": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
# The lookups that every backend writes in the same way.
_PLAIN = frozenset((*_COMPARED, "in", "isnull", "range"))
_PATTERNS = {"contains": "%{}%", "startswith": "{}%", "endswith": "%{}"}
_LOOKUPS = frozenset(
    (*_COMPARED, *_PATTERNS, *(f"i{name}" for name in _PATTERNS), "in", "isnull", "range", "iexact", "regex", "iregex")
)


def _lookup(lookup: str, left: str, kind: str, value: Value, columns: Columns) -> str | None:
    if lookup == "isnull":
        return f"{left} IS {'' if value is True else 'NOT '}NULL" if isinstance(value, bool) else None
    if lookup == "exact" and isinstance(value, bool) and kind == "BooleanField":
        return left if value else f"NOT {left}"
    if lookup in ("in", "range"):
        items = [operand(item, columns, kind) for item in value] if is_list(value) else []
        if not items or None in items or (lookup == "range" and len(items) != 2):
            return None
        if lookup == "range":
            return f"{left} BETWEEN {items[0]} AND {items[1]}"
        return f"{left} IN ({', '.join(dict.fromkeys(filter(None, items)))})"
    if lookup in _COMPARED:
        right = operand(value, columns, kind)
        if isinstance(value, (Call, Combined)) and not is_literal(value) and right and right[0] != "(":
            right = f"({right})"
        return f"{left} {_COMPARED[lookup]} {right}" if right else None
    return _matched(lookup, left, value)


def _matched(lookup: str, left: str, value: Value) -> str | None:
    """A lookup by a pattern; only plain texts, in which nothing has to be escaped."""
    if not isinstance(value, str) or getattr(value, "holes", False) or set(value) & set("%_\\"):
        return None
    if lookup in ("regex", "iregex"):
        return f"{left}::text {'~*' if lookup[0] == 'i' else '~'} {literal(value, '')}"
    folded = lookup[0] == "i"
    pattern = _PATTERNS.get(lookup[1:] if folded and lookup != "iexact" else lookup, "{}").format(value)
    right = literal(pattern, "")
    if folded:
        return f"UPPER({left}::text) {'=' if lookup == 'iexact' else 'LIKE'} UPPER({right})"
    return f"{left}::text LIKE {right}"


_CLASSES = {
    "Exact": "exact",
    "GreaterThan": "gt",
    "GreaterThanOrEqual": "gte",
    "LessThan": "lt",
    "LessThanOrEqual": "lte",
    "IsNull": "isnull",
}


def _of_lookup(call: Call, columns: Columns) -> _Clause | None:
    """A lookup that is written as an expression: GreaterThan(F("a"), 0)."""
    lookup = _CLASSES.get(call.name)
    arguments = [argument.value for argument in call.positional]
    if lookup is None or len(arguments) != 2:
        return None
    left = expression(arguments[0], columns) if isinstance(arguments[0], (Call, Combined)) else None
    said = _lookup(lookup, left, "", arguments[1], columns) if left else None
    if said is None:
        return None
    clause = _Clause("AND")
    clause.add(said)
    return clause
