"""How a value is made: compared by content, hashable, cheap to create, never changed."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Callable[[Any], Any]:
        return lambda decorator: decorator


T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Slots and a hash; type checkers see it frozen, since being it costs four times as much at each creation."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


def changed(old: object, new: object) -> dict[str, Any] | None:
    """The fields of `new` in which two values of one kind differ, by name; None if they are of two kinds."""
    if type(old) is not type(new):
        return None
    names = [field.name for field in fields(old)]  # type: ignore[arg-type]
    return {name: getattr(new, name) for name in names if getattr(old, name) != getattr(new, name)}
