import json
from pathlib import Path
from typing import Any

import pytest

from towpath.project.keys import SCHEMA

FOLDER = Path(__file__).parents[2] / "editors" / "vscode"


def setting(schema: dict[str, Any]) -> dict[str, Any]:
    """A key of the configuration as a setting; null where VS Code would otherwise send an empty text for it."""
    if "anyOf" in schema:
        return {"scope": "resource", **schema, "anyOf": [*schema["anyOf"], {"type": "null"}], "default": None}
    if "enum" in schema:
        return {
            "scope": "resource",
            **schema,
            "type": ["string", "null"],
            "enum": [*schema["enum"], None],
            "default": None,
        }
    if schema["type"] == "string":
        return {"scope": "resource", **schema, "type": ["string", "null"], "default": None}
    return {"scope": "resource", **schema}


def manifest() -> dict[str, Any]:
    return json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))


def test_the_settings_mirror_the_configuration_file() -> None:
    properties = manifest()["contributes"]["configuration"]["properties"]
    own = {
        "towpath.path",
        "towpath.trace.server",
        "towpath.inlayHints.enabled",
        "towpath.inlayHints.minimumLevel",
        "towpath.codeLens.enabled",
    }
    mirrored = {name: setting(schema) for name, schema in SCHEMA["properties"].items()}
    assert {name.removeprefix("towpath."): found for name, found in properties.items() if name not in own} == mirrored


@pytest.mark.parametrize("name", ["package.json", "package-lock.json"])
def test_no_place_to_download_from_is_pinned(name: str) -> None:
    assert '"resolved"' not in (FOLDER / name).read_text(encoding="utf-8")
