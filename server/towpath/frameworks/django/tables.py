"""Tables that come, go and change their names, with the tables between two models."""

from collections.abc import Iterator

from towpath.frameworks.django import kinds, naming
from towpath.frameworks.django.arguments import FieldCall
from towpath.frameworks.django.backends import POSTGRESQL, backend
from towpath.frameworks.django.columns import beside, comment, field_indexes, foreign_key, in_tablespace
from towpath.frameworks.django.constraints import added_constraint, inline, is_made, meta_index
from towpath.frameworks.django.editor import Editor, Project
from towpath.frameworks.django.models import Field, Model
from towpath.frameworks.django.rendering import columns, rendered
from towpath.operations import (
    AddConstraint,
    Constraint,
    CreateIndex,
    CreateTable,
    DropTable,
    IndexKey,
    Name,
    PrimaryKey,
    RenameTable,
    SetComment,
    Unique,
)
from towpath.schema import Draft
from towpath.syntax.python import is_list


def create_table(editor: Editor, found: Model) -> None:
    """A model's table with all that belongs to it (create_model)."""
    table = found.relation
    fields = columns(editor.draft, found)
    # With a default in the table's definition, PostgreSQL gets the constraints of Meta later (Django 5.0).
    later = any(one.kept is not None for one in fields)
    constraints: list[Constraint] = [constraint for one in fields for constraint in beside(one)]
    named = [call for _, call in found.constraints if is_made(editor, call)]
    own = [inline(editor, found, call) for call in named] if not later else []
    definition = tuple(one.definition for one in fields)
    where = in_tablespace(found.tablespace) if editor.backend is POSTGRESQL else ""
    keys = [key for one in fields if (key := foreign_key(table, one))]
    # SQLite takes a foreign key only with its table.
    within = keys if editor.backend.anew else []
    said = (*constraints, *within, *(one for one in own if one is not None), *_key_of_several(editor.draft, found))
    editor.send(CreateTable(table, definition, said, options=where))
    for names in found.unique_together:
        editor.defer(together(editor.draft, found, names))
    editor.defer(*(AddConstraint(table, key) for key in keys if key not in within))
    for number, call in enumerate(named):
        if later or own[number] is None:
            editor.defer(added_constraint(editor, found, call))
    if found.comment:
        editor.send(table_comment(table, found.comment))
    editor.send(*(comment(table, one) for one in fields if one.comment))
    for one in fields:
        editor.defer(*field_indexes(editor, table, one))
    for names in found.index_together:
        editor.defer(index_together(editor.draft, found, names))
    for _, call in found.indexes:
        editor.defer(meta_index(editor, found, call))
    for field in found.fields.values():
        if through := automatic_through(editor.project, found, field):
            create_table(editor, through)


def _key_of_several(draft: Draft, found: Model) -> Iterator[Constraint]:
    """The primary key over several fields (CompositePrimaryKey)."""
    for field in found.fields.values():
        names = field.get("fields") if field.call.kind == "CompositePrimaryKey" else None
        if is_list(names):
            yield PrimaryKey(together_columns(draft, found, tuple(map(str, names))))


def drop_table(editor: Editor, found: Model) -> None:
    for field in found.fields.values():
        if through := automatic_through(editor.project, found, field):
            drop_table(editor, through)
    editor.send(DropTable(found.relation, cascade=editor.backend.cascades))


def rename_table(editor: Editor, old: Name, new: Name) -> None:
    if old != new:
        editor.send(RenameTable(old, new.name))


def table_comment(table: Name, text: str | None) -> SetComment:
    return SetComment("table", table, text or "")


def together(draft: Draft, found: Model, names: tuple[str, ...]) -> AddConstraint | CreateIndex:
    """What `unique_together` makes of some fields; SQLite is given an index."""
    table, said = found.relation, together_columns(draft, found, names)
    name = naming.index_name(table.name, said, "_uniq")
    if backend(draft).anew:
        return CreateIndex(name, table, tuple(map(IndexKey, said)), unique=True)
    return AddConstraint(table, Unique(said, name))


def index_together(draft: Draft, found: Model, names: tuple[str, ...]) -> CreateIndex:
    table, said = found.relation, together_columns(draft, found, names)
    name = naming.index_name(table.name, said, "_idx")
    return CreateIndex(name, table, tuple(map(IndexKey, said)), options=in_tablespace(found.tablespace))


def together_columns(draft: Draft, found: Model, names: tuple[str, ...]) -> tuple[str, ...]:
    fields = [(name, found.field(name)) for name in names]
    return tuple(rendered(draft, found, field).column if field else name for name, field in fields)


def automatic_through(project: Project, found: Model, field: Field) -> Model | None:
    """The model between two others that Django makes up for a field; None where there is none, or it is named."""
    if field.kind != kinds.MANY_TO_MANY or field.through is not None or field.to is None:
        return None
    said = field.get("db_table")
    table = said if isinstance(said, str) else naming.many_to_many_table(found.table, field.name)
    own, its = found.key[1], field.to[1]
    if own == its:
        own, its = f"from_{own}", f"to_{its}"
    automatic = FieldCall(f"django.db.models.{project.automatic}", {"primary_key": True})
    kept = {part: said for part in ("db_constraint", "db_tablespace") if (said := field.get(part)) is not None}
    name = f"{found.name}_{field.name}"
    relation = FieldCall("django.db.models.ForeignKey", {**kept, "related_name": f"{name}+"})
    fields = {
        "id": Field("id", automatic, project.automatic),
        own: Field(own, relation, kinds.FOREIGN_KEY, found.key),
        its: Field(its, relation, kinds.FOREIGN_KEY, field.to),
    }
    return Model(found.app, name, table, fields, True, unique_together=((own, its),), tablespace=found.tablespace)


def many_to_many_fields(found: Model) -> Iterator[Field]:
    return (field for field in found.fields.values() if field.kind == kinds.MANY_TO_MANY)
