"""Law 1 for the databases that no server judges here: their texts are cut and read whatever they hold."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws.test_law_1_reading import well_placed
from sql.blocks import blocks
from towpath.frameworks import sqlfile

_SQL = Path(__file__).parent.parent / "sql"
_TROUBLE = [
    "'", '"', "[", "]", "/*", "*/", "--", ";", "(", ")", "\n", "\r\n", "\r", "\x00", "é", "\U0001f600", "${schema}",
    "\nGO\n", "GO", "\n/\n", "/", "q'[", "]'", "N'", ":r a\n", "@a\n", "begin ", "end ", "if ", "else ", "case ",
    "try ", "begin catch ", "exists (", "alter ", "create ", "drop ", "with ", "select ", "set ", "declare ", "prompt ",
]  # fmt: skip


def _texts(dialect: str) -> st.SearchStrategy[str]:
    known = [text.strip() for text in blocks(_SQL / dialect / "hand.sql").values()]
    parts = st.one_of(st.sampled_from(known), st.sampled_from(_TROUBLE), st.text(max_size=4))
    joints = st.sampled_from(["", " ", "\n", ";\n", "\nGO\n", "\n/\n"])
    return st.lists(st.tuples(parts, joints).map("".join), max_size=10).map("".join)


TEXTS = {dialect: _texts(dialect) for dialect in ("sqlserver", "oracle")}


@pytest.mark.parametrize("dialect", TEXTS)
def test_any_text(dialect: str) -> None:
    @settings(max_examples=300, deadline=None)
    @given(TEXTS[dialect])
    def law(text: str) -> None:
        well_placed(sqlfile.read("a.sql", text, dialect=dialect))

    law()


@pytest.mark.parametrize("dialect", TEXTS)
def test_reading_after_an_edit_is_reading_anew(dialect: str) -> None:
    @settings(max_examples=700, deadline=None)
    @given(TEXTS[dialect], st.integers(0, 400), st.integers(0, 20), st.sampled_from(["", *_TROUBLE]))
    def law(old: str, start: int, length: int, inserted: str) -> None:
        start = min(start, len(old))
        new = old[:start] + inserted + old[start + length :]
        before = sqlfile.read("a.sql", old, dialect=dialect)
        again, anew = sqlfile.read("a.sql", new, before, dialect=dialect), sqlfile.read("a.sql", new, dialect=dialect)
        well_placed(again)
        assert again.pieces == anew.pieces

    law()
