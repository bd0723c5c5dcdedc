"""Changes of whole tables and of their columns."""

from collections.abc import Iterator, Mapping, Sequence

from towpath.frameworks.liquibase.sent import columns as columns_
from towpath.frameworks.liquibase.sent import constraints, names, values
from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, Sent, is_false, is_true, said
from towpath.frameworks.liquibase.sent.columns import Column, commented, defined
from towpath.frameworks.liquibase.sent.types import type_of
from towpath.syntax.markup import Node


def create_table(change: Node, around: Around) -> Found:
    found = [columns_.read(node, around) for node in change.all("column")]
    if not found:
        yield "a createTable without columns is not valid"
        return
    if reason := next((one for column in found if (one := _refused(column, around))), ""):
        yield reason
        return
    owner = names.table(change, around)
    kind = said(change, "tableType").upper()
    words = ["CREATE", *([kind] if kind else []), "TABLE"]
    words += ["IF NOT EXISTS"] if is_true(change, "ifNotExists") else []
    elements = [defined(column, around) for column in found]
    elements += constraints.of_table(said(change, "tableName"), found, around)
    words += [f"{owner} ({', '.join(elements)})", *_options(change, found, around)]
    yield Sent(" ".join(words))
    remarks = said(change, "remarks")
    if remarks and not around.is_mysql:
        yield Sent(f"COMMENT ON TABLE {owner} IS {values.literal(remarks, around)}")
    yield from _comments(owner, found, around)


def _refused(column: Column, around: Around) -> str:
    """Why Liquibase does not define a column so; empty where it does."""
    counts = around.is_mysql and is_true(column.node, "autoIncrement")
    if counts and said(column.node, "incrementBy"):
        return "incrementBy is not allowed on mysql"
    return values.unsequenced(column.node, around)


def _options(change: Node, found: Sequence[Column], around: Around) -> list[str]:
    """What stands behind the definition of a table."""
    if not around.is_mysql:
        space = said(change, "tablespace")
        return [f"TABLESPACE {space}"] if space else []
    starts = [said(one.node, "startWith") for one in found if is_true(one.node, "autoIncrement")]
    remarks = said(change, "remarks")
    words = [f"AUTO_INCREMENT={start}" for start in starts if start]
    return words + ([f"COMMENT={values.literal(remarks, around)}"] if remarks else [])


def _comments(owner: str, found: Sequence[Column], around: Around) -> Iterator[Sent]:
    for column in found:
        if text := commented(owner, column, around):
            yield Sent(text, column.node)


def add_column(change: Node, around: Around) -> Found:
    owner = names.table(change, around)
    found = [columns_.read(node, around) for node in change.all("column")]
    if reason := next((one for column in found if (one := _not_added(column, around))), ""):
        yield reason
        return
    if around.is_mysql:
        yield Sent(f"ALTER TABLE {owner} {', '.join(f'ADD {_added(one, around)}' for one in found)}")
    for column in found:
        if not around.is_mysql:
            yield Sent(f"ALTER TABLE {owner} ADD {_added(column, around)}", column.node)
        yield from constraints.of_column(owner, column, around)
    yield from _filled(change, owner, found, around)
    yield from _comments(owner, found, around)


def _not_added(column: Column, around: Around) -> str:
    """Why Liquibase does not add a column so; empty where it does."""
    placed = "beforeColumn position" if around.is_mysql else "afterColumn beforeColumn position"
    if word := next((word for word in placed.split() if said(column.node, word)), ""):
        return f"{word} is not allowed on {around.dialect or 'postgresql'}"
    if around.is_mysql and is_true(column.node, "autoIncrement") and not column.is_key:
        return "a column that counts up has to be the key on mysql"
    return values.unsequenced(column.node, around)


def _added(column: Column, around: Around) -> str:
    later = values.given(column.node, "value") is not None
    return columns_.added(column, around, required=column.is_key or (column.is_required and not later))


