"""What an expression is worth: literals, names, and what operators and a few calls make of them."""

from collections.abc import Callable, Iterator, Sequence

from towpath.syntax.logic import boolean, compared, negated
from towpath.syntax.python.definitions import Function, attribute, known
from towpath.syntax.python.literals import literal
from towpath.syntax.python.methods import OF_DICTIONARIES, TURNS, begun, made, said_in_text
from towpath.syntax.python.operators import binary
from towpath.syntax.python.plain import Expression, Plain
from towpath.syntax.python.plain_values import named, plain_value
from towpath.syntax.python.scope import Scope, unpacked
from towpath.syntax.text import Text, joined
from towpath.syntax.tree import Node
from towpath.syntax.values import (
    Argument,
    Attribute,
    Call,
    Combined,
    Reference,
    Unknown,
    Value,
    is_dict,
    is_list,
    items,
    truth,
)


def evaluate(node: Expression | None, scope: Scope) -> Value:
    """The value of an expression, as far as the text tells; never raises but RecursionError."""
    if node is None:
        return None
    if isinstance(node, Plain):
        return plain_value(node, scope)
    how = _HOW.get(node.type)
    return how(node, scope) if how else Unknown(scope.tree.source(node))


def called(node: Expression, scope: Scope) -> Value:
    """What a call calls."""
    if isinstance(node, Plain):
        return named(calling(node, scope), scope)
    return evaluate(node.child_by_field_name("function"), scope)


def calling(node: Expression, scope: Scope) -> str:
    """The text of what a call calls."""
    if isinstance(node, Plain):
        return node.function
    return scope.tree.source(node.children[0])


def given(node: Expression, scope: Scope) -> Sequence[tuple[str, Expression]]:
    """What a call is given, not looked at yet: keyword and expression; the keyword is empty where there is none.

    What is spread comes under the keyword `*` or `**`, a generator that stands without brackets as what it is.
    """
    if isinstance(node, Plain):
        return node.given
    arguments = node.child_by_field_name("arguments")
    if arguments is None or arguments.type == "generator_expression":
        return [("", arguments)] if arguments is not None else []
    found: list[tuple[str, Expression]] = []
    for child in arguments.named_children:
        kind = child.type
        if kind == "keyword_argument":
            parts = child.named_children
            found.append((scope.tree.source(parts[0]), parts[-1]))
        elif kind in _SPREAD:
            found.append((_SPREAD[kind], child.named_children[0]))
        elif kind != "comment":
            found.append(("", child))
    return found


_SPREAD = {"list_splat": "*", "dictionary_splat": "**"}


def _string(node: Node, scope: Scope) -> Value:
    parts: list[str] = []
    children = node.children
    if len(children) == 3 and children[1].type == "string_content":
        return literal(scope.tree, node, children[1])
    for child in node.named_children:
        if child.type == "string_content":
            parts.append(literal(scope.tree, node, child))
        elif child.type == "interpolation":
            parts.append(_interpolated(child, scope))
    if len(parts) == 1 and isinstance(parts[0], Text):
        return parts[0]
    text = joined(parts)
    if parts or "b" not in scope.tree.source(node.children[0]).lower():
        opening = scope.tree.source(node.children[0])
        text.quote = opening[len(opening.rstrip("'\"")) :] if not text.holes else ""
    return text


def _interpolated(node: Node, scope: Scope) -> str:
    inner = next((child for child in node.named_children if child.type != "comment"), None)
    how = "".join(scope.tree.source(child) for child in node.named_children if child.type in _FORMATS)
    return said_in_text(evaluate(inner, scope), scope.tree.source(inner) if inner is not None else "", how)


_FORMATS = ("type_conversion", "format_specifier")


def _concatenated(node: Node, scope: Scope) -> Value:
    return joined([evaluate(child, scope) for child in node.named_children if child.type == "string"])


def is_spread(node: Node) -> bool:
    """Whether an item of a list is several; in `[*f()]`, tree-sitter has the star within the call."""
    found = node
    while found.type in ("call", "attribute", "subscript"):
        found = found.children[0]
    return found.type == "list_splat"


