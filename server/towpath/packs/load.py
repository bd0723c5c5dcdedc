"""From a pack's package to its rules: one file, one rule; families are folders."""

import os
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from towpath.operations import replace
from towpath.rule import Rule

OURS = "towpath"
PACKAGE = "towpath_rules"
GROUP = "towpath.rules"


class PackError(Exception):
    """A pack that cannot be taken in: which one, and why."""

    def __init__(self, pack: str, reason: str) -> None:
        super().__init__(pack, reason)
        self.pack = pack
        self.reason = reason

    def __str__(self) -> str:
        return f'the rule pack "{self.pack}" {self.reason}'


def load(pack: str) -> tuple[Rule, ...]:
    """The rules of a pack, by family and name.

    Ours is known by its package; another by its entry point in `towpath.rules`. Raises PackError where there is no
    such pack, or where one of its files cannot be imported or holds no rule.
    """
    package = PACKAGE if pack == OURS else _package(pack)
    folders = _imported(pack, package).__path__
    return tuple(_rule(pack, f"{package}.{family}.{name}") for family, name in _files(folders[0]))


def _package(pack: str) -> str:
    """The package that an entry point names; importlib.metadata is slow to import, and only needed here."""
    from importlib.metadata import entry_points

    found = entry_points(group=GROUP, name=pack)
    for entry in found:
        return entry.module
    known = ", ".join(sorted(entry.name for entry in entry_points(group=GROUP) if entry.name != OURS))
    raise PackError(pack, f"is not installed: no entry point in {GROUP} has this name ({known or 'there are none'})")


def _files(folder: str) -> Iterator[tuple[str, str]]:
    """Family and module name of every rule file; names that begin with an underscore are no rules."""
    for family in sorted(os.listdir(folder)):
        inner = os.path.join(folder, family)
        if family[0] not in "_." and os.path.isdir(inner):
            for name in sorted(os.listdir(inner)):
                if name.endswith(".py") and name[0] not in "_.":
                    yield family, name.removesuffix(".py")


def _rule(pack: str, module: str) -> Rule:
    for found in vars(_imported(pack, module)).values():
        if isinstance(found, Rule):
            return found if found.pack == pack else replace(found, pack=pack)
    raise PackError(pack, f"has a file without a rule: {module}")


def _imported(pack: str, module: str) -> ModuleType:
    try:
        return import_module(module)
    except Exception as error:
        raise PackError(pack, f"cannot be imported: {module}: {type(error).__name__}: {error}") from error
