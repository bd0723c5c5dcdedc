"""Which database a migration runs on, and the versions that an answer must hold for."""

from towpath.operations import value
from towpath.source import pattern

# Major versions that there are facts for.
SUPPORTED: dict[str, tuple[int, ...]] = {"postgresql": (12, 13, 14, 15, 16, 17, 18)}
DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite", "sqlserver", "oracle")

_TEXT = pattern(r"([a-z]+)(?:@(\d+)((?:\.\d+)*))?")


@value
class Database:
    """A database as a project names it.

    `version` is as the author wrote it, empty where not at all; `versions` are the majors to answer for, the most
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
    supported = SUPPORTED.get(dialect, ())
    if major is None or not supported:
        return Database(dialect, (major or "") + (match[3] or ""), supported)
    nearest = min(max(int(major), supported[0]), supported[-1])
    assumes = () if nearest == int(major) else (f"there are no facts for {dialect} {major}, taken as {nearest}",)
    return Database(dialect, major + match[3], (nearest,), assumes)
