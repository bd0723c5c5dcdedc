"""The name of a new Flyway migration right behind another one."""

import re
from collections.abc import Iterable, Iterator, Sequence

from towpath.frameworks import stamps
from towpath.frameworks.flyway.names import Version, naming, parse, version_of
from towpath.operations import Migration
from towpath.project import Found, Tree

# How many levels a version may get below the one that it follows.
_DEPTH = 4


def next_path(
    found: Found, migrations: Sequence[Migration], index: int, slug: str, tree: Tree, taken: Sequence[str] = ()
) -> str | None:
    """The path of a new migration behind this one and those that are taken, and before all others.

    None where no version fits between, and for what has no version.
    """
    how = naming(found.settings)
    path = taken[-1] if taken else migrations[index].up.path
    folder, _, file = path.rpartition("/")
    name = parse(file, how)
    if name is None or name.kind != "versioned":
        return None
    others = [other for one in found.files if (other := parse(one.rpartition("/")[2], how)) and other.version]
    limit = min((other.version for other in others if other.version > name.version), default=None)
    dot = _dot([name.text, *(other.text for other in others)])
    for text in _candidates(name.text, dot, bool(taken)):
        version = version_of(text)
        if version and _between(name.version, version, limit):
            new = f"{folder}/{name.prefix}{text}{how.separator}{slug}{name.suffix}".lstrip("/")
            return None if tree.has(new) else new
    return None


def _between(before: Version, version: Version, after: Version | None) -> bool:
    return before < version and (after is None or version < after)


def _dot(texts: Iterable[str]) -> str:
    """What the author writes between the numbers of a version: the nearest version that has two of them tells."""
    return next((sign for text in texts for sign in re.findall(r"[._]", text)), ".")


def _candidates(text: str, dot: str, ours: bool) -> Iterator[str]:
    """Versions that could follow: a later time, the next number behind one of ours, else one level below."""
    last = re.split(r"[._]", text)[-1]
    later = stamps.following(last) if ours or len(last) >= stamps.LONG else None
    if later:
        yield text[: len(text) - len(last)] + later
    for depth in range(_DEPTH):
        yield text + f"{dot}0" * depth + f"{dot}1"
