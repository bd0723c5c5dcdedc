"""Every statement, cut at every token: reading never raises, and what PostgreSQL refuses is never taken as whole.

The other way round is a wish: PostgreSQL takes `SELECT a AND`, in which AND names the column, and we say that it is
not finished.
"""

from collections.abc import Iterator

import postgast
import pytest

from sql.lists import LISTS, listed, opaque
from sql.report import LINES
from towpath.sql import read_statement

LEAST = 0.95


def cuts(sql: str) -> Iterator[str]:
    """The text up to each token of libpg_query's scanner, but the last one; its offsets are bytes."""
    data = sql.encode()
    for token in postgast.scan(sql).tokens[:-1]:
        yield data[: token.end].decode()


def accepted(sql: str) -> bool:
    try:
        return len(postgast.parse(sql).stmts) == 1
    except postgast.PgQueryError:
        return False


@pytest.mark.parametrize("name", LISTS)
def test_prefixes(name: str) -> None:
    taken: list[str] = []
    missed: list[str] = []
    whole = 0
    for statement in listed(name):
        for cut in cuts(statement.sql):
            steps = read_statement(cut)
            for step in steps:
                for span in (step.span, *(span for places in step.places for span in places.values())):
                    assert 0 <= span.start <= span.end <= len(cut), f"{span} in {cut!r}"
            found, fine = opaque(steps), accepted(cut)
            whole += fine
            if found and fine:
                missed.append(f"  [{statement.label}] {cut}\n    {found.reason}")
            elif steps and not found and not fine:
                taken.append(f"  [{statement.label}] {cut}")
    if missed:
        LINES.append(f"{name}: {len(missed)} of {whole} beginnings that PostgreSQL takes are not read")
        LINES.extend(missed)
    assert not taken, f"{len(taken)} beginnings that PostgreSQL refuses were read:\n" + "\n".join(taken)
    assert 1 - len(missed) / whole >= LEAST, "\n".join(missed)
