"""Law 4: `reverse` undoes `apply` up to the order of columns, or the operation says that it cannot."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as some

from laws.possible import possible
from laws.systems import BASE, SYSTEMS, series, workspace
from towpath.linter.loaded import Loaded
from towpath.operations import ControlTransaction, MoveColumn, Name, Operation, RedefineColumn, RunCode, Type, replace
from towpath.schema import Irreversible, State, Table, applied, performed, reverse
from towpath.sql import read_piece, split

FOLDER = Path(__file__).parent
EMPTY = Path("/nonexistent-towpath-folder")


def statements(name: str) -> list[str]:
    text = (FOLDER / name).read_text("utf-8")
    return [text[piece.start : piece.end] for piece in split(text)]


def operations(statement: str) -> list[Operation]:
    (piece,) = split(statement)
    return [done for step in read_piece(statement, piece) for _, done in performed(step.operations)]


def _start() -> State:
    state = State(migration="1")
    for statement in statements("before.sql"):
        for operation in operations(statement):
            assert possible(state, operation), operation
            state = applied(state, operation)
    return state


START, CHANGES = _start(), statements("changes.sql")
UNDERSTOOD = [change for change in CHANGES if not change.startswith("do ")]


def _after(state: State, changes: list[str]) -> State:
    for change in changes:
        for operation in operations(change):
            if possible(state, operation):
                state = applied(state, operation)
    return state


def plain(fact: Any) -> Any:
    """A fact without what does not count: which migration made it, what is its own, the order of what it lists."""
    if isinstance(fact, Name | Type):
        return fact
    if isinstance(fact, tuple):
        return tuple(sorted((plain(item) for item in cast("tuple[Any, ...]", fact)), key=str))
    names: tuple[str, ...] = getattr(fact, "__match_args__", ())
    changes = {name: "" if name == "born" else () if name == "own" else plain(getattr(fact, name)) for name in names}
    return replace(fact, **changes) if changes else fact


def comparable(state: State) -> dict[str, object]:
    """The facts, without tables of which nothing is known but the name."""
    facts = {key: fact for key, fact in state.facts.all().items() if fact not in (None, ())}
    named = {key: plain(fact) for key, fact in facts.items()}
    return {key: fact for key, fact in named.items() if not isinstance(fact, Table) or fact != Table(fact.name)}


def undo(before: State, operation: Operation) -> State | None:
    """The state after an operation and what undoes it; None where nothing does."""
    undone = reverse(operation, before)
    if isinstance(undone, Irreversible):
        assert undone.reason
        assert undone.reason[0].islower() or undone.reason.startswith("PostgreSQL")
        return None
    after = applied(before, operation)
    for inverse in undone.operations:
        after = applied(after, inverse)
    return after


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_undone(change: str) -> None:
    for operation in operations(change):
        assert possible(START, operation), "the list has nothing that the schema does not allow"
        after = undo(START, operation)
        assert after is None or comparable(after) == comparable(START), reverse(operation, START)


@settings(max_examples=300, deadline=None)
@given(some.lists(some.sampled_from(UNDERSTOOD), min_size=2, max_size=6, unique=True))
@example(
    [
        "create function g(a text) returns int language sql as 'select 2'",
        "create or replace function g(a int) returns int language sql as 'select 2'",
    ]
)
def test_what_is_reversed_is_as_before(changes: list[str]) -> None:
    *history, change = changes
    before = _after(START, history)
    for operation in operations(change):
        assume(possible(before, operation))
        after = undo(before, operation)
        assert after is None or comparable(after) == comparable(before), (operation, reverse(operation, before))
        before = applied(before, operation)


@pytest.mark.parametrize("system", SYSTEMS)
@settings(max_examples=25, deadline=None)
@given(texts=series)
def test_what_each_system_says_is_reversed(system: str, texts: list[list[str]]) -> None:
    """The operations that are read from each system's own files, among the states in which they stand."""
    made = workspace(SYSTEMS[system](texts), EMPTY)
    made.check()
    judged = 0
    for before, operation in (one for loaded in made.loaded for one in _read(loaded)):
        if not possible(before, operation):
            break  # What comes behind something that no server would do stands in no state that there could be.
        if not isinstance(operation, (ControlTransaction, RunCode)):
            after = undo(before, operation)
            assert after is None or comparable(after) == comparable(before), (operation, reverse(operation, before))
            judged += 1
    assert judged >= len(BASE), "the series is read"


def _read(loaded: Loaded) -> Iterator[tuple[State, Operation]]:
    """What the way up of a series does, each with the state before it."""
    for migration in loaded.migrations:
        for record in loaded.replay[migration.identity, "up"].records:
            yield from ((record.state(place), one) for place, (_, one, _) in enumerate(record.exact))


def test_every_kind_of_operation_is_among_the_changes() -> None:
    kinds = {type(operation) for change in CHANGES for operation in operations(change)}
    assert set(Operation.__subclasses__()) - kinds == {MoveColumn, RedefineColumn, RunCode}


IRREVERSIBLE = {
    "truncate orders": "the rows of orders are not kept anywhere",
    "alter index logs_line attach partition logs_1_line": "PostgreSQL can take no index out of another one, "
    "so the index logs_1_line stays part of logs_line",
    "drop table logs_1": "logs_1 cannot be a partition of logs without its part of the index logs_line",
    "alter type mood add value 'great'": "PostgreSQL can take no value out of an enum, so 'great' stays in mood",
    "alter function g(int) owner to joe": "the files do not say who owned the function g",
    "revoke all on orders from public": "the files do not say what public was granted on orders",
    "alter table orders owner to joe": "the files do not say who owned the table orders",
    "alter view v owner to joe": "the files do not say who owned the view v",
    "alter type mood owner to joe": "the files do not say who owned the type mood",
    "select setval('numbers', 5)": "what the call of setval did is not known",
    "update users set age = 1": "what the rows of users held before is not kept anywhere",
    "insert into users (id) values (1)": "the rows that were inserted into users cannot be told from the others",
    "delete from users": "the rows that were deleted from users are not kept anywhere",
    "merge into users using orders on users.id = orders.id when matched then delete": "what the rows of users held "
    "before is not kept anywhere",
    "copy users from 'users.csv'": "the rows that were inserted into users cannot be told from the others",
    "drop table unknown": "the files do not say what columns unknown had",
    "alter table unknown drop column x": "the files do not say what type unknown.x had",
    "alter table counters alter column id restart with 7": "where the numbers of counters.id stood is not kept "
    "anywhere",
    "do $$ begin execute 'alter table ' || 'users' || ' drop column age'; end $$": "the statement was not "
    "understood: dynamic SQL",
}


def test_what_cannot_be_undone_says_why() -> None:
    undone = ((change, reverse(operation, START)) for change in CHANGES for operation in operations(change))
    assert {change: one.reason for change, one in undone if isinstance(one, Irreversible)} == IRREVERSIBLE
