"""What names of a project's other files stand for: constants, settings, and the functions that RunPython is given."""

from towpath.frameworks.python.modules import Names, is_elsewhere
from towpath.syntax.python import (
    Call,
    Class,
    Expression,
    Function,
    Reference,
    Scope,
    Value,
    evaluate,
    is_dict,
    is_list,
    returned,
)
from towpath.syntax.python.scope import Finds

_SETTINGS = "django.conf.settings."
# What the state of models asks for by itself.
_USER = f"{_SETTINGS}AUTH_USER_MODEL"


class Constants:
    """What dotted names in a file stand for, where that is written out; `used`: some of them may.

    `functions` gives functions as well, for what is gone through.
    """

    def __init__(self, setting: Finds, names: Names) -> None:
        self.used = False
        self.functions = names
        self._setting = setting

    def __call__(self, dotted: str) -> Value:
        if dotted.startswith(_SETTINGS) and dotted != _USER:
            self.used = True
            return _literal(self._setting(dotted[len(_SETTINGS) :]))
        if is_elsewhere(dotted):
            return None
        self.used = True
        return _literal(self.functions(dotted))


def _literal(value: Value) -> Value:
    """A value that is written out to its last part, without where; None for any other."""
    if isinstance(value, str):
        return None if getattr(value, "holes", False) else str(value)
    if is_list(value):
        items = tuple(map(_literal, value))
        return None if None in items else items
    if is_dict(value):
        found = {key: _literal(item) for key, item in value.items()}
        return None if None in found.values() else found
    return value if isinstance(value, (int, float)) else None


def finds(scope: Scope) -> Finds:
    """What names stand for where a function is gone through."""
    return scope.elsewhere.functions if isinstance(scope.elsewhere, Constants) else scope.elsewhere


def function(node: Expression, scope: Scope) -> Value:
    """What RunPython is given: a function of the project's, also one that a call gives back, else what is known."""
    inner = scope.inner()
    if isinstance(scope.elsewhere, Constants):
        scope.elsewhere.used = True
        inner.elsewhere = scope.elsewhere.functions
    return _called(_made(evaluate(node, inner)), scope)


def _called(value: Value, scope: Scope) -> Value:
    """The method by which an instance of a class of the project's own is called; any other value as it is."""
    if not isinstance(value, Call) or not isinstance(value.function, Reference):
        return value
    kind = value.function if isinstance(value.function, Class) else None
    if kind is None and isinstance(scope.elsewhere, Constants):
        kind = scope.elsewhere.functions.class_of(value.path)
    found = kind.find("__call__") if kind is not None else None
    return found.value.of(value) if found is not None and isinstance(found.value, Function) else value


def _made(value: Value) -> Value:
    if isinstance(value, Call) and value.path == "functools.partial" and value.positional:
        first, *bound = (one.value for one in value.positional)
        inner = _made(first)
        if isinstance(inner, Function):
            return Function(inner.name, inner.node, inner.scope, inner.decorators, (*inner.bound, *bound))
    return returned(value)
