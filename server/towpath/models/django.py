"""Django's models: a class is `label_class` in the database, or what its `db_table` says."""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from towpath.frameworks.django.backends import POSTGRESQL
from towpath.frameworks.django.kinds import ARRAY, GENERATED, INTERNAL, NO_COLUMN
from towpath.frameworks.python.modules import parsed
from towpath.models.classes import Assigned, Model, models
from towpath.models.files import Files
from towpath.models.use import Use, Wanted
from towpath.project import Found, Tree
from towpath.source import pattern

_LABEL = pattern(r"^[ \t]+label\s*(?::\s*str\s*)?=\s*['\"](?P<label>\w+)", re.M)
_CLASSES = pattern(r"^class[ \t]+(\w+)", re.M)
_ASSIGNED = pattern(r"[\n;][ \t]*(\w+)[\s\\]*[:=]")
# Of another class nobody knows whether it has a column, or several, and what they are called.
_FIELDS = frozenset(
    (*POSTGRESQL.types, *(name for name, kind in INTERNAL.items() if kind != NO_COLUMN), ARRAY, GENERATED)
)
# Fields whose column is called after what they point to.
_KEYS = ("ForeignKey", "OneToOneField", "ParentalKey")


def uses(files: Files, tree: Tree, found: Found, wanted: Wanted) -> Iterator[Use]:
    """The classes, or the fields, that stand for a table or a column."""
    for path in _holding(files, tree, wanted):
        for model, table in files.once(path, "django", partial(_tables, tree, path)):
            if wanted.is_table(table):
                yield from _of(model, path, wanted)


class _Named(NamedTuple):
    """A class in a file: the table that it has, and what it assigns; None: under a name that it says, that is."""

    table: str | None
    assigned: frozenset[str] | None

    def may_have(self, wanted: Wanted) -> bool:
        """Whether it may have the table, and the column."""
        if self.table is not None and self.table != wanted.table.name:
            return False
        column = wanted.column
        return column is None or self.assigned is None or not self.assigned.isdisjoint(_fields(column))


def _named(tree: Tree, path: str, text: str) -> list[_Named]:
    """The classes of a file, as far as a look at its lines tells."""
    label = None if "db_table" in text or "app_label" in text else _label(tree, path)
    begun = list(_CLASSES.finditer(text))
    ends = [match.start() for match in begun[1:]]
    bodies = [text[match.start() : end] for match, end in zip(begun, (*ends, len(text)))]
    if any(body.count(quotes) % 2 for body in bodies for quotes in ('"""', "'''")):
        # One of the lines may stand in a text, behind which its class goes on.
        bodies = [text] * len(bodies)
    return [
        _Named(
            f"{label}_{match[1]}".lower() if label is not None else None,
            frozenset(_ASSIGNED.findall(body)) if "db_column" not in body else None,
        )
        for match, body in zip(begun, bodies)
    ]


def _fields(column: str) -> tuple[str, ...]:
    """The fields whose column it may be."""
    return column, column.removesuffix("_id")


def _holding(files: Files, tree: Tree, wanted: Wanted) -> Iterator[str]:
    """The files that may have the class of a table, and in it the field of a column; to parse one takes much longer."""
    by_table = files.all("django", lambda: _by_table(files, tree))
    for path in {**by_table.get(wanted.table.name, {}), **by_table.get(None, {})}:
        if any(one.may_have(wanted) for one in _classes(files, tree, path)) and _spells(files, path, wanted.column):
            yield path


def _spells(files: Files, path: str, column: str | None) -> bool:
    """Whether a file holds a column's name, or that of the field whose column it may be."""
    return column is None or any(files.holds(path, name) for name in _fields(column))


def _by_table(files: Files, tree: Tree) -> dict[str | None, dict[str, None]]:
    """The files with models by the tables that their classes have, and those that name one themselves."""
    found: dict[str | None, dict[str, None]] = {}
    for path in filter(_has_models, files.holding((), (".py",))):
        for one in _classes(files, tree, path):
            found.setdefault(one.table, {})[path] = None
    return found


def _classes(files: Files, tree: Tree, path: str) -> list[_Named]:
    return files.once(path, "django's names", partial(_named, tree, path))


def _has_models(path: str) -> bool:
    return _folder(path) is not None


def _folder(path: str) -> str | None:
    """The folder of the app whose models stand in a file; None where none do."""
    *folders, name = path.split("/")
    if name == "models.py":
        return "/".join(folders)
    return "/".join(folders[: folders.index("models")]) if "models" in folders else None


def _label(tree: Tree, path: str) -> str:
    """The label of the app whose models stand in a file: its folder's name, or what its apps.py says."""
    folder = _folder(path) or ""
    apps = f"{folder}/apps.py".lstrip("/")
    said = _LABEL.search(tree.text(apps) or "") if tree.there(apps) else None
    return said["label"] if said else folder.rpartition("/")[2]


def _tables(tree: Tree, path: str, _: str) -> list[tuple[Model, str]]:
    """The classes of a file that have a table, and what it is called."""
    label = _label(tree, path)
    found = ((model, _table(model, label)) for model in models(parsed(tree, path)))
    return [(model, table) for model, table in found if table]


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
