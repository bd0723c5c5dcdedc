"""The elements of a migration's `operations`: each by its class, and by what it is given."""

from collections.abc import Iterator, Mapping, Sequence

from towpath.frameworks.django.constants import function
from towpath.frameworks.django.signatures import ARRAY, DECIMAL, FIELD, OPTIONS, RELATION, SIGNATURES, UNSEEN
from towpath.source import Span, pattern
from towpath.syntax.python import (
    Call,
    Function,
    Node,
    Reference,
    Scope,
    Text,
    Tree,
    Unknown,
    Value,
    evaluate,
    given,
    is_dict,
    is_list,
    is_spread,
    returned,
)


class FieldCall:
    """A field as it is written: the dotted name of its class, and what it is given, by parameter.

    Two that stand in different places of the text may be found unequal though they say the same.
    """

    __slots__ = ("arguments", "path")

    def __init__(self, path: str, arguments: dict[str, Value]) -> None:
        self.path = path
        self.arguments = arguments

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FieldCall) and (self.path, self.arguments) == (other.path, other.arguments)

    def __hash__(self) -> int:
        return hash(self.path)

    @property
    def kind(self) -> str:
        """The name of its class, without where it comes from."""
        return self.path.rpartition(".")[2]

    def __repr__(self) -> str:
        return f"{self.path}({self.arguments!r})"


class Element:
    """One element of `operations`: its text, and what it is given, by parameter.

    `path` is the dotted name of its class. `offset` is where it stands in the block that it was read with. `problem`
    says why it could not be taken apart. `inner` are the operations that it holds, by the parameter under which they
    stand. `turn` is which one it is of those that the text makes. `partly`: something within it is no valid Python, and
    was left out.
    """

    __slots__ = ("arguments", "block", "inner", "offset", "partly", "path", "problem", "turn")

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
    ) -> None:
        self.block = block
        self.path = path
        self.arguments: Mapping[str, Value] = arguments or {}
        self.inner: Mapping[str, tuple[Element, ...]] = inner or {}
        self.problem = problem
        self.turn = turn
        self.offset = offset
        self.partly = partly

    @property
    def kind(self) -> str:
        """The name of its class, without where it comes from."""
        return self.path.rpartition(".")[2]

    def get(self, name: str, default: Value = None) -> Value:
        """What it is given under a parameter."""
        return self.arguments.get(name, default)


_PLAIN = {"true": True, "false": False, "none": None}
_NESTED = ("database_operations", "state_operations")
_TEXTS = ("sql", "reverse_sql")
_CODE = ("code", "reverse_code")


class Looking:
    """What reading the elements of one file shares: what names mean, and the classes that were looked up.

    The text that is read begins `by` characters into the file. `known` are elements of which only the place is looked
    at. `elsewhere`: some elements stand outside of the list.
    """

    __slots__ = ("_paths", "by", "elsewhere", "known", "scope")

    def __init__(self, scope: Scope, by: int) -> None:
        self.scope = scope
        self.by = by
        self.known: Mapping[str, Element] = {}
        self.elsewhere = False
        self._paths: dict[str, str] = {}

    def path(self, call: Node) -> str:
        """The dotted name of what a call calls, of a class of the file's own what it is made of; empty for none."""
        function = call.children[0]
        source = self.scope.tree.source(function)
        found = self._paths.get(source)
        if found is None:
            value = evaluate(function, self.scope)
            path = value.path if isinstance(value, Reference) else ""
            found = self._paths[source] = based(path, self.scope)
        return found

    def place(self, node: Node) -> tuple[str, int]:
        """The text of a node, and where it stands in the file."""
        start = self.scope.tree.span(node).start
        return self.scope.tree.source(node), start + self.by


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
    elif inner.type in _COMPOUND and _OPERATIONS.search(tree.source(inner)):
        yield inner


_COMPOUND = frozenset(("for_statement", "if_statement", "try_statement", "while_statement", "with_statement"))
_OPERATIONS = pattern(r"\boperations\b")


def elements(node: Node, looking: Looking) -> Found:
    """The elements of an expression that is a list, or comes to one, each with where it stands."""
    if node.type in ("list", "tuple", "argument_list"):
        for child in node.named_children:
            if is_spread(child):
                yield from elements(child.named_children[0] if child.type == "list_splat" else child, looking)
            elif child.type == "call":
                yield from _made(child, looking)
            elif child.type != "comment":
                yield from _turns((evaluate(child, looking.scope),), child, looking)
    elif node.type == "binary_operator" and node.children[1].type == "+":
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


