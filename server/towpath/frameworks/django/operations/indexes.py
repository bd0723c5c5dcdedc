"""Operations on the indexes and constraints of a model's Meta."""

from collections.abc import Callable

from towpath.frameworks.django import naming
from towpath.frameworks.django.constraints import added_constraint, dropped_constraint, is_made, meta_index
from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.elements import Element
from towpath.frameworks.django.models import Model, model, put
from towpath.frameworks.django.tables import together_columns
from towpath.operations import AddConstraint, Check, Name, Opaque, RenameIndex, ValidateConstraint, replace
from towpath.syntax.python import Call, is_list


def _model(editor: Editor, app: str, element: Element) -> Model:
    return model(editor.draft, (app, str(element.get("model_name")).lower()))


def _add_index(concurrently: bool) -> Callable[[Editor, str, Element], None]:
    def effect(editor: Editor, app: str, element: Element) -> None:
        found, call = _model(editor, app, element), element.get("index")
        if not isinstance(call, Call):
            editor.send(Opaque("what index this is is put together at run time"))
            return
        put(editor.draft, replace(found, indexes=(*found.indexes, (_name(call), call))))
        if found.migrated:
            editor.send(meta_index(editor, found, call, concurrently))

    return effect


def _name(call: Call) -> str:
    return str(call.get("name", default=""))


def _remove_index(concurrently: bool) -> Callable[[Editor, str, Element], None]:
    def effect(editor: Editor, app: str, element: Element) -> None:
        found, name = _model(editor, app, element), str(element.get("name"))
        if found.migrated:
            editor.drop_index(name, concurrently)
        put(editor.draft, replace(found, indexes=tuple(one for one in found.indexes if one[0] != name)))

    return effect


def _rename_index(editor: Editor, app: str, element: Element) -> None:
    found, to = _model(editor, app, element), str(element.get("new_name"))
    fields = element.get("old_fields")
    if is_list(fields):
        names = tuple(map(str, fields))
        columns = together_columns(editor.draft, found, names)
        expected = naming.index_name(found.relation.name, columns, "_idx")
        old = editor.indexes(found.relation, columns, expected)[:1] or [expected]
        left = tuple(group for group in found.index_together if group != names)
        changed = replace(found, index_together=left)
    else:
        old = [str(element.get("old_name"))]
        renamed = tuple((to, call) if name == old[0] else (name, call) for name, call in found.indexes)
        changed = replace(found, indexes=renamed)
    put(editor.draft, changed)
    if changed.migrated and old[0] != to:
        editor.send(RenameIndex(Name(old[0]), to))


def _add_constraint(valid: bool) -> Callable[[Editor, str, Element], None]:
    def effect(editor: Editor, app: str, element: Element) -> None:
        found, call = _model(editor, app, element), element.get("constraint")
        if not isinstance(call, Call):
            editor.send(Opaque("what constraint this is is put together at run time"))
            return
        put(editor.draft, replace(found, constraints=(*found.constraints, (_name(call), call))))
        if not found.migrated or not is_made(editor, call):
            return
        made = added_constraint(editor, found, call)
        if not valid and isinstance(made, AddConstraint) and isinstance(made.constraint, Check):
            made = replace(made, constraint=replace(made.constraint, valid=False))
        editor.send(made)

    return effect


def _remove_constraint(editor: Editor, app: str, element: Element) -> None:
    found, name = _model(editor, app, element), str(element.get("name"))
    call = dict(found.constraints).get(name)
    if found.migrated and (call is None or is_made(editor, call)):
        editor.send(dropped_constraint(found, call, name))
    put(editor.draft, replace(found, constraints=tuple(one for one in found.constraints if one[0] != name)))


def _alter_constraint(editor: Editor, app: str, element: Element) -> None:
    """Messages and codes of violations, which are Python's alone."""
    found, name, call = _model(editor, app, element), str(element.get("name")), element.get("constraint")
    if isinstance(call, Call):
        said = tuple((name, call) if one[0] == name else one for one in found.constraints)
        put(editor.draft, replace(found, constraints=said))


def _validate(editor: Editor, app: str, element: Element) -> None:
    found = _model(editor, app, element)
    if found.migrated:
        editor.send(ValidateConstraint(found.relation, naming.held(str(element.get("name")))))


EFFECTS: dict[str, Callable[[Editor, str, Element], None]] = {
    "AddIndex": _add_index(False),
    "AddIndexConcurrently": _add_index(True),
    "RemoveIndex": _remove_index(False),
    "RemoveIndexConcurrently": _remove_index(True),
    "RenameIndex": _rename_index,
    "AddConstraint": _add_constraint(True),
    "AddConstraintNotValid": _add_constraint(False),
    "RemoveConstraint": _remove_constraint,
    "AlterConstraint": _alter_constraint,
    "ValidateConstraint": _validate,
}
