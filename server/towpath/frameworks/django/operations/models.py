"""Operations that create, delete and rename models."""

from collections.abc import Callable, Iterator, Mapping

from towpath.frameworks.django import kinds
from towpath.frameworks.django.arguments import FieldCall
from towpath.frameworks.django.editor import Editor, Project
from towpath.frameworks.django.elements import Element, pairs
from towpath.frameworks.django.models import (
    Field,
    Key,
    Model,
    forget,
    made,
    model,
    point,
    pointers,
    pointing_at,
    put,
    unpoint,
    with_field,
)
from towpath.frameworks.django.naming import table_name
from towpath.frameworks.django.operations.fields import become
from towpath.frameworks.django.relations import Before, alter_many_to_many, before
from towpath.frameworks.django.tables import create_table, drop_table, index_together, rename_table
from towpath.operations import Opaque, replace
from towpath.syntax.python import Call, Value, is_dict, is_list

ORDER = "_order"


def _create_model(editor: Editor, app: str, element: Element) -> None:
    name, listed, options = str(element.get("name")), _listed(element.get("fields")), element.get("options")
    found = _of_options(app, name, options if is_dict(options) else {}, editor.project)
    found = _with_bases(editor, found, element.get("bases"), options if is_dict(options) else {})
    fields = [_field(editor, found, str(field), call) for field, call in listed or ()]
    fields = [*_key(editor, found, fields), *fields, *([order()] if found.ordered else [])]
    found = replace(found, fields={field.name: field for field in fields}, known=listed is not None)
    put(editor.draft, found)
    for field in fields:
        point(editor.draft, found.key, field)
    if listed is None:
        editor.send(Opaque(f"what the fields of {app}.{name} are is put together at run time"))
    elif found.migrated:
        # From Django 5.1 on, the option only stands in old files, and is seen to when the table is there.
        later = editor.project.version >= (5, 1)
        create_table(editor, replace(found, index_together=()) if later else found)
        for names in found.index_together if later else ():
            editor.send(index_together(editor.draft, found, names))


def _listed(said: Value) -> tuple[tuple[Value, Value], ...] | None:
    """The names of fields, each with its field; None where it is no list of these."""
    return said if is_list(said) and all(is_list(one) and len(one) == 2 for one in said) else None


def _field(editor: Editor, found: Model, name: str, call: Value) -> Field:
    field = call if isinstance(call, FieldCall) else FieldCall("", {})
    return made(name, field, found.key, editor.project.user, editor.project.customs)


def _of_options(app: str, name: str, options: Mapping[Value, Value], project: Project) -> Model:
    said = options.get("db_table")
    table = said if isinstance(said, str) and said else table_name(app, name)
    ordered, comment = options.get("order_with_respect_to"), options.get("db_table_comment")
    tablespace = options.get("db_tablespace")
    swappable = options.get("swappable") == "AUTH_USER_MODEL"
    return Model(
        app,
        name,
        table.strip('"'),
        managed=options.get("managed") is not False,
        unique_together=pairs(options.get("unique_together")),
        index_together=pairs(options.get("index_together")),
        indexes=tuple(named(options.get("indexes"))),
        constraints=tuple(named(options.get("constraints"))),
        ordered=ordered if isinstance(ordered, str) else "",
        swapped=swappable and project.user != (app, name.lower()),
        comment=comment if isinstance(comment, str) and comment else None,
        tablespace=tablespace if isinstance(tablespace, str) else project.tablespace,
    )


def named(said: Value) -> Iterator[tuple[str, Call]]:
    """The indexes or constraints of a model's Meta, by name."""
    for call in said if is_list(said) else ():
        if isinstance(call, Call):
            yield str(call.get("name", default="")), call


