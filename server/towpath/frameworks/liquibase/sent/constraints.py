"""Keys, unique and foreign: within the definition of a table, or added to it and dropped."""

from collections.abc import Iterator, Mapping, Sequence

from towpath.frameworks.liquibase.sent import names
from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, Sent, is_false, is_true, said
from towpath.frameworks.liquibase.sent.columns import Column
from towpath.source import pattern
from towpath.syntax.markup import Node

_REFERENCES = pattern(r"\s*(?P<table>[\w.]+)\s*\(\s*(?P<columns>\w+)\s*\)\s*\Z")


def of_table(owner: str, found: Sequence[Column], around: Around) -> list[str]:
    """The constraints of a table's columns, as its definition has them."""
    return [*_key(owner, found, around), *_foreign(found, around), *_unique(found, around)]


def _key(owner: str, found: Sequence[Column], around: Around) -> Iterator[str]:
    keys = [one for one in found if one.is_key]
    if not keys:
        return
    if around.is_mysql:
        keys = sorted(keys, key=lambda one: not is_true(one.node, "autoIncrement"))
    given = (said(one.constraints, "primaryKeyName") for one in keys)
    name = next((one for one in given if one), "") or names.primary_key(owner, around)
    listed = ", ".join(names.column(one.name, around) for one in keys)
    words = f"CONSTRAINT {names.quoted(name, around)} PRIMARY KEY ({listed})"
    if not around.is_mysql:
        space = next((one for key in keys if (one := said(key.constraints, "primaryKeyTablespace"))), "")
        words += f" USING INDEX TABLESPACE {space}" if space else ""
        words += "".join(_deferred(one.constraints) for one in keys[:1])
    yield words


def _deferred(node: Node | None) -> str:
    words = " INITIALLY DEFERRED" if is_true(node, "initiallyDeferred") else ""
    return words + (" DEFERRABLE" if is_true(node, "deferrable") else "")


def _foreign(found: Sequence[Column], around: Around) -> Iterator[str]:
    for column in found:
        node = column.constraints
        if node is None or not (target := _target(node, around)):
            continue
        words = f"CONSTRAINT {names.quoted(said(node, 'foreignKeyName'), around)}"
        words += f" FOREIGN KEY ({names.column(column.name, around)}) REFERENCES {target}"
        words += " ON DELETE CASCADE" if is_true(node, "deleteCascade") else ""
        yield words + _deferred(node)


def _target(node: Node, around: Around) -> str:
    """What a column of a new table points to: as it is written, or by names."""
    if written := said(node, "references"):
        return written
    target, keys = said(node, "referencedTableName"), said(node, "referencedColumnNames")
    if not target or not keys:
        return ""
    owner = names.table(node, around, "referencedTableName", "referencedTable")
    return f"{owner}({names.columns(keys, around)})"


def _unique(found: Sequence[Column], around: Around) -> Iterator[str]:
    """Columns with one name for their constraint are unique together."""
    together: dict[str, list[str]] = {}
    for number, column in enumerate(found):
        if is_true(column.constraints, "unique"):
            name = said(column.constraints, "uniqueConstraintName")
            together.setdefault(name or f" {number}", []).append(column.name)
    for name, listed in together.items():
        words = f"CONSTRAINT {names.quoted(name, around)} " if not name.startswith(" ") else ""
        yield f"{words}UNIQUE ({', '.join(names.column(one, around) for one in listed)})"


def of_column(owner: str, column: Column, around: Around) -> Iterator[Sent | str]:
    """What is sent behind the column that is added: unique, and what it points to."""
    node = column.constraints
    if node is None:
        return
    name = names.column(column.name, around)
    if is_true(node, "unique"):
        yield Sent(f"ALTER TABLE {owner} ADD {_named(said(node, 'uniqueConstraintName'), around)}UNIQUE ({name})", node)
    target, keys = said(node, "referencedTableName"), said(node, "referencedColumnNames")
    if written := said(node, "references"):
        match = _REFERENCES.match(written)
        if match is None:
            yield f"it cannot be told which table and column {written} is"
            return
        target, keys = match["table"], match["columns"]
    if target and keys:
        schema, _, bare = target.rpartition(".")
        words = (
            f"ALTER TABLE {owner} ADD {_named(said(node, 'foreignKeyName'), around)}FOREIGN KEY ({name}) REFERENCES "
        )
        words += f"{names.qualified(schema, bare, around)} ({names.columns(keys, around)})"
        words += " ON DELETE CASCADE" if is_true(node, "deleteCascade") else ""
        words += " NOT VALID" if is_false(node, "validateForeignKey") and not around.is_mysql else ""
        yield Sent(words, node, {"valid": (node, "validateForeignKey")})


def _named(name: str, around: Around) -> str:
    return f"CONSTRAINT {names.quoted(name, around)} " if name else ""


