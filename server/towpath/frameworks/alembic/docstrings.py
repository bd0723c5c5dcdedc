"""What a revision's docstring tells people of it, which Alembic writes once and never reads."""

from collections.abc import Iterator, Sequence

from towpath.source import Edit, Span, pattern
from towpath.syntax.python import Node, Scope

_FIRST_LINE = pattern(r"\s*([^\n]*)")
_ID = pattern(r"(?m)^[ \t]*Revision ID:[ \t]*(?P<said>\w+)[ \t\r]*$")
_BEHIND = pattern(r"(?m)^[ \t]*Revises:(?P<said>[ \t]*(?:\w+(?:,[ \t]*\w+)*)?)[ \t\r]*$")


def title(scope: Scope) -> str:
    """The first line of the docstring."""
    found = _FIRST_LINE.match(docstring(scope))
    return found[1].strip() if found else ""


def disagreement(scope: Scope, revision: str, parents: Sequence[str]) -> str:
    """In what a docstring disagrees with the assignments, by which alone Alembic goes; empty where it does not."""
    said = docstring(scope)
    called, behind = _ID.search(said), _BEHIND.search(said)
    if called and called["said"] != revision:
        return f"the docstring calls this {called['said']}"
    if not behind or (told := _told(behind["said"])) == set(parents):
        return ""
    return f"the docstring puts this behind {' and '.join(sorted(told)) or 'nothing'}"


def agreeing(scope: Scope, revision: str, parents: Sequence[str]) -> Iterator[Edit]:
    """The edits that let a docstring say what the assignments say, where it says anything of it."""
    node, said = docstring_node(scope.tree.root), docstring(scope)
    if node is None:
        return
    start = scope.tree.span(node).start + scope.tree.source(node).index(said)
    called, behind = _ID.search(said), _BEHIND.search(said)
    if called and called["said"] != revision:
        yield Edit(Span(start + called.start("said"), start + called.end("said")), revision)
    if behind and _told(behind["said"]) != set(parents):
        lead = behind["said"][: -len(behind["said"].lstrip()) or None] or " "
        yield Edit(Span(start + behind.start("said"), start + behind.end("said")), lead + ", ".join(parents))


def _told(said: str) -> set[str]:
    return {one.strip() for one in said.split(",")} - {"", "None"}


def docstring(scope: Scope) -> str:
    """The text of a module's docstring; empty where it has none."""
    node = docstring_node(scope.tree.root)
    return scope.tree.source(node).strip("rRuU").strip("\"'") if node is not None else ""


def docstring_node(root: Node) -> Node | None:
    """The string that a module begins with."""
    first = next((child for child in root.named_children if child.type != "comment"), None)
    if first is None or first.type != "expression_statement" or not first.named_children:
        return None
    return first.named_children[0] if first.named_children[0].type == "string" else None
