"""What a call gives to the parameters of a method of the file."""

from towpath.syntax.ruby.definitions import Method
from towpath.syntax.ruby.scope import Scope, bind_here
from towpath.syntax.ruby.values import Call
from towpath.syntax.values import Unknown


def entered(method: Method, call: Call) -> Scope:
    """The scope of a method's body, with what a call gives to its parameters."""
    scope = method.scope.inner()
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
