"""Where a project begins: the folder that is read as a whole when something in it is named."""

import os
from collections.abc import Iterable, Sequence

from towpath.project.configurations import read

_REPOSITORY = (".git", ".hg", ".svn", ".jj")
# Where there is no repository: what a tool puts at the top of a project.
_TOP = frozenset(
    """
    package.json pom.xml build.gradle build.gradle.kts settings.gradle settings.gradle.kts go.mod Cargo.toml
    pyproject.toml manage.py alembic.ini flyway.toml flyway.conf schema.prisma migration_lock.toml Gemfile
    composer.json Makefile
    """.split()
)


def root_of(paths: Sequence[str], here: str) -> str:
    """The root of the project that files or folders stand in, or, if none are named, that a folder stands in.

    It is the nearest folder with a configuration or a repository, else the nearest that a tool calls a project, else
    the folder that holds all that is named.
    """
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in map(os.path.abspath, paths)]
    start = _together(folders) if folders else os.path.abspath(here)
    above = list(_above(start))
    for holds in (_is_root, _is_top):
        if found := next((folder for folder in above if holds(folder)), None):
            return found
    return start


def _together(folders: Iterable[str]) -> str:
    try:
        return os.path.commonpath(list(folders))
    except ValueError:
        return os.path.abspath(os.sep)


def _above(folder: str) -> Iterable[str]:
    yield folder
    while (parent := os.path.dirname(folder)) != folder:
        yield (folder := parent)


def _is_root(folder: str) -> bool:
    if any(os.path.exists(os.path.join(folder, name)) for name in ("towpath.toml", *_REPOSITORY)):
        return True
    return _configured(os.path.join(folder, "pyproject.toml"))


def _configured(path: str) -> bool:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return False
    return read(path, text) is not None


def _is_top(folder: str) -> bool:
    return any(os.path.exists(os.path.join(folder, name)) for name in _TOP)
