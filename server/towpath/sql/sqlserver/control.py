"""What stands under IF, WHILE and TRY, and in texts that are executed: each statement with its conditions."""

from towpath.operations import ControlTransaction, Guard, Opaque, Statement
from towpath.sql.bodies import Inner, read_as
from towpath.sql.lex import Tokens
from towpath.sql.postgresql.grammar import Read, Reading
from towpath.sql.split import split
from towpath.sql.sqlserver.lexis import SQLSERVER
from towpath.sql.sqlserver.marks import Marks
from towpath.sql.sqlserver.splitting import piece_of
from towpath.sql.sqlserver.walking import Leaf, walk

_HOLDERS = frozenset(("BEGIN", "IF", "WHILE"))
# Kinds of statements that do nothing to the database, so that nobody asks for them where others stand.
_QUIET = frozenset(
    """
    break continue declare fetch goto open close deallocate print raiserror return select set throw waitfor
    """.split()
)


def block(tokens: Tokens) -> list[Inner] | None:
    """The statements under IF or WHILE, or between BEGIN and END; None where it is another statement."""
    if tokens.words[0] not in _HOLDERS:
        return None
    leaves = walk(tokens.text, Marks(tokens.text, 0)).leaves
    if tokens.words[0] == "BEGIN" and len(leaves) == 1 and leaves[0].start == tokens.start(0):
        return None
    return [found for leaf in leaves if (found := _inner(tokens.text, leaf)).reads]


def _inner(text: str, leaf: Leaf) -> Inner:
    from towpath.sql.sqlserver import statement  # Which knows of this by what is executed.

    tokens = Tokens(text[leaf.start : leaf.end], careful=True, lexis=SQLSERVER)
    conditions = (*leaf.conditions, *(("an error was caught",) if leaf.caught else ()))
    guard = Guard((), " and ".join(filter(None, conditions))) if conditions else None
    found = read_as(tokens, statement(tokens), leaf.start, guard)
    kept = tuple(read for read in found.reads if not _is_quiet(read, leaf.caught))
    return found._replace(reads=kept)


def _is_quiet(read: Read, caught: bool) -> bool:
    operation = read.operation
    if isinstance(operation, ControlTransaction):
        return caught
    return isinstance(operation, Statement) and operation.kind in _QUIET


def executed(text: str, whole: str) -> Reading:
    """What the statements of a text do that is executed as it stands; where conditions decide, that is not told."""
    found: list[Inner] = []
    for piece in split(text, piece_of):
        said = text[piece.start : piece.end]
        tokens = Tokens(said, lexis=SQLSERVER)
        found += block(tokens) or [_inner(said, Leaf(0, len(said), (), False))]
    if any(one.guard for one in found) or not found:
        return [Read(Opaque("dynamic SQL", whole), {})]
    return [Read(read.operation, {}) for one in found for read in one.reads] or [
        Read(Statement("execute", (), whole), {})
    ]
