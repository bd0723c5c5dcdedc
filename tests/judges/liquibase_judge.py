"""The real Liquibase, in a process of its own, and the changelogs that it is asked about."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from judges.running import answers
from towpath.frameworks import Kept, liquibase
from towpath.frameworks.mannered import plain
from towpath.operations import Migration, Operation, Script, Statement
from towpath.project import Found, Runner, Tree
from towpath.sql import read_piece, split
from towpath.syntax.markup import Node, xml

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


_SPACE = "http://www.liquibase.org/xml/ns/dbchangelog"
# How a changelog of XML begins.
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<databaseChangeLog xmlns="{_SPACE}"\n'
    '    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n'
    f'    xsi:schemaLocation="{_SPACE} {_SPACE}/dbchangelog-latest.xsd">'
)


def changelog(changes: str, attributes: str = "") -> str:
    """A changelog of one change set."""
    inner = f'  <changeSet id="1" author="judge"{attributes}>\n    {changes}\n  </changeSet>\n'
    return f"{HEAD}\n{inner}</databaseChangeLog>\n"


def read(sql: str, database: str = "postgresql") -> list[Operation]:
    """The operations that SQL does on a database; a change may say of them what is not sent."""
    return [
        plain(operation)
        for piece in split(sql, database)
        for step in read_piece(sql, piece, database)
        for operation in step.operations
    ]


def in_data(case: str) -> dict[str, Any]:
    """A change set of these changes in YAML or JSON, which is the same data."""
    (change_set,) = xml.parse(changelog(case)).all("changeSet")
    said: dict[str, Any] = {"id": "1", "author": "judge"}
    said["changes"] = [{one.name: _mapping(one)} for one in change_set.children if one.name != "rollback"]
    back = [one for node in change_set.all("rollback") for one in _back(node)]
    if any(change_set.all("rollback")):
        said["rollback"] = back or "empty"
    return {"databaseChangeLog": [{"changeSet": said}]}


def _back(node: Node) -> list[dict[str, Any]]:
    written = [{"sql": {"sql": str(node.text).strip()}}] if node.text is not None and node.text.strip() else []
    return written + [{one.name: _mapping(one)} for one in node.children]


def in_yaml(found: Any, depth: int = 0) -> str:
    """Data in YAML's blocks."""
    if isinstance(found, str):
        return f" {json.dumps(found)}"
    if isinstance(found, list):
        items = (in_yaml(item, depth + 1).lstrip() for item in cast("list[Any]", found))
        return "".join(f"\n{'  ' * depth}- {item}" for item in items)
    said = "".join(f"\n{'  ' * depth}{key}:{in_yaml(value, depth + 1)}" for key, value in found.items())
    return said if depth else said.lstrip()


_TEXTS = {
    "column": "value",
    "createProcedure": "procedureText",
    "createView": "selectQuery",
    "output": "message",
    "sql": "sql",
    "stop": "message",
}
_LISTS = {"column": "columns", "param": "params"}


def _mapping(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = dict(node.attributes)
    if node.text is not None and node.text.strip():
        found[_TEXTS[node.name]] = str(node.text).strip()
    for child in node.children:
        if child.name == "whereParams":
            found["whereParams"] = [{"param": _mapping(one)} for one in child.children]
        elif child.name in _LISTS:
            found.setdefault(_LISTS[child.name], []).append({child.name: _mapping(child)})
        elif child.name in ("where", "comment"):
            found[child.name] = str(child.text)
        else:
            found[child.name] = _mapping(child)
    return found


def read_changelog(
    text: str, path: str = CHANGELOG, more: Mapping[str, str] = {}, database: str = "postgresql"
) -> list[Migration]:
    """Our reading of a changelog."""
    files = {path: text, **more}
    runner = Runner("liquibase", goes_back=True)
    found = Found("liquibase", "", tuple(files), runner, (database,), (), (("changelogs", path),))
    return list(liquibase.read(found, Tree("/nowhere", files), Kept()))


def operations(script: Script | None, database: str = "postgresql") -> list[Operation]:
    """What a script does on a database, but for saying that there is nothing to do."""
    steps = [step for step in (script.steps if script else ()) if step.runs_on(database)]
    return [plain(one) for step in steps for one in step.operations if one != Statement("nothing")]
