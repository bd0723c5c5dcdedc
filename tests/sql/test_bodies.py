"""What DO blocks and functions do, read from their bodies."""

import pytest

from towpath.operations import (
    AddColumn,
    CreateFunction,
    CreateIndex,
    CreateTable,
    DeleteRows,
    InsertRows,
    Opaque,
    Operation,
    Statement,
    UpdateRows,
)
from towpath.sql import read_statement


def test_every_statement_of_a_block_is_a_step_with_its_condition() -> None:
    text = """DO $do$
DECLARE
  n integer := 0;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_class) THEN
    CREATE INDEX i ON t (a);
  ELSIF n > 1 THEN
    ALTER TABLE t ADD COLUMN b int;
  ELSE
    UPDATE t SET a = 1;
  END IF;
  FOR r IN SELECT 1 LOOP
    DELETE FROM t WHERE id = r.id;
  END LOOP;
  n := n + 1;
  RAISE NOTICE 'done';
EXCEPTION WHEN others THEN
  NULL;
END $do$"""
    steps = read_statement(text)
    assert [type(step.operations[0]) for step in steps] == [CreateIndex, AddColumn, UpdateRows, DeleteRows]
    assert [step.guard.condition if step.guard else "" for step in steps] == [
        "NOT EXISTS (SELECT 1 FROM pg_class)",
        "n > 1",
        "not (n > 1)",
        "in a loop",
    ]
    assert steps[0].span.of(text) == "CREATE INDEX i ON t (a)"
    assert {step.origin for step in steps} == {"body"}
    place = steps[0].place(0, "table")
    assert place
    assert place.of(text) == "t"


def test_what_is_put_together_at_run_time_is_not_known() -> None:
    (dynamic, literal) = read_statement(
        "DO $$ BEGIN EXECUTE format('drop table %I', x); EXECUTE 'delete from t'; END $$"
    )
    assert isinstance(dynamic.operations[0], Opaque)
    assert dynamic.operations[0].reason == "dynamic SQL"
    assert isinstance(literal.operations[0], DeleteRows)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("select count(*) into n from t", Statement),
        ("select into strict n, r.b count(*), 1 from t", Statement),
        ("with c as (select 1 as a) select a into n from c", Statement),
        ("insert into t (id) values (1) returning id, b into n, m[1]", InsertRows),
        ("update t set a = 1 where id = 2 returning b into strict r.b", UpdateRows),
        ("with d as (insert into u select 1 returning 1) delete from t returning id into n", InsertRows),
        ("execute 'delete from t where id = $1' into n using 1", DeleteRows),
        ("create table u as select a from t", CreateTable),
    ],
)
def test_the_variables_that_a_row_goes_to_are_no_part_of_the_statement(text: str, kind: type[Operation]) -> None:
    whole = f"do $$ begin {text}; end $$"
    (step,) = read_statement(whole)
    assert isinstance(step.operations[0], kind)
    assert step.span.of(whole) == text


def test_a_block_that_does_nothing_is_a_statement() -> None:
    (step,) = read_statement("do language plpgsql $$ begin null; end $$")
    assert isinstance(step.operations[0], Statement)
    assert step.operations[0].kind == "do"


def test_a_function_keeps_what_its_body_would_do() -> None:
    (step,) = read_statement(
        "create function f() returns trigger language plpgsql as $$begin delete from t; return new; end$$"
    )
    function = step.operations[0]
    assert isinstance(function, CreateFunction)
    assert [type(operation) for operation in function.body] == [DeleteRows]


def test_code_in_another_language_is_not_read() -> None:
    (step,) = read_statement("do language plperl $$ elog(INFO, 'x'); $$")
    assert isinstance(step.operations[0], Opaque)
