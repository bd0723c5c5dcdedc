"""What a function of the file gives back, where that can be told without going through what else it does."""

from collections.abc import Sequence

from towpath.syntax.python.definitions import Function, define
from towpath.syntax.python.evaluate import evaluate
from towpath.syntax.python.scope import Bound, Scope, assigned, imported
from towpath.syntax.tree import Node
from towpath.syntax.values import Call, Unknown, Value, truth

_NOTHING = Unknown("nothing is returned")


def entered(function: Function, call: Call) -> Scope:
    """The scope of a function's body, with what a call gives to its parameters.

    Where some of what it gives cannot be told, it may be given to any parameter that would have a default.
    """
    scope = function.scope.inner()
    for name, default in function.defaults() if not call.splat else ():
        scope.names[name] = Bound(node=default, scope=function.scope)
    parameters, positional = function.parameters, function.positional
    named = {argument.keyword: argument.value for argument in call.arguments if argument.keyword}
    values = [*function.bound, *(argument.value for argument in call.positional)]
    for name, value in (*zip(positional, values), *named.items()):
        scope.bind(name, value)
    others, keywords = function.rest
    if others:
        scope.bind(others, Unknown(others) if call.splat else tuple(values[len(positional) :]))
    if keywords:
        more = {name: value for name, value in named.items() if name not in parameters}
        scope.bind(keywords, Unknown(keywords) if call.splat else more)
    for name in parameters:
        if name not in scope.names:
            scope.bind(name, Unknown(name))
    return scope


def returned(value: Value) -> Value:
    """What a call of a function of the file gives back; the value itself, where it is no such call or is not told."""
    if not isinstance(value, Call) or not isinstance(value.function, Function):
        return value
    function = value.function
    scope = entered(function, value)
    if function.node.type == "lambda":
        return evaluate(function.node.child_by_field_name("body"), scope)
    found = _returned(function.body, scope)
    return value if isinstance(found, Unknown) else found


def _returned(statements: Sequence[Node], scope: Scope) -> Value:
    """What the first `return` that is come to gives back; Unknown where that cannot be told."""
    for statement in statements:
        kind = statement.type
        if kind == "return_statement":
            return evaluate(statement.named_children[0], scope) if statement.named_children else None
        if kind == "if_statement":
            arm = _arm(statement, scope)
            if arm is None:
                return _NOTHING
            found = _returned(arm.named_children if arm.type == "block" else [], scope)
            if found is not _NOTHING:
                return found
        elif kind == "expression_statement" and statement.named_children[:1]:
            inner = statement.named_children[0]
            if inner.type == "assignment":
                assigned(inner, scope)
            elif inner.type not in ("string", "comment"):
                return _NOTHING
        elif kind in ("import_statement", "import_from_statement"):
            imported(statement, scope)
        elif kind in ("function_definition", "decorated_definition"):
            define(statement, scope)
        elif kind not in ("comment", "pass_statement"):
            return _NOTHING
    return _NOTHING


def _arm(node: Node, scope: Scope) -> Node | None:
    """The block of an `if` that is gone through; the `if` itself where none is, None where that is not decided."""
    arms = [node, *(child for child in node.named_children if child.type in ("elif_clause", "else_clause"))]
    for arm in arms:
        if arm.type == "else_clause":
            return arm.child_by_field_name("body")
        value = evaluate(arm.child_by_field_name("condition"), scope)
        said = truth(value)
        if said is None and (said := scope.decided(value)) is None:
            return None
        if said:
            return arm.child_by_field_name("consequence")
    return node
