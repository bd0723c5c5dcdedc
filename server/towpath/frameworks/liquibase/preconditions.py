"""Under which conditions what is split off a change set runs: the same ones, where these are answered as before."""

from collections.abc import Iterator, Sequence

from towpath.changes import Part
from towpath.frameworks.liquibase import formatted, guards
from towpath.frameworks.liquibase.rendering import pair
from towpath.frameworks.liquibase.sheet import Sheet
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    AlterConstraint,
    AttachIndex,
    CreateIndex,
    CreateTable,
    CreateView,
    DeleteRows,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropObject,
    DropTable,
    ForeignKey,
    InsertRows,
    MergeRows,
    MoveObject,
    MoveTable,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameIndex,
    RenameObject,
    RenameTable,
    SetComment,
    SetDefault,
    SetNotNull,
    SetSetting,
    TruncateTable,
    UpdateRows,
    ValidateConstraint,
)
from towpath.source import pattern
from towpath.syntax.markup import Node
from towpath.syntax.text import Text

_TABLES = (CreateTable, DropTable, MoveTable, RenameTable)
_GOING = (DropColumn, RenameColumn)
_COLUMNS = (AddColumn, *_GOING)
_INDEXES = (AttachIndex, CreateIndex, DropIndex, RenameIndex)
_CONSTRAINTS = (AddConstraint, AlterConstraint, DropConstraint, RenameConstraint)
_VIEWS = (CreateView, DropObject, MoveObject, RenameObject)
_ROWS = (DeleteRows, InsertRows, MergeRows, TruncateTable, UpdateRows)
_PROPERTIES = (AlterColumnType, DropDefault, DropNotNull, SetComment, SetDefault, SetNotNull, SetSetting)
_KNOWN = (*_TABLES, *_COLUMNS, *_INDEXES, *_CONSTRAINTS, *_ROWS, *_VIEWS, *_PROPERTIES, AddIdentity, ValidateConstraint)
# What may change the answer of a condition, and the attribute with the name that it has to name for that.
_ASKED: dict[str, tuple[tuple[type[Operation], ...], str]] = {
    "columnExists": ((*_TABLES, *_COLUMNS), "columnName"),
    "foreignKeyConstraintExists": ((*_TABLES, *_COLUMNS, *_CONSTRAINTS), "foreignKeyName"),
    "indexExists": ((*_TABLES, *_COLUMNS, *_CONSTRAINTS, *_INDEXES), "indexName"),
    "primaryKeyExists": ((*_TABLES, *_COLUMNS, *_CONSTRAINTS), "primaryKeyName"),
    "rowCount": ((*_TABLES, *_ROWS), "tableName"),
    "tableExists": (_TABLES, "tableName"),
    "tableIsEmpty": ((*_TABLES, *_ROWS), "tableName"),
    "uniqueConstraintExists": ((*_TABLES, *_COLUMNS, *_CONSTRAINTS), "constraintName"),
    "viewExists": ((*_TABLES, *_COLUMNS, *_VIEWS), "viewName"),
}
# What no change to a database answers in another way, or is no question.
_CONSTANT = (
    *("changeLogPropertyDefined", "changeSetExecuted", "dbms", "expectedQuotingStrategy", "runningAs"),
    *guards.NO_CONDITIONS,
)
_JOINED = ("and", "not", "or", "preConditions")


def of_part(sheet: Sheet, parts: Sequence[Part], number: int) -> list[str] | None:
    """What stands before the changes of a part that gets a change set of its own; None where no condition is right.

    That the first part ran is none: `changeSetExecuted` holds for what was only marked as run.
    """
    before = [operation for part in parts[:number] for operation in part.operations]
    if not sheet.conditional:
        return []
    if not moved(sheet, before):
        return list(_as_written(sheet))
    if sheet.syntax == "sql":
        return None
    own = _keys(before, parts[number].operations)
    fails = [found for one in sheet.node.all("preConditions") if (found := one.get("onFail")) is not None]
    node = Node("preConditions", {"onFail": fails[0]}, own)
    return [pair(node, sheet.change_depth if sheet.syntax == "xml" else sheet.key_depth, sheet.style)] if own else None


