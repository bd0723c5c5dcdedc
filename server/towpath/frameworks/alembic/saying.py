"""Operations as the calls that an author of Alembic's revisions would write; what has none, as SQL."""

from collections.abc import Callable, Sequence
from typing import Any

from towpath.frameworks.alembic.sent.names import Convention, Given
from towpath.frameworks.alembic.spelled import enumerated, spelled
from towpath.frameworks.python.code import Code, block, call, items
from towpath.frameworks.python.manner import Manner
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    Check,
    Column,
    Constraint,
    CreateEnum,
    CreateIndex,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropObject,
    DropTable,
    ForeignKey,
    IndexKey,
    Name,
    Operation,
    PrimaryKey,
    RedefineColumn,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
    Unique,
)
from towpath.source import pattern
from towpath.sql.write import write

_LITERAL = pattern(r"'((?:[^']|'')*)'\Z")
_BIND = pattern(r"(?<![:\w\\]):(?=\w+(?!:))")
_KINDS: dict[type, str] = {ForeignKey: "foreignkey", Check: "check", Unique: "unique", PrimaryKey: "primary"}
_CONVENTIONAL: dict[type, str] = {ForeignKey: "fk", Check: "ck", Unique: "uq", PrimaryKey: "pk"}
_Named = dict[str, Code]


class Speaker:
    """Says operations in the manner of one file. `final`: names of constraints and indexes stand in `op.f()`."""

    def __init__(self, manner: Manner, convention: Convention, final: bool = False) -> None:
        self.manner = manner
        self._convention = convention
        self._final = final

    def text(self, said: str) -> str:
        return self.manner.text(said)

    def idiom(self, operation: Operation, undone: Operation | None = None) -> Code | None:
        """The call that says an operation; None where there is none. `undone` is what it takes back."""
        how = _SAID.get(type(operation))
        return how(self, operation, undone) if how else None

    def sql(self, operation: Operation) -> Code | None:
        """The operation as a statement of SQL that is executed; None where SQL has none."""
        said = write(operation)
        return None if said is None else call("op.execute", self.statement(said))

    def statement(self, sql: str) -> str:
        """The literal of a statement, in which a colon is no parameter."""
        if sql[:2].upper() == "DO" and not _BIND.search(sql) and (lines := block(sql)):
            return lines
        return self.text(_BIND.sub(r"\\:", " ".join(sql.split("\n    ")) if "\n" in sql else sql))

    def name(self, name: str | None, kind: str) -> str:
        """The name of a constraint or index, kept from what the project's convention would make of it."""
        if name is None:
            return "None"
        made = self._convention.name(kind, Given(name), "t", "", ("c",), ("r", "", ("c",)))
        return f"op.f({self.text(name)})" if self._final or made != name else self.text(name)

    def list(self, names: Sequence[str]) -> Code:
        return items([self.text(name) for name in names])

    def schema(self, name: Name, keyword: str = "schema") -> _Named:
        return {keyword: self.text(name.schema)} if name.schema else {}

    def default(self, sql: str) -> Code:
        """A server default: a text where it is one, else an expression."""
        found = _LITERAL.match(sql)
        return self.text(found[1].replace("''", "'")) if found else call("sa.text", self.text(sql))


def _flags(**said: bool) -> _Named:
    return {name: "True" for name, value in said.items() if value}


def _create_table(how: Speaker, said: CreateTable, _: object) -> Code | None:
    columns = [_column(how, column) for column in said.columns]
    constraints = [_within(how, constraint) for constraint in said.constraints]
    found = [code for code in (*columns, *constraints) if code is not None]
    if len(found) < len(columns) + len(constraints):
        return None
    named = {**how.schema(said.table), **_flags(if_not_exists=said.if_not_exists)}
    if said.partition_by:
        named["postgresql_partition_by"] = how.text(said.partition_by)
    return call("op.create_table", how.text(said.table.name), *found, **named)._replace(spread=True)


def _column(how: Speaker, column: Column) -> Code | None:
    kind = spelled(column.type, how.text) if column.type else None
    if kind is None and column.type is not None and not column.type.arguments:
        kind = enumerated(column.type, how.text)
    if kind is None:
        return None
    items_: list[Code] = [how.text(column.name), kind]
    named: _Named = {}
    if column.generated and column.expression is not None:
        stored = "True" if column.generated == "stored" else "False"
        items_.append(call("sa.Computed", how.text(column.expression), persisted=stored))
    if column.identity:
        items_.append(call("sa.Identity", always="True" if column.identity == "always" else "False"))
    if column.default is not None:
        named["server_default"] = how.default(column.default)
    named["nullable"] = "False" if column.nullable is False else "True"
    return call("sa.Column", *items_, **named)


