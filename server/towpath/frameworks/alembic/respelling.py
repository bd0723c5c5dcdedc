"""A statement of a function made to say other operations: by its arguments, in its SQL, or by other statements."""

from collections.abc import Sequence
from typing import NamedTuple

from towpath.changes import Said
from towpath.frameworks.alembic.batch import batch_around, out_of_batch
from towpath.frameworks.alembic.sheet import Sheet, enclosing
from towpath.frameworks.python.code import Code
from towpath.frameworks.python.recalled import changed
from towpath.frameworks.respelling import in_place
from towpath.operations import Operation, Script, Step
from towpath.operations import changed as fields_changed
from towpath.source import Span, apply
from towpath.sql.manner import manner as sql_manner
from towpath.syntax.python import Node

_KEYWORDS = {"concurrently": "postgresql_concurrently", "if_not_exists": "if_not_exists", "if_exists": "if_exists"}


class Respelled(NamedTuple):
    """The source of a statement from now on, empty where nothing of it is left, and new lines behind it."""

    source: str
    behind: str = ""


def respelled(sheet: Sheet, script: Script, said: Said, block: Node, depth: tuple[str, str]) -> Respelled | None:
    """What a block becomes; `depth` is its indentation now and then. None where it cannot say that."""
    assert said.origin is not None
    step = script.steps[said.origin]
    call = _call(sheet, script.span(said.origin), block)
    if said.operations == step.operations and said.numbers == tuple(range(len(step.operations))):
        return Respelled(_moved(sheet, block, call, depth))
    if step.origin != "literal":
        return None
    if _is_sql(call, sheet):
        edits = in_place(step, said, sql_manner(step.span.of(step.block)))
        if edits is not None and not any('"' in one.text or "'" in one.text for one in edits):
            return Respelled(apply(step.block, edits))
    return _in_arguments(sheet, step, said, block, call, depth) or _anew(sheet, step, said, block, depth)


def by_itself(sheet: Sheet, script: Script, said: Said, block: Node) -> Code | None:
    """A call in a batch as a call of its own, in its author's words; None for one that cannot be made so."""
    assert said.origin is not None
    step = script.steps[said.origin]
    call = _call(sheet, script.span(said.origin), block)
    if call is None or len(step.operations) != 1 or len(said.operations) != 1:
        return None
    keywords = _flags(step.operations[0], said.operations[0])
    code = out_of_batch(call, sheet.tree)
    if code is None or keywords is None or not all(value for _, value in keywords):
        return None
    return code._replace(items=(*code.items, *(f"{name}={value}" for name, value in keywords)))


def _call(sheet: Sheet, span: Span, block: Node) -> Node | None:
    """The call that a step stands on."""
    text = sheet.tree.text
    at = len(text[: span.start].encode("utf-8", "surrogatepass")) if sheet.tree.points else span.start
    node = block.descendant_for_byte_range(at, at)
    found = enclosing(node, ("call", "block")) if node is not None else None
    while found is not None and found.type == "call":
        parent = enclosing(found.parent, ("call", "block")) if found.parent is not None else None
        if parent is None or parent.type != "call" or parent.start_byte < block.start_byte:
            return found
        found = parent
    return None


def _is_sql(call: Node | None, sheet: Sheet) -> bool:
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and sheet.tree.source(function).endswith((".execute", ".exec_driver_sql"))


def _moved(sheet: Sheet, block: Node, call: Node | None, depth: tuple[str, str]) -> str:
    """A statement that says what it said, at another depth laid out anew where black would do that."""
    source = sheet.tree.source(block)
    if call is None or depth[0] == depth[1] or sheet.tree.source(call) != source:
        return source
    return changed(call, sheet.tree, sheet.manner, depth, (), ())


def _in_arguments(
    sheet: Sheet, step: Step, said: Said, block: Node, call: Node | None, depth: tuple[str, str]
) -> Respelled | None:
    """The call with arguments more or less, and behind it what they said until now, said by itself."""
    if call is None or sheet.tree.source(call) != sheet.tree.source(block) or not said.numbers:
        return None
    add: list[tuple[str, str]] = []
    drop: list[Node] = []
    behind: list[Operation] = []
    told = dict(zip(said.numbers, said.operations))
    for number, operation in enumerate(step.operations):
        new = told.get(number)
        if new == operation:
            if behind:
                return None
            continue
        keywords = _flags(operation, new) if new is not None else None
        if keywords is not None and len(step.operations) == 1:
            add += [(name, value) for name, value in keywords if value]
            drop += [found for name, value in keywords if not value for found in [_keyword(call, name, sheet)] if found]
            continue
        place = step.place(number, "action")
        node = _argument(sheet, place, block) if place else None
        if node is None:
            return None
        drop.append(node)
        behind += [new] if new is not None else []
    lines = _lines(sheet, behind, depth[1], batch_around(block, sheet.tree))
    if lines is None or (behind and not any(told.get(number) == one for number, one in enumerate(step.operations))):
        return None
    return Respelled(changed(call, sheet.tree, sheet.manner, depth, add, drop), lines)


def _flags(old: Operation, new: Operation) -> list[tuple[str, str]] | None:
    """The keywords in which two operations differ, each with its value, empty where it must go."""
    found = fields_changed(old, new)
    if found is None:
        return None
    keywords: list[tuple[str, str]] = []
    for part, value in found.items():
        inner = fields_changed(getattr(old, part, None), value) if part == "constraint" else None
        if inner == {"valid": False}:
            keywords.append(("postgresql_not_valid", "True"))
        elif part in _KEYWORDS and isinstance(value, bool):
            keywords.append((_KEYWORDS[part], "True" if value else ""))
        else:
            return None
    return keywords


def _keyword(call: Node, name: str, sheet: Sheet) -> Node | None:
    arguments = call.child_by_field_name("arguments")
    for child in arguments.named_children if arguments is not None else ():
        if child.type == "keyword_argument" and sheet.tree.source(child.named_children[0]) == name:
            return child
    return None


def _argument(sheet: Sheet, place: Span, block: Node) -> Node | None:
    """The argument that stands at a place of a block, with its keyword."""
    start = sheet.tree.span(block).start + place.start
    text = sheet.tree.text
    at = len(text[:start].encode("utf-8", "surrogatepass")) if sheet.tree.points else start
    node = block.descendant_for_byte_range(at, at)
    while node is not None and node.parent is not None and node.parent.type != "argument_list":
        node = node.parent
    if node is None or node.parent is None:
        return None
    wide = node
    while sheet.tree.span(wide).end - sheet.tree.span(block).start < place.end and wide.parent is not None:
        wide = wide.parent
    return wide if wide.parent is not None and wide.parent.type == "argument_list" else node


def _anew(sheet: Sheet, step: Step, said: Said, block: Node, depth: tuple[str, str]) -> Respelled | None:
    """Other statements in the place of a plain one."""
    if block.type != "expression_statement" or block.named_children[0].type != "call":
        return None
    lines = _lines(sheet, said.operations, depth[1], batch_around(block, sheet.tree))
    if lines is None:
        return None
    deeper = depth[1][len(depth[0]) :]
    return Respelled(lines[len(depth[1]) :].rstrip("\r\n").replace(f"\n{deeper}", "\n"))


def _lines(sheet: Sheet, operations: Sequence[Operation], depth: str, batch: str) -> str | None:
    """Operations as lines at a depth."""
    codes = [sheet.say(operation, batch=batch) for operation in operations]
    said = [code for code in codes if code is not None]
    return "".join(sheet.line(code, depth) for code in said) if len(said) == len(codes) else None
