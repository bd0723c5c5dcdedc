"""What a rule may ask that was called with many operations at once: a unit, a migration, or both its ways."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from towpath.changes import Ref
from towpath.operations import Operation, Transactional
from towpath.rule.place import Members, Place

if TYPE_CHECKING:
    from towpath.rule.context import Context

Kind = TypeVar("Kind", bound=Operation)
Kind2 = TypeVar("Kind2", bound=Operation)
Kind3 = TypeVar("Kind3", bound=Operation)
Answer = TypeVar("Answer")


class OfMany:
    """The questions about one of many operations, by their numbers."""

    __slots__ = ("_at", "_place", "_rule", "assumes")

    _at: "dict[int, Context]"
    _place: Place
    _rule: str
    assumes: tuple[str, ...]

    @property
    def operations(self) -> Sequence[Operation]:
        """The exact operations of the unit or migration that the rule was called with."""
        return self._place.operations

    def at(self, number: int) -> "Context":
        """The context of one of `operations`, the exact ones of the unit or migration that the rule was called with."""
        if number not in self._at:
            self._at[number] = self._members.context(number, self._rule)
        return self._at[number]

    @property
    def _members(self) -> Members:
        assert self._place.members
        return self._place.members

    @overload
    def each(self, one: type[Kind], /) -> Iterator[tuple[int, Kind]]: ...

    @overload
    def each(self, one: type[Kind], two: type[Kind2], /) -> Iterator[tuple[int, Kind | Kind2]]: ...

    @overload
    def each(
        self, one: type[Kind], two: type[Kind2], three: type[Kind3], /
    ) -> Iterator[tuple[int, Kind | Kind2 | Kind3]]: ...

    def each(self, *kinds: type[Operation]) -> Iterator[tuple[int, Any]]:
        """Those of `operations` that are of some kinds, with their numbers."""
        operations = self._place.operations
        return ((number, operations[number]) for number in self._members.each(kinds))

    def find_out(self, number: int, question: "Callable[[Any, Context], Answer]") -> Answer:
        """What a question of a rule comes to that is asked of one of `operations`, in its context.

        It is asked again only where a fact that it asked for is another one: so it may look at nothing but these two.
        """
        found = self._members.found_out(number, question)
        if found is not None:
            return cast("Answer", found[0])
        here = self.at(number)
        answer = question(self.operations[number], here)
        if not here.assumes:
            self._members.keep(number, question, answer)
        return answer

    def assumed(self, number: int) -> tuple[str, ...]:
        """What was assumed for a finding that stands on one of `operations`."""
        return self.assumes + (self._at[number].assumes if number in self._at else ())

    def ref(self, number: int) -> Ref:
        """The place of one of `operations`."""
        return self._members.ref(number)

    def setting_at(self, number: int, name: str) -> str | None:
        """What a setting is where one of `operations` stands; said without looking at its place."""
        return self._members.setting(number, name)

    def switch(self, number: int) -> Transactional:
        """Whether one of `operations` stands in a transaction; said without looking at its place."""
        return self._members.switch(number)
