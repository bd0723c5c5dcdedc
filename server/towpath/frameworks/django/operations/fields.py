"""Operations on fields."""

from collections.abc import Callable

from towpath.frameworks.django import kinds
from towpath.frameworks.django.altering import Altering, alter_field, unchanged
from towpath.frameworks.django.arguments import FieldCall
from towpath.frameworks.django.columns import add_column, drop_column
from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.elements import Element
from towpath.frameworks.django.models import (
    Field,
    Model,
    made,
    model,
    point,
    pointing_at,
    put,
    unpoint,
    with_field,
    without_field,
)
from towpath.frameworks.django.relations import Before, alter_many_to_many, before, pointing
from towpath.frameworks.django.rendering import rendered
from towpath.frameworks.django.tables import automatic_through, create_table, drop_table
from towpath.operations import Opaque, RedefineColumn, replace


def _said(editor: Editor, app: str, element: Element) -> tuple[Model, Field]:
    """The model that is meant, and the field that it gets."""
    found = model(editor.draft, (app, str(element.get("model_name")).lower()))
    call = element.get("field")
    name = str(element.get("name"))
    field = call if isinstance(call, FieldCall) else FieldCall("", {})
    return found, made(name, field, found.key, editor.project.user, editor.project.customs)


def _kept(element: Element, field: Field) -> Field:
    """The field as the state holds it: a default for once is not kept."""
    return field.without_default() if element.get("preserve_default") is False else field


def _keep(editor: Editor, found: Model, field: Field) -> None:
    """The state holds the model with the very field."""
    if found.fields.get(field.name) is not field:
        put(editor.draft, with_field(found, field))


def _add_field(editor: Editor, app: str, element: Element) -> None:
    found, field = _said(editor, app, element)
    changed = with_field(found, field)
    put(editor.draft, changed)
    point(editor.draft, found.key, field)
    if changed.migrated:
        add_field(editor, changed, field)
    _keep(editor, changed, _kept(element, field))


def add_field(editor: Editor, found: Model, field: Field) -> None:
    """A new field's column, or the table between two models."""
    through = automatic_through(editor.project, found, field)
    new = rendered(editor.draft, found, field)
    if through:
        create_table(editor, through)
    elif new.column:
        add_column(editor, found, new)


def _remove_field(editor: Editor, app: str, element: Element) -> None:
    found, name = _named(editor, app, element)
    field = found.fields.get(name)
    if field is None:
        _unknown(editor, found, name)
        return
    if found.migrated:
        remove_field(editor, found, field)
    put(editor.draft, without_field(found, name))
    unpoint(editor.draft, found.key, field)


def remove_field(editor: Editor, found: Model, field: Field) -> None:
    through = automatic_through(editor.project, found, field)
    old = rendered(editor.draft, found, field)
    if through:
        drop_table(editor, through)
    elif old.column:
        drop_column(editor, found, old)


def _named(editor: Editor, app: str, element: Element, parameter: str = "name") -> tuple[Model, str]:
    found = model(editor.draft, (app, str(element.get("model_name")).lower()))
    return found, str(element.get(parameter))


def _unknown(editor: Editor, found: Model, name: str) -> None:
    if found.migrated:
        editor.send(Opaque(f"what {found.app}.{found.name}.{name} is is not in the files"))


def _alter_field(editor: Editor, app: str, element: Element) -> None:
    found, field = _said(editor, app, element)
    old = found.fields.get(field.name)
    if old is None:
        put(editor.draft, with_field(found, _kept(element, field)))
        point(editor.draft, found.key, field)
        new = rendered(editor.draft, found, field)
        if found.migrated and new.column:
            editor.send(RedefineColumn(found.relation, new.definition))
        return
    if not unchanged(old, field):
        _become(editor, found, old, field)
        found = model(editor.draft, found.key)
    _keep(editor, found, _kept(element, field))


def _become(editor: Editor, found: Model, old: Field, new: Field) -> None:
    """One field becomes another one in the state, and in the database."""
    was = before(editor, found, old)
    changed = with_field(found, new) if old.name == new.name else _moved(found, old, new)
    unpoint(editor.draft, found.key, old)
    put(editor.draft, changed)
    point(editor.draft, found.key, new)
    if changed.migrated:
        become(editor, was, changed, new)


def become(editor: Editor, was: Before, changed: Model, new: Field) -> None:
    """What the schema editor sends when a field of a model is another one than before."""
    if was.field.kind == new.kind == kinds.MANY_TO_MANY:
        alter_many_to_many(editor, was, changed, new)
        return
    now = rendered(editor.draft, changed, new)
    alter_field(editor, Altering(changed, was.rendered, now, pointing(editor, was)))


def _moved(found: Model, old: Field, new: Field) -> Model:
    """The model with a field under another name, which then stands behind the others."""

    def renamed(groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(new.name if name == old.name else name for name in group) for group in groups)

    fields = {name: field for name, field in found.fields.items() if name != old.name}
    return replace(
        found,
        fields={**fields, new.name: new},
        unique_together=renamed(found.unique_together),
        index_together=renamed(found.index_together),
    )


def _rename_field(editor: Editor, app: str, element: Element) -> None:
    found, name = _named(editor, app, element, "old_name")
    to = str(element.get("new_name"))
    field = found.fields.get(name)
    if field is None:
        _unknown(editor, found, name)
        return
    for source, pointer in list(pointing_at(editor.draft, found.key)):
        if pointer.get("to_field") == name and (source.key, pointer.name) != (found.key, name):
            put(editor.draft, with_field(source, pointer.given("to_field", to)))
    _become(editor, model(editor.draft, found.key), field, field.named(to))


EFFECTS: dict[str, Callable[[Editor, str, Element], None]] = {
    "AddField": _add_field,
    "RemoveField": _remove_field,
    "AlterField": _alter_field,
    "RenameField": _rename_field,
}
