"""Whether Flyway runs a migration in a transaction: as it finds out itself, or as it is told."""

import re

from towpath.frameworks import settings
from towpath.frameworks.sqlfile import SqlFile
from towpath.operations import Transactional
from towpath.project import Found
from towpath.source import pattern

# The file that holds the switch of one migration has the migration's name and this behind it.
SWITCH_FILE = ".conf"
SWITCH = "executeInTransaction"
REFUSED = "Flyway refuses a migration that mixes statements that can run in a transaction with ones that cannot"
# As on every new database, where all are pending (its class DbMigrate, isExecuteGroupInTransaction).
REFUSED_GROUP = (
    "with group=true Flyway runs all pending migrations in one transaction, and refuses this one among others, "
    "unless mixed is set"
)

_GAP = r"(?:\s|--[^\n]*\n|/\*.*?\*/)+"
# What Flyway knows of PostgreSQL (its class PostgreSQLParser): REINDEX and DETACH PARTITION CONCURRENTLY are not in it.
_OUTSIDE = pattern(
    rf"(?:create|drop){_GAP}(?:database|tablespace|subscription|(?:unique{_GAP})?index{_GAP}concurrently)\b"
    rf"|alter{_GAP}system\b|vacuum\b|discard{_GAP}all\b"
    rf"|reindex{_GAP}(?:\([^)]*\){_GAP}|verbose{_GAP})?(?:schema|database|system)\b",
    re.I | re.S,
)


def transactional(file: SqlFile, beside: str | None, found: Found) -> Transactional:
    """What Flyway does with a migration, `beside` being the text of its own configuration file."""
    alone = _alone(file, beside, found)
    grouped = found.setting("group") == "true" and found.setting("mixed") != "true" and len(found.files) > 1
    everywhere = found.setting("executeintransaction") == "false"
    return REFUSED_GROUP if alone is False and grouped and not everywhere else alone


def _alone(file: SqlFile, beside: str | None, found: Found) -> Transactional:
    """What it does with a migration that runs by itself."""
    told = _told(beside)
    if told is not None:
        return told
    runs_inside = found.setting("executeintransaction") != "false"
    databases = (found.dialect,) if found.dialect else found.dialects
    if databases and "postgresql" not in databases:
        return runs_inside
    outside = [bool(_OUTSIDE.match(file.text, piece.start)) for piece in file.pieces if piece.start < piece.end]
    if runs_inside and any(outside):
        return False if all(outside) or found.setting("mixed") == "true" else REFUSED
    return runs_inside


def detected(statement: str) -> bool:
    """Whether Flyway itself finds out that a statement cannot run in a transaction."""
    return _OUTSIDE.match(statement) is not None


def _told(beside: str | None) -> bool | None:
    if beside is None:
        return None
    said = settings.properties(beside).get(SWITCH)
    return None if said is None else said[0].lower() == "true"
