"""The text of an element without some of what it says: attributes, or whole columns; all else stays as it is."""

from collections.abc import Callable, Collection

from towpath.frameworks.liquibase.entries import Syntax
from towpath.source import Span, pattern
from towpath.syntax.markup import Node

_BLANKS = pattern(r"\s*")


def without_column(text: str, column: Node, syntax: Syntax) -> str | None:
    """The text without a column, and the comments right above it."""
    if syntax == "xml":
        return _cut(text, _lines(text, column.span, lambda line: line.startswith("<!--") and line.endswith("-->")))
    span = _item(text, column, syntax)
    if span is None:
        return None
    if _is_listed(text, span):
        return _cut(text, _in_list(text, span))
    lines = _lines(text, span, lambda line: line.startswith("#"))
    return _cut(text, lines) if lines != span else None


def without_attributes(text: str, column: Node, names: Collection[str], syntax: Syntax) -> str | None:
    """The text without attributes of a column and its constraints; constraints that say nothing then go as well."""
    constraints = column.child("constraints")
    if constraints is not None and (taken := [name for name in constraints.places if name in names]):
        left = [name for name in constraints.places if name and name not in names]
        if not left and not constraints.children:
            found = _without_child(text, column, constraints, syntax)
        else:
            found = _without(text, constraints.places[taken[0]], syntax)
    elif taken := [name for name in column.places if name in names]:
        found = _without(text, column.places[taken[0]], syntax)
    else:
        found = None
    return found


def _without(text: str, span: Span, syntax: Syntax) -> str | None:
    if syntax == "xml":
        behind = _behind(text, span.end)
        last = text.startswith(("/", ">", "?"), behind)
        return _cut(text, Span(len(text[: span.start].rstrip()), span.end) if last else Span(span.start, behind))
    if _is_listed(text, span):
        return _cut(text, _in_list(text, span))
    lines = _lines(text, span)
    return _cut(text, lines) if lines != span else None


def _without_child(text: str, column: Node, child: Node, syntax: Syntax) -> str | None:
    """The text without an element of a column, which needs no end of its own then."""
    if syntax != "xml":
        return _without(text, child.span, syntax)
    end = column.places[""].end if "" in column.places else -1
    inside = text[end : column.span.end]
    alone = len(column.children) == 1 and inside.count("<") == 1 + text[child.span.start : child.span.end].count("<")
    if end < 0 or not alone:
        return _cut(text, _lines(text, child.span))
    return f"{text[:end]}/>{text[column.span.end :]}"


def _cut(text: str, span: Span) -> str:
    return text[: span.start] + text[span.end :]


def _item(text: str, node: Node, syntax: Syntax) -> Span | None:
    """A column with its braces or its dash; None where it shares these with something else."""
    before = text[: node.span.start].rstrip()
    if before.endswith("{"):
        end = node.span.end + len(text[node.span.end :]) - len(text[node.span.end :].lstrip())
        return Span(len(before) - 1, end + 1) if text.startswith("}", end) else None
    if text.startswith("{", node.span.start) and before.endswith(("[", ",", "-")):
        return node.span
    return Span(len(before) - 1, node.span.end) if before.endswith("-") and syntax == "yaml" else None


def _is_listed(text: str, span: Span) -> bool:
    """Whether it stands in braces or brackets, where commas part it from what is around it."""
    after = _behind(text, span.end)
    return text[after : after + 1] in (",", "}", "]")


def _in_list(text: str, span: Span) -> Span:
    """What has to go with something in braces or brackets: a comma, and the blanks to what comes next."""
    after = _behind(text, span.end)
    if text.startswith(",", after):
        return Span(span.start, _behind(text, after + 1))
    before = text[: span.start].rstrip()
    return Span(len(before) - 1, span.end) if before.endswith(",") else Span(len(before), span.end)


def _behind(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _lines(text: str, span: Span, comment: Callable[[str], bool] = lambda _: False) -> Span:
    """The whole lines of something, if it stands alone on them, with the comments right above it."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end) + 1 or len(text)
    if text[start : span.start].strip() or text[span.end : end].strip():
        return span
    while start and comment(text[text.rfind("\n", 0, start - 1) + 1 : start].strip()):
        start = text.rfind("\n", 0, start - 1) + 1
    # The last line has its end before it.
    last = end == len(text) and not text.endswith("\n")
    return Span(len(text[:start].rstrip("\r\n")) if last else start, end)
