"""Which call is meant by one that goes through others: `send`, and what is called within `with_options`."""

from towpath.syntax.ruby.values import Given
from towpath.syntax.values import Argument, Attribute, Reference, Value

_SENDING = frozenset(("send", "public_send", "__send__"))
Arguments = tuple[Argument, ...]


def meant(owner: Value, own: bool, name: str, arguments: Arguments) -> tuple[Value, Arguments]:
    """What is called, and with what; `own`: it is called on the object itself."""
    if name in _SENDING and arguments and isinstance(arguments[0].value, str):
        # `t.send(:string, :name)` is the call of that name.
        name, arguments = str(arguments[0].value), arguments[1:]
    if not isinstance(owner, Given) or owner.call.name != "with_options":
        return Reference(name) if own else Attribute(owner, name), arguments
    around = owner.call
    given = {one.keyword for one in arguments}
    more = tuple(one for one in around.arguments if one.keyword and one.keyword not in given)
    return Reference(name) if around.owner is None else Attribute(around.owner, name), (*arguments, *more)
