"""A call that is written already with arguments more or less: laid out anew where black had it, else edited."""

from collections.abc import Sequence

from towpath.frameworks.python.code import Code, Group, prefixed, written
from towpath.frameworks.python.manner import Manner
from towpath.source import Edit, Span, apply, pattern
from towpath.syntax.python import Node, Tree

_BRACKETS = {"list": ("[", "]"), "tuple": ("(", ")")}


def code_of(node: Node, tree: Tree, without: Sequence[int] = ()) -> Code | None:
    """An expression as code that can be laid out; None for one with comments or texts of several lines in it.

    `without` are the ids of nodes that are left out.
    """
    if node.type == "keyword_argument":
        name, value = node.named_children[0], node.named_children[-1]
        inner = code_of(value, tree, without)
        return None if inner is None else prefixed(f"{tree.source(name)}=", inner)
    if node.type == "call":
        arguments = node.child_by_field_name("arguments")
        function = node.child_by_field_name("function")
        if arguments is None or function is None or arguments.type != "argument_list":
            return None
        return _group(arguments, f"{tree.source(function)}(", ")", tree, without)
    if node.type in _BRACKETS and (node.type != "tuple" or len(node.named_children) > 1):
        return _group(node, *_BRACKETS[node.type], tree, without)
    said = tree.source(node)
    return None if "\n" in said or "\r" in said else said


def _group(node: Node, head: str, tail: str, tree: Tree, without: Sequence[int]) -> Group | None:
    if "\n" in head or any(child.type == "comment" for child in node.named_children):
        return None
    found = [code_of(child, tree, without) for child in node.named_children if child.id not in without]
    kept = [one for one in found if one is not None]
    if len(kept) < len(found):
        return None
    last = tree.source(node).rstrip(" \t\r\n)]").endswith(",")
    return Group(head, tuple(kept), tail, spread=last and bool(kept))


def changed(
    node: Node, tree: Tree, manner: Manner, depth: tuple[str, str], add: Sequence[tuple[str, str]], drop: Sequence[Node]
) -> str:
    """The source of a call with keywords added and arguments dropped, at the indentation that it has now.

    `depth` is its indentation now and then: what is laid out anew has its lines broken for the place that it goes to.
    """
    before, after = code_of(node, tree), code_of(node, tree, [one.id for one in drop])
    said = tree.source(node)
    comment = pattern(r"[ \t]*#[^\r\n]*").match(tree.text, tree.span(node).end)
    behind = comment[0] if comment else ""
    if manner.length is None or not isinstance(before, Group) or not isinstance(after, Group):
        return _edited(node, tree, add, drop)
    if written(before, manner, depth[0], behind) == said.replace("\r\n", "\n") + behind:
        more = tuple(f"{name}={value}" for name, value in add)
        deeper = depth[1][len(depth[0]) :]
        made = written(after._replace(items=(*after.items, *more)), manner, depth[1], behind)
        return made.removesuffix(behind).replace(f"\n{deeper}", "\n")
    return _edited(node, tree, add, drop)


def _edited(node: Node, tree: Tree, add: Sequence[tuple[str, str]], drop: Sequence[Node]) -> str:
    """The call with the smallest edits, its layout kept."""
    start = tree.span(node).start
    edits = [Edit(_with_comma(one, tree).shifted(-start), "") for one in drop]
    arguments = node.child_by_field_name("arguments")
    gone = {one.id for one in drop}
    left = (
        [one for one in arguments.named_children if one.id not in gone and one.type != "comment"] if arguments else []
    )
    if add and left:
        edits += [edit.shifted(-start) for edit in _appended(left[-1], tree, add, len(left) > 1)]
    return apply(tree.source(node), edits)


def _appended(last: Node, tree: Tree, add: Sequence[tuple[str, str]], several: bool) -> list[Edit]:
    """More keywords behind the last argument: on lines of their own, where the arguments stand so."""
    start, end = tree.span(last)
    said = [f"{name}={value}" for name, value in add]
    line = tree.text[tree.text.rfind("\n", 0, start) + 1 : start]
    if not several or line.strip():
        return [Edit(Span(end, end), "".join(f", {one}" for one in said))]
    newline = "\r\n" if "\r\n" in tree.text else "\n"
    rest = pattern(r"(,?)[ \t]*(?:#[^\r\n]*)?").match(tree.text, end)
    assert rest is not None
    at = rest.end() if "#" in rest[0] else end
    comma = "," if at > end and rest[1] else ""
    more = [Edit(Span(end, end), ",")] if not comma and at > end else []
    lead = newline if at > end else f",{newline}"
    return [*more, Edit(Span(at, at), f"{lead}{line}" + f",{newline}{line}".join(said) + comma)]


def _with_comma(node: Node, tree: Tree) -> Span:
    """An argument with the comma and the blanks that go with it."""
    start, end = tree.span(node)
    text = tree.text
    before = len(text[:start].rstrip())
    if text[before - 1 : before] == ",":
        return Span(before - 1, end)
    after = end
    while text[after : after + 1] in (" ", ",", "\t", "\n", "\r"):
        after += 1
    return Span(start, after)
