"""What may be said of a sequence, that of an identity column too."""

from typing import Any, NamedTuple

from towpath.operations import AlterSequence, CreateSequence, Name, SequenceOptions
from towpath.sql.grammar import Match
from towpath.sql.postgresql.grammar import GRAMMAR, Reading, one


class Option(NamedTuple):
    """One option; for OWNED BY the column that the sequence goes with, None for NONE."""

    name: str
    value: str | None
    owner: tuple[Name, str] | None = None


def plain(options: list[Option]) -> SequenceOptions:
    """The options of a sequence without what is said of its owner."""
    return tuple((option.name, option.value) for option in options if option.name != "owned by")


def _fields(options: list[Option]) -> dict[str, Any]:
    owners = [option for option in options if option.name == "owned by"]
    return {"options": plain(options), "owned_by": owners[-1].owner if owners else None}


def created(match: Match) -> Reading:
    """What CREATE SEQUENCE does, its options each under `option`."""
    said = _fields(match.get("option", []))
    said |= {name: match.has(name) for name in ("if_not_exists", "temporary", "unlogged")}
    return one(CreateSequence(match.get("name"), **said), match)


def altered(match: Match) -> Reading:
    """What ALTER SEQUENCE does, with all its options under `options`."""
    options: list[Option] = match.get("options")
    free = any(option.name == "owned by" and option.owner is None for option in options)
    return one(AlterSequence(match.get("name"), **_fields(options), free=free), match)


def option(match: Match) -> Option:
    """One option, in whatever way it is spelled."""
    path: list[Name] = match.get("owner", [])
    owner = (path[0], path[1].name) if len(path) > 1 else None
    of = match.get("type")
    return Option(match.text("what").lower(), str(of) if of else match.source("value"), owner)


def _change(match: Match) -> Option:
    if match.has("generated"):
        return Option("generated", match.text("generated").removeprefix("SET GENERATED ").lower())
    return match.get("option") or Option("restart", match.source("value"))


# As MariaDB, SQL Server and Oracle spell them, each some of these.
SPELLED_BY_OTHERS = (
    "( what:AS type:{type} | what:INCREMENT [ BY | = ] value:{number} | what:( MINVALUE | MAXVALUE ) [ = ] "
    "value:{number} | what:( NO ( MINVALUE | MAXVALUE | CYCLE | CACHE ) ) | what:START [ WITH | = ] value:{number}"
    " | what:( RESTART [ START ] ) [ [ WITH | = ] value:{number} ] | what:CACHE [ [ = ] value:{number} ] | what:( CYCLE"
    " | NOMINVALUE | NOMAXVALUE | NOCYCLE | NOCACHE | ORDER | NOORDER | KEEP | NOKEEP | SCALE | NOSCALE | GLOBAL"
    " | SESSION ) )"
)


GRAMMAR.rule(
    "sequence option",
    "( what:AS type:{type} | what:INCREMENT [ BY ] value:{number} | what:MINVALUE value:{number}"
    " | what:MAXVALUE value:{number} | what:( NO ( MINVALUE | MAXVALUE | CYCLE ) ) | what:START [ WITH ] value:{number}"
    " | what:RESTART [ [ WITH ] value:{number} ] | what:CACHE value:{number} | what:CYCLE"
    " | what:( OWNED BY ) ( NONE | owner:{column path} ) | what:( SEQUENCE NAME ) value:{qualified}"
    " | what:LOGGED | what:UNLOGGED )",
    option,
)
GRAMMAR.rule(
    "some sequence options",
    "first:{sequence option} more:{sequence option}*",
    lambda match: [match.get("first"), *match.get("more", ())],
)
GRAMMAR.rule("sequence options", '"(" all:{some sequence options} ")"', lambda match: plain(match.get("all")))
GRAMMAR.rule(
    "identity change",
    "( generated:( SET GENERATED ( ALWAYS | BY DEFAULT ) ) | SET option:{sequence option}"
    " | RESTART [ [ WITH ] value:{number} ] )",
    _change,
)
GRAMMAR.rule(
    "identity changes",
    "first:{identity change} more:{identity change}*",
    lambda match: [match.get("first"), *match.get("more", ())],
)