def _made(node: Node, looking: Looking) -> Found:
    """The element that a call makes, or the one that a function of the file gives back."""
    if isinstance(evaluate(node.child_by_field_name("function"), looking.scope), Function):
        yield from _given_back(node, looking)
    else:
        yield _element(node, looking)


def _given_back(node: Node, looking: Looking) -> Found:
    """The elements that a call of a function of the file gives back."""
    looking.elsewhere = True
    found = returned(evaluate(node, looking.scope))
    values = found if is_list(found) else (found,)
    block, start = looking.place(node)
    for number, one in enumerate(map(returned, values)):
        turn = (number, len(values))
        if isinstance(one, Call) and isinstance(one.function, Reference) and one.name in SIGNATURES:
            yield start, _of_values(one, block, turn)
        else:
            yield start, Element(block, problem=f"what {_short(block)} comes to is not known", turn=turn)


def _turns(values: Sequence[Value], node: Node, looking: Looking) -> Found:
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
        elif turn is None and value is said:
            yield _element(one, looking)
        else:
            yield start, _of_values(value, block, turn or (0, 1))


def _element(node: Node, looking: Looking, within: int | None = None) -> tuple[int, Element]:
    """The element that a call makes; one within another's block begins at `within`."""
    block, start = looking.place(node)
    partly = looking.scope.tree.is_partly(node)
    if block in looking.known and not partly:
        return start, looking.known[block]
    path = looking.path(node)
    names = SIGNATURES.get(path.rpartition(".")[2], ())
    arguments: dict[str, Value] = {}
    inner: dict[str, tuple[Element, ...]] = {}
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
            arguments[name] = _argument(name, value, looking)
    return start, Element(block, path, arguments, inner, problem, offset=offset, partly=partly)


def _within(value: Value, block: Span) -> Value:
    """Texts that know where they stand in a block, as far as they stand in it."""
    if isinstance(value, Text):
        inside = [one for one in value.stretches if block.start <= one.start and one.start + one.length <= block.end]
        moved = (one._replace(start=one.start - block.start) for one in inside)
        return Text(value, moved, value.holes, value.quote)
    return tuple(_within(item, block) for item in value) if is_list(value) else value


def _inner(node: Node, looking: Looking, within: int) -> Iterator[Element]:
    """The operations that stand in another one, each with its place in that one's block."""
    if node.type not in ("list", "tuple"):
        yield from (element for _, element in elements(node, looking))
        return
    for child in node.named_children:
        if child.type == "call":
            yield _element(child, looking, within)[1]
        elif child.type != "comment":
            yield from (element for _, element in _turns((evaluate(child, looking.scope),), child, looking))


def _of_values(call: Call, block: str, turn: tuple[int, int]) -> Element:
    """One turn of an element that is made several times, each with other values."""
    names = SIGNATURES.get(call.name, ())
    arguments = {name: argument.value for name, argument in zip(names, call.positional)}
    arguments |= {argument.keyword: argument.value for argument in call.arguments if argument.keyword}
    if isinstance(field := arguments.get("field"), Call):
        arguments["field"] = _field_of(field)
    if call.splat or any(name in arguments for name in (*_NESTED, "fields")):
        return Element(block, call.path, problem=f"what {_short(block)} does in each turn is not known", turn=turn)
    return Element(block, call.path, arguments, turn=turn)


def based(path: str, scope: Scope) -> str:
    """The operation that a class of the file stands for: itself, or what it is made of where it does the same."""
    if "." in path or not path:
        return path
    around: Scope | None = scope
    while around is not None:
        for node in around.tree.root.named_children:
            if node.type == "class_definition" and around.tree.source(node.children[1]) == path:
                return _base(node, around) or path
        around = around.around
    return path


def _base(node: Node, scope: Scope) -> str:
    """The one class that a class is made of, if it changes nothing of what that does to the database."""
    bases, body = node.child_by_field_name("superclasses"), node.child_by_field_name("body")
    named = [evaluate(child, scope) for child in (bases.named_children if bases else []) if child.type != "comment"]
    found = [value.path for value in named if isinstance(value, Reference) and _is_known(value)]
    methods = [
        scope.tree.source(child.children[1])
        for child in (body.named_children if body else [])
        if child.type == "function_definition"
    ]
    return found[0] if len(found) == 1 and _DECIDING.isdisjoint(methods) else ""


