"""How a file of migrations is called, and what stands in it: the class, its version, its methods, its switches."""

from functools import lru_cache
from typing import NamedTuple

from towpath.frameworks.rails.versions import Version, newest, version
from towpath.source import pattern
from towpath.syntax.ruby import Class, Method, Node, Scope

NAME = pattern(r"(?:.*/)?(?P<version>\d+)_(?P<title>[_a-z0-9]*)\.?(?P<scope>[_a-z0-9]*)\.rb")


class Shape(NamedTuple):
    """A migration's class: the version that it is derived from, its methods, and whether it runs in a transaction."""

    version: Version
    methods: dict[str, Method]
    transactional: bool
    body: list[Node]


@lru_cache(maxsize=20_000)
def number(path: str) -> tuple[int, str] | None:
    """The version in a file's name, and what stands behind it; None for a file of another name."""
    found = NAME.fullmatch(path)
    return (int(found["version"]), found["title"]) if found else None


def shape(scope: Scope, classes: list[Class], dialect: str) -> Shape | None:
    """The migration that a file holds, on a database of this dialect; None where it holds none."""
    for one in classes:
        node = one.superclass
        said = scope.tree.source(node) if node is not None else ""
        found = version(said, dialect)
        if found is None and _CALLED.search(said) and not _WAYS.isdisjoint(one.scope.methods):
            # Derived from a class, or a constant, that only a run knows.
            found = newest(dialect)
        if found is not None:
            # MySQL commits whatever it alters, so that nothing is put around a migration there.
            return Shape(found, one.scope.methods, _transactional(one) and not found.is_mysql, one.body)
    return None


_CALLED = pattern(r"(?i:migration)\w*$")
_WAYS = frozenset(("change", "up", "down"))


def _transactional(found: Class) -> bool:
    return not any(_switch(node, found.scope) == "disable_ddl_transaction!" for node in found.body)


def _switch(node: Node, scope: Scope) -> str:
    """The name of a call without a receiver."""
    if node.type == "identifier":
        return scope.tree.source(node)
    named = node.child_by_field_name("method") if node.type == "call" else None
    return scope.tree.source(named) if named is not None and node.child_by_field_name("receiver") is None else ""
