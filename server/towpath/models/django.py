"""Django's models: a class is `label_class` in the database, or what its `db_table` says."""

import re
from collections.abc import Iterator

from towpath.frameworks.django.backends import POSTGRESQL
from towpath.frameworks.django.kinds import ARRAY, GENERATED, INTERNAL, NO_COLUMN
from towpath.models.classes import Assigned, Model, models
from towpath.models.files import Files
from towpath.models.use import Use, Wanted
from towpath.project import Found, Tree
from towpath.source import pattern
from towpath.syntax import python

_LABEL = pattern(r"^[ \t]+label\s*(?::\s*str\s*)?=\s*['\"](?P<label>\w+)", re.M)
_CLASS = pattern(r"^class[ \t]+(?P<name>\w+)\(", re.M)
# Of another class nobody knows whether it has a column, or several, and what they are called.
_FIELDS = frozenset(
    (*POSTGRESQL.types, *(name for name, kind in INTERNAL.items() if kind != NO_COLUMN), ARRAY, GENERATED)
)
# Fields whose column is called after what they point to.
_KEYS = ("ForeignKey", "OneToOneField", "ParentalKey")


def uses(files: Files, tree: Tree, found: Found, wanted: Wanted) -> Iterator[Use]:
    """The classes, or the fields, that stand for a table or a column."""
    for path in _holding(files, wanted):
        label = _label(tree, path)
        text = tree.text(path) or ""
        if label is not None and _may_be(text, label, wanted):
            for model in models(python.parse(text)):
                if wanted.is_table(_table(model, label)):
                    yield from _of(model, path, wanted)


def _holding(files: Files, wanted: Wanted) -> Iterator[str]:
    """The files that name a column, or the field whose column it may be; of a table, all that may have its class."""
    if wanted.column is None:
        return (path for path in files.holding((), (".py",)) if _folder(path) is not None)
    names = dict.fromkeys((wanted.column, wanted.column.removesuffix("_id")))
    found = {path: None for name in names for path in files.holding((name,), (".py",)) if _folder(path) is not None}
    return iter(found)


def _folder(path: str) -> str | None:
    """The folder of the app whose models stand in a file; None where none do."""
    *folders, name = path.split("/")
    if name == "models.py":
        return "/".join(folders)
    return "/".join(folders[: folders.index("models")]) if "models" in folders else None


def _label(tree: Tree, path: str) -> str | None:
    """The label of the app whose models stand in a file: its folder's name, or what its apps.py says."""
    folder = _folder(path)
    if folder is None:
        return None
    apps = f"{folder}/apps.py"
    said = _LABEL.search(tree.text(apps) or "") if tree.there(apps) else None
    return said["label"] if said else folder.rpartition("/")[2]


def _may_be(text: str, label: str, wanted: Wanted) -> bool:
    """Whether a class of a file may stand for the table, as far as can be told at a glance."""
    table = wanted.table.name
    return table in text or any(f"{label}_{one['name']}".lower() == table for one in _CLASS.finditer(text))


def _table(model: Model, label: str) -> str | None:
    """The table of a class; None for one that has none of its own."""
    said = {name: one.text for name, one in model.meta.items()}
    if not model.bases or "abstract" in model.meta or "proxy" in model.meta:
        return None
    if "db_table" in model.meta:
        return said["db_table"] and said["db_table"].strip('"')
    return f"{said.get('app_label') or label}_{model.name}".lower()


def _of(model: Model, path: str, wanted: Wanted) -> Iterator[Use]:
    if wanted.column is None:
        yield Use(path, model.span, f"the model {model.name}")
    for name, one in model.assigned.items():
        if wanted.column is not None and _column(name, one) == wanted.column:
            yield Use(path, one.span, f"the field {model.name}.{name}")


def _column(name: str, one: Assigned) -> str | None:
    """The column of a field; None of what is no field, or has no column."""
    call = one.call
    if call is None or not (call.called in _FIELDS or call.called.endswith(_KEYS)):
        return None
    return call.given.get("db_column") or (f"{name}_id" if call.called.endswith(_KEYS) else name)
