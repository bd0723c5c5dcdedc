"""Rows that are written some at a time: a block that goes through a table by a key, and commits behind each batch."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from towpath.operations import ControlTransaction, DeleteRows, Operation, Statement, UpdateRows, replace
from towpath.source import pattern
from towpath.sql.conditions import columns_of, conjuncts_said, disjuncts
from towpath.sql.manner import Manner

if TYPE_CHECKING:
    from towpath.sql.bodies import Inner

Rows = UpdateRows | DeleteRows

# How many rows are locked until a commit; how long that is hangs on the table, and its people may change it.
_SIZE = 10_000
_FROM, _TO = "batch_start", "batch_end"
_DECLARED = pattern(r"(?is)\bdeclare\b(.*?)\bbegin\b")
_NAMED = pattern(r"(?i)(?:^|;)\s*(\w+)")
_COUNTED = pattern(r"(?i)\bfor\s+(\w+)\s+in\b")
_WORDS = frozenset(("and", "any", "between", "in", "is", "not", "null", "or"))
_WHERE = pattern(r"(?i)\s+where\s*\Z")


def written(rows: Rows, how: Manner) -> str | None:
    """The block that does to some rows at a time what a statement does to all; None where no key is known for that.

    It starts at the smallest key and asks for each next batch's start, so that gaps between keys are no matter, and
    one that was stopped can be run again.
    """
    said = apart(rows)
    if not rows.key or said is None or "$$" in rows.text:
        return None
    k, table, key = how.keyword, how.qualified(rows.table), how.name(rows.key)
    begin, where = said
    behind, rest = f"{key} >= {_FROM}", f"({where})" if len(disjuncts(where)) > 1 else where
    bounds = f"{behind} {k('AND')} ({_TO} {k('IS NULL OR')} {key} < {_TO})"
    also = f"\n            {k('AND')} {rest}" if rest else ""
    select, origin, order, one = k("SELECT"), f"{k('FROM')} {table}", f"{k('ORDER BY')} {key}", k("LIMIT 1")
    return f"""{k("DO")} $$
{k("DECLARE")}
    {_FROM} {table}.{key}%{k("TYPE")};
    {_TO} {table}.{key}%{k("TYPE")};
{k("BEGIN")}
    {select} {key} {k("INTO")} {_FROM} {origin} {order} {one};
    {k("WHILE")} {_FROM} {k("IS NOT NULL LOOP")}
        {select} {key} {k("INTO")} {_TO} {origin} {k("WHERE")} {behind} {order} {k("OFFSET")} {_SIZE} {one};
        {begin}
        {k("WHERE")} {bounds}{also};
        {k("COMMIT")};
        {_FROM} := {_TO};
    {k("END LOOP")};
{k("END")}
$$"""


def apart(rows: Rows) -> tuple[str, str] | None:
    """A statement without its condition, and that; None where more stands behind it."""
    text, where = rows.text.strip(), rows.where or ""
    if not text.endswith(where):
        return None
    begin = text[: len(text) - len(where)]
    if where and not _WHERE.search(begin):
        return None
    return _WHERE.sub("", begin), "" if where.lower() == "true" else where


def read(body: str, found: Sequence["Inner"]) -> "Inner | None":
    """What a body does for some rows at a time and commits, as what it does to all of them; None where it is not so.

    The conditions that ask for variables of the body say which rows these are each time.
    """
    at = next((at for at, one in enumerate(found) if isinstance(_operation(one), Rows)), None)
    if at is None or not all(_steers(one) for one in found if one is not found[at]):
        return None
    rows, guard = _operation(found[at]), found[at].guard
    commits = any(isinstance(_operation(one), ControlTransaction) and one.guard == guard for one in found[at + 1 :])
    if not isinstance(rows, Rows) or not commits or guard is None or guard.condition != "in a loop":
        return None
    said, names = apart(rows), _variables(body)
    parts = conjuncts_said(rows.where or "")
    bounds = [columns_of(part) for part in parts if columns_of(part) & names]
    rest = " AND ".join(part for part in parts if not columns_of(part) & names)
    keys = {name for name in bounds[0] if all(name in one for one in bounds)} - names - _WORDS if bounds else set[str]()
    if said is None or len(keys) != 1:
        return None
    text = f"{said[0]} WHERE {rest}" if rest else said[0]
    whole = replace(rows, text=text, where=rest or None, batched=True, key=next(iter(keys)))
    (only,) = found[at].reads
    return found[at]._replace(reads=(only._replace(operation=whole),), guard=None)


def _operation(one: "Inner") -> Operation | None:
    return one.reads[0].operation if len(one.reads) == 1 else None


def _steers(one: "Inner") -> bool:
    """Whether a statement of a body only finds out where the next batch is, or ends one."""
    operation = _operation(one)
    if isinstance(operation, ControlTransaction):
        return operation.action == "commit"
    return not one.reads or (isinstance(operation, Statement) and operation.kind == "select")


def _variables(body: str) -> frozenset[str]:
    """The names of a body's variables, in small letters as they are compared."""
    declared = (name for part in _DECLARED.finditer(body) for name in _NAMED.findall(part[1]))
    return frozenset(name.lower() for name in (*declared, *_COUNTED.findall(body)))
