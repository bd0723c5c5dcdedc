"""Where Flyway looks for migrations: the folders that are configured, else those that files with its names stand in."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from towpath.frameworks import dialects
from towpath.frameworks.flyway.configuration import Configured, is_for_tests, module
from towpath.frameworks.manifests import above
from towpath.source import pattern

_SCHEME = pattern(r"(?:(?P<scheme>[a-z0-9]+):)?(?P<path>.*)")
# A setting that is taken from the environment, with what is taken when it is not there.
_DEFAULT = pattern(r"\$\{[^:{}]+:([^{}]*)\}")
_USUAL = frozenset(("migration", "migrations", "flyway"))
# What people call the folder of what every database gets.
_COMMON = frozenset(("all", "base", "common", "generic", "shared"))


class Place(NamedTuple):
    """Folders whose migrations run together, and what is configured for them, the nearest first."""

    folders: tuple[str, ...]
    configured: tuple[Configured, ...]


def places(files: Sequence[str], recognised: Iterable[str], said: Sequence[Configured]) -> list[Place]:
    """The places in which a project's SQL `files` are migrations.

    `recognised` are the folders of those with names that only Flyway gives; they need no configuration to be found.
    """
    folders = _folders(files) if any(one.locations for one in said) else set[str]()
    found: list[tuple[set[str], list[Configured]]] = []
    for one in said:
        own = {folder for location in one.locations for folder in _resolved(location, one.path, folders)}
        if own:
            _join(found, own, one)
    covered = [folder for own, _ in found for folder in own]
    roots = {_root(folder) for folder in recognised if not _within(f"{folder}/", covered)}
    found += [({root}, []) for root in sorted(roots)]
    return [Place(tuple(sorted(own)), _related(own, configured, said)) for own, configured in found]


def _folders(files: Sequence[str]) -> set[str]:
    """The folders of the files, and all above these."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in files}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _join(found: list[tuple[set[str], list[Configured]]], own: set[str], one: Configured) -> None:
    """Adds folders to the place that shares one with them, or as a place of its own."""
    for folders, configured in found:
        if folders & own:
            folders |= own
            configured.append(one)
            return
    found.append((own, [one]))


def _resolved(location: str, path: str, folders: set[str]) -> set[str]:
    """The folders of the project that a location stands for; a part that stands for several ends it."""
    match = _SCHEME.fullmatch(_DEFAULT.sub(r"\1", location))
    scheme, said = (match["scheme"] or "classpath", match["path"]) if match else ("", "")
    if scheme not in ("classpath", "filesystem"):
        return set()
    parts = [part for part in re.split(r"/?(?:\{vendor\}|\*|\?|\$\{)", said)[0].split("/") if part not in ("", ".")]
    wanted = "/".join(parts)
    if not wanted:
        return set()
    if scheme == "filesystem":
        for start in above(path.rpartition("/")[0]):
            if (joined := _joined(start, parts)) in folders:
                return {joined}
    ends = {folder for folder in folders if folder == wanted or folder.endswith(f"/{wanted}")}
    near = {one for one in ends if _within(f"{one}/", [module(path)]) and is_for_tests(one) == is_for_tests(path)}
    return near or ends


def _joined(start: str, parts: Sequence[str]) -> str:
    joined = [part for part in start.split("/") if part]
    for part in parts:
        if part == "..":
            joined = joined[:-1]
        else:
            joined.append(part)
    return "/".join(joined)


def _root(folder: str) -> str:
    """The folder that a run begins in: the nearest one that is named as such folders are, else the file's own."""
    parts = folder.split("/")
    usual = [at for at, part in enumerate(parts) if part.lower() in _USUAL]
    similar = [at for at, part in enumerate(parts) if "migration" in part.lower()]
    return "/".join(parts[: (usual or similar)[-1] + 1]) if usual or similar else folder


def _within(path: str, folders: Iterable[str]) -> bool:
    return any(not folder or path.startswith(f"{folder}/") for folder in folders)


def _related(own: set[str], configured: list[Configured], said: Sequence[Configured]) -> tuple[Configured, ...]:
    """What is configured for these folders by name, then what is for the module around them, the nearest first."""
    in_tests = all(is_for_tests(f"{folder}/") for folder in own)
    around = [
        one for one in said if not one.locations and any(_within(f"{folder}/", [module(one.path)]) for folder in own)
    ]
    around.sort(key=lambda one: -len(module(one.path)))
    return tuple(one for one in (*configured, *around) if in_tests or not is_for_tests(one.path))


def by_dialect(place: Place, paths: Iterable[str]) -> dict[str | None, list[str]]:
    """The files of a place by the database that a folder below it is named after; of one database alone, all.

    What stands beside the folder of a stand-in is not for that one; what all have in common belongs to each.
    """
    found: dict[str | None, list[str]] = {}
    folders: dict[str, str | None] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in folders:
            folders[folder] = _dialect(place, folder)
        found.setdefault(folders[folder], []).append(path)
    alone = [name for name in found if name]
    if len(found) == 2 and len(alone) == 1 and alone[0] not in dialects.STAND_INS:
        return {alone[0]: sorted((*found[None], *found[alone[0]]))}
    common = [path for path in found.get(None, ()) if _is_common(place, path)] if alone else []
    if not common:
        return found
    left = [path for path in found.pop(None) if path not in common]
    joined = {name: sorted((*common, *paths)) for name, paths in found.items()}
    return {None: left, **joined} if left else joined


def _is_common(place: Place, path: str) -> bool:
    """Whether a file is for every database: where each has a location of its own beside it, or by its folder's name."""
    for one in place.configured:
        if any("{vendor}" in location for location in one.locations):
            return any("{vendor}" not in location for location in one.locations)
    return not _COMMON.isdisjoint(path.lower().split("/")[:-1])


def _dialect(place: Place, folder: str) -> str | None:
    """The database that a place's folder, or one below it, is named after."""
    top = max((top for top in place.folders if _within(f"{folder}/", [top])), key=len, default="")
    parts = [top.rpartition("/")[2], *folder[len(top) :].split("/")]
    return next((name for part in parts if part and (name := dialects.named(part))), None)
