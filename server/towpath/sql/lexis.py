"""What differs between the databases' dialects below the forms: tokens, names, and the words of expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from towpath.sql.lex import Tokens

# A token as it was found: what lies before it, the token, the letters before its quote, the mark that it begins with.
Row = tuple[str, str, str, str]
Words = frozenset[str]


class Lexis(NamedTuple):
    """One dialect's.

    `rows` cuts a text into tokens, the last one empty. `words` says what stands in `Tokens.words` for a token with a
    mark. The sets of words say which keywords are no names of what: `not_a_column` of columns and tables, `not_a_type`
    of types and functions. `prefixes` and `operators` are the words and signs before and between operands.

    `spelled` are the parts of expressions that forms spell, which are made of expressions: the forms put them here, by
    name; those that a word of `worded` begins, those in the parentheses of a call in `wordy`, and others. Of calls in
    `loose` only the parentheses are counted. The `values` in `called` may stand before a pair of empty ones.
    """

    rows: Callable[[str], list[Row]]
    words: Mapping[str, str]
    identifier: Callable[[str], str]
    string: Callable[[str], str]
    reserved: Words
    not_a_column: Words
    not_a_type: Words
    column_name: Words
    type_or_function: Words
    values: Words
    no_bare_label: Words
    prefixes: Words
    operators: Words
    worded: Words
    wordy: Words
    loose: Words
    spelled: dict[str, Callable[[Tokens, int], int]]
    called: Words = frozenset()


def words(*texts: str | Iterable[str]) -> Words:
    """The words of some texts, and those of some sets, as one set."""
    return frozenset(word for text in texts for word in (text.split() if isinstance(text, str) else text))
