import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from lsp.clients import place
from towpath.lsp.documents import Document, Documents, edited
from towpath.source import Encoding, LineIndex, Source

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
# What ends a line in the protocol, what does not although Python thinks so, and characters of every width.
TEXTS = st.lists(st.sampled_from(["a", "é", "😀", "\n", "\r\n", "\r", "\f", "\x0b", "\x1c", "\x85", "\u2028"])).map(
    "".join
)


def changed(text: str, encoding: Encoding, *changes: tuple[tuple[int, int, int, int] | None, str]) -> str:
    parts = [
        types.TextDocumentContentChangePartial(range=place(*at), text=new)
        if at
        else types.TextDocumentContentChangeWholeDocument(text=new)
        for at, new in changes
    ]
    return edited(Source("1.sql", text), parts, encoding).text


@pytest.mark.parametrize(("encoding", "behind"), [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)])
def test_a_character_counts_as_the_encoding_has_it(encoding: Encoding, behind: int) -> None:
    assert changed("😀b", encoding, ((0, behind, 0, behind + 1), "c")) == "😀c"


@pytest.mark.parametrize("inside", ["\f", "\x0b", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_only_line_ends_of_the_protocol_end_a_line(inside: str) -> None:
    assert changed(f"a{inside}b\nc", "utf-16", ((1, 0, 1, 1), "d")) == f"a{inside}b\nd"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_of_the_protocol_ends_a_line(end: str) -> None:
    assert changed(f"a{end}b{end}c", "utf-16", ((1, 0, 2, 0), "")) == f"a{end}c"


def test_each_change_is_about_what_the_one_before_left() -> None:
    assert changed("ab", "utf-16", ((0, 0, 0, 1), "xyz"), ((0, 3, 0, 4), "!")) == "xyz!"


def test_a_whole_text_takes_the_place_of_everything() -> None:
    assert changed("ab", "utf-16", (None, "c"), ((0, 1, 0, 1), "d")) == "cd"


def test_a_range_that_ends_before_it_starts_is_turned_round() -> None:
    assert changed("abcd", "utf-16", ((0, 3, 0, 1), "")) == "ad"


def test_a_position_behind_the_text_is_its_end() -> None:
    assert changed("ab", "utf-16", ((7, 7, 8, 8), "c")) == "abc"


@settings(deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_an_edit_is_what_it_is_by_offsets(text: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for encoding in ENCODINGS:
        lines = LineIndex(text)
        first, last = lines.position(start, encoding), lines.position(end, encoding)
        begins, ends = lines.offset(first, encoding), lines.offset(last, encoding)
        place = (first.line, first.character, last.line, last.character)
        assert changed(text, encoding, (place, new)) == text[:begins] + new + text[ends:]


def test_a_document_is_found_however_its_uri_is_escaped() -> None:
    documents = Documents()
    documents.open(types.TextDocumentItem(uri="file:///a%20b%3A/1.sql", language_id="sql", version=3, text="x"))
    document = documents.get("file:///a b:/1.sql")
    assert document is not None
    assert (document.path, document.version) == ("/a b:/1.sql", 3)
    assert documents.at("/a b:/1.sql") is document


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "git:/a/1.sql?ref"])
def test_what_is_no_file_is_left_alone(uri: str) -> None:
    documents = Documents()
    documents.open(types.TextDocumentItem(uri=uri, language_id="sql", version=1, text="x"))
    documents.change(types.VersionedTextDocumentIdentifier(uri=uri, version=2), [], "utf-16")
    assert list(documents) == []
    assert documents.close(uri) is None


def test_a_document_is_a_value() -> None:
    source = Source("/1.sql", "x")
    assert Document("file:///1.sql", "/1.sql", 1, source) == Document("file:///1.sql", "/1.sql", 1, source)
