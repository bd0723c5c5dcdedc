"""Calls as black writes them, and the manner that a file shows."""

import pytest

from frameworks.conftest import Project
from towpath.frameworks.python.code import Code, call, items, written
from towpath.frameworks.python.fitting import fitted
from towpath.frameworks.python.manner import Manner, manner
from towpath.syntax import python

COLUMN = call("sa.Column", '"a_name_that_is_rather_long"', call("sa.String", length="50"), nullable="False")


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (call("op.f", '"a"', b="1"), 'op.f("a", b="1")'.replace('"1"', "1")),
        (call("op.f"), "op.f()"),
        (
            call("op.add_column", '"a_table"', COLUMN),
            "op.add_column(\n"
            '        "a_table",\n'
            '        sa.Column("a_name_that_is_rather_long", sa.String(length=50), nullable=False),\n'
            "    )",
        ),
        (
            call(
                "op.create_index", '"ix_of_something_that_is_rather_long"', '"a_table"', items(['"first"', '"second"'])
            ),
            'op.create_index(\n        "ix_of_something_that_is_rather_long", "a_table", ["first", "second"]\n    )',
        ),
        (
            call("op.execute", call("sa.text", f'"{"x" * 70}"')),
            f'op.execute(\n        sa.text(\n            "{"x" * 70}"\n        )\n    )',
        ),
        (
            call("op.create_index", f'"{"x" * 40}"', '"t"', items([f'"{c * 40}"' for c in "abc"])),
            "op.create_index(\n"
            f'        "{"x" * 40}",\n'
            '        "t",\n'
            "        [\n"
            f'            "{"a" * 40}",\n'
            f'            "{"b" * 40}",\n'
            f'            "{"c" * 40}",\n'
            "        ],\n"
            "    )",
        ),
        (call("f", "a", "b")._replace(spread=True), "f(\n        a,\n        b,\n    )"),
    ],
)
def test_a_call_is_written_as_black_writes_it(code: Code, lines: str) -> None:
    assert written(code, Manner(), "    ") == lines


def test_lines_are_as_long_as_the_author_has_them() -> None:
    long = call("op.f", *(f'"{c * 30}"' for c in "abcd"))
    assert "\n" not in written(long, Manner(length=None), "    ")
    assert written(long, Manner(comma=False, length=79), "\t").count(",\n") == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = ['a', 'b', \"c\"]\n", Manner("'")),
        ('def f():\n\tg("a")\n', Manner(indentation="\t")),
        ('def f():\n  """Doc \'s."""\n  g("a")\n', Manner(indentation="  ")),
        ("f(\n    a,\n    b\n)\n", Manner(comma=False)),
        (f"f({'a, ' * 32}b)\n", Manner(length=100)),
        (f"f({'a, ' * 60}b)\n", Manner(length=None)),
        (f'f("{"a, " * 60}")\n', Manner()),
    ],
)
def test_the_manner_that_a_file_shows(project: Project, text: str, said: Manner) -> None:
    assert manner(project({}), "m/a.py", python.parse(text)) == said


@pytest.mark.parametrize(
    ("path", "text", "length"),
    [
        ("pyproject.toml", "[tool.black]\nline-length = 79\n", 79),
        ("pyproject.toml", "[tool.ruff]\ntarget-version = 'py310'\nline-length = 120\n", 120),
        ("pyproject.toml", "[tool.black]\n[tool.other]\nline-length = 79\n", 88),
        ("m/ruff.toml", "line-length = 100\n", 100),
    ],
)
def test_how_long_lines_are_is_configured(project: Project, path: str, text: str, length: int) -> None:
    assert manner(project({path: text}), "m/a.py", python.parse("f(a, b)\n")).length == length


@pytest.mark.parametrize(
    ("said", "literal"),
    [("a", '"a"'), ("it's", '"it\'s"'), ('"a"', "'\"a\"'"), ("a\\b\n", '"a\\\\b\\n"'), ("'\"", '"\'\\""')],
)
def test_a_text_in_quotes(said: str, literal: str) -> None:
    assert Manner().text(said) == literal
    assert eval(literal) == said


LONG = "f(\n    a_long_name_of_a_column=models.SlugField(allow_unicode=True),\n)"
SPREAD = "f(\n    a_long_name_of_a_column=models.SlugField(\n        allow_unicode=True\n    ),\n)"
LISTED = "f(\n    first_argument=1, second_argument=2, third=3\n)"
ONE_A_LINE = "f(\n    first_argument=1,\n    second_argument=2,\n    third=3,\n)"


@pytest.mark.parametrize(
    ("text", "known", "made"),
    [("f(\n    a=1,\n)", "", "f(\n    a=1,\n)"), (LONG, "", SPREAD), (LONG, LONG, LONG), (LISTED, "", ONE_A_LINE)],
)
def test_lines_that_got_too_long_are_spread(text: str, known: str, made: str) -> None:
    assert fitted(text, "", Manner(length=47), known) == made
