"""The name of a new Flyway migration right behind another one."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from towpath.frameworks import stamps
from towpath.frameworks.flyway.names import Naming, Version, named, naming, version_of
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
    folder = path.rpartition("/")[0]
    name = named(path, how)
    if name is None or name.kind != "versioned":
        return None
    others = (other.version for one in migrations[index + 1 :] if (other := named(one.up.path, how)))
    limit = next((version for version in others if version > name.version), None)
    own = re.search(r"[._]", name.text)
    dot = own[0] if own else _dot(found.files, how)
    for text in _candidates(name.text, dot, bool(taken)):
        version = version_of(text)
        if version and _between(name.version, version, limit):
            new = f"{folder}/{name.prefix}{text}{how.separator}{slug}{name.suffix}".lstrip("/")
            return None if tree.has(new) else new
    return None


def _between(before: Version, version: Version, after: Version | None) -> bool:
    return before < version and (after is None or version < after)


@lru_cache(maxsize=1)
def _dot(files: tuple[str, ...], how: Naming) -> str:
    """What the author writes between the numbers of a version: the first file that has two of them tells.

    Kept until another series is asked about: its findings have many fixes.
    """
    dotted = re.compile(rf"{re.escape(how.versioned)}\d+([._])\d")
    return next((found[1] for path in files if (found := dotted.match(path, path.rfind("/") + 1))), ".")


def _candidates(text: str, dot: str, ours: bool) -> Iterator[str]:
    """Versions that could follow: a later time, the next number behind one of ours, else one level below."""
    last = re.split(r"[._]", text)[-1]
    later = stamps.following(last) if ours or len(last) >= stamps.LONG else None
    if ours and later is None and len(last) < stamps.LONG:
        # Numbers are compared, and not their texts, so that one more digit is no matter.
        later = str(int(last) + 1)
    if later:
        yield text[: len(text) - len(last)] + later
    for depth in range(_DEPTH):
        yield text + f"{dot}0" * depth + f"{dot}1"
