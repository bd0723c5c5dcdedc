"""The classes of a project's own, which it makes of Django's operations and fields: what they stand for."""

from collections.abc import Sequence

from towpath.frameworks.django.constants import Constants
from towpath.frameworks.django.signatures import SIGNATURES
from towpath.frameworks.python.databases import EVERY, Databases, named
from towpath.source import pattern
from towpath.syntax.python import Class, Node, Reference, Scope, evaluate

# By these methods a class says itself what it does to the database.
_DECIDING = frozenset(("__init__", "database_forwards", "db_parameters", "db_type", "get_internal_type"))
# A class that does its work on one database alone, and there what it is made of does.
_ONLY = pattern(
    r"connection\.vendor\s*!=\s*['\"](\w+)['\"]\s*:\s*return\b\s*(?:return\s+)?super\(\)\.database_(?:forwards|backwards)\("
)
_BOTH_WAYS = {"database_forwards", "database_backwards"}
NOWHERE: Databases = frozenset()


def based(path: str, scope: Scope) -> str:
    """The class that one of the file stands for: itself, or what it is made of where it does the same."""
    if "." in path or not path:
        return path
    node, around = _in_file(path, scope)
    if node is None or not _DECIDING.isdisjoint(_methods(node, around)):
        return path
    return _base(node, around) or path


def operation(path: str, scope: Scope) -> tuple[str, Databases]:
    """The operation that a class is made of, else itself, and the databases that are sent what that does."""
    if path.startswith("django.") or path.rpartition(".")[2] in SIGNATURES:
        return path, EVERY
    node, around = _in_file(path, scope) if "." not in path else _elsewhere(path, scope)
    methods = _methods(node, around) if node else {}
    sent = [_sent(one, around) for name, one in methods.items() if name.startswith("database_")]
    if node is None or None in sent or len(set(sent)) > 1 or "__init__" in methods:
        return path, EVERY
    sends = sent[0] if sent else EVERY
    # One that does nothing on its way up alone does something on its way back.
    if sends == NOWHERE and not methods.keys() >= _BOTH_WAYS:
        return path, EVERY
    base = _base(node, around)
    return (base, sends or NOWHERE) if base else (path, EVERY)


def _in_file(name: str, scope: Scope) -> tuple[Node | None, Scope]:
    """The class of that name in a file, or in what stands around it."""
    around: Scope | None = scope
    while around is not None:
        for node in around.tree.root.named_children:
            if node.type == "class_definition" and around.tree.source(node.children[1]) == name:
                return node, around
        around = around.around
    return None, scope


def _elsewhere(path: str, scope: Scope) -> tuple[Node | None, Scope]:
    elsewhere = scope.elsewhere
    found: Class | None = elsewhere.functions.class_of(path) if isinstance(elsewhere, Constants) else None
    return (found.node, found.scope) if found else (None, scope)


def _methods(node: Node, scope: Scope) -> dict[str, Node]:
    return {scope.tree.source(one.children[1]): one for one in _body(node) if one.type == "function_definition"}


def _body(node: Node) -> Sequence[Node]:
    body = node.child_by_field_name("body")
    return body.named_children if body else ()


def _sent(method: Node, scope: Scope) -> Databases | None:
    """The databases that a method sends what the class does that it is made of; None where that cannot be told."""
    if match := _ONLY.search(scope.tree.source(method)):
        return named(match[1])
    said = [one for one in _body(method) if one.type not in ("comment", "pass_statement")]
    idle = all(one.type == "expression_statement" and one.named_children[0].type == "string" for one in said)
    return NOWHERE if idle else None


def _base(node: Node, scope: Scope) -> str:
    """The one class of Django's that a class is made of; empty where it is made of none, or of several."""
    bases = node.child_by_field_name("superclasses")
    said = [evaluate(child, scope) for child in (bases.named_children if bases else []) if child.type != "comment"]
    found = [value.path for value in said if isinstance(value, Reference) and _is_djangos(value)]
    return found[0] if len(found) == 1 else ""


def _is_djangos(base: Reference) -> bool:
    """Whether a class is one of Django's operations or fields."""
    return base.name in SIGNATURES or (base.path.startswith("django.") and base.name.endswith("Field"))
