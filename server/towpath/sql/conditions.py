"""What a condition of PostgreSQL says of columns: its parts, which columns it names, which it proves to be set."""

from collections.abc import Collection

from towpath.source import pattern
from towpath.sql.lex import NAMES, Tokens, identifier, kind

# A half-open range of tokens.
Range = tuple[int, int]

_WORD = pattern(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[^\W\d][\w$]*""")
_DEEPER, _HIGHER = frozenset(("(", "[", "CASE")), frozenset((")", "]", "END"))


def mentions(expression: str, name: str) -> bool:
    """Whether an expression names a column."""
    return name in columns_of(expression)


def columns_of(expression: str) -> frozenset[str]:
    """Every name in an expression that may be a column's: not what it calls, and not what stands in its strings."""
    found = ((match.group(), expression[match.end() : match.end() + 1]) for match in _WORD.finditer(expression))
    return frozenset(identifier(word) for word, following in found if word[0] != "'" and following != "(")


def conjuncts(condition: str) -> tuple[tuple[str, ...], ...]:
    """The parts of a condition that all must hold, each as its tokens in upper case and quoted ones as they stand."""
    return _parts(condition, "AND")


def conjuncts_said(condition: str) -> tuple[str, ...]:
    """The parts of a condition that all must hold, as they are written."""
    tokens = Tokens(condition)
    return tuple(tokens.source(*part) for part in _split(tokens, _bare(tokens, (0, tokens.count)), "AND"))


def disjuncts(condition: str) -> tuple[tuple[str, ...], ...]:
    """The parts of a condition of which one must hold."""
    return _parts(condition, "OR")


def holds_of_all(condition: str, unset: Collection[str]) -> bool:
    """Whether a condition holds for every row of a table in which these columns are not set in any."""
    return all(_is_true(part, unset) for part in conjuncts(condition))


def _is_true(tokens: tuple[str, ...], unset: Collection[str]) -> bool:
    if tokens == ("TRUE",):
        return True
    return tokens[-2:] == ("IS", "NULL") and len(tokens) in (3, 5) and identifier(tokens[-3]) in unset


def proves_not_null(condition: str, column: str) -> bool:
    """Whether a valid CHECK of this condition shows the server that no row has NULL in the column.

    It must say so itself: `age > 0` holds for a NULL, as every CHECK does that comes to NULL.
    """
    if condition.strip("() ").lower() == f"{column} is not null":
        return True
    if not mentions(condition, column):
        return False
    tokens = Tokens(condition)
    return _proves(tokens, (0, tokens.count), column)


def _proves(tokens: Tokens, within: Range, column: str) -> bool:
    first, end = within = _bare(tokens, within)
    alternatives = _split(tokens, within, "OR")
    if len(alternatives) > 1:
        return all(_proves(tokens, part, column) for part in alternatives)
    parts = _split(tokens, within, "AND")
    if len(parts) > 1:
        return any(_proves(tokens, part, column) for part in parts)
    if tokens.at(first) == "NOT":
        return _says(tokens, _bare(tokens, (first + 1, end)), column, ("IS NULL", "ISNULL"))
    return _says(tokens, within, column, ("IS NOT NULL", "NOTNULL", "IS DISTINCT FROM NULL"))


def _says(tokens: Tokens, within: Range, column: str, tests: tuple[str, ...]) -> bool:
    """Whether a range of tokens is the column and one of the tests."""
    first, end = within
    for test in tests:
        at = end - len(test.split())
        if at > first and " ".join(tokens.words[at:end]) == test:
            left, right = _bare(tokens, (first, at))
            qualified = right - left == 3 and tokens.words[left + 1] == "."
            return (right - left == 1 or qualified) and _names(tokens, right - 1, column)
    return False


def _names(tokens: Tokens, at: int, name: str) -> bool:
    return kind(tokens.words[at]) in NAMES and identifier(tokens.texts[at]) == name


def _parts(condition: str, word: str) -> tuple[tuple[str, ...], ...]:
    tokens = Tokens(condition)
    ranges = _flat(tokens, (0, tokens.count), word)
    return tuple(tuple(_text(tokens, at) for at in range(*_bare(tokens, part))) for part in ranges)


def _flat(tokens: Tokens, within: Range, word: str) -> list[Range]:
    """The parts between a word, those in parentheses that only repeat it taken apart too."""
    parts = _split(tokens, _bare(tokens, within), word)
    if len(parts) == 1:
        return parts
    return [inner for part in parts for inner in _flat(tokens, part, word)]


def _text(tokens: Tokens, at: int) -> str:
    return tokens.words[at] if kind(tokens.words[at]) == "word" else tokens.texts[at]


def _bare(tokens: Tokens, within: Range) -> Range:
    """A range without the parentheses that are around all of it."""
    first, end = within
    while end - first > 2 and tokens.words[first] == "(" and _closing(tokens, first, end) == end - 1:
        first, end = first + 1, end - 1
    return first, end


def _closing(tokens: Tokens, first: int, end: int) -> int:
    depth = 0
    for at in range(first, end):
        depth += (tokens.words[at] in _DEEPER) - (tokens.words[at] in _HIGHER)
        if not depth:
            return at
    return -1


def _split(tokens: Tokens, within: Range, word: str) -> list[Range]:
    """The ranges between a word that stands outside of parentheses; the AND of BETWEEN separates nothing."""
    first, end = within
    parts: list[Range] = []
    depth = between = 0
    for at in range(first, end):
        found = tokens.words[at]
        depth += (found in _DEEPER) - (found in _HIGHER)
        if depth:
            continue
        if found == "BETWEEN":
            between += 1
        elif found == "AND" and between:
            between -= 1
        elif found == word:
            parts.append((first, at))
            first = at + 1
    return [*parts, (first, end)]


__all__ = ["conjuncts", "disjuncts", "mentions", "proves_not_null"]
