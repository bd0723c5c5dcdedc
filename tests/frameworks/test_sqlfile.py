import pytest

from towpath.frameworks import sqlfile
from towpath.frameworks.sqlfile import one_message
from towpath.source import Span


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("", False),
        ("-- nothing\n", False),
        ("select 1", False),
        ("select 1;\n-- and that is all\n;", False),
        ("select 1; select 2", True),
        ("begin; commit;", True),
    ],
)
def test_several_statements_in_a_message_are_one_transaction(text: str, together: bool) -> None:
    assert one_message(sqlfile.read("a.sql", text)) is together


def test_a_part_of_a_file_has_its_place_in_the_file() -> None:
    text = "-- head\nselect 1;\n-- rest\nselect 2;\n"
    part = sqlfile.read("a.sql", text[26:], None, 26)
    script = part.script(False)
    assert (script.path, script.transactional, script.span(0).of(text)) == ("a.sql", False, "select 2")


def test_a_part_that_moved_keeps_its_steps() -> None:
    old = sqlfile.read("a.sql", "select 1;", None, 10)
    new = sqlfile.read("a.sql", "select 1;", old, 20)
    assert new.steps is old.steps
    assert new.script().span(0) == Span(20, 28)


def test_a_file_that_was_not_read_says_why() -> None:
    script = sqlfile.unread("a.sql", "it is locked")
    assert [operation.reason for step in script.steps for operation in step.operations] == ["it is locked"]  # type: ignore[attr-defined]
