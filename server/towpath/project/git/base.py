"""Which commit is the base: whose migrations have landed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from towpath.operations import value
from towpath.project.git.program import git
from towpath.project.git.repository import Repository

if TYPE_CHECKING:
    from towpath.project.git.files import Held
    from towpath.project.tree import Tree
    from towpath.project.values import Found

HEAD = "HEAD"


class AnyBase(Protocol):
    """What has landed, from wherever that is known."""

    @property
    def name(self) -> str: ...

    def files(self, found: "Found", root: str) -> "Held":
        """What it holds of a series below a root."""
        ...

    def gone(self, tree: "Tree") -> Mapping[str, str]:
        """The texts of files that it had where this branch left it, and that are gone from a tree."""
        ...


@value
class Base:
    """The commit whose migrations have landed, and what it is called; `why` it is taken.

    `fork` is where what is checked out left it: what came to the base later is not missing here. `fork_known`: a
    shallow clone may not know, and there the base itself is taken for it.
    """

    repository: Repository
    name: str
    why: str
    commit: str
    fork: str
    fork_known: bool = True

    def files(self, found: "Found", root: str) -> "Held":
        """What it holds of a series below a root."""
        from towpath.project.git.files import BaseFiles

        return BaseFiles(self, found, root)

    def gone(self, tree: "Tree") -> Mapping[str, str]:
        """The texts of files that it had where this branch left it, and that are gone from a tree."""
        from towpath.project.git.files import gone

        return gone(self, tree)


@value
class NoBase:
    """Why there is no base; `named`: one was named, and does not exist."""

    reason: str
    named: str = ""


def base_of(repository: Repository, named: str | None) -> Base | NoBase:
    """The base that is named, else the remote's default branch, else main or master."""
    candidates = [(named, "as named")] if named is not None else list(_usual(repository))
    commits = _commits(repository, [HEAD, *(name for name, _ in candidates)])
    if isinstance(commits, str):
        return NoBase(commits, named or "")
    head = commits[0]
    for (name, why), commit in zip(candidates, commits[1:]):
        if commit:
            fork = _fork(repository, head, commit)
            called = name if named is not None else _short(repository.leads_to(name) or name)
            return Base(repository, called, why, commit, fork or commit, bool(fork))
    if named is not None:
        said = f'the base "{named}" is no branch and no commit of the repository in {repository.top}'
        return NoBase(f"{said}; {_instead(repository, named) if head else _EMPTY}", named)
    return NoBase("the repository has no default branch of a remote, no main and no master" if head else _EMPTY)


_EMPTY = "the repository has no commit yet"


def references(repository: Repository, named: str | None) -> tuple[str, ...]:
    """The references that the choice of the base hangs on."""
    if named is None:
        found = [name for name, _ in _usual(repository)]
        return tuple(dict.fromkeys((*found, *filter(None, map(repository.leads_to, found)))))
    return named, *(f"refs/{kind}/{named}" for kind in ("heads", "tags", "remotes"))


def _usual(repository: Repository) -> Iterator[tuple[str, str]]:
    remotes = repository.remotes()
    if "origin" in remotes or len(remotes) == 1:
        yield f"refs/remotes/{remotes[0]}/HEAD", "the default branch of the remote"
    for remote in remotes[:1]:
        yield from ((f"refs/remotes/{remote}/{name}", "the remote has it") for name in ("main", "master"))
    yield from ((f"refs/heads/{name}", "there is no default branch of a remote") for name in ("main", "master"))


def _commits(repository: Repository, names: Sequence[str]) -> list[str] | str:
    """The commit of each name, empty where there is none; or why git does not say."""
    if any("\n" in name or "\0" in name for name in names):
        return [""] * len(names)
    said = "".join(f"{name}^{{commit}}\n" for name in names)
    found = git(repository.top, "cat-file", "--batch-check", said=said.encode("utf-8", "surrogateescape"))
    if found.error:
        return found.error
    lines = found.output.decode(errors="replace").splitlines()
    parts = (line.split(" ") for line in lines)
    return [part[0] if len(part) == 3 and part[1] == "commit" else "" for part in parts]


def _fork(repository: Repository, head: str, commit: str) -> str:
    """The commit where the one that is checked out left another one; empty where that is not known."""
    if not head or head == commit:
        return commit
    return git(repository.top, "merge-base", head, commit).output.decode().partition("\n")[0].strip()


def _short(reference: str) -> str:
    for prefix in ("refs/heads/", "refs/remotes/", "refs/tags/"):
        if reference.startswith(prefix):
            return reference[len(prefix) :]
    return reference


def _instead(repository: Repository, named: str) -> str:
    """What was expected instead of a name that no commit has."""
    if "/" not in named:
        for remote in repository.remotes():
            found = _commits(repository, [f"refs/remotes/{remote}/{named}"])
            if not isinstance(found, str) and found[0]:
                return f'did you mean "{remote}/{named}"?'
    return 'expected one that is there, as in base = "origin/main" (a shallow clone may have to fetch it)'
