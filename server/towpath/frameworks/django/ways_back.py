"""What takes RunSQL and RunPython back, written beside them."""

from collections.abc import Sequence

from towpath.changes import Said
from towpath.frameworks.django.calls import Call, taken_apart
from towpath.frameworks.django.saying import MIGRATIONS, lines, text, texts
from towpath.frameworks.django.sheet import Sheet
from towpath.frameworks.django.statements import of_sql
from towpath.frameworks.python.code import Code, is_known, items, prefixed
from towpath.frameworks.writing import Ask, Written
from towpath.operations import Operation, Statement
from towpath.source import Edit, Span
from towpath.sql.write import write
from towpath.syntax.python import Node

_PARAMETERS = {"RunSQL": "reverse_sql", "RunPython": "reverse_code"}


def write_way_back(ask: Ask, sheet: Sheet) -> Written | None:
    """The edits that put beside each element what undoes it; None where that cannot be said there."""
    by_step: dict[int, list[Said]] = {}
    edits: list[Edit] = []
    for said in (said for part in ask.parts for said in part.said):
        if said.undoes is not None:
            by_step.setdefault(said.undoes.step, []).append(said)
            continue
        there = ask.script.steps[said.origin] if said.origin is not None else None
        respelled = of_sql(there, said) if there is not None else None
        if said.origin is None or respelled is None:
            return None
        edits += (edit.shifted(ask.script.start(said.origin)) for edit in respelled)
    for step, found in by_step.items():
        edit = _beside(ask, sheet, step, found)
        if edit is None:
            return None
        edits.append(edit)
    return Written({ask.migration.path: tuple(edits)}, {})


def _beside(ask: Ask, sheet: Sheet, step: int, found: list[Said]) -> Edit | None:
    up = ask.migration.up
    block, start = up.steps[step].block, up.starts[step]
    call = taken_apart(block)
    kind = call.tree.source(call.function).rpartition(".")[2] if call is not None else ""
    parameter = _PARAMETERS.get(kind)
    operations = [one for said in found for one in said.operations]
    nothing = all(one == Statement("nothing") for one in operations)
    if call is None or parameter is None or (not nothing and kind != "RunSQL"):
        return None
    there = call.value(parameter)
    written = [] if nothing else [write(one) for one in operations]
    said = [one for one in written if one is not None and is_known(one)]
    if len(said) < len(written):
        return None
    if there is not None:
        longer = _longer(sheet, call, there, said)
        return longer.shifted(start) if longer else None
    code = texts(sheet, said) if said else f"{sheet.name_of(MIGRATIONS)}.{kind}.noop"
    notes = [one.note for one in found if one.note]
    edit = with_argument(sheet, call, parameter, code, "; ".join(dict.fromkeys(notes)))
    return edit.shifted(start)


def instead(sheet: Sheet, block: str, operations: Sequence[Operation]) -> Edit | None:
    """The edit that writes other SQL as the way back of a RunSQL; None where there is none, now or then."""
    call = taken_apart(block)
    there = call.value("reverse_sql") if call is not None else None
    said = [one for operation in operations if (one := write(operation)) is not None]
    if call is None or there is None or not said or not all(map(is_known, said)):
        return None
    return Edit(call.tree.span(there), lines(sheet, texts(sheet, said), sheet.depth))


def _longer(sheet: Sheet, call: Call, there: Node, said: Sequence[str]) -> Edit | None:
    """The edit that puts more statements behind those of a way back, a text or a list of texts."""
    inner = [call.tree.source(one) for one in there.named_children if one.type != "comment"]
    if not said or there.type not in ("string", "list") or (there.type == "list" and not inner):
        return None
    more = [text(sheet, one) for one in said]
    span = call.tree.span(there)
    if there.type == "list":
        end = call.tree.span(there.named_children[-1]).end
        return Edit(Span(end, end), "".join(f", {one}" for one in more))
    line = call.block[: span.start].rpartition("\n")[2]
    depth = line[: len(line) - len(line.lstrip())] if "\n" in call.block[: span.start] else sheet.depth
    code = lines(sheet, items([call.tree.source(there), *more]), depth)
    return Edit(span, code.replace("\n", sheet.newline))


def with_argument(sheet: Sheet, call: Call, name: str, code: Code, note: str) -> Edit:
    """The edit of a call that gives it one argument more, behind the others; `note` is a comment above it."""
    depth, newline = sheet.depth, sheet.newline
    inner = depth + sheet.manner.indentation
    node = call.function.parent
    listed = node.child_by_field_name("arguments") if node is not None else None
    whole = call.tree.span(listed) if listed is not None else Span(0, 0)
    arguments = listed.named_children if listed is not None else []
    above = f"{inner}# {note}{newline}" if note else ""
    said = prefixed(name + "=", code)
    argument = lines(sheet, said, inner, "," if sheet.manner.comma else "").replace("\n", newline)
    body = call.block[whole.start + 1 : whole.end - 1]
    if "\n" in body and not body.rpartition("\n")[2].strip():
        last = next((one for one in reversed(arguments) if one.type != "comment"), listed)
        at = call.tree.span(last).end if last is not None else 0
        # The comma stands before a comment.
        rest = call.block[at : whole.start + 1 + len(body.rstrip())]
        comma = "" if rest.lstrip().startswith(",") else ","
        fresh = f"{comma}{rest}{newline}{above}{inner}{argument}".rstrip("\n")
        return Edit(Span(at, at + len(rest)), fresh)
    short = lines(sheet, said, "")
    flat = f"{call.block[: whole.end - 1].rstrip()}, {short})"
    if not note and "\n" not in flat and _fits(sheet, depth + flat + ","):
        at = whole.start + 1 + len(body.rstrip())
        return Edit(Span(at, whole.end - 1), f", {short}")
    others = "".join(f"{inner}{one}{newline}" for one in _on_lines(call, arguments))
    return Edit(whole, f"({newline}{others}{above}{inner}{argument}{newline}{depth})")


def _on_lines(call: Call, arguments: Sequence[Node]) -> list[str]:
    """What stands on the lines of arguments, each with its comma and the comment behind it."""
    found: list[str] = []
    end = 0
    for one in arguments:
        start, said = call.tree.span(one).start, call.tree.source(one)
        if one.type != "comment":
            found.append(f"{said},")
        elif found and "\n" not in call.block[end:start]:
            found[-1] += f"  {said}"
        else:
            found.append(said)
        end = call.tree.span(one).end
    return found


def _fits(sheet: Sheet, line: str) -> bool:
    return sheet.manner.length is None or len(line) <= sheet.manner.length
