"""ALTER TABLE of MySQL and MariaDB: one operation for each action, two for one that renames and restates a column."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterConstraint,
    Column,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    Name,
    Operation,
    RedefineColumn,
    RenameColumn,
    RenameIndex,
    SetComment,
    SetDefault,
    Statement,
    replace,
)
from towpath.sql.grammar import Dispatch, Form, Match
from towpath.sql.lex import Tokens
from towpath.sql.mysql.grammar import GRAMMAR
from towpath.sql.mysql.tables import moved
from towpath.sql.postgresql.columns import Built
from towpath.sql.postgresql.grammar import Read, Reading

Action = Callable[[Name, Match], Operation | list[Operation]]
_POSITION = "[ position:( FIRST | AFTER {name} ) ]"
_IF_EXISTS = "[ if_exists:( IF EXISTS ) ]"


def _position(match: Match) -> str:
    return match.source("position") or ""


def _column(match: Match) -> Column:
    built: Built = match.get("added")
    assert built.column
    return built.column


def _add_columns(table: Name, match: Match) -> list[Operation]:
    built: list[Built] = match.get("columns")
    return [AddColumn(table, one.column, one.constraints) for one in built if one.column]


def _add_column(table: Name, match: Match) -> Operation:
    built: Built = match.get("added")
    return AddColumn(table, _column(match), built.constraints, match.has("if_not_exists"), _position(match))


def _add_constraint(table: Name, match: Match) -> Operation:
    added: Built | CreateIndex = match.get("added")
    return replace(added, table=table) if isinstance(added, CreateIndex) else AddConstraint(table, added.constraints[0])


def _redefined(table: Name, match: Match) -> list[Operation]:
    """What MODIFY and CHANGE do: the whole column is said anew, keys beside it are added."""
    built: Built = match.get("added")
    column, position = _column(match), _position(match)
    before: list[Operation] = []
    if match.has("column") and match.get("column") != column.name:
        before = [RenameColumn(table, match.get("column"), column.name)]
    added = [AddConstraint(table, constraint) for constraint in built.constraints]
    return [*before, RedefineColumn(table, column, position), *added]


def _drop_constraint(table: Name, match: Match) -> Operation:
    return DropConstraint(table, match.get("name"), match.has("if_exists"))


def _drop_index(table: Name, match: Match) -> Operation:
    name: str = match.get("name")
    if name.upper() == "PRIMARY":
        return DropConstraint(table, "PRIMARY")
    return DropIndex(Name(name, table.schema), if_exists=match.has("if_exists"), table=table)


# Longer spellings stand before those that they begin with.
ACTIONS: list[tuple[str, Action]] = [
    ("ADD added:{table constraint}", _add_constraint),
    ("ADD added:{table index}", lambda table, match: replace(match.get("added"), table=table)),
    ('ADD [ COLUMN ] "(" columns:{column definition},+ ")"', _add_columns),
    (f"ADD [ COLUMN ] [ if_not_exists:( IF NOT EXISTS ) ] added:{{column definition}} {_POSITION}", _add_column),
    (f"MODIFY [ COLUMN ] {_IF_EXISTS} added:{{column definition}} {_POSITION}", _redefined),
    (f"CHANGE [ COLUMN ] {_IF_EXISTS} column:{{name}} added:{{column definition}} {_POSITION}", _redefined),
    ("DROP PRIMARY KEY", lambda table, match: DropConstraint(table, "PRIMARY")),
    (f"DROP ( FOREIGN KEY | CONSTRAINT | CHECK ) {_IF_EXISTS} name:{{name}}", _drop_constraint),
    (f"DROP ( INDEX | KEY ) {_IF_EXISTS} name:{{index name}}", _drop_index),
    (f"DROP [ COLUMN ] {_IF_EXISTS} column:{{name}} [ RESTRICT | CASCADE ]",
     lambda table, match: DropColumn(table, match.get("column"), match.has("if_exists"))),
    ("ALTER ( CHECK | CONSTRAINT ) name:{name} to:( ENFORCED | NOT ENFORCED )",
     lambda table, match: AlterConstraint(table, match.get("name"), enforced=match.text("to") == "ENFORCED")),
    ("ALTER [ COLUMN ] column:{name} SET DEFAULT default:{value}",
     lambda table, match: SetDefault(table, match.get("column"), match.source("default") or "")),
    ("ALTER [ COLUMN ] column:{name} DROP DEFAULT",
     lambda table, match: DropDefault(table, match.get("column"))),
    ("RENAME COLUMN column:{name} TO to:{name}",
     lambda table, match: RenameColumn(table, match.get("column"), match.get("to"))),
    ("RENAME ( INDEX | KEY ) name:{name} TO to:{name}",
     lambda table, match: RenameIndex(Name(match.get("name"), table.schema), match.get("to"), table)),
    ("RENAME [ TO | AS | = ] to:{qualified}", lambda table, match: [*moved(table, match.get("to"))]),
    ("COMMENT [ = ] comment:{text}",
     lambda table, match: SetComment("table", table, match.get("comment") or None)),
]  # fmt: skip

# Actions that no rule needs taken apart, by how they are spelled, with the kind of their Statement.
NAMED_ACTIONS = {
    "ALTER ( INDEX | KEY ) {_IF_EXISTS} part:{name} ( VISIBLE | INVISIBLE | IGNORED | NOT IGNORED )".replace(
        "{_IF_EXISTS}", _IF_EXISTS
    ): "alter index",
    "ALTER [ COLUMN ] part:{name} SET ( VISIBLE | INVISIBLE )": "alter column set",
    "CONVERT TO ( CHARACTER SET | CHARSET ) ( DEFAULT | {charset} ) [ COLLATE {charset} ]": "convert to character set",
    "[ DEFAULT ] ( CHARACTER SET | CHARSET | CHAR SET ) [ = ] {charset} [ [ DEFAULT ] COLLATE [ = ] {charset} ]":
        "default character set",
    "[ DEFAULT ] COLLATE [ = ] {charset}": "default character set",
    "FORCE": "force",
    "ORDER BY {sorted},+": "order by",
    "( DISABLE | ENABLE ) KEYS": "keys",
    "( DISCARD | IMPORT ) TABLESPACE": "tablespace",
    "ADD SYSTEM VERSIONING": "system versioning",
    "DROP SYSTEM VERSIONING": "system versioning",
    "ADD PERIOD FOR {name} {balanced}": "add period",
    "DROP PERIOD FOR {name}": "drop period",
    "ADD PARTITION [ IF NOT EXISTS ] [ NO_WRITE_TO_BINLOG | LOCAL ] ( {partition list} | PARTITIONS {number} )":
        "add partition",
    "DROP PARTITION [ IF EXISTS ] {names}": "drop partition",
    "TRUNCATE PARTITION ( ALL | {names} )": "truncate partition",
    "( DISCARD | IMPORT ) PARTITION ( ALL | {names} ) TABLESPACE": "partition tablespace",
    "COALESCE PARTITION [ NO_WRITE_TO_BINLOG | LOCAL ] {number}": "coalesce partition",
    "REORGANIZE PARTITION [ NO_WRITE_TO_BINLOG | LOCAL ] [ {names} INTO {partition list} ]": "reorganize partition",
    "EXCHANGE PARTITION {name} WITH TABLE part:{qualified} [ ( WITH | WITHOUT ) VALIDATION ]": "exchange partition",
    "CONVERT PARTITION {name} TO TABLE part:{qualified}": "convert partition",
    "CONVERT TABLE part:{qualified} TO {partition definition}": "convert table",
    "( ANALYZE | CHECK | OPTIMIZE | REBUILD | REPAIR ) PARTITION [ NO_WRITE_TO_BINLOG | LOCAL ] ( ALL | {names} )":
        "partition maintenance",
    "{partitioning}": "partition by",
    "REMOVE PARTITIONING": "remove partitioning",
    "first:ENGINE [ = ] {charset}": "engine",
    "first:ROW_FORMAT [ = ] {label} [ KEY_BLOCK_SIZE [ = ] {number} ]": "row_format",
    "first:AUTO_INCREMENT [ = ] {number}": "auto_increment",
    "{table option}": "option",
    "( WITH | WITHOUT ) VALIDATION": "validation",
}  # fmt: skip
# How the server shall go about it; these hold for all actions of the statement.
_ONLINE = "( ALGORITHM [ = ] {label} | LOCK [ = ] {label} )"


class Made(NamedTuple):
    """An action that waits for the table that it is done to; `online`: it says how the others shall be done."""

    action: Action
    match: Match
    online: bool = False

    def read(self, table: Name) -> Iterator[Read]:
        """What it does to this table, with its places."""
        made = self.action(table, self.match)
        operations = made if isinstance(made, list) else [made]
        places = self._places(len(operations) == 1)
        return (Read(operation, places) for operation in operations)

    def _places(self, alone: bool) -> dict[str, Any]:
        match = self.match
        if not match.tokens.careful:
            return {}
        added = match.get("added")
        inner = added.places if isinstance(added, Built) else {}
        own = {"action": match.span(match.first, match.end)} if alone else {}
        return {**match.places(), **inner, **own}


def _named(kind: str) -> Action:
    def make(table: Name, match: Match) -> Operation:
        part = match.get("part")
        parts = () if part is None else (part if isinstance(part, Name) else Name(part),)
        return Statement(f"alter table {kind}", (table, *parts), match.whole)

    return make


def _form(spelled: str, action: Action, online: bool = False) -> Form[Made]:
    return GRAMMAR.form(spelled, lambda match: Made(action, match, online))


_ACTIONS = Dispatch(
    GRAMMAR,
    [
        *(_form(spelled, action) for spelled, action in ACTIONS),
        _form(_ONLINE, _named("online"), online=True),
        *(_form(spelled, _named(kind)) for spelled, kind in NAMED_ACTIONS.items()),
    ],
)
# Behind which an action without a comma may stand: partitions, and options of the table.
_FOLLOWING = frozenset(
    "PARTITION REMOVE COMMENT ENGINE ROW_FORMAT AUTO_INCREMENT DEFAULT CHARACTER CHARSET COLLATE".split()
)


def _action(tokens: Tokens, index: int) -> tuple[int, Any]:
    """The first action that fits and ends where an action may end."""
    for form in _ACTIONS.candidates(tokens, index):
        captures: list[Any] = []
        end = form.match(tokens, index, captures)
        if end < 0:
            continue
        if tokens.at(end) in (",", "") or tokens.at(end) in _FOLLOWING or tokens.at(end).endswith("S_PERSISTENT"):
            return end, form.build(Match(tokens, index, end, captures))
        tokens.failed(end, "the end of the action")
    tokens.failed(index, "an action of ALTER TABLE")
    return -1, None


GRAMMAR.reader("table action", "an action of ALTER TABLE", _action)
GRAMMAR.rule(
    "table actions",
    "first:{table action} others:( [ , ] {table action} )*",
    lambda match: [match.get("first"), *match.get("others", ())],
)
GRAMMAR.rule("index name", "( word:PRIMARY | name:{name} )", lambda match: match.get("name") or "PRIMARY")


def _alter_table(match: Match) -> Reading:
    table = match.get("table")
    actions: list[Made] = match.get("actions")
    outer = match.places()
    if outer and not any(made.online for made in actions):
        outer["online"] = match.span(match.end, match.end)
    online = ", ".join(made.match.whole for made in actions if made.online)
    reads = [read for made in actions if not made.online for read in made.read(table)]
    if len(reads) == 1 and len(actions) > 1:
        reads = [
            read._replace(places={key: at for key, at in read.places.items() if key != "action"}) for read in reads
        ]
    return [Read(_complete(read.operation, match, online), {**outer, **read.places}) for read in reads]


def _complete(operation: Operation, match: Match, online: str) -> Operation:
    """A Statement's text is a statement of its own; how it shall be done is said of each that can say it."""
    if isinstance(operation, Statement):
        return replace(operation, text=match.before("actions") + operation.text + (f", {online}" if online else ""))
    able: Any = operation
    return replace(able, online=online) if online and hasattr(operation, "online") else operation


FORMS = [
    GRAMMAR.form(
        "ALTER [ ONLINE | OFFLINE ] [ ignore:IGNORE ] TABLE [ if_table_exists:( IF EXISTS ) ] table:{qualified} "
        "[ WAIT {number} | NOWAIT ] actions:{table actions}",
        _alter_table,
    ),
]
