"""Some files of changelogs that were read before, as they would be: looked at where they say something else."""

from collections import ChainMap
from collections.abc import Iterator
from operator import is_

from towpath.frameworks.liquibase import changelog
from towpath.frameworks.liquibase.entries import Changelog, Entry
from towpath.frameworks.liquibase.including import Start, Turn
from towpath.frameworks.liquibase.passing import Placed
from towpath.frameworks.liquibase.reading import NOTHING, Alone, Own, Reader
from towpath.project import Found, Tree
from towpath.source import Source


class PartReader(Reader):
    """Goes through some files of a series that was read before, each as what held at its beginning has it.

    Where it is `asked` about some migrations, others are passed over whose change sets stand there as they did.
    """

    def __init__(self, found: Found, tree: Tree, old: Own, asked: frozenset[str]) -> None:
        # Its turns are not those of before, one by one.
        super().__init__(found, tree, old._replace(passages={}))
        self._sets = ChainMap({}, old.sets)
        self._asked = asked
        # By file, which of its entries as they were are not passed over.
        self._looked: dict[str, set[int]] = {}

    def turns(self) -> Iterator[Turn]:
        """What stands in the files, as far as it is looked at."""
        for path in self._found.files:
            begun, source = self._old.begun.get(path), self._tree.read(path)
            if begun is None or not isinstance(source, Source):
                yield from self._walk.through(path, begun.start if begun else Start(), self._passed_over, follow=False)
            else:
                same = begun.text is source.text
                now = begun.changelog if same else changelog.after(begun.changelog, begun.text, source.text)
                yield from self._walk.entries(self._looked_at(begun.changelog, now), begun.start, self._passed_over)

    def _looked_at(self, old: Changelog, new: Changelog) -> Changelog:
        """A changelog with those of its entries that somebody has to look at."""
        if not self._asked or old.root != new.root:
            return new
        alone = self._alone(old)
        front = [*map(is_, old.entries, new.entries), False].index(False)
        pairs = zip(reversed(old.entries[front:]), reversed(new.entries[front:]))
        back = next((at for at, (was, now) in enumerate(pairs) if not _alike(was, now)), None)
        if back is None:
            back = min(len(old.entries), len(new.entries)) - front
        ends, by = len(old.entries) - back, len(new.entries) - len(old.entries)
        if any(one.kind != "changeSet" for one in (*old.entries[front:ends], *new.entries[front : ends + by])):
            # What holds for those behind it may be something else.
            return new
        looked = self._looked[old.path] = {
            *alone.others,
            *range(front, ends),
            *(alone.places[identity] for identity in self._asked if identity in alone.places),
        }
        places = {at if at < front else at + by for at in looked if not front <= at < ends}
        numbers = sorted({*places, *range(front, ends + by)})
        return new._replace(entries=tuple(new.entries[number] for number in numbers))

    def _alone(self, log: Changelog) -> Alone:
        """Which entries of a file as it was hang on nothing but their own text."""
        known = self._old.alone
        if log.path not in known:
            here = {one.start: identity for identity, one in self._old.placed.items() if one.migration.path == log.path}
            # Of two that are called the same, the name of each hangs on the other.
            twins = any(identity.endswith((" again", f" ({log.path})")) for identity in here.values())
            places: dict[str, int] = {}
            others: list[int] = []
            for at, entry in enumerate(log.entries):
                made = self._old.placed[here[entry.start]].made if entry.start in here else NOTHING
                if entry.kind != "changeSet" or twins or made is NOTHING or made.files or made.others:
                    others.append(at)
                else:
                    places[here[entry.start]] = at
            known[log.path] = Alone(places, tuple(others))
        return known[log.path]

    def _there(self, identity: str) -> Placed | None:
        """The migration that has an identity until now, or stands where nobody looks again."""
        found = super()._there(identity)
        if found is None:
            for path, looked in self._looked.items():
                at = self._old.alone[path].places.get(identity)
                found = self._old.placed[identity] if at is not None and at not in looked else found
        return found


def _alike(one: Entry, other: Entry) -> bool:
    """Whether two entries say the same, if perhaps elsewhere in their file."""
    return one.text == other.text and one.kind == other.kind and one[3:] == other[3:]
