"""What fields are to the database: the kind that each class comes down to, and the column type of each kind."""

from collections.abc import Mapping
from functools import cache
from typing import Protocol

from towpath.frameworks.django.arguments import FieldCall
from towpath.frameworks.django.backends import POSTGRESQL
from towpath.frameworks.django.literals import unknown
from towpath.operations import Type
from towpath.syntax.python import Reference

# What stands before the type of a column where a field's class says it itself.
SAID = "="
# What a field is of which nothing is known but that it has a column; and one that has none.
UNKNOWN = "unknown"
NO_COLUMN = "no column"
FOREIGN_KEY, ONE_TO_ONE, MANY_TO_MANY = "ForeignKey", "OneToOneField", "ManyToManyField"
RELATIONS = frozenset((FOREIGN_KEY, ONE_TO_ONE))
ARRAY = "ArrayField"
GENERATED = "GeneratedField"

# Field.get_internal_type of the classes that are another kind than they are called.
INTERNAL = {
    "EmailField": "CharField",
    "URLField": "CharField",
    "CommaSeparatedIntegerField": "CharField",
    "ImageField": "FileField",
    "NullBooleanField": "BooleanField",
    "CICharField": "CITextField",
    "CIEmailField": "CITextField",
    "GenericForeignKey": NO_COLUMN,
    "GenericRelation": NO_COLUMN,
    "CompositePrimaryKey": NO_COLUMN,
}
# Field classes of packages that many projects use, by their names alone.
_OF_OTHERS = {
    "AutoCreatedField": "DateTimeField",
    "AutoLastModifiedField": "DateTimeField",
    "AutoSlugField": "SlugField",
    "CountryField": "CharField",
    "CreationDateTimeField": "DateTimeField",
    "CurrencyField": "CharField",
    "MarkdownField": "TextField",
    "ModificationDateTimeField": "DateTimeField",
    "MoneyField": "DecimalField",
    "MultiSelectField": "CharField",
    "ParentalKey": FOREIGN_KEY,
    "ParentalManyToManyField": MANY_TO_MANY,
    "PhoneNumberField": "CharField",
    "RichTextField": "TextField",
    "RichTextUploadingField": "TextField",
    "SortedManyToManyField": MANY_TO_MANY,
    "StatusField": "CharField",
    "TaggableManager": NO_COLUMN,
    "TimeZoneField": "CharField",
    "TreeForeignKey": FOREIGN_KEY,
    "TreeManyToManyField": MANY_TO_MANY,
    "TreeOneToOneField": ONE_TO_ONE,
}
_GIS = frozenset(
    """
    GeometryCollectionField GeometryField LineStringField MultiLineStringField MultiPointField MultiPolygonField
    PointField PolygonField
    """.split()
)

# How long a text may be of which a field of this class, or of this kind, says nothing.
_LENGTHS = {
    "AutoSlugField": 50,
    "CountryField": 2,
    "EmailField": 254,
    "FileField": 100,
    "FilePathField": 100,
    "ImageField": 100,
    "PhoneNumberField": 128,
    "SlugField": 50,
    "URLField": 200,
}

AUTOMATIC = {"AutoField": "IntegerField", "BigAutoField": "BigIntegerField", "SmallAutoField": "SmallIntegerField"}
# Field.empty_strings_allowed: those whose empty value the database takes for one.
TEXTUAL = frozenset("CharField TextField SlugField FileField FilePathField CITextField".split())


class Customs(Protocol):
    """The kinds of field classes that Django does not have, by dotted name."""

    def get(self, path: str, /) -> str | None: ...


def kind(call: FieldCall, customs: Customs) -> str:
    """The kind of a field; `customs` are the kinds of the project's own classes, by dotted name."""
    name = call.kind
    if call.path.startswith("django."):
        if name in _GIS:
            return "Geometry"
        found = INTERNAL.get(name, name)
        return found if found in POSTGRESQL.types or found in _OTHERS else UNKNOWN
    return customs.get(call.path) or _OF_OTHERS.get(name) or _by_name(name, "to" in call.arguments)


_OTHERS = frozenset((*RELATIONS, MANY_TO_MANY, ARRAY, GENERATED, NO_COLUMN))


def _by_name(name: str, points: bool) -> str:
    """A class that nobody knows, but that points to a model, is what its name says."""
    if name.endswith(("GenericForeignKey", "GenericRelation")):
        return NO_COLUMN
    if points:
        return MANY_TO_MANY if "ManyToMany" in name else ONE_TO_ONE if "OneToOne" in name else FOREIGN_KEY
    return UNKNOWN


def column_type(kind: str, call: FieldCall, types: Mapping[str, str]) -> Type | None:
    """The column's type, out of those of a backend; None where it is not known.

    A relation's is that of what it points to. A length that only Python can tell has a hole in its place.
    """
    if kind == ARRAY:
        return _array(call, types)
    if kind == "Geometry":
        shape = call.kind.removesuffix("Field").upper()
        return Type("geometry", (shape, str(call.arguments.get("srid", 4326))))
    said = kind[1:] if kind.startswith(SAID) else types.get(kind)
    if said is None:
        return None
    if "{" not in said:
        return _spelled_out(said)
    name, _, arguments = said.partition("(")
    given = {"max_length": _LENGTHS.get(call.kind, _LENGTHS.get(kind)), **call.arguments}
    values = [given.get(part.strip("{}")) for part in arguments.rstrip(")").split(",")]
    if any(value is None for value in values):
        # Of a class that is not Django's own, nobody knows what it takes where it is given nothing.
        return Type(name, () if call.path.startswith("django.") else (unknown(Reference(call.path)),))
    return Type(name, tuple(str(value) if type(value) is int else unknown(value) for value in values))


@cache
def _spelled_out(said: str) -> Type:
    """A type in which nothing is left open."""
    name, _, arguments = said.partition("(")
    return Type(name, tuple(part.strip() for part in arguments.rstrip(")").split(",") if part))


def _array(call: FieldCall, types: Mapping[str, str]) -> Type | None:
    base = call.arguments.get("base_field")
    inner = column_type(kind(base, {}), base, types) if isinstance(base, FieldCall) else None
    return Type(inner.name, inner.arguments, inner.array + 1) if inner else None


def spelled(found: Type | None, kind: str, call: FieldCall) -> str:
    """A type in Django's words, which it compares and writes into casts; empty where it is not known."""
    if found is None:
        return ""
    name = {"timestamptz": "timestamp with time zone"}.get(found.name, found.name)
    arguments = f"({', '.join(found.arguments)})" if found.arguments else ""
    size = call.arguments.get("size") if kind == ARRAY else None
    return f"{name}{arguments}" + ("[]" * (found.array - 1) + f"[{size or ''}]" if found.array else "")


def data_type(kind: str, call: FieldCall, spelled: str, types: Mapping[str, str]) -> str:
    """What tells whether the values of a field are of another type than before, and not just longer or shorter."""
    if kind == ARRAY:
        base = call.arguments.get("base_field")
        return f"{data_type(_kind_of(base), base, '', types)}[]" if isinstance(base, FieldCall) else spelled
    if kind == "CharField":
        return kind
    return types.get(kind, spelled)


def _kind_of(call: FieldCall) -> str:
    return kind(call, {})
