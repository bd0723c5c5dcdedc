"""Operations as the calls that an author of Rails' migrations would write; what has none, as SQL."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.frameworks.rails.defaults import default
from towpath.frameworks.rails.inflections import singular, table_of
from towpath.frameworks.rails.manner import Manner, is_known
from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.versions import Version
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    Check,
    Column,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropTable,
    ForeignKey,
    Name,
    Operation,
    RenameColumn,
    RenameTable,
    SetDefault,
    SetNotNull,
    Type,
    Unique,
    UpdateRows,
    ValidateConstraint,
)
from towpath.source import pattern
from towpath.sql.batches import apart
from towpath.sql.manner import Manner as SqlManner
from towpath.sql.write import write
from towpath.sql.write_others import written_type

_SETS = pattern(r"UPDATE \S+ SET (.+)\Z")
_UNSET = pattern(r"([a-z_]\w*) IS NULL\Z")
_TYPES = {
    "varchar": "string",
    "character varying": "string",
    "timestamp": "datetime",
    "timestamptz": "timestamptz",
    "timestamp with time zone": "timestamptz",
    "bytea": "binary",
    "numeric": "decimal",
    "smallint": "integer",
    "double precision": "float",
    "bool": "boolean",
}
_OF_MYSQL: Mapping[tuple[str, tuple[str, ...]], str] = {
    ("tinyint", ("1",)): "boolean",
    ("varchar", ("255",)): "string",
    ("blob", ()): "binary",
}
# Types that have the same name for Active Record.
_SAME = frozenset("text integer bigint boolean date time json jsonb uuid inet citext hstore tsvector xml float".split())
_ACTIONS = {"CASCADE": ":cascade", "SET NULL": ":nullify", "RESTRICT": ":restrict"}


def model_of(table: Name) -> str | None:
    """The name of the class that stands for a table by convention; None where none does."""
    name = "".join(word.capitalize() for word in singular(table.name).split("_"))
    return name if table.schema is None and table_of(name) == table.name else None


class Speaker:
    """Says operations in the manner of one file.

    `made` gives what made something, by what drops or proves it, and `kind` the type of a column whose default is set.
    """

    def __init__(
        self,
        manner: Manner,
        version: Version,
        made: Callable[[Operation], Operation | None],
        kind: Callable[[SetDefault | DropDefault], Type | None],
    ) -> None:
        self._manner = manner
        self._version = version
        self._made = made
        self._kind = kind

    def idiom(self, operation: Operation) -> str | None:
        """The call that says an operation; None where there is none."""
        if isinstance(operation, UpdateRows):
            return self._batches(operation)
        found = self.items(operation)
        return self._manner.call(found[0], *found[1:]) if found else None

    def items(self, operation: Operation) -> list[str] | None:
        """The name of that call, and its arguments."""
        how = _IDIOMS.get(type(operation))
        return how(self, operation) if how else None

    def sql(self, operation: Operation, depth: str) -> str | None:
        """The operation as SQL that is executed: a text, or one of whole lines."""
        said = write(operation, SqlManner(dialect=self._version.dialect))
        if said is None:
            return None
        if "\n" not in said:
            return self._manner.call("execute", self._manner.text(said))
        lines = "".join(f"{depth}  {line}\n" if line else "\n" for line in said.replace("\\", "\\\\").splitlines())
        return f"execute <<~SQL\n{lines}{depth}SQL"

    def _batches(self, rows: UpdateRows) -> str | None:
        """Rows that are written some at a time, through a model of the table."""
        said, model = apart(rows), model_of(rows.table)
        sets = said and _SETS.match(said[0])
        if not rows.batched or model is None or said is None or not sets:
            return None
        unset = _UNSET.match(said[1])
        which = f"{unset[1]}: nil" if unset else self._manner.text(said[1])
        chosen = f".where({which})" if said[1] else ""
        return f"{model}{chosen}.in_batches.update_all({self._manner.text(sets[1])})"

    def _table(self, name: Name) -> str:
        return self._manner.symbol(name.name) if not name.schema else self._manner.text(str(name))

    def _columns(self, found: tuple[str, ...]) -> str:
        said = [self._manner.symbol(name) for name in found]
        return said[0] if len(said) == 1 else f"[{', '.join(said)}]"

    def _option(self, name: str, said: str) -> str:
        return self._manner.option(name, said)

    def create_index(self, found: CreateIndex) -> list[str] | None:
        keyed = found.keys[0] if found.keys else None
        plain = all(
            key.column and not (key.collation or key.operator_class or key.descending) and key.nulls_first is None
            for key in found.keys
        )
        if found.options or found.only or not found.name or keyed is None or (not plain and len(found.keys) > 1):
            return None
        if not plain and keyed.expression is None:
            return None
        on = self._columns(found.columns) if plain else self._manner.text(keyed.expression or "")
        items = [self._table(found.table), on]
        default = names.index(str(found.table), tuple(found.columns), self._version) if plain else ""
        items += [self._option("name", self._manner.text(found.name))] if found.name != default else []
        items += [self._option("unique", "true")] if found.unique else []
        items += [self._option("using", f":{found.method}")] if found.method and found.method != "btree" else []
        items += [self._option("include", self._columns(found.include))] if found.include else []
        items += [self._option("nulls_not_distinct", "true")] if not found.nulls_distinct else []
        items += [self._option("where", self._manner.text(found.where))] if found.where else []
        items += [self._option("algorithm", ":concurrently")] if found.concurrently else []
        items += [self._option("if_not_exists", "true")] if found.if_not_exists else []
        return ["add_index", *items]

    def drop_index(self, found: DropIndex) -> list[str] | None:
        made = self._made(found)
        if not isinstance(made, CreateIndex) or found.cascade or found.index.schema:
            return None
        on = made.columns if len(made.columns) == len(made.keys) else ()
        items = [self._table(made.table)]
        if on and found.index.name == names.index(str(made.table), tuple(on), self._version):
            items.append(self._columns(on))
        else:
            items.append(self._option("name", self._manner.text(found.index.name)))
        items += [self._option("algorithm", ":concurrently")] if found.concurrently else []
        items += [self._option("if_exists", "true")] if found.if_exists else []
        return ["remove_index", *items]

    def add_constraint(self, found: AddConstraint) -> list[str] | None:
        one = found.constraint
        if isinstance(one, ForeignKey):
            return self._foreign_key(found.table, one)
        if isinstance(one, Check) and one.enforced and one.inherited:
            items = [self._table(found.table), self._manner.text(one.expression)]
            if one.name and one.name != names.check(str(found.table), one.expression):
                items.append(self._option("name", self._manner.text(one.name)))
            items += [self._option("validate", "false")] if not one.valid else []
            return ["add_check_constraint", *items]
        if isinstance(one, Unique) and one.index and one.name and self._version.short_names:
            using = self._option("using_index", self._manner.text(one.index))
            name = self._option("name", self._manner.text(one.name))
            return ["add_unique_constraint", self._table(found.table), using, name]
        return None

    def _foreign_key(self, table: Name, one: ForeignKey) -> list[str] | None:
        if one.match or one.set_columns or one.period or one.deferrable or one.deferred or not one.enforced:
            return None
        items = [self._table(table), self._table(one.target)]
        if one.columns != (names.pointing(str(one.target)),):
            items.append(self._option("column", self._columns(one.columns)))
        if one.target_columns not in ((), ("id",)):
            items.append(self._option("primary_key", self._columns(one.target_columns)))
        if one.name and one.name != names.foreign_key(str(table), list(one.columns)):
            items.append(self._option("name", self._manner.text(one.name)))
        for option, action in (("on_delete", one.on_delete), ("on_update", one.on_update)):
            if action and action not in _ACTIONS:
                return None
            items += [self._option(option, _ACTIONS[action])] if action else []
        items += [self._option("validate", "false")] if not one.valid else []
        return ["add_foreign_key", *items]

    def validate(self, found: ValidateConstraint) -> list[str] | None:
        made = self._made(found)
        one = made.constraint if isinstance(made, AddConstraint) else None
        if isinstance(one, ForeignKey):
            return ["validate_foreign_key", self._table(found.table), self._which(found.table, found.name, one)]
        if isinstance(one, Check):
            name = self._option("name", self._manner.text(found.name))
            return ["validate_check_constraint", self._table(found.table), name]
        return None

    def _which(self, table: Name, name: str, one: ForeignKey) -> str:
        """What names a foreign key: the table that it leads to, its column, or its name."""
        if name != names.foreign_key(str(table), list(one.columns)):
            return self._option("name", self._manner.text(name))
        if one.columns == (names.pointing(str(one.target)),):
            return self._table(one.target)
        return self._option("column", self._columns(one.columns))

    def drop_constraint(self, found: DropConstraint) -> list[str] | None:
        made = self._made(found)
        one = made.constraint if isinstance(made, AddConstraint) else None
        if found.cascade:
            return None
        exists = [self._option("if_exists", "true")] if found.if_exists else []
        if isinstance(one, ForeignKey):
            which = self._which(found.table, found.name, one)
            return ["remove_foreign_key", self._table(found.table), which, *exists]
        if isinstance(one, Check):
            name = self._option("name", self._manner.text(found.name))
            return ["remove_check_constraint", self._table(found.table), name, *exists]
        return None

    def null(self, found: SetNotNull | DropNotNull) -> list[str]:
        null = "true" if isinstance(found, DropNotNull) else "false"
        return ["change_column_null", self._table(found.table), self._manner.symbol(found.column), null]

    def add_column(self, found: AddColumn) -> list[str] | None:
        said = self._described(found.column)
        if said is None or found.constraints:
            return None
        exists = [self._option("if_not_exists", "true")] if found.if_not_exists else []
        return ["add_column", self._table(found.table), self._manner.symbol(found.column.name), *said, *exists]

    def _described(self, column: Column) -> list[str] | None:
        """The type of a column and its options."""
        kind = self._type(column.type)
        if kind is None:
            return None
        items = list(kind)
        if column.default is not None:
            items.append(self._option("default", default(self._manner, column.default, column.type)))
        items += [self._option("null", "false")] if not column.nullable else []
        return items

    def _type(self, found: Type | None) -> list[str] | None:
        if found is None:
            return None
        if self._version.is_mysql and (found.name, found.arguments) in _OF_MYSQL:
            return [f":{_OF_MYSQL[found.name, found.arguments]}"]
        name = _TYPES.get(found.name, found.name)
        arguments = [str(one) for one in found.arguments]
        items: list[str] = []
        if name == "datetime":
            precision = arguments[0] if arguments else "nil"
            implied = "6" if self._version.precise_datetimes else "nil"
            items += [self._option("precision", precision)] if precision != implied else []
        elif found.name == "smallint":
            items.append(self._option("limit", "2"))
        elif name == "decimal" and arguments:
            items += [self._option(key, one) for key, one in zip(("precision", "scale"), arguments)]
        elif name == "string" and arguments:
            items.append(self._option("limit", arguments[0]))
        elif arguments:
            # What Active Record has no word for, it passes on as it is.
            return None if found.array else [self._manner.text(written_type(found, self._version.dialect))]
        known = name in _TYPES.values() or name in _SAME
        items += [self._option("array", "true")] if found.array else []
        return [f":{name}" if known else self._manner.text(name), *items]

    def drop_column(self, found: DropColumn) -> list[str] | None:
        if found.cascade:
            return None
        made = self._made(found)
        items = [self._table(found.table), self._manner.symbol(found.column)]
        described = (self._described(made.column) or []) if isinstance(made, AddColumn) else []
        items += described if all(map(is_known, described)) else []
        return ["remove_column", *items, *([self._option("if_exists", "true")] if found.if_exists else [])]

    def type_change(self, found: AlterColumnType) -> list[str] | None:
        kind = self._type(found.type)
        if kind is None or found.collation:
            return None
        using = [self._option("using", self._manner.text(found.using))] if found.using else []
        return ["change_column", self._table(found.table), self._manner.symbol(found.column), *kind, *using]

    def set_default(self, found: SetDefault | DropDefault) -> list[str]:
        kind = self._kind(found)
        said = default(self._manner, found.default, kind) if isinstance(found, SetDefault) else "nil"
        items = [self._table(found.table), self._manner.symbol(found.column)]
        made = self._made(found)
        if not isinstance(made, AddColumn):
            return ["change_column_default", *items, said]
        before = default(self._manner, made.column.default, kind) if made.column.default is not None else "nil"
        return ["change_column_default", *items, self._option("from", before), self._option("to", said)]

    def rename_column(self, found: RenameColumn) -> list[str]:
        both = (self._manner.symbol(name) for name in (found.column, found.to))
        return ["rename_column", self._table(found.table), *both]

    def rename_table(self, found: RenameTable) -> list[str]:
        return ["rename_table", self._table(found.table), self._manner.symbol(found.to)]

    def drop_table(self, found: DropTable) -> list[str]:
        cascade = [self._option("force", ":cascade")] if found.cascade else []
        exists = [self._option("if_exists", "true")] if found.if_exists else []
        return ["drop_table", self._table(found.table), *cascade, *exists]


_IDIOMS: dict[type, Callable[[Speaker, Any], list[str] | None]] = {
    AddColumn: Speaker.add_column,
    AddConstraint: Speaker.add_constraint,
    AlterColumnType: Speaker.type_change,
    CreateIndex: Speaker.create_index,
    DropColumn: Speaker.drop_column,
    DropConstraint: Speaker.drop_constraint,
    DropDefault: Speaker.set_default,
    DropIndex: Speaker.drop_index,
    DropNotNull: Speaker.null,
    DropTable: Speaker.drop_table,
    RenameColumn: Speaker.rename_column,
    RenameTable: Speaker.rename_table,
    SetDefault: Speaker.set_default,
    SetNotNull: Speaker.null,
    ValidateConstraint: Speaker.validate,
}
