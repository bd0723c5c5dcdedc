"""Models as migrations know them: facts by name, put and asked in the manner of `schema.state`."""

from collections.abc import Iterator, Mapping

from towpath.frameworks.django import kinds
from towpath.frameworks.django.arguments import FieldCall
from towpath.frameworks.django.naming import table_name
from towpath.operations import Name, replace, value
from towpath.schema import Draft
from towpath.syntax.python import Call, Reference, Value

Key = tuple[str, str]


class Field:
    """A field in the state of a model: its name, how it is written, its kind, and the model that it points to.

    `rendered` is what was made of it before, for whoever makes it.
    """

    __slots__ = ("call", "kind", "name", "rendered", "through", "to")

    def __init__(
        self, name: str, call: FieldCall, kind: str, to: Key | None = None, through: Key | None = None
    ) -> None:
        self.name = name
        self.call = call
        self.kind = kind
        self.to = to
        self.through = through
        self.rendered: object = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Field) and self._said == other._said

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def _said(self) -> tuple[object, ...]:
        return self.name, self.call, self.kind, self.to, self.through

    def get(self, name: str, default: Value = None) -> Value:
        """What it is given under a parameter."""
        return self.call.arguments.get(name, default)

    def named(self, name: str) -> "Field":
        return Field(name, self.call, self.kind, self.to, self.through)

    def pointing(self, old: Key, new: Key) -> "Field":
        """The field with a model under another name."""
        to, through = (new if key == old else key for key in (self.to, self.through))
        return Field(self.name, self.call, self.kind, to, through)

    def given(self, name: str, said: Value) -> "Field":
        """The field with another argument."""
        call = FieldCall(self.call.path, {**self.call.arguments, name: said})
        return Field(self.name, call, self.kind, self.to, self.through)

    def without_default(self) -> "Field":
        arguments = {key: found for key, found in self.call.arguments.items() if key != "default"}
        return Field(self.name, FieldCall(self.call.path, arguments), self.kind, self.to, self.through)


@value
class Model:
    """A model in the state of a project. `known`: its making was seen, so that a field that is not here is not there.

    `proxied` is the model whose table a proxy uses, `parents` are the models whose tables a model extends.
    """

    app: str
    name: str
    table: str
    fields: Mapping[str, Field] = {}
    known: bool = False
    managed: bool = True
    proxied: Key | None = None
    parents: tuple[Key, ...] = ()
    unique_together: tuple[tuple[str, ...], ...] = ()
    index_together: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, Call], ...] = ()
    constraints: tuple[tuple[str, Call], ...] = ()
    ordered: str = ""
    swapped: bool = False
    comment: str | None = None
    tablespace: str = ""

    @property
    def key(self) -> Key:
        return self.app, self.name.lower()

    @property
    def migrated(self) -> bool:
        """Whether its operations reach the database at all."""
        return self.managed and self.proxied is None and not self.swapped

    @property
    def relation(self) -> Name:
        """Its table; a name with a schema in it is written with quotes inside."""
        schema, found, table = self.table.partition('"."')
        return Name(table, schema) if found else Name(self.table)

    def field(self, name: str) -> Field | None:
        """A field by its name; a relation is also found by its column."""
        found = self.fields.get(name)
        if found is None and name.endswith("_id"):
            found = self.fields.get(name[: -len("_id")])
        return found


def model(draft: Draft, key: Key) -> Model:
    """What is known of a model; of one that no file tells of, what Django's own naming tells."""
    found: Model | None = draft.fact(_fact(key))
    return found or Model(key[0], key[1], table_name(*key))


def is_known(draft: Draft, key: Key) -> bool:
    """Whether a file tells of a model."""
    return draft.fact(_fact(key)) is not None


def put(draft: Draft, found: Model) -> None:
    draft.put(_fact(found.key), found)


def forget(draft: Draft, key: Key) -> None:
    draft.put(_fact(key), None)


def with_field(found: Model, field: Field) -> Model:
    """The model with a field, in the place of the one of its name, else behind all others."""
    return replace(found, fields={**found.fields, field.name: field})


def without_field(found: Model, name: str) -> Model:
    return replace(found, fields={key: field for key, field in found.fields.items() if key != name})


def concrete(draft: Draft, found: Model) -> Model:
    """The model itself, or the one whose table a proxy uses."""
    while found.proxied is not None:
        found = model(draft, found.proxied)
    return found


def primary_key(draft: Draft, found: Model) -> Field | None:
    """The field that is a model's primary key; None where it is not known."""
    found = concrete(draft, found)
    for field in found.fields.values():
        if field.get("primary_key") is True:
            return field
    return None


def pointing_at(draft: Draft, key: Key) -> Iterator[tuple[Model, Field]]:
    """The fields that point to a model, or go through it, as far as they are known."""
    for app, name, field in pointers(draft, key):
        source: Model | None = draft.fact(_fact((app, name)))
        if source is not None and field in source.fields:
            yield source, source.fields[field]


def pointers(draft: Draft, key: Key) -> tuple[tuple[str, str, str], ...]:
    """App, model and name of the fields that point to a model, in the order in which they came."""
    found: tuple[tuple[str, str, str], ...] | None = draft.fact(_pointers(key))
    return found or ()


def point(draft: Draft, source: Key, field: Field) -> None:
    """Remembers what a field points to."""
    for key in {field.to, field.through} - {None}:
        if key is not None and (*source, field.name) not in (known := pointers(draft, key)):
            draft.put(_pointers(key), (*known, (*source, field.name)))


def unpoint(draft: Draft, source: Key, field: Field) -> None:
    """Forgets what a field pointed to."""
    for key in {field.to, field.through} - {None}:
        if key is not None:
            gone = (*source, field.name)
            draft.put(_pointers(key), tuple(one for one in pointers(draft, key) if one != gone))


def _fact(key: Key) -> str:
    return f"model {key[0]}.{key[1]}"


def _pointers(key: Key) -> str:
    return f"pointers {key[0]}.{key[1]}"


def target(value: Value, own: Key, user: Key) -> Key | None:
    """The model that the first argument of a relation names; None where it cannot be told."""
    if isinstance(value, Reference):
        if value.path.endswith("settings.AUTH_USER_MODEL"):
            return user
        app, _, name = value.path.rpartition(".")
        app = app.removesuffix(".models").rpartition(".")[2]
        return (app, name.lower()) if app else None
    if isinstance(value, Call) and value.path == "swapper.get_model_name":
        # Another model may be put in the place of this one by a setting, which hardly any project does.
        app, name = value.get("app_label", 0), value.get("model", 1)
        return (str(app), str(name).lower()) if isinstance(app, str) and isinstance(name, str) else None
    if not isinstance(value, str):
        return None
    app, dot, name = value.rpartition(".")
    if value == "self":
        return own
    return (app if dot else own[0], name.lower())


def made(name: str, call: FieldCall, own: Key, user: Key, customs: kinds.Customs) -> Field:
    """A field as it stands in the state of a model."""
    kind = kinds.kind(call, customs)
    if kind not in kinds.RELATIONS and kind != kinds.MANY_TO_MANY:
        return Field(name, call, kind)
    arguments = call.arguments
    through = target(arguments["through"], own, user) if arguments.get("through") is not None else None
    return Field(name, call, kind, target(arguments.get("to"), own, user), through)