# By these methods a class says itself what it does to the database.
_DECIDING = frozenset(("__init__", "database_forwards", "db_parameters", "db_type", "get_internal_type"))


def _is_known(base: Reference) -> bool:
    """Whether a class is one of Django's operations or fields."""
    return base.name in SIGNATURES or (base.path.startswith("django.") and base.name.endswith("Field"))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def _argument(name: str, node: Node, looking: Looking) -> Value:
    if name == "field":
        return field_call(node, looking)
    if name == "fields" and node.type == "list":
        return tuple(_named_fields(node, looking))
    if name == "options" and node.type == "dictionary":
        return dict(_options(node, looking.scope))
    if name == "managers":
        return None
    if name in _CODE:
        return function(node, looking.scope)
    return worth(node, looking.scope)


def worth(node: Node, scope: Scope) -> Value:
    """What an expression is worth; a text that is written in one plain piece does not remember where."""
    kind = node.type
    if kind == "string":
        text = scope.tree.source(node)
        if text[0] in "\"'" and "\\" not in text and text[:3] not in ('"""', "'''") and "\n" not in text:
            return text[1:-1]
    elif kind in _PLAIN:
        return _PLAIN[kind]
    return evaluate(node, scope)


def _named_fields(node: Node, looking: Looking) -> Iterator[tuple[str, Value]]:
    for child in node.named_children:
        parts = [part for part in child.named_children if part.type != "comment"] if child.type == "tuple" else []
        if len(parts) == 2:
            yield str(worth(parts[0], looking.scope)), field_call(parts[1], looking)


def _options(node: Node, scope: Scope) -> Iterator[tuple[str, Value]]:
    for child in node.named_children:
        if child.type == "pair":
            key, value = child.named_children[0], child.named_children[-1]
            name = worth(key, scope)
            if name in OPTIONS:
                yield str(name), evaluate(value, scope)


def field_call(node: Node, looking: Looking) -> FieldCall:
    """A field as it is written; one that cannot be told has no path."""
    if node.type != "call":
        value = evaluate(node, looking.scope)
        return _field_of(value) if isinstance(value, Call) else FieldCall("", {})
    path = looking.path(node)
    arguments: dict[str, Value] = {}
    names = _parameters(path)
    number = 0
    for keyword, value in given(node, looking.scope):
        name = keyword
        if not keyword:
            if path.endswith("CompositePrimaryKey"):
                before = arguments.get("fields")
                arguments["fields"] = (*(before if is_list(before) else ()), worth(value, looking.scope))
                continue
            name = names[number] if number < len(names) else ""
            number += 1
        if name in UNSEEN or not name:
            continue
        arguments[name] = field_call(value, looking) if name in _FIELDS_WITHIN else worth(value, looking.scope)
    return FieldCall(path, arguments)


_FIELDS_WITHIN = ("base_field", "output_field")


def _field_of(call: Call) -> FieldCall:
    arguments: dict[str, Value] = dict(zip(_parameters(call.path), (one.value for one in call.positional)))
    arguments |= {one.keyword: one.value for one in call.arguments if one.keyword}
    for name in _FIELDS_WITHIN:
        if isinstance(within := arguments.get(name), Call):
            arguments[name] = _field_of(within)
    return FieldCall(call.path, {name: value for name, value in arguments.items() if name not in UNSEEN})


def _parameters(path: str) -> tuple[str, ...]:
    if path.endswith(("ForeignKey", "OneToOneField", "ManyToManyField")):
        return RELATION
    return DECIMAL if path.endswith("DecimalField") else ARRAY if path.endswith("ArrayField") else FIELD


def pairs(value: Value) -> tuple[tuple[str, ...], ...]:
    """Groups of names, as `unique_together` has them: several, or one that stands alone."""
    if is_dict(value) or not is_list(value):
        return ()
    if value and all(isinstance(item, str) for item in value):
        return (tuple(map(str, value)),)
    return tuple(tuple(map(str, item)) for item in value if is_list(item))
