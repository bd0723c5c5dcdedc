"""The real Liquibase, in a process of its own, and the changelogs that it is asked about."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from judges.running import answers
from towpath.operations import Operation
from towpath.sql import read_piece, split

# Where the set-up of the tests puts Liquibase.
LIQUIBASE = Path(sys.prefix) / "judges" / "liquibase"
CHANGELOG = "db/changelog.xml"


def judged(questions: Sequence[object]) -> list[dict[str, Any]]:
    """What Liquibase answers; LookupError where the set-up of the tests did not run, or could not get it."""
    if not (LIQUIBASE / "installed").exists():
        raise LookupError(f"Liquibase is not there to judge: run make {LIQUIBASE / 'installed'}")
    missing = LIQUIBASE / "missing"
    if missing.exists():
        raise LookupError(missing.read_text("utf-8").strip())
    return answers("liquibase_worker.py", questions)


def question(text: str, dialect: str, *asked: str, path: str = CHANGELOG, more: Mapping[str, str] = {}) -> object:
    """A changelog, the files beside it, a database, and what is asked: `validate`, `up`, `down`."""
    return {"files": {path: text, **more}, "changelog": path, "dialect": dialect, "asked": asked}


def changelog(changes: str, attributes: str = "") -> str:
    """A changelog of one change set."""
    space = "http://www.liquibase.org/xml/ns/dbchangelog"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<databaseChangeLog xmlns="{space}"\n'
        '    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n'
        f'    xsi:schemaLocation="{space} {space}/dbchangelog-latest.xsd">\n'
        f'  <changeSet id="1" author="judge"{attributes}>\n    {changes}\n  </changeSet>\n</databaseChangeLog>\n'
    )


def read(sql: str) -> list[Operation]:
    """The operations that SQL does."""
    return [operation for piece in split(sql) for step in read_piece(sql, piece) for operation in step.operations]
