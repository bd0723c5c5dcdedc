"""What env.py says of how migrations run, read as text: transactions, timeouts, how constraints are named."""

import re
from collections.abc import Iterator, Mapping

from towpath.frameworks.python.modules import found_in
from towpath.frameworks.timeouts import timeout
from towpath.operations import value
from towpath.project import Tree
from towpath.source import pattern
from towpath.syntax import python
from towpath.syntax.python import Call, Node, Reference, Scope, Value, is_dict

_PER_MIGRATION = pattern(r"\btransaction_per_migration['\"]?\s*[=:]\s*True\b")
_BATCHED = pattern(r"\brender_as_batch['\"]?\s*[=:]\s*True\b")
_COMMENT = pattern(r"(?m)#.*$")
_CONVENTION = "naming_convention"
_KINDS = frozenset(("ix", "uq", "ck", "fk", "pk"))
# So many files are looked into for how constraints are named, starting from env.py.
_FILES = 12


@value
class Environment:
    """`batched`: what autogenerate writes stands in `batch_alter_table`.

    `convention` maps `ix`, `uq`, `ck`, `fk`, `pk` to templates, `told` is the file that has it.
    """

    path: str
    per_migration: bool = False
    batched: bool = False
    lock_timeout: str | None = None
    statement_timeout: str | None = None
    convention: tuple[tuple[str, str], ...] = ()
    told: str = ""


def environment(tree: Tree, folder: str, others: tuple[str, ...] = ()) -> Environment:
    """What the env.py of a folder of scripts says; `others` are further texts that may set timeouts."""
    path = f"{folder}/env.py".lstrip("/")
    text = _COMMENT.sub("", tree.text(path) or "") if tree.has(path) else ""
    convention, told = naming(tree, path) if text else ({}, "")
    return Environment(
        path if text else "",
        _PER_MIGRATION.search(text) is not None,
        _BATCHED.search(text) is not None,
        timeout("lock_timeout", (text, *others)),
        timeout("statement_timeout", (text, *others)),
        tuple(sorted(convention.items())),
        told,
    )


def naming(tree: Tree, path: str) -> tuple[dict[str, str], str]:
    """The naming convention of the metadata that env.py compares with, and the file that has it."""
    waiting, seen = [path], {path}
    while waiting and len(seen) <= _FILES:
        path = waiting.pop(0)
        text = tree.text(path) or ""
        scope = python.module(python.parse(text))
        if _CONVENTION in text and (found := _convention(scope)):
            return found, path
        for module in _leading(scope):
            there = found_in(tree, path.rpartition("/")[0], module)
            if there and there[0] not in seen:
                seen.add(there[0])
                waiting.append(there[0])
    return {}, ""


def _convention(scope: Scope) -> dict[str, str]:
    """The templates that a call or an assignment of the file gives to `naming_convention`."""
    stack: list[Node] = [scope.tree.root]
    while stack:
        node = stack.pop()
        stack += reversed(node.named_children)
        said: Value = None
        if node.type == "keyword_argument" and scope.tree.source(node).startswith(_CONVENTION):
            said = python.evaluate(node.child_by_field_name("value"), scope)
        elif node.type == "assignment":
            left = node.child_by_field_name("left")
            if left is not None and scope.tree.source(left).endswith(_CONVENTION):
                said = python.evaluate(node.child_by_field_name("right"), scope)
        if found := _templates(said):
            return found
    return {}


def _templates(said: Value) -> dict[str, str]:
    if isinstance(said, Call) and said.positional:
        said = said.positional[0].value
    if not is_dict(said):
        return {}
    known: Mapping[Value, Value] = said
    return {
        str(kind): str(template) for kind, template in known.items() if kind in _KINDS and isinstance(template, str)
    }


def _leading(scope: Scope) -> Iterator[str]:
    """The modules that what is compared with may come from: those of `target_metadata`, `Base`, `metadata`, `db`."""
    for name, bound in scope.names.items():
        found = bound.value if bound.node is None else None
        if isinstance(found, Reference) and "." in found.path and re.search(r"meta|base|^db$|model", name, re.I):
            yield found.path
