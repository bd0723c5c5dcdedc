"""Arguments that a field is given besides, or that it loses, each in the way in which the others stand."""

from collections.abc import Iterator

from towpath.frameworks.django.calls import Call
from towpath.frameworks.django.sheet import Sheet
from towpath.source import Edit, Span
from towpath.syntax.python import Node

_RELATIONS = ("ForeignKey", "OneToOneField", "ParentalKey", "TreeForeignKey", "SlugField")


def given(sheet: Sheet, field: Call, name: str, said: bool) -> Iterator[Edit]:
    """The edits that give a field an argument; one that only says what holds anyway is taken out."""
    kind = field.tree.source(field.function).rpartition(".")[2]
    ordinary = (name == "db_index") is (kind in _RELATIONS) if name in ("db_index", "db_constraint") else False
    if name == "db_constraint":
        ordinary = True
    span = field.span(name)
    if said is ordinary:
        if span is not None:
            yield Edit(with_comma(field.block, span), "")
    elif span is not None:
        value = field.value(name)
        yield Edit(field.tree.span(value) if value is not None else span, str(said))
    else:
        yield added(sheet, field, f"{name}={said}")


def with_comma(block: str, span: Span) -> Span:
    """An argument with the comma behind it and the space up to the next one, or with the comma before it."""
    end = span.end
    while end < len(block) and block[end] in " \t":
        end += 1
    if end < len(block) and block[end] == ",":
        end += 1
        while end < len(block) and block[end] in " \t":
            end += 1
        if end < len(block) and block[end] == "\n":
            start = block.rfind("\n", 0, span.start) + 1
            if not block[start : span.start].strip():
                return Span(start, end + 1)
            return Span(len(block[: span.start].rstrip()), end)
        return Span(span.start, end)
    start = len(block[: span.start].rstrip())
    return Span(start - 1 if block[start - 1] == "," else start, span.end)


def added(sheet: Sheet, field: Call, said: str) -> Edit:
    """One argument more, in the way in which the others stand; among keywords in their order, if they have one."""
    arguments = list(field.arguments.items())
    name = said.partition("=")[0]
    following = next((node for key, node in arguments if key > name), None) if _sorted(field) else None
    if following is not None:
        start = field.tree.span(following).start
        return Edit(Span(start, start), said + _gap(field, following))
    call = field.function.parent
    listed = call.child_by_field_name("arguments") if call is not None else None
    inner = field.tree.span(listed) if listed is not None else Span(0, 0)
    body = field.block[inner.start + 1 : inner.end - 1]
    stripped = body.rstrip()
    at = inner.start + 1 + len(stripped)
    if listed is not None and any(one.type == "comment" for one in listed.named_children):
        return _behind_comments(sheet, field, listed, at, said)
    if not stripped:
        return Edit(Span(at, at), said)
    if stripped.endswith(","):
        last = body[: len(stripped) - 1].rpartition("\n")
        depth = last[2][: len(last[2]) - len(last[2].lstrip())] if last[1] else ""
        return Edit(Span(at, at), f"\n{depth}{said}," if "\n" in body else f" {said}")
    return Edit(Span(at, at), f", {said}")


def _behind_comments(sheet: Sheet, field: Call, listed: Node, at: int, said: str) -> Edit:
    """One argument more on a line of its own, behind the last one and the comments behind that."""
    nodes = listed.named_children
    last = next((one for one in reversed(nodes) if one.type != "comment"), None)
    start = field.tree.span(last).end if last is not None else at
    rest = field.block[start:at]
    comma = "" if last is None or rest.lstrip().startswith(",") else ","
    begins = [field.tree.span(one).start for one in reversed(nodes)]
    lines = [field.block[field.block.rfind("\n", 0, begin) + 1 : begin] for begin in begins]
    # The first line of an element is known without what it is indented by.
    first = sheet.depth if "\n" not in field.block[: begins[-1]] else lines[-1][: -len(lines[-1].lstrip())]
    depth = next((line for line in lines if not line.strip()), first + sheet.manner.indentation)
    return Edit(Span(start, at), f"{comma}{rest}\n{depth}{said}{'' if comma else ','}")


def _sorted(field: Call) -> bool:
    """Whether keywords stand in the order of the alphabet, as Django writes them."""
    names = list(field.arguments)
    return names != [] and names == sorted(names)


def _gap(field: Call, following: Node) -> str:
    """What stands between two arguments."""
    start = field.tree.span(following).start
    line = field.block[field.block.rfind("\n", 0, start) + 1 : start]
    return f",\n{line}" if "\n" in field.block[:start] and not line.strip() else ", "
