"""Where an expression ends: operands and operators in turn, without a tree.

Enough to find the part of a statement that is an expression and to see one that is not finished; what an expression
means is asked elsewhere.
"""

from towpath.sql import readers
from towpath.sql.lex import NAMES, Tokens, kind

Taken = readers.Taken
QUERY_WORDS = frozenset(("SELECT", "VALUES", "WITH", "TABLE"))
_IS = frozenset(("NULL", "TRUE", "FALSE", "UNKNOWN", "DOCUMENT", "NORMALIZED"))
_MATCHERS = frozenset(("LIKE", "ILIKE", "SIMILAR", "IN", "BETWEEN"))
_NOT_OPERATORS = frozenset(("(", ")", "[", "]", ",", ";", ".", ":", ":=", "=>"))


def expression(tokens: Tokens, index: int) -> Taken:
    """An expression as PostgreSQL's a_expr, as its text."""
    end = _binary(tokens, index, restricted=False)
    return (end, tokens.source(index, end)) if end > 0 else readers.NOTHING


def restricted(tokens: Tokens, index: int) -> Taken:
    """An expression as PostgreSQL's b_expr, which DEFAULT takes: without NOT, IN, LIKE, IS NULL, AND and OR."""
    end = _binary(tokens, index, restricted=True)
    return (end, tokens.source(index, end)) if end > 0 else readers.NOTHING


def expressions(tokens: Tokens, index: int) -> int:
    """The index behind a list of expressions with commas; names with `=>` or `:=` may stand before them."""
    while True:
        if tokens.at(index) == "VARIADIC":
            index += 1
        if tokens.at(index + 1) in ("=>", ":="):
            index += 2
        index = _binary(tokens, index, restricted=False)
        if index < 0 or tokens.at(index) != ",":
            return index
        index += 1


def _binary(tokens: Tokens, index: int, restricted: bool) -> int:
    index = _operand(tokens, index, restricted)
    while index > 0 and index < tokens.count:
        following = _continued(tokens, index, restricted)
        if following == index:
            return index
        index = following
    return index


def _operand(tokens: Tokens, index: int, restricted: bool) -> int:
    while tokens.at(index) in tokens.lexis.prefixes or (not restricted and tokens.at(index) == "NOT"):
        index += 1
    if index >= tokens.count:
        return tokens.failed(index, "an expression")
    end = _primary(tokens, index)
    while end > 0:
        following = _postfix(tokens, end)
        if following == end:
            return end
        end = following
    return end


def _primary(tokens: Tokens, index: int) -> int:
    word = tokens.words[index]
    if word == "(":
        return _parenthesised(tokens, index)
    if word == "'":
        return readers.text(tokens, index)[0]
    what = kind(word)
    if what in ("number", "parameter"):
        return index + 1
    if what == "word":
        if word in tokens.lexis.worded:
            return tokens.lexis.spelled[word](tokens, index)
        if word == "ARRAY":
            return _array(tokens, index + 1)
        if word == "COLLATION" and tokens.words[index + 1 : index + 3] == ["FOR", "("]:
            return _parenthesised(tokens, index + 2)
        if word == "EXISTS" and tokens.at(index + 1) == "(":
            return _queried(tokens, index + 1)
        if word in ("CAST", "TREAT") and tokens.at(index + 1) == "(":
            return tokens.lexis.spelled["CAST"](tokens, index + 1)
        if (
            word in tokens.lexis.values
            and tokens.at(index + 1) != "."
            and (word, tokens.at(index + 1)) != ("CURRENT_SCHEMA", "(")
        ):
            if word in tokens.lexis.called and tokens.words[index + 1 : index + 3] == ["(", ")"]:
                return index + 3
            return _timed(tokens, index + 1) if word in _TIMED and tokens.at(index + 1) == "(" else index + 1
        if word in tokens.lexis.reserved and word not in tokens.lexis.values and word not in ("LEFT", "RIGHT"):
            return tokens.failed(index, "an expression")
        typed = _typed_literal(tokens, index)
        if typed > 0:
            return typed
    if what in NAMES:
        return _name_or_call(tokens, index)
    return tokens.failed(index, "an expression")


_TIMED = frozenset(("CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"))


def _timed(tokens: Tokens, index: int) -> int:
    """The precision in parentheses behind CURRENT_TIMESTAMP and its like."""
    return _closed(tokens, readers.number(tokens, index + 1)[0])


def _typed_literal(tokens: Tokens, index: int) -> int:
    """A literal with its type before it: `date '2020-01-01'`, `interval '1' day`."""
    following = tokens.at(index + 1)
    if following != "'" and following not in ("PRECISION", "VARYING", "WITH", "WITHOUT", "(", "CHARACTER", "CHAR", "."):
        return -1
    reach, expected = tokens.reach, tokens.expected
    end, found = readers.data_type(tokens, index)
    literal = readers.text(tokens, end)[0] if end > 0 else -1
    tokens.reach, tokens.expected = reach, expected
    if literal > 0 and found.name == "interval" and tokens.at(literal) in readers._INTERVAL:  # pyright: ignore[reportPrivateUsage]
        return readers._interval_fields(tokens, literal)[0]  # pyright: ignore[reportPrivateUsage]
    return literal


