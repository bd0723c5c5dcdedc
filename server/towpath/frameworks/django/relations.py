"""What follows when a model or a field that others point to changes: their keys, and the tables in between."""

from collections.abc import Iterator

from towpath.frameworks.django import kinds
from towpath.frameworks.django.altering import Altering, alter_field
from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.models import Field, Model, model, pointing_at
from towpath.frameworks.django.rendering import Rendered, rendered
from towpath.frameworks.django.tables import automatic_through, rename_table
from towpath.operations import value


@value
class Before:
    """A field of a model as it was: as a column, as a table in between, and with the keys that point to it."""

    model: Model
    field: Field
    rendered: Rendered
    through: Model | None = None
    ends: tuple[Rendered, ...] = ()
    others: "tuple[Before, ...]" = ()


def before(editor: Editor, found: Model, field: Field) -> Before:
    """All of a field that a change of it, or of its model's name, may have to know afterwards."""
    old = rendered(editor.draft, found, field)
    through = automatic_through(editor.project, found, field)
    ends = tuple(rendered(editor.draft, through, end) for end in through.fields.values()) if through else ()
    others = tuple(_others(editor, found, old)) if old.unique else ()
    return Before(found, field, old, through, ends, others)


def _others(editor: Editor, found: Model, old: Rendered) -> Iterator[Before]:
    """The foreign keys to one column, those of tables in between too (_related_non_m2m_objects)."""
    for source, field in keys_to(editor, found):
        if source.key == found.key and field.name == old.name:
            continue
        named = field.get("to_field")
        if named == old.name or (named is None and old.primary_key):
            yield before(editor, source, field)


def keys_to(editor: Editor, found: Model) -> Iterator[tuple[Model, Field]]:
    """The foreign keys that point to a model, by the name of the models that they stand in."""
    made: list[tuple[Model, Field]] = []
    for source, field in pointing_at(editor.draft, found.key):
        if field.kind in kinds.RELATIONS:
            if field.to == found.key and source.migrated:
                made.append((source, field))
        elif through := automatic_through(editor.project, source, field):
            made += [(through, end) for end in through.fields.values() if end.to == found.key]
    for field in found.fields.values():
        through = automatic_through(editor.project, found, field)
        if through and field.to != found.key:
            made += [(through, end) for end in through.fields.values() if end.to == found.key]
    yield from sorted(made, key=lambda pair: related_name(*pair))


def related_name(found: Model, field: Field) -> str:
    """What Django calls a relation from its other end, by which it sorts relations."""
    said = field.get("related_query_name") or field.get("related_name")
    if not isinstance(said, str):
        return found.name.lower()
    return said.replace("%(class)s", found.name.lower()).replace("%(app_label)s", found.app.lower())


def pointing(editor: Editor, was: Before) -> tuple[Altering, ...]:
    """The keys to a column as they were and as they are; a table in between is no model of the state."""
    found: list[Altering] = []
    for other in was.others:
        current = model(editor.draft, other.model.key)
        known = current if other.field.name in current.fields else other.model
        now = rendered(editor.draft, known, known.fields[other.field.name])
        found.append(Altering(known, other.rendered, now, pointing(editor, other)))
    return tuple(found)


def alter_many_to_many(editor: Editor, was: Before, changed: Model, new: Field) -> None:
    """The table in between gets another name, and its ends other names and targets (_alter_many_to_many)."""
    through = automatic_through(editor.project, changed, new)
    if was.through is None or through is None:
        return
    rename_table(editor, was.through.relation, through.relation)
    now = [rendered(editor.draft, through, end) for end in through.fields.values()]
    for place in (2, 1):
        alter_field(editor, Altering(through, was.ends[place], now[place]))
