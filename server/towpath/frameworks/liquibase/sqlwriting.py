"""How formatted SQL says a part: statements in a change set, or in a new one right behind it, with their way back."""

import re
from collections.abc import Sequence

from towpath.changes import Part, Said
from towpath.frameworks.liquibase import preconditions
from towpath.frameworks.liquibase.identities import next_id
from towpath.frameworks.liquibase.inserting import below
from towpath.frameworks.liquibase.new_change_set import undone, wanted_back
from towpath.frameworks.liquibase.saying import checked
from towpath.frameworks.liquibase.sheet import Sheet
from towpath.frameworks.mannered import mannered
from towpath.frameworks.sqllanguage import SqlLanguage
from towpath.frameworks.writing import Carrier, slug
from towpath.operations import Operation, Script, Statement, UpdateRows
from towpath.source import Edit, Span
from towpath.sql.write import manner
from towpath.sql.write import write as said_as_sql

_DROPPED = re.compile(r"\s+(?:runInTransaction|runOnChange|runAlways|runOrder|created):\S*", re.I)
_DBMS = re.compile(r"\s+dbms:\S*", re.I)
_FIRST = re.compile(
    r"(?P<head>[^\S\r\n]*--\s*changeset\s+(?:\"[^\"]+\"|[^:]+):)(?P<id>\"[^\"]+\"|\S+)(?P<rest>[^\r\n]*)", re.I
)
# What makes one message of several statements that end with semicolons.
_ONE_MESSAGE = re.compile(r"\s(?:endDelimiter:(?!;?(?:\s|$))|splitStatements:false\b)", re.I)
_LINE = re.compile(r"\s*--\s*rollback ", re.I)
_NOTHING = (Statement("nothing"),)
# Lines of a way back, and the edits that take them out where they stood.
Moved = tuple[str, list[Edit]]
# Operations with the note above them.
Noted = tuple[str, tuple[Operation, ...]]


def write(sheet: Sheet, parts: Sequence[Part], forked: bool = False) -> list[Edit] | None:
    """The edits that say the parts; None where they cannot be said.

    `forked`: the change set stays as it was for the other databases; the one that it is read for runs new ones instead.
    """
    first = _FIRST.match(sheet.source.text, sheet.start)
    if first is None:
        return None
    if sheet.ask.direction == "down":
        return _way_back(sheet, parts)
    carrier = Carrier(sheet.ask.script, sheet.source, SqlLanguage(sheet.source, dialect=sheet.ask.found.dialect))
    later = parts if forked else parts[1:]
    elsewhere = [said for part in later for said in part.said]
    stays = carrier.stay(parts[0].said, elsewhere) if not forked else ()
    if stays is None or carrier.torn(parts) or (forked and not _may_fork(sheet, first, parts)):
        return None
    edits = list(stays)
    if forked:
        end = first.start("rest") + len(first["rest"].rstrip())
        edits.append(Edit(Span(end, end), f" dbms:!{sheet.dialect}"))
    elif parts[0].transactional is False and sheet.ask.script.transactional is not False:
        edits.append(_switch(sheet, first))
    if not _splits(sheet, first, parts):
        return None
    behind: list[str] = []
    taken = _ids(sheet)
    kept: Moved = (_every_line(sheet) or "", [])
    moved = [one for part in later if (one := kept if forked else _taken(sheet, part)) is not None]
    if len(moved) < len(later):
        return None
    anew = not forked and _takes_all(sheet, [edit for _, gone in moved for edit in gone])
    if anew:
        # What is left of it would be left without a way back.
        own = _lines(sheet, [(said.note, said.operations) for said in parts[0].back])
        if own is None:
            return None
        edits += _instead(moved, own or f"--rollback empty{sheet.newline}")
    for number, part in enumerate(later, 2):
        own = first["id"].strip('"')
        identity = next_id(own, taken, part.slug or slug(sheet.ask, part, number, own))
        before = parts[: number - 2] if forked else parts[: number - 1]
        text = carrier.elsewhere(part.said, [said for other in before for said in other.said])
        place = number - 2 + len(parts) - len(later)
        conditions = preconditions.of_part(sheet, parts, place)
        if identity is None or text is None or conditions is None:
            return None
        taken.append(identity)
        back, gone = moved[number - 2]
        edits += gone if not anew else ()
        wanted = [(said.note, said.operations) for said in wanted_back(sheet, part)]
        lines = back if back and not anew else _lines(sheet, wanted)
        if lines is None:
            return None
        outside = " runInTransaction:false" if part.transactional is False else ""
        quoted = f'"{identity}"' if " " in identity else identity
        batched = any(isinstance(one, UpdateRows) and one.batched for one in part.operations)
        outside += " splitStatements:false" if batched and "splitstatements:" not in first["rest"].lower() else ""
        outside += f" dbms:{sheet.dialect}" if sheet.several else ""
        rest = _DBMS.sub("", first["rest"]) if sheet.several else first["rest"]
        head = f"{first['head']}{quoted}{_DROPPED.sub('', rest).rstrip()}{outside}"
        asked = "".join(f"{line}{sheet.newline}" for line in conditions)
        behind.append(f"{head}{sheet.newline}{asked}{text}{lines}")
    return [*edits, *_behind(sheet, behind)]


