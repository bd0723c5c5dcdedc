"""What operations on tables, indexes and constraints cost on MySQL and MariaDB."""

from collections.abc import Callable, Mapping
from typing import Any

from towpath.databases.claims import Claim
from towpath.operations import (
    AddConstraint,
    Check,
    CreateIndex,
    CreateObject,
    CreateTable,
    DropConstraint,
    DropIndex,
    DropTable,
    ForeignKey,
    Operation,
    PrimaryKey,
    RenameIndex,
    RenameTable,
    Statement,
    TruncateTable,
    Unique,
)
from towpath.schema import Lookup
from towpath.source import pattern
from towpath.sql.mysql.lexis import MYSQL
from towpath.sql.reads import reads

_METHODS = {"fulltext": "create fulltext index", "spatial": "create spatial index"}
_INNODB = pattern(r"engine\s*=?\s*['\"]?innodb\b", 2)
# Statements by their kind, and the fact that each is.
_STATEMENTS = {
    "alter table force": "rebuild table",
    "alter table row_format": "rebuild table",
    "optimize table": "optimize table",
    "analyze table": "analyze table",
    "alter table auto_increment": "set auto_increment",
    "alter table default character set": "set default charset",
    "alter table convert to character set": "convert charset",
    "alter table alter index": "hide index",
    "alter table add partition": "add partition",
    "alter table drop partition": "drop partition",
    "alter table truncate partition": "truncate partition",
    "alter table reorganize partition": "reorganize partition",
    "alter table coalesce partition": "reorganize partition",
    "alter table partition by": "partition table",
    "alter table remove partitioning": "remove partitioning",
}


def add_constraint(operation: AddConstraint, state: Lookup) -> Claim | None:
    roles = {"table": (operation.table,)}
    constraint = operation.constraint
    if isinstance(constraint, ForeignKey):
        unchecked = (state.setting("foreign_key_checks") or "").strip("'\"").lower() in ("0", "off")
        return Claim(("add foreign key: unchecked" if unchecked else "add foreign key",), roles)
    if isinstance(constraint, Check):
        return Claim(("add check" if constraint.enforced else "add check: not enforced",), roles)
    if isinstance(constraint, Unique):
        return Claim(("create unique index",), roles)
    return Claim(("add primary key",), roles) if isinstance(constraint, PrimaryKey) else None


def drop_constraint(operation: DropConstraint, state: Lookup) -> Claim:
    """What is dropped tells; what is not known is taken as a foreign key, which is mostly dropped by its name."""
    table = state.table(operation.table)
    found = table.constraint(operation.name) if table else None
    roles = {"table": (operation.table,)}
    if operation.name == "PRIMARY" or isinstance(found, PrimaryKey):
        return Claim(("drop primary key",), roles)
    if isinstance(found, Unique):
        return Claim(("drop index",), roles)
    return Claim(("drop check" if isinstance(found, Check) else "drop foreign key",), roles)


def create_index(operation: CreateIndex, state: Lookup) -> Claim:
    """The first FULLTEXT index of a table writes it anew, with a column of numbers for its rows."""
    table = state.table(operation.table)
    if operation.method == "fulltext" and table and any(index.method == "fulltext" for index in table.indexes):
        return Claim(("create fulltext index: further",), {"table": (operation.table,)})
    fact = _METHODS.get(operation.method or "", "create unique index" if operation.unique else "create index")
    return Claim((fact,), {"table": (operation.table,)})


def _of_index(fact: str) -> Callable[[Any, Lookup], Claim | None]:
    """A claim about the table of an index, which the statement mostly names."""

    def claim(operation: Any, state: Lookup) -> Claim | None:
        known = state.table_of_index(operation.index)
        table = operation.table or (known.name if known else None)
        return Claim((fact,), {"table": (table,)}) if table else None

    return claim


def create_table(operation: CreateTable, state: Lookup) -> Claim | None:
    if operation.copied:
        return Claim(("create table like",), {"copied": tuple(copied.table for copied in operation.copied)})
    if operation.query is not None:
        return Claim(("create table as",), {"read": reads(operation.query, MYSQL)})
    return None


def statement(operation: Statement, state: Lookup) -> Claim | None:
    if not operation.objects:
        return None
    roles = {"table": operation.objects[:1]}
    if operation.kind == "alter table engine":
        return Claim(("rebuild table" if _INNODB.search(operation.text) else "change engine",), roles)
    if operation.kind == "alter table exchange partition":
        return Claim(("exchange partition",), {**roles, "other": operation.objects[1:]})
    fact = _STATEMENTS.get(operation.kind)
    if fact in ("optimize table", "analyze table"):
        roles = {"table": operation.objects}
    return Claim((fact,), roles) if fact else None


def _trigger(operation: CreateObject, state: Lookup) -> Claim | None:
    if operation.kind != "trigger" or operation.table is None:
        return None
    return Claim(("create trigger",), {"table": (operation.table,)})


def _simple(fact: str) -> Callable[[Any, Lookup], Claim]:
    return lambda operation, state: Claim((fact,), {"table": (operation.table,)})


CLAIMS: Mapping[type[Operation], Callable[[Any, Lookup], Claim | None]] = {
    AddConstraint: add_constraint,
    CreateIndex: create_index,
    CreateObject: _trigger,
    CreateTable: create_table,
    DropConstraint: drop_constraint,
    DropIndex: _of_index("drop index"),
    DropTable: _simple("drop table"),
    RenameIndex: _of_index("rename index"),
    RenameTable: _simple("rename table"),
    Statement: statement,
    TruncateTable: _simple("truncate table"),
}
