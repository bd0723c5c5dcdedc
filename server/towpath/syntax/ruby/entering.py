"""What a call gives to the parameters of a method of the file, or of a block."""

from collections.abc import Sequence

from towpath.syntax.ruby.definitions import Method
from towpath.syntax.ruby.scope import Scope, bind_here, parameters_bound
from towpath.syntax.ruby.values import Block, Call
from towpath.syntax.values import Unknown, Value, is_list

# What the block that a method is given is bound to; no name in Ruby looks like that.
YIELDED = "&"


def entered(method: Method, call: Call) -> Scope:
    """The scope of a method's body, with what a call gives to its parameters."""
    scope = method.scope.inner()
    scope.bind(YIELDED, call.block)
    given = [argument.value for argument in call.positional]
    named = {argument.keyword: argument.value for argument in call.arguments if argument.keyword}
    for parameter in method.parameters:
        kind = parameter.type
        label = parameter if kind == "identifier" else parameter.child_by_field_name("name")
        name = scope.tree.source(label) if label is not None else ""
        default = parameter.child_by_field_name("value")
        if kind in ("identifier", "optional_parameter"):
            if given:
                scope.bind(name, given.pop(0))
            elif kind == "identifier" and named and not call.splat:
                scope.bind(name, dict(named))
                named = {}
            elif default is not None:
                scope.later(name, default)
            else:
                scope.bind(name, Unknown(name))
        elif kind == "splat_parameter":
            scope.bind(name, Unknown(name) if call.splat else tuple(given))
            given = []
        elif kind == "keyword_parameter":
            if name in named:
                scope.bind(name, named.pop(name))
            elif default is not None and not call.splat:
                scope.later(name, default)
            else:
                scope.bind(name, Unknown(name))
        elif kind == "hash_splat_parameter":
            scope.bind(name, Unknown(name) if call.splat else dict(named))
        elif kind == "destructured_parameter":
            bind_here(parameter, given.pop(0) if given else None, scope)
        elif name:
            scope.bind(name, call.block or Unknown(name))
    return scope


def entered_block(block: Block, values: Sequence[Value]) -> Scope:
    """The scope of a block's body, with what it is given: by its parameters, or as `it`, `_1`, `_2`."""
    scope = block.scope.inner()
    parameters = block.parameters
    if parameters:
        parameters_bound(parameters, list(values), scope)
    elif values:
        several = len(values) == 1 and is_list(values[0]) and b"_2" in (block.node.text or b"")
        for number, value in enumerate(values[0] if several else values, 1):
            scope.bind(f"_{number}", value)
        scope.bind("it", values[0])
    return scope