def _splits(sheet: Sheet, first: "re.Match[str]", parts: Sequence[Part]) -> bool:
    """Whether new statements can stand beside others: where no semicolon ends one, all are sent as one message."""
    if not _ONE_MESSAGE.search(first["rest"]):
        return True
    beside = [part for part in parts if len(part.said) > 1 and any(one.origin is None for one in part.said)]
    return sheet.dialect == "postgresql" and all(part.transactional is not False for part in beside)


def _takes_all(sheet: Sheet, gone: Sequence[Edit]) -> bool:
    """Whether nothing is left of a way back."""
    down = sheet.ask.migration.down
    return bool(gone) and down is not None and len(gone) == len(down.steps)


def _instead(moved: Sequence[Moved], lines: str) -> list[Edit]:
    """The edits that put lines in the place of all those of a way back."""
    first, *others = sorted((edit for _, gone in moved for edit in gone), key=lambda edit: edit.span.start)
    return [Edit(first.span, lines), *others]


def _may_fork(sheet: Sheet, first: "re.Match[str]", parts: Sequence[Part]) -> bool:
    """Whether a change set is for all databases, and has no way back that would have to be torn."""
    alone = sheet.ask.migration.down is None or (len(parts) == 1 and _every_line(sheet) is not None)
    return "dbms:" not in first["rest"] and alone


def _ids(sheet: Sheet) -> list[str]:
    return [parts[-2] for one in sheet.ask.migrations if len(parts := one.identity.split("::")) > 2]


def _switch(sheet: Sheet, first: "re.Match[str]") -> Edit:
    said = re.compile(r"runInTransaction:\S*", re.I).search(sheet.source.text, first.start("rest"), first.end())
    if said:
        return Edit(Span(*said.span()), "runInTransaction:false")
    end = first.start("rest") + len(first["rest"].rstrip())
    return Edit(Span(end, end), " runInTransaction:false")


def _lines(sheet: Sheet, noted: Sequence[Noted]) -> str | None:
    """The lines that say a way back."""
    said = ""
    how = manner("\n".join(step.block for step in sheet.ask.migration.up.steps), sheet.ask.found.dialect)
    for note, operations in noted:
        said += f"-- {note}{sheet.newline}" if note else ""
        for operation in () if operations == _NOTHING else operations:
            text = said_as_sql(mannered(checked(operation, how), how), how)
            if text is None:
                return None
            said += "".join(f"--rollback {line}{sheet.newline}" for line in f"{text};".split("\n"))
        said += f"--rollback empty{sheet.newline}" if operations == _NOTHING else ""
    return said


