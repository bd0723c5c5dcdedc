"""What a statement asks of MySQL and MariaDB: by which ALGORITHM, and under which LOCK, they shall do it."""

from towpath.databases.facts import ALGORITHMS, LOCKS
from towpath.databases.impact import Impact
from towpath.operations import Operation, Statement
from towpath.source import pattern

_CLAUSE = pattern(r"\b(algorithm|lock)\s*=?\s*(\w+)", 2)


def asked(operation: Operation) -> tuple[str, str]:
    """The ALGORITHM and the LOCK that are asked for; empty where none is."""
    text = operation.text if isinstance(operation, Statement) else getattr(operation, "online", "")
    found = {match[1].upper(): match[2].upper() for match in _CLAUSE.finditer(text)} if text else {}
    algorithm, lock = found.get("ALGORITHM", ""), found.get("LOCK", "")
    return (
        algorithm if algorithm in ALGORITHMS else "",
        lock if lock in LOCKS else "",
    )


def facts_asked(operation: Operation) -> tuple[str, ...]:
    """What it costs that more is asked for than the server needs."""
    algorithm, lock = asked(operation)
    copies = ("asked: copy",) if algorithm == "COPY" else ()
    return copies + ((f"asked: {lock.lower()}",) if lock in ("SHARED", "EXCLUSIVE") else ())


def refusal(operation: Operation, found: Impact, dialect: str) -> str:
    """Why the server refuses, which it does where less is asked for than it needs; empty where it does not."""
    algorithm, lock = asked(operation)
    if algorithm and ALGORITHMS.index(algorithm) < ALGORITHMS.index(found.algorithm):
        return f"ALGORITHM={algorithm} is asked for, and it takes {found.algorithm}"
    if lock and LOCKS.index(lock) < LOCKS.index(found.lock):
        return f"LOCK={lock} is asked for, and it takes {found.lock}"
    if dialect == "mysql" and algorithm == "INSTANT" and lock:
        return "ALGORITHM=INSTANT takes no LOCK beside it"
    return ""
