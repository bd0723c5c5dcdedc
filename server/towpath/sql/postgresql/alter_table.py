"""ALTER TABLE and its like: one operation for each action."""

from collections.abc import Callable
from typing import Any, NamedTuple

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    AlterConstraint,
    AttachParent,
    AttachPartition,
    DetachParent,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    MoveTable,
    Name,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    SetDefault,
    SetExpression,
    SetIdentity,
    SetNotNull,
    SetOwner,
    Statement,
    Switch,
    ValidateConstraint,
    replace,
)
from towpath.source import Span
from towpath.sql import readers
from towpath.sql.grammar import Captures, Dispatch, Form, Match
from towpath.sql.lex import Tokens
from towpath.sql.postgresql.columns import Built
from towpath.sql.postgresql.grammar import GRAMMAR, Read, Reading
from towpath.sql.postgresql.sequence_options import Option, plain

Action = Callable[[Name, Match], Operation]
_CASCADE = "[ ( cascade:CASCADE | RESTRICT ) ]"
_IF_EXISTS = "[ if_exists:( IF EXISTS ) ]"


def _add_column(table: Name, match: Match) -> Operation:
    built: Built = match.get("added")
    assert built.column
    return AddColumn(table, built.column, built.constraints, match.has("if_not_exists"))


def _add_constraint(table: Name, match: Match) -> Operation:
    built: Built = match.get("added")
    return AddConstraint(table, built.constraints[0])


def _flags(match: Match) -> dict[str, Any]:
    return {"if_exists": match.has("if_exists"), "cascade": match.has("cascade")}


def _alter_constraint(table: Name, match: Match) -> Operation:
    said: dict[str, Any] = {}
    for attribute in match.get("attribute", ()):
        said |= attribute
    return AlterConstraint(table, match.get("name"), **said)


def _alter_type(table: Name, match: Match) -> Operation:
    collation = match.get("collation")
    return AlterColumnType(
        table, match.get("column"), match.get("type"), match.source("using"), str(collation) if collation else None
    )


def _set_identity(table: Name, match: Match) -> Operation:
    options: list[Option] = match.get("changes")
    identity: Any = next((option.value for option in options if option.name == "generated"), None)
    others = [option for option in options if option.name != "generated"]
    return SetIdentity(table, match.get("column"), identity, plain(others))


def _switch(table: Name, match: Match) -> Operation:
    to: Any = match.text("to").lower()
    kind: Any = match.text("kind").lower()
    return Switch(table, to, kind, match.get("name"))


# Longer spellings stand before those that they begin with.
ACTIONS: list[tuple[str, Action]] = [
    ("ADD added:{table constraint}", _add_constraint),
    ("ADD [ COLUMN ] [ if_not_exists:( IF NOT EXISTS ) ] added:{column definition}", _add_column),
    (f"DROP CONSTRAINT {_IF_EXISTS} name:{{name}} {_CASCADE}",
     lambda table, match: DropConstraint(table, match.get("name"), **_flags(match))),
    (f"DROP [ COLUMN ] {_IF_EXISTS} column:{{name}} {_CASCADE}",
     lambda table, match: DropColumn(table, match.get("column"), **_flags(match))),
    ("VALIDATE CONSTRAINT name:{name}", lambda table, match: ValidateConstraint(table, match.get("name"))),
    ("ALTER CONSTRAINT name:{name} attribute:{altered attribute}*", _alter_constraint),
    ("OWNER TO owner:{role}", lambda table, match: SetOwner("table", table, match.source("owner") or "")),
    ("INHERIT parent:{qualified}", lambda table, match: AttachParent(table, match.get("parent"))),
    ("NO INHERIT parent:{qualified}", lambda table, match: DetachParent(table, match.get("parent"))),
    ("to:( ENABLE | DISABLE ) kind:( TRIGGER ( ALL | USER ) )", _switch),
    ("to:( ENABLE ( ALWAYS | REPLICA ) ) kind:( TRIGGER | RULE ) name:{name}", _switch),
    ("to:( ENABLE | DISABLE ) kind:( TRIGGER | RULE ) name:{name}", _switch),
    ("to:( ENABLE | DISABLE | FORCE | NO FORCE ) kind:( ROW LEVEL SECURITY )", _switch),
]  # fmt: skip

