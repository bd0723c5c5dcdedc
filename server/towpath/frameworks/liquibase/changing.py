"""The elements of a change set made to say other operations: edited in their text, said anew, taken out, put in."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, takewhile

from towpath.changes import Said
from towpath.frameworks.liquibase import sql
from towpath.frameworks.liquibase.rendering import Style, element
from towpath.frameworks.liquibase.saying import Speaker
from towpath.frameworks.liquibase.sheet import Item, Sheet
from towpath.frameworks.liquibase.tailoring import Element, tailored
from towpath.frameworks.sqllanguage import SqlLanguage
from towpath.operations import Script
from towpath.source import Edit, Span, alike
from towpath.sql import split
from towpath.syntax.text import Text


def changed(
    sheet: Sheet, script: Script, items: list[Item] | None, said: Sequence[Said], elsewhere: Sequence[Said]
) -> list[Edit] | None:
    """The edits that leave in a list of changes what is said, and nothing else; None where that cannot be written."""
    if items is None:
        return None
    steps = sheet.of(script, items)
    gone: list[int] = []
    edits: list[Edit] = []
    carried = {one.origin for one in elsewhere}
    for number, item in enumerate(items):
        mine = [one for one in said if one.origin in steps[number]]
        if not mine and steps[number]:
            gone.append(number)
            continue
        found = _changed(sheet, script, item, steps[number], mine, carried)
        if found is None:
            return None
        edits += found
    edits += [_removed(sheet, items, number, gone, not carried.isdisjoint(steps[number])) for number in gone]
    for place, one in enumerate(said):
        if one.origin is None:
            edit = _inserted(sheet, items, steps, said, place)
            if edit is None:
                return None
            edits.append(edit)
    return edits


def is_sql(item: Item) -> bool:
    """Whether what a change does is a text of SQL."""
    return item.node.name in ("sql", "rollback")


def _changed(
    sheet: Sheet, script: Script, item: Item, steps: list[int], mine: Sequence[Said], carried: Collection[int | None]
) -> list[Edit] | None:
    same = [one.origin for one in mine] == steps and all(_same(script, one) for one in mine)
    if same:
        return []
    if is_sql(item) and all(script.start(one) != item.span.start for one in steps):
        return _statements(sheet, script, item, steps, mine, carried)
    said = reworded(sheet, script, item, mine, Speaker(sheet), sheet.style_of(item))
    if said is None or is_sql(item) or any(script.steps[one].origin != "literal" for one in steps):
        return None
    return list(_differing(item.span, item.span.of(sheet.source.text), _between(sheet, item).join(said)))


def _between(sheet: Sheet, item: Item) -> str:
    """What parts a change from one that comes beside it."""
    text, at = sheet.source.text, item.span.start
    own_line = not text[text.rfind("\n", 0, at) + 1 : at].strip()
    line = f"{sheet.newline}{sheet.depth(at)}"
    return f",{line if own_line else ' '}" if item.listed else line


def reworded(
    sheet: Sheet, script: Script, item: Item, said: Sequence[Said], speaker: Speaker, style: Style
) -> list[str] | None:
    """The elements that say what a change shall say: its own, as far as they can, else new ones in a style."""
    depth, text = sheet.depth(item.span.start), item.span.of(sheet.source.text)
    wanted = [operation for one in said for operation in one.operations]
    before = [operation for one in sheet.of(script, [item])[0] for operation in script.steps[one].operations]
    own = tailored(Element(depth + text, sheet.changelog.syntax, sheet.dialect, sheet.values), before, wanted)
    nodes = speaker.all(one for one in own or wanted if not isinstance(one, Element))
    if nodes is None:
        return None
    new = iter(nodes)
    dash = "- " if item.listed and style.syntax == "yaml" else ""
    return [
        dash + one.text[len(depth) :] if isinstance(one, Element) else element(next(new), depth, style)
        for one in own or wanted
    ]


def _differing(span: Span, old: str, new: str) -> Iterator[Edit]:
    """The edits that make one text of another, line by line."""
    ours, theirs = old.splitlines(keepends=True), new.splitlines(keepends=True)
    at = list(accumulate(map(len, ours), initial=span.start))
    for kind, begin, end, first, last in SequenceMatcher(None, ours, theirs, False).get_opcodes():
        if kind != "equal":
            was, said = "".join(ours[begin:end]), "".join(theirs[first:last])
            front, back = alike(was, said)
            yield Edit(Span(at[begin] + front, at[end] - back), said[front : len(said) - back])


def _same(script: Script, said: Said) -> bool:
    return said.origin is not None and said.operations == script.steps[said.origin].operations


def _statements(
    sheet: Sheet, script: Script, item: Item, steps: list[int], mine: Sequence[Said], carried: Collection[int | None]
) -> list[Edit] | None:
    """The edits in a text of SQL: statements that say something else, and those that go; `carried` ones elsewhere.

    Those take their comments along; those of what is said no more stay.
    """
    language = SqlLanguage(sheet.source, dialect=sheet.ask.found.dialect)
    edits: list[Edit] = []
    for number in steps:
        step, start = script.steps[number], script.start(number)
        said = next((one for one in mine if one.origin == number), None)
        if said is None and item.listed and sheet.syntax == "yaml":
            return None
        if said is None:
            lines = language.lines(start, start + len(step.block))
            # The last line of YAML's text belongs to it as a whole.
            end = lines.end if sheet.syntax == "yaml" else min(lines.end, item.span.end)
            own = lines.start if number in carried else sheet.source.whole_lines(Span(start, start)).start
            begin = max(own, lines.start, item.span.start)
            if sheet.syntax == "xml" and begin > sheet.source.whole_lines(Span(begin, begin)).start:
                # Behind a tag, or another statement: what comes next stands there then.
                text = sheet.source.text[end : item.span.end]
                end += len(text) - len(text.lstrip(" \t"))
            edits.append(Edit(Span(begin, end), ""))
        elif not _same(script, said):
            found = language.respelled(step, said)
            fitted = [_fitted(sheet, item, edit.shifted(start)) for edit in found or ()]
            if found is None or None in fitted:
                return None
            edits += [edit for edit in fitted if edit]
    return edits


def comments(sheet: Sheet, item: Item, start: int) -> list[str]:
    """The comments right above a statement in a text of SQL, and the one behind it on its line."""
    text = item.node.get("sql") or item.node.text or Text("")
    end = 0
    for piece in split(sql.delimited(text, item.node.get("endDelimiter")), sheet.dialect):
        where = text.where(Span(piece.start, piece.end))
        if where is not None and sheet.start + where.start == start:
            # What stands on the line of the statement before belongs to that.
            lines = text[end : piece.start].rstrip(" \t").splitlines()[1 if end else 0 :]
            above = [*takewhile(_is_comment, reversed(lines))]
            behind = text[piece.end :].partition("\n")[0].lstrip("; \t")
            return [one.strip() for one in (*reversed(above), behind) if _is_comment(one)]
        end = piece.end
    return []


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("--")


def _fitted(sheet: Sheet, item: Item, edit: Edit) -> Edit | None:
    """An edit of SQL as the text around it has to be written; None where it cannot be."""
    text, said = sheet.source.text, edit.text
    if sheet.syntax == "xml":
        quoted = text.rfind("<![CDATA[", item.span.start, edit.span.start) > text.rfind(
            "]]>", item.span.start, edit.span.start
        )
        return edit if quoted or not re.search(r"[<&]", said) else None
    if sheet.syntax == "json":
        return edit._replace(text=json.dumps(said, ensure_ascii=False)[1:-1])
    line = sheet.source.lines.position(edit.span.start).line
    own = sheet.source.lines.position(item.span.start).line
    if line > own and not re.match(r"\s*(?:-\s+)?sql\s*:", sheet.source.lines.line(line)):
        return edit._replace(text=said.replace("\n", "\n" + sheet.depth(edit.span.start)))
    taken = r"[\n\"'\\]|: | #" + (r"|[,\[\]{}]" if item.listed else "")
    return edit if not re.search(taken, said) else None


def _removed(sheet: Sheet, items: list[Item], number: int, gone: Sequence[int], with_comments: bool) -> Edit:
    """The edit that takes a change out, with the comma behind it, or before it where all behind it goes as well."""
    span = items[number].span
    if not items[number].listed:
        return Edit(sheet.lines(span, with_comments), "")
    if any(other not in gone for other in range(number + 1, len(items))):
        return Edit(Span(span.start, items[number + 1].span.start), "")
    return Edit(Span(items[number - 1].span.end if number else span.start, span.end), "")


def _inserted(sheet: Sheet, items: list[Item], steps: list[list[int]], said: Sequence[Said], place: int) -> Edit | None:
    """What is new before the change that comes next, or behind the one that it belongs to."""
    nodes = Speaker(sheet).all(said[place].operations)
    owners = {step: number for number, own in enumerate(steps) for step in own}
    before = [owners[one.origin] for one in said[:place] if one.origin in owners]
    after = [owners[one.origin] for one in said[place + 1 :] if one.origin in owners]
    if nodes is None or (before and after and before[-1] == after[0]) or not (before or after):
        return None
    behind = bool(before) and (said[place].follows or not after)
    item = items[before[-1] if behind else after[0]]
    if item.node.name == "rollback":
        return None
    depth = sheet.depth(item.span.start)
    texts = [element(node, depth, sheet.style_of(item)) for node in nodes]
    between = _between(sheet, item)
    if behind:
        return Edit(Span(item.span.end, item.span.end), "".join(f"{between}{text}" for text in texts))
    return Edit(Span(item.span.start, item.span.start), "".join(f"{text}{between}" for text in texts))
