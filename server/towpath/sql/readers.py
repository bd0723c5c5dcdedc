"""Readers of the small parts of statements: names, types, literals, expressions.

Each takes tokens from an index and gives the index behind what it took (-1 if it took nothing) and a value. Which
words are no names, and what a quoted one stands for, is told by the tokens' lexis.
"""

from typing import Any

from towpath.operations import Name, Type, canonical
from towpath.sql.lex import NAMES, Tokens, kind

Taken = tuple[int, Any]
NOTHING: Taken = (-1, None)


def name(tokens: Tokens, index: int) -> Taken:
    """A column's, table's or other object's name."""
    word = tokens.words[index]
    if word == '"' or (word not in tokens.lexis.not_a_column and kind(word) == "word"):
        return index + 1, tokens.lexis.identifier(tokens.texts[index])
    return NOTHING


def label(tokens: Tokens, index: int) -> Taken:
    """A name that may be any keyword: behind AS or a dot, or of an option."""
    if kind(tokens.words[index]) in NAMES:
        return index + 1, tokens.lexis.identifier(tokens.texts[index])
    return NOTHING


def non_reserved(tokens: Tokens, index: int) -> Taken:
    """A name that may be any keyword but a reserved one."""
    word = tokens.words[index]
    if kind(word) in NAMES and word not in tokens.lexis.reserved:
        return index + 1, tokens.lexis.identifier(tokens.texts[index])
    return NOTHING


def plain(tokens: Tokens, index: int) -> Taken:
    """A name that is no keyword with a meaning of its own anywhere among names."""
    return name(tokens, index) if tokens.at(index) not in tokens.lexis.column_name else NOTHING


def qualified(tokens: Tokens, index: int) -> Taken:
    """A name with up to two names and dots before it, as a Name."""
    end, first = name(tokens, index)
    if end < 0:
        return NOTHING
    if tokens.words[end] != ".":
        return end, Name(first)
    parts = [first]
    while tokens.at(end) == "." and (following := label(tokens, end + 1))[0] > 0:
        end = following[0]
        parts.append(following[1])
    if tokens.at(end) == ".":
        return NOTHING
    return end, Name(parts[-1], parts[-2] if len(parts) > 1 else None)


def names(tokens: Tokens, index: int) -> Taken:
    """Names with commas between them, as a tuple."""
    found: list[str] = []
    while True:
        end, one = name(tokens, index)
        if end < 0:
            return tokens.failed(index, "a name"), None
        found.append(one)
        if tokens.words[end] != ",":
            tokens.failed(end, ",")
            return end, tuple(found)
        index = end + 1


def columns(tokens: Tokens, index: int) -> Taken:
    """Names in parentheses, as a tuple."""
    if tokens.words[index] != "(":
        return NOTHING
    end, found = names(tokens, index + 1)
    if end < 0:
        return NOTHING
    return (end + 1, found) if tokens.words[end] == ")" else (tokens.failed(end, ")"), None)


def column_path(tokens: Tokens, index: int) -> Taken:
    """A dotted name whose last part is a column, as the relation's Name and the column's."""
    end, first = name(tokens, index)
    if end < 0:
        return NOTHING
    parts = [first]
    while tokens.at(end) == ".":
        end, part = label(tokens, end + 1)
        if end < 0:
            return NOTHING
        parts.append(part)
    relation = [Name(parts[-2], parts[-3] if len(parts) > 2 else None)] if len(parts) > 1 else []
    return end, [*relation, Name(parts[-1])]


def function_name(tokens: Tokens, index: int) -> Taken:
    """A function's name, which other keywords are reserved for than a table's."""
    word = tokens.words[index]
    if word not in tokens.lexis.not_a_type and kind(word) == "word" and tokens.at(index + 1) != ".":
        return index + 1, Name(tokens.lexis.identifier(tokens.texts[index]))
    return qualified(tokens, index)


