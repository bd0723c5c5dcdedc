"""Blocks of PL/SQL: the statements in them, each with its conditions."""

from towpath.operations import Name, Statement
from towpath.sql import bodies
from towpath.sql.lex import NAMES, Tokens, kind
from towpath.sql.oracle.splitting import piece_inside
from towpath.sql.postgresql.grammar import Read, Reading
from towpath.sql.readers import qualified


def block(tokens: Tokens) -> list[bodies.Inner] | None:
    """The statements of an anonymous block; None where it is another statement."""
    if tokens.words[0] not in ("BEGIN", "DECLARE"):
        return None
    spoken = bodies.Spoken(tokens.lexis, _statement, piece_inside, "IMMEDIATE")
    return bodies.walked(tokens.text, spoken)


def _statement(tokens: Tokens) -> Reading | None:
    """What a statement does; a call of a procedure is spelled like one of a function."""
    from towpath.sql.oracle import statement

    return statement(tokens) or _call(tokens)


def _call(tokens: Tokens) -> Reading | None:
    end, name = qualified(tokens, 0)
    if end < 0 or kind(tokens.words[0]) not in NAMES or tokens.at(end) not in ("(", ""):
        return None
    if name.name == "RAISE_APPLICATION_ERROR":
        return []
    return [Read(Statement("call", (Name(name.name, name.schema),), tokens.text), {})]
