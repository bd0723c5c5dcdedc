"""Law 1: reading any text, any prefix of it, any text with a slice cut out: never raises; spans lie inside and nest."""

from hypothesis import given, settings

from laws.sql_texts import cut, edited, texts
from towpath.frameworks import sqlfile
from towpath.frameworks.sqlfile import SqlFile
from towpath.source import Span


def well_placed(file: SqlFile) -> None:
    before = 0
    for piece, steps in zip(file.pieces, file.steps, strict=True):
        assert before <= piece.start <= piece.end <= piece.after <= len(file.text)
        before = piece.after
        block = Span(0, piece.end - piece.start)
        for step in steps:
            assert step.block == file.text[piece.start : piece.end]
            assert block.holds(step.span)
            assert len(step.places) == len(step.operations)
            for places in step.places:
                assert all(block.holds(span) and span.start <= span.end for span in places.values()), places


@settings(max_examples=300, deadline=None)
@given(texts)
def test_any_text(text: str) -> None:
    well_placed(sqlfile.read("a.sql", text))


@settings(max_examples=300, deadline=None)
@given(cut())
def test_any_text_with_a_slice_cut_out(text: str) -> None:
    well_placed(sqlfile.read("a.sql", text))


@settings(max_examples=500, deadline=None)
@given(edited())
def test_reading_after_an_edit_is_reading_anew(pair: tuple[str, str]) -> None:
    old, new = pair
    again, anew = sqlfile.read("a.sql", new, sqlfile.read("a.sql", old)), sqlfile.read("a.sql", new)
    well_placed(again)
    assert again.pieces == anew.pieces
    assert [[step.operations for step in steps] for steps in again.steps] == [
        [step.operations for step in steps] for steps in anew.steps
    ]


def test_an_edit_keeps_the_steps_of_other_statements() -> None:
    text = "create table a (x int);\nupdate a set x = 1;\ncreate index i on a (x);\n"
    old = sqlfile.read("a.sql", text)
    new = sqlfile.read("a.sql", text.replace("x = 1", "x = 2"), old)
    assert [a is b for a, b in zip(old.steps, new.steps, strict=True)] == [True, False, True]
