"""The changes of the generated series as an author of Liquibase's changelogs would say them, in each syntax."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

# What has a change of its own; all else is SQL.
CHANGES: dict[str, dict[str, Any]] = {
    "create index users_email on users (email)": {
        "createIndex": {"indexName": "users_email", "tableName": "users", "columns": [{"column": {"name": "email"}}]}
    },
    "drop index users_age": {"dropIndex": {"indexName": "users_age", "tableName": "users"}},
    "alter table users add constraint users_orgs foreign key (org) references orgs (id)": {
        "addForeignKeyConstraint": {
            "baseColumnNames": "org",
            "baseTableName": "users",
            "constraintName": "users_orgs",
            "referencedColumnNames": "id",
            "referencedTableName": "orgs",
        }
    },
    "alter table users alter column email set not null": {
        "addNotNullConstraint": {"columnName": "email", "tableName": "users"}
    },
    "alter table users add constraint one_email unique (email)": {
        "addUniqueConstraint": {"columnNames": "email", "constraintName": "one_email", "tableName": "users"}
    },
    "alter table users alter column age type bigint": {
        "modifyDataType": {"columnName": "age", "newDataType": "bigint", "tableName": "users"}
    },
    "alter table users drop column org": {"dropColumn": {"columnName": "org", "tableName": "users"}},
    "alter table users rename column age to years": {
        "renameColumn": {"newColumnName": "years", "oldColumnName": "age", "tableName": "users"}
    },
}


def said(statement: str) -> dict[str, Any]:
    return CHANGES.get(statement, {"sql": {"sql": statement}})


def _element(change: dict[str, Any]) -> str:
    ((name, found),) = change.items()
    if name == "sql":
        return f"<sql>{escape(found['sql'])}</sql>"
    given = "".join(f" {key}={quoteattr(one)}" for key, one in found.items() if key != "columns")
    inner = "".join(_element(one) for one in found.get("columns", ()))
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>"


def xml(series: Sequence[Sequence[str]]) -> str:
    sets = ""
    for number, one in enumerate(series, 1):
        body = "".join(f"    <!-- about {n} -->\n    {_element(said(text))}\n" for n, text in enumerate(one, 1))
        sets += f'  <changeSet id="2024010{number}000000" author="anna">\n{body}  </changeSet>\n'
    return f"<databaseChangeLog>\n{sets}</databaseChangeLog>\n"


def _keys(found: dict[str, Any], depth: str) -> str:
    lines = ""
    for key, one in found.items():
        if key == "columns":
            items = "".join(_item(each, f"{depth}  ") for each in one)
            lines += f"{depth}{key}:\n{items}"
        else:
            lines += f"{depth}{key}: {json.dumps(one)}\n"
    return lines


def _item(change: dict[str, Any], depth: str) -> str:
    ((name, found),) = change.items()
    return f"{depth}- {name}:\n{_keys(found, depth + '    ')}"


def yaml(series: Sequence[Sequence[str]]) -> str:
    sets = ""
    for number, one in enumerate(series, 1):
        body = "".join(f"    # about {n}\n{_item(said(text), '    ')}" for n, text in enumerate(one, 1))
        sets += f"- changeSet:\n    id: {number}\n    author: anna\n    changes:\n{body}"
    return f"databaseChangeLog:\n{sets}"


def as_json(series: Sequence[Sequence[str]]) -> str:
    sets = [
        {"changeSet": {"id": f"step-{number}", "author": "anna", "changes": [said(text) for text in one]}}
        for number, one in enumerate(series, 1)
    ]
    return json.dumps({"databaseChangeLog": sets}, indent=2) + "\n"


def sql(series: Sequence[Sequence[str]]) -> str:
    sets = ""
    for number, one in enumerate(series, 1):
        body = "".join(f"-- about {n}\n{text};\n" for n, text in enumerate(one, 1))
        sets += f"\n--changeset anna:{number}\n{body}"
    return f"--liquibase formatted sql\n{sets}"


def files(
    path: str, write: Callable[[Sequence[Sequence[str]]], str], series: Sequence[Sequence[str]]
) -> dict[str, str]:
    """A project: its properties, and one changelog with a change set for each list of statements."""
    return {"liquibase.properties": "url: jdbc:postgresql://localhost/app\n", path: write(series)}
