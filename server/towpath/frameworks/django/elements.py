"""The elements of a migration's `operations`: each by its class, and by what it is given."""

from collections.abc import Iterator, Mapping, Sequence

from towpath.frameworks.django.arguments import Looking, argument, field_of
from towpath.frameworks.django.own_classes import operation
from towpath.frameworks.django.signatures import SIGNATURES
from towpath.frameworks.python.databases import EVERY, Databases
from towpath.source import Span, pattern
from towpath.syntax.python import (
    Call,
    Expression,
    Function,
    Node,
    Plain,
    Reference,
    Text,
    Tree,
    Unknown,
    Value,
    called,
    evaluate,
    given,
    is_dict,
    is_list,
    is_spread,
    returned,
)


class Element:
    """One element of `operations`: its text, and what it is given, by parameter.

    `path` is the dotted name of its class, `kind` the last part of it. `offset` is where it stands in the block that it
    was read with. `problem` says why it could not be taken apart. `inner` are the operations that it holds, by the
    parameter under which they stand. `turn` is which one it is of those that the text makes. `partly`: something within
    it is no valid Python, and was left out. `only` are the databases on which it is there at all, `sends` those that
    are sent what it does to the models. `within` is where it begins, and the field that it is given, in the text that
    they were read from in plain words.
    """

    __slots__ = (
        "arguments",
        "block",
        "inner",
        "kind",
        "offset",
        "only",
        "partly",
        "path",
        "problem",
        "sends",
        "turn",
        "within",
    )

    def __init__(
        self,
        block: str,
        path: str = "",
        arguments: Mapping[str, Value] | None = None,
        inner: "Mapping[str, tuple[Element, ...]] | None" = None,
        problem: str = "",
        turn: tuple[int, int] | None = None,
        offset: int = 0,
        partly: bool = False,
        sends: Databases = EVERY,
        within: tuple[int, Plain] | None = None,
    ) -> None:
        self.block = block
        self.path = path
        self.kind = path.rpartition(".")[2]
        self.arguments: Mapping[str, Value] = arguments or {}
        self.inner: Mapping[str, tuple[Element, ...]] = inner or {}
        self.problem = problem
        self.turn = turn
        self.offset = offset
        self.partly = partly
        self.only = EVERY
        self.sends = sends
        self.within = within

    def limited(self, on: Databases) -> "Element":
        """The element for some databases only; itself where it was said for these."""
        only = self.only & on
        if self.only == only:
            return self
        made = Element(self.block, self.path, self.arguments, self.inner, self.problem, self.turn, self.offset)
        made.partly, made.only, made.sends, made.within = self.partly, only, self.sends, self.within
        return made

    def get(self, name: str, default: Value = None) -> Value:
        """What it is given under a parameter."""
        return self.arguments.get(name, default)


_NESTED = ("database_operations", "state_operations")
_TEXTS = ("sql", "reverse_sql")


Found = Iterator[tuple[int, Element]]


def added(node: Node, tree: Tree) -> Iterator[Node]:
    """What a statement of the class adds to its list: by `+=`, `append`, `extend`, or in a way that is not followed."""
    inner = node.named_children[0] if node.type == "expression_statement" else node
    target = inner.children[0] if inner.type in ("augmented_assignment", "call") else None
    said = tree.source(target) if target is not None else ""
    if said == ("operations" if inner.type == "augmented_assignment" else "operations.append"):
        yield inner.children[-1]
    elif said == "operations.extend":
        yield from (one for one in inner.children[-1].named_children if one.type != "comment")
    elif inner.type in _COMPOUND and concerns(inner, tree):
        yield inner


def concerns(node: Node, tree: Tree) -> bool:
    """Whether a statement says anything of the list of operations."""
    return _OPERATIONS.search(tree.source(node)) is not None


_COMPOUND = frozenset(("for_statement", "if_statement", "try_statement", "while_statement", "with_statement"))
_OPERATIONS = pattern(r"\boperations\b")


def elements(node: Expression, looking: Looking) -> Found:
    """The elements of an expression that is a list, or comes to one, each with where it stands."""
    if node.type in ("list", "tuple", "argument_list"):
        for child in node.named_children:
            if not isinstance(child, Plain) and is_spread(child):
                yield from elements(child.named_children[0] if child.type == "list_splat" else child, looking)
            elif child.type == "call":
                yield from _made(child, looking)
            elif child.type != "comment":
                yield from _turns((evaluate(child, looking.scope),), child, looking)
    elif not isinstance(node, Plain) and node.type == "binary_operator" and node.children[1].type == "+":
        yield from elements(node.children[0], looking)
        yield from elements(node.children[2], looking)
    elif node.type == "call":
        yield from _given_back(node, looking)
    elif node.type in _COMPOUND:
        block, start = looking.place(node)
        yield start, Element(block, problem="what this adds to the operations is not followed")
    else:
        found = evaluate(node, looking.scope)
        yield from _turns(found if is_list(found) else (Unknown(""),), node, looking)


def _made(node: Expression, looking: Looking) -> Found:
    """The element that a call makes, or the one that a function of the file gives back."""
    if not looking.path(node) and isinstance(called(node, looking.scope), Function):
        yield from _given_back(node, looking)
    else:
        yield _element(node, looking)


