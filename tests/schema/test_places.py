"""In which order columns stand on MySQL."""

import pytest

from towpath.operations import Column, CreateTable, MoveColumn, Name, Operation
from towpath.schema import Irreversible, Reverse, State, Table, applied, resolve, reverse
from towpath.sql import read_statement

T = Name("t")
ABC = applied(State(), CreateTable(T, tuple(map(Column, "abc"))))


def done(text: str, state: State = ABC) -> tuple[list[Operation], State]:
    found: list[Operation] = []
    for step in read_statement(text, "mysql"):
        for said in step.operations:
            for exact in resolve(said, state):
                found.append(exact)
                state = applied(state, exact)
    return found, state


def names(state: State) -> str:
    table = state.table(T)
    return "".join(column.name for column in table.columns) if table else ""


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("alter table t modify b bigint", "abc"),
        ("alter table t modify a bigint after c", "bca"),
        ("alter table t modify a bigint after `B`", "bac"),
        ("alter table t modify c bigint first", "cab"),
        ("alter table t change c d int first", "dab"),
        ("alter table t add column e int first", "eabc"),
        ("alter table t add column e int after a", "aebc"),
        ("alter table t add column e int after x", "abce"),
        ("alter table t add column d int after a, modify c int after d", "adcb"),
    ],
)
def test_the_order_of_columns(text: str, order: str) -> None:
    assert names(done(text)[1]) == order


def test_a_column_that_stands_there_is_not_moved() -> None:
    assert not [one for one in done("alter table t modify b bigint after a")[0] if isinstance(one, MoveColumn)]
    assert [one for one in done("alter table t modify b bigint after a", State())[0] if isinstance(one, MoveColumn)]


def test_it_goes_back_to_where_it_stood() -> None:
    for column, back in (("a", "FIRST"), ("c", "AFTER `b`")):
        found = reverse(MoveColumn(T, column, "AFTER `x`"), ABC)
        assert isinstance(found, Reverse)
        assert found.operations == (MoveColumn(T, column, back),)
    unknown = State().put([("table t", Table(T, (Column("a"),)))])
    assert isinstance(reverse(MoveColumn(T, "a", "FIRST"), unknown), Irreversible)
