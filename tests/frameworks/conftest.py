from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from towpath.project import Tree

Project = Callable[[Mapping[str, str]], Tree]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Makes a project of files: path and text of each."""

    def make(files: Mapping[str, str]) -> Tree:
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
        return Tree(str(tmp_path))

    return make
