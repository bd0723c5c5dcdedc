"""Flyway's file names: prefix, version, separator, description, suffix."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from towpath.operations import replace, value

Kind = Literal["versioned", "baseline", "undo", "repeatable", "callback"]
Version = tuple[int, ...]

NUMBERED = frozenset(("versioned", "baseline", "undo"))
# In the order in which a run of `migrate` comes to them; those of other commands stand behind.
EVENTS = (
    *("beforeConnect", "afterConnect", "beforeCreateSchema", "createSchema", "beforeMigrate", "beforeEachMigrate"),
    *("beforeEachMigrateStatement", "afterEachMigrateStatement", "afterEachMigrateStatementError"),
    *("afterEachMigrate", "afterEachMigrateError", "afterVersioned", "beforeRepeatables", "afterMigrateApplied"),
    *("afterMigrate", "afterMigrateError", "afterMigrateOperationFinish", "beforeUndo", "beforeEachUndo"),
    *("beforeEachUndoStatement", "afterEachUndoStatement", "afterEachUndoStatementError", "afterEachUndo"),
    *("afterEachUndoError", "afterUndo", "afterUndoError", "beforeClean", "afterClean", "afterCleanError"),
    *("beforeValidate", "afterValidate", "afterValidateError", "beforeBaseline", "afterBaseline"),
    *("afterBaselineError", "beforeRepair", "afterRepair", "afterRepairError", "beforeInfo", "afterInfo"),
    *("afterInfoError", "afterInfoOperationFinish"),
)


@value
class Naming:
    """How a project names its migrations; what is said here is what Flyway takes when nothing is configured."""

    versioned: str = "V"
    repeatable: str = "R"
    undo: str = "U"
    baseline: str = "B"
    separator: str = "__"
    suffixes: tuple[str, ...] = (".sql",)


DEFAULT = Naming()
# The settings of Flyway's that change the naming.
SETTINGS = frozenset(
    """
    sqlmigrationprefix repeatablesqlmigrationprefix undosqlmigrationprefix baselinemigrationprefix
    sqlmigrationseparator sqlmigrationsuffixes
    """.split()
)


def naming(settings: Iterable[tuple[str, str]]) -> Naming:
    """How migrations are named under these settings."""
    said = dict(settings)
    suffixes = tuple(part.strip() for part in said.get("sqlmigrationsuffixes", "").split(",") if part.strip())
    return Naming(
        said.get("sqlmigrationprefix", DEFAULT.versioned),
        said.get("repeatablesqlmigrationprefix", DEFAULT.repeatable),
        said.get("undosqlmigrationprefix", DEFAULT.undo),
        said.get("baselinemigrationprefix", DEFAULT.baseline),
        said.get("sqlmigrationseparator", DEFAULT.separator),
        suffixes or DEFAULT.suffixes,
    )


@value
class FileName:
    """A name taken apart; `text` is the version as it is written, `version` what Flyway compares."""

    kind: Kind
    prefix: str
    text: str
    version: Version
    description: str
    suffix: str

    @property
    def identity(self) -> str:
        """What is one and the same migration to Flyway has one and the same identity."""
        if self.version:
            return self.prefix + ".".join(map(str, self.version))
        return f"{self.prefix}__{self.description}" if self.description else self.prefix


@cache
def _pattern(how: Naming) -> tuple[re.Pattern[str], dict[str, Kind]]:
    """The form of a name, the longest prefix first as Flyway tries them, and the kind that each prefix means."""
    kinds: dict[str, Kind] = dict.fromkeys(EVENTS, "callback")
    kinds |= {how.baseline: "baseline", how.undo: "undo", how.repeatable: "repeatable", how.versioned: "versioned"}
    prefixes = "|".join(map(re.escape, sorted(kinds, key=len, reverse=True)))
    suffixes = "|".join(map(re.escape, how.suffixes))
    separator = re.escape(how.separator)
    return re.compile(rf"({prefixes})([0-9._]*?)(?:{separator}(.*))?((?i:{suffixes}))", re.S), kinds


def parse(name: str, how: Naming = DEFAULT) -> FileName | None:
    """A file's name taken apart; None for one that Flyway does not run."""
    pattern, kinds = _pattern(how)
    match = pattern.fullmatch(name)
    if match is None:
        return None
    prefix, text, description, suffix = match.groups()
    kind, version = kinds[prefix], version_of(text)
    if (kind in NUMBERED) != (version is not None) or (text and version is None):
        return None
    return FileName(kind, prefix, text, version or (), description or "", suffix)


def version_of(text: str) -> Version | None:
    """A version's numbers as Flyway compares them: `1_2` is `1.2`, `01` is `1`, `1.0` is `1`; None if it is none."""
    parts = text.replace("_", ".").split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def parse_code(name: str) -> FileName | None:
    """The name of a migration in Java or Kotlin taken apart; None for any other file."""
    stem, _, ending = name.rpartition(".")
    found = parse(f"{stem}.sql") if "__" in stem and ending in ("java", "kt") else None
    return replace(found, suffix=f".{ending}") if found and found.kind != "callback" else None


def named(path: str, how: Naming) -> FileName | None:
    """The name of a file of any language taken apart; None for one that Flyway does not run."""
    name = path.rpartition("/")[2]
    return parse_code(name) if name.endswith((".java", ".kt")) else parse(name, how)
