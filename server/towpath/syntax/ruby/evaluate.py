"""What an expression is worth: literals, names, and what operators and a few methods make of them."""

from collections.abc import Callable

from towpath.syntax.logic import boolean, negated
from towpath.syntax.ruby import literals
from towpath.syntax.ruby.definitions import Class
from towpath.syntax.ruby.entering import entered, entered_block
from towpath.syntax.ruby.methods import elements, made, said_in_text, turned
from towpath.syntax.ruby.operators import binary
from towpath.syntax.ruby.scope import Scope, unpacked
from towpath.syntax.ruby.sending import meant
from towpath.syntax.ruby.values import Block, Call, Range
from towpath.syntax.text import Text, joined
from towpath.syntax.tree import Node
from towpath.syntax.values import (
    Argument,
    Attribute,
    Combined,
    Reference,
    Unknown,
    Value,
    is_dict,
    is_list,
    truth,
)

_DEPTH = 4


def evaluate(node: Node | None, scope: Scope) -> Value:
    """The value of an expression, as far as the text tells; never raises but RecursionError."""
    if node is None:
        return None
    how = _HOW.get(node.type)
    return how(node, scope) if how else Unknown(scope.tree.source(node))


def worth(node: Node | None, scope: Scope) -> Value:
    """The value of an expression; of a call of a method of the file, what that gives back, where it is known."""
    return returned(evaluate(node, scope), scope)


def returned(value: Value, scope: Scope, depth: int = _DEPTH) -> Value:
    """What a call of a method of the file gives back; the value itself, where it is no such call or is not told."""
    if not isinstance(value, Call) or not isinstance(value.function, Reference) or value.block or not depth:
        return value
    method = scope.method(value.function.path)
    if method is None:
        return value
    inner = entered(method, value)
    for number, statement in enumerate(body := [one for one in method.body if one.type != "comment"]):
        if statement.type == "assignment" and number + 1 < len(body):
            assigned(statement, inner)
        elif number + 1 == len(body):
            if statement.type == "return" and statement.named_children:
                arguments = statement.named_children[0]
                statement = arguments.named_children[0] if arguments.named_children else statement
            found = returned(evaluate(statement, inner), inner, depth - 1)
            return value if isinstance(found, (Unknown, Call)) else found
        else:
            break
    return value


