"""SQLAlchemy's expressions as SQL text; what is not known in them is a placeholder."""

from collections.abc import Callable, Sequence

from towpath.frameworks.alembic.sent import names, types
from towpath.frameworks.alembic.sent.speaking import is_mysql, quoted_literal, spoken
from towpath.syntax.python import (
    Attribute,
    Call,
    Class,
    Combined,
    Compared,
    Function,
    Logic,
    Reference,
    Value,
    is_list,
    returned,
)

# Functions that are called without brackets.
_BARE = frozenset(
    "current_date current_time current_timestamp current_user localtime localtimestamp session_user user".split()
)
_COMPARED = {"==": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
_INFIX = {
    "is_": "IS",
    "is_not": "IS NOT",
    "isnot": "IS NOT",
    "like": "LIKE",
    "ilike": "ILIKE",
    "notlike": "NOT LIKE",
    "not_like": "NOT LIKE",
    "concat": "||",
    "is_distinct_from": "IS DISTINCT FROM",
    "isnot_distinct_from": "IS NOT DISTINCT FROM",
    "is_not_distinct_from": "IS NOT DISTINCT FROM",
    "op": "",
}
_BEHIND = {
    "desc": "DESC",
    "asc": "ASC",
    "nullslast": "NULLS LAST",
    "nulls_last": "NULLS LAST",
    "nullsfirst": "NULLS FIRST",
    "nulls_first": "NULLS FIRST",
}


def clause(value: Value) -> str:
    """A condition or an expression, in which a text is SQL."""
    return str(value) if isinstance(value, str) else expression(value)


def expression(value: Value) -> str:
    """An expression, in which a text is a value."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return _truth(value)
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return quoted_literal(str(value))
    if is_list(value):
        return f"({', '.join(map(expression, value))})"
    if isinstance(value, Compared):
        return _compared(value)
    if isinstance(value, Combined):
        return _combined(value)
    if isinstance(value, Call):
        return _call(value)
    if isinstance(value, Logic):
        return names.hole(value)
    return column(value)


def _truth(value: bool) -> str:
    return str(int(value)) if spoken() == "sqlite" else "true" if value else "false"


def column(value: Value) -> str:
    """A column by what stands for it: `t.c.x`, an attribute of a mapped class, `Column("x")`, its name."""
    name = column_name(value)
    return names.quoted(name) if name is not None else names.hole(value)


def column_name(value: Value) -> str | None:
    """The name of the column that a value stands for; None where it stands for none."""
    if isinstance(value, Attribute):
        if isinstance(value.owner, Attribute) and value.owner.name in ("c", "columns"):
            return value.name
        if isinstance(value.owner, Class):
            said = value.owner.body.look(value.name)
            own = said.get("name", 0) if isinstance(said, Call) else None
            return str(own) if isinstance(own, str) else value.name
    if isinstance(value, Call) and value.name in ("column", "Column", "quoted_name", "mapped_column"):
        own = value.get("name", 0) or value.get("text")
        return names.text(own) if own is not None else None
    if isinstance(value, Reference) and ".c." in value.path:
        return value.name
    return None


def _compared(value: Compared) -> str:
    left, right = expression(value.left), expression(value.right)
    if value.right is None and value.operator in ("==", "!="):
        return f"{left} IS{'' if value.operator == '==' else ' NOT'} NULL"
    said = _COMPARED.get(value.operator)
    return f"{left} {said} {right}" if said else names.hole(value)


def _combined(value: Combined) -> str:
    if value.operator in ("&", "|"):
        return _joined("AND" if value.operator == "&" else "OR", value.operands)
    if value.operator == "~":
        return _negated(value.operands[0])
    if len(value.operands) == 2 and value.operator in ("+", "-", "*", "/", "%"):
        return f" {value.operator} ".join(map(expression, value.operands))
    return names.hole(value)


# What says the opposite by another word.
_OPPOSITE = {"like": "NOT LIKE", "ilike": "NOT ILIKE", "is_": "IS NOT", "in_": "NOT IN"}


def _negated(value: Value) -> str:
    said = _inner(value, True)
    name = value.name if isinstance(value, Call) and isinstance(value.function, Attribute) else ""
    word = _OPPOSITE.get(name)
    if word is None or not isinstance(value, Call):
        return f"NOT {said}"
    owner = expression(value.owner)
    turned = f"{owner} {word} {expression(value.get('', 0))}"
    return f"({turned})" if name == "in_" else turned


def _case(call: Call) -> str:
    """CASE with conditions; one over a value (`value=`) has its values by name."""
    if (
        call.find("value")
        or call.splat
        or not all(is_list(one.value) and len(one.value) == 2 for one in call.positional)
    ):
        return names.hole(call)
    whens = "".join(f" WHEN ({clause(one.value[0])}) THEN {expression(one.value[1])}" for one in call.positional)
    otherwise = call.find("else_")
    return f"CASE{whens}{f' ELSE {expression(otherwise.value)}' if otherwise else ''} END"


def _joined(word: str, operands: Sequence[Value]) -> str:
    return f" {word} ".join(_inner(operand, word == "AND") for operand in operands)


def _inner(value: Value, tight: bool) -> str:
    """An operand, in brackets if it is an OR that something holds tighter than."""
    said = expression(value)
    loose = isinstance(value, Combined) and value.operator == "|"
    loose = loose or (isinstance(value, Call) and value.name == "or_" and len(value.arguments) > 1)
    return f"({said})" if tight and loose else said


def _call(value: Call) -> str:
    found = returned(value)
    if found is not value:
        return expression(found)
    if isinstance(value.function, Attribute):
        return _method(value, value.function)
    if isinstance(value.function, Call):
        return _operator(value, value.function)
    if ".func." in value.path or value.path.startswith("func."):
        return _function(value)
    how = _CALLS.get(value.name) if not isinstance(value.function, Function) else None
    return how(value) if how else column(value)


def _operator(value: Call, maker: Call) -> str:
    """What `x.op("->>")` makes when it is called."""
    sign = maker.get("opstring", 0)
    if maker.name != "op" or not isinstance(sign, str):
        return names.hole(value)
    return f"{expression(maker.owner)} {sign} {expression(value.get('', 0))}"


def _method(value: Call, method: Attribute) -> str:
    """What a method of an expression makes."""
    name, owner = method.name, method.owner
    first = value.get("", 0)
    if name in ("in_", "not_in", "notin_"):
        sign = "IN" if name == "in_" else "NOT IN"
        items = expression(first) if is_list(first) else f"({names.hole(first)})"
        said = f"{expression(owner)} {sign} {items}"
        return said if sign == "IN" else f"({said})"
    if name == "concat" and is_mysql():
        return f"concat({expression(owner)}, {expression(first)})"
    if name in _INFIX:
        return f"{expression(owner)} {_INFIX[name]} {expression(first)}"
    if name in _BEHIND:
        return f"{expression(owner)} {_BEHIND[name]}"
    if name == "between":
        return f"{expression(owner)} BETWEEN {expression(first)} AND {expression(value.get('', 1))}"
    if name == "cast":
        return f"CAST({expression(owner)} AS {types.written(first)})"
    if name == "collate":
        return f'{expression(owner)} COLLATE "{names.text(first)}"'
    if name in ("label", "self_group", "scalar_subquery", "bindparams", "execution_options"):
        return expression(owner)
    return names.hole(value)


def _function(value: Call) -> str:
    name = "current_timestamp" if value.name.lower() == "now" and spoken() == "sqlite" else value.name
    if name.lower() in _BARE and not value.arguments:
        return name.upper()
    package = value.path.partition("func.")[2]
    return f"{package}({', '.join(expression(argument.value) for argument in value.arguments)})"


def _behind(call: Call) -> str:
    return f"{clause(call.get('', 0))} {_BEHIND[call.name]}"


def _bound(call: Call) -> str:
    value = call.find("value", 1)
    return expression(value.value) if value else f":{names.text(call.get('key', 0))}"


_CALLS: dict[str, Callable[[Call], str]] = {
    "text": lambda call: clause(call.get("text", 0)),
    "literal_column": lambda call: clause(call.get("text", 0)),
    "literal": lambda call: expression(call.get("value", 0)),
    "inline_literal": lambda call: expression(call.get("value", 0)),
    "bindparam": _bound,
    "true": lambda _: _truth(True),
    "false": lambda _: _truth(False),
    "null": lambda _: "NULL",
    "and_": lambda call: _joined("AND", [argument.value for argument in call.arguments]),
    "or_": lambda call: _joined("OR", [argument.value for argument in call.arguments]),
    "not_": lambda call: _negated(call.get("", 0)),
    "case": _case,
    "cast": lambda call: f"CAST({expression(call.get('', 0))} AS {types.written(call.get('', 1))})",
    "collate": lambda call: f'{expression(call.get("", 0))} COLLATE "{names.text(call.get("", 1))}"',
    "next_value": lambda call: names.hole(call),
    **dict.fromkeys(_BEHIND, _behind),
}