def _within(how: Speaker, constraint: Constraint) -> Code | None:
    """A constraint as an argument of `create_table`."""
    name = getattr(constraint, "name", None)
    named: _Named = {"name": how.name(name, _CONVENTIONAL.get(type(constraint), ""))} if name else {}
    if isinstance(constraint, PrimaryKey) and not constraint.index:
        return call("sa.PrimaryKeyConstraint", *map(how.text, constraint.columns), **named)
    if isinstance(constraint, Unique) and not constraint.index:
        return call("sa.UniqueConstraint", *map(how.text, constraint.columns), **named)
    if isinstance(constraint, Check):
        return call("sa.CheckConstraint", how.text(constraint.expression), **named)
    if isinstance(constraint, ForeignKey) and constraint.target_columns:
        targets = [f"{constraint.target}.{column}" for column in constraint.target_columns]
        return call(
            "sa.ForeignKeyConstraint",
            how.list(constraint.columns),
            how.list(targets),
            **named,
            **_rules(how, constraint),
        )
    return None


def _rules(how: Speaker, key: ForeignKey) -> _Named:
    """What a foreign key does when what it points to changes, and when it is looked at."""
    found: _Named = {}
    for name, said in (("onupdate", key.on_update), ("ondelete", key.on_delete), ("match", key.match)):
        if said:
            found[name] = how.text(said)
    return {**found, **_deferred(how, key)}


def _deferred(how: Speaker, constraint: Any) -> _Named:
    found = _flags(deferrable=constraint.deferrable)
    return {**found, "initially": how.text("DEFERRED")} if constraint.deferred else found


def _drop_table(how: Speaker, said: DropTable, _: object) -> Code:
    return call(
        "op.drop_table", how.text(said.table.name), **how.schema(said.table), **_flags(if_exists=said.if_exists)
    )


def _rename_table(how: Speaker, said: RenameTable, _: object) -> Code:
    return call("op.rename_table", how.text(said.table.name), how.text(said.to), **how.schema(said.table))


def _add_column(how: Speaker, said: AddColumn, _: object) -> Code | None:
    column = _column(how, said.column) if not said.constraints else None
    named = {**how.schema(said.table), **_flags(if_not_exists=said.if_not_exists)}
    return call("op.add_column", how.text(said.table.name), column, **named) if column is not None else None


def _drop_column(how: Speaker, said: DropColumn, _: object) -> Code:
    named = {**how.schema(said.table), **_flags(if_exists=said.if_exists)}
    return call("op.drop_column", how.text(said.table.name), how.text(said.column), **named)


def _alter(how: Speaker, said: Any, **named: Code) -> Code:
    return call("op.alter_column", how.text(said.table.name), how.text(said.column), **named, **how.schema(said.table))


def _alter_type(how: Speaker, said: AlterColumnType, _: object) -> Code | None:
    kind = spelled(said.type, how.text)
    using: _Named = {"postgresql_using": how.text(said.using)} if said.using else {}
    return _alter(how, said, type_=kind, **using) if kind is not None else None


def _redefine(how: Speaker, said: RedefineColumn, undone: Operation | None) -> Code | None:
    """A column of MySQL, which Alembic has said anew: what changes, and all else as `existing_…`."""
    column, was = said.column, undone.column if isinstance(undone, RedefineColumn) else None
    if column.type is None or column.generated or column.identity or column.collation or column.comment:
        return None
    kind = spelled(column.type, how.text)
    before = spelled(was.type, how.text) if was and was.type else None
    if kind is None:
        return None
    named: _Named = {"existing_type": kind}
    if before is not None and before != kind:
        named = {"existing_type": before, "type_": kind}
    changes = was is None or bool(was.nullable) is not bool(column.nullable)
    named["nullable" if changes else "existing_nullable"] = "True" if column.nullable else "False"
    if column.default is not None:
        restored = was is not None and was.default is None
        named["server_default" if restored else "existing_server_default"] = how.default(column.default)
    table, schema = how.text(said.table.name), how.schema(said.table)
    return call("op.alter_column", table, how.text(column.name), **named, **schema)


def _create_index(how: Speaker, said: CreateIndex, _: object) -> Code:
    named: _Named = {**how.schema(said.table), **_flags(unique=said.unique, if_not_exists=said.if_not_exists)}
    if said.method:
        named["postgresql_using"] = how.text(said.method)
    if said.include:
        named["postgresql_include"] = how.list(said.include)
    if said.where:
        named["postgresql_where"] = call("sa.text", how.text(said.where))
    named |= _flags(postgresql_nulls_not_distinct=not said.nulls_distinct, postgresql_concurrently=said.concurrently)
    name, keys = how.name(said.name, "ix"), items([_key(how, key) for key in said.keys])
    return call("op.create_index", name, how.text(said.table.name), keys, **named)


