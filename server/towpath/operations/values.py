"""How a value is made: compared by content, hashable, cheap to create, never changed."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, TypeVar, cast

V = TypeVar("V")

if TYPE_CHECKING:
    from dataclasses import replace as replace

    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Callable[[Any], Any]:
        return lambda decorator: decorator

    def replace(old: Any, **changes: Any) -> Any:
        """A value like another one but for some fields: `dataclasses.replace`, which is slow to import.

        It is the very same one where they are.
        """
        names = old.__match_args__
        if len(names) > _MANY:
            return _copied(old, changes)
        fields = [*type(old)._fields(old)]
        same = True
        for name, field in changes.items():
            at = names.index(name)
            if fields[at] is not field:
                fields[at], same = field, False
        return old if same else type(old)(*fields)


def put(old: V, name: str, field: object) -> V:
    """A value like another one but for one field: what `replace` does, in less time where thousands are made."""
    made: Any = cast("Any", type(old))._copy(old, object.__new__(type(old)))
    setattr(made, name, field)
    return cast("V", made)


# A list of so many fields takes longer than a method that is compiled to copy them.
_MANY = 20


def _copied(old: Any, changes: dict[str, Any]) -> Any:
    """A value like another one of many fields but for some of them; the very same one where they are."""
    for name, field in changes.items():
        if getattr(old, name) is not field:
            break
    else:
        return old
    cls = cast("Any", type(old))
    made: Any = cls._copy(old, object.__new__(cls))
    for name, field in changes.items():
        setattr(made, name, field)
    return made


T = TypeVar("T")


class _Fields:
    """What makes the module `dataclasses` take a value for one of its own; built when that asks."""

    def __get__(self, _: object, cls: Any) -> Any:
        from dataclasses import make_dataclass

        return vars(make_dataclass(cls.__name__, cls.__match_args__))["__dataclass_fields__"]


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Slots, comparison and hash by the annotated fields; type checkers see it frozen.

    `dataclass` does the same, but compiles each method of each class anew, which was half of the time to start.
    """
    body: dict[str, Any] = {name: item for name, item in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    inherited: tuple[str, ...] = getattr(cls, "__match_args__", ())
    own = tuple(name for name in cls.__annotations__ if name not in inherited)
    names = (*inherited, *own)
    defaults: dict[str, Any] = {**getattr(cls, "_defaults", {})}
    defaults.update({name: body.pop(name) for name in cls.__annotations__ if name in body})
    methods = _methods(names)
    made = {
        **methods,
        "__init__": _constructor(names, defaults),
        "__match_args__": names,
        "__dataclass_fields__": _Fields(),
        "_defaults": defaults,
    }
    return cast("type[T]", type(cls.__name__, cls.__bases__, {**made, **body, "__slots__": own}))


def _methods(names: tuple[str, ...]) -> dict[str, Any]:
    """Comparison, hash and text over these fields."""
    fields: Callable[[Any], Any] = (
        attrgetter(*names) if len(names) > 1 else lambda one: tuple(getattr(one, name) for name in names)
    )

    def equals(one: object, other: object) -> Any:
        if one is other:
            return True
        return fields(one) == fields(other) if type(one) is type(other) else NotImplemented

    def hashed(one: object) -> int:
        return hash(fields(one))

    def said(one: object) -> str:
        return f"{type(one).__name__}({', '.join(f'{name}={getattr(one, name)!r}' for name in names)})"

    def copy(one: Any, made: Any) -> Any:
        type(one)._copy = compiled = _compiled_copy(names)
        return compiled(one, made)

    return {"__eq__": equals, "__hash__": hashed, "__repr__": said, "_fields": fields, "_copy": copy}


def _constructor(names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """The one method that is compiled, since nothing else sets fields as fast: when the first value is made."""

    def first(one: Any, *said: Any, **named: Any) -> None:
        type(one).__init__ = compiled = _compiled(names, defaults)
        compiled(one, *said, **named)

    return first


def _compiled(names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """It sets one field after the other, as that of any class with as many fields does under other names."""
    code = _template(len(names)).replace(co_varnames=("self", *names), co_names=names)
    return FunctionType(code, {}, "__init__", tuple(defaults[name] for name in names if name in defaults))


@cache
def _template(count: int) -> CodeType:
    """The code of a constructor of so many fields."""
    names = [f"_{number}" for number in range(count)]
    body = "".join(f"\n self.{name} = {name}" for name in names) or " pass"
    space: dict[str, Any] = {}
    exec(f"def __init__({', '.join(('self', *names))}):{body}", space)
    found: CodeType = space["__init__"].__code__
    return found


def _compiled_copy(names: tuple[str, ...]) -> Any:
    space: dict[str, Any] = {}
    exec("def copy(one, made):" + "".join(f"\n made.{name} = one.{name}" for name in names) + "\n return made", space)
    return space["copy"]


def changed(old: object, new: object) -> dict[str, Any] | None:
    """The fields of `new` in which two values of one kind differ, by name; None if they are of two kinds."""
    if type(old) is not type(new):
        return None
    names: tuple[str, ...] = getattr(new, "__match_args__", ())
    return {name: getattr(new, name) for name in names if getattr(old, name) != getattr(new, name)}
