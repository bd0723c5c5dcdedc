"""From word to word through statements of SQL Server: where each ends, and which ones stand under IF, WHILE and TRY.

Semicolons are seldom written. A statement then ends before a word that can only begin the next one; such words are
reserved, so that no name is taken for one.
"""

from collections.abc import Callable
from typing import NamedTuple

from towpath.sql.lexis import words
from towpath.sql.sqlserver.marks import BATCH, Marks

_ENDS = frozenset(("", BATCH))
_DEEPEST = 50
# What begins a statement wherever it stands outside of parentheses.
_ALWAYS = words(
    """
    BACKUP BEGIN BREAK CHECKPOINT CLOSE COMMIT CONTINUE CREATE DBCC DEALLOCATE DECLARE DENY GOTO GRANT KILL OPEN PRINT
    RAISERROR RECONFIGURE RESTORE RETURN REVERT REVOKE ROLLBACK TRUNCATE USE WAITFOR WHILE
    """
)
_DROPPED = words(
    """
    TABLE VIEW INDEX PROC PROCEDURE FUNCTION TRIGGER SCHEMA TYPE SEQUENCE SYNONYM DATABASE USER ROLE LOGIN STATISTICS
    DEFAULT RULE ASSEMBLY AGGREGATE PARTITION FULLTEXT XML SECURITY
    """
)
_ACTIONS = words("ADD ALTER CHECK DISABLE DROP ENABLE NOCHECK REBUILD SET SWITCH WITH")
_OF_ROWS = words("DELETE INSERT MERGE SELECT UPDATE")
_PERMISSIONS = words("DENY GRANT REVOKE")
_TRANSACTION = words("CONVERSATION DIALOG DISTRIBUTED TRAN TRANSACTION")
_MODULES = words("FUNCTION PROC PROCEDURE TRIGGER")
_ALONE = words("SCHEMA VIEW")


class Leaf(NamedTuple):
    """One statement, the conditions that it stands under, and whether only an error leads to it."""

    start: int
    end: int
    conditions: tuple[str, ...]
    caught: bool


class Walked(NamedTuple):
    """The statements within one, in order, and the number of the mark behind it."""

    leaves: list[Leaf]
    end: int


def walk(text: str, marks: Marks) -> Walked:
    """Goes through the statement that begins with the first of the marks."""
    leaves: list[Leaf] = []

    def statement(at: int, conditions: tuple[str, ...], caught: bool, depth: int = 0) -> int:
        word = marks.word(at)
        if depth < _DEEPEST:
            if word == "BEGIN" and marks.word(at + 1) not in _TRANSACTION:
                return block(at, conditions, caught, depth)
            if word in ("IF", "WHILE"):
                return steered(at, conditions, caught, depth)
        end = _simple_end(marks, at)
        if end > at:
            leaves.append(Leaf(marks[at].start, marks[end - 1].end, conditions, caught))
        return end

    def steered(at: int, conditions: tuple[str, ...], caught: bool, depth: int) -> int:
        """IF with its ELSE, or WHILE."""
        end = _until(marks, at + 1, _begins_anything)
        said = text[marks[at + 1].start : marks[end - 1].end] if end > at + 1 else ""
        loops = marks.word(at) == "WHILE"
        end = statement(end, (*conditions, "in a loop" if loops else said), caught, depth + 1)
        other = end + 1 if marks.word(end) == ";" else end
        if not loops and marks.word(other) == "ELSE":
            return statement(other + 1, (*conditions, f"not ({said})"), caught, depth + 1)
        return end

    def block(at: int, conditions: tuple[str, ...], caught: bool, depth: int) -> int:
        kind = marks.word(at + 1) if marks.word(at + 1) in ("TRY", "CATCH") else ""
        at += 2 if kind else 1
        while marks.word(at) != "END":
            if marks.word(at) in _ENDS:
                return at
            end = statement(at, conditions, caught or kind == "CATCH", depth + 1) if marks.word(at) != ";" else at
            at = max(end, at + 1)
        at += 2 if kind and marks.word(at + 1) == kind else 1
        if kind == "TRY" and marks.word(at) == "BEGIN" and marks.word(at + 1) == "CATCH":
            return block(at, conditions, caught, depth + 1)
        return at

    return Walked(leaves, statement(0, (), False))


def _until(marks: Marks, at: int, ends: Callable[[Marks, int], bool]) -> int:
    """The next mark outside of parentheses, and of CASE, that ends what stands here."""
    depth = cases = 0
    while marks.word(at) not in _ENDS and marks.word(at) != ";":
        word = marks.word(at)
        if word == "(":
            depth += 1
        elif word == ")":
            depth = max(depth - 1, 0)
        elif not depth and marks.word(at - 1) != ".":
            if word == "CASE":
                cases += 1
            elif word == "END" and cases:
                cases -= 1
            elif not cases and (word in ("END", "ELSE") or ends(marks, at)):
                return at
        at += 1
    return at


