"""The indexes and constraints that a model's Meta names, as the schema editor makes them."""

from collections.abc import Iterator, Sequence

from towpath.frameworks.django.backends import POSTGRESQL
from towpath.frameworks.django.columns import in_tablespace
from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.expressions import condition, expression, operand
from towpath.frameworks.django.literals import hole
from towpath.frameworks.django.models import Model
from towpath.frameworks.django.naming import held
from towpath.frameworks.django.rendering import Rendered, column_of
from towpath.operations import (
    AddConstraint,
    Check,
    Constraint,
    CreateIndex,
    DropConstraint,
    DropIndex,
    Exclusion,
    IndexKey,
    Name,
    Opaque,
    Operation,
    Unique,
    replace,
)
from towpath.syntax.python import Attribute, Call, Reference, Value, is_list

# The methods of index classes (django.contrib.postgres.indexes).
_METHODS = {
    "BloomIndex": "bloom",
    "BrinIndex": "brin",
    "BTreeIndex": "btree",
    "GinIndex": "gin",
    "GistIndex": "gist",
    "HashIndex": "hash",
    "SpGistIndex": "spgist",
}
# What may stand in an index's WITH.
_OPTIONS = (
    "length",
    "gin_pending_list_limit",
    "fastupdate",
    "autosummarize",
    "pages_per_range",
    "buffering",
    "fillfactor",
    "deduplicate_items",
)


class _Columns:
    """The columns of one model, asked for by the names of its fields."""

    def __init__(self, editor: Editor, found: Model) -> None:
        self._draft = editor.draft
        self._found = found

    def __call__(self, name: str) -> Rendered | None:
        return column_of(self._draft, self._found, name)

    def name(self, field: Value) -> str:
        known = self(str(field))
        return known.column if known and known.column else str(field)


def is_made(editor: Editor, call: Call) -> bool:
    """Whether the database of a project can have a constraint of Meta; Django leaves others out."""
    database = editor.backend
    if database is POSTGRESQL or call.name != "UniqueConstraint":
        return True
    partial = call.get("condition") is not None and not database.partial
    special = any(call.get(part) for part in ("include", "opclasses", "deferrable"))
    return not (partial or special or call.get("nulls_distinct") is not None)


def name_of(call: Call) -> str:
    """The name that an index or a constraint is given; what of it is not known stands there as a hole."""
    said = call.get("name")
    return held(str(said)) if isinstance(said, str) else ""


def inline(editor: Editor, found: Model, call: Call) -> Constraint | None:
    """The constraint as it stands in the definition of its table; None for one that has to be made afterwards."""
    made = added_constraint(editor, found, call)
    return made.constraint if isinstance(made, AddConstraint) else None


def added_constraint(editor: Editor, found: Model, call: Call) -> Operation:
    """What makes a constraint of Meta: itself, or the unique index that stands for it."""
    table, names = found.relation, _Columns(editor, found)
    if call.name == "CheckConstraint":
        said = call.get("condition") if call.find("condition") else call.get("check")
        return AddConstraint(table, Check(condition(said, names) or hole(said).strip("'"), name_of(call)))
    if call.name == "UniqueConstraint":
        return _unique(editor, found, call, names)
    if call.name == "ExclusionConstraint":
        return AddConstraint(table, _exclusion(call, names))
    return Opaque(f"a constraint of {call.path or call.name or 'an unknown kind'}")


def dropped_constraint(found: Model, call: Call | None, name: str) -> Operation:
    """What takes a constraint of Meta away; a unique one with a condition and its like is an index."""
    if call is not None and call.name == "UniqueConstraint" and _is_index(call):
        return DropIndex(Name(held(name)), if_exists=True)
    return DropConstraint(found.relation, held(name))


def _is_index(call: Call) -> bool:
    return any(call.get(part) for part in ("condition", "include", "opclasses")) or bool(call.positional)


def _unique(editor: Editor, found: Model, call: Call, names: _Columns) -> Operation:
    fields = call.get("fields", default=())
    columns = tuple(names.name(field) for field in fields) if is_list(fields) else ()
    distinct = call.get("nulls_distinct") is not False
    if not _is_index(call):
        deferrable = call.get("deferrable")
        deferred = isinstance(deferrable, (Reference, Attribute)) and deferrable.name == "DEFERRED"
        unique = Unique(
            columns, name_of(call), nulls_distinct=distinct, deferrable=deferrable is not None, deferred=deferred
        )
        return AddConstraint(found.relation, unique)
    index = meta_index(editor, found, call)
    return replace(index, unique=True, nulls_distinct=distinct, options="")


