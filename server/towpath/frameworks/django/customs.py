"""The field classes of a project's own: what they are to the database, as far as their text tells."""

from collections.abc import Iterator

from towpath.frameworks.django import kinds
from towpath.frameworks.django.arguments import FieldCall
from towpath.frameworks.python.modules import parsed
from towpath.project import Tree
from towpath.source import Source, Unreadable
from towpath.syntax.python import Node, Reference, Scope, evaluate, module

# A class made of a class, so deep.
DEPTH = 5


class Customs:
    """The kinds of field classes by dotted name, looked up in the files of the project when they are asked for."""

    def __init__(self, tree: Tree | None = None, roots: tuple[str, ...] = ("",)) -> None:
        self._tree = tree
        self._roots = roots
        self._known: dict[str, str] = {}
        self._looked: dict[str, Source | Unreadable] = {}

    def get(self, path: str) -> str:
        """The kind of a class; empty where its text does not tell."""
        if path not in self._known:
            self._known[path] = self._kind(path, DEPTH) if self._tree else ""
        return self._known[path]

    def fresh(self, tree: Tree) -> bool:
        """Whether all that was looked at still says what it said."""
        return all(tree.read(path) is source for path, source in self._looked.items())

    def _kind(self, path: str, depth: int) -> str:
        if path.startswith("django."):
            return kinds.kind(FieldCall(path, {}), Customs())
        where, _, name = path.rpartition(".")
        for file in self._files(where) if depth else ():
            scope = self._scope(file)
            if scope is None:
                continue
            node = _class(scope, name)
            if node:
                return self._of_class(node, scope, where, depth)
            if isinstance(found := scope.look(name), Reference) and "." in found.path:
                return self._kind(found.path, depth - 1)
        return kinds.kind(FieldCall(path, {}), Customs()).replace(kinds.UNKNOWN, "")

    def _files(self, dotted: str) -> Iterator[str]:
        """The files that a dotted name may stand for."""
        said = dotted.replace(".", "/")
        for root in self._roots:
            yield from (f"{root}{said}.py", f"{root}{said}/__init__.py")

    def _scope(self, file: str) -> Scope | None:
        source = self._tree.read(file) if self._tree else None
        if source is not None:
            self._looked[file] = source
        return module(parsed(self._tree, file)) if self._tree and isinstance(source, Source) else None

    def _of_class(self, node: Node, scope: Scope, where: str, depth: int) -> str:
        """The kind of a class by what it says of itself, else by the first of its bases that is a field."""
        body, bases = node.child_by_field_name("body"), node.child_by_field_name("superclasses")
        methods = {scope.tree.source(one.children[1]): one for one in _functions(body)}
        if "get_internal_type" in methods:
            said = _returned(methods["get_internal_type"], scope)
            return kinds.kind(FieldCall(f"django.db.models.{said}", {}), Customs()) if said else ""
        if "db_type" in methods:
            said = _returned(methods["db_type"], scope)
            return kinds.SAID + said if said else ""
        for base in bases.named_children if bases else ():
            # A class may be one of several that differ in what their values are: Field[str].
            found = evaluate(base.children[0] if base.type == "subscript" else base, scope)
            if isinstance(found, Reference):
                path = found.path if "." in found.path else f"{where}.{found.path}"
                if kind := self._kind(path, depth - 1):
                    return kind
        return ""


def _class(scope: Scope, name: str) -> Node | None:
    for node in scope.tree.root.named_children:
        if node.type == "class_definition" and scope.tree.source(node.children[1]) == name:
            return node
    return None


def _functions(body: Node | None) -> Iterator[Node]:
    for child in body.named_children if body else ():
        if child.type == "function_definition":
            yield child


def _returned(function: Node, scope: Scope) -> str:
    """The text that a method gives back, if it does nothing but that."""
    body = function.child_by_field_name("body")
    first = next((child for child in body.named_children if not _is_told(child)), None) if body else None
    if first is None or first.type != "return_statement" or not first.named_children:
        return ""
    said = evaluate(first.named_children[0], scope)
    return str(said) if isinstance(said, str) and not getattr(said, "holes", False) else ""


def _is_told(node: Node) -> bool:
    """Whether a statement is for people alone."""
    return node.type == "comment" or (node.type == "expression_statement" and node.named_children[0].type == "string")