def _way_back(sheet: Sheet, parts: Sequence[Part]) -> list[Edit] | None:
    """A way back, or what comes before or behind all that one says already, with what changes in its lines."""
    script, said = sheet.ask.script, parts[0].said
    there = [one for one in said if one.origin is not None]
    if len(parts) != 1 or [one.origin for one in there] != list(range(len(script.steps))):
        return None
    if not there:
        lines = _lines(sheet, [(one.note, one.operations) for one in said])
        return None if lines is None else [below(sheet, _end(sheet), lines)]
    begin, end = said.index(there[0]), said.index(there[-1]) + 1
    above, behind = (_lines(sheet, [(one.note, one.operations) for one in new]) for new in (said[:begin], said[end:]))
    changed = _respelled(sheet, parts[0], there)
    places = script.start(0), script.start(-1) + len(script.steps[-1].block)
    whole = end - begin == len(there) and all(_LINE.match(_line(sheet, at)) for at in places)
    if above is None or behind is None or changed is None or not whole:
        return None
    at = sheet.source.whole_lines(Span(places[0], places[0])).start
    edits = [Edit(Span(at, at), above)] if above else []
    return [*edits, *changed, *([below(sheet, places[1], behind)] if behind else [])]


def _respelled(sheet: Sheet, part: Part, there: Sequence[Said]) -> tuple[Edit, ...] | None:
    """The edits within lines that say a way back; None where one would need a line more, or another switch."""
    script = sheet.ask.script
    if all(one.operations == script.steps[number].operations for number, one in enumerate(there)):
        return ()
    carrier = Carrier(script, sheet.source, SqlLanguage(sheet.source, dialect=sheet.ask.found.dialect))
    edits = carrier.stay(there)
    leaves = part.transactional is False and script.transactional is not False
    if edits is None or leaves or carrier.torn((part,)) or any("\n" in edit.text for edit in edits):
        return None
    return edits


def _line(sheet: Sheet, at: int) -> str:
    """The line of a place."""
    return sheet.source.lines.line(sheet.source.lines.position(at).line)


def _end(sheet: Sheet) -> int:
    """Where what a change set says ends."""
    assert sheet.entry
    return sheet.start + len(sheet.entry.text.rstrip())


def _taken(sheet: Sheet, part: Part) -> Moved | None:
    """The lines of the way back that undo what goes to a new change set, and the edits that take them out.

    Where they say something else as well, or stand in a comment of several, new ones. None: that cannot be said.
    """
    down, source = sheet.ask.migration.down, sheet.source
    numbers = undone(down, part.operations)
    if down is None or not numbers:
        return None if numbers is None else ("", [])
    spans = [source.whole_lines(Span(at, at + len(step.block))) for at, step in zip(down.starts, down.steps)]
    gone = [spans[number] for number in sorted(numbers)]
    others = [span for number, span in enumerate(spans) if number not in numbers]
    lines = [span.of(source.text) for span in dict.fromkeys(gone)]
    if any(span.start < other.end and other.start < span.end for span in gone for other in others):
        edits = [_cut(sheet, down, number) for number in sorted(numbers)]
    else:
        edits = [Edit(span, "") for span in gone]
        if all(map(_LINE.match, lines)):
            return "".join(one if one.endswith(("\n", "\r")) else one + sheet.newline for one in lines), edits
    said = _lines(sheet, [("", down.steps[number].operations) for number in sorted(numbers)])
    return None if said is None else (said, edits)


def _cut(sheet: Sheet, down: Script, number: int) -> Edit:
    """The edit that takes a statement out of its line, in which others stand."""
    text, start = sheet.source.text, down.starts[number]
    end = start + len(down.steps[number].block)
    behind = re.compile(r"\s*;[^\S\r\n]*|\s*").match(text, end)
    return Edit(Span(start, behind.end() if behind else end), "")


def _every_line(sheet: Sheet) -> str | None:
    """The lines of a way back as they are written; None where it is written in other ways as well."""
    down, source = sheet.ask.migration.down, sheet.source
    if down is None:
        return None
    spans = [source.whole_lines(Span(at, at + len(step.block))) for at, step in zip(down.starts, down.steps)]
    lines = [span.of(source.text) for span in dict.fromkeys(spans)]
    whole = all(_LINE.match(line) for text in lines for line in text.splitlines())
    return "".join(line.rstrip("\r\n") + sheet.newline for line in lines) if whole else None


def _behind(sheet: Sheet, texts: Sequence[str]) -> list[Edit]:
    """The edit that puts new change sets right behind one."""
    if not texts:
        return []
    return [below(sheet, _end(sheet), "".join(f"{sheet.newline}{text}" for text in texts))]