def _name_or_call(tokens: Tokens, index: int) -> int:
    word = tokens.words[index]
    if word in tokens.lexis.type_or_function and tokens.at(index + 1) not in ("(", "."):
        return tokens.failed(index, "an expression")
    index += 1
    while tokens.at(index) == ".":
        if tokens.at(index + 1) == "*":
            return index + 2
        index = readers.label(tokens, index + 1)[0]
        if index < 0:
            return tokens.failed(index, "a name")
    if tokens.at(index) != "(":
        return (
            index
            if word not in tokens.lexis.not_a_type or word not in ("COALESCE", "NULLIF", "GREATEST", "LEAST")
            else -1
        )
    return _call(tokens, index, word)


def call(tokens: Tokens, index: int) -> Taken:
    """A function's call, or what is spelled like one (CAST), with nothing behind it; its value is its text."""
    word, end = tokens.at(index), -1
    if word in ("CAST", "TREAT") and tokens.at(index + 1) == "(":
        end = tokens.lexis.spelled["CAST"](tokens, index + 1)
    elif kind(word) in NAMES and word not in tokens.lexis.reserved:
        at = index + 1
        while tokens.at(at) == "." and (following := readers.label(tokens, at + 1)[0]) > 0:
            at = following
        if tokens.at(at) == "(":
            end = _called(tokens, at, word if at == index + 1 else "")
    return (end, tokens.source(index, end)) if end > 0 else readers.NOTHING


def _called(tokens: Tokens, index: int, name: str) -> int:
    """The index behind the arguments of a call, from its opening parenthesis on."""
    if name in tokens.lexis.loose:
        return readers.group_end(tokens, index)
    if name in tokens.lexis.wordy and (end := tokens.lexis.spelled[name](tokens, index)) > 0:
        return end
    return _arguments(tokens, index + 1)


def _call(tokens: Tokens, index: int, name: str) -> int:
    """What stands behind a function's name, from its opening parenthesis on."""
    end = _called(tokens, index, name)
    if end > 0 and tokens.at(end) == "WITHIN" and tokens.words[end + 1 : end + 3] == ["GROUP", "("]:
        end = _closed(tokens, tokens.lexis.spelled["order by"](tokens, end + 3))
    if end > 0 and tokens.at(end) == "FILTER" and tokens.at(end + 1) == "(":
        end = _closed(tokens, _binary(tokens, end + 3, False)) if tokens.at(end + 2) == "WHERE" else -1
    if end > 0 and tokens.at(end) == "OVER":
        return (
            tokens.lexis.spelled["window"](tokens, end + 1)
            if tokens.at(end + 1) == "("
            else readers.name(tokens, end + 1)[0]
        )
    return end


def _closed(tokens: Tokens, index: int) -> int:
    """The index behind the closing parenthesis that must stand here."""
    if index < 0:
        return -1
    return index + 1 if tokens.at(index) == ")" else tokens.failed(index, ")")


def _arguments(tokens: Tokens, index: int) -> int:
    if tokens.at(index) == ")":
        return index + 1
    if tokens.at(index) == "*" and tokens.at(index + 1) == ")":
        return index + 2
    if tokens.at(index) in ("DISTINCT", "ALL"):
        index += 1
    end = expressions(tokens, index)
    if end > 0 and tokens.at(end) == "ORDER" and tokens.at(end + 1) == "BY":
        end = tokens.lexis.spelled["order by"](tokens, end)
    return _closed(tokens, end)


def _parenthesised(tokens: Tokens, index: int) -> int:
    """A query, or expressions, in parentheses."""
    if tokens.at(index + 1) in QUERY_WORDS:
        return _closed(tokens, tokens.lexis.spelled["query"](tokens, index + 1))
    if (
        tokens.at(index + 1) == "("
        and (end := tokens.lexis.spelled["query"](tokens, index + 1)) > 0
        and tokens.at(end) == ")"
    ):
        return end + 1
    return _closed(tokens, expressions(tokens, index + 1))


def _queried(tokens: Tokens, index: int) -> int:
    """A query in parentheses, and nothing else in them."""
    if tokens.at(index) != "(":
        return tokens.failed(index, "(")
    return _closed(tokens, tokens.lexis.spelled["query"](tokens, index + 1))


def _array(tokens: Tokens, index: int) -> int:
    if tokens.at(index) == "(":
        return _queried(tokens, index)
    return tokens.lexis.spelled["array"](tokens, index)


