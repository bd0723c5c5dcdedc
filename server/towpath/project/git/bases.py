"""The bases of all repositories that a project's migrations stand in, looked up again when their names move."""

import os
from collections.abc import Iterator
from typing import Protocol

from towpath.project.git.base import AnyBase, Base, NoBase, base_of, references
from towpath.project.git.repository import Repository, repository_of


class AnyBases(Protocol):
    """Tells the base of each folder, from wherever that is known."""

    def of(self, folder: str, named: str | None) -> AnyBase | NoBase: ...

    def moved(self) -> bool: ...


_NO_GIT = NoBase("there is no git repository")


class Bases:
    """Finds and keeps the base of each folder below a root; a project has one repository, or others nested in it."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._repositories: dict[str, Repository | None] = {}
        self._known: dict[tuple[str, str | None], tuple[object, Base | NoBase]] = {}
        self._outside: set[str] = set()

    def of(self, folder: str, named: str | None) -> Base | NoBase:
        """The base of a folder, by its path from the root; what is named need not exist in a nested repository."""
        repository = self._repository(folder)
        if repository is None:
            self._outside.update(filter(None, (named,)))
            return NoBase(_NO_GIT.reason, named or "")
        found = self._base(repository, named)
        if isinstance(found, NoBase) and named is not None and self._nested(repository.top):
            return self._base(repository, None)
        return found

    def moved(self) -> bool:
        """Whether a base that was asked for is another one now; what is kept is brought up to date."""
        moved = False
        for (top, named), (stamp, before) in list(self._known.items()):
            repository = self._repositories_by_top().get(top)
            if repository and repository.stamp(references(repository, named)) != stamp:
                del self._known[top, named]
                moved |= self._base(repository, named) != before
        if any(known is None for known in self._repositories.values()):
            looked = dict(self._repositories)
            self._repositories.clear()
            moved |= any(self._repository(folder) != known for folder, known in looked.items())
        return moved

    def _repository(self, folder: str) -> Repository | None:
        if folder not in self._repositories:
            self._repositories[folder] = repository_of(os.path.join(self._root, *folder.split("/")).rstrip(os.sep))
        return self._repositories[folder]

    def _repositories_by_top(self) -> dict[str, Repository]:
        return {one.top: one for one in self._repositories.values() if one}

    def _base(self, repository: Repository, named: str | None) -> Base | NoBase:
        key = repository.top, named
        if key not in self._known:
            # Before the look: what moves meanwhile is then seen the next time.
            stamp = repository.stamp(references(repository, named))
            self._known[key] = stamp, base_of(repository, named)
        return self._known[key][1]

    def wrong(self) -> Iterator[NoBase]:
        """What was named and does not exist."""
        for (top, named), (_, base) in self._known.items():
            if named is not None and isinstance(base, NoBase) and not self._nested(top):
                yield base
        if None in self._repositories.values():
            for named in sorted(self._outside):
                yield NoBase(f'the base "{named}" cannot be looked for, since {_NO_GIT.reason}', named)

    def _nested(self, top: str) -> bool:
        return len(top) > len(self._root)
