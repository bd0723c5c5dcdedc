"""No function of a package is called like a module in it, which would take its place once somebody imports that one."""

import ast
from pathlib import Path

import pytest

import towpath

PACKAGES = sorted(path.parent for path in Path(towpath.__file__).parent.rglob("__init__.py"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_no_function_is_hidden_by_a_module(package: Path) -> None:
    modules = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    body = ast.parse((package / "__init__.py").read_text(encoding="utf-8")).body
    functions = {one.name for one in body if isinstance(one, ast.FunctionDef)}
    # A module that is imported above the function does not come in its place any more.
    imported = {one.module.rpartition(".")[2] for one in body if isinstance(one, ast.ImportFrom) and one.module}
    assert functions & modules <= imported