def why_not(sheet: Sheet, parts: Sequence[Part]) -> str:
    """Why what is split off cannot run under a condition of its own; empty where it can."""
    for number in range(1, len(parts)):
        if of_part(sheet, parts, number) is None:
            before = [operation for part in parts[:number] for operation in part.operations]
            return (
                f"its precondition {moved(sheet, before)} may be answered otherwise for what is split off, "
                "when the first part has run"
            )
    return ""


def moved(sheet: Sheet, operations: Sequence[Operation]) -> str:
    """The condition that may be answered otherwise after operations, in words; empty where none is."""
    for one in _conditions(sheet):
        if any(_moves(operation, one) for operation in operations):
            return guards.words(one)
    return ""


def _conditions(sheet: Sheet) -> Iterator[Node]:
    if sheet.syntax == "sql":
        for one in formatted.body(sheet.entry.text if sheet.entry else "").conditions:
            if one.kind == "precondition":
                yield formatted.condition(one)
        return
    for node in sheet.node.all("preConditions"):
        yield from _single(node)


def _single(node: Node) -> Iterator[Node]:
    """The conditions that others are put together from."""
    for child in node.children:
        yield from _single(child) if child.name in _JOINED else (child,)


def _moves(operation: Operation, condition: Node) -> bool:
    """Whether an operation may change what a condition is answered; one that is not known may."""
    if condition.name in _CONSTANT:
        return False
    kinds, attribute = _ASKED.get(condition.name, (None, ""))
    if kinds is None or not isinstance(operation, _KNOWN):
        return True
    name = condition.get(attribute)
    if not isinstance(operation, kinds) or name is None:
        return isinstance(operation, kinds)
    words = pattern(r"\w+").findall(repr(operation).lower())
    table = condition.get("tableName", "foreignKeyTableName")
    # With a table goes all that it has, and with a column its indexes and constraints.
    whole = isinstance(operation, _TABLES) or (isinstance(operation, _GOING) and condition.name != "columnExists")
    whole = whole or _names_nothing(operation)
    return name.strip().lower() in words or (whole and (table is None or table.strip().lower() in words))


def _names_nothing(operation: Operation) -> bool:
    """Whether an operation makes something that the database gives a name."""
    if isinstance(operation, CreateIndex):
        return operation.name is None
    made = operation.constraints if isinstance(operation, AddColumn) else ()
    made = (operation.constraint,) if isinstance(operation, AddConstraint) else made
    return any(one.name is None for one in made)


def _as_written(sheet: Sheet) -> Iterator[str]:
    text = sheet.source.text
    if sheet.syntax == "sql":
        for one in formatted.body(sheet.entry.text if sheet.entry else "").conditions:
            yield one.span.shifted(sheet.start).of(text)
        return
    for node in sheet.node.all("preConditions"):
        yield node.span.shifted(sheet.start).of(text)


def _keys(before: Sequence[Operation], operations: Sequence[Operation]) -> tuple[Node, ...]:
    """That foreign keys are there, which is all that has to be known to look whether all rows keep them."""
    made = [one for one in before if isinstance(one, AddConstraint) and isinstance(one.constraint, ForeignKey)]
    known = {(one.table, one.constraint.name) for one in made}
    if not all(isinstance(one, ValidateConstraint) and (one.table, one.name) in known for one in operations):
        return ()
    return tuple(_key(one) for one in operations if isinstance(one, ValidateConstraint))


def _key(operation: ValidateConstraint) -> Node:
    table = operation.table
    names = {"foreignKeyName": operation.name, "foreignKeyTableName": table.name, "schemaName": table.schema}
    return Node("foreignKeyConstraintExists", {name: Text(value) for name, value in names.items() if value})