def add_primary_key(change: Node, around: Around) -> Found:
    owner, name = names.table(change, around), said(change, "constraintName")
    listed = names.columns(said(change, "columnNames"), around)
    if around.is_mysql:
        refused = said(change, "forIndexName") or is_true(change, "clustered")
        yield (
            "an index of its own is not allowed on mysql"
            if refused
            else Sent(f"ALTER TABLE {owner} ADD PRIMARY KEY ({listed})")
        )
        return
    space = said(change, "tablespace")
    behind = f" USING INDEX TABLESPACE {space}" if space else ""
    yield Sent(f"ALTER TABLE {owner} ADD {_named(name, around)}PRIMARY KEY ({listed}){behind}")
    if is_true(change, "clustered") and name:
        yield Sent(f"CLUSTER {owner} USING {names.quoted(name, around)}")


def drop_primary_key(change: Node, around: Around) -> Found:
    owner, name = names.table(change, around), said(change, "constraintName")
    if around.is_mysql:
        yield Sent(f"ALTER TABLE {owner} DROP PRIMARY KEY")
    elif name:
        yield Sent(f"ALTER TABLE {owner} DROP CONSTRAINT {names.quoted(name, around)}")
    else:
        yield "the name of the primary key is looked up when it is dropped: constraintName would say it"


def add_unique(change: Node, around: Around) -> Found:
    owner, space = names.table(change, around), said(change, "tablespace")
    words = f"ALTER TABLE {owner} ADD {_named(said(change, 'constraintName'), around)}"
    words += f"UNIQUE ({names.columns(said(change, 'columnNames'), around)})"
    index = said(change, "forIndexName")
    if is_true(change, "clustered") or (index and around.is_mysql):
        yield f"an index of its own is not allowed on {around.dialect or 'postgresql'}"
        return
    if not around.is_mysql:
        words += " DEFERRABLE" if is_true(change, "deferrable") else ""
        words += " INITIALLY DEFERRED" if is_true(change, "initiallyDeferred") else ""
        words += f" USING INDEX TABLESPACE {space}" if space else ""
        words += f" USING INDEX {names.quoted(index, around)}" if index else ""
    yield Sent(words)


def drop_unique(change: Node, around: Around) -> Found:
    if not said(change, "constraintName"):
        yield "the constraint has no name that it could be dropped by"
        return
    what = "KEY" if around.is_mysql else "CONSTRAINT"
    name = names.quoted(said(change, "constraintName"), around)
    yield Sent(f"ALTER TABLE {names.table(change, around)} DROP {what} {name}")


def add_foreign_key(change: Node, around: Around) -> Found:
    owner = names.table(change, around, "baseTableName", "baseTable")
    target = names.table(change, around, "referencedTableName", "referencedTable")
    words = f"ALTER TABLE {owner} ADD {_named(said(change, 'constraintName'), around)}"
    words += f"FOREIGN KEY ({names.columns(said(change, 'baseColumnNames'), around)}) REFERENCES {target}"
    words += f" ({names.columns(said(change, 'referencedColumnNames'), around)})"
    update = said(change, "onUpdate")
    delete = said(change, "onDelete") or ("CASCADE" if is_true(change, "deleteCascade") else "")
    words += f" ON UPDATE {update.upper()}" if update else ""
    words += f" ON DELETE {delete.upper()}" if delete else ""
    deferred = [word for word in ("deferrable", "initiallyDeferred") if is_true(change, word)]
    if around.is_mysql and deferred:
        yield f"{deferred[0]} is not allowed on mysql"
        return
    words += " DEFERRABLE" if "deferrable" in deferred else ""
    words += " INITIALLY DEFERRED" if "initiallyDeferred" in deferred else ""
    words += " NOT VALID" if is_false(change, "validate") and not around.is_mysql else ""
    yield Sent(words, parts={"valid": (change, "validate")})


def drop_foreign_key(change: Node, around: Around) -> Found:
    what = "FOREIGN KEY" if around.is_mysql else "CONSTRAINT"
    name = names.quoted(said(change, "constraintName"), around)
    yield Sent(f"ALTER TABLE {names.table(change, around, 'baseTableName', 'baseTable')} DROP {what} {name}")


def drop_all_foreign_keys(change: Node, around: Around) -> Found:
    yield "which foreign keys there are is asked of the database when they are dropped"


CHANGES: Mapping[str, Change] = {
    "addForeignKeyConstraint": add_foreign_key,
    "addPrimaryKey": add_primary_key,
    "addUniqueConstraint": add_unique,
    "dropAllForeignKeyConstraints": drop_all_foreign_keys,
    "dropForeignKeyConstraint": drop_foreign_key,
    "dropPrimaryKey": drop_primary_key,
    "dropUniqueConstraint": drop_unique,
}
