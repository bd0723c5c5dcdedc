"""What expressions of Ruby are worth, and where their texts stand."""

import pytest

from towpath.source import Span
from towpath.syntax.ruby import Call, Scope, Symbol, Text, Value, evaluate, module, parse, worth


def value(code: str, before: str = "") -> Value:
    tree = parse(f"{before}\n{code}\n")
    scope, _ = module(tree)
    assert not tree.broken
    statements = [one for one in tree.root.named_children if one.type not in ("heredoc_body", "comment")]
    return worth(statements[-1], scope)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("'a\\'b'", "a'b"),
        ('"a\\tb\\u00e4\\x41"', "a\tbäA"),
        ("'a\\nb'", "a\\nb"),
        (":name", "name"),
        (':"a b"', "a b"),
        ("%w[a b]", ("a", "b")),
        ("%i[a b]", ("a", "b")),
        ("[1, 2.5, nil, true]", (1, 2.5, None, True)),
        ("{ a: 1, :b => 2, 'c' => 3, \"d\": 4 }", {"a": 1, "b": 2, "c": 3, "d": 4}),
        ("{ **{ a: 1 }, b: 2 }", {"a": 1, "b": 2}),
        ("1_000", 1000),
        ("0x10", 16),
        ("-3", -3),
        ("'a' 'b'", "ab"),
        ("'a' + 'b'", "ab"),
        ('"x#{1}#{:y}#{nil}z"', "x1y${nil}z"),
        ('"a #{b} c"', "a ${b} c"),
        ("%q(it's)", "it's"),
        ("(1..3).to_a", (1, 2, 3)),
        ('%w[a b].map { |x| "#{x}_id" }', ("a_id", "b_id")),
        ("%w[a b].map(&:to_sym)", ("a", "b")),
        ("[[1, 2], [3]].flatten", (1, 2, 3)),
        ("%w[a b].join(', ')", "a, b"),
        ("{ a: 1 }.merge(b: 2)", {"a": 1, "b": 2}),
        ("{ a: 1, b: 2 }.except(:a)", {"b": 2}),
        ("true ? 'a' : 'b'", "a"),
        ("1 == 1 && 'x'", "x"),
        ("[1, 2][1]", 2),
        ("'  a  b '.squish", "a b"),
        ("'Ab'.downcase.to_sym", "ab"),
        ("quote('it''s')", "'its'"),
        ('quote_table_name("a.b")', "\x02a\x02.\x02b\x02"),
    ],
)
def test_worth(code: str, expected: Value) -> None:
    assert value(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("<<~SQL\n  a\n    b\n\n  c\nSQL", "a\n  b\n\nc\n"),
        ("<<~SQL\n    a #{x}\n  b\nSQL", "  a ${x}\nb\n"),
        ("<<-SQL\n  a\n  SQL", "  a\n"),
        ("<<~'SQL'\n  a \\n #{x}\nSQL", "a \\n #{x}\n"),
        ("<<~SQL.squish\n  a\n  b\nSQL", "a b"),
        ("<<~SQL\r\n  a\r\n  b\r\nSQL", "a\r\nb\r\n"),
        ("<<~SQL\n  \\\\d\nSQL", "\\d\n"),
        ("<<~SQL\nSQL", ""),
    ],
)
def test_texts_of_whole_lines(code: str, expected: str) -> None:
    assert value(code) == expected


def test_two_texts_of_whole_lines_are_announced_on_one_line() -> None:
    assert value("[<<~A, <<~B]\n  a\nA\n  b\nB") == ("a\n", "b\n")


@pytest.mark.parametrize(
    ("code", "part", "there"),
    [
        ("'UPDATE users'", "users", "users"),
        ('"UPDATE #{x} SET a"', "SET a", "SET a"),
        ("<<~SQL\n  UPDATE users\n  SET a = 1\nSQL", "SET a", "SET a"),
        ("<<~SQL\n  UPDATE users\n  SET a = 1\nSQL", "users\nSET", "users\n  SET"),
        ("'a  b'.squish", "b", "b"),
        (":users", "users", "users"),
        ("'it\\'s here'", "here", "here"),
    ],
)
def test_a_text_knows_where_it_stands(code: str, part: str, there: str) -> None:
    found = value(code)
    assert isinstance(found, Text)
    at = str(found).index(part)
    span = found.where(Span(at, at + len(part)))
    assert span is not None
    assert span.of("\n" + code) == there


def test_a_symbol_is_a_text_of_its_own_kind() -> None:
    assert isinstance(value(":a"), Symbol)
    assert not isinstance(value("'a'"), Symbol)


@pytest.mark.parametrize(
    ("before", "code", "expected"),
    [
        ("A = %w[a b].freeze", "A", ("a", "b")),
        ("A = 'a'\nB = \"#{A}b\"", "B", "ab"),
        ("A = A", "[A].size", "size"),
        ("def name\n  :users\nend", "[name]", ("users",)),
        ("def name(a, b = 'x', c: 1)\n  \"#{a}#{b}#{c}\"\nend", "[name('p')]", ("px1",)),
        ("def name(a)\n  b = a\n  return b\nend", "[name('p')]", ("p",)),
        ("def name(**options)\n  options\nend", "[name(a: 1)]", ({"a": 1},)),
    ],
)
def test_constants_and_methods(before: str, code: str, expected: Value) -> None:
    found = value(code, before)
    assert (found.name if isinstance(found, Call) else found) == expected


@pytest.mark.parametrize(
    "code", ["x", "x.y(1)", "A::B", "foo(*bar)", "a + b", "->(x) { 1 }", "!x", "a ? b : c", "x[1]"]
)
def test_what_is_not_known_is_no_guess(code: str) -> None:
    assert not isinstance(value(code), (str, int, tuple, dict))


def test_a_shortened_pair_is_the_variable() -> None:
    tree = parse("foo(null:)")
    scope = Scope(tree)
    scope.bind("null", False)
    call = evaluate(tree.root.named_children[0], scope)
    assert isinstance(call, Call)
    assert call.get("null") is False
