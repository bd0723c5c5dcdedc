"""The README's picture shows what the command really prints; `make picture` draws it anew."""

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "docs" / "picture.py"


def test_the_picture_is_true() -> None:
    spec = importlib.util.spec_from_file_location("picture", SCRIPT)
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.PICTURE.read_text("utf-8") == script.picture()