def _begins_anything(marks: Marks, at: int) -> bool:
    """Whether a statement begins here, behind the condition of IF or WHILE."""
    word, following = marks.word(at), marks.word(at + 1)
    return (
        word in _ALWAYS
        or word in ("ALTER", "DROP", "EXEC", "EXECUTE", "FETCH", "IF", "SAVE", "SET", "THROW", "WITH")
        or (word in _OF_ROWS and following != "(")
        or (word in ("DISABLE", "ENABLE") and following == "TRIGGER")
        or (word == "BULK" and following == "INSERT")
    )


def _simple_end(marks: Marks, at: int) -> int:
    """The mark behind a statement that holds no others, or whose body nobody looks into."""
    head, made = marks.word(at), at + 1
    if head in ("CREATE", "ALTER"):
        made += 2 if marks.word(made) == "OR" else 0
        if marks.word(made) in _MODULES:
            return _where(marks, at, _ENDS)
        if marks.word(made) in _ALONE:
            return _where(marks, at, _ENDS | {";"})
    return _until(marks, at + 1, _Next(head, marks.word(at + 1)).begins)


def _where(marks: Marks, at: int, ends: frozenset[str]) -> int:
    while marks.word(at) not in ends:
        at += 1
    return at


class _Next:
    """Says whether a word begins the next statement; what was seen of this one decides some."""

    def __init__(self, head: str, second: str) -> None:
        self._head = head
        self._second = second
        # Whether the part that may hold such a word once has come: the query of INSERT, SET of UPDATE, the action.
        self._done = False
        self._set = False
        self._cursor = False

    def begins(self, marks: Marks, at: int) -> bool:
        word, before, following = marks.word(at), marks.word(at - 1), marks.word(at + 1)
        if self._head in _PERMISSIONS and not self._done:
            self._done = word in ("TO", "FROM")
            return False
        if before in ("AS", "THEN") or (word == "GRANT" and following == "OPTION"):
            return False
        if word == "CURSOR":
            self._cursor = True
        if word in _OF_ROWS:
            return self._rows(marks, at)
        if word == "VALUES" and self._head == "INSERT":
            self._done = True
        if word in ("EXEC", "EXECUTE"):
            return not self._takes_query()
        if word == "SET":
            return not self._takes_set(before, following)
        if word == "IF":
            return following != "EXISTS" or marks.word(at + 2) == "("
        if word == "FETCH":
            return before not in ("ROW", "ROWS")
        if word == "ALTER":
            return following != "COLUMN" and before != "OR"
        if word == "DROP":
            return following in _DROPPED and self._acted()
        if word in ("DISABLE", "ENABLE") and following == "TRIGGER":
            return self._acted()
        if word in _ACTIONS:
            self._done = self._done or self._head == "ALTER"
        if word == "SAVE":
            return following in _TRANSACTION
        if word == "BULK":
            return following == "INSERT"
        return word in _ALWAYS

    def _acted(self) -> bool:
        """Whether ALTER TABLE has its action already, so that this is none; it counts as one if not."""
        acted = self._done or self._head != "ALTER" or self._second != "TABLE"
        self._done = True
        return acted

    def _takes_query(self) -> bool:
        """Whether this statement may hold a query here, once: INSERT, a cursor."""
        takes = not self._done and (self._head == "INSERT" or self._cursor)
        self._done = self._done or takes
        return takes

    def _takes_set(self, before: str, following: str) -> bool:
        if before in ("UPDATE", "DELETE"):
            return True
        takes = (self._head == "UPDATE" and not self._set) or (
            self._head == "ALTER" and (following == "(" or (self._second == "DATABASE" and not self._set))
        )
        self._set = True
        return takes

    def _rows(self, marks: Marks, at: int) -> bool:
        word, before, following = marks.word(at), marks.word(at - 1), marks.word(at + 1)
        if before in ("ON", "FOR", "BULK") or (word == "MERGE" and following == "JOIN"):
            self._done = self._done or word == "SELECT"
            return False
        if word == "UPDATE" and following == "(":
            return False
        if self._head == "WITH":
            # What the tables of WITH are for: from here on it is that statement.
            self._head = word
            return False
        if word == "SELECT":
            union = before in ("UNION", "EXCEPT", "INTERSECT") or (before == "ALL" and marks.word(at - 2) == "UNION")
            return not union and not self._takes_query()
        return True
