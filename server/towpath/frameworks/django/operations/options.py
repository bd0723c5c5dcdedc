"""Operations on what a model says of itself: its table, and groups of its fields."""

from collections.abc import Callable

from towpath.frameworks.django import naming
from towpath.frameworks.django.columns import add_column
from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.elements import Element, pairs
from towpath.frameworks.django.models import Model, model, put, with_field, without_field
from towpath.frameworks.django.operations.fields import remove_field
from towpath.frameworks.django.operations.models import ORDER, order
from towpath.frameworks.django.rendering import rendered
from towpath.frameworks.django.tables import (
    automatic_through,
    index_together,
    rename_table,
    table_comment,
    together,
    together_columns,
)
from towpath.operations import replace
from towpath.syntax.python import is_dict


def _model(editor: Editor, app: str, element: Element) -> Model:
    return model(editor.draft, (app, str(element.get("name")).lower()))


def _alter_table(editor: Editor, app: str, element: Element) -> None:
    old, said = _model(editor, app, element), element.get("table")
    table = said if isinstance(said, str) and said else naming.table_name(app, old.name)
    new = replace(old, table=table.strip('"'))
    put(editor.draft, new)
    if not new.migrated:
        return
    rename_table(editor, old.relation, new.relation)
    for field in old.fields.values():
        was, now = (automatic_through(editor.project, found, field) for found in (old, new))
        if was and now:
            rename_table(editor, was.relation, now.relation)


def _alter_comment(editor: Editor, app: str, element: Element) -> None:
    found, said = _model(editor, app, element), element.get("table_comment")
    changed = replace(found, comment=said if isinstance(said, str) and said else None)
    put(editor.draft, changed)
    if changed.migrated:
        editor.send(table_comment(changed.relation, changed.comment))


def _alter_unique_together(editor: Editor, app: str, element: Element) -> None:
    found = _model(editor, app, element)
    old, new = found.unique_together, pairs(element.get("unique_together"))
    changed = replace(found, unique_together=new)
    put(editor.draft, changed)
    if not changed.migrated:
        return
    own = [name for name, _ in changed.constraints]
    for names in (one for one in old if one not in new):
        columns = together_columns(editor.draft, changed, names)
        expected = naming.index_name(changed.relation.name, columns, "_uniq")
        if editor.backend.anew:
            editor.drop_index(expected)
            continue
        there = editor.uniques(changed.relation, columns, expected, own)
        for name in [expected] if expected in there else there:
            editor.drop_constraint(changed.relation, name)
    editor.send(*(together(editor.draft, changed, names) for names in new if names not in old))


def _alter_index_together(editor: Editor, app: str, element: Element) -> None:
    found = _model(editor, app, element)
    old, new = found.index_together, pairs(element.get("index_together"))
    changed = replace(found, index_together=new)
    put(editor.draft, changed)
    if not changed.migrated:
        return
    own = [name for name, _ in changed.indexes]
    for names in (one for one in old if one not in new):
        columns = together_columns(editor.draft, changed, names)
        expected = naming.index_name(changed.relation.name, columns, "_idx")
        for name in editor.indexes(changed.relation, columns, expected, own):
            editor.drop_index(name)
    editor.send(*(index_together(editor.draft, changed, names) for names in new if names not in old))


def _alter_order(editor: Editor, app: str, element: Element) -> None:
    found, said = _model(editor, app, element), element.get("order_with_respect_to")
    ordered = said if isinstance(said, str) else ""
    if found.ordered and not ordered:
        if found.migrated and ORDER in found.fields:
            remove_field(editor, found, found.fields[ORDER])
        found = without_field(found, ORDER)
    elif ordered and not found.ordered:
        found = with_field(found, order())
        if found.migrated:
            add_column(editor, found, replace(rendered(editor.draft, found, order()), default="0"))
    put(editor.draft, replace(found, ordered=ordered))


def _alter_options(editor: Editor, app: str, element: Element) -> None:
    """Of the options that stand here, only one decides whether the database hears of the model at all."""
    found, said = _model(editor, app, element), element.get("options")
    managed = said.get("managed") is not False if is_dict(said) else found.managed
    if managed != found.managed:
        put(editor.draft, replace(found, managed=managed))


def _nothing(editor: Editor, app: str, element: Element) -> None:
    """Managers are Python's alone."""


EFFECTS: dict[str, Callable[[Editor, str, Element], None]] = {
    "AlterModelTable": _alter_table,
    "AlterModelTableComment": _alter_comment,
    "AlterUniqueTogether": _alter_unique_together,
    "AlterIndexTogether": _alter_index_together,
    "AlterOrderWithRespectTo": _alter_order,
    "AlterModelOptions": _alter_options,
    "AlterModelManagers": _nothing,
}
