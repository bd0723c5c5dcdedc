"""What expressions in plain words are worth."""

from collections.abc import Callable
from typing import cast

from towpath.syntax.python.definitions import attribute, known
from towpath.syntax.python.methods import begun, made
from towpath.syntax.python.plain import Plain
from towpath.syntax.python.scope import Scope
from towpath.syntax.text import Stretch, Text, joined
from towpath.syntax.tree import Node
from towpath.syntax.values import Argument, Call, Value


def plain_value(node: Plain, scope: Scope) -> Value:
    """The value of an expression, as far as the text tells."""
    return _HOW[node.type](node, scope)


def named(dotted: str, scope: Scope) -> Value:
    """What a name with its dots stands for."""
    first, *rest = dotted.split(".")
    found = known(scope.look(first), scope)
    for name in rest:
        found = attribute(found, name, scope)
    return found


def _name(node: Plain, scope: Scope) -> Value:
    return named(scope.tree.text[node.start_byte : node.end_byte], scope)


def _string(node: Plain, scope: Scope) -> Value:
    text, opening = scope.tree.text, node.start_byte
    opening += text[opening] == "b"
    quote = '"""' if text.startswith('"""', opening, node.end_byte) else text[opening]
    start, end = opening + len(quote), node.end_byte - len(quote)
    if start == end:
        return Text("", quote=quote if opening == node.start_byte else "", home=text)
    return Text(text[start:end], (Stretch(0, end - start, start),), False, quote, text)


def _call(node: Plain, scope: Scope) -> Value:
    # Of these nodes only the places are looked at.
    function, arguments, splat = begun(named(node.function, scope))
    arguments += [Argument(word or None, plain_value(one, scope), cast("Node", one)) for word, one in node.given]
    return made(Call(function, tuple(arguments), cast("Node", node), splat))


def _items(node: Plain, scope: Scope) -> Value:
    return tuple(plain_value(one, scope) for one in node.named_children)


def _dictionary(node: Plain, scope: Scope) -> Value:
    pairs = (pair.named_children for pair in node.named_children)
    return {plain_value(key, scope): plain_value(value, scope) for key, value in pairs}


_HOW: dict[str, Callable[[Plain, Scope], Value]] = {
    "string": _string,
    "parenthesized_expression": lambda node, scope: plain_value(node.named_children[0], scope),
    "concatenated_string": lambda node, scope: joined([_string(one, scope) for one in node.named_children]),
    "integer": lambda node, scope: int(scope.tree.text[node.start_byte : node.end_byte]),
    "true": lambda node, scope: True,
    "false": lambda node, scope: False,
    "none": lambda node, scope: None,
    "name": _name,
    "list": _items,
    "tuple": _items,
    "set": _items,
    "dictionary": _dictionary,
    "call": _call,
}
