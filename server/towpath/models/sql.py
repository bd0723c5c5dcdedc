"""SQL that an application sends: its files of statements, and the texts in its code that are one.

Only what names the table and, where one is asked for, certainly a column of it counts: a bare word may mean anything.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from towpath import sql
from towpath.models.files import Files
from towpath.models.use import SQL, Use, Wanted
from towpath.operations import Name
from towpath.project import Found, Tree
from towpath.source import Span, pattern
from towpath.sql import readers
from towpath.sql.dialects import dialect
from towpath.sql.lex import NAMES, Tokens, kind
from towpath.sql.reads import reads

# How a statement begins, and what it cannot do without; prose has one of them at most.
_BEGINS = pattern(
    r"\s*(?:\(\s*)?(?:(?:SELECT|WITH)\b.*\bFROM\b|INSERT\s+INTO\b|UPDATE\b.*\bSET\b|DELETE\s+FROM\b|MERGE\s+INTO\b"
    r"|CREATE\s+(?:OR\s+REPLACE\s+)?(?:MATERIALIZED\s+)?(?:VIEW|FUNCTION|PROCEDURE|TRIGGER)\b)",
    re.I | re.S,
)
# Where the tests begin that stand in the same file as the code.
_TESTS = "\n#[cfg(test)]\n"
# The texts in code whose grammar is not at hand.
_TEXTS = pattern(
    r'"""(?P<block>.*?)"""|`(?P<back>(?:[^`\\]|\\.)*)`|"(?P<double>(?:[^"\\\n]|\\.)*)"|\'(?P<single>(?:[^\'\\\n]|\\.)*)\'',
    re.S,
)
# Between two pieces of one text: what is computed, or a quote that ends and one that begins.
_BETWEEN = pattern(r"#?\{[^\n]*\}|['\"]\s*(?:\\\n\s*)?[rbfu]*['\"]", re.I)
_HOLES = pattern(r"#\{[^{}]*\}|\$\{[^{}]*\}|\{[^{}\s]*\}|%\(\w+\)s|%s|<%.*?%>")
# What stands before the name of a table, which is looked for where one of the words does.
_WORDS = ("from", "join", "into", "update", "using")
_BEFORE = pattern(r"(?:from|join|into|update|using)\s[\s(]*(?:only\s[\s(]*)?(?:[\w\\\"`\[\]]+\.)?[\\\"`\[]*\Z")
# What stands between it and the name of its column.
_OWNS = pattern(r"[\\\"`\]]*\.[\\\"`\[]*")
_LISTED = pattern(r",\s*[\\\"`\[]*\Z")
# How the table's name and the column's are written in a condition, which is no statement.
_BEHIND = r"\s*(?:=|<|>|!=|\bIS\b|\bIN\b|\bNOT\b|\bI?LIKE\b|\bASC\b|\bDESC\b|\bBETWEEN\b)"


class Said(NamedTuple):
    """A text that may be SQL, and where it stands."""

    text: str
    start: int


def uses(files: Files, tree: Tree, found: Found, wanted: Wanted) -> Iterator[Use]:
    """The statements that name a table, or a column of it."""
    needed = (wanted.table.name, wanted.column) if wanted.column else (wanted.table.name,)
    for path in files.holding(needed):
        text = tree.text(path) or ""
        if not _may(text, wanted):
            continue
        if path.endswith(".sql"):
            whole = list(_statements(text, found.dialect))
        else:
            whole = files.once(path, "texts", partial(_texts, files, path))
        if path.endswith(".sql") and _makes(whole, wanted.table):
            continue
        for one in whole:
            for at in _named(one.text, wanted, found.dialect):
                yield Use(path, Span(one.start + at.start, one.start + at.end), SQL)


def _may(text: str, wanted: Wanted) -> bool:
    """Whether a text has the table where a statement may name it, or in front of the column: most have neither.

    The name is looked for first, which is fast; then what stands around it.
    """
    table, column, at = wanted.table.name, wanted.column, -1
    while (at := text.find(table, at + 1)) >= 0:
        if _is_behind(text, at):
            return True
        if not column:
            continue
        end = at + len(table)
        if (owns := _OWNS.match(text, end)) and text.startswith(column, owns.end()):
            return True
        # It is one more in a list of tables.
        if column in text[end : end + 80] and _LISTED.search(text, max(at - 12, 0), at):
            return True
    return False


def _is_behind(text: str, at: int) -> bool:
    """Whether what stands at a place is named behind FROM, or another such word."""
    before = text[max(at - 80, 0) : at].lower()
    return any(word in before for word in _WORDS) and _BEFORE.search(before) is not None


def _makes(statements: list[Said], table: Name) -> bool:
    """Whether a file makes the table itself: a dump, or what a test starts from."""
    made = re.compile(rf"\s*create\s+[\w\s]*?table\s[^(]*\b{re.escape(table.name)}\b", re.I)
    return any(made.match(one.text) for one in statements)


def _statements(text: str, database: str) -> Iterator[Said]:
    return (Said(text[piece.start : piece.end], piece.start) for piece in sql.split(text, database))


def _texts(files: Files, path: str, text: str) -> list[Said]:
    """The texts in a file of code; what is computed in them is blank."""
    return list(_each(files, path, text))


def _each(files: Files, path: str, text: str) -> Iterator[Said]:
    if not path.endswith((".py", ".rb", ".rake")):
        for match in _TEXTS.finditer(text.partition(_TESTS)[0]):
            name = match.lastgroup or ""
            yield Said(_blank(match[name]), match.start(name))
        return
    said, start, end = "", 0, 0
    for span in files.tree(path).strings():
        if said and _BETWEEN.fullmatch(text, end, span.start):
            said += " " * (span.start - end)
        elif said:
            yield Said(_blank(said), start)
            said, start = "", span.start
        said, start, end = said + span.of(text), start if said else span.start, span.end
    if said:
        yield Said(_blank(said), start)


def _blank(text: str) -> str:
    """A text whose computed parts are as long, and say nothing."""
    return _HOLES.sub(lambda match: "0".ljust(len(match[0])), text)


def _named(text: str, wanted: Wanted, database: str) -> Iterator[Span]:
    """Where a text names what is looked for, the first time."""
    table, column = wanted.table, wanted.column
    if table.name not in text or (column and column not in text):
        return
    if _BEGINS.match(text):
        yield from _in_statement(text, wanted, database)
    elif column:
        spelled = rf"(?P<name>{re.escape(table.name)}[\"`]?\.[\"`]?{re.escape(column)})(?!\w)[\"`]?{_BEHIND}"
        if found := re.search(rf"(?<![\w.]){spelled}", text, re.I):
            yield Span(*found.span("name"))


def _in_statement(text: str, wanted: Wanted, database: str) -> Iterator[Span]:
    tokens = Tokens(text, lexis=dialect(database).lexis)
    tables = {*reads(text, tokens.lexis), *(name for _, name in _written(tokens))}
    if not any(wanted.is_table(name.name, name.schema) for name in tables):
        return
    called, alone = _called(tokens, wanted), len(tables) == 1
    for at in range(tokens.count):
        if wanted.column is None:
            if _word(tokens, at) == wanted.table.name:
                yield Span(tokens.start(at), tokens.end(at))
                return
        elif _word(tokens, at) == wanted.column and _is_column(tokens, at, called, alone):
            yield Span(tokens.start(at), tokens.end(at))
            return


def _is_column(tokens: Tokens, at: int, called: set[str], alone: bool) -> bool:
    """Whether a name is certainly that of a column of a table with these names."""
    before, after = tokens.at(at - 1) if at else "", tokens.at(at + 1)
    if before == ".":
        return at > 1 and _word(tokens, at - 2) in called
    return alone and after not in ("(", ".") and before not in ("AS", "FROM", "JOIN", "INTO", "UPDATE", ")")


def _written(tokens: Tokens) -> Iterator[tuple[int, Name]]:
    """The tables that a statement writes to, each with the index behind its name."""
    for at in range(1, tokens.count):
        before = tokens.words[at - 1]
        if before in ("INTO", "UPDATE") or (before == "FROM" and at > 1 and tokens.words[at - 2] == "DELETE"):
            end, name = readers.qualified(tokens, at)
            if end > 0:
                yield end, name


def _called(tokens: Tokens, wanted: Wanted) -> set[str]:
    """What the table is called in a statement: its own name, and those that are given to it."""
    found = {wanted.table.name}
    for at in range(1, tokens.count):
        end, name = readers.qualified(tokens, at)
        if end > 0 and wanted.is_table(name.name, name.schema) and tokens.words[at - 1] != ".":
            end += tokens.at(end) == "AS"
            if end < tokens.count and (alias := _word(tokens, end)) and tokens.words[end] not in tokens.lexis.reserved:
                found.add(alias)
    return found


def _word(tokens: Tokens, at: int) -> str | None:
    return tokens.lexis.identifier(tokens.texts[at]) if kind(tokens.words[at]) in NAMES else None
