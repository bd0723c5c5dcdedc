"""The name of a new Flyway migration right behind another one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from towpath.frameworks import stamps
from towpath.frameworks.flyway.names import Naming, Version, named, naming, version_of
from towpath.operations import Migration
from towpath.project import Found, Tree
from towpath.source import pattern

# How many levels a version may get below the one that it follows.
_DEPTH = 4
_SIGN = pattern(r"[._]")


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
    for text in _candidates(name.text, _counting(found.files, how), bool(taken), limit is None):
        version = version_of(text)
        if version and _between(name.version, version, limit):
            new = f"{folder}/{name.prefix}{text}{how.separator}{slug}{name.suffix}".lstrip("/")
            return None if tree.has(new) else new
    return None


def _between(before: Version, version: Version, after: Version | None) -> bool:
    return before < version and (after is None or version < after)


class _Counting(NamedTuple):
    """How a project counts: into how many numbers most versions are cut, by which sign, and how far apart they are."""

    depth: int
    sign: str
    apart: int


@lru_cache(maxsize=1)
def _counting(files: tuple[str, ...], how: Naming) -> _Counting:
    """How the versions of these files count; kept until another series is asked about: its findings have many fixes."""
    names = (named(path, how) for path in files)
    texts = [name.text for name in names if name and name.kind == "versioned"]
    depth = Counter(len(_SIGN.split(text)) for text in texts).most_common(1)[0][0] if texts else 1
    sign = next((found[0] for text in texts if (found := _SIGN.search(text))), ".")
    lasts = [int(parts[-1]) for text in texts if len(parts := _SIGN.split(text)) == depth]
    apart = next((apart for apart in (100, 10) if len(lasts) > 1 and not any(last % apart for last in lasts)), 1)
    return _Counting(depth, sign, apart)


def _candidates(text: str, counting: _Counting, ours: bool, newest: bool) -> Iterator[str]:
    """Versions that could follow: the next as the project counts, a later time, the next number behind one of ours.

    Else one level below. `newest`: nothing stands behind the one that is followed.
    """
    if newest:
        yield _counted(text, counting)
    parts = _SIGN.split(text)
    last = parts[-1]
    if ours or len(last) >= stamps.LONG:
        yield text[: len(text) - len(last)] + _next(last)
    own = _SIGN.search(text)
    sign = own[0] if own else counting.sign
    for depth in range(_DEPTH):
        yield text + f"{sign}0" * depth + f"{sign}1"


def _counted(text: str, counting: _Counting) -> str:
    """The version behind the newest one, cut into as many numbers as most are."""
    if stamps.is_time(text):
        return stamps.following(text) or text
    pieces = re.split(r"([._])", text)
    depth, own = counting.depth, len(pieces) // 2 + 1
    if own < depth:
        return text + f"{counting.sign}0" * (depth - own - 1) + f"{counting.sign}1"
    pieces = pieces[: 2 * depth - 1]
    return "".join((*pieces[:-1], _next(pieces[-1], counting.apart)))


def _next(number: str, apart: int = 1) -> str:
    """The next number or point in time, with as many digits.

    Numbers are compared, and not their texts, so that one digit more is no matter.
    """
    return (apart == 1 and stamps.following(number)) or str(int(number) // apart * apart + apart).zfill(len(number))
