"""Law 5: offset and position round-trip in every encoding, with every line end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from towpath.source import Encoding, LineIndex, Position
from towpath.source.lines import UNITS

ENCODINGS: list[Encoding] = ["utf-8", "utf-16", "utf-32"]
texts = st.text(st.sampled_from("ab\n\r\f\x0b\x85\u2028é\U0001f600 ;"), max_size=40)


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(deadline=None)
@given(text=texts)
def test_round_trip(encoding: Encoding, text: str) -> None:
    lines = LineIndex(text)
    for offset in range(len(text) + 1):
        inside_line_end = text[offset - 1 : offset + 1] == "\r\n"
        position = lines.position(offset, encoding)
        if not inside_line_end:
            assert lines.offset(position, encoding) in (offset, lines.line_end(position.line))
        start = lines.starts[position.line]
        assert position.character == UNITS[encoding](text[start:offset])


@settings(deadline=None)
@given(text=texts)
def test_lines_are_those_of_the_protocol(text: str) -> None:
    lines = LineIndex(text)
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [lines.line(number) for number in range(len(lines.starts))] == expected


def test_a_form_feed_ends_no_line() -> None:
    lines = LineIndex("a\fb\u2028c\x85d\ne")
    assert lines.position(7) == Position(0, 7)
    assert lines.position(8) == Position(1, 0)


def test_an_emoji_has_four_two_or_one_units() -> None:
    lines = LineIndex("\U0001f600x")
    assert [lines.position(1, encoding).character for encoding in ENCODINGS] == [4, 2, 1]
    assert lines.offset(Position(0, 1), "utf-16") == 0


def test_positions_outside_of_the_text_are_its_nearest_place() -> None:
    lines = LineIndex("ab\ncd")
    assert lines.offset(Position(9, 0)) == 5
    assert lines.offset(Position(0, 99)) == 2
    assert lines.position(99) == Position(1, 2)