def text(tokens: Tokens, index: int) -> Taken:
    """A string literal: what it stands for. Strings on lines of their own that follow each other are one."""
    if tokens.at(index) != "'":
        return NOTHING
    found, end = tokens.lexis.string(tokens.texts[index]), index + 1
    while tokens.at(end) == "'" and "\n" in tokens.gap(end):
        found += tokens.lexis.string(tokens.texts[end])
        end += 1
    return (end, found) if _closed(tokens.source(index, end)) else NOTHING


def _closed(raw: str) -> bool:
    if raw.startswith("$"):
        tag = raw[: raw.find("$", 1) + 1]
        return len(raw) >= 2 * len(tag) and raw.endswith(tag)
    return raw[-1:] in ("'", '"') and raw.count(raw[-1]) > 1


def number(tokens: Tokens, index: int) -> Taken:
    """A number with or without a sign, as its text."""
    at = index + 1 if tokens.at(index) in ("-", "+") else index
    if tokens.at(at) == "0":
        return at + 1, tokens.source(index, at + 1)
    return NOTHING


def word(tokens: Tokens, index: int) -> Taken:
    """Any one word, in upper case."""
    if kind(tokens.words[index]) == "word":
        return index + 1, tokens.words[index]
    return NOTHING


def operator(tokens: Tokens, index: int) -> Taken:
    """An operator with or without a schema."""
    at = index
    while tokens.at(at + 1) == "." and kind(tokens.at(at)) in NAMES:
        at += 2
    if kind(tokens.at(at)) == "symbol" and tokens.words[at][0] not in "()[],;.":
        return at + 1, tokens.source(index, at + 1)
    return NOTHING


def group_end(tokens: Tokens, index: int) -> int:
    """The index behind the parenthesis that closes the one at `index`; -1 if none does."""
    depth = 0
    for at in range(index, tokens.count):
        depth += {"(": 1, ")": -1}.get(tokens.words[at], 0)
        if not depth:
            return at + 1
    return tokens.failed(tokens.count, ")")


def balanced(tokens: Tokens, index: int) -> Taken:
    """Whatever stands in parentheses, with them."""
    if tokens.at(index) != "(":
        return NOTHING
    end = group_end(tokens, index)
    return (end, tokens.source(index, end)) if end > 0 else NOTHING


_PHRASES = {
    "DOUBLE": ("PRECISION",),
    "NATIONAL": ("CHARACTER", "CHAR"),
}
_INTERVAL = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"}
# What a type goes on with behind its name.
_GOES_ON = frozenset(("(", "[", "%", "ARRAY", "WITH", "WITHOUT", *_INTERVAL))


def data_type(tokens: Tokens, index: int) -> Taken:
    """A column's type, as a Type."""
    end, name_of = _type_name(tokens, index)
    if end < 0:
        return NOTHING
    if tokens.words[end] not in _GOES_ON:
        return end, Type(canonical(name_of))
    arguments: list[str] = []
    if tokens.at(end) == "(":
        end, arguments = type_arguments(tokens, end)
        if end < 0:
            return NOTHING
    end, name_of = _type_tail(tokens, end, name_of)
    if name_of == "interval":
        end, fields, precision = _interval_fields(tokens, end)
        arguments = [*fields, *precision, *arguments]
    if name_of == "float" and arguments:
        # The number of binary digits only chooses between the two.
        name_of, arguments = "real" if arguments[0].isdigit() and int(arguments[0]) < 25 else "double precision", []
    end, dimensions = _brackets(tokens, end)
    return (end, Type(canonical(name_of), tuple(arguments), dimensions)) if end > 0 else NOTHING


