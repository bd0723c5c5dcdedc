"""Code that went deeper, or got more arguments: calls on lines that are too long now are spread as black does."""

from towpath.frameworks.python.code import Group, written
from towpath.frameworks.python.manner import Manner
from towpath.frameworks.python.recalled import code_of
from towpath.source import Edit, Span, apply
from towpath.syntax.python import Node, Tree, parse

_BREAKABLE = frozenset(("call", "list", "tuple", "keyword_argument"))
_ROUNDS = 20


def fitted(text: str, depth: str, manner: Manner, known: str) -> str:
    """The text of an expression whose first line stands at a depth; lines that were too long in `known` stay so."""
    if manner.length is None:
        return text
    kept = {line.strip() for line in (depth + known).split("\n") if len(line) > manner.length}
    for _ in range(_ROUNDS):
        edits = _spread(depth + text, manner, kept)
        if not edits:
            break
        text = apply(depth + text, edits)[len(depth) :]
    return text


def _spread(text: str, manner: Manner, kept: set[str]) -> list[Edit]:
    """The edits of lines that are too long; `text` begins with its indentation."""
    # A statement may not be indented, so its indentation is taken for the brackets of a list.
    lead = len(text) - len(text.lstrip())
    tree = parse("(" * bool(lead) + " " * max(lead - 1, 0) + text[lead:] + ")" * bool(lead))
    edits: list[Edit] = []
    start = 0
    for line in text.split("\n"):
        first, end = start + len(line) - len(line.lstrip()), start + len(line)
        too_long = manner.length is not None and len(line.expandtabs(4)) > manner.length and line.strip() not in kept
        node = _whole(_beginning(tree, first), tree, end) if too_long else None
        code = code_of(node, tree) if node is not None else None
        if node is not None and isinstance(code, Group) and code.items:
            own = tree.span(node)
            above = text.rfind("\n", 0, own.start) + 1
            depth = text[above : above + len(text[above:]) - len(text[above:].lstrip())]
            last = text.find("\n", own.end)
            behind = text[own.end : last if last >= 0 else len(text)]
            code = code._replace(spread=code.spread or own.start < first)
            edits.append(Edit(Span(own.start, own.end + len(behind)), written(code, manner, depth, behind)))
        start = end + 1
    return edits[:1]


def _whole(node: Node | None, tree: Tree, end: int) -> Node | None:
    """What has to be spread so that a line ends sooner: a call that it holds, or the one whose arguments it lists."""
    if node is None:
        return None
    following = node.next_named_sibling
    if following is not None and tree.span(following).start < end:
        around = node.parent
        return around.parent if around is not None and around.type == "argument_list" else around
    return node if tree.span(node).end <= end else None


def _beginning(tree: Tree, start: int) -> Node | None:
    """The largest call, list or argument that begins at a place."""
    node: Node | None = tree.root
    while node is not None:
        span = tree.span(node)
        if span.start == start and node.type in _BREAKABLE:
            return node
        node = next((one for one in node.named_children if _reaches(tree, one, start)), None)
    return None


def _reaches(tree: Tree, node: Node, start: int) -> bool:
    span = tree.span(node)
    return span.start <= start < span.end