def assigned(node: Node, scope: Scope) -> Value:
    """Binds what an assignment binds."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    value = worth(right, scope)
    if left is not None:
        unpacked(left, value, scope)
    return value


def _string(node: Node, scope: Scope) -> Value:
    return literals.quoted(scope.tree, node, lambda inner: _interpolated(inner, scope))


def _interpolated(node: Node, scope: Scope) -> str:
    inner = next((child for child in node.named_children if child.type != "comment"), None)
    if inner is None:
        return ""
    return said_in_text(worth(inner, scope), scope.tree.source(inner))


def _heredoc(node: Node, scope: Scope) -> Value:
    body = scope.heredocs.get(node.id)
    if body is None:
        return Unknown(scope.tree.source(node))
    return literals.heredoc(scope.tree, node, body, lambda inner: _interpolated(inner, scope))


def _chained(node: Node, scope: Scope) -> Value:
    return joined([found for child in node.named_children if isinstance(found := evaluate(child, scope), str)])


def _delimited(node: Node, scope: Scope) -> Value:
    return literals.named(_string(node, scope))


def _words(node: Node, scope: Scope) -> Value:
    made = _delimited if node.type == "symbol_array" else _string
    return tuple(made(child, scope) for child in node.named_children if child.type != "comment")


def _items(node: Node, scope: Scope) -> Value:
    found: list[Value] = []
    hashed: dict[Value, Value] = {}
    for child in node.named_children:
        if child.type == "splat_argument":
            inner = elements(worth(child.named_children[0], scope)) if child.named_children else None
            if inner is None:
                return Unknown(scope.tree.source(node))
            found += inner
        elif child.type == "pair":
            key, value = pair(child, scope)
            hashed[key] = value
        elif child.type not in ("comment", "heredoc_body"):
            found.append(worth(child, scope))
    return (*found, hashed) if hashed else tuple(found)


def pair(node: Node, scope: Scope) -> tuple[Value, Value]:
    """The key and the value of one element of a hash."""
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is None:
        return "", Unknown(scope.tree.source(node))
    found: Value = literals.key(scope.tree, key) if key.type == "hash_key_symbol" else worth(key, scope)
    if value is None and isinstance(found, str):
        bound = scope.find(str(found))
        return literals.named(found), scope.look(str(found)) if bound else Unknown(str(found))
    return found, worth(value, scope)


def _hash(node: Node, scope: Scope) -> Value:
    found: dict[Value, Value] = {}
    for child in node.named_children:
        if child.type == "hash_splat_argument":
            inner = worth(child.named_children[0], scope) if child.named_children else None
            if not is_dict(inner):
                return Unknown(scope.tree.source(node))
            found |= inner
        elif child.type == "pair":
            key, value = pair(child, scope)
            if not isinstance(key, (str, int, float, bool)):
                return Unknown(scope.tree.source(node))
            found[key] = value
    return found


def _range(node: Node, scope: Scope) -> Value:
    first, last = (worth(node.child_by_field_name(end), scope) for end in ("begin", "end"))
    return Range(first, last, any(child.type == "..." for child in node.children))


def _name(node: Node, scope: Scope) -> Value:
    """A local variable, or a call without arguments."""
    name = scope.tree.source(node)
    if scope.find(name) is not None:
        return scope.look(name)
    return made(Call(Reference(name), (), node))


def _resolved(node: Node, scope: Scope) -> Value:
    """`A::B`: a class or a constant of the file by its last name, else the whole name."""
    named = node.child_by_field_name("name")
    name = scope.tree.source(named) if named is not None else ""
    found = scope.look(name) if scope.find(name) else None
    if found is not None and (not isinstance(found, Class) or node.child_by_field_name("scope") is None):
        return found
    return Reference(scope.tree.source(node).removeprefix("::"))


def called(node: Node, scope: Scope) -> Call:
    """A call as it stands, whatever it gives back."""
    said, named = node.child_by_field_name("receiver"), node.child_by_field_name("method")
    name = scope.tree.source(named) if named is not None else "call"
    given = node.child_by_field_name("arguments")
    arguments, splat = _arguments(given.named_children if given is not None else [], scope)
    own = said is None or said.type == "self"
    function, arguments = meant(None if own else worth(said, scope), own, name, arguments)
    body = node.child_by_field_name("block")
    passed = Block(body, scope) if body is not None else _passed(given, scope)
    block = passed if isinstance(passed, Block) else None
    return Call(function, arguments, node, splat, block, None if block else passed)


def _call(node: Node, scope: Scope) -> Value:
    call = called(node, scope)
    if isinstance(call.function, Attribute):
        symbol = str(call.passed) if isinstance(call.passed, str) else ""
        turns = call.block is not None or symbol
        found = turned(call, call.function.owner, lambda item: _one(call, item, symbol)) if turns else None
        if found is not None:
            return found
    elif call.name in ("lambda", "proc") and call.block is not None:
        return call.block
    found = scope.gives(call) if scope.gives else None
    return made(call) if found is None else found


def _passed(given: Node | None, scope: Scope) -> Value:
    """What `&name` hands on as a block."""
    for child in given.named_children if given is not None else ():
        if child.type == "block_argument" and child.named_children:
            return evaluate(child.named_children[0], scope)
    return None


def _arguments(children: list[Node], scope: Scope) -> tuple[tuple[Argument, ...], bool]:
    arguments: list[Argument] = []
    splat = False
    for child in children:
        kind = child.type
        if kind == "pair":
            key, value = pair(child, scope)
            node = child.child_by_field_name("value") or child
            arguments.append(Argument(str(key) if isinstance(key, str) else repr(key), value, node))
        elif kind == "splat_argument" and child.named_children:
            spread = elements(worth(child.named_children[0], scope))
            splat = splat or spread is None
            arguments += [Argument(None, item, child) for item in spread or ()]
        elif kind == "hash_splat_argument" and child.named_children:
            found = worth(child.named_children[0], scope)
            splat = splat or not is_dict(found)
            arguments += [Argument(str(key), item, child) for key, item in found.items()] if is_dict(found) else []
        elif kind not in ("comment", "block_argument", "heredoc_body"):
            arguments.append(Argument(None, worth(child, scope), child))
    return tuple(arguments), splat


def _one(call: Call, item: Value, symbol: str) -> Value:
    if call.block is None:
        return made(Call(Attribute(item, symbol), (), call.node))
    inner = entered_block(call.block, [item])
    body = [child for child in call.block.body if child.type != "comment"]
    for statement in body[:-1]:
        if statement.type == "assignment":
            assigned(statement, inner)
    return worth(body[-1], inner) if body else None


def _binary(node: Node, scope: Scope) -> Value:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    symbol = node.child_by_field_name("operator")
    if left is None or right is None or symbol is None:
        return Unknown(scope.tree.source(node))
    one, operator = worth(left, scope), symbol.type
    if operator in ("&&", "and", "||", "or"):
        other = worth(right, scope)
        found = boolean(one, "and" if operator in ("&&", "and") else "or", other)
        # It is one of the two, of which the text does not tell which: a truth, and no value.
        unknown = isinstance(found, bool) and truth(one) is None
        return Combined(scope.tree.source(node), operator, (one, other)) if unknown else found
    return binary(one, operator, worth(right, scope), (scope.tree.source(left), scope.tree.source(right)))


def _unary(node: Node, scope: Scope) -> Value:
    operator, operand = node.child_by_field_name("operator"), node.child_by_field_name("operand")
    value, source = worth(operand, scope), scope.tree.source(node)
    kind = operator.type if operator is not None else source[:1]
    if kind in ("!", "not"):
        return negated(value)
    if kind == "-" and type(value) in (int, float):
        return -value
    if kind == "+" and isinstance(value, str):
        return value
    return Combined(source, kind, (value,))


def _conditional(node: Node, scope: Scope) -> Value:
    """The value of an `if`, an `unless` or a ternary, whose way is known."""
    said = truth(worth(node.child_by_field_name("condition"), scope))
    if said is None:
        return Unknown(scope.tree.source(node))
    taken = said != (node.type == "unless")
    return _last(node.child_by_field_name("consequence" if taken else "alternative"), scope)


def _last(node: Node | None, scope: Scope) -> Value:
    """The value of the last expression in a body."""
    if node is None:
        return None
    if node.type not in ("then", "else", "parenthesized_statements", "begin"):
        return worth(node, scope)
    last = next((child for child in reversed(node.named_children) if child.type != "comment"), None)
    return worth(last, scope)


def _element(node: Node, scope: Scope) -> Value:
    said = node.child_by_field_name("object")
    owner = worth(said, scope)
    given = [child for child in node.named_children if said is None or child.id != said.id]
    arguments, splat = _arguments(given, scope)
    key = arguments[0].value if len(arguments) == 1 and arguments[0].keyword is None else None
    if is_list(owner) and type(key) is int and -len(owner) <= key < len(owner):
        return owner[key]
    if is_dict(owner) and isinstance(key, (str, int)) and key in owner:
        return owner[key]
    return Call(Attribute(owner, "[]"), arguments, node, splat)


def _number(node: Node, scope: Scope) -> Value:
    said = scope.tree.source(node)
    found = literals.number(said)
    return Unknown(said) if found is None else found


_HOW: dict[str, Callable[[Node, Scope], Value]] = {
    "string": _string,
    "bare_string": _string,
    "chained_string": _chained,
    "heredoc_beginning": _heredoc,
    "character": lambda node, scope: Text(scope.tree.source(node)[1:]),
    "simple_symbol": lambda node, scope: literals.symbol(scope.tree, node),
    "delimited_symbol": _delimited,
    "string_array": _words,
    "symbol_array": _words,
    "array": _items,
    "right_assignment_list": _items,
    "hash": _hash,
    "range": _range,
    "integer": _number,
    "float": _number,
    "true": lambda node, scope: True,
    "false": lambda node, scope: False,
    "nil": lambda node, scope: None,
    "identifier": _name,
    "instance_variable": lambda node, scope: scope.look(scope.tree.source(node)),
    "constant": lambda node, scope: scope.look(scope.tree.source(node)),
    "scope_resolution": _resolved,
    "self": lambda node, scope: Reference("self"),
    "call": _call,
    "element_reference": _element,
    "binary": _binary,
    "unary": _unary,
    "conditional": _conditional,
    "if": _conditional,
    "unless": _conditional,
    "then": _last,
    "parenthesized_statements": _last,
    "lambda": Block,
    "assignment": assigned,
}
