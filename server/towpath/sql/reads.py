"""Which relations a query reads, by its tokens: what stands in FROM, JOIN and USING, at any depth.

And how many columns it has.
"""

from towpath.operations import Name
from towpath.sql import readers
from towpath.sql.lex import NAMES, Tokens, kind
from towpath.sql.lexis import Lexis

# Calls in whose parentheses FROM separates arguments.
_WORDY = frozenset(("EXTRACT", "OVERLAY", "SUBSTRING", "TRIM"))
_ENDS_FROM = frozenset(
    """
    WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH FOR WINDOW UNION INTERSECT EXCEPT RETURNING SELECT SET VALUES WHEN
    """.split()
)
_ENDS_TARGETS = (_ENDS_FROM | {"FROM", "INTO"}) - {"SELECT", "SET", "WHEN"}


def reads(query: str, lexis: Lexis | None = None) -> tuple[Name, ...]:
    """The tables and views that a query names, in order; not its own WITH tables, not functions."""
    tokens = Tokens(query, lexis=lexis)
    own = _with_tables(tokens)
    found: dict[Name, None] = {}
    in_from, wordy = [False], [False]
    for at in range(tokens.count):
        word = tokens.words[at]
        if word == "(":
            # Parentheses that begin where a relation may stand hold relations too, as in FROM (a JOIN b ON …).
            in_from.append(_awaited(tokens, at, in_from[-1]))
            wordy.append(tokens.at(at - 1) in _WORDY if at else False)
        elif word == ")" and len(in_from) > 1:
            in_from.pop()
            wordy.pop()
        elif word == "FROM":
            in_from[-1] = not wordy[-1] and (not at or tokens.words[at - 1] not in ("DISTINCT", "DELETE"))
        elif word == "USING":
            in_from[-1] = in_from[-1] or tokens.at(at + 1) != "("
        elif word in _ENDS_FROM:
            in_from[-1] = False
        if _awaited(tokens, at + 1, in_from[-1]) and (name := _relation(tokens, at + 1)) and name not in own:
            found[name] = None
    return tuple(found)


def uses(query: str, table: Name, column: str) -> bool:
    """Whether a query certainly uses a column of a table that it names; False where another one may be meant."""
    # Most queries do not even hold the name; in one with a quote in it the quote is doubled.
    if "*" not in query and '"' not in column and column not in query and column not in query.lower():
        return False
    tokens = Tokens(query)
    called = _called(tokens, table)
    alone = reads(query) == (table,)
    for at in range(tokens.count):
        before, after = tokens.at(at - 1) if at else "", tokens.at(at + 1)
        if before == ".":
            own = at > 1 and _word(tokens, at - 2) in called
        else:
            own = alone and after not in ("(", ".") and before != "AS"
        star = tokens.words[at] == "*" and after in (",", "", *_ENDS_TARGETS)
        if own and (star or _word(tokens, at) == column):
            return True
    return False


def _word(tokens: Tokens, at: int) -> str | None:
    """The name at an index."""
    return tokens.lexis.identifier(tokens.texts[at]) if kind(tokens.words[at]) in NAMES else None


def _called(tokens: Tokens, table: Name) -> set[str]:
    """What a table is called in a query: its own name, and those that FROM gives to it."""
    found = {table.name}
    for at in range(tokens.count):
        end, name = readers.qualified(tokens, at)
        if end > 0 and name == table:
            end += tokens.at(end) == "AS"
            if end < tokens.count and tokens.words[end] not in _ENDS_FROM and (alias := _word(tokens, end)):
                found.add(alias)
    return found


def width(query: str, lexis: Lexis | None = None) -> int | None:
    """How many columns a query has; None where a star in it leaves that to the tables."""
    tokens, depth, found = Tokens(query, lexis=lexis), 0, 0
    for at in range(tokens.count):
        word = tokens.words[at]
        depth += (word in ("(", "[")) - (word in (")", "]"))
        if depth or not (found or word == "SELECT"):
            continue
        if found and word in _ENDS_TARGETS:
            return found
        if word == "*" and tokens.at(at + 1) in (",", "", *_ENDS_TARGETS):
            return None
        found += word in ("SELECT", ",")
    return found or None


def _awaited(tokens: Tokens, at: int, in_from: bool) -> bool:
    """Whether a relation may stand at an index."""
    before = tokens.at(at - 1) if at else ""
    if before in ("ONLY", "LATERAL"):
        return _awaited(tokens, at - 1, in_from)
    if before in ("JOIN", "TABLE"):
        return True
    if before == "USING":
        return tokens.at(at) != "("
    return in_from and before in ("FROM", ",", "(")


def _relation(tokens: Tokens, at: int) -> Name | None:
    """The relation that is named at an index; None for a function, and for a list of columns."""
    end, name = readers.qualified(tokens, at)
    return name if end > 0 and tokens.at(end) != "(" else None


def _with_tables(tokens: Tokens) -> frozenset[Name]:
    """What WITH names in the query itself: `name [(columns)] AS [[NOT] MATERIALIZED] (`."""
    found: set[Name] = set()
    for at in range(1, tokens.count):
        following = at + 1 + (tokens.at(at + 1) == "NOT")
        following += tokens.at(following) == "MATERIALIZED"
        if tokens.words[at] != "AS" or tokens.at(following) != "(":
            continue
        name = _opening(tokens, at - 1) - 1 if tokens.words[at - 1] == ")" else at - 1
        if name >= 0 and kind(tokens.words[name]) in NAMES:
            found.add(Name(tokens.lexis.identifier(tokens.texts[name])))
    return frozenset(found)


def _opening(tokens: Tokens, at: int) -> int:
    """Where the parenthesis that closes at an index was opened."""
    depth = 0
    while at >= 0:
        depth += (tokens.words[at] == ")") - (tokens.words[at] == "(")
        if not depth:
            return at
        at -= 1
    return at
