"""Compares our reading with PostgreSQL's over the .sql files of whole folders: `python tests/sql/agree_with.py PATH…`.

Each statement that our splitter finds is judged as the lists are. Folders of other databases are passed over. Prints
every difference, and what we read though PostgreSQL refuses it, then a line for each folder; exits with 1 if less
than 99.5 % of the statements agree.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import postgast

from sql.lists import difference, opaque
from towpath.source import Unreadable, decode
from towpath.sql import read_statement, split

LEAST = 0.995
OTHERS = frozenset("clickhouse cockroach db2 derby h2 hsqldb mariadb mssql mysql oracle sqlite sqlserver tsql".split())


def files(root: Path) -> Iterator[Path]:
    for path in sorted([root] if root.is_file() else filter(Path.is_file, root.rglob("*.sql"))):
        if not OTHERS.intersection(part.lower() for part in path.parts):
            yield path


def statements(path: Path) -> Iterator[str]:
    found = decode(path.read_bytes())
    if isinstance(found, Unreadable):
        return
    for piece in split(found.text):
        if piece.kind == "sql":
            yield found.text[piece.start : piece.end]


def compare(root: Path) -> Counter[str]:
    """How many statements of a folder agree, differ, or are refused by PostgreSQL; prints those that differ."""
    counts: Counter[str] = Counter()
    for path in files(root):
        for sql in statements(path):
            try:
                postgast.parse(sql)
            except postgast.PgQueryError as error:
                counts["refused"] += 1
                if opaque(read_statement(sql)) is None:
                    counts["taken"] += 1
                    print(f"{path}\n  {' '.join(sql.split())[:500]}\n    PostgreSQL refuses it: {error}\n")
                continue
            found = difference(sql)
            counts["differ" if found else "agree"] += 1
            if found:
                print(f"{path}\n  {' '.join(sql.split())[:500]}\n{found}\n")
    return counts


def share(counts: Counter[str]) -> float:
    judged = counts["agree"] + counts["differ"]
    return counts["agree"] / judged if judged else 1.0


def summary(counts: Counter[str]) -> str:
    agreement = f"{counts['agree']} agree, {counts['differ']} differ ({share(counts):.2%})"
    return f"{agreement}; PostgreSQL refuses {counts['refused']}, of which we read {counts['taken']}"


def main(arguments: list[str]) -> int:
    total: Counter[str] = Counter()
    for root in map(Path, arguments):
        counts = compare(root)
        total += counts
        print(f"{root}: {summary(counts)}")
    print(f"all: {summary(total)}")
    return 0 if share(total) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