def _with_bases(editor: Editor, found: Model, bases: Value, options: Mapping[Value, Value]) -> Model:
    """The model with the models among its bases; a class that is no model's name has no table."""
    keys: list[Key] = []
    for base in bases if is_list(bases) else ():
        app, dot, name = str(base).lower().rpartition(".") if isinstance(base, str) else ("", "", "")
        if dot:
            keys.append((app, name))
    if options.get("proxy") is True:
        return replace(found, proxied=keys[0] if keys else found.key) if keys else replace(found, managed=False)
    return replace(found, parents=tuple(keys))


def _key(editor: Editor, found: Model, fields: list[Field]) -> Iterator[Field]:
    """The key that Django adds where no field is one: the link to a parent, or a number."""
    if found.proxied is not None or any(map(_is_key, fields)):
        return
    if found.parents:
        app, name = found.parents[0]
        call = FieldCall("django.db.models.OneToOneField", {"to": f"{app}.{name}", "primary_key": True})
        yield _field(editor, found, f"{name}_ptr", call)
    else:
        automatic = editor.project.automatic
        yield Field("id", FieldCall(f"django.db.models.{automatic}", {"primary_key": True}), automatic)


def _is_key(field: Field) -> bool:
    return field.get("primary_key") is True or field.call.kind == "CompositePrimaryKey"


def order() -> Field:
    """The column that `order_with_respect_to` keeps."""
    return Field(ORDER, FieldCall("django.db.models.fields.proxy.OrderWrt", {}), "IntegerField")


def _delete_model(editor: Editor, app: str, element: Element) -> None:
    found = model(editor.draft, (app, str(element.get("name")).lower()))
    if found.migrated:
        drop_table(editor, found)
    forget(editor.draft, found.key)
    for field in found.fields.values():
        unpoint(editor.draft, found.key, field)


def _rename_model(editor: Editor, app: str, element: Element) -> None:
    old = model(editor.draft, (app, str(element.get("old_name")).lower()))
    to = str(element.get("new_name"))
    table = table_name(app, to) if old.table == table_name(app, old.name) else old.table
    key = app, to.lower()
    incoming = [
        before(editor, source, field) for source, field in pointing_at(editor.draft, old.key) if field.to == old.key
    ]
    own = [before(editor, old, field) for field in old.fields.values() if field.kind == kinds.MANY_TO_MANY]
    _renamed(editor, old, replace(old, name=to, table=table), key)
    new = model(editor.draft, key)
    if not new.migrated:
        return
    rename_table(editor, old.relation, new.relation)
    for was in incoming:
        source = new if was.model.key == old.key else model(editor.draft, was.model.key)
        if source.migrated:
            _pointed(editor, was, source)
    for was in own:
        if was.field.to != old.key:
            alter_many_to_many(editor, was, new, new.fields[was.field.name])


def _pointed(editor: Editor, was: Before, source: Model) -> None:
    field = source.fields.get(was.field.name)
    if field is not None:
        become(editor, was, source, field)


def _renamed(editor: Editor, old: Model, new: Model, key: Key) -> None:
    """The model under another name, in its own place and wherever others name it."""
    draft = editor.draft
    names = pointers(draft, old.key)
    for field in old.fields.values():
        unpoint(draft, old.key, field)
    forget(draft, old.key)
    fields = {name: field.pointing(old.key, key) for name, field in new.fields.items()}
    put(draft, replace(new, fields=fields))
    for field in fields.values():
        point(draft, key, field)
    for app, name, pointer in names:
        source = model(draft, (app, name))
        if source.key not in (old.key, key) and pointer in source.fields:
            changed = source.fields[pointer].pointing(old.key, key)
            put(draft, with_field(source, changed))
            point(draft, source.key, changed)
    if new.key != old.key:
        for app, name, pointer in pointers(draft, old.key):
            unpoint(draft, (app, name), Field(pointer, FieldCall("", {}), "", old.key))


EFFECTS: dict[str, Callable[[Editor, str, Element], None]] = {
    "CreateModel": _create_model,
    "DeleteModel": _delete_model,
    "RenameModel": _rename_model,
}
