"""ALTER TABLE of Oracle: clauses one behind the other, each of one or several operations."""

from collections.abc import Callable
from typing import Any, NamedTuple

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    AlterConstraint,
    Column,
    DropColumn,
    DropConstraint,
    DropNotNull,
    Name,
    NotNull,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    SetDefault,
    SetNotNull,
    Statement,
    Switch,
    ValidateConstraint,
    replace,
)
from towpath.sql.grammar import Dispatch, Form, Match
from towpath.sql.lex import Tokens
from towpath.sql.oracle.grammar import GRAMMAR
from towpath.sql.postgresql.columns import Built
from towpath.sql.postgresql.grammar import Read, Reading

Action = Callable[[Name, Match], list[Operation]]


def _added(table: Name, match: Match) -> list[Operation]:
    built: list[Built] = [one for one in match.get("added", ()) if one]
    return [
        AddColumn(table, one.column, one.constraints) if one.column else AddConstraint(table, one.constraints[0])
        for one in built
    ]


def _modified(table: Name, match: Match) -> list[Operation]:
    built: list[Built] = match.get("modified")
    return [operation for one in built if one.column for operation in _changed(table, one.column, one)]


def _changed(table: Name, column: Column, built: Built) -> list[Operation]:
    """What MODIFY says of a column: its type, its default, whether it takes NULL; what it does not say stays."""
    found: list[Operation] = []
    if column.type is not None:
        found.append(AlterColumnType(table, column.name, column.type, collation=column.collation))
    if column.default is not None:
        found.append(SetDefault(table, column.name, column.default))
    if column.identity:
        found.append(AddIdentity(table, column.name, column.identity))
    elif column.nullable is not None:
        found.append(DropNotNull(table, column.name) if column.nullable else SetNotNull(table, column.name))
    others = (one for one in built.constraints if not isinstance(one, NotNull))
    return found + [AddConstraint(table, constraint) for constraint in others]


def _dropped(table: Name, match: Match) -> list[Operation]:
    return [DropColumn(table, name, cascade=match.has("cascade")) for name in match.get("names")]


def _switched(table: Name, match: Match) -> list[Operation]:
    """A constraint that holds from now on, for the rows that are there too unless that is denied, or no more."""
    name: str = match.get("name")
    words = match.text("states").split()
    if "DISABLE" in words:
        return [AlterConstraint(table, name, enforced=False)]
    if "NOVALIDATE" in words:
        return [AlterConstraint(table, name, enforced=True)]
    return [ValidateConstraint(table, name)]


def _triggers(table: Name, match: Match) -> list[Operation]:
    to: Any = match.text("to").lower()
    return [Switch(table, to, "trigger all")]


def _named(kind: str) -> Action:
    """Of an action that no rule needs taken apart."""
    return lambda table, match: [Statement(f"alter table {kind.format(kind=match.text('kind').lower())}", (table,))]


_CASCADE = "[ cascade:( CASCADE CONSTRAINTS ) ] [ INVALIDATE ] [ CHECKPOINT {number} ] [ ONLINE ]"
_STATES = "( ENABLE | DISABLE ) [ VALIDATE | NOVALIDATE ]"
_KEY = "( PRIMARY KEY | UNIQUE {columns} )"
_OTHER = "[ {index use} ] [ EXCEPTIONS INTO {qualified} ] [ CASCADE ] [ ( KEEP | DROP ) INDEX ]"
_PARTITION = "( PARTITION | SUBPARTITION | PARTITIONS | SUBPARTITIONS )"