def _items(node: Node, scope: Scope) -> Value:
    found: list[Value] = []
    for child in node.named_children:
        if is_spread(child):
            inner = given_back(evaluate(child, scope))
            if not is_list(inner):
                return Unknown(scope.tree.source(node))
            found += inner
        elif child.type != "comment":
            found.append(evaluate(child, scope))
    return tuple(found)


def _dictionary(node: Node, scope: Scope) -> Value:
    found: dict[Value, Value] = {}
    for child in node.named_children:
        if child.type == "comment":
            continue
        if child.type == "dictionary_splat":
            inner = evaluate(child.named_children[0], scope)
            if not is_dict(inner):
                return Unknown(scope.tree.source(node))
            found |= inner
            continue
        key = evaluate(child.child_by_field_name("key"), scope)
        if not isinstance(key, (str, int, float, bool, Attribute, Reference)) and key is not None:
            return Unknown(scope.tree.source(node))
        found[key] = evaluate(child.child_by_field_name("value"), scope)
    return found


def _two(node: Node, first: str, second: str) -> tuple[Node | None, Node | None]:
    """The two parts of a node that has two; its fields are looked for only where a comment stands between them."""
    parts = node.named_children
    if len(parts) == 2:
        return parts[0], parts[1]
    return node.child_by_field_name(first), node.child_by_field_name(second)


def _attribute(node: Node, scope: Scope) -> Value:
    inner, named = _two(node, "object", "attribute")
    owner = evaluate(inner, scope)
    name = scope.tree.source(named) if named is not None else ""
    if name in OF_DICTIONARIES and is_dict(given := given_back(owner)):
        owner = given
    return attribute(owner, name, scope)


def _call(node: Node, scope: Scope) -> Value:
    callee, given = _two(node, "function", "arguments")
    function = evaluate(callee, scope)
    if given is not None and given.type == "generator_expression":
        turns = _comprehension(given, scope)
        return made(Call(function, (Argument(None, turns, given),), node))
    function, arguments, splat = begun(function)
    placed = True  # Behind a list that is not known, nobody knows at which place an argument is given.
    for child in given.named_children if given is not None else ():
        kind = child.type
        if kind == "keyword_argument":
            name, value = _two(child, "name", "value")
            if name is not None and value is not None:
                arguments.append(Argument(scope.tree.source(name), evaluate(value, scope), value))
        elif kind in _SPREAD:
            spread = given_back(evaluate(child.named_children[0], scope))
            if is_list(spread) and kind == "list_splat":
                arguments += [Argument(None, item, child) for item in spread]
            elif is_dict(spread) and all(isinstance(key, str) for key in spread):
                arguments += [Argument(str(key), item, child) for key, item in spread.items()]
            else:
                splat, placed = True, placed and kind != "list_splat"
        elif kind != "comment" and placed:
            arguments.append(Argument(None, evaluate(child, scope), child))
    return made(Call(function, tuple(arguments), node, splat))


def given_back(value: Value) -> Value:
    """What a value is gone through as: itself, or what a function gives back, be it of another file."""
    if not isinstance(value, Call):
        return value
    from towpath.syntax.python.returns import returned  # The two need each other.

    return returned(value)


def _binary(node: Node, scope: Scope) -> Value:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    symbol = node.child_by_field_name("operator")
    if left is None or right is None or symbol is None:
        return Unknown(scope.tree.source(node))
    sources = scope.tree.source(left), scope.tree.source(right)
    return binary(evaluate(left, scope), symbol.type, evaluate(right, scope), sources)


def _unary(node: Node, scope: Scope) -> Value:
    value = evaluate(node.child_by_field_name("argument"), scope)
    source = scope.tree.source(node)
    if source[0] == "-" and type(value) in (int, float):
        return -value
    return Combined(source, source[0], (value,))


def _not(node: Node, scope: Scope) -> Value:
    return negated(evaluate(node.child_by_field_name("argument"), scope))


def _boolean(node: Node, scope: Scope) -> Value:
    left, right = (evaluate(node.child_by_field_name(side), scope) for side in ("left", "right"))
    return boolean(left, "and" if any(child.type == "and" for child in node.children) else "or", right)


