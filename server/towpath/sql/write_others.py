"""Operations to the SQL of MySQL, MariaDB and SQLite, as far as it is not PostgreSQL's."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    Check,
    Column,
    ControlTransaction,
    CopyRows,
    CreateIndex,
    CreateObject,
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
    IndexKey,
    InsertRows,
    LockTable,
    Opaque,
    Operation,
    PrimaryKey,
    RedefineColumn,
    RenameColumn,
    RenameIndex,
    RenameTable,
    SetComment,
    SetDefault,
    SetNotNull,
    SetSetting,
    Statement,
    TruncateTable,
    Type,
    UpdateRows,
)
from towpath.sql.manner import Manner, literal
from towpath.sql.write_parts import write_constraint, write_type

Writer = Callable[[Any, Manner], str | None]
# What a type is called here that goes by another name elsewhere.
_MYSQL_TYPES = {"real": "float", "double precision": "double", "integer": "int", "numeric": "decimal"}


def write_other(operation: Operation, how: Manner) -> str | None:
    """The statement that does what the operation says, without a semicolon; None where it cannot be said there."""
    own = _SQLITE if how.dialect == "sqlite" else _MYSQL
    action = own.get(type(operation)) or _ACTIONS.get(type(operation))
    if action is not None:
        altered: Any = operation
        said = action(operation, how)
        return said and f"{how.keyword('ALTER TABLE')} {how.qualified(altered.table)} {said}"
    writer = _STATEMENTS.get(type(operation))
    return writer(operation, how) if writer else None


def write_action_of_others(operation: Operation, how: Manner) -> str | None:
    """The action of MySQL's ALTER TABLE that does what the operation says; SQLite's takes one alone."""
    if how.dialect not in ("mysql", "mariadb"):
        return None
    action = _MYSQL.get(type(operation)) or _ACTIONS.get(type(operation))
    return action(operation, how) if action else None


def _is_mysql(how: Manner) -> bool:
    return how.dialect != "sqlite"


def written_type(found: Type, dialect: str) -> str:
    """A type as a database spells it."""
    how = Manner(dialect=dialect)
    return _type(found, how) if dialect in ("mysql", "mariadb", "sqlite") else write_type(found, how)


def _type(found: Type, how: Manner) -> str:
    """A type; what is said of its sign stands behind its arguments."""
    arguments = f"({','.join(found.arguments)})" if found.arguments else ""
    if not _is_mysql(how):
        return found.name + arguments
    base = found.name.replace(" unsigned", "").replace(" zerofill", "")
    return f"{_MYSQL_TYPES.get(base, base)}{arguments}{found.name[len(base) :]}"


def _column(column: Column, how: Manner) -> str:
    """A column's definition, without the constraints beside it."""
    k, parts = how.keyword, [how.name(column.name)]
    parts += [_type(column.type, how)] if column.type else []
    on_update = column.storage.upper().startswith("ON UPDATE")
    parts += [column.storage] if column.storage and not on_update else []
    parts += [f"{k('COLLATE')} {column.collation}"] if column.collation else []
    if column.generated:
        parts.append(f"{k('GENERATED ALWAYS AS')} ({column.expression}) {k(column.generated.upper())}")
    parts += [k("NOT NULL")] if column.nullable is False else []
    parts += [f"{k('DEFAULT')} {column.default}"] if column.default is not None else []
    parts += [column.storage] if on_update else []
    parts += [k("AUTO_INCREMENT")] if column.identity and _is_mysql(how) else []
    parts += [f"{k('COMMENT')} {literal(column.comment)}"] if column.comment and _is_mysql(how) else []
    return " ".join(parts)


def _constraint(constraint: Any, how: Manner) -> str:
    """A constraint; MySQL gives the primary key no name."""
    k = how.keyword
    if isinstance(constraint, PrimaryKey):
        options = f" {constraint.options}" if constraint.options else ""
        return f"{k('PRIMARY KEY')} ({how.names(constraint.columns)}){options}"
    return write_constraint(constraint, how)


def _key(key: IndexKey, how: Manner) -> str:
    name = how.name(key.column) if key.column is not None else key.expression or ""
    prefix = f"({key.prefix})" if key.prefix is not None else ""
    collation = f" {how.keyword('COLLATE')} {key.collation}" if key.collation else ""
    return f"{name}{prefix}{collation}{' ' + how.keyword('DESC') if key.descending else ''}"


def _asked(operation: Any, how: Manner, comma: str = ", ") -> str:
    """How the server shall go about it."""
    online: str = operation.online
    return comma + (online if comma == ", " else online.replace(",", "")) if online and _is_mysql(how) else ""