# Longer spellings stand before those that they begin with.
ACTIONS: list[tuple[str, Action]] = [
    (f"kind:( ( ADD | DROP | TRUNCATE | EXCHANGE | SPLIT | MERGE | COALESCE | MODIFY | RENAME | MOVE ) {_PARTITION} ) "
     "{anything}", _named("{kind}")),
    ("SET INTERVAL {balanced}", _named("set interval")),
    ("ADD SUPPLEMENTAL LOG {anything}", _named("add supplemental log")),
    ('ADD "(" added:{table element},+ ")" {storage part}*', _added),
    ("ADD added:( {table element} ),+", _added),
    ("MODIFY CONSTRAINT name:{name} states:( {state} )* [ CASCADE ]", _switched),
    (f"MODIFY {_KEY} {{state}}*", _named("modify key")),
    ("MODIFY ( LOB | NESTED TABLE | DEFAULT ATTRIBUTES ) {anything}", _named("modify")),
    ('MODIFY "(" modified:{modified column},+ ")"', _modified),
    ("MODIFY modified:( {modified column} ),+", _modified),
    ("DROP UNUSED COLUMNS [ CHECKPOINT {number} ]", _named("drop unused columns")),
    ("DROP COLUMNS CONTINUE [ CHECKPOINT {number} ]", _named("drop unused columns")),
    ("DROP SUPPLEMENTAL LOG {anything}", _named("drop supplemental log")),
    ("DROP PRIMARY KEY [ CASCADE ] [ ( KEEP | DROP ) INDEX ] [ ONLINE ]", _named("drop primary key")),
    ("DROP UNIQUE {columns} [ CASCADE ] [ ( KEEP | DROP ) INDEX ] [ ONLINE ]", _named("drop unique")),
    ("DROP CONSTRAINT name:{name} [ cascade:CASCADE ] [ ( KEEP | DROP ) INDEX ] [ ONLINE ]",
     lambda table, match: [DropConstraint(table, match.get("name"), cascade=match.has("cascade"))]),
    (f"DROP ( COLUMN names:{{names}} | names:{{columns}} ) {_CASCADE}", _dropped),
    (f"SET UNUSED ( COLUMN names:{{names}} | names:{{columns}} ) {_CASCADE}", _dropped),
    ("RENAME COLUMN column:{name} TO to:{name}",
     lambda table, match: [RenameColumn(table, match.get("column"), match.get("to"))]),
    ("RENAME CONSTRAINT name:{name} TO to:{name}",
     lambda table, match: [RenameConstraint(table, match.get("name"), match.get("to"))]),
    ("RENAME TO to:{name}", lambda table, match: [RenameTable(table, match.get("to"))]),
    ("to:( ENABLE | DISABLE ) ALL TRIGGERS", _triggers),
    ("( ENABLE | DISABLE ) TABLE LOCK", _named("table lock")),
    (f"states:( {_STATES} ) CONSTRAINT name:{{name}} {_OTHER}", _switched),
    (f"{_STATES} {_KEY} {_OTHER}", _named("switch key")),
    ("MOVE [ ONLINE ] {storage part}* [ UPDATE INDEXES [ {balanced} ] ]", _named("move")),
    ("SHRINK SPACE [ COMPACT ] [ CASCADE ]", _named("shrink space")),
    ("{storage part}", _named("storage")),
]  # fmt: skip


class Made(NamedTuple):
    """An action that waits for the table that it is done to."""

    action: Action
    match: Match


def _form(spelled: str, action: Action) -> Form[Made]:
    return GRAMMAR.form(spelled, lambda match: Made(action, match))


_ACTIONS = Dispatch(GRAMMAR, [_form(spelled, action) for spelled, action in ACTIONS])


def _action(tokens: Tokens, index: int) -> tuple[int, Any]:
    """The first action that fits."""
    for form in _ACTIONS.candidates(tokens, index):
        captures: list[Any] = []
        end = form.match(tokens, index, captures)
        if end > index:
            return end, form.build(Match(tokens, index, end, captures))
    tokens.failed(index, "an action of ALTER TABLE")
    return -1, None


GRAMMAR.reader("table action", "an action of ALTER TABLE", _action)


def _alter_table(match: Match) -> Reading:
    table: Name = match.get("table")
    reads = Reading()
    for made in [match.get("first"), *match.get("others", ())]:
        reads += [Read(_whole(operation, match), match.places()) for operation in made.action(table, made.match)]
    return reads


def _whole(operation: Operation, match: Match) -> Operation:
    return replace(operation, text=match.whole) if isinstance(operation, Statement) else operation


FORMS = [
    GRAMMAR.form(
        "ALTER TABLE [ if_table_exists:( IF EXISTS ) ] table:{qualified} first:{table action} others:{table action}*",
        _alter_table,
    ),
]
