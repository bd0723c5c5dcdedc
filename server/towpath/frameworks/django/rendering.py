"""Fields as columns: what Django's models say of them when migrations render their state."""

from typing import Literal

from towpath.frameworks.django import kinds
from towpath.frameworks.django.arguments import FieldCall
from towpath.frameworks.django.backends import POSTGRESQL, Backend, backend, index_tablespace
from towpath.frameworks.django.expressions import expression
from towpath.frameworks.django.literals import MADE, hole, is_literal, literal, quoted, uncast
from towpath.frameworks.django.models import Field, Key, Model, concrete, model, primary_key
from towpath.operations import Column, Name, Type, value
from towpath.schema import Draft
from towpath.syntax.python import Call, Combined, Reference, Value


@value
class Target:
    """The column that a foreign key points to; `constraint`: the database is to know of it."""

    key: Key
    table: Name
    column: str
    constraint: bool


@value
class Rendered:
    """A field as the database sees it. `column` is empty for one that has none; a `type` that is not known is None.

    `null`, `unique` and `index` are what the field says, `check` is the condition of kinds that have one. `spelled` is
    the type in Django's words, `data_type` what it compares to tell whether values are cast. `default` is the value
    that Python gives, as SQL, `given` whether there is one at all; `kept` is the database's own. `tablespace` is where
    the indexes of the field lie, `lies` where they do if it says nothing.
    """

    backend: Backend

    name: str
    kind: str
    column: str
    type: Type | None
    spelled: str
    data_type: str
    null: bool
    primary_key: bool
    unique: bool
    index: bool
    collation: str | None
    check: str | None
    automatic: bool
    target: Target | None
    default: str | None
    given: bool
    kept: str | None
    generated: Literal["stored", "virtual"] | None
    formula: str | None
    comment: str | None
    tablespace: str
    field: Field
    lies: str

    @property
    def definition(self) -> Column:
        """The column without a default of Python's."""
        return Column(
            self.column,
            self.type,
            self.generated is not None or (self.null and not self.primary_key),
            self.kept,
            self.generated,
            self.formula,
            "by default" if self.automatic else None,
            self.collation,
        )


def rendered(draft: Draft, found: Model, field: Field) -> Rendered:
    """A field of a model as the state of all models has it; one that hangs on no other field is made once."""
    database = backend(draft)
    lies = (index_tablespace(draft) or found.tablespace) if database is POSTGRESQL else ""
    before = field.rendered
    if isinstance(before, Rendered) and before.backend is database and before.lies == lies:
        return before
    made = _rendered(draft, found, field, database, lies)
    if made.target is None and field.kind not in kinds.RELATIONS and _ALONE.isdisjoint(field.call.arguments):
        field.rendered = made
    return made


# What is said by other fields' columns.
_ALONE = frozenset(("db_default", "expression"))


def _rendered(draft: Draft, found: Model, field: Field, database: Backend, lies: str) -> Rendered:
    kind, arguments = field.kind, field.call.arguments
    relation = kind in kinds.RELATIONS
    target = _target(draft, found, field) if relation else None
    inner = _pointed(draft, found, target, field) if target else None
    primary = arguments.get("primary_key") is True
    unique = arguments.get("unique") is True or primary or kind == kinds.ONE_TO_ONE
    index = arguments.get("db_index", relation or kind == "SlugField") is True
    types = database.types
    column_type = _related(inner) if inner else None if relation else kinds.column_type(kind, field.call, types)
    generated: Literal["stored", "virtual"] | None = None
    if kind == kinds.GENERATED:
        generated = "stored" if arguments.get("db_persist") is True else "virtual"
    if generated and isinstance(output := arguments.get("output_field"), FieldCall):
        column_type = kinds.column_type(kinds.kind(output, {}), output, types)
    spelled = kinds.spelled(column_type, inner.kind if inner else kind, inner.field.call if inner else field.call)
    column = "" if kind in (kinds.NO_COLUMN, kinds.MANY_TO_MANY) else _column(field, relation)
    check = database.checks.get(kind)
    return Rendered(
        database,
        field.name,
        kind,
        column,
        column_type,
        spelled,
        spelled if relation else kinds.data_type(kind, field.call, spelled, types),
        arguments.get("null") is True or field.call.kind == "NullBooleanField",
        primary,
        unique,
        index,
        inner.collation if inner else _text(arguments.get("db_collation")),
        check.format(column=column) if check else None,
        kind in kinds.AUTOMATIC,
        target,
        _said_to(database, _default(field, inner.kind if inner else kind)),
        "default" in arguments,
        _said_to(database, _kept(draft, found, field)) if "db_default" in arguments else None,
        generated,
        _formula(draft, found, arguments.get("expression")) if generated else None,
        _text(arguments.get("db_comment")),
        (_text(arguments.get("db_tablespace")) or lies) if database is POSTGRESQL else "",
        field,
        lies,
    )


