"""What an element is given: names looked up, the fields, options and texts among its arguments."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from towpath.frameworks.django.constants import function
from towpath.frameworks.django.own_classes import based
from towpath.frameworks.django.signatures import ARRAY, DECIMAL, FIELD, OPTIONS, RELATION, UNSEEN
from towpath.syntax.python import (
    Call,
    Expression,
    Plain,
    Reference,
    Scope,
    Value,
    called,
    calling,
    evaluate,
    given,
    is_list,
)

if TYPE_CHECKING:
    from towpath.frameworks.django.elements import Element


class FieldCall:
    """A field as it is written: the dotted name of its class, and what it is given, by parameter.

    `kind` is the name of its class, without where it comes from. Two that stand in different places of the text may be
    found unequal though they say the same.
    """

    __slots__ = ("arguments", "kind", "path")

    def __init__(self, path: str, arguments: dict[str, Value]) -> None:
        self.path = path
        self.kind = path.rpartition(".")[2]
        self.arguments = arguments

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FieldCall) and (self.path, self.arguments) == (other.path, other.arguments)

    def __hash__(self) -> int:
        return hash(self.path)

    def __repr__(self) -> str:
        return f"{self.path}({self.arguments!r})"


_PLAIN = {"true": True, "false": False, "none": None}
_CODE = ("code", "reverse_code")


class Looking:
    """What reading the elements of one file shares: what names mean, and the classes that were looked up.

    The text that is read begins `by` characters into the file. `known` are elements of which only the place is looked
    at. `elsewhere`: some elements stand outside of the list. `paths` are those of Django's own classes that were looked
    up for files in which names mean the same.
    """

    __slots__ = ("_own", "_paths", "by", "elsewhere", "known", "scope")

    def __init__(self, scope: Scope, by: int, paths: dict[str, str] | None = None) -> None:
        self.scope = scope
        self.by = by
        self.known: Mapping[str, Element] = {}
        self.elsewhere = False
        self._paths: dict[str, str] = {} if paths is None else paths
        self._own: dict[str, str] = {}

    def path(self, call: Expression) -> str:
        """The dotted name of what a call calls, of a class of the file's own what it is made of; empty for none."""
        source = calling(call, self.scope)
        found = self._paths.get(source) or self._own.get(source)
        if found is None:
            value = called(call, self.scope)
            found = based(value.path if isinstance(value, Reference) else "", self.scope)
            (self._paths if found.startswith("django.") else self._own)[source] = found
        return found

    def place(self, node: Expression) -> tuple[str, int]:
        """The text of a node, and where it stands in the file."""
        start = self.scope.tree.span(node).start
        return self.scope.tree.source(node), start + self.by


def argument(name: str, node: Expression, looking: Looking) -> Value:
    if name == "field":
        return field_call(node, looking)
    if name == "fields" and node.type == "list":
        return tuple(_named_fields(node, looking))
    if name == "options" and node.type == "dictionary":
        return dict(_options(node, looking.scope))
    if name == "managers":
        return None
    if name in _CODE:
        return function(node, looking.scope)
    return worth(node, looking.scope)


def worth(node: Expression, scope: Scope) -> Value:
    """What an expression is worth; a text that is written in one plain piece does not remember where."""
    kind = node.type
    if kind == "string":
        text = scope.tree.source(node)
        if text[0] in "\"'" and "\\" not in text and text[:3] not in ('"""', "'''") and "\n" not in text:
            return text[1:-1]
    elif kind in _PLAIN:
        return _PLAIN[kind]
    elif kind in _LISTED and isinstance(node, Plain):
        return tuple(worth(one, scope) for one in node.named_children)
    return evaluate(node, scope)


_LISTED = ("list", "set", "tuple")


def _named_fields(node: Expression, looking: Looking) -> Iterator[tuple[str, Value]]:
    for child in node.named_children:
        parts = [part for part in child.named_children if part.type != "comment"] if child.type == "tuple" else []
        if len(parts) == 2:
            yield str(worth(parts[0], looking.scope)), field_call(parts[1], looking)


def _options(node: Expression, scope: Scope) -> Iterator[tuple[str, Value]]:
    for child in node.named_children:
        if child.type == "pair":
            key, value = child.named_children[0], child.named_children[-1]
            name = worth(key, scope)
            if name in OPTIONS:
                yield str(name), evaluate(value, scope)


def field_call(node: Expression, looking: Looking) -> FieldCall:
    """A field as it is written; one that cannot be told has no path."""
    if node.type != "call":
        value = evaluate(node, looking.scope)
        return field_of(value) if isinstance(value, Call) else FieldCall("", {})
    path = looking.path(node)
    arguments: dict[str, Value] = {}
    names = _parameters(path)
    number = 0
    for keyword, value in given(node, looking.scope):
        name = keyword
        if not keyword:
            if path.endswith("CompositePrimaryKey"):
                before = arguments.get("fields")
                arguments["fields"] = (*(before if is_list(before) else ()), worth(value, looking.scope))
                continue
            name = names[number] if number < len(names) else ""
            number += 1
        if name in UNSEEN or not name:
            continue
        arguments[name] = field_call(value, looking) if name in _FIELDS_WITHIN else worth(value, looking.scope)
    return FieldCall(path, arguments)


_FIELDS_WITHIN = ("base_field", "output_field")


def field_of(call: Call) -> FieldCall:
    arguments: dict[str, Value] = dict(zip(_parameters(call.path), (one.value for one in call.positional)))
    arguments |= {one.keyword: one.value for one in call.arguments if one.keyword}
    for name in _FIELDS_WITHIN:
        if isinstance(within := arguments.get(name), Call):
            arguments[name] = field_of(within)
    return FieldCall(call.path, {name: value for name, value in arguments.items() if name not in UNSEEN})


def _parameters(path: str) -> tuple[str, ...]:
    if path.endswith(("ForeignKey", "OneToOneField", "ManyToManyField")):
        return RELATION
    return DECIMAL if path.endswith("DecimalField") else ARRAY if path.endswith("ArrayField") else FIELD
