"""The grammar that all of PostgreSQL's forms are written in: its readers, and what forms give."""

from collections.abc import Callable
from typing import NamedTuple

from towpath.operations import Name, Operation, Places
from towpath.source import Span
from towpath.sql import expression, readers
from towpath.sql.grammar import Grammar, Match


class Read(NamedTuple):
    """One operation and where its parts stand, relative to the text that was read."""

    operation: Operation
    places: Places


Reading = list[Read]
GRAMMAR = Grammar()

GRAMMAR.reader("name", "a name", readers.name)
GRAMMAR.reader("label", "a name", readers.label)
GRAMMAR.reader("option", "a name", readers.non_reserved)
GRAMMAR.reader("plain", "a name", readers.plain)
GRAMMAR.reader("qualified", "a name", readers.qualified)
GRAMMAR.reader("names", "a name", readers.names)
GRAMMAR.reader("columns", "(", readers.columns, frozenset(("(",)))
GRAMMAR.reader("column path", "a column", readers.column_path)
GRAMMAR.reader("function", "a function's name", readers.function_name)
GRAMMAR.reader("type", "a type", readers.data_type)
GRAMMAR.reader("text", "a string", readers.text, frozenset(("'",)))
GRAMMAR.reader("number", "a number", readers.number, frozenset(("0", "-", "+")))
GRAMMAR.reader("word", "a word", readers.word)
GRAMMAR.reader("operator", "an operator", readers.operator)
GRAMMAR.reader("balanced", "(", readers.balanced, frozenset(("(",)))
GRAMMAR.reader("expression", "an expression", expression.expression)
GRAMMAR.reader("call", "a function's call", expression.call)
GRAMMAR.reader("subscript", "[", expression.subscript, frozenset(("[",)))
GRAMMAR.reader("value", "a value", expression.restricted)

GRAMMAR.rule("placed", "named:{qualified}", lambda match: (match.get("named"), match.places()))
GRAMMAR.rule("qualifieds", "all:{qualified},+", lambda match: tuple(match.get("all")))
# The values that an option may have: WITH (fillfactor = 70), OPTIONS, SET (…).
GRAMMAR.rule("option value", "( NONE | TRUE | FALSE | ON | OFF | {number} | {text} | {type} | {operator} | {label} )")
GRAMMAR.rule("setting", "{label} [ . {label} ] [ = {option value} ]")
GRAMMAR.rule("settings", '"(" {setting},+ ")"')
GRAMMAR.rule("role", "( CURRENT_USER | CURRENT_ROLE | SESSION_USER | {option} )")


def one(operation: Operation, match: Match, places: dict[str, Span] | None = None) -> Reading:
    """The reading of a form that says one operation; its places are the form's labels, and those given."""
    return [Read(operation, match.places() | (places or {}))]


def each(match: Match, label: str, make: Callable[[Name], Operation]) -> Reading:
    """A reading of one operation for each placed name under a label (DROP TABLE a, b), with the place of its own."""
    outer = match.places()
    return [Read(make(found), outer | places) for found, places in match.get(label)]
