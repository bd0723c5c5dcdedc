"""Every statement, cut at every token: reading never raises, and what PostgreSQL refuses is never taken as whole."""

from collections.abc import Iterator

import postgast
import pytest

from sql.lists import LISTS, listed, opaque
from sql.report import LINES
from towpath.sql import read_statement


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
    for statement in listed(name):
        for cut in cuts(statement.sql):
            steps = read_statement(cut)
            for step in steps:
                for span in (step.span, *(span for places in step.places for span in places.values())):
                    assert 0 <= span.start <= span.end <= len(cut), f"{span} in {cut!r}"
            found = opaque(steps)
            if found and accepted(cut):
                missed.append(f"  [{statement.label}] {cut}\n    {found.reason}")
            elif not found and steps and not accepted(cut):
                taken.append(f"  [{statement.label}] {cut}")
    if missed:
        LINES.append(f"{name}: {len(missed)} beginnings that PostgreSQL takes and Towpath does not")
        LINES.extend(missed)
    assert not taken, f"{len(taken)} beginnings that PostgreSQL refuses were read:\n" + "\n".join(taken)
    assert not missed, f"{len(missed)} beginnings that PostgreSQL takes were not read:\n" + "\n".join(missed)
