"""On which databases, and under what else, a change set runs."""

import re
from collections.abc import Callable, Iterable, Iterator

from towpath.frameworks import dialects
from towpath.frameworks.dialects import NAMES
from towpath.frameworks.liquibase.misspelt import Misspelt
from towpath.operations import Guard
from towpath.source import Span, pattern
from towpath.syntax.markup import Node
from towpath.syntax.text import Text

_EVERY = frozenset(NAMES.values())
# What Liquibase calls databases, where that is not what we do.
_OWN = {"mssql": "sqlserver"}
# The databases that it has by itself; extensions bring others.
_KNOWN = frozenset(
    """
    asany cockroachdb db2 db2z derby edb firebird h2 hsqldb informix ingres mariadb mssql mysql oracle postgresql
    snowflake sqlite sybase
    """.split()
)
# What happens where a condition does not hold, but that nothing of the change set is done.
_GOES_ON = frozenset(("HALT", "WARN", ""))
# What else stands among conditions, and is none.
NO_CONDITIONS = ("onFail", "onError", "onFailMessage", "onErrorMessage", "onSqlOutput")


def databases(said: str | None, named: Callable[[str], str] | None = None) -> tuple[str, ...]:
    """The databases that `dbms` names, or all but those with `!`; empty: every one.

    `named` says which database a name stands for, where that is not one of Liquibase's.
    """
    named = named or _own
    names = [name.strip().lower() for name in (said or "").split(",") if name.strip()]
    if not names or "all" in names:
        return ()
    without = {named(name[1:].strip()) for name in names if name.startswith("!")}
    given = {named(name) for name in names if not name.startswith("!")}
    if given:
        return tuple(sorted(given - without)) if given - without and "none" not in given else ("none",)
    return tuple(sorted(_EVERY - without))


def _own(name: str) -> str:
    return _OWN.get(name, name)


def _any(name: str) -> str:
    return dialects.named(name) or name


def misspelt(names: Text) -> Iterator[Misspelt]:
    """The names in a `dbms` that Liquibase has for no database, although others have; where each of them stands."""
    for match in pattern(r"[\w-]+").finditer(names):
        word = match[0].lower()
        meant = next((one for one in _KNOWN if _own(one) == dialects.named(word)), None)
        where = names.where(Span(*match.span()))
        if word not in _KNOWN and meant is not None and where is not None:
            yield Misspelt(f"Liquibase knows no database {match[0]}, so this is for none", where, meant)


def contexts(said: str) -> tuple[tuple[str, ...], str]:
    """The databases that a context is about, and what else it says: many projects call contexts after databases."""
    if not said:
        return (), ""
    allowed = _EVERY
    rest: list[str] = []
    for part in re.split(r"\s+and\s+", said, flags=re.I):
        words = [word for word in re.split(r"\s*,\s*|\s+or\s+", part.strip(" ()"), flags=re.I) if word]
        if words and all(dialects.named(word.lstrip("! ")) for word in words):
            allowed &= frozenset(databases(",".join(words), _any) or _EVERY)
        elif part.strip():
            rest.append(part.strip())
    return (() if allowed == _EVERY else tuple(sorted(allowed)) or ("none",)), " and ".join(rest)


def runs_on(said: str | None, dialect: str) -> bool:
    """Whether something that is for the databases of `dbms` is for this one."""
    allowed = databases(said)
    return not allowed or not dialect or dialect in allowed


def is_done(on_fail: str) -> bool:
    """Whether a change set is done, if anything is, although its conditions do not hold."""
    return on_fail.upper() in _GOES_ON


def conditions(node: Node) -> tuple[tuple[str, ...], str]:
    """The databases that the conditions of a change set let through, and what else they ask, in words.

    Where they halt the run if they do not hold, what comes is done if anything is; where they warn, it is done.
    """
    if is_done(str(node.get("onFail") or "HALT")):
        return (), ""
    allowed: frozenset[str] = _EVERY
    said: list[str] = []
    for child in node.children:
        if child.name == "dbms":
            allowed &= frozenset(databases(child.get("type")) or _EVERY)
        elif (named := _only_databases(child)) is not None:
            allowed &= named
        elif child.name not in NO_CONDITIONS:
            said.append(words(child))
    return (() if allowed == _EVERY else tuple(sorted(allowed)) or ("none",)), " and ".join(said)


def _only_databases(node: Node) -> frozenset[str] | None:
    """The databases of conditions that are about nothing else."""
    parts = [
        frozenset(databases(child.get("type")) or _EVERY) if child.name == "dbms" else _only_databases(child)
        for child in node.children
    ]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts) or node.name not in ("and", "or", "not"):
        return None
    both = known[0]
    for part in known[1:]:
        both = both | part if node.name == "or" else both & part
    return _EVERY - both if node.name == "not" else both


def words(node: Node) -> str:
    """A condition in a few words."""
    if node.name in ("and", "or", "not"):
        inner = f" {node.name} ".join(words(child) for child in node.children)
        return f"not {' and '.join(words(child) for child in node.children)}" if node.name == "not" else f"({inner})"
    values = [str(value) for name, value in node.attributes.items() if name not in ("schemaName", "catalogName")]
    text = " ".join(str(node.get("sql") or node.text or "").split())
    return " ".join((node.name, *values, *([text] if text and text not in values else [])))


def guard(allowed: Iterable[tuple[str, ...]], said: Iterable[str]) -> Guard | None:
    """What holds for all of a change set, both ways; None: it always runs."""
    common: frozenset[str] = _EVERY
    for names in allowed:
        common = common & frozenset(names) if names else common
    condition = " and ".join(dict.fromkeys(one for one in said if one))
    if common == _EVERY and not condition:
        return None
    return Guard(() if common == _EVERY else tuple(sorted(common)) or ("none",), condition, True)
