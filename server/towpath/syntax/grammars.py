"""The grammars of tree-sitter, each out of its package."""

from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType

from tree_sitter import Language


def grammar(package: str) -> Language:
    """A package's grammar.

    Only the module with the grammar is loaded: the package's own looks for files of queries that nobody asks for here,
    and with what that needs takes ten times as long.
    """
    around = find_spec(package)
    spec = PathFinder.find_spec(f"{package}._binding", around.submodule_search_locations) if around else None
    if spec is None or spec.loader is None:
        return _language(import_module(package))
    binding = module_from_spec(spec)
    spec.loader.exec_module(binding)
    return _language(binding)


def _language(module: ModuleType) -> Language:
    found: object = module.language()
    return Language(found)
