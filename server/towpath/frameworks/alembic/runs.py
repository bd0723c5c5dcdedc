"""What a function shall say, taken apart by the statements from which it comes."""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from towpath.changes import Said
from towpath.frameworks.python.code import Code


class Item(NamedTuple):
    """What one step shall say, and whether outside of the transaction.

    `above` are comments that go along, `code` is the call that says it where it is told already.
    """

    said: Said
    outside: bool
    above: tuple[str, ...] = ()
    code: Code | None = None


# Items that come from one piece, and its number; None for what is new.
Run = tuple[int | None, list[Item]]


def runs(items: Sequence[Item], pieces: Mapping[int, int], asking: Set[int] = frozenset()) -> list[Run]:
    """Items next to each other that come from one piece, by its number; what is new stands alone, without a number.

    What is new between two of a piece goes along with them, where it stands under the same switch; so does what stands
    before one that is `asking` for the database.
    """
    found: list[Run] = []
    new: list[Item] = []
    for item in items:
        if item.said.origin is None:
            new.append(item)
            continue
        number = pieces[item.said.origin]
        along = all(one.outside == item.outside for one in new)
        if found and found[-1][0] == number and along:
            found[-1][1].extend((*new, item))
        elif new and along and number in asking:
            found.append((number, [*new, item]))
        else:
            found += [*((None, [one]) for one in new), (number, [item])]
        new = []
    return [*found, *((None, [one]) for one in new)]