# Actions that stand alone in their statement.
RENAMING_ACTIONS: list[tuple[str, Action]] = [
    ("RENAME CONSTRAINT name:{name} TO to:{name}",
     lambda table, match: RenameConstraint(table, match.get("name"), match.get("to"))),
    ("RENAME TO to:{name}", lambda table, match: RenameTable(table, match.get("to"))),
    ("RENAME [ COLUMN ] column:{name} TO to:{name}",
     lambda table, match: RenameColumn(table, match.get("column"), match.get("to"))),
    ("SET SCHEMA to:{name}", lambda table, match: MoveTable(table, match.get("to"))),
]  # fmt: skip
PARTITION_ACTIONS: list[tuple[str, Action]] = [
    ("ATTACH PARTITION partition:{qualified} bound:{bound}",
     lambda table, match: AttachPartition(table, match.get("partition"), match.source("bound") or "")),
    ("DETACH PARTITION partition:{qualified} [ ( concurrently:CONCURRENTLY | finalize:FINALIZE ) ]",
     lambda table, match: DetachPartition(
         table, match.get("partition"), match.has("concurrently"), match.has("finalize"))),
]  # fmt: skip

# What may stand behind ALTER COLUMN and the column's name.
COLUMN_ACTIONS: list[tuple[str, Action]] = [
    ("SET DEFAULT default:{expression}",
     lambda table, match: SetDefault(table, match.get("column"), match.source("default") or "")),
    ("DROP DEFAULT", lambda table, match: DropDefault(table, match.get("column"))),
    ("SET NOT NULL", lambda table, match: SetNotNull(table, match.get("column"))),
    ("DROP NOT NULL", lambda table, match: DropNotNull(table, match.get("column"))),
    ('SET EXPRESSION AS "(" expression:{expression} ")"',
     lambda table, match: SetExpression(table, match.get("column"), match.source("expression") or "")),
    (f"DROP EXPRESSION {_IF_EXISTS}",
     lambda table, match: DropExpression(table, match.get("column"), match.has("if_exists"))),
    ("[ SET DATA ] TYPE type:{type} [ COLLATE collation:{qualified} ] [ USING using:{expression} ]", _alter_type),
    ("ADD GENERATED kind:( ALWAYS | BY DEFAULT ) AS IDENTITY [ sequence:{sequence options} ]",
     lambda table, match: AddIdentity(
         table, match.get("column"), "always" if match.text("kind") == "ALWAYS" else "by default",
         match.get("sequence", ()))),
    ("changes:{identity changes}", _set_identity),
    (f"DROP IDENTITY {_IF_EXISTS}",
     lambda table, match: DropIdentity(table, match.get("column"), match.has("if_exists"))),
]  # fmt: skip

# Actions that no rule needs taken apart: how they are spelled, with what they name under `part`, and the kind of their
# Statement.
NAMED_ACTIONS = {
    "ALTER [ COLUMN ] {number} SET STATISTICS ( {number} | DEFAULT )": "alter column set statistics",
    "CLUSTER ON part:{name}": "cluster on",
    "SET WITHOUT CLUSTER": "set without cluster",
    "SET WITHOUT OIDS": "set without oids",
    "SET ACCESS METHOD ( DEFAULT | {name} )": "set access method",
    "SET TABLESPACE {name}": "set tablespace",
    "SET LOGGED": "set logged",
    "SET UNLOGGED": "set unlogged",
    "SET {settings}": "set",
    "RESET {settings}": "reset",
    "OF part:{qualified}": "of",
    "NOT OF": "not of",
    "REPLICA IDENTITY ( FULL | NOTHING | DEFAULT | USING INDEX part:{name} )": "replica identity",
    "OPTIONS {foreign options}": "options",
}  # fmt: skip
NAMED_COLUMN_ACTIONS = {
    "SET STATISTICS ( {number} | DEFAULT )": "alter column set statistics",
    "SET {settings}": "alter column set",
    "RESET {settings}": "alter column reset",
    "SET STORAGE {label}": "alter column set storage",
    "SET COMPRESSION {label}": "alter column set compression",
    "OPTIONS {foreign options}": "alter column options",
}

GRAMMAR.rule(
    "altered attribute",
    "( what:{column attribute} | own:( NO INHERIT ) | inherited:INHERIT )",
    lambda match: match.get("what") or {"inherited": match.has("inherited")},
)
GRAMMAR.rule(
    "bound",
    '( DEFAULT | FOR VALUES ( IN "(" {expression},+ ")" | FROM "(" {bound value},+ ")" TO "(" {bound value},+ ")" '
    '| WITH "(" MODULUS {number} , REMAINDER {number} ")" ) )',
)
GRAMMAR.rule("bound value", "( MINVALUE | MAXVALUE | {expression} )")


class Made(NamedTuple):
    """An action that waits for the relation that it is done to."""

    action: Action
    match: Match

    def read(self, table: Name, several: bool = False) -> Read:
        """What it is, done to this relation, and its places; `several`: it is one of several actions."""
        return Read(self.action(table, self.match), _places(self.match, several))


def _built(action: Action) -> Callable[[Match], Made]:
    return lambda match: Made(action, match)


def _places(match: Match, several: bool) -> dict[str, Span]:
    """The places of an action; what tells several of them apart is kept in haste as well."""
    if not match.tokens.careful:
        return {"action": match.span(match.first, match.end)} if several else {}
    added = match.get("added")
    inner: dict[str, Span] = added.places if isinstance(added, Built) else {}
    return match.places() | inner | {"action": match.span(match.first, match.end)}


