"""A way back that was not written until now: a method `down`, or `reversible` around what `change` cannot take back."""

from towpath.changes import Said
from towpath.frameworks.rails.language import block_lines
from towpath.frameworks.rails.sheet import Sheet
from towpath.frameworks.writing import Ask, Written, merged
from towpath.operations import Statement
from towpath.source import Edit, Span, pattern

_NOTHING = Statement("nothing")
# A heredoc that must end where its line begins.
_AT_MARGIN = pattern(r"<<[\"'`A-Z]")
_LINE = pattern(r"\r?\n(?=[^\r\n])")


def write_way_back(ask: Ask, sheet: Sheet) -> Written | None:
    """The edits that say a way back; None where it cannot be said."""
    if len(ask.parts) != 1:
        return None
    said = tuple(one for one in ask.parts[0].said if one.origin is None)
    if ask.migration.derived:
        edits = _beside(ask, sheet, said)
    else:
        edits = _as_method(sheet, said)
    return Written({sheet.source.path: tuple(merged(edits))}, {}) if edits else None


def _lines(sheet: Sheet, said: tuple[Said, ...], depth: str) -> str | None:
    """What says these at a depth."""
    lines = ""
    for one in said:
        lines += f"{depth}# {one.note}{sheet.newline}" if one.note else ""
        for operation in one.operations:
            code = sheet.say(operation, depth)
            if code is None:
                return None
            lines += code
    return lines


def _as_method(sheet: Sheet, said: tuple[Said, ...]) -> list[Edit] | None:
    """`def down` behind `def up`, or filled in where it is empty."""
    up = sheet.shape.methods.get("up") if sheet.shape else None
    down = sheet.shape.methods.get("down") if sheet.shape else None
    text = _lines(sheet, said, sheet.depth("up"))
    if up is None or up.own or not text:
        return None
    newline, tree = sheet.newline, sheet.tree
    if down is not None:
        node = down.node
        span = tree.span(node)
        line = sheet.source.text[: span.start].rpartition("\n")[2]
        if down.body or "\n" not in span.of(sheet.source.text).strip() or line.strip():
            return None
        start = sheet.source.lines.starts[sheet.source.lines.position(span.end).line]
        inner = sheet.source.text[:start].rpartition("def down")[2].strip()
        return [Edit(Span(start, start), text)] if not inner else None
    end = tree.span(up.node).end
    line = sheet.source.text[: tree.span(up.node).start].rpartition("\n")[2]
    return [Edit(Span(end, end), f"{newline}{newline}{line}def down{newline}{text}{line}end")]


def _beside(ask: Ask, sheet: Sheet, said: tuple[Said, ...]) -> list[Edit] | None:
    """`reversible` around each statement that Active Record cannot take back, with what does."""
    by_start: dict[int, list[Said]] = {}
    script = ask.migration.up
    for one in said:
        if one.undoes is None:
            return None
        by_start.setdefault(script.starts[one.undoes.step], []).append(one)
    edits: list[Edit] = []
    for start, found in by_start.items():
        step = script.steps[script.starts.index(start)]
        whole = _statement(sheet, Span(start, start + len(step.block)))
        inside = [one for one in script.starts if whole.start <= one < whole.end]
        edit = _around(sheet, whole.start, whole.of(sheet.source.text), tuple(found))
        if edit is None or len(inside) > 1 or step.origin != "literal":
            return None
        edits.append(edit)
    return edits


def _statement(sheet: Sheet, block: Span) -> Span:
    """A block with what stands around it on its line: `safety_assured { … }`."""
    method = sheet.method("up")
    spans = [sheet.tree.span(node) for node in method.body] if method else []
    around = next((span for span in spans if span.holds(block)), block)
    return around if sheet.source.text[: block.start].rpartition("\n")[2].strip() else block


def _deeper(block: str, by: str) -> str:
    """The lines of a block, those behind the first one further in; heredocs go along."""
    return _LINE.sub(lambda match: match[0] + by, block)


def _around(sheet: Sheet, start: int, block: str, said: tuple[Said, ...]) -> Edit | None:
    source, newline = sheet.source, sheet.newline
    lines = block_lines(source, start, start + len(block))
    depth = source.text[:start].rpartition("\n")[2]
    if depth.strip() or _AT_MARGIN.search(block) or lines.start == start:
        return None
    inner = depth + sheet.manner.indentation
    deepest = inner + sheet.manner.indentation
    notes = [one.note for one in said if one.note]
    above = "".join(f"{inner}# {note}{newline}" for note in notes)
    down = _lines(sheet, tuple(Said(one.operations, None) for one in said if one.operations != (_NOTHING,)), deepest)
    if down is None:
        return None
    if not down:
        if sheet.shape is None or not sheet.shape.version.precise_timestamps:
            return None
        deeper = _deeper(block, sheet.manner.indentation)
        several = f"up_only do{newline}{inner}{deeper}{newline}{depth}end"
        told = "".join(f"# {note}{newline}{depth}" for note in notes)
        return Edit(Span(start, start + len(block)), told + (several if newline in block else f"up_only {{ {block} }}"))
    up = _deeper(block, sheet.manner.indentation * 2)
    one_line = newline not in up and down.count(newline) == 1
    if one_line:
        body = f"{inner}dir.up {{ {up} }}{newline}{above}{inner}dir.down {{ {down.strip()} }}{newline}"
    else:
        body = f"{inner}dir.up do{newline}{deepest}{up}{newline}{inner}end{newline}"
        body += f"{above}{inner}dir.down do{newline}{down}{inner}end{newline}"
    whole = f"reversible do |dir|{newline}{body}{depth}end"
    return Edit(Span(start, start + len(block)), whole)