def subscript(tokens: Tokens, index: int) -> Taken:
    """`[1]` or `[1:2]` behind an array."""
    end = tokens.lexis.spelled["subscript"](tokens, index) if tokens.at(index) == "[" else -1
    return (end, None) if end > 0 else readers.NOTHING


def _postfix(tokens: Tokens, index: int) -> int:
    """What may cling to an operand: a cast, a subscript, a field."""
    word = tokens.at(index)
    if word == "::":
        end = readers.data_type(tokens, index + 1)[0]
        return end if end > 0 else tokens.failed(index + 1, "a type")
    if word == "[":
        return tokens.lexis.spelled["subscript"](tokens, index)
    if word == ".":
        if tokens.at(index + 1) == "*":
            return index + 2
        end = readers.label(tokens, index + 1)[0]
        return end if end > 0 else tokens.failed(index + 1, "a name")
    return index


def _continued(tokens: Tokens, index: int, restricted: bool) -> int:
    """The index behind an operator and its right side; the same index if none stands here."""
    word = tokens.words[index]
    if kind(word) == "symbol":
        if word in _NOT_OPERATORS:
            return index
        return _right(tokens, index + 1, restricted)
    if word == "OPERATOR" and tokens.at(index + 1) == "(":
        end = _closed(tokens, readers.operator(tokens, index + 2)[0])
        return _right(tokens, end, restricted) if end > 0 else -1
    if word == "IS":
        return _is(tokens, index + 1, restricted)
    if restricted:
        return index
    return _worded(tokens, index)


def _right(tokens: Tokens, index: int, restricted: bool) -> int:
    if tokens.at(index) in ("ANY", "ALL", "SOME") and tokens.at(index + 1) == "(":
        return _parenthesised(tokens, index + 1)
    return _operand(tokens, index, restricted)


def _is(tokens: Tokens, index: int, restricted: bool) -> int:
    start = index - 1
    if tokens.at(index) == "NOT":
        index += 1
    word = tokens.at(index)
    if word == "DISTINCT":
        if tokens.at(index + 1) != "FROM":
            return tokens.failed(index + 1, "FROM")
        return _operand(tokens, index + 2, restricted)
    if restricted and word != "DOCUMENT":
        return start
    if word in ("NFC", "NFD", "NFKC", "NFKD") and tokens.at(index + 1) == "NORMALIZED":
        return index + 2
    if word == "JSON":
        end = index + 1 + (tokens.at(index + 1) in ("VALUE", "SCALAR", "ARRAY", "OBJECT"))
        if tokens.at(end) in ("WITH", "WITHOUT") and tokens.at(end + 1) == "UNIQUE":
            end += 2 + (tokens.at(end + 2) == "KEYS")
        return end
    return index + 1 if word in _IS else tokens.failed(index, "NULL")


def _worded(tokens: Tokens, index: int) -> int:
    word = tokens.words[index]
    if word in ("AND", "OR"):
        return _operand(tokens, index + 1, restricted=False)
    if word in ("ISNULL", "NOTNULL"):
        return index + 1
    if word == "COLLATE":
        end = readers.qualified(tokens, index + 1)[0]
        return end if end > 0 else tokens.failed(index + 1, "a collation")
    if word == "AT":
        if tokens.at(index + 1) == "LOCAL":
            return index + 2
        if tokens.words[index + 1 : index + 3] == ["TIME", "ZONE"]:
            return _operand(tokens, index + 3, restricted=False)
        tokens.failed(index + 1, "TIME ZONE")
        return index
    if word == "OVERLAPS":
        return _operand(tokens, index + 1, restricted=False)
    at = index + 1 if word == "NOT" else index
    if tokens.at(at) == "SIMILAR" and tokens.at(at + 1) != "TO":
        tokens.failed(at + 1, "TO")
        return index
    if tokens.at(at) in tokens.lexis.operators:
        return _operand(tokens, at + 1, restricted=False)
    if tokens.at(at) not in _MATCHERS:
        return index if word != "NOT" else tokens.failed(at, "IN")
    return _matched(tokens, at)


def _matched(tokens: Tokens, index: int) -> int:
    word = tokens.words[index]
    if word == "IN":
        if tokens.at(index + 1) != "(":
            return tokens.failed(index + 1, "(")
        return _parenthesised(tokens, index + 1)
    if word == "BETWEEN":
        at = index + 1 + (tokens.at(index + 1) in ("SYMMETRIC", "ASYMMETRIC"))
        end = _binary(tokens, at, restricted=True)
        if end > 0 and tokens.at(end) != "AND":
            return tokens.failed(end, "AND")
        return _operand(tokens, end + 1, restricted=False) if end > 0 else -1
    if word == "SIMILAR":
        index += 1
    end = _right(tokens, index + 1, restricted=False)
    if end > 0 and tokens.at(end) == "ESCAPE":
        return _operand(tokens, end + 1, restricted=False)
    return end