def _related(pointed: Rendered) -> Type | None:
    """The type of what points to a column (Field.rel_db_type)."""
    kind = pointed.backend.related.get(pointed.kind)
    return Type(pointed.backend.types[kind]) if kind else pointed.type


def _said_to(database: Backend, said: str | None) -> str | None:
    """A value as a database takes it: without its type, where that is not written."""
    return said if said is None or database.casts else uncast(said)


def columns(draft: Draft, found: Model) -> list[Rendered]:
    """The fields of a model that have a column."""
    return [one for field in found.fields.values() if (one := rendered(draft, found, field)).column]


def _column(field: Field, relation: bool) -> str:
    said = field.get("db_column")
    return said if isinstance(said, str) and said else f"{field.name}_id" if relation else field.name


def _text(said: Value) -> str | None:
    return str(said) if isinstance(said, str) and said else None


def _target(draft: Draft, found: Model, field: Field) -> Target | None:
    if field.to is None:
        return None
    other = concrete(draft, found if field.to == found.key else model(draft, field.to))
    named = field.get("to_field")
    to = other.fields.get(named) if isinstance(named, str) else primary_key(draft, other)
    column = _column(to, to.kind in kinds.RELATIONS) if to else named if isinstance(named, str) else "id"
    return Target(other.key, other.relation, column, field.get("db_constraint") is not False)


def _pointed(draft: Draft, found: Model, target: Target, field: Field) -> "Rendered | None":
    """The field that a relation points to, as far as it is known; its kind decides the type of the column."""
    other = found if target.key == found.key else model(draft, target.key)
    for to in other.fields.values():
        if to is not field and _column(to, to.kind in kinds.RELATIONS) == target.column:
            return rendered(draft, other, to)
    return None


def _formula(draft: Draft, found: Model, said: Value) -> str:
    return expression(said, lambda name: column_of(draft, found, name)) or hole(said)


def column_of(draft: Draft, found: Model, name: str) -> Rendered | None:
    """A field of a model by the name that an expression gives it."""
    if name == "pk":
        field = primary_key(draft, found)
    else:
        field = found.field(name)
    if field is None:
        for parent in found.parents:
            if above := column_of(draft, model(draft, parent), name):
                return above
    return rendered(draft, found, field) if field else None


def _kept(draft: Draft, found: Model, field: Field) -> str | None:
    """The default that the database is to keep; an expression stands in parentheses (db_default_sql)."""
    said = field.get("db_default")
    if isinstance(said, Call) and said.name == "Value" and said.arguments:
        said = said.arguments[0].value
    if (
        (isinstance(said, Call) and not is_literal(said))
        or isinstance(said, Combined)
        or (isinstance(said, Reference) and said.name[:1].isupper())
    ):
        written = expression(said, lambda name: column_of(draft, found, name))
        return f"({written or hole(said)})"
    return literal(said, field.kind)


_NOW = {"DateTimeField": "timestamptz", "DateField": "date", "TimeField": "time"}


def _default(field: Field, kind: str) -> str | None:
    """The value that Python gives to rows that are there (BaseDatabaseSchemaEditor._effective_default)."""
    arguments = field.call.arguments
    if "default" in arguments:
        said = arguments["default"]
        if isinstance(said, Reference) and said.path in MADE:
            return _of_made(MADE[said.path], kind)
        return literal(said, kind)
    if arguments.get("null") is not True and arguments.get("blank") is True and kind in kinds.TEXTUAL:
        return quoted("")
    if (arguments.get("auto_now") or arguments.get("auto_now_add")) and kind in _NOW:
        return f"{hole(Reference('now'))}::{_NOW[kind]}"
    if arguments.get("null") is not True and arguments.get("blank") is True:
        # A class of somebody else's may hold texts, which may be left empty.
        return {"BinaryField": "E''::bytea", kinds.UNKNOWN: hole(Reference("blank"))}.get(kind)
    return None


def _of_made(made: object, kind: str) -> str | None:
    if kind == "JSONField":
        return f"'{'{}' if made == {} else '[]' if made == [] else made}'::jsonb"
    if made == {} or made == []:
        return "''" if kind == "HStoreField" else "'{}'"
    return literal(made, kind)
