"""What Towpath reads of a migration of Alembic's, and of the SQL that Alembic sends for it."""

from collections.abc import Mapping
from pathlib import Path

from towpath.frameworks import FRAMEWORKS, Kept
from towpath.operations import Opaque, Operation
from towpath.project import Found, Runner, Tree
from towpath.sql import read_piece, split
from towpath.sql.write import write

HEAD = """\
import sqlalchemy as sa
from alembic import op
from alembic.operations import ops
from sqlalchemy.dialects import mysql, postgresql

revision = "a"
down_revision = None


def upgrade():
"""
LINES = (Path(__file__).with_name("alembic_cases.txt")).read_text("utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]


def ours(code: str, convention: Mapping[str, str] | None = None, dialect: str = "postgresql") -> list[Operation]:
    """The operations that we read from the body of `upgrade`."""
    text = HEAD + "".join(f"    {line}\n" for line in code.splitlines())
    named = tuple((f"naming_convention.{kind}", said) for kind, said in (convention or {}).items())
    # With this driver, what stands behind a COMMIT runs as SQL does that is sent by hand.
    settings = (*named, ("drivers", "psycopg2"))
    found = Found("alembic", "m", ("m/a.py",), Runner("alembic"), settings=settings, dialect=dialect)
    (migration,) = FRAMEWORKS["alembic"].read(found, Tree("/nowhere", {"m/a.py": text}), Kept())
    return [operation for step in migration.up.steps for operation in step.operations]


def read(sql: str, dialect: str = "") -> list[Operation]:
    """The operations that we read from SQL; what SQLite has no words for in PostgreSQL's."""
    found: list[Operation] = []
    for piece in split(sql, dialect):
        said = [one for step in read_piece(sql, piece, dialect) for one in step.operations]
        if dialect == "sqlite" and any(isinstance(one, Opaque) for one in said):
            said = read(sql[piece.start : piece.end])
        found += said
    return found


def shown(operations: list[Operation]) -> str:
    """The SQL that `towpath show` prints."""
    return "".join(f"{write(operation)};\n" for operation in operations)