def _key(how: Speaker, key: IndexKey) -> Code:
    """One element of an index: a column's name, or SQL."""
    from towpath.sql.manner import Manner as SqlManner
    from towpath.sql.write_parts import write_key

    if key == IndexKey(key.column):
        return how.text(key.column or "")
    return call("sa.text", how.text(write_key(key, SqlManner())))


def _drop_index(how: Speaker, said: DropIndex, undone: Operation | None) -> Code:
    table: Name | None = said.table or getattr(undone, "table", None)
    named: _Named = {"table_name": how.text(table.name)} if table else {}
    named |= how.schema(said.index) | _flags(if_exists=said.if_exists, postgresql_concurrently=said.concurrently)
    return call("op.drop_index", how.name(said.index.name, "ix"), **named)


def _add_constraint(how: Speaker, said: AddConstraint, _: object) -> Code | None:
    made, table = said.constraint, how.text(said.table.name)
    name = how.name(made.name, _CONVENTIONAL.get(type(made), ""))
    invalid = _flags(postgresql_not_valid=not getattr(made, "valid", True))
    if isinstance(made, ForeignKey):
        schemas = {**how.schema(said.table, "source_schema"), **how.schema(made.target, "referent_schema")}
        target = how.text(made.target.name)
        columns = how.list(made.columns), how.list(made.target_columns)
        return call("op.create_foreign_key", name, table, target, *columns, **_rules(how, made), **schemas, **invalid)
    if isinstance(made, Check):
        schema = how.schema(said.table)
        return call("op.create_check_constraint", name, table, how.text(made.expression), **schema, **invalid)
    if isinstance(made, Unique) and not made.index:
        named = {**how.schema(said.table), **_deferred(how, made)}
        named |= _flags(postgresql_nulls_not_distinct=not made.nulls_distinct)
        return call("op.create_unique_constraint", name, table, how.list(made.columns), **named)
    if isinstance(made, PrimaryKey) and not made.index:
        return call("op.create_primary_key", name, table, how.list(made.columns), **how.schema(said.table))
    return None


def _drop_constraint(how: Speaker, said: DropConstraint, undone: Operation | None) -> Code:
    made: type = type(undone.constraint) if isinstance(undone, AddConstraint) else object
    kind: _Named = {"type_": how.text(_KINDS[made])} if made in _KINDS else {}
    named = {**kind, **how.schema(said.table), **_flags(if_exists=said.if_exists)}
    name = how.name(said.name, _CONVENTIONAL.get(made, ""))
    return call("op.drop_constraint", name, how.text(said.table.name), **named)


def _create_enum(how: Speaker, said: CreateEnum, _: object) -> Code:
    made = call("sa.Enum", *map(how.text, said.labels), name=how.text(said.type.name), **how.schema(said.type))
    return _on_bind(made, "create")


def _drop_type(how: Speaker, said: DropObject, _: object) -> Code | None:
    if said.kind != "type" or said.if_exists or said.cascade:
        return None
    return _on_bind(call("sa.Enum", name=how.text(said.name.name), **how.schema(said.name)), "drop")


def _on_bind(made: Any, method: str) -> Code:
    """`sa.Enum(…).create(op.get_bind())`."""
    from towpath.frameworks.python.code import flat

    return call(f"{flat(made)}.{method}", "op.get_bind()")


_SAID: dict[type[Operation], Callable[[Speaker, Any, Any], Code | None]] = {
    CreateTable: _create_table,
    DropTable: _drop_table,
    RenameTable: _rename_table,
    AddColumn: _add_column,
    DropColumn: _drop_column,
    RenameColumn: lambda how, said, _: _alter(how, said, new_column_name=how.text(said.to)),
    AlterColumnType: _alter_type,
    RedefineColumn: _redefine,
    SetDefault: lambda how, said, _: _alter(how, said, server_default=how.default(said.default)),
    DropDefault: lambda how, said, _: _alter(how, said, server_default="None"),
    SetNotNull: lambda how, said, _: _alter(how, said, nullable="False"),
    DropNotNull: lambda how, said, _: _alter(how, said, nullable="True"),
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    AddConstraint: _add_constraint,
    DropConstraint: _drop_constraint,
    CreateEnum: _create_enum,
    DropObject: _drop_type,
}
