"""Operations as changes of Liquibase's, where these mean just the same; else as SQL that is run."""

from collections.abc import Iterable, Iterator, Sequence

from towpath.changes import Said
from towpath.frameworks.liquibase.rendering import sql
from towpath.frameworks.liquibase.sent import INVERSES, Around, sent
from towpath.frameworks.liquibase.sheet import Sheet
from towpath.frameworks.liquibase.sql import operations
from towpath.frameworks.mannered import mannered, plain
from towpath.operations import (
    AddColumn,
    AddConstraint,
    Check,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropTable,
    ForeignKey,
    Name,
    Operation,
    PrimaryKey,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
    Statement,
    Unique,
    UpdateRows,
    replace,
)
from towpath.source import pattern
from towpath.sql.write import Manner, manner, write
from towpath.sql.write_parts import write_column
from towpath.syntax.markup import Node
from towpath.syntax.text import Text

# Where no constraint is `NOT VALID`.
_CHECKING = ("mysql", "mariadb", "sqlite")
# A block that is a statement, and no element that stands for some.
_SQL = pattern(r"\s*(?!create[A-Z]|drop[A-Z]|insert:|update:|delete:)[A-Za-z]+\s")
_NUMBER = pattern(r"-?\d+(?:\.\d+)?")
_STRING = pattern(r"'([^'\\]+)'")
_DROPS = {
    ForeignKey: "dropForeignKeyConstraint",
    PrimaryKey: "dropPrimaryKey",
    Unique: "dropUniqueConstraint",
}


def say(operation: Operation, before: Iterable[Operation], how: Manner) -> Node | None:
    """The change that says an operation; `before` are those that came before it, the last first.

    None where nothing says it.
    """
    operation = checked(operation, how)
    found = _idiom(operation, before)
    if found is not None and list(map(plain, meant(found, how.dialect or "postgresql"))) == [plain(operation)]:
        return found
    text = write(mannered(operation, how), how)
    if text is None:
        return None
    # Liquibase would cut a block at the semicolons within it.
    batched = isinstance(operation, UpdateRows) and operation.batched
    return sql(text)._replace(attributes={"splitStatements": Text("false")}) if batched else sql(text)


def checked(operation: Operation, how: Manner) -> Operation:
    """The operation; a constraint as a database has it that always looks whether all rows keep it."""
    if how.dialect not in _CHECKING or not isinstance(operation, AddConstraint):
        return operation
    constraint = operation.constraint
    made = replace(constraint, valid=True) if isinstance(constraint, (Check, ForeignKey)) else constraint
    return replace(operation, constraint=made)


def meant(change: Node, dialect: str) -> list[Operation]:
    """What a change does on a database."""
    made = sent(change, Around(dialect, _no_file))
    if isinstance(made, str):
        return []
    return [operation for one in made for operation in operations(one.sql, dialect)]


def _no_file(_: str) -> None:
    return None


def _node(kind: str, /, **attributes: str | None) -> Node:
    return Node(kind, {key: Text(said) for key, said in attributes.items() if said})


def _of(operation: Operation) -> tuple[str, str | None]:
    """The table that an operation changes, and its schema."""
    table = getattr(operation, "table", None)
    return (table.name, table.schema) if isinstance(table, Name) else ("", None)


def _idiom(operation: Operation, before: Iterable[Operation]) -> Node | None:
    table, schema = _of(operation)
    if isinstance(operation, DropIndex):
        made = (one.table for one in before if isinstance(one, CreateIndex) and one.name == operation.index.name)
        owner = operation.table or next(made, None)
        if owner is None:
            return None
        return _node("dropIndex", indexName=operation.index.name, schemaName=owner.schema, tableName=owner.name)
    if isinstance(operation, DropTable):
        return _node("dropTable", tableName=table, schemaName=schema)
    if isinstance(operation, DropColumn):
        return _node("dropColumn", columnName=operation.column, tableName=table, schemaName=schema)
    if isinstance(operation, DropConstraint):
        return _drop_constraint(operation, before)
    if isinstance(operation, SetNotNull):
        return _node("addNotNullConstraint", columnName=operation.column, tableName=table, schemaName=schema)
    if isinstance(operation, DropNotNull):
        return _node("dropNotNullConstraint", columnName=operation.column, tableName=table, schemaName=schema)
    if isinstance(operation, DropDefault):
        return _node("dropDefaultValue", columnName=operation.column, tableName=table, schemaName=schema)
    if isinstance(operation, SetDefault):
        said = _default(operation.default)
        return _node("addDefaultValue", columnName=operation.column, tableName=table, schemaName=schema, **said)
    if isinstance(operation, RenameColumn):
        return _node(
            "renameColumn",
            newColumnName=operation.to,
            oldColumnName=operation.column,
            tableName=table,
            schemaName=schema,
        )
    if isinstance(operation, RenameTable):
        return _node("renameTable", newTableName=operation.to, oldTableName=table, schemaName=schema)
    if isinstance(operation, AddColumn):
        return _add_column(operation)
    if isinstance(operation, AddConstraint):
        return _add_constraint(operation)
    if isinstance(operation, CreateIndex) and not operation.concurrently:
        return _create_index(operation)
    return None