def _add_column(operation: AddColumn, how: Manner) -> str | None:
    k = how.keyword
    exists = f"{k('IF NOT EXISTS')} " if operation.if_not_exists else ""
    # MySQL takes no name for a key beside its column, and passes such a key by.
    apart = [one for one in operation.constraints if isinstance(one, ForeignKey) and one.name and _is_mysql(how)]
    beside = [_beside(one, how) for one in operation.constraints if one not in apart]
    if None in beside:
        return None
    position = f" {operation.position}" if operation.position and _is_mysql(how) else ""
    said = " ".join([_column(operation.column, how), *filter(None, beside)])
    keys = "".join(f", {k('ADD')} {write_constraint(one, how)}" for one in apart)
    return f"{k('ADD COLUMN')} {exists}{said}{position}{keys}{_asked(operation, how)}"


def _beside(constraint: Any, how: Manner) -> str | None:
    """A constraint beside its column; None where it can only stand alone."""
    k = how.keyword
    if isinstance(constraint, PrimaryKey):
        return k("PRIMARY KEY")
    if isinstance(constraint, Check):
        return write_constraint(constraint, how)
    if isinstance(constraint, ForeignKey):
        body = write_constraint(constraint, how)
        return body[body.index(k("REFERENCES")) :]
    return k("UNIQUE") if constraint.name is None or _is_mysql(how) else None


def _redefine(operation: RedefineColumn, how: Manner) -> str:
    position = f" {operation.position}" if operation.position else ""
    return f"{how.keyword('MODIFY COLUMN')} {_column(operation.column, how)}{position}{_asked(operation, how)}"


def _drop_column(operation: DropColumn, how: Manner) -> str:
    exists = f"{how.keyword('IF EXISTS')} " if operation.if_exists else ""
    return f"{how.keyword('DROP COLUMN')} {exists}{how.name(operation.column)}{_asked(operation, how)}"


def _drop_constraint(operation: DropConstraint, how: Manner) -> str:
    if operation.name == "PRIMARY":
        return how.keyword("DROP PRIMARY KEY") + _asked(operation, how)
    return f"{how.keyword('DROP CONSTRAINT')} {how.name(operation.name)}{_asked(operation, how)}"


def _column_action(words: str) -> Writer:
    return lambda said, how: f"{how.keyword('ALTER COLUMN')} {how.name(said.column)} {how.keyword(words)}"


def _create_table(operation: CreateTable, how: Manner) -> str | None:
    k = how.keyword
    words = "CREATE" + " TEMPORARY" * operation.temporary + " TABLE" + " IF NOT EXISTS" * operation.if_not_exists
    start = f"{k(words)} {how.qualified(operation.table)}"
    if operation.copied:
        return f"{start} {k('LIKE')} {how.qualified(operation.copied[0].table)}"
    counted = {one.name for one in operation.columns if one.identity and not _is_mysql(how)}
    keys = [one for one in operation.constraints if isinstance(one, PrimaryKey) and counted.issuperset(one.columns)]
    beside = f" {k('PRIMARY KEY AUTOINCREMENT')}" if keys else ""
    elements = [_column(one, how) + (beside if one.name in counted else "") for one in operation.columns]
    elements += [_constraint(constraint, how) for constraint in operation.constraints if constraint not in keys]
    body = f" ({''.join(f'{chr(10)}    {one},' for one in elements).rstrip(',')}\n)" if elements else ""
    options = f" {operation.options}" if operation.options else ""
    partition = f" {k('PARTITION BY')} {operation.partition_by}" if operation.partition_by else ""
    query = f" {k('AS')} {operation.query}" if operation.query is not None else ""
    return f"{start}{body}{options}{partition}{query}"


def _create_index(operation: CreateIndex, how: Manner) -> str | None:
    k = how.keyword
    if operation.name is None:
        return None
    method = (operation.method or "").upper()
    special = method if method in ("FULLTEXT", "SPATIAL") else "UNIQUE" if operation.unique else ""
    words = f"CREATE {special} INDEX".replace("  ", " ") + " IF NOT EXISTS" * operation.if_not_exists
    keys = ", ".join(_key(key, how) for key in operation.keys)
    using = f" {k('USING')} {method}" if method and not special.startswith(("F", "S")) else ""
    options = f" {operation.options}" if operation.options else ""
    where = f" {k('WHERE')} {operation.where}" if operation.where else ""
    start = f"{k(words)} {how.name(operation.name)}{using} {k('ON')} {how.qualified(operation.table)} ({keys})"
    return f"{start}{options}{_asked(operation, how, ' ')}{where}"


def _drop_index(operation: DropIndex, how: Manner) -> str | None:
    exists = f"{how.keyword('IF EXISTS')} " if operation.if_exists else ""
    if not _is_mysql(how):
        return f"{how.keyword('DROP INDEX')} {exists}{how.qualified(operation.index)}"
    if operation.table is None:
        return None
    said = f"{how.keyword('DROP INDEX')} {exists}{how.name(operation.index.name)} {how.keyword('ON')}"
    return f"{said} {how.qualified(operation.table)}{_asked(operation, how, ' ')}"