def _filled(change: Node, owner: str, found: Sequence[Column], around: Around) -> Iterator[Sent]:
    """What sets the new columns in the rows that are there, and then says that they are never null."""
    later = [one for one in found if values.given(one.node, "value") is not None]
    for column in later:
        value = values.written(values.given(column.node, "value"), around)
        yield Sent(f"UPDATE {owner} SET {names.column(column.name, around)} = {value}", column.node)
    for column in later:
        if is_false(column.constraints, "nullable"):
            kind = column.kind.sql if column.kind else ""
            yield Sent(not_null(owner, column.name, kind, around), column.node)
            default = values.given(column.node, "defaultValue")
            if default and around.is_mysql:
                # MODIFY lost it.
                said_again = values.set_default(default, around)
                name = names.column(column.name, around)
                yield Sent(f"ALTER TABLE {owner} ALTER {name} SET DEFAULT {said_again}", column.node)


def not_null(owner: str, column: str, kind: str, around: Around, *, back: bool = False) -> str:
    """SET NOT NULL; `back`: DROP NOT NULL. MySQL says the whole column again."""
    name = names.column(column, around)
    if around.is_mysql:
        return f"ALTER TABLE {owner} MODIFY {name} {kind} {'NULL' if back else 'NOT NULL'}"
    return f"ALTER TABLE {owner} ALTER COLUMN {name} {'DROP' if back else 'SET'} NOT NULL"


def drop_column(change: Node, around: Around) -> Found:
    owner = names.table(change, around)
    listed = [said(node, "name") for node in change.all("column")] or [said(change, "columnName")]
    quoted = [names.column(name, around) for name in listed]
    if around.is_mysql and len(quoted) > 1:
        yield Sent(f"ALTER TABLE {owner} {', '.join(f'DROP {name}' for name in quoted)}")
        return
    for name in quoted:
        yield Sent(f"ALTER TABLE {owner} DROP COLUMN {name}")


def rename_column(change: Node, around: Around) -> Found:
    owner = names.table(change, around)
    old, new = (names.column(said(change, f"{word}ColumnName"), around) for word in ("old", "new"))
    kind = said(change, "columnDataType")
    if not around.is_mysql:
        yield Sent(f"ALTER TABLE {owner} RENAME COLUMN {old} TO {new}")
    elif not kind:
        yield "columnDataType is required for renameColumn on mysql"
    else:
        remarks = said(change, "remarks")
        behind = f" COMMENT {values.literal(remarks, around)}" if remarks else ""
        yield Sent(f"ALTER TABLE {owner} CHANGE {old} {new} {type_of(kind, around).sql}{behind}")


def drop_table(change: Node, around: Around) -> Found:
    behind = " CASCADE" if is_true(change, "cascadeConstraints") and not around.is_mysql else ""
    yield Sent(f"DROP TABLE {names.table(change, around)}{behind}")


def rename_table(change: Node, around: Around) -> Found:
    old = names.table(change, around, "oldTableName")
    if around.is_mysql:
        yield Sent(f"ALTER TABLE {old} RENAME {names.table(change, around, 'newTableName')}")
    else:
        yield Sent(f"ALTER TABLE {old} RENAME TO {names.quoted(said(change, 'newTableName'), around)}")


def set_table_remarks(change: Node, around: Around) -> Found:
    owner, remarks = names.table(change, around), values.literal(change.get("remarks") or "", around)
    yield Sent(
        f"ALTER TABLE {owner} COMMENT = {remarks}" if around.is_mysql else f"COMMENT ON TABLE {owner} IS {remarks}"
    )


def set_column_remarks(change: Node, around: Around) -> Found:
    owner, remarks = names.table(change, around), values.literal(change.get("remarks") or "", around)
    name, kind = names.column(said(change, "columnName"), around), said(change, "columnDataType")
    if not around.is_mysql:
        yield Sent(f"COMMENT ON COLUMN {owner}.{name} IS {remarks}")
    elif not kind:
        yield "columnDataType is required for setColumnRemarks on mysql"
    else:
        yield Sent(f"ALTER TABLE {owner} MODIFY COLUMN {name} {type_of(kind, around).sql} COMMENT {remarks}")


CHANGES: Mapping[str, Change] = {
    "addColumn": add_column,
    "createTable": create_table,
    "dropColumn": drop_column,
    "dropTable": drop_table,
    "renameColumn": rename_column,
    "renameTable": rename_table,
    "setColumnRemarks": set_column_remarks,
    "setTableRemarks": set_table_remarks,
}