def meta_index(editor: Editor, found: Model, call: Call, concurrently: bool = False) -> CreateIndex:
    """The index that an `Index` of Meta, or a unique constraint that is one, makes."""
    names = _Columns(editor, found)
    fields, classes = call.get("fields", default=()), call.get("opclasses", default=())
    database = editor.backend
    include = call.get("include", default=()) if database is POSTGRESQL else ()
    keys = tuple(_field_keys(fields, classes, names)) if is_list(fields) else ()
    keys += tuple(_key(one.value, names) for one in call.positional)
    where = call.get("condition") if database.partial else None
    return CreateIndex(
        name_of(call) or None,
        found.relation,
        keys,
        concurrently=concurrently,
        method=_METHODS.get(call.name),
        include=tuple(names.name(field) for field in include) if is_list(include) else (),
        where=None if where is None else condition(where, names) or hole(where).strip("'"),
        options=" ".join(filter(None, (_options(call), _tablespace(editor, found, call, names)))),
    )


def _tablespace(editor: Editor, found: Model, call: Call, names: _Columns) -> str:
    """Where an index lies: where it says so, else where its only field does, or its table."""
    if editor.backend is not POSTGRESQL:
        return ""
    said, fields = call.get("db_tablespace"), call.get("fields", default=())
    if isinstance(said, str):
        return in_tablespace(said)
    only = names(str(fields[0]).lstrip("-")) if is_list(fields) and len(fields) == 1 else None
    return in_tablespace(only.tablespace if only else found.tablespace)


def _field_keys(fields: Sequence[Value], classes: Value, names: _Columns) -> Iterator[IndexKey]:
    said = classes if is_list(classes) else ()
    for number, field in enumerate(fields):
        down = str(field).startswith("-")
        operator_class = str(said[number]) if number < len(said) else None
        yield IndexKey(names.name(str(field).lstrip("-")), operator_class=operator_class or None, descending=down)


def _key(said: Value, names: _Columns) -> IndexKey:
    """An element that is an expression, taken out of what says its order, collation and operator class."""
    if isinstance(said, str):
        return IndexKey(names.name(said.lstrip("-")), descending=said.startswith("-"))
    if isinstance(said, Call):
        owner = said.owner
        if owner is not None and said.name in ("asc", "desc"):
            first = True if said.get("nulls_first") is True else False if said.get("nulls_last") is True else None
            return replace(_key(owner, names), descending=said.name == "desc", nulls_first=first)
        if said.name == "OrderBy" and said.positional:
            return replace(_key(said.positional[0].value, names), descending=said.get("descending", 1) is True)
        if said.name == "OpClass" and said.positional:
            return replace(_key(said.positional[0].value, names), operator_class=str(said.get("name", 1)))
        if said.name == "Collate" and len(said.positional) == 2:
            return replace(_key(said.positional[0].value, names), collation=str(said.positional[1].value))
        if said.name == "F" and said.positional and isinstance(said.positional[0].value, str):
            return IndexKey(names.name(said.positional[0].value))
    written = expression(said, names) or operand(said, names)
    return IndexKey(None, f"({written})" if written else hole(said).strip("'"))


def _options(call: Call) -> str:
    """What stands in WITH, in the order in which Django writes it."""
    said: list[str] = []
    for name in _OPTIONS:
        worth = call.get(name)
        if worth is not None:
            shown = ("on" if worth else "off") if isinstance(worth, bool) else str(worth)
            said.append(f"{name} = {shown}")
    return f"WITH ({', '.join(said)})" if said and call.name in _METHODS else ""


def _exclusion(call: Call, names: _Columns) -> Exclusion:
    elements = call.get("expressions", default=())
    said: list[str] = []
    for element in elements if is_list(elements) else ():
        if is_list(element) and len(element) == 2:
            key = _key(element[0], names)
            shown = f'"{key.column}"' if key.column is not None else key.expression
            collation = f' COLLATE "{key.collation}"' if key.collation else ""
            operator_class = f" {key.operator_class}" if key.operator_class else ""
            said.append(f"{shown}{collation}{operator_class} WITH {_operator(element[1])}")
    where, deferrable = call.get("condition"), call.get("deferrable")
    method = call.get("index_type")
    return Exclusion(
        ", ".join(said),
        name_of(call),
        method.lower() if isinstance(method, str) and method else "gist",
        None if where is None else condition(where, names) or hole(where).strip("'"),
        deferrable is not None,
        isinstance(deferrable, (Reference, Attribute)) and deferrable.name == "DEFERRED",
    )


# RangeOperators (django.contrib.postgres.fields.ranges).
_OPERATORS = {
    "EQUAL": "=",
    "NOT_EQUAL": "<>",
    "CONTAINS": "@>",
    "CONTAINED_BY": "<@",
    "OVERLAPS": "&&",
    "FULLY_LT": "<<",
    "FULLY_GT": ">>",
    "NOT_LT": "&>",
    "NOT_GT": "&<",
    "ADJACENT_TO": "-|-",
}


def _operator(said: Value) -> str:
    if isinstance(said, (Reference, Attribute)):
        return _OPERATORS.get(said.name, said.name)
    return str(said)
