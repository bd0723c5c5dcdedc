"""Bytes to text and back."""

import codecs

import pytest

from towpath.source import Edit, Source, Span, Unreadable, apply, overlap
from towpath.source.decode import Decoded, decode, refused


@pytest.mark.parametrize(
    "data",
    [
        b"select 1;\r\n",
        codecs.BOM_UTF8 + "é".encode(),
        codecs.BOM_UTF16_LE + "é\n".encode("utf-16-le"),
        codecs.BOM_UTF32_BE + "é\n".encode("utf-32-be"),
        b"caf\xe9",
        b"",
    ],
)
def test_what_is_read_can_be_written_back(data: bytes) -> None:
    decoded = decode(data)
    assert isinstance(decoded, Decoded)
    assert decoded.encode(decoded.text) == data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a\0b", "NUL bytes"),
        (codecs.BOM_UTF16_LE + b"a", "marked as utf-16-le"),
        (b"x" * 11, "more than the 10"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, said: str) -> None:
    decoded = decode(data, limit=10)
    assert isinstance(decoded, Unreadable)
    assert said in decoded.reason


def test_equal_edits_are_one_edit() -> None:
    assert apply("abc", [Edit(Span(1, 2), "x"), Edit(Span(1, 2), "x"), Edit(Span(3, 3), "!")]) == "axc!"


def test_edits_that_touch_the_same_characters_overlap() -> None:
    assert overlap([Edit(Span(0, 2), ""), Edit(Span(1, 3), "")])
    assert overlap([Edit(Span(1, 1), "a"), Edit(Span(1, 1), "b")])
    assert not overlap([Edit(Span(0, 1), ""), Edit(Span(1, 2), "")])


def test_the_first_line_end_is_the_one_to_write() -> None:
    assert [Source("", text).newline for text in ("a\r\nb\n", "a\nb", "a\rb", "a")] == ["\r\n", "\n", "\r", "\n"]


def test_whole_lines_hold_their_line_end() -> None:
    source = Source("", "a\r\nbc\r\nd")
    assert source.whole_lines(Span(3, 4)) == Span(3, 7)
    assert source.whole_lines(Span(7, 8)) == Span(7, 8)


def test_a_text_in_an_editor_is_refused_as_its_bytes_would_be() -> None:
    for text in ("a\0b", "é" * 40, "a"):
        found = decode(text.encode(), limit=60)
        assert refused(text, limit=60) == (found if isinstance(found, Unreadable) else None)
