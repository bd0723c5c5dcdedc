"""RunSQL that says something else: edits within its own texts, where these are written out."""

from towpath.changes import Said
from towpath.frameworks.respelling import in_place
from towpath.operations import Operation, Step
from towpath.source import Edit, Span
from towpath.sql.manner import manner
from towpath.sql.write import Manner, write, write_action


def of_sql(step: Step, said: Said) -> tuple[Edit, ...] | None:
    """The edits of a RunSQL that make it say these; None where they cannot be made in its texts."""
    how = manner(step.block)
    edits = in_place(step, said, how)
    if edits is not None:
        return edits if all(_fits(step.block, edit) for edit in edits) else None
    changes = list(zip(said.numbers, said.operations))
    if len(changes) != len(step.operations):
        return None
    made: list[Edit] = []
    for number, operation in changes:
        if operation == step.operations[number]:
            continue
        place, text = _anew(step, number, operation, how)
        if place is None or text is None or place.start == place.end:
            return None
        made.append(Edit(place, _on_one_line(operation, text)))
    return tuple(made) if all(_fits(step.block, edit) for edit in made) else None


def _anew(step: Step, number: int, operation: Operation, how: Manner) -> tuple[Span | None, str | None]:
    """Where an operation is said anew, and how: as a statement, or as one of several actions of ALTER TABLE."""
    whole = step.place(number, "statement")
    together = [other for other in range(len(step.operations)) if step.place(other, "statement") == whole]
    if len(together) == 1:
        return whole, write(operation, how)
    same = getattr(operation, "table", None) == getattr(step.operations[number], "table", None)
    return step.place(number, "action"), write_action(operation, how) if same else None


def _on_one_line(operation: Operation, text: str) -> str:
    return " ".join(text.split()) if "'" not in text else text


def _fits(block: str, edit: Edit) -> bool:
    """Whether a text may stand in a literal as it is: nothing in it that the literal would take for something else."""
    quote = _quote(block, edit.span)
    plain = quote not in edit.text and "\\" not in edit.text
    return quote != "" and plain and ("\n" not in edit.text or len(quote) == 3)


def _quote(block: str, span: Span) -> str:
    """What the literal around a place is quoted with."""
    from towpath.syntax.python import parse

    tree = parse(block)
    stack = [tree.root]
    while stack:
        node = stack.pop()
        if node.type == "string":
            whole = tree.span(node)
            if whole.start < span.start and span.end < whole.end:
                opening = tree.source(node.children[0])
                return "" if "f" in opening.lower() else opening.lstrip("rRbBuU")
        stack += node.named_children
    return ""
