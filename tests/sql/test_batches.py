"""Blocks that write rows some at a time: what they are read as, and that what is written reads back."""

import pytest

from towpath.operations import DeleteRows, Name, UpdateRows
from towpath.sql.read import read_statement
from towpath.sql.write import Manner, write

USERS = Name("users")
LOOP = """do $$
declare
    low bigint := 0;
begin
    loop
        {};
        exit when not found;
        {}
        low := low + 1000;
    end loop;
end
$$"""
BETWEEN = "update users set active = true where id between low and low + 999 and active is null"


def read(text: str) -> list[object]:
    return [operation for step in read_statement(text) for operation in step.operations]


@pytest.mark.parametrize(
    "rows",
    [
        UpdateRows(USERS, "UPDATE users SET a = 1 WHERE a IS NULL", ("a",), "a IS NULL", batched=True, key="id"),
        UpdateRows(USERS, "UPDATE users SET a = 1", ("a",), batched=True, key="id"),
        DeleteRows(USERS, "DELETE FROM users WHERE b > 1", "b > 1", batched=True, key="id"),
    ],
)
def test_what_is_written_is_read_back(rows: UpdateRows | DeleteRows) -> None:
    text = write(rows, Manner())
    assert text is not None
    assert read(text) == [rows]


def test_what_holds_of_one_or_the_other_stays_together() -> None:
    text, where = "UPDATE users SET a = 1 WHERE a > 1 OR b > 1", "a > 1 OR b > 1"
    said = write(UpdateRows(USERS, text, ("a",), where, batched=True, key="id"), Manner())
    assert said is not None
    assert "AND (a > 1 OR b > 1);" in said


@pytest.mark.parametrize("text", ["UPDATE users SET a = 1 RETURNING id", "UPDATE users SET a = '$$' WHERE b > 1"])
def test_what_a_block_cannot_hold_is_not_written(text: str) -> None:
    assert write(UpdateRows(USERS, text, ("a",), "b > 1", batched=True, key="id"), Manner()) is None


def test_a_loop_that_commits_each_range_writes_some_rows_at_a_time() -> None:
    (found,) = read(LOOP.format(BETWEEN, "commit;"))
    assert isinstance(found, UpdateRows)
    assert (found.batched, found.key, found.where) == (True, "id", "active is null")


@pytest.mark.parametrize(
    "text",
    [
        LOOP.format(BETWEEN, ""),
        LOOP.format("update users set active = true where active is null", "commit;"),
        LOOP.format(BETWEEN, "commit; delete from orders;"),
    ],
)
def test_what_commits_nothing_or_has_no_bounds_does_not(text: str) -> None:
    assert not any(isinstance(one, UpdateRows) and one.batched for one in read(text))
