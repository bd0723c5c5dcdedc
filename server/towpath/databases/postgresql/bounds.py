"""Whether a valid CHECK shows the server that a table's rows keep to a partition's bound, so that it need not look.

Only what is certain: a bound on one column, and a CHECK that says it in the same words.
"""

import re

from towpath.operations import Check
from towpath.schema import Table
from towpath.source import pattern
from towpath.sql.conditions import conjuncts, disjuncts, proves_not_null

Words = tuple[str, ...]

_KEY = pattern(r"(RANGE|LIST)\s*\(\s*([a-z_][a-z0-9_]*)\s*\)", re.I)
_RANGE = pattern(r"FOR\s+VALUES\s+FROM\s*\(([^,]*)\)\s*TO\s*\(([^,]*)\)", re.I)
_LIST = pattern(r"FOR\s+VALUES\s+IN\s*(\(.*\))", re.I | re.S)
_OPEN = (("MINVALUE",), ("MAXVALUE",))


def implied(table: Table, part: Table | None, bound: str) -> bool:
    """Whether the CHECKs of a table imply the bound under which it becomes a partition."""
    key = _KEY.fullmatch((table.partition_by or "").strip())
    if not key or part is None:
        return False
    column, checks = key[2].lower(), _valid(part)
    known = part.column(column)
    if not (known and known.nullable is False) and not any(proves_not_null(check, column) for check in checks):
        return False
    said = {found for check in checks for found in conjuncts(check)}
    return all(words in said for words in _wanted(column, bound) or [("",)])


def excluded(table: Table, default: Table | None, bound: str) -> bool:
    """Whether the CHECKs of a default partition show that it holds no row of a range."""
    key = _KEY.fullmatch((table.partition_by or "").strip())
    wanted = _wanted(key[2].lower(), bound) if key else None
    if not wanted or default is None or not _RANGE.fullmatch(bound.strip()):
        return False
    outside = {(column, {">=": "<", "<": ">="}[sign], *value) for column, sign, *value in wanted}
    return any(set(disjuncts(check)) == outside for check in _valid(default))


def checks(whole: Table, part: Table | None, bound: str) -> tuple[str, str] | None:
    """The expressions of CHECKs that show that a table keeps to a bound, and that a default partition is outside of it.

    The second is empty for lists. None where the bound is not understood.
    """
    key = _KEY.fullmatch((whole.partition_by or "").strip())
    if key is None:
        return None
    column = part.column(key[2].lower()) if part else None
    filled = [] if column and column.nullable is False else [f"{key[2]} IS NOT NULL"]
    if match := _RANGE.fullmatch(bound.strip()):
        values = [value.strip() for value in match.groups()]
        ends = [(sign, value) for sign, value in zip((">=", "<"), values) if (value.upper(),) not in _OPEN]
        outside = " OR ".join(f"{key[2]} {'<' if sign == '>=' else '>='} {value}" for sign, value in ends)
        return " AND ".join([*filled, *(f"{key[2]} {sign} {value}" for sign, value in ends)]), outside
    if match := _LIST.fullmatch(bound.strip()):
        return " AND ".join([*filled, f"{key[2]} IN {match[1]}"]), ""
    return None


def _valid(table: Table) -> list[str]:
    checks: tuple[Check, ...] = table.checks
    return [check.expression for check in checks if check.valid and check.enforced]


def _wanted(column: str, bound: str) -> list[Words] | None:
    """What a CHECK has to say for a bound, part by part; None where the bound is not understood."""
    name = column.upper()
    if match := _RANGE.fullmatch(bound.strip()):
        low, high = _words(match[1]), _words(match[2])
        return [(name, sign, *value) for sign, value in ((">=", low), ("<", high)) if value not in _OPEN]
    if match := _LIST.fullmatch(bound.strip()):
        return [(name, "IN", *_words(match[1]))]
    return None


def _words(text: str) -> Words:
    """A value's words as `conjuncts` gives them."""
    (found,) = conjuncts(f"x = {text}")
    return found[2:]
