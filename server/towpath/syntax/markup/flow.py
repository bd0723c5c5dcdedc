"""YAML's scalars, and what stands in brackets and braces, which is all that JSON is."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from towpath.source import Span, pattern
from towpath.syntax.markup.data import Broken, Data, Items, Pair, Pairs, Scalar, elsewhere, merged, size
from towpath.syntax.text import Stretch, Text, joined

_BLANK = pattern(r"(?:[ \t\r\n\ufeff]+|(?:(?<=[\s,\[\]{}:])|^)#[^\r\n]*)*", re.M)
_DOUBLE = pattern(r'"(?:[^"\\]|\\.)*"', re.S)
_SINGLE = pattern(r"'(?:[^']|'')*'")
_PLAIN = pattern(r"(?:[^\s,\[\]{}:#]|:(?![\s,\[\]{}]|$)|(?<!\s)#|[ \t]+(?=[^\s#,\[\]{}:]))+", re.M)
_PART = pattern(
    r"\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<line>\r?\n[ \t]*)|(?P<one>.))"
    r"|(?P<fold>[ \t]*(?:\r?\n[ \t]*)+)",
    re.S,
)
_IN_SINGLE = pattern(r"''|(?P<fold>[ \t]*(?:\r?\n[ \t]*)+)")
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_INTEGER = pattern(r"[-+]?(?:0|[1-9][0-9_]*)")
_OTHER = pattern(r"(?P<sign>[-+]?)(?:0x(?P<hex>[0-9a-fA-F_]+)|0b(?P<two>[01_]+)|0o?(?P<eight>[0-7_]+))")
_FLOAT = pattern(r"[-+]?(?:[0-9][0-9_]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?[eE][-+]?[0-9]+")
_TRUE = frozenset(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"))
_FALSE = frozenset(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"))
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
# What a document gives names, to be said again elsewhere in it.
Anchors = dict[str, Data]
_DEEPEST = 200
# So many scalars an alias may say again; those that name each other could stand for any number.
_MOST = 2000


class Read(NamedTuple):
    """What was read, and where it ends."""

    data: Data
    end: int


def blank(text: str, at: int) -> int:
    """Where white space and comments end that begin here."""
    found = _BLANK.match(text, at)
    return found.end() if found else at


def scalar(text: str, start: int, end: int, quote: str = "") -> Scalar:
    """A plain scalar on one line, as YAML 1.1 takes it: `yes` is true, `010` is 8, and nothing is null."""
    said, span = text[start:end], Span(start, end)
    if said in _NULL:
        return Scalar(None, span)
    value = _taken(said)
    if value != said:
        return Scalar(Text(value, (), False, quote, text), span)
    return Scalar(Text(said, (Stretch(0, len(said), start),), False, quote, text), span)


def _taken(said: str) -> str:
    """The text that is made of what a plain scalar is taken for."""
    if said in _TRUE or said in _FALSE:
        return "true" if said in _TRUE else "false"
    if not said[0].isdigit() and said[0] not in "-+.":
        return said
    if _INTEGER.fullmatch(said):
        return str(int(said.replace("_", "")))
    if (found := _OTHER.fullmatch(said)) is not None:
        base = 16 if found["hex"] else 2 if found["two"] else 8
        digits = (found["hex"] or found["two"] or found["eight"]).replace("_", "")
        return str(int(f"{found['sign']}{digits}", base)) if digits else said
    return _java(float(said.replace("_", ""))) if _FLOAT.fullmatch(said) else said


def _java(number: float) -> str:
    """A number as Java writes it."""
    if number in (float("inf"), float("-inf")):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0 or 1e-3 <= abs(number) < 1e7:
        return repr(number) if "e" not in repr(number) else f"{number:.10f}".rstrip("0")
    mantissa, _, exponent = f"{number:.17e}".partition("e")
    shortest = next(f"{number:.{digits}e}" for digits in range(18) if float(f"{number:.{digits}e}") == number)
    mantissa = shortest.partition("e")[0]
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}E{int(exponent)}"


def quoted(text: str, at: int) -> Read | None:
    """A quoted scalar that begins here; None where none does."""
    if text.startswith('"', at):
        found, parts = _DOUBLE.match(text, at), _PART
    elif text.startswith("'", at):
        found, parts = _SINGLE.match(text, at), _IN_SINGLE
    else:
        return None
    if found is None:
        end = _line_end(text, at)
        return Read(Broken(f"the quote is not closed: {text[at:end][:40]}", Span(at, end)), end)
    value = _unescaped(text, at + 1, found.end() - 1, parts)
    return Read(Scalar(Text(value, value.stretches, False, text[at], text), Span(at, found.end())), found.end())


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _unescaped(text: str, start: int, end: int, parts: "re.Pattern[str]") -> Text:
    return joined(_pieces(text, start, end, parts))


def _pieces(text: str, start: int, end: int, parts: "re.Pattern[str]") -> Iterator[Text]:
    at = start
    for match in parts.finditer(text, start, end):
        if at < match.start():
            yield Text(text[at : match.start()], (Stretch(0, match.start() - at, at),), False, "", text)
        yield Text(_said(match), (), False, "", text)
        at = match.end()
    if at < end:
        yield Text(text[at:end], (Stretch(0, end - at, at),), False, "", text)


def _said(match: "re.Match[str]") -> str:
    """What an escape says, or line ends do in a quoted text."""
    if match["fold"] is not None:
        lines = match["fold"].count("\n")
        return "\n" * (lines - 1) if lines > 1 else " "
    if match[0] == "''":
        return "'"
    found = match.groupdict()
    for name in ("x", "u", "U"):
        if found[name]:
            code = int(found[name], 16)
            return chr(code) if code <= 0x10FFFF else match[0]
    return "" if found["line"] else _ESCAPES.get(found["one"], match[0])


def flow(text: str, at: int, anchors: Anchors, depth: int = 0) -> Read:
    """What begins here, in brackets or not; ends before a comma or a closing bracket.

    `anchors` are those of the document so far; what is named here comes to them.
    """
    at = blank(text, at)
    if depth > _DEEPEST:
        return Read(Broken("nested too deeply", Span(at, len(text))), len(text))
    if text.startswith("{", at):
        return _many(text, at, "}", _pair, anchors, depth)
    if text.startswith("[", at):
        return _many(text, at, "]", flow, anchors, depth)
    if (found := quoted(text, at)) is not None:
        return found
    if text[at : at + 1] in ("&", "*", "!"):
        end = _word_end(text, at)
        word = text[at:end]
        if word[0] == "*":
            return Read(aliased(word, Span(at, end), anchors), end)
        problem = tagged(word) if word[0] == "!" else None
        found = flow(text, end, anchors, depth + 1)
        if word[0] == "&":
            anchors[word[1:]] = found.data
        return Read(Broken(problem, Span(at, end)), end) if problem else found
    match = _PLAIN.match(text, at)
    end = match.end() if match else at
    return Read(scalar(text, at, end), end)


def aliased(alias: str, span: Span, anchors: Anchors) -> Data:
    """What an alias, with its star, says again."""
    found = anchors.get(alias[1:])
    if found is None:
        return Broken(f"{alias} names no anchor that stands before it", span)
    return elsewhere(found, span) if size(found) <= _MOST else Broken(f"{alias} stands for too much", span)


def tagged(tag: str) -> str | None:
    """What is wrong with a tag: those of YAML itself say only what is read anyway, and no others are known."""
    return (
        None if tag == "!" or tag.startswith("!!") else f"{tag} is a tag of YAML's: a text that begins so needs quotes"
    )


def _word_end(text: str, at: int) -> int:
    found = _WORD.match(text, at)
    return found.end() if found else at + 1


_WORD = pattern(r"[^\s,\[\]{}]+")


def _many(
    text: str, start: int, closing: str, one: Callable[[str, int, Anchors, int], Read], anchors: Anchors, depth: int
) -> Read:
    """What stands between brackets, with commas between; what is wrong in it goes up to the next comma or bracket."""
    found: list[Data] = []
    at = blank(text, start + 1)
    while at < len(text) and text[at] != closing:
        if text[at] in "]}":
            break
        read = one(text, at, anchors, depth + 1)
        end = blank(text, read.end)
        if closing == "]" and text.startswith(":", end):
            read = _pair(text, at, anchors, depth + 1)
            end = blank(text, read.end)
        if text[end : end + 1] not in (",", "]", "}"):
            stop = _STOP.search(text, end)
            end = stop.start() if stop else len(text)
            read = Read(Broken(f"a comma or {closing} was expected: {text[at:end].strip()[:40]}", Span(at, end)), end)
        found.append(read.data)
        at = blank(text, end + 1) if text.startswith(",", end) else end
    if not text.startswith(closing, at):
        return Read(Broken(f"{closing} was expected for {text[start]}", Span(start, at)), at)
    span = Span(start, at + 1)
    if closing == "]":
        return Read(Items(tuple(found), span), at + 1)
    wrong = next((item for item in found if isinstance(item, Broken)), None)
    pairs = tuple(pair for item in found if isinstance(item, Pairs) for pair in item.pairs)
    return Read(wrong or Pairs(merged(pairs), span), at + 1)


_STOP = pattern(r"[,\]}]")


def _pair(text: str, at: int, anchors: Anchors, depth: int) -> Read:
    """A key with its value, as a mapping of it alone."""
    key = flow(text, at, anchors, depth)
    colon = blank(text, key.end)
    if not isinstance(key.data, Scalar) or not text.startswith(":", colon):
        return Read(
            Broken(f"a colon was expected behind {text[at : key.end].strip()[:40]}", Span(at, key.end)), key.end
        )
    value = flow(text, colon + 1, anchors, depth)
    return Read(Pairs((Pair(key.data, value.data),), Span(at, value.end)), value.end)