def _given_back(node: Expression, looking: Looking) -> Found:
    """The elements that a call of a function of the file gives back."""
    looking.elsewhere = True
    found = returned(evaluate(node, looking.scope))
    values = found if is_list(found) else (found,)
    block, start = looking.place(node)
    for number, one in enumerate(map(returned, values)):
        turn = (number, len(values))
        if isinstance(one, Call) and isinstance(one.function, Reference) and one.name in SIGNATURES:
            yield start, _of_values(one, block, looking.scope.tree.span(node), turn)
        else:
            yield start, Element(block, problem=f"what {_short(block)} comes to is not known", turn=turn)


def _turns(values: Sequence[Value], node: Expression, looking: Looking) -> Found:
    """Elements that stand elsewhere, or are made by a loop: several of one text are its turns."""
    looking.elsewhere = True
    nodes = [value.node if isinstance(value, Call) else node for value in values]
    starts = [one.start_byte for one in nodes]
    for number, (said, one) in enumerate(zip(values, nodes)):
        value = returned(said)
        count = starts.count(one.start_byte)
        turn = (starts[:number].count(one.start_byte), count) if count > 1 else None
        block, start = looking.place(one)
        if not isinstance(value, Call):
            yield start, Element(block, problem=f"what {_short(block)} comes to is not known", turn=turn)
        elif turn is None and value is said and not _is_repeated(one):
            yield _element(one, looking)
        else:
            yield start, _of_values(value, block, looking.scope.tree.span(one), turn or (0, 1))


def _is_repeated(node: Expression) -> bool:
    """Whether an element stands in a comprehension, be it of one turn, which binds names that it is given."""
    around = None if isinstance(node, Plain) else node.parent
    while around is not None and not around.type.endswith("_comprehension") and around.type != "generator_expression":
        around = around.parent
    return around is not None


def _element(node: Expression, looking: Looking, within: int | None = None) -> tuple[int, Element]:
    """The element that a call makes; one within another's block begins at `within`."""
    block, start = looking.place(node)
    partly = looking.scope.tree.is_partly(node)
    # One within another one has its place there.
    if looking.known and within is None and block in looking.known and not partly:
        return start, looking.known[block]
    path, sends = operation(looking.path(node), looking.scope)
    names = SIGNATURES.get(path.rpartition(".")[2], ())
    arguments: dict[str, Value] = {}
    inner: dict[str, tuple[Element, ...]] = {}
    field: tuple[int, Plain] | None = None
    offset = 0 if within is None else start - within
    problem = "" if path else f"what {_short(block)} is is not known"
    number = 0
    for keyword, value in given(node, looking.scope):
        name = keyword
        if not keyword:
            name = names[number] if number < len(names) else ""
            number += 1
        if keyword and keyword[0] == "*":
            problem = f"what {_short(block)} is given is not known"
        elif name in _NESTED:
            inner[name] = tuple(_inner(value, looking, start if within is None else within))
        elif name in _TEXTS:
            arguments[name] = _within(evaluate(value, looking.scope), looking.scope.tree.span(node))
        elif name:
            arguments[name] = argument(name, value, looking)
            if keyword == "field" and isinstance(value, Plain):
                field = node.start_byte, value
    return start, Element(block, path, arguments, inner, problem, None, offset, partly, sends, field)


def _within(value: Value, block: Span) -> Value:
    """Texts that know where they stand in a block, as far as they stand in it."""
    if isinstance(value, Text):
        inside = [one for one in value.stretches if block.start <= one.start and one.start + one.length <= block.end]
        moved = (one._replace(start=one.start - block.start) for one in inside)
        return Text(value, moved, value.holes, value.quote)
    return tuple(_within(item, block) for item in value) if is_list(value) else value


def _inner(node: Expression, looking: Looking, within: int) -> Iterator[Element]:
    """The operations that stand in another one, each with its place in that one's block."""
    if node.type not in ("list", "tuple"):
        yield from (element for _, element in elements(node, looking))
        return
    for child in node.named_children:
        if child.type == "call":
            yield _element(child, looking, within)[1]
        elif child.type != "comment":
            yield from (element for _, element in _turns((evaluate(child, looking.scope),), child, looking))


def _of_values(call: Call, block: str, place: Span, turn: tuple[int, int]) -> Element:
    """One turn of an element that is made several times, each with other values."""
    names = SIGNATURES.get(call.name, ())
    arguments = {name: argument.value for name, argument in zip(names, call.positional)}
    arguments |= {argument.keyword: argument.value for argument in call.arguments if argument.keyword}
    if isinstance(field := arguments.get("field"), Call):
        arguments["field"] = field_of(field)
    arguments |= {name: _within(arguments[name], place) for name in _TEXTS if name in arguments}
    if call.splat or any(name in arguments for name in (*_NESTED, "fields")):
        return Element(block, call.path, problem=f"what {_short(block)} does in each turn is not known", turn=turn)
    return Element(block, call.path, arguments, turn=turn)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def pairs(value: Value) -> tuple[tuple[str, ...], ...]:
    """Groups of names, as `unique_together` has them: several, or one that stands alone."""
    if is_dict(value) or not is_list(value):
        return ()
    if value and all(isinstance(item, str) for item in value):
        return (tuple(map(str, value)),)
    return tuple(tuple(map(str, item)) for item in value if is_list(item))
