"""ALTER TABLE of SQL Server: one action, which may name several parts."""

from collections.abc import Callable, Iterator
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterConstraint,
    Check,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropIndex,
    ForeignKey,
    Name,
    Operation,
    RedefineColumn,
    SetDefault,
    Statement,
    Switch,
    ValidateConstraint,
    replace,
)
from towpath.sql.grammar import Form, Match
from towpath.sql.postgresql.columns import Built
from towpath.sql.postgresql.grammar import Read, Reading, one
from towpath.sql.sqlserver.columns import SETTINGS
from towpath.sql.sqlserver.grammar import GRAMMAR

_TABLE = "ALTER TABLE table:{qualified}"
_EXISTS = "[ if_exists:( IF EXISTS ) ]"


def _add(match: Match) -> Reading:
    found = [one for element in match.get("elements") for one in element]
    return [
        Read(_added(match.get("table"), one, match.text("check") == "NOCHECK"), _places(match, one)) for one in found
    ]


def _places(match: Match, added: Any) -> dict[str, Any]:
    return {**match.places(), **(added.places if isinstance(added, Built) else {})}


def _added(table: Name, added: Built | CreateIndex | SetDefault, unchecked: bool) -> Operation:
    """What is added; WITH NOCHECK leaves the rows that are there unchecked."""
    if not isinstance(added, Built):
        return replace(added, table=table)
    constraints = tuple(
        replace(one, valid=False) if unchecked and isinstance(one, Check | ForeignKey) else one
        for one in added.constraints
    )
    return AddColumn(table, added.column, constraints) if added.column else AddConstraint(table, constraints[0])


def _redefine(match: Match) -> Reading:
    """A column's type, and whether it takes NULL: it does where that is not said. All else stays."""
    built: Built = match.get("column")
    assert built.column
    return one(RedefineColumn(match.get("table"), built.column, alone=True), match, built.places)


def _drop(match: Match) -> Reading:
    """The parts that are dropped, each of the kind that was said last; the first is a constraint if none was."""
    kind, table, reads = "CONSTRAINT", match.get("table"), Reading()
    for said, exists, name in match.get("dropped"):
        kind = said or kind
        reads.append(Read(_dropped(kind, table, name, exists), match.places()))
    return reads


def _dropped(kind: str, table: Name, name: str, exists: bool) -> Operation:
    if kind == "COLUMN":
        return DropColumn(table, name, exists)
    if kind == "INDEX":
        return DropIndex(Name(name, table.schema), if_exists=exists, table=table)
    return DropConstraint(table, name, exists)


GRAMMAR.rule(
    "dropped part",
    f"[ kind:( COLUMN | CONSTRAINT | INDEX ) ] {_EXISTS} name:{{name}} [ WITH {{balanced}} ]",
    lambda match: (match.text("kind"), match.has("if_exists"), match.get("name")),
)


def _switched(match: Match) -> Iterator[Operation]:
    """Constraints that hold for rows that come, or do not any more; WITH CHECK checks those that are there."""
    table, enforced = match.get("table"), match.text("to") == "CHECK"
    for name in match.get("names"):
        if enforced and match.text("check") == "CHECK":
            yield ValidateConstraint(table, name)
        else:
            yield AlterConstraint(table, name, enforced=enforced)


def _trigger(match: Match) -> Iterator[Operation]:
    to: Any = match.text("to").lower()
    if match.has("all"):
        yield Switch(match.get("table"), to, "trigger all")
    for name in match.get("names", ()):
        yield Switch(match.get("table"), to, "trigger", name)


def _each(make: Callable[[Match], Iterator[Operation]]) -> Callable[[Match], Reading]:
    return lambda match: [Read(operation, match.places()) for operation in make(match)]


def _named(kind: str, spelled: str) -> Form[Reading]:
    """An action that no rule needs taken apart."""

    def build(match: Match) -> Reading:
        part = match.get("part")
        parts = () if part is None else (part if isinstance(part, Name) else Name(part),)
        return one(Statement(f"alter table {kind}", (match.get("table"), *parts), match.whole), match)

    return GRAMMAR.form(f"{_TABLE} {spelled}", build)


_CHECK = "[ WITH check:( CHECK | NOCHECK ) ]"
_ADJUSTED = "( ROWGUIDCOL | PERSISTED | NOT FOR REPLICATION | SPARSE | HIDDEN | MASKED [ WITH {balanced} ] )"

FORMS = [
    GRAMMAR.form(f"{_TABLE} {_CHECK} ADD elements:{{table element}},+", _add),
    _named("alter column set", f"ALTER COLUMN part:{{name}} ( ADD | DROP ) {_ADJUSTED}"),
    GRAMMAR.form(f"{_TABLE} {_CHECK} ALTER COLUMN column:{{restated column}} [ WITH {{balanced}} ]", _redefine),
    _named("drop period", "DROP PERIOD FOR SYSTEM_TIME"),
    GRAMMAR.form(f"{_TABLE} DROP dropped:{{dropped part}},+", _drop),
    _named("check constraints", f"{_CHECK} ( CHECK | NOCHECK ) CONSTRAINT ALL"),
    GRAMMAR.form(f"{_TABLE} {_CHECK} to:( CHECK | NOCHECK ) CONSTRAINT names:{{names}}", _each(_switched)),
    GRAMMAR.form(f"{_TABLE} to:( ENABLE | DISABLE ) TRIGGER ( all:ALL | names:{{names}} )", _each(_trigger)),
    _named("change tracking", "( ENABLE | DISABLE ) CHANGE_TRACKING [ WITH {balanced} ]"),
    _named(
        "switch partition",
        "SWITCH [ PARTITION {expression} ] TO part:{qualified} [ PARTITION {expression} ] [ WITH {balanced} ]",
    ),
    _named("rebuild", f"REBUILD [ PARTITION = ( ALL | {{expression}} ) ] {SETTINGS}"),
    _named("set", "SET {balanced}"),
]