def _named(kind: str) -> Action:
    """A Statement on the table and on the part that is named, be it a column or something else."""

    def make(table: Name, match: Match) -> Statement:
        part = match.get("part") or match.get("column")
        parts = () if part is None else (part if isinstance(part, Name) else Name(part),)
        return Statement(f"alter table {kind}", (table, *parts), match.whole)

    return make


def _forms(actions: list[tuple[str, Action]], named: dict[str, str]) -> list[Form[Made]]:
    return [
        GRAMMAR.form(spelled, _built(action))
        for spelled, action in [*actions, *((spelled, _named(kind)) for spelled, kind in named.items())]
    ]


_ACTIONS = Dispatch(GRAMMAR, _forms(ACTIONS, NAMED_ACTIONS))
_RENAMING_ACTIONS = Dispatch(GRAMMAR, _forms(RENAMING_ACTIONS, {}))
_PARTITION_ACTIONS = Dispatch(GRAMMAR, _forms(PARTITION_ACTIONS, {}))
_COLUMN_ACTIONS = Dispatch(GRAMMAR, _forms(COLUMN_ACTIONS, NAMED_COLUMN_ACTIONS))


def _action(tokens: Tokens, index: int) -> tuple[int, Any]:
    """The first action that fits and ends where an action may end."""
    if tokens.at(index) == "ALTER" and tokens.at(index + 1) != "CONSTRAINT":
        at = index + 1 + (tokens.at(index + 1) == "COLUMN")
        end, column = readers.name(tokens, at)
        if end > 0:
            return _first(_COLUMN_ACTIONS, tokens, end, [("column", at, end, column)], index)
        tokens.failed(at, "a column")
    return _first(_ACTIONS, tokens, index, [], index)


def _first(dispatch: Dispatch[Made], tokens: Tokens, at: int, given: Captures, start: int) -> tuple[int, Any]:
    for form in dispatch.candidates(tokens, at):
        captures = list(given)
        end = form.match(tokens, at, captures)
        if end < 0:
            continue
        if tokens.at(end) in (",", ""):
            return end, form.build(Match(tokens, start, end, captures))
        tokens.failed(end, "the end of the action")
    tokens.failed(at, "an action of ALTER TABLE")
    return -1, None


def _renaming_action(tokens: Tokens, index: int) -> tuple[int, Any]:
    return _first(_RENAMING_ACTIONS, tokens, index, [], index)


def _partition_action(tokens: Tokens, index: int) -> tuple[int, Any]:
    return _first(_PARTITION_ACTIONS, tokens, index, [], index)


GRAMMAR.reader("table action", "an action of ALTER TABLE", _action)
GRAMMAR.reader("renaming action", "an action of ALTER TABLE", _renaming_action, frozenset(("RENAME", "SET")))
GRAMMAR.reader("partition action", "an action of ALTER TABLE", _partition_action, frozenset(("ATTACH", "DETACH")))


def _actions(match: Match) -> list[Made]:
    return match.get("all") or [match.get("lone")]


GRAMMAR.rule("table actions", "( lone:{renaming action} | lone:{partition action} | all:{table action},+ )", _actions)
GRAMMAR.rule("relation actions", "( lone:{renaming action} | all:{table action},+ )", _actions)


def _alter_table(match: Match) -> Reading:
    table = match.get("table")
    outer = match.places()
    actions: list[Made] = match.get("actions")
    reads = [made.read(table, len(actions) > 1) for made in actions]
    return [Read(_with_head(read.operation, match), {**outer, **read.places}) for read in reads]


def _with_head(operation: Operation, match: Match) -> Operation:
    """A Statement's text is a statement of its own: the action behind the author's ALTER TABLE."""
    if isinstance(operation, Statement):
        return replace(operation, text=match.before("actions") + operation.text)
    return operation


def _all_in_tablespace(match: Match) -> Reading:
    kind = f"alter {match.text('kind').lower()} all in tablespace"
    return [Read(Statement(kind, (Name(match.get("name")),), match.whole), match.places())]


_TABLE = (
    '[ if_table_exists:( IF EXISTS ) ] ( [ only:ONLY ] table:{qualified} [ * ] | only:ONLY "(" table:{qualified} ")" )'
)

FORMS = [
    GRAMMAR.form(f"ALTER TABLE {_TABLE} actions:{{table actions}}", _alter_table),
    GRAMMAR.form(
        "ALTER kind:( TABLE | INDEX | MATERIALIZED VIEW ) ALL IN TABLESPACE name:{name} [ OWNED BY {role},+ ] "
        "SET TABLESPACE {name} [ NOWAIT ]",
        _all_in_tablespace,
    ),
]
