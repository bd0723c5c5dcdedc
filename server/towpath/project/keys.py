"""Every key of the configuration, as the JSON Schema that ships with the package and that the reader checks against."""

from typing import Any

from towpath.databases.database import DIALECTS

Schema = dict[str, Any]

SEVERITIES = ("error", "warning", "info", "hint")

_DATABASE: Schema = {
    "type": "string",
    "pattern": rf"^({'|'.join(DIALECTS)})(@\d+(\.\d+)*)?$",
    "examples": ["postgresql@15", *DIALECTS],
}
_TIMEOUT: Schema = {"type": "string", "pattern": r"^\d+ ?(us|ms|s|min|h|d)?$", "examples": ["5s"]}


def _text(description: str, example: str) -> Schema:
    return {"type": "string", "description": description, "examples": [example]}


def _names(description: str) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "description": description}


def _table(description: str, properties: Schema) -> Schema:
    return {"type": "object", "description": description, "additionalProperties": False, "properties": properties}


# What a [[folder]] may say as well.
_ANYWHERE: Schema = {
    "database": {
        "description": "The database, or a list where one series serves several; no version: every supported one.",
        "anyOf": [_DATABASE, {"type": "array", "items": _DATABASE}],
    },
    "baseline": _text(
        "What is there before the first migration: a dump (SQL), schema.rb or schema.prisma; from the root on.",
        "db/baseline.sql",
    ),
    "start-after": _text("Every migration up to this version counts as landed.", "20240101"),
    "select": _names('Rules or families that are added to the defaults; "ALL": every one.'),
    "ignore": _names('Rules or families that are taken from the defaults; "ALL": every one.'),
    "require-suppression-reason": {"type": "boolean", "description": "Whether every suppression has to say why."},
    "severity": {
        "type": "object",
        "description": "The severity of a rule or a family.",
        "additionalProperties": {"type": "string", "enum": [*SEVERITIES, "off"]},
    },
    "tables": _table(
        "What the migrations cannot say about tables.",
        {
            "hot": _names("Tables that are read or written all the time."),
            "large": _names("Tables with many rows."),
            "small": _names("Tables with few rows."),
        },
    ),
    "timeouts": _table(
        "Timeouts that are set outside of the migrations.",
        {"lock": _TIMEOUT, "statement": _TIMEOUT},
    ),
    "rule": {
        "type": "object",
        "description": "The options of rules, each under the rule's name.",
        "additionalProperties": {"type": "object"},
    },
}

FOLDER: Schema = {
    "type": "object",
    "additionalProperties": False,
    "required": ["path"],
    "properties": {
        "path": {
            **_text("The files that this is about, from the folder of this file on; with /.", "services/billing/**"),
            "pattern": r"^[^\\]+$",
        },
        **_ANYWHERE,
    },
}

SCHEMA: Schema = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Towpath",
    "description": "The configuration of Towpath: towpath.toml, or [tool.towpath] in pyproject.toml.",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **_ANYWHERE,
        "base": _text("The branch whose migrations have landed.", "origin/main"),
        "fail-on": {
            "type": "string",
            "enum": list(SEVERITIES),
            "description": "The least severity with which a check fails.",
        },
        "packs": _names("Rule packs of others, by their entry point in towpath.rules."),
        "folder": {"type": "array", "items": FOLDER, "description": "What is different for some of the files."},
    },
}
