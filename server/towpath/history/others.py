"""In which facts two versions of a series differ at a place of it."""

from collections.abc import Mapping
from typing import NamedTuple

from towpath.history.stretches import Reads
from towpath.schema import State, names_of

# The names of facts that something hangs on; None: it hangs on all that came before.
Names = frozenset[str] | None


class Others(NamedTuple):
    """The facts that are others there than in the version before: as they are now, and as they were then."""

    now: Mapping[str, object]
    then: Mapping[str, object]

    @property
    def names(self) -> frozenset[str]:
        """Their names, and those of what follows from them and is another as well."""
        return names_of(self.now, self.then.get)

    def but(self, written: Mapping[str, object]) -> "Others":
        """Those that nobody writes anew."""
        if written.keys().isdisjoint(self.now):
            return self
        left = [name for name in self.now if name not in written]
        return Others({name: self.now[name] for name in left}, {name: self.then[name] for name in left})


def others_behind(others: Others, before: State, mine: Reads, its: Reads) -> Others:
    """The facts that are others behind what reads and leaves `mine` in a state than behind its version before.

    That read and left `its`, where `others` were not yet others.
    """
    written, was = mine.written, its.written
    names = {
        *others.now,
        *(written.keys() ^ was.keys()),
        *(name for name in written if written[name] is not was.get(name)),
    }
    now, then = dict[str, object](), dict[str, object]()
    for name in names:
        same = None if name in others.now or (name in written and name in was) else before.fact(name)
        fact = written[name] if name in written else others.now.get(name, same)
        old = was[name] if name in was else others.then.get(name, same)
        if fact is not old:
            now[name], then[name] = fact, old
    return Others(now, then)
