"""Which database a migration runs on, and the versions that an answer must hold for."""

from towpath.operations import value
from towpath.source import pattern

# Versions that there are facts for, by the number that tells them apart.
SUPPORTED: dict[str, tuple[int, ...]] = {
    "postgresql": (12, 13, 14, 15, 16, 17, 18),
    "mysql": (8, 9),
    "mariadb": (10, 11),
    # Of SQLite 3 the second number.
    "sqlite": tuple(range(35, 55)),
}
DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite", "sqlserver", "oracle")
# Of these there are no facts, so that what a statement costs is unknown.
WITHOUT_FACTS = tuple(name for name in DIALECTS if name not in SUPPORTED)
# Where a statement that is not on rows commits what was before it, and itself.
COMMITTING = ("mysql", "mariadb", "oracle")

_TEXT = pattern(r"([a-z]+)(?:@(\d+)((?:\.\d+)*))?")


@value
class Database:
    """A database as a project names it.

    `version` is as the author wrote it, empty where not at all; `versions` are those to answer for, the most
    cautious answer of them. `assumes` says so where the version has no facts of its own.
    """

    dialect: str
    version: str = ""
    versions: tuple[int, ...] = ()
    assumes: tuple[str, ...] = ()


def database(text: str) -> Database | None:
    """The database that `postgresql@15` or `postgresql` names; None if it names none."""
    match = _TEXT.fullmatch(text.strip().lower())
    if not match or match[1] not in DIALECTS:
        return None
    dialect, major = match[1], match[2]
    if dialect == "sqlite" and match[3]:
        minor = match[3].split(".")[1]
        return _of_version(dialect, f"{major}{match[3]}", int(minor))
    supported = SUPPORTED.get(dialect, ())
    if major is None or not supported:
        return Database(dialect, (major or "") + (match[3] or ""), supported)
    if dialect == "sqlite":
        return Database(dialect, major, supported)
    return _of_version(dialect, major + match[3], int(major))


def _of_version(dialect: str, version: str, number: int) -> Database:
    """A database of one version, or of the nearest one that there are facts for."""
    supported = SUPPORTED[dialect]
    nearest = min(max(number, supported[0]), supported[-1])
    assumes = () if nearest == number else (f"there are no facts for {dialect} {number}, taken as {nearest}",)
    return Database(dialect, version, (nearest,), assumes)