def _drop_constraint(operation: DropConstraint, before: Iterable[Operation]) -> Node | None:
    for kind, name in _constraints(operation, before):
        if name == operation.name and kind in _DROPS:
            table, schema = _of(operation)
            if kind is ForeignKey:
                return _node(_DROPS[kind], baseTableName=table, baseTableSchemaName=schema, constraintName=name)
            return _node(_DROPS[kind], constraintName=name, tableName=table, schemaName=schema)
    return None


def _constraints(operation: DropConstraint, before: Iterable[Operation]) -> Iterator[tuple[type, str | None]]:
    for one in before:
        if getattr(one, "table", None) != operation.table:
            continue
        if isinstance(one, AddConstraint):
            yield type(one.constraint), one.constraint.name
        elif isinstance(one, (AddColumn, CreateTable)):
            yield from ((type(constraint), constraint.name) for constraint in one.constraints)


def _add_constraint(operation: AddConstraint) -> Node | None:
    """A key or uniqueness; what Liquibase has no word for is found to be something else."""
    found = operation.constraint
    table, schema = _of(operation)
    if isinstance(found, ForeignKey):
        return _node(
            "addForeignKeyConstraint",
            baseColumnNames=", ".join(found.columns),
            baseTableName=table,
            baseTableSchemaName=schema,
            constraintName=found.name,
            referencedColumnNames=", ".join(found.target_columns),
            referencedTableName=found.target.name,
            referencedTableSchemaName=found.target.schema,
        )
    if isinstance(found, (PrimaryKey, Unique)):
        name = "addPrimaryKey" if isinstance(found, PrimaryKey) else "addUniqueConstraint"
        columns = ", ".join(found.columns)
        return _node(name, columnNames=columns, constraintName=found.name, schemaName=schema, tableName=table)
    return None


def _add_column(operation: AddColumn) -> Node | None:
    """A column with its type, its default, and whether it takes NULL."""
    column = operation.column
    if column.type is None or operation.constraints:
        return None
    words = write_column(column, Manner()).removeprefix(column.name).strip()
    for ending in (" NOT NULL", " DEFAULT"):
        words = words.partition(ending)[0]
    constraints = (_node("constraints", nullable="false"),) if column.nullable is False else ()
    said = _node("column", name=column.name, type=words, **_default(column.default))._replace(children=constraints)
    table, schema = _of(operation)
    return _node("addColumn", tableName=table, schemaName=schema)._replace(children=(said,))


def _default(default: str | None) -> dict[str, str]:
    """The attribute that says a default: as what it is, or as an expression."""
    if default is None:
        return {}
    if default.lower() in ("true", "false"):
        return {"defaultValueBoolean": default.lower()}
    if _NUMBER.fullmatch(default):
        return {"defaultValueNumeric": default}
    quoted = _STRING.fullmatch(default)
    return {"defaultValue": quoted[1]} if quoted else {"defaultValueComputed": default}


def _create_index(operation: CreateIndex) -> Node | None:
    columns = tuple(
        _node("column", name=key.column, descending="true" if key.descending else None) for key in operation.keys
    )
    table, schema = _of(operation)
    unique = "true" if operation.unique else None
    made = _node("createIndex", indexName=operation.name, tableName=table, schemaName=schema, unique=unique)
    return made._replace(children=columns)


class Speaker:
    """Says operations as changes of one change set; `alone`: of a new one that only one database runs."""

    def __init__(self, sheet: Sheet, alone: bool = False) -> None:
        self._sheet = sheet
        self._for_all = sheet.several and not alone
        written = [step.block for step in sheet.ask.migration.up.steps if _SQL.match(step.block)]
        dialect = sheet.ask.found.dialect
        self._how = manner("\n".join(written), dialect) if written else Manner(dialect=dialect)

    def say(self, operation: Operation) -> Node | None:
        """The change that says an operation."""
        if operation == Statement("nothing"):
            return Node("empty")
        found = say(operation, self._before(), self._how)
        if found is None or found.name != "sql" or not self._for_all:
            return found
        return found._replace(attributes={"dbms": Text(self._sheet.dialect)})

    def all(self, operations: Iterable[Operation]) -> list[Node] | None:
        """The changes that say operations, in order; None where one of them cannot be said."""
        found = [self.say(operation) for operation in operations]
        return [node for node in found if node is not None] if None not in found else None

    def derived(self, said: Sequence[Said]) -> bool:
        """Whether Liquibase takes back by itself all that is said."""
        script = self._sheet.ask.script
        for one in said:
            if one.origin is not None and one.operations == script.steps[one.origin].operations:
                if not script.steps[one.origin].reversible:
                    return False
                continue
            nodes = self.all(one.operations)
            if nodes is None or any(node.name not in INVERSES for node in nodes):
                return False
        return True

    def _before(self) -> Iterator[Operation]:
        """The operations of the plan, of this change set and of those before it, the last first."""
        ask = self._sheet.ask
        for part in ask.parts:
            yield from part.operations
        for migration in reversed(ask.migrations[: ask.number + 1]):
            for step in reversed(migration.up.steps):
                yield from reversed(step.operations)
