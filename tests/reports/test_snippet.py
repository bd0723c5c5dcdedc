"""The source line of a finding, and the carets under it."""

import pytest

from towpath.reports.snippet import WIDTH, snippet
from towpath.source import LineIndex, Span


def shown(text: str, start: int, end: int) -> tuple[str, str]:
    lines = LineIndex(text)
    return snippet(lines, lines.position(start), Span(start, end))


@pytest.mark.parametrize(
    ("text", "start", "end", "carets"),
    [
        ("create index i;", 0, 6, "^^^^^^"),
        ("a;\r\ncreate;\r\n", 4, 10, "^^^^^^"),
        ("\tcreate;", 1, 7, "\t^^^^^^"),
        ("create", 6, 6, "      ^"),
        ("create index\n on t", 0, 17, "^^^^^^^^^^^^…"),
        ("/* 表 */ drop", 8, 12, "         ^^^^"),
        ("表名", 0, 2, "^^^^"),
        ("", 0, 0, "^"),
    ],
)
def test_carets_stand_under_the_span(text: str, start: int, end: int, carets: str) -> None:
    assert shown(text, start, end)[1] == carets


def test_only_the_first_line_is_shown() -> None:
    assert shown("a;\ncreate index\n on t", 3, 20)[0] == "create index"


def test_what_would_move_the_cursor_is_not_printed() -> None:
    assert shown("a\033[31m\x0c\u202eb", 0, 1)[0] == "a\ufffd[31m\ufffd\ufffdb"


def test_a_long_line_is_shown_where_it_matters() -> None:
    text = "x" * 500 + "drop" + "y" * 500
    line, carets = shown(text, 500, 504)
    assert len(line) <= WIDTH + 2
    assert line[len(carets) - 4 : len(carets)] == "drop"
    assert line.startswith("…")
    assert line.endswith("…")
    assert shown(text, 0, 1000)[1] == "^" * WIDTH
