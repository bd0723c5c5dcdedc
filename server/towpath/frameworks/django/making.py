"""One migration, made of what its file says, among the models that those before it leave."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain
from operator import is_
from typing import NamedTuple

from towpath.frameworks.django.content import Content, Key
from towpath.frameworks.django.editor import Project
from towpath.frameworks.django.steps import ASSURES, Taken, take
from towpath.operations import Migration, Script, Step
from towpath.schema import State

NAME = "django"


class Page(NamedTuple):
    """A file of a migration: what it is called, where it is, and what it says."""

    key: Key
    path: str
    content: Content


class Made:
    """One migration as it was read: from what, after which state, and into which."""

    __slots__ = ("_names", "after", "before", "content", "migration", "parents", "takens")

    def __init__(
        self,
        content: Content,
        parents: tuple[Key, ...],
        before: State,
        takens: tuple[Taken, ...],
        migration: Migration,
        after: State,
    ) -> None:
        self.content = content
        self.parents = parents
        self.before = before
        self.takens = takens
        self.migration = migration
        self.after = after
        # The names of the facts that it asked for, and of those that it left.
        self._names: tuple[Set[str], Set[str]] | None = None

    def among(self, state: State, others: Mapping[str, object]) -> "tuple[Made, Mapping[str, object]] | None":
        """The same where these facts before it are others, and which are others behind it; None if it asked for one."""
        if not others:
            return self, others
        if self._names is None:
            names = chain.from_iterable([taken.asked for taken in self.takens])
            self._names = set(names), set(_written(*self.takens))
        asked, left = self._names
        if not asked.isdisjoint(others):
            return None
        if not left.isdisjoint(others):
            others = {name: fact for name, fact in others.items() if name not in left}
        made = Made(self.content, self.parents, state, self.takens, self.migration, self.after.but(others))
        made._names = self._names
        return made, others


def identity(key: Key) -> str:
    return f"{key[0]}.{key[1]}"


def make(page: Page, parents: tuple[Key, ...], state: State, project: Project, old: Made | None) -> Made:
    """Reads a migration among the models that there are before it; what says what it said is the very same."""
    key, path, said = page
    if old and old.content is said and old.parents == parents and old.before.facts.same(state.facts):
        return old
    takens, after = _takens(said, state.within(identity(key)) if said.elements else state, project, key[0], old)
    if old and old.before.facts.same(state.facts) and _leave_the_same(old.takens, takens):
        after = old.after
    migration = _migration(key, path, said, takens, tuple(map(identity, parents)))
    if old and _equal(old.migration, migration):
        migration = old.migration
    return Made(said, parents, state, tuple(takens), migration, after)


def _takens(said: Content, state: State, project: Project, app: str, old: Made | None) -> tuple[list[Taken], State]:
    """What each element does, and the state behind the last one."""
    assured = not ASSURES.isdisjoint([element.path for element in said.elements])
    takens: list[Taken] = []
    if old is None:
        for element in said.elements:
            takens.append(take(element, state, project, app, None, assured))
            state = state.put(takens[-1].written)
        return takens, state
    known = {id(taken.element): number for number, taken in enumerate(old.takens)}
    # The names of all facts that may be others than in the reading before; no element hangs on the rest.
    others = set(state.facts.others(old.before.facts))
    # What those elements have left that are behind `state`.
    left: dict[str, object] = {}
    here = 0
    for number, element in enumerate(said.elements):
        there = known.get(id(element), number)
        near = old.takens[there] if there < len(old.takens) else None
        same = near is not None and near.element is element
        if near and same:
            # Those that stood in front of it, and do no longer, have left nothing here.
            others.update(_written(*(old.takens[here:there] if there >= here else (near,))))
            here = max(here, there + 1)
        if near and same and near.assured == assured and near.asked.keys().isdisjoint(others):
            taken = near
        else:
            state = state.put(left.items())
            left.clear()
            taken = take(element, state, project, app, near, assured)
            if taken is not near:
                others.update(_written(taken, *((near,) if near else ())))
        takens.append(taken)
        left.update(taken.written)
    return takens, state.put(left.items())


def _written(*takens: Taken) -> Iterator[str]:
    return (name for taken in takens for name, _ in taken.written)


def _leave_the_same(old: Sequence[Taken], new: Sequence[Taken]) -> bool:
    return len(old) == len(new) and all(one.written is two.written for one, two in zip(old, new))


def _equal(old: Migration, new: Migration) -> bool:
    """Whether two migrations say the same by the very same steps."""
    if (old.identity, old.parents, old.title, old.replaces) != (new.identity, new.parents, new.title, new.replaces):
        return False
    return _scripts_equal(old.up, new.up) and (
        old.down is new.down or (old.down is not None and new.down is not None and _scripts_equal(old.down, new.down))
    )


def _scripts_equal(old: Script, new: Script) -> bool:
    same = (old.path, old.starts, old.transactional) == (new.path, new.starts, new.transactional)
    return same and len(old.steps) == len(new.steps) and all(map(is_, old.steps, new.steps))


def _migration(key: Key, path: str, said: Content, takens: Sequence[Taken], parents: tuple[str, ...]) -> Migration:
    up: list[Step] = []
    down: list[Step] = []
    starts: list[int] = []
    back: list[int] = []
    for taken, start in zip(takens, said.starts):
        up += taken.up
        starts += [start] * len(taken.up)
    for taken, start in zip(reversed(takens), reversed(said.starts)):
        down += taken.down
        back += [start] * len(taken.down)
    title = key[1].partition("_")[2] if key[1][:1].isdigit() else key[1]
    return Migration(
        NAME,
        identity(key),
        Script(path, tuple(up), tuple(starts), said.atomic),
        Script(path, tuple(down), tuple(back), said.atomic) if down else None,
        parents,
        derived=True,
        title=title,
        line=key[0],
        replaces=tuple([(identity(one), _beside(path, one[1]) if one[0] == key[0] else "") for one in said.replaces]),
    )


def _beside(path: str, name: str) -> str:
    """The path of another migration of the same app."""
    return f"{path.rpartition('/')[0]}/{name}.py".removeprefix("/")