def _rename_index(operation: RenameIndex, how: Manner) -> str | None:
    if operation.table is None or not _is_mysql(how):
        return None
    table, k = how.qualified(operation.table), how.keyword
    return f"{k('ALTER TABLE')} {table} {k('RENAME INDEX')} {how.name(operation.index.name)} {k('TO')} " + how.name(
        operation.to
    )


def _drop_table(operation: DropTable, how: Manner) -> str:
    exists = f"{how.keyword('IF EXISTS')} " if operation.if_exists else ""
    return f"{how.keyword('DROP TABLE')} {exists}{how.qualified(operation.table)}"


def _drop_object(operation: DropObject, how: Manner) -> str:
    exists = f"{how.keyword('IF EXISTS')} " if operation.if_exists else ""
    return f"{how.keyword(f'DROP {operation.kind.upper()}')} {exists}{how.qualified(operation.name)}"


def _view(operation: CreateView, how: Manner) -> str:
    k = how.keyword
    words = "CREATE" + " OR REPLACE" * (operation.replace and _is_mysql(how)) + " TEMPORARY" * operation.temporary
    exists = f" {k('IF NOT EXISTS')}" if operation.if_not_exists else ""
    columns = f" ({how.names(operation.columns)})" if operation.columns else ""
    options = f" {operation.options}" if operation.options else ""
    check = f" {operation.check_option}" if operation.check_option else ""
    start = f"{k(words)}{options} {k('VIEW')}{exists} {how.qualified(operation.view)}{columns}"
    return f"{start} {k('AS')} {operation.query}{check}"


def _truncate(operation: TruncateTable, how: Manner) -> str:
    words = "TRUNCATE TABLE" if _is_mysql(how) else "DELETE FROM"
    return f"{how.keyword(words)} {how.qualified(operation.table)}"


def _set(operation: SetSetting, how: Manner) -> str:
    word = "SET" if _is_mysql(how) else "PRAGMA"
    return f"{how.keyword(word)} {operation.name} = {operation.value or how.keyword('DEFAULT')}"


def _control(operation: ControlTransaction, how: Manner) -> str:
    words = {"rollback to": "ROLLBACK TO SAVEPOINT", "release": "RELEASE SAVEPOINT"}.get(
        operation.action, operation.action.upper()
    )
    return how.keyword(words) + (f" {how.name(operation.name)}" if operation.name else "")


def _comment(operation: SetComment, how: Manner) -> str | None:
    if operation.kind != "table" or not _is_mysql(how):
        return None
    comment = literal(operation.comment or "")
    return f"{how.keyword('ALTER TABLE')} {how.qualified(operation.name)} {how.keyword('COMMENT')} = {comment}"


def _text(operation: Any, how: Manner) -> str | None:
    return operation.text or None


_ACTIONS: dict[type[Operation], Writer] = {
    AddColumn: _add_column,
    AddConstraint: lambda said, how: f"{how.keyword('ADD')} {_constraint(said.constraint, how)}{_asked(said, how)}",
    DropColumn: _drop_column,
    DropConstraint: _drop_constraint,
    RenameColumn: lambda said, how: (
        f"{how.keyword('RENAME COLUMN')} {how.name(said.column)} {how.keyword('TO')} {how.name(said.to)}"
        f"{_asked(said, how)}"
    ),
    RenameTable: lambda said, how: f"{how.keyword('RENAME TO')} {how.name(said.to)}",
}
_MYSQL: dict[type[Operation], Writer] = {
    RedefineColumn: _redefine,
    SetDefault: lambda said, how: f"{_column_action('SET DEFAULT')(said, how)} {said.default}{_asked(said, how)}",
    DropDefault: lambda said, how: f"{_column_action('DROP DEFAULT')(said, how)}{_asked(said, how)}",
}
# Since SQLite 3.53.
_SQLITE: dict[type[Operation], Writer] = {
    SetNotNull: _column_action("SET NOT NULL"),
    DropNotNull: _column_action("DROP NOT NULL"),
}
_STATEMENTS: dict[type[Operation], Writer] = {
    CreateTable: _create_table,
    CreateView: _view,
    DropTable: _drop_table,
    DropObject: _drop_object,
    TruncateTable: _truncate,
    LockTable: lambda said, how: f"{how.keyword('LOCK TABLES')} {how.qualified(said.table)} {how.keyword(said.mode)}",
    CreateIndex: _create_index,
    CreateObject: _text,
    DropIndex: _drop_index,
    RenameIndex: _rename_index,
    SetComment: _comment,
    SetSetting: _set,
    ControlTransaction: _control,
    InsertRows: _text,
    UpdateRows: _text,
    DeleteRows: _text,
    CopyRows: _text,
    Statement: _text,
    Opaque: _text,
}
