"""SQL in the texts of a program, and where its parts stand there."""

import pytest

from towpath.frameworks.embedded import Inner, statements
from towpath.operations import CreateIndex, DeleteRows, InsertRows, Opaque, UpdateRows
from towpath.source import Span
from towpath.syntax.python import Text, module, parse


def read(expression: str, before: str = "") -> tuple[str, list[Inner]]:
    source = f"{before}\nsql = {expression}\n"
    text = module(parse(source)).look("sql")
    assert isinstance(text, Text)
    return source, statements(text, expression)


def test_each_statement_stands_where_it_is_written() -> None:
    source, found = read('"""\n  create index a on t (x); -- ü\n  drop index b;\n"""')
    assert [one.span and one.span.of(source) for one in found] == ["create index a on t (x)", "drop index b"]
    (places,) = found[0].places()
    assert places["table"].of(source) == "t"
    at = places["concurrently"]
    assert (at.start, at.end) == (source.index("index a") + 5,) * 2


def test_adjacent_texts_are_one_statement() -> None:
    source, found = read('("create index a "\n"on t (x)")')
    assert isinstance(found[0].operations[0], CreateIndex)
    assert found[0].span
    assert found[0].span.of(source) == 'create index a "\n"on t (x)'


def test_what_is_not_written_so_has_no_place() -> None:
    _, found = read(r'"create index\ta on t (x)"')
    (places,) = found[0].places()
    assert (found[0].span, "index" in places, "name" in places) == (Span(8, 32), False, True)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("delete from t where x = :first and y::text = 'a:b'", "x = :first and y::text = 'a:b'"),
        ("delete from t where x = %(first)s", "x = %(first)s"),
        ("delete from t where x = %s and y like 'a%%'", "x = %s and y like 'a%%'"),
        (r"delete from t where x = j -> 'a' ->> 'b\:c'", r"x = j -> 'a' ->> 'b\:c'"),
    ],
)
def test_parameters_of_drivers_do_not_break_reading(text: str, operation: str) -> None:
    (found,) = statements(text)
    (delete,) = found.operations
    assert isinstance(delete, DeleteRows)
    assert delete.where == operation
    assert delete.text == text


def test_many_parameters() -> None:
    names = [f":p{number}" for number in range(30)]
    text = f"insert into t values ({', '.join(names)})"
    (found,) = statements(text)
    assert isinstance(found.operations[0], InsertRows)
    assert found.operations[0].text == text


def test_parts_that_are_not_known_are_placeholders() -> None:
    _, found = read('f"update {table} set x = 1 where y = {value()}"')
    (update,) = found[0].operations
    assert isinstance(update, UpdateRows)
    assert (update.table.name, update.where) == ("${table}", "y = ${value}")


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ('f"{sql_of(1)}"', 'the SQL is put together at run time: f"{sql_of(1)}"'),
        ('f"alter {what}"', 'the SQL is put together at run time: f"alter {what}"'),
    ],
)
def test_a_text_that_is_not_known_is_said_to_be(expression: str, reason: str) -> None:
    _, found = read(expression)
    (opaque,) = found[0].operations
    assert isinstance(opaque, Opaque)
    assert opaque.reason == reason
