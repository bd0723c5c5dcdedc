"""What identifies a revision: the assignments at the head of its file; never its name."""

from collections.abc import Iterator

from towpath.operations import value
from towpath.source import pattern
from towpath.syntax.python import Node, Scope, Value, is_list

_FIRST_LINE = pattern(r"\s*([^\n]*)")
# What Alembic writes into a docstring, and nobody reads but people.
_ID = pattern(r"(?m)^[ \t]*Revision ID:[ \t]*(?P<said>\w+)[ \t\r]*$")
_BEHIND = pattern(r"(?m)^[ \t]*Revises:(?P<said>[ \t]*(?:\w+(?:,[ \t]*\w+)*)?)[ \t\r]*$")


@value
class Header:
    """`parents` are the revisions that it comes behind, `depends` those that it also needs; `title` what it does.

    `misnamed` says in what the docstring disagrees.
    """

    revision: str
    parents: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    title: str = ""
    misnamed: str = ""


def header(scope: Scope) -> Header | None:
    """The header of a module; None where nothing says which revision it is."""
    revision = scope.look("revision") if "revision" in scope.names else None
    if not isinstance(revision, str) or not revision:
        return None
    parents = tuple(_names(_said(scope, "down_revision")))
    return Header(
        str(revision),
        parents,
        tuple(_names(_said(scope, "depends_on"))),
        tuple(_names(_said(scope, "branch_labels"))),
        _title(scope),
        _misnamed(docstring(scope), str(revision), parents),
    )


def _misnamed(said: str, revision: str, parents: tuple[str, ...]) -> str:
    """In what a docstring disagrees with the assignments, by which alone Alembic goes."""
    called, behind = _ID.search(said), _BEHIND.search(said)
    if called and called["said"] != revision:
        return f"the docstring calls this {called['said']}"
    told = {one.strip() for one in behind["said"].split(",")} - {"", "None"} if behind else set(parents)
    if told == set(parents):
        return ""
    return f"the docstring puts this behind {' and '.join(sorted(told)) or 'nothing'}"


def _said(scope: Scope, name: str) -> Value:
    return scope.look(name) if name in scope.names else None


def _names(said: Value) -> Iterator[str]:
    """The revisions that a value names: one, several, or none."""
    for item in said if is_list(said) else (said,):
        if isinstance(item, str) and item:
            yield str(item)


def _title(scope: Scope) -> str:
    """The first line of the docstring."""
    said = docstring(scope)
    found = _FIRST_LINE.match(said)
    return found[1].strip() if found else ""


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
