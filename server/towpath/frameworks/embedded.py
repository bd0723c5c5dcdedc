"""SQL in the texts of a program: read like a file of SQL, with the place of every part in the program."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from towpath.operations import ControlTransaction, Guard, Opaque, Operation, Origin, Places, replace
from towpath.source import Span, pattern
from towpath.sql import Piece, read_piece, split
from towpath.syntax.text import Text

# Quoted texts and comments, in which nothing is a parameter; `:name`, `%(name)s`, `%s` and `\:` as drivers take them.
_PARTS = pattern(
    r"""
    '(?:[^']|'')*' | "[^"]*" | --[^\n]* | /\*.*?\*/ | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$
    | (?P<in>(?i:\bin\s+):\w{3,}) | (?P<bind>(?<![:\w\\]):[A-Za-z_]\w*(?!:) | %\(\w+\)s | %s)
    | (?P<colon>\\:) | (?P<percent>%%)
""",
    re.S | re.X,
)
_PARAMETER = pattern(r"\$\d+")
_UNKNOWN = pattern(r"\s*\$\{\w*\}[\s;]*")


class Inner(NamedTuple):
    """What one statement does. Spans are those of the program's text; None where it does not stand there as it is.

    `together`: its text holds others, and is sent as a whole.
    """

    operations: tuple[Operation, ...]
    span: Span | None
    places: Callable[[], tuple[Places, ...]]
    guard: Guard | None = None
    origin: Origin = "literal"
    together: bool = False


def statements(text: str, source: str = "", dialect: str = "") -> list[Inner]:
    """The statements of an SQL text in a database's dialect; `source` is the expression that it comes from."""
    if _UNKNOWN.fullmatch(text):
        return [_put_together(text, source)]
    plain, binds = _readable(text)
    pieces = split(plain, dialect)
    found = [inner for piece in pieces for inner in _read(text, plain, piece, binds, source, dialect)]
    if len(pieces) == 1 or dialect not in ("", "postgresql") or any(map(_controls, found)):
        return found
    return [inner._replace(together=True) for inner in found]


def _controls(inner: Inner) -> bool:
    return any(isinstance(operation, ControlTransaction) for operation in inner.operations)


def _put_together(text: str, source: str) -> Inner:
    reason = f"the SQL is put together at run time: {' '.join(source.split()) or text.strip()}"
    return Inner((Opaque(reason, text),), None, _nowhere)


def _nowhere() -> tuple[Places, ...]:
    return ({},)


def _read(text: str, plain: str, piece: Piece, binds: Mapping[str, str], source: str, dialect: str) -> Iterator[Inner]:
    for step in read_piece(plain, piece, dialect):
        if getattr(text, "holes", False) and any(isinstance(operation, Opaque) for operation in step.operations):
            yield _put_together(step.block, source)
            continue
        operations = step.operations if not binds else tuple(_restored(one, binds) for one in step.operations)
        span = _where(text, step.span.shifted(piece.start))

        def places(step: Any = step) -> tuple[Places, ...]:
            return tuple(_places(text, found, piece.start) for found in step.places)

        yield Inner(operations, span, places, step.guard, step.origin)


def _places(text: str, found: Places, by: int) -> Places:
    """The parts that stand in the program as they are."""
    placed = ((part, _where(text, span.shifted(by))) for part, span in found.items())
    return {part: span for part, span in placed if span is not None}


def _where(text: str, span: Span) -> Span | None:
    return text.where(span) if isinstance(text, Text) else None


def _readable(text: str) -> tuple[str, dict[str, str]]:
    """The text with a parameter of PostgreSQL's in the place of each one of a driver's, and which one stands for which.

    No place moves.
    """
    binds: dict[str, str] = {}
    if ":" not in text and "%" not in text:
        return text, binds

    def said(match: re.Match[str]) -> str:
        if match["colon"]:
            return " :"
        if match["percent"]:
            return "% "
        if match["in"]:
            # A list in the place of one parameter: the driver puts the brackets.
            name = match[0][match[0].index(":") :]
            return f"{match[0][: -len(name)]}({bound(name, len(name) - 2)})"
        return bound(match[0], len(match[0])) if match["bind"] else match[0]

    def bound(name: str, length: int) -> str:
        room = 10 ** (length - 2)
        found = f"${room + len(binds) % (9 * room)}"
        binds[found] = name
        return found

    return _PARTS.sub(said, text), binds


def _restored(found: Any, binds: Mapping[str, str]) -> Any:
    """A value that says parameters as the author does."""
    if isinstance(found, str):
        return _PARAMETER.sub(lambda match: binds.get(match[0], match[0]), found)
    given = found
    if isinstance(found, tuple):
        items = [_restored(item, binds) for item in given]
        return type(given)(*items) if hasattr(given, "_fields") else tuple(items)
    names: tuple[str, ...] = getattr(found, "__match_args__", ())
    if not names:
        return found
    return replace(found, **{name: _restored(getattr(found, name), binds) for name in names})
