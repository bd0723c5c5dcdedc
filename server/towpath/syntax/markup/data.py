"""What YAML and JSON hold, and the elements that it stands for."""

from collections.abc import Iterator
from typing import NamedTuple

from towpath.source import Span
from towpath.syntax.markup.node import Node
from towpath.syntax.text import Text

# Lists that only wrap the elements in them, and what these are called where their names are left out.
_WRAPPERS = {"changes": "", "columns": "column"}


class Scalar(NamedTuple):
    """`text` is None for null."""

    text: Text | None
    span: Span


class Pair(NamedTuple):
    key: Scalar
    value: "Data"


class Pairs(NamedTuple):
    pairs: tuple[Pair, ...]
    span: Span


class Items(NamedTuple):
    items: tuple["Data", ...]
    span: Span


class Broken(NamedTuple):
    """What could not be read, and why."""

    problem: str
    span: Span


Data = Scalar | Pairs | Items | Broken


def elsewhere(data: Data, span: Span) -> Data:
    """What stands under an anchor, as an alias says it again: nothing of it stands at the alias's own place."""
    if isinstance(data, Scalar):
        said = data.text
        return Scalar(None if said is None else Text(said, (), said.holes, said.quote, said.home), span)
    if isinstance(data, Items):
        return Items(tuple(elsewhere(one, span) for one in data.items), span)
    if isinstance(data, Broken):
        return Broken(data.problem, span)
    pairs = ((elsewhere(one.key, span), elsewhere(one.value, span)) for one in data.pairs)
    return Pairs(tuple(Pair(key, value) for key, value in pairs if isinstance(key, Scalar)), span)


def plainly(data: Data) -> str:
    """What data says, wherever it stands."""
    if isinstance(data, Scalar):
        return repr(data.text)
    if isinstance(data, Broken):
        return data.problem
    if isinstance(data, Items):
        return f"[{', '.join(map(plainly, data.items))}]"
    return f"{{{', '.join(f'{plainly(one.key)}: {plainly(one.value)}' for one in data.pairs)}}}"


def size(data: Data) -> int:
    """How many scalars there are in it."""
    if isinstance(data, Items):
        return sum(map(size, data.items))
    return sum(size(one.value) for one in data.pairs) if isinstance(data, Pairs) else 1


def merged(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """The pairs with those that `<<` takes over from other mappings: what is said here, or said first, holds."""
    if not any(one.key.text == "<<" for one in pairs):
        return pairs
    found = {str(one.key.text): one for one in pairs if one.key.text != "<<"}
    for one in pairs:
        values = one.value.items if isinstance(one.value, Items) else (one.value,)
        for value in values if one.key.text == "<<" else ():
            for other in value.pairs if isinstance(value, Pairs) else ():
                found.setdefault(str(other.key.text), other)
    return tuple(found.values())


def element(pair: Pair) -> Node:
    """The element that a key and its value are."""
    name, value = str(pair.key.text or ""), pair.value
    span = Span(pair.key.span.start, max(pair.key.span.end, value.span.end))
    if isinstance(value, Scalar):
        return Node(name, text=value.text, span=span)
    if isinstance(value, Broken):
        return Node(name, span=span, problem=value.problem)
    attributes: dict[str, Text] = {}
    places: dict[str, Span] = {}
    children: list[Node] = []
    texts: list[Text] = []
    items = value.items if isinstance(value, Items) else (value,)
    for item in items:
        if isinstance(item, Scalar):
            texts += [item.text] if item.text is not None else []
        elif isinstance(item, Broken):
            children.append(Node("", span=item.span, problem=item.problem))
        else:
            for one in _pairs(item):
                if isinstance(value, Pairs) and isinstance(one.value, Scalar) and one.value.text is not None:
                    key = str(one.key.text or "")
                    attributes[key] = one.value.text
                    places[key] = Span(one.key.span.start, one.value.span.end)
                else:
                    children += _elements(one)
    if len(texts) > 1 and not children:
        children = [Node(name, text=text, span=span) for text in texts]
    return Node(name, attributes, tuple(children), texts[0] if len(texts) == 1 else None, span, places)


def _elements(pair: Pair) -> Iterator[Node]:
    """The element of a pair, or those that it only wraps."""
    if str(pair.key.text or "") in _WRAPPERS and isinstance(pair.value, (Items, Pairs)):
        for item in pair.value.items if isinstance(pair.value, Items) else (pair.value,):
            if isinstance(item, Pairs) and _WRAPPERS[str(pair.key.text)] and _is_plain(item):
                column = Scalar(Text(_WRAPPERS[str(pair.key.text)]), Span(item.span.start, item.span.start))
                yield element(Pair(column, item))
            elif isinstance(item, (Items, Pairs)):
                yield from (element(one) for one in _pairs(item))
            elif isinstance(item, Broken):
                yield Node("", span=item.span, problem=item.problem)
    else:
        yield element(pair)


def _is_plain(item: Pairs) -> bool:
    """Whether an item of a list is the element itself, and no key with it."""
    return any(isinstance(one.value, Scalar) for one in item.pairs)


def _pairs(found: Pairs | Items) -> Iterator[Pair]:
    """The pairs of a mapping, and of all mappings in a list."""
    if isinstance(found, Pairs):
        yield from found.pairs
    else:
        for item in found.items:
            if isinstance(item, (Pairs, Items)):
                yield from _pairs(item)
