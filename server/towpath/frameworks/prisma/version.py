"""Which version of Prisma a project has: as it is installed, else the least that its package.json takes."""

import re
from typing import NamedTuple

from towpath.frameworks.manifests import above, manifests
from towpath.project import Tree
from towpath.source import pattern

LOCKS = ("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock")

_ASKED = pattern(r"\"(?:prisma|@prisma/client|@prisma/engines)\"\s*:\s*\"(?P<asked>[^\"]*)\"")
# It begins with the name itself, which makes it quick in files of megabytes.
_INSTALLED = pattern(
    r"prisma(?<=[\s\"'/]prisma)(?:\":\s*\{\s*\"version\":\s*\"(?P<npm>\d[^\"]*)\""
    r"|[@/](?P<pnpm>\d+(?:\.\d+)+[\w.-]*)"
    r"|@[^\n]*:\s+version:?\s+\"?(?P<yarn>\d[^\"\s]*))"
)
_NUMBER = pattern(r"\d+(?:\.\d+)*(?:-[\w.]+)?")


class Version(NamedTuple):
    """A version, and the file that tells it."""

    number: str
    path: str


def parts(number: str) -> tuple[int, ...]:
    """A version's numbers, for comparing."""
    return tuple(int(part) for part in re.findall(r"\d+", number.partition("-")[0])[:3])


def installed(tree: Tree, folder: str) -> Version | None:
    """The version that the nearest package.json above a folder leads to; None where none names Prisma."""
    for path, text in manifests(tree, folder, ("package.json",)):
        if asked := _ASKED.search(text):
            least = _NUMBER.search(asked["asked"])
            if least and least.group() == asked["asked"]:
                return Version(least.group(), path)
            locked = _locked(tree, path.rpartition("/")[0], parts(least.group()) if least else ())
            return locked or (Version(least.group(), path) if least else None)
    return None


def _locked(tree: Tree, folder: str, least: tuple[int, ...]) -> Version | None:
    """The version in the nearest lock file; of several, the greatest with the major number that is asked for."""
    for prefix in above(folder):
        for name in LOCKS:
            text = tree.text(prefix + name) if tree.has(prefix + name) else None
            found = {next(filter(None, match.groups())) for match in _INSTALLED.finditer(text or "")}
            fitting = [one for one in found if not least or (parts(one)[:1] == least[:1] and parts(one) >= least)]
            if fitting:
                return Version(max(fitting, key=parts), prefix + name)
    return None