def _type_name(tokens: Tokens, index: int) -> tuple[int, str]:
    first = tokens.at(index)
    if first == "SETOF" and tokens.at(index + 1) != "SETOF":
        return _type_name(tokens, index + 1)
    if first in _PHRASES:
        if tokens.at(index + 1) not in _PHRASES[first]:
            return tokens.failed(index + 1, _PHRASES[first][0]), ""
        words = [first, tokens.at(index + 1)]
        return _varying(tokens, index + 2, words)
    if first in ("CHARACTER", "CHAR", "NCHAR", "BIT"):
        return _varying(tokens, index + 1, [first])
    if first not in tokens.lexis.reserved and kind(first) == "word" and tokens.at(index + 1) != ".":
        raw = tokens.texts[index]
        return index + 1, raw if "${" in raw else raw.lower()
    end, found = qualified(tokens, index)
    if end < 0 and first in tokens.lexis.type_or_function and tokens.at(index + 1) == ".":
        end, found = label(tokens, index + 2)
    return end, str(found) if found else ""


def _varying(tokens: Tokens, index: int, words: list[str]) -> tuple[int, str]:
    if tokens.words[index] == "VARYING":
        return index + 1, " ".join([*words, "VARYING"]).lower()
    return index, " ".join(words).lower()


def type_arguments(tokens: Tokens, index: int) -> tuple[int, list[str]]:
    """The numbers and words in a type's parentheses."""
    found: list[str] = []
    while True:
        end = _type_argument(tokens, index + 1)
        if end < 0:
            return -1, []
        found.append(tokens.source(index + 1, end))
        if tokens.at(end) == ")":
            return end + 1, found
        if tokens.at(end) != ",":
            return tokens.failed(end, ")"), []
        index = end


def _type_argument(tokens: Tokens, index: int) -> int:
    """The index behind a number, a string or a name; PostgreSQL would take any expression, and no type has one."""
    end = number(tokens, index)[0]
    if end < 0:
        end = text(tokens, index)[0]
    if end < 0:
        end = qualified(tokens, index)[0]
    return end if end > 0 else tokens.failed(index, "a number")


def _type_tail(tokens: Tokens, index: int, name_of: str) -> tuple[int, str]:
    """What may follow a type's arguments: WITH TIME ZONE, %TYPE."""
    zoned = tokens.at(index) in ("WITH", "WITHOUT") and tokens.words[index + 1 : index + 3] == ["TIME", "ZONE"]
    if zoned and name_of in ("timestamp", "time"):
        return index + 3, f"{name_of} {tokens.words[index].lower()} time zone"
    if tokens.at(index) == "%" and tokens.at(index + 1) == "TYPE" and "." in name_of:
        return index + 2, f"{name_of}%type"
    return index, name_of


def _interval_fields(tokens: Tokens, index: int) -> tuple[int, list[str], list[str]]:
    """The fields of an interval (DAY TO SECOND) and the precision of its seconds."""
    if tokens.at(index) not in _INTERVAL:
        return index, [], []
    end = index + 1
    if tokens.at(end) == "TO" and tokens.at(end + 1) in _INTERVAL:
        end += 2
    fields = " ".join(tokens.words[index:end]).lower()
    if tokens.at(end) == "(" and tokens.words[end - 1] == "SECOND":
        closed, precision = type_arguments(tokens, end)
        return closed, [fields], precision
    return end, [fields], []


def _brackets(tokens: Tokens, index: int) -> tuple[int, int]:
    """Array brackets, or the word ARRAY: how many dimensions they say."""
    if index < 0:
        return -1, 0
    if tokens.at(index) == "ARRAY":
        if tokens.at(index + 1) == "[":
            end = _bracket(tokens, index + 1)
            return end, 1
        return index + 1, 1
    dimensions = 0
    while index > 0 and tokens.at(index) == "[":
        index, dimensions = _bracket(tokens, index), dimensions + 1
    return index, dimensions


def _bracket(tokens: Tokens, index: int) -> int:
    """The index behind `[]` or `[3]`."""
    at = index + 1
    if tokens.at(at) == "0":
        at += 1
    return at + 1 if tokens.at(at) == "]" else tokens.failed(at, "]")
