"""XML as a tree: names, texts and their places, and what is read around what is not well formed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from towpath.source import Span
from towpath.syntax.markup import Node, filled, problem, xml

CHANGE = '<db:addColumn tableName="t"><column name="n" remarks="a &lt; b"/></db:addColumn>'


def _spans(node: Node) -> list[Span]:
    return [node.span, *(span for child in node.children for span in _spans(child))]


def test_an_element_has_its_attributes_and_children_without_prefixes() -> None:
    found = xml.parse(CHANGE)
    assert (found.name, dict(found.attributes)) == ("addColumn", {"tableName": "t"})
    assert [dict(child.attributes) for child in found.children] == [{"name": "n", "remarks": "a < b"}]
    assert problem(found) == ""


def test_values_know_where_they_stand() -> None:
    text = xml.parse(CHANGE).attributes["tableName"]
    where = text.where(Span(0, 1))
    assert where is not None
    assert where.of(CHANGE) == "t"


def test_a_place_for_another_attribute_is_behind_the_last() -> None:
    at = xml.parse(CHANGE).places[""]
    assert CHANGE[: at.start].endswith('tableName="t"')
    assert at.start == at.end


def test_texts_join_what_is_quoted_with_what_is_not() -> None:
    text = "<sql>select <!-- no --><![CDATA[1 < 2]]> &amp;&#38;</sql>"
    found = xml.parse(text).text
    assert found == "select 1 < 2 &&"
    assert found is not None
    where = found.where(Span(7, 12))
    assert where is not None
    assert where.of(text) == "1 < 2"


def test_entities_that_xml_does_not_have_stay_as_they_are() -> None:
    assert xml.parse("<a>&bomb;&#0;</a>").text == "&bomb;&#0;"


def test_a_tag_that_is_being_typed_leaves_the_others() -> None:
    found = xml.parse('<changeSet id="1"><create\n<dropTable tableName="x"/></changeSet>')
    assert [child.name for child in found.children] == ["create", "dropTable"]
    assert found.children[0].problem.startswith("the tag <create is not finished")
    assert not found.children[1].problem


def test_what_is_not_closed_is_said() -> None:
    assert problem(xml.parse("<a><b></a>")) == "<b> is not closed before </a>"
    assert problem(xml.parse("<a></b></a>")) == "</b> closes nothing"
    assert problem(xml.parse("<a><b/>")) == "<a> is not closed before the end of the text"


def test_a_doctype_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'
    assert "DOCTYPE" in xml.refused(bomb)
    assert xml.refused("<?xml version='1.0'?><a><![CDATA[<!DOCTYPE a>]]></a>") == ""
    assert xml.parse(bomb).text == "&z;"


def test_properties_are_filled_in_and_the_rest_keeps_its_places() -> None:
    text = "<sql>alter ${t} add ${c} int</sql>"
    found = filled(xml.parse(text), {"t": "users"}).text
    assert found == "alter users add ${c} int"
    assert found is not None
    assert found.holes
    where = found.where(Span(12, 15))
    assert where is not None
    assert where.of(text) == "add"


PIECES = ["<a>", "</a>", "<b x='1", "'", ">", "<!--", "-->", "<![CDATA[", "]]>", "&lt;", "t"]


# How quickly texts are made hangs on what else the machine does.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_text_is_read_and_spans_nest(parts: list[str]) -> None:
    text = "".join(parts)
    found = xml.parse(text)
    assert all(0 <= span.start <= span.end <= len(text) for span in _spans(found))
    for child in found.children:
        assert found.span.start <= child.span.start
