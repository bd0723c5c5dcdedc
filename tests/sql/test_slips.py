"""Every statement with each token left out, and with each token twice: what PostgreSQL refuses is hardly ever read.

What is read all the same is said at the end of the run: the insides of JSON and XML functions, of which only the
parentheses are counted, and words that contradict each other (NOT ENFORCED ENFORCED).
"""

from collections.abc import Iterator

import postgast
import pytest

from sql.lists import LISTS, listed, opaque
from sql.report import LINES
from sql.test_prefixes import accepted
from towpath.sql import read_statement

LEAST = 0.97


def slips(sql: str) -> Iterator[str]:
    """The text without each of its tokens, and with each of them twice."""
    data = sql.encode()
    for token in postgast.scan(sql).tokens:
        yield (data[: token.start] + data[token.end :]).decode()
        yield (data[: token.end] + b" " + data[token.start :]).decode()


@pytest.mark.parametrize("name", LISTS)
def test_slips(name: str) -> None:
    refused, taken = 0, list[str]()
    for statement in listed(name):
        for slip in slips(statement.sql):
            steps = read_statement(slip)
            if not steps or accepted(slip):
                continue
            refused += 1
            if opaque(steps) is None:
                taken.append(f"  [{statement.label}] {slip}")
    LINES.append(f"{name}: {len(taken)} of {refused} slips that PostgreSQL refuses are read")
    assert 1 - len(taken) / refused >= LEAST, "\n".join(taken)
