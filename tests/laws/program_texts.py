"""Generated migrations of Alembic's, Django's and Rails' with something cut out of one, or typed into it."""

from typing import NamedTuple

from hypothesis import strategies as st

from laws.systems import SYSTEMS, Files, series

PROGRAMS = ("alembic", "django", "django, in fields", "rails")
TROUBLE = [
    "'", '"', '"""', "(", ")", "[", "]", "{", "}", ",", ":", "#", "\\", "=", "f'", "\n", "\r\n", "\f", "\t", "\u2028",
    "\x00", "é", "\U0001f600", "def ", "class ", "for x in y:", "if a", "    ", "*", "op.", "migrations.", "lambda: ",
    "end", "do |t|", "|", "#{", "<<~SQL\n", "%w[", ":", "unless ", "t.", "def change\n", "=>", "&:",
]  # fmt: skip


class Edited(NamedTuple):
    """A project, one of its files, and the text of that file after one edit."""

    files: Files
    path: str
    text: str


@st.composite
def edited(draw: st.DrawFn) -> Edited:
    files = SYSTEMS[draw(st.sampled_from(PROGRAMS))](draw(series))
    path = sorted(path for path in files if path.endswith(("_step.py", ".rb")))[-1]
    text = files[path]
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 60)))
    inserted = draw(st.one_of(st.sampled_from(["", *TROUBLE]), st.text(max_size=4)))
    return Edited(files, path, text[:start] + inserted + text[end:])
