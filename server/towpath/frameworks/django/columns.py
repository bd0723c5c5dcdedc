"""Columns that come and go: what the schema editor sends when a field is added or removed."""

from collections.abc import Iterator

from towpath.frameworks.django import naming
from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.models import Model
from towpath.frameworks.django.rendering import Rendered
from towpath.operations import (
    AddColumn,
    Check,
    Constraint,
    CreateIndex,
    DropColumn,
    DropDefault,
    ForeignKey,
    IndexKey,
    Name,
    PrimaryKey,
    SetComment,
    Unique,
    replace,
)


def add_column(editor: Editor, found: Model, new: Rendered) -> None:
    """A field's column: with the value that Python gives as a default that is dropped again (add_field)."""
    table = found.relation
    default = new.kept if new.kept is not None else new.default
    column = replace(new.definition, default=default)
    key = foreign_key(table, new)
    constraints = (*beside(new), *((key,) if key else ()))
    editor.send(AddColumn(table, column, constraints))
    if new.kept is None and default is not None:
        editor.send(DropDefault(table, new.column))
    if new.comment:
        editor.send(comment(table, new))
    editor.defer(*field_indexes(editor, table, new))


def drop_column(editor: Editor, found: Model, old: Rendered) -> None:
    table = found.relation
    if old.target:
        for name in editor.foreign_keys(table, old.column, key_name(table, old)):
            editor.drop_constraint(table, name)
    editor.send(DropColumn(table, old.column, cascade=old.backend.cascades))


def beside(found: Rendered) -> Iterator[Constraint]:
    """The constraints that stand beside a column without a name."""
    if found.primary_key:
        yield PrimaryKey((found.column,), options=in_tablespace(found.tablespace, "USING INDEX "))
    elif found.unique:
        yield Unique((found.column,), options=in_tablespace(found.tablespace, "USING INDEX "))
    if found.check:
        yield Check(found.check)


def in_tablespace(name: str, lead: str = "") -> str:
    """What says where something lies."""
    return f'{lead}TABLESPACE "{name}"' if name else ""


def foreign_key(table: Name, found: Rendered) -> ForeignKey | None:
    """The foreign key of a field, under the name that Django gives it."""
    target = found.target
    if target is None or not target.constraint:
        return None
    name = key_name(table, found)
    late = found.backend.deferrable
    return ForeignKey((found.column,), target.table, (target.column,), name, deferrable=late, deferred=late)


def key_name(table: Name, found: Rendered) -> str:
    target = found.target
    named = (target.table.name, target.column) if target else ("", "")
    return naming.foreign_key_name(table.name, found.column, *named)


def comment(table: Name, found: Rendered) -> SetComment:
    return SetComment("column", Name(found.column), found.comment or "", table)


def spelled(table: Name) -> str:
    return f'"{table.schema}"."{table.name}"' if table.schema else f'"{table.name}"'


def field_indexes(editor: Editor, table: Name, found: Rendered) -> Iterator[CreateIndex]:
    """The index of a field, and the one that LIKE needs on a text."""
    if found.index and not found.unique and not has_index_of_key(found):
        yield plain_index(table, found)
    like = like_index(editor, table, found)
    if like:
        yield like


def has_index_of_key(found: Rendered) -> bool:
    """Whether the database makes an index for a field's foreign key, and Django none (MySQL)."""
    return not found.backend.keyed and found.target is not None and found.target.constraint


def plain_index(table: Name, found: Rendered) -> CreateIndex:
    where = in_tablespace(found.tablespace)
    if found.kind == "Geometry":
        name = naming.index_name(table.name, [found.column], "_id")
        return CreateIndex(name, table, (IndexKey(found.column),), method="gist", options=where)
    return CreateIndex(naming.index_name(table.name, [found.column]), table, (IndexKey(found.column),), options=where)


def like_index(editor: Editor, table: Name, found: Rendered) -> CreateIndex | None:
    """The second index of a text, in the order of its characters (_create_like_index_sql)."""
    if not (found.backend.like and (found.index or found.unique)) or found.type is None or found.type.array:
        return None
    if found.type.name not in ("varchar", "text"):
        return None
    if found.collation and editor.draft.fact(f"deterministic {found.collation}") is False:
        return None
    name = naming.index_name(table.name, [found.column], "_like")
    key = IndexKey(found.column, operator_class=f"{found.type.name}_pattern_ops")
    return CreateIndex(name, table, (key,), options=in_tablespace(found.tablespace))