def _comparison(node: Node, scope: Scope) -> Value:
    if len(node.named_children) != 2:
        return Unknown(scope.tree.source(node))
    left, right = (evaluate(child, scope) for child in node.named_children)
    return compared(left, " ".join(child.type for child in node.children if not child.is_named), right)


def _conditional(node: Node, scope: Scope) -> Value:
    then, condition, otherwise = (child for child in node.named_children if child.type != "comment")
    value = evaluate(condition, scope)
    said = truth(value)
    if said is None and (said := scope.decided(value)) is None:
        return Unknown(scope.tree.source(node))
    return evaluate(then if said else otherwise, scope)


def _subscript(node: Node, scope: Scope) -> Value:
    owner, key = (evaluate(node.child_by_field_name(part), scope) for part in ("value", "subscript"))
    if is_list(owner) and type(key) is int and -len(owner) <= key < len(owner):
        return owner[key]
    if is_dict(owner) and isinstance(key, (str, int)) and key in owner:
        return owner[key]
    return Unknown(scope.tree.source(node))


def _comprehension(node: Node, scope: Scope) -> Value:
    """A list made of one loop over known items, each turn looked at."""
    clauses = [child for child in node.named_children if child.type in ("for_in_clause", "if_clause")]
    body = node.child_by_field_name("body")
    turns = list(_turns(clauses, scope)) if body is not None and clauses else [None]
    if None in turns or len(turns) > TURNS:
        return Unknown(scope.tree.source(node))
    return tuple(evaluate(body, turn) for turn in turns if turn)


def _turns(clauses: list[Node], scope: Scope) -> Iterator[Scope | None]:
    """The scope of each turn; None where one cannot be told."""
    if not clauses:
        yield scope
        return
    first, rest = clauses[0], clauses[1:]
    if first.type == "if_clause":
        said = truth(evaluate(first.named_children[0], scope))
        yield from (None,) if said is None else _turns(rest, scope) if said else ()
        return
    target, over = (
        first.child_by_field_name("left"),
        items(given_back(evaluate(first.child_by_field_name("right"), scope))),
    )
    if target is None or over is None:
        yield None
        return
    for item in over:
        inner = scope.inner()
        unpacked(target, item, inner)
        yield from _turns(rest, inner)


def _walrus(node: Node, scope: Scope) -> Value:
    value = evaluate(node.child_by_field_name("value"), scope)
    named = node.child_by_field_name("name")
    if named is not None:
        scope.bind(scope.tree.source(named), value)
    return value


def _lambda(node: Node, scope: Scope) -> Value:
    return Function("lambda", node, scope)


def _first(node: Node, scope: Scope) -> Value:
    return evaluate(next((child for child in node.named_children if child.type != "comment"), None), scope)


def _number(node: Node, scope: Scope) -> Value:
    said = scope.tree.source(node).replace("_", "")
    try:
        return int(said, 0) if node.type == "integer" else float(said)
    except ValueError:
        return Unknown(said)


_HOW: dict[str, Callable[[Node, Scope], Value]] = {
    "string": _string,
    "concatenated_string": _concatenated,
    "identifier": lambda node, scope: known(scope.look(scope.tree.source(node)), scope),
    "named_expression": _walrus,
    "true": lambda node, scope: True,
    "false": lambda node, scope: False,
    "none": lambda node, scope: None,
    "integer": _number,
    "float": _number,
    "list": _items,
    "tuple": _items,
    "set": _items,
    "expression_list": _items,
    "dictionary": _dictionary,
    "attribute": _attribute,
    "call": _call,
    "binary_operator": _binary,
    "unary_operator": _unary,
    "not_operator": _not,
    "boolean_operator": _boolean,
    "comparison_operator": _comparison,
    "conditional_expression": _conditional,
    "subscript": _subscript,
    "list_comprehension": _comprehension,
    "set_comprehension": _comprehension,
    "generator_expression": _comprehension,
    "lambda": _lambda,
    "parenthesized_expression": _first,
    "list_splat": _first,
    "await": _first,
}
