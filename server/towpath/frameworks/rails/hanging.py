"""What of its file a statement of a migration hangs on: its helpers and constants only where its names lead to them."""

from collections.abc import Iterator

from towpath.frameworks.rails.layout import Shape
from towpath.source import Span, pattern
from towpath.syntax.reach import Bound, Reach, names
from towpath.syntax.ruby import Node, Tree

WAYS = ("change", "up", "down")
# Methods that are called without being named.
_UNNAMED = frozenset((*WAYS, "initialize", "method_missing", "migrate", "respond_to_missing"))
_PLAIN = pattern(r"[^\W\d]\w*[?!]?")


def reach(parsed: Tree, said: Shape, beside: object) -> Reach:
    """What names lead to in the file of a migration; each statement hangs on `beside`, and on what binds no name."""
    ways = [said.methods[one] for one in WAYS if one in said.methods]
    bodies = [body for one in ways if (body := one.node.child_by_field_name("body")) is not None]
    helpers = [node for node in said.body if _named(node, parsed)] if _tells(parsed, said) else []
    bound = [Bound((one.name,), parsed.source(one.node)) for one in ways]
    if helpers:
        bound += _bound(parsed, said, {one.node.start_byte for one in ways})
    return Reach(bound, (*_texts_around(parsed, [*bodies, *helpers]), beside))


def _tells(parsed: Tree, said: Shape) -> bool:
    """Whether names tell what is called: methods of other files call ours, and what is sent has any name."""
    return "send" not in parsed.text and all(one.scope.tree is parsed for one in said.methods.values())


def _named(node: Node, tree: Tree) -> str:
    """The name of a method or a constant that only its name leads to; empty for any other statement."""
    named = node.child_by_field_name("name" if node.type == "method" else "left")
    # The text of a heredoc stands behind the statement that it is named in.
    constant = node.type == "assignment" and "<<" not in tree.source(node)
    if named is None or not (node.type == "method" or (constant and named.type == "constant")):
        return ""
    name = tree.source(named)
    return name.rstrip("?!") if _PLAIN.fullmatch(name) and name not in _UNNAMED else ""


def _bound(parsed: Tree, said: Shape, ways: set[int]) -> Iterator[Bound]:
    """The statements of the migration's class, and those around it; what has no name may bind whatever it names."""
    own = [node for node in said.body if node.start_byte not in ways]
    inside = [parsed.span(node) for node in said.body]
    outside = [node for node in parsed.root.named_children if not any(map(parsed.span(node).holds, inside))]
    for text in map(parsed.source, outside):
        yield Bound(names(text), text)
    for node in own:
        text, name = parsed.source(node), _named(node, parsed)
        yield Bound((name,) if name else names(text), text)


def _texts_around(parsed: Tree, apart: list[Node]) -> Iterator[str]:
    """All of a file but what is looked at by itself, and what is not valid."""
    spans = sorted(map(parsed.span, apart))
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(parsed.text)]
    texts = (parsed.valid(Span(start, end)).strip() for start, end in zip(ends, starts))
    yield from filter(None, texts)
