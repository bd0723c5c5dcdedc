"""What Python expressions are worth, and where texts stand."""

import pytest

from towpath.source import Span
from towpath.syntax.python import Call, Function, Reference, Text, Unknown, Value, module, parse


def value(expression: str, before: str = "") -> Value:
    text = f"{before}\nanswer = {expression}\n"
    return module(parse(text)).look("answer")


@pytest.mark.parametrize(
    ("expression", "worth"),
    [
        ("'a' \"b\"", "ab"),
        ("'a' + NAME", "aname"),
        ("f'{NAME}_x'", "name_x"),
        ("'{} {x}'.format(1, x=NAME)", "1 name"),
        ("'%s.%s' % (NAME, 2)", "name.2"),
        ("'%(a)s' % {'a': NAME}", "name"),
        (r"'a\tb\x41\u0042\\'", "a\tbAB\\"),
        (r"r'a\tb'", r"a\tb"),
        ("textwrap.dedent('''\n  a\n    b\n''')", "\na\n  b\n"),
        ("[1, -2.5, None, True]", (1, -2.5, None, True)),
        ("{'a': [NAME]}", {"a": ("name",)}),
        ("[c + '_x' for c in ('a', 'b') if c != 'a']", ("b_x",)),
        ("(*LIST, 'c')", ("a", "b", "c")),
        ("LIST[1]", "b"),
        ("'x' if NAME == 'name' else 'y'", "x"),
        ("not NAME", False),
        ("NAME and LIST", ("a", "b")),
        ("'a' in LIST", True),
        ("', '.join(LIST)", "a, b"),
        ("list(range(1, 3))", (1, 2)),
        ("sorted({'b', 'a'})", ("a", "b")),
        ("list(enumerate(LIST))", ((0, "a"), (1, "b"))),
        ("f'{unknown.thing} x'", "${unknown_thing} x"),
    ],
)
def test_an_expression(expression: str, worth: object) -> None:
    before = "import textwrap\nfrom somewhere import unknown\nNAME = 'name'\nLIST = ['a', 'b']"
    assert value(expression, before) == worth


@pytest.mark.parametrize("expression", ["a[1]", "[x for x in unknown]", "1 / 0", "x if y else z", "{**unknown}"])
def test_what_cannot_be_told_is_not_guessed(expression: str) -> None:
    assert isinstance(value(expression), Unknown)


def test_imports_give_names_their_whole_path() -> None:
    before = "import sqlalchemy as sa\nfrom alembic import op as o\nimport a.b\nfrom django.db.models import *"
    found = value("o.add_column(sa.Column('x'), a.b.c, y=1)", before)
    assert isinstance(found, Call)
    assert (found.path, found.name, found.get("y")) == ("alembic.op.add_column", "add_column", 1)
    assert [getattr(one.value, "path", "") for one in found.positional] == ["sqlalchemy.Column", "a.b.c"]


def test_a_name_that_means_itself_is_unknown() -> None:
    assert isinstance(value("answer"), Unknown)


def test_functions_and_classes_of_the_file() -> None:
    scope = module(parse("def f(a, *, b=1): pass\nclass C: pass\n"))
    function = scope.look("f")
    assert isinstance(function, Function)
    assert function.parameters == ["a", "b"]
    assert isinstance(scope.look("C"), Reference)


@pytest.mark.parametrize(
    ("expression", "part", "source"),
    [
        ("'select 1'", "select", "select"),
        (r"'a\n select'", "select", "select"),
        ("'one ' 'two'", "two", "two"),
        ("f'{NAME} drop'", "drop", "drop"),
        ("'é drop'", "drop", "drop"),
        ("'%s drop' % NAME", "drop", "drop"),
        ("'a{}b drop'.format(NAME)", "drop", "drop"),
        ("'one ' 'two'", "one two", "one ' 'two"),
    ],
)
def test_a_part_of_a_text_knows_where_it_stands(expression: str, part: str, source: str) -> None:
    text = f"NAME = 'n'\nanswer = {expression}\n"
    found = module(parse(text)).look("answer")
    assert isinstance(found, Text)
    at = found.index(part)
    place = found.where(Span(at, at + len(part)))
    assert place is not None
    assert place.of(text) == source


def test_a_part_that_is_not_written_so_stands_nowhere() -> None:
    found = value(r"'a\tb'")
    assert isinstance(found, Text)
    assert found.where(Span(1, 2)) is None
