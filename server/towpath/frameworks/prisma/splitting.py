"""What Prisma sends to PostgreSQL as one message, and so runs as one transaction."""

import re

from towpath.frameworks.prisma.version import parts
from towpath.frameworks.sqlfile import SqlFile, one_message
from towpath.source import pattern

# Since then each statement is sent by itself (prisma-engines, pull requests 5767 and 5799) …
SPLITS_SINCE = (7, 4)
# … unless its parser, sqlparser-rs, fails at one of them: these it did not know in version 0.61, and then all are sent
# together, as before. In a CREATE, DROP or ALTER the words may stand far behind.
_NOT_PARSED = pattern(
    r"""
  (?:do|lock|cluster|reindex|refresh|security|checkpoint|abort|table|prepare\s+transaction|set\s+constraints)\b
| drop\s+(?:index\s+concurrently|owned|aggregate)\b
| vacuum\s+\w
| copy\b .* \bfrom\s+stdin\b
| create\s+(?:or\s+replace\s+)?
    (?:statistics|rule|publication|aggregate|collation|foreign|cast|event|unlogged|recursive|procedure)\b
| create\s+table\b .* (?: \(\s*like | \bexclude\s+using )\b
| create\s+(?:unique\s+)?index\b .* \bon\s+only\b
| alter\s+(?:sequence|function|procedure|routine|aggregate|default|materialized|extension|domain|publication|trigger
    |database)\b
| alter\s+index\b (?! .* \brename\b)
| alter\s+view\b .* \brename\b
| alter\s+type\b .* \b(?: attribute | set\s+schema )\b
| alter\s+table\b .* \b(?:
    attach\s+partition | detach\s+partition | using\s+index | inherit | alter\s+constraint | drop\s+expression
  | set\s+(?:statistics|storage|schema|unlogged|logged|generated|compression) | reset | exclude | cluster\s+on )\b
""",
    re.I | re.S | re.X,
)


def splits(version: str | None) -> bool:
    """Whether this version sends each statement by itself where it can; one that is not known is taken not to."""
    return version is not None and parts(version) >= SPLITS_SINCE


def transactional(file: SqlFile, version: str | None, dialect: str = "") -> bool:
    """Whether the statements of a script are one transaction; BEGIN and COMMIT among them are another matter.

    That they are is PostgreSQL's doing, and no other database's.
    """
    if dialect not in ("", "postgresql"):
        return False
    return not (splits(version) and _is_parsed(file)) and one_message(file)


def _is_parsed(file: SqlFile) -> bool:
    return all(
        piece.kind == "sql" and not _NOT_PARSED.match(file.text, piece.start, piece.end) for piece in file.pieces
    )
