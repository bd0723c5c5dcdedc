"""Whether what is written for PostgreSQL does no harm where the same revisions run on other databases."""

import re
from collections.abc import Iterable

from towpath.source import pattern

# What Alembic can do on each of its databases, as these calls are written here.
_EVERYWHERE = frozenset(
    "add_column autocommit_block batch_alter_table create_index create_table drop_column drop_index drop_table f "
    "get_context rename_table".split()
)
_CALL = pattern(r"\b(?:op|batch_op)\.(\w+)\(")
_DROPPED = pattern(r"\bop\.drop_index\((?:[^()]|\([^()]*\))*\)", re.S)
_ONE_DATABASE = pattern(r"\.text\(|\bpostgresql\.")


def is_portable(texts: Iterable[str]) -> bool:
    """Whether new text says only what every database takes: calls whose options for PostgreSQL others pass by.

    MySQL wants to know the table of an index that goes, and of a column that changes what it was; SQLite changes
    neither constraints nor columns outside of a batch.
    """
    return all(
        _EVERYWHERE.issuperset(_CALL.findall(text))
        and not _ONE_DATABASE.search(text)
        and all("table_name=" in found for found in _DROPPED.findall(text))
        for text in texts
    )
