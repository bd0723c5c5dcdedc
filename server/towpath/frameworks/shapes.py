"""What a statement does, told from one that was sent before and differs in its names alone.

Programs send the same few statements again and again, each time for another table. What stands between quotes is taken
as it is, so what was read of one statement holds for all of its shape, with their own names in it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, cast

from towpath.operations import Opaque, Operation, Type
from towpath.source import pattern
from towpath.sql.lex import LONGEST_NAME
from towpath.syntax.text import NAME_QUOTE

Operations = tuple[Operation, ...]
# What makes operations, or a part of one, out of the names in a statement.
Make = Callable[[Sequence[str]], Any]
# The dialect, what names stand between, the statement without them, and which of these are the same.
Shape = tuple[str, str, str, tuple[int, ...]]

# True: it was read once, and may not come again; False: it has to be read each time.
_KNOWN: dict[Shape, Make | bool] = {}
# While somebody types, each key may make another one.
_MOST = 5_000
# A name that stands for one of a statement's.
_PLACE = pattern(r"__(\d+)__")


def operations(sql: str, quote: str, dialect: str, read: Callable[[str], Operations]) -> Operations:
    """What a statement does, in which each name stands between two NAME_QUOTEs; `read` is given it with `quote`s.

    Names without quotes have an empty one.
    """
    parts = sql.split(NAME_QUOTE)
    names = parts[1::2]
    if not all(map(_is_plain, names)):
        return read(quote.join(parts))
    shape = dialect, quote, NAME_QUOTE.join(parts[::2]), tuple(map(names.index, names))
    known = _KNOWN.get(shape)
    if known is not None and not isinstance(known, bool):
        made: Operations = known(names)
        return made
    found = read(quote.join(parts))
    if known is None:
        if len(_KNOWN) > _MOST:
            _KNOWN.clear()
        _KNOWN[shape] = True
    elif known:
        parts[1::2] = [f"__{number}__" for number in shape[-1]]
        make = _make(read(quote.join(parts)), quote)
        # It holds for the others where it holds for this one.
        _KNOWN[shape] = make if make is not None and _is_told(found) and make(names) == found else False
    return found


def _is_plain(name: str) -> bool:
    """Whether every database takes a name as it stands between quotes."""
    return name.isidentifier() and name.isascii() and name.islower() and len(name) <= LONGEST_NAME


def _is_told(found: Operations) -> bool:
    return not any(isinstance(one, Opaque) for one in found)


def _make(value: Any, quote: str) -> Make | None:
    """What makes a value with names in it; None where it has none, or is a type, which goes by several names."""
    if isinstance(value, str):
        return _of_text(value, quote)
    if isinstance(value, Type):
        return None
    kind: Any = cast("Any", type(value))
    fields: list[Any] = [*value] if _is_tuple(value) else [getattr(value, one) for one in _fields(kind)]
    build: Callable[[list[Any]], Any] = getattr(kind, "_make", tuple) if _is_tuple(value) else partial(_built, kind)
    makes = [(at, found) for at, field in enumerate(fields) if (found := _make(field, quote)) is not None]
    if not makes:
        return None

    def make(names: Sequence[str]) -> Any:
        given = [*fields]
        for at, part in makes:
            given[at] = part(names)
        return build(given)

    return make


def _is_tuple(value: Any) -> bool:
    return isinstance(value, tuple)


def _fields(kind: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(kind, "__match_args__", ())
    return found


def _built(kind: Any, fields: list[Any]) -> Any:
    return kind(*fields)


def _of_text(text: str, quote: str) -> Make | None:
    """A name, or the author's text with names between their quotes."""
    if whole := _PLACE.fullmatch(text):
        return itemgetter(int(whole[1]))
    if not quote:
        return _of_bare(_PLACE.split(text))
    parts = text.split(quote)
    numbers = {at: int(found[1]) for at, part in enumerate(parts) if at % 2 and (found := _PLACE.fullmatch(part))}
    if not numbers:
        return None

    def make(names: Sequence[str]) -> str:
        return quote.join(names[numbers[at]] if at in numbers else part for at, part in enumerate(parts))

    return make


def _of_bare(parts: Sequence[str]) -> Make | None:
    """A text, of which every second part is the number of a name."""
    if len(parts) == 1:
        return None
    numbers = [int(one) for one in parts[1::2]]

    def make(names: Sequence[str]) -> str:
        said = [*parts]
        said[1::2] = [names[number] for number in numbers]
        return "".join(said)

    return make
