"""Law 4: `reverse` undoes `apply` up to column order, or the operation says that it cannot."""

from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddEnumValue,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateTable,
    CreateView,
    DetachPartition,
    DropConstraint,
    DropIndex,
    DropObject,
    Name,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameEnumValue,
    RenameIndex,
    Statement,
    Unique,
    ValidateConstraint,
)
from towpath.schema import Enum, Irreversible, State, Table, applied, reverse
from towpath.sql import read_statement

SETUP = [
    "create table users (id bigint primary key, email varchar(50) not null, age integer default 3, note text)",
    "create table orders (id bigint primary key, user_id bigint, total numeric(10, 2), code text)",
    "alter table orders add constraint orders_user foreign key (user_id) references users (id)",
    "alter table orders add constraint positive check (total > 0) not valid",
    "create index users_note on users (note)",
    "create unique index users_age on users (age) where age > 1",
    "create table events (id bigint, at date) partition by range (at)",
    "create table events_1 partition of events for values from ('2020-01-01') to ('2021-01-01')",
    "create type mood as enum ('sad', 'ok')",
    "create view v as select id from users",
]
CHANGES = [
    "create table fresh (id bigint references users (id))",
    "create table if not exists users (id int)",
    "drop table orders",
    "drop table events_1",
    "alter table users rename to people",
    "alter table orders set schema archive",
    "alter table users add column token uuid",
    "alter table users add column if not exists email text",
    "alter table users drop column note",
    "alter table orders drop column user_id",
    "alter table users rename column email to mail",
    "alter table users alter column email type varchar(80)",
    "alter table users alter column age drop default",
    "alter table users alter column age set default 4",
    "alter table users alter column note set default 'x'",
    "alter table users alter column note set not null",
    "alter table users alter column email drop not null",
    "alter table orders add constraint c unique (code)",
    "alter table users add constraint u unique using index users_age",
    "alter table orders drop constraint orders_user",
    "alter table orders drop constraint positive",
    "alter table orders validate constraint positive",
    "alter table orders rename constraint positive to above_zero",
    "create index concurrently orders_code on orders (code)",
    "drop index users_note",
    "drop index users_age",
    "alter index users_note rename to notes",
    "alter table events detach partition events_1",
    "create type kind as enum ('a')",
    "alter type mood rename value 'sad' to 'blue'",
    "alter type mood add value 'great'",
    "create view w as select 1",
    "create or replace view v as select email from users",
    "create function f() returns int language sql as 'select 1'",
    "update users set age = 1",
    "insert into users (id) values (1)",
    "drop table unknown",
    "alter table unknown drop column x",
    "grant select on users to public",
]


def operations(statement: str) -> list[Operation]:
    return [operation for step in read_statement(statement) for operation in step.operations]


def state_after(statements: list[str]) -> State:
    state = State(migration="1")
    for statement in statements:
        for operation in operations(statement):
            if possible(state, operation):
                state = applied(state, operation)
    return state


def possible(state: State, operation: Operation) -> bool:
    """Whether a server would do it: what it names is there, and what it makes is not."""
    name: Any = getattr(operation, "table", None)
    table = state.table(name) if isinstance(name, Name) else None
    if str(name) == "unknown" or isinstance(operation, (DropObject, Statement)):
        return True
    match operation:
        case CreateTable():
            return table is None or operation.if_not_exists
        case CreateView() | CreateFunction():
            return operation.replace or comparable(applied(state, operation)) != comparable(state)
        case CreateEnum() | AddEnumValue() | RenameEnumValue():
            labels = enum.labels if (enum := state.enum(operation.type)) else ()
            return (not labels) if isinstance(operation, CreateEnum) else operation.label in labels or bool(labels)
        case DropIndex() | RenameIndex():
            index = state.index(operation.index)
            return index is not None and (index.constraint is None or isinstance(operation, RenameIndex))
        case _:
            pass
    if table is None:
        return False
    match operation:
        case AddColumn():
            return operation.if_not_exists or table.column(operation.column.name) is None
        case CreateIndex():
            return table.index(operation.name or "") is None and all(table.column(name) for name in operation.columns)
        case AddConstraint(constraint=Unique(index=str(index))):
            return (found := table.index(index)) is not None and found.constraint is None
        case AddConstraint(constraint=Unique(columns=columns)):
            return all(table.column(column) for column in columns) and not table.constraint(
                operation.constraint.name or ""
            )
        case DropConstraint() | ValidateConstraint() | RenameConstraint():
            return table.constraint(operation.name) is not None
        case RenameColumn():
            return table.column(operation.column) is not None and table.column(operation.to) is None
        case DetachPartition():
            return operation.partition in table.partitions
        case _:
            pass
    column: Any = getattr(operation, "column", None)
    return not isinstance(column, str) or table.column(column) is not None


def plain(table: Table) -> Table:
    """A table without what does not count: the order of its parts, and which migration made it."""
    return replace(
        table,
        columns=tuple(sorted(table.columns, key=lambda column: column.name)),
        constraints=tuple(sorted(table.constraints, key=str)),
        indexes=tuple(sorted(table.indexes, key=str)),
        partitions=tuple(sorted(table.partitions)),
        referenced_by=tuple(sorted(table.referenced_by)),
        born="",
    )


def comparable(state: State) -> dict[str, object]:
    """The facts, without tables of which nothing is known but the name."""
    facts = {key: fact for bucket in state.facts.buckets for key, fact in bucket.items() if fact is not None}
    known = {
        key: plain(fact) if isinstance(fact, Table) else replace(fact, born="") if isinstance(fact, Enum) else fact
        for key, fact in facts.items()
    }
    return {key: fact for key, fact in known.items() if not isinstance(fact, Table) or fact != Table(fact.name)}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=5, unique=True))
def test_what_is_reversed_is_as_before(changes: list[str]) -> None:
    *history, statement = changes
    before = state_after([*SETUP, *history])
    for operation in operations(statement):
        undone = reverse(operation, before)
        assume(possible(before, operation))
        if isinstance(undone, Irreversible):
            assert undone.reason
            continue
        after = applied(before, operation)
        for inverse in undone.operations:
            after = applied(after, inverse)
        assert comparable(after) == comparable(before), (operation, undone)


def test_most_changes_of_a_known_schema_can_be_reversed() -> None:
    before = state_after(SETUP)
    cannot = [s for s in CHANGES for o in operations(s) if isinstance(reverse(o, before), Irreversible)]
    assert cannot == [
        "alter type mood add value 'great'",
        "update users set age = 1",
        "insert into users (id) values (1)",
        "drop table unknown",
        "alter table unknown drop column x",
        "grant select on users to public",
    ]


def test_a_dropped_table_comes_back_with_its_indexes_and_without_its_rows() -> None:
    before = state_after(SETUP)
    undone = reverse(operations("drop table users")[0], before)
    assert not isinstance(undone, Irreversible)
    assert [type(operation).__name__ for operation in undone.operations] == [
        "CreateTable",
        "CreateIndex",
        "CreateIndex",
    ]
    assert (undone.restores_data, undone.loses_data) == (False, False)
    assert before.table(Name("users")) is not None
