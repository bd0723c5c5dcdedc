"""YAML and JSON as the same elements that XML gives, and what is read around what is not well formed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from towpath.source import Span
from towpath.syntax.markup import Node, items, problem, xml, yaml

XML = '<createTable tableName="t"><column name="a" type="int"><constraints nullable="false"/></column></createTable>'
YAML = """\
- createTable:
    tableName: t
    columns:
      - column:
          name: a
          type: int
          constraints:
            nullable: false
"""
FLOW = "- createTable: {tableName: t, columns: [{column: {name: a, type: int, constraints: {nullable: false}}}]}\n"
JSON = """{"createTable": {"tableName": "t",
 "columns": [{"column": {"name": "a", "type": "int", "constraints": {"nullable": false}}}]}}"""


def plain(node: Node) -> object:
    """A node without its places."""
    return node.name, dict(node.attributes), [plain(child) for child in node.children], node.text


@pytest.mark.parametrize("text", [YAML, FLOW, JSON, YAML.replace("      -", "    -").replace("\n", "\r\n")])
def test_all_syntaxes_say_the_same(text: str) -> None:
    assert plain(yaml.parse(text)) == plain(xml.parse(XML))
    assert problem(yaml.parse(text)) == ""


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("a b", "a b"),
        ("'it''s'", "it's"),
        ('"a\\tb\\u0041"', "a\tbA"),
        ("yes", "true"),
        ("Off", "false"),
        ("010", "8"),
        ("0x1F", "31"),
        ("1_000", "1000"),
        ("1.10", "1.1"),
        ("20240101000000", "20240101000000"),
        ("~", None),
        ("", None),
        ("a # b", "a"),
        ("a#b", "a#b"),
        ("a:b", "a:b"),
        ("!!str 7", "7"),
        ("|\n      a\n        b\n\n      c\n", "a\n  b\n\nc\n"),
        ("|-\n      a\n", "a"),
        (">\n      a\n      b\n", "a b\n"),
        ("a\n      b", "a b"),
    ],
)
def test_scalars_are_taken_as_liquibase_takes_them(said: str, value: str | None) -> None:
    found = yaml.parse(f"- sql:\n    sql: {said}\n")
    assert found.get("sql") == value
    assert problem(found) == ""


def test_a_block_of_text_knows_where_it_stands() -> None:
    text = "- sql:\n    sql: |\n      create index\n        i on a (b)\n"
    found = yaml.parse(text).get("sql")
    assert found is not None
    where = found.where(Span(7, 16))
    assert where is not None
    assert where.of(text) == "index\n        i"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- a: *b\n", "*b names no anchor that stands before it"),
        ("- a: &b [*b]\n", "*b names no anchor that stands before it"),
        ("- a: [&b [" + "x, " * 2000 + "x], *b]\n", "*b stands for too much"),
        ('- a: "b\n', "the quote is not closed"),
        ("- a: [b\n", "] was expected"),
        ("- a:\n    b: c\n      d: e\n", "a key stands where a text goes on"),
        ("- a:\n    b: c\n    d\n", "a key with a colon was expected"),
        ("- a: {b c}\n", "a colon was expected behind b c"),
    ],
)
def test_what_is_wrong_is_said(text: str, reason: str) -> None:
    assert problem(yaml.parse(text)).startswith(reason)


def test_what_is_wrong_leaves_the_rest() -> None:
    text = "- changeSet:\n    id: 1\n    changes:\n    - sql: 'a\n    - dropTable:\n        tableName: t\n"
    found = yaml.parse(text)
    assert [child.name for child in found.children] == ["sql", "dropTable"]
    assert [bool(problem(child)) for child in found.children] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "databaseChangeLog:\n- changeSet:\n    id: 1\n\n- include:\n    file: a\n- changeSet: {id: 2}\n",
        '{"databaseChangeLog": [\n {"changeSet": {"id": "1"}},\n {"include": {"file": "a"}},\n'
        ' {"changeSet": {"id": "2"}}]}',
        "---\n# a\ndatabaseChangeLog:\n  -   changeSet:\n        id: 1\n  # b\n"
        "  - include: {file: a}\n  -\n    changeSet:\n      id: 2\n",
        "databaseChangeLog: [{changeSet: {id: 1}}, {include: {file: a}}, {changeSet: {id: 2}}]",
    ],
)
def test_chunks_are_what_stands_below_the_root(text: str) -> None:
    root, *found = items.chunks(text, "databaseChangeLog")
    assert root.name == "databaseChangeLog"
    assert [one.name for one in found] == ["changeSet", "include", "changeSet"]
    assert [yaml.parse(one.span.of(text)).get("id", "file") for one in found] == ["1", "a", "2"]


def test_an_open_brace_ends_before_the_next_item() -> None:
    text = '{"databaseChangeLog": [\n  {"changeSet": {"id": "1", "changes": [\n  {"changeSet": {"id": "2"}}\n]}'
    _, first, second = items.chunks(text, "databaseChangeLog")
    assert yaml.parse(second.span.of(text)).get("id") == "2"
    assert problem(yaml.parse(first.span.of(text)))


PIECES = ["- a:", "b: c", "\n", "  ", "    ", "|", '"', "'", "{", "}", "[", "]", ",", ": ", "#", "&x", "é", "\r\n", "-"]


# How quickly texts are made hangs on what else the machine does.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_is_read_and_places_lie_inside(text: str) -> None:
    stack = [yaml.parse(text)]
    while stack:
        node = stack.pop()
        assert 0 <= node.span.start <= node.span.end <= len(text)
        stack += node.children
    for chunk in items.chunks("databaseChangeLog:\n" + text, "databaseChangeLog"):
        assert chunk.span.start <= chunk.span.end


def test_an_alias_says_again_what_stands_under_the_anchor() -> None:
    text = "- a:\n    b: &c\n      d: e\n      f: g\n    h:\n      <<: *c\n      f: i\n    j: [*c]\n"
    found = yaml.parse(text)
    said = [{name: str(value) for name, value in child.attributes.items()} for child in found.children]
    assert said[:2] == [{"d": "e", "f": "g"}, {"f": "i", "d": "e"}]
    assert [one.attributes["d"].where(Span(0, 1)) is None for one in found.children[:2]] == [False, True]
    assert [child.name for child in found.children[2].children] == ["d", "f"]
