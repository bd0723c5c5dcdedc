"""What comes into a change set, or behind it: its switch, its way back, new change sets."""

from collections.abc import Sequence

from towpath.frameworks.liquibase.rendering import element, json_list, key, plain, text
from towpath.frameworks.liquibase.saying import Speaker
from towpath.frameworks.liquibase.sheet import Sheet
from towpath.operations import Operation, Statement
from towpath.source import Edit, Span
from towpath.syntax.markup import Node

Noted = tuple[str, tuple[Operation, ...]]
_NOTHING = (Statement("nothing"),)


def switch(sheet: Sheet) -> Edit | None:
    """The edit that takes a change set out of its transaction."""
    return attribute(sheet, "runInTransaction", "false")


def attribute(sheet: Sheet, name: str, said: str) -> Edit | None:
    """The edit that gives a change set an attribute, which it may have with another value."""
    place = sheet.node.places.get(name)
    value = sheet.node.attributes.get(name)
    if place is not None and value is not None:
        where = value.where(Span(0, len(value))) if value else None
        # YAML takes `no` for false, and other words as well.
        where = where or Span(place.end - len(str(value)), place.end) if sheet.syntax != "xml" else where
        return Edit(where.shifted(sheet.start), said) if where else None
    if sheet.syntax == "xml":
        at = sheet.node.places.get("")
        return at and Edit(at.shifted(sheet.start), f' {name}="{said}"')
    last = [sheet.node.places[one] for one in ("id", "author") if one in sheet.node.places]
    if not last:
        return None
    end = sheet.start + max(one.end for one in last)
    if not sheet.braced:
        return Edit(Span(end, end), f"{sheet.newline}{sheet.key_depth}{name}: {plain(said, '', sheet.style)}")
    between = f",{sheet.newline}{sheet.key_depth}" if sheet.style.lines else ", "
    return Edit(Span(end, end), f"{between}{key(name, sheet.style)}: {text(said, sheet.style)}")


def rollback(sheet: Sheet, noted: Sequence[Noted]) -> list[Edit] | None:
    """The edits that write the way back of a change set that has none."""
    said = way_back(sheet, noted)
    if said is None:
        return None
    whole = sheet.source.text
    if sheet.syntax == "xml":
        closing = whole.rfind("</", sheet.start, sheet.end)
        at = len(whole[:closing].rstrip())
        return [Edit(Span(at, at), f"{sheet.newline}{sheet.change_depth}{said}")]
    if not sheet.braced:
        return [below(sheet, sheet.end, f"{sheet.key_depth}{said}{sheet.newline}")]
    closing = whole.rfind("}", sheet.start, sheet.end)
    at = len(whole[:closing].rstrip())
    between = f",{sheet.newline}{sheet.key_depth}" if sheet.style.lines else ", "
    return [Edit(Span(at, at), f"{between}{said}")]


def way_back(sheet: Sheet, noted: Sequence[Noted], alone: bool = False) -> str | None:
    """What says a way back, from its name on; notes are comments above what they are about."""
    speaker = Speaker(sheet, alone)
    found = [(note, [] if operations == _NOTHING else speaker.all(operations)) for note, operations in noted]
    known = [(note, nodes) for note, nodes in found if nodes is not None]
    if len(known) < len(found):
        return None
    if sheet.several and not alone and any(node.name == "sql" for _, nodes in known for node in nodes):
        # The other databases would be taken back in part.
        return None
    return _in_xml(sheet, known) if sheet.syntax == "xml" else _in_list(sheet, known)


def _in_xml(sheet: Sheet, found: Sequence[tuple[str, list[Node]]]) -> str:
    style, depth = sheet.style, sheet.change_depth
    inner = depth + style.unit
    lines: list[str] = []
    for note, nodes in found:
        lines += [f"<!-- {note.replace('--', '- -')} -->"] if note else []
        lines += [element(node, inner, style) for node in nodes]
    if not lines:
        return f"<{style.prefix}rollback/>"
    body = "".join(f"{style.newline}{inner}{line}" for line in lines)
    return f"<{style.prefix}rollback>{body}{style.newline}{depth}</{style.prefix}rollback>"


def _in_list(sheet: Sheet, found: Sequence[tuple[str, list[Node]]]) -> str:
    style = sheet.style
    if style.syntax == "json":
        # There is no place for comments.
        inner = sheet.key_depth + style.unit
        items = [element(node, inner, style) for _, nodes in found for node in nodes]
        return f"{key('rollback', style)}: {json_list(items, sheet.key_depth, style)}"
    depth = sheet.change_depth if sheet.changes else sheet.key_depth + "  "
    lines: list[str] = []
    for note, nodes in found:
        lines += [f"# {note}"] if note else []
        lines += [element(node, depth, style) for node in nodes]
    if all(line.startswith("#") for line in lines):
        return f"rollback: []{f'  {lines[0]}' if lines else ''}"
    return "rollback:" + "".join(f"{style.newline}{depth}{line}" for line in lines)


def behind(sheet: Sheet, texts: Sequence[str]) -> list[Edit]:
    """The edit that puts new change sets right behind one."""
    if not texts:
        return []
    whole, at = sheet.source.text, sheet.end
    depth = sheet.own_depth
    apart = sheet.newline if _spaced(sheet) else ""
    if sheet.syntax == "yaml" and not sheet.listed:
        return [below(sheet, at, "".join(f"{apart}{depth}{one}{sheet.newline}" for one in texts))]
    if sheet.listed:
        at = whole.index("}", at) + 1
    comma = "," if sheet.listed else ""
    own_line = sheet.style.lines or not whole[whole.rfind("\n", 0, sheet.start) + 1 : sheet.start].strip()
    lead = f"{comma}{sheet.newline}{apart}{depth}" if own_line else ", "
    return [Edit(Span(at, at), "".join(f"{lead}{one}" for one in texts))]


def below(sheet: Sheet, at: int, lines: str) -> Edit:
    """The edit that puts lines below the one of a place."""
    end = sheet.source.whole_lines(Span(at, at)).end
    lead = "" if sheet.source.text[:end].endswith(("\n", "\r")) else sheet.newline
    return Edit(Span(end, end), lead + lines)


def _spaced(sheet: Sheet) -> bool:
    """Whether an empty line stands between change sets."""
    before = sheet.source.text[: sheet.start].rstrip(" \t")
    # In YAML a chunk begins with its line.
    return before.endswith(("\n\n", "\r\n\r\n"))
