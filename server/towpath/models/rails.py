"""Active Record's models: the class of a table, and what its file does with a column by name."""

import re
from collections.abc import Iterator

from towpath.frameworks.rails.detection import application
from towpath.frameworks.rails.models import ignored, model
from towpath.models.files import Files
from towpath.models.use import Use, Wanted
from towpath.project import Found, Tree
from towpath.source import Span, pattern
from towpath.syntax import ruby
from towpath.syntax.ruby import Node

_CLASS = pattern(r"\bclass[ \t]+(?P<name>[\w:]+)[ \t]*<")
# What a class says of attributes, which are its columns unless it says that they are its own.
_SAYING = frozenset(
    """
    validates validates! validates_acceptance_of validates_absence_of validates_comparison_of validates_confirmation_of
    validates_exclusion_of validates_format_of validates_inclusion_of validates_length_of validates_numericality_of
    validates_presence_of validates_size_of validates_uniqueness_of validates_each serialize store encrypts normalizes
    attr_readonly has_secure_token
    """.split()
)
# Of these only the first name is a column, of `alias_attribute` the second.
_FIRST = ("store", "store_accessor", "enum", "serialize")
_LEADING = ("belongs_to", "has_one", "has_many", "has_and_belongs_to_many")
_OWN = ("attribute", "attr_accessor", "attr_reader", "attr_writer", "delegate", "store_accessor", "composed_of")
_QUERYING = frozenset(
    """
    where not rewhere find_by find_by! find_or_create_by find_or_create_by! find_or_initialize_by create_or_find_by
    create_or_find_by! exists? order reorder group regroup pluck pick select reselect distinct sum average minimum
    maximum count in_order_of update_all unscope find_each in_batches all joins left_joins includes preload limit offset
    """.split()
)
_SETTING = ("self.primary_key", "self.inheritance_column", "self.locking_column")
_NAMES = ("simple_symbol", "hash_key_symbol", "string")


def uses(files: Files, tree: Tree, found: Found, wanted: Wanted) -> Iterator[Use]:
    """The class of a table, or where its file names a column; one that it ignores is none of its own."""
    root, table, column = application(found.folder), str(wanted.table), wanted.column
    source = model(tree, root, table)
    if source is None:
        return
    if column is None:
        named = _CLASS.search(source.text)
        if named:
            yield Use(source.path, Span(*named.span("name")), f"the model {named['name']}")
    elif _may_name(source.text, column) and column not in ignored(tree, root, table):
        for span, how in _Model(files.tree(source.path), column).uses():
            yield Use(source.path, span, how)


def _may_name(text: str, column: str) -> bool:
    """Whether a symbol, a key or a text of the column's name stands in a text, or what may have it for its key."""
    return _spells(text, column) or (
        column.endswith("_id") and "belongs_to" in text and _spells(text, column.removesuffix("_id"))
    )


def _spells(text: str, name: str) -> bool:
    at = -1
    while (at := text.find(name, at + 1)) >= 0:
        before, behind = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if (before and before in ":'\"" and not _is_word(behind)) or (behind == ":" and not _is_word(before)):
            return True
    return False


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


class _Model:
    """The file of a model, and the column that is looked for in it."""

    def __init__(self, tree: ruby.Tree, column: str) -> None:
        self._tree = tree
        self._column = column
        self._named = {name["name"].rpartition("::")[2] for name in _CLASS.finditer(tree.text)}

    def uses(self) -> Iterator[tuple[Span, str]]:
        nodes = self._around()
        own = any(self._makes_own(node) for node in nodes)
        for node in nodes:
            yield from self._of(node, own, self._is_within_another(node))

    def _around(self) -> list[Node]:
        """What the column is named in, in order: nothing else can say anything of it."""
        names = {self._column, self._column.removesuffix("_id")}
        said = rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)".encode()
        data = self._tree.grown.data if self._tree.grown else self._tree.text.encode("utf-8", "surrogatepass")
        found: dict[int, Node] = {}
        for place in re.finditer(said, data):
            node = self._tree.root.descendant_for_byte_range(*place.span())
            while node is not None and node.id not in found:
                found[node.id] = node
                node = node.parent
        return sorted(found.values(), key=lambda node: (node.start_byte, -node.end_byte))

    def _is_within_another(self, node: Node) -> bool:
        """Whether a call stands within one that names another model."""
        while (parent := node.parent) is not None:
            if self._method(parent) in _LEADING:
                return True
            node = parent
        return False

    def _of(self, node: Node, own: bool, elsewhere: bool) -> Iterator[tuple[Span, str]]:
        if node.type == "assignment":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left and right and self._tree.source(left) in _SETTING and self._text(right) == self._column:
                yield self._tree.span(right), self._tree.source(left)
        elif node.type == "call":
            name, receiver = self._method(node), node.child_by_field_name("receiver")
            if receiver is None and not own:
                yield from ((self._tree.span(one), name) for one in self._said(name, _arguments(node)))
            if name in _QUERYING and not elsewhere and self._is_own(receiver):
                yield from ((self._tree.span(one), name) for one in self._asked(_arguments(node)))

    def _said(self, name: str, arguments: list[Node]) -> Iterator[Node]:
        """Where a declaration of the class names the column."""
        positional = [one for one in arguments if one.type != "pair"]
        if name == "belongs_to":
            yield from self._key(positional, arguments)
        elif name == "enum":
            yield from self._among((*positional[:1], *map(_key_of, arguments)))
        elif name == "alias_attribute":
            yield from self._among(positional[1:2])
        elif name in _SAYING or name in _FIRST:
            yield from self._among(positional[:1] if name in _FIRST else positional)
            yield from self._among(value for one in arguments for value in self._scopes(one))

    def _key(self, positional: list[Node], arguments: list[Node]) -> Iterator[Node]:
        """The column of a belongs_to: what it says, or else what follows from its name."""
        for one in arguments:
            if self._text(_key_of(one)) == "foreign_key":
                value = one.child_by_field_name("value")
                yield from self._among((value,))
                return
        if positional and f"{self._text(positional[0])}_id" == self._column:
            yield positional[0]

    def _scopes(self, node: Node) -> Iterator[Node]:
        """What uniqueness is asked for within."""
        for pair in _nodes(node):
            value = pair.child_by_field_name("value") if pair.type == "pair" else None
            if value is not None and self._text(_key_of(pair)) == "scope":
                yield from (value, *value.named_children)

    def _asked(self, arguments: list[Node]) -> Iterator[Node]:
        """Where a query of the model names the column."""
        for one in arguments:
            pairs = one.named_children if one.type == "hash" else (one,)
            yield from self._among(_key_of(pair) or pair for pair in pairs)

    def _among(self, nodes: "Iterator[Node | None] | tuple[Node | None, ...] | list[Node]") -> Iterator[Node]:
        yield from (node for node in nodes if node is not None and self._text(node) == self._column)

    def _is_own(self, receiver: Node | None) -> bool:
        """Whether a query goes to the table of the model: to the class itself, or on from such a query."""
        if receiver is None:
            return True
        if receiver.type == "call":
            return self._method(receiver) in _QUERYING and self._is_own(receiver.child_by_field_name("receiver"))
        return receiver.type == "self" or self._tree.source(receiver) in self._named

    def _makes_own(self, node: Node) -> bool:
        """Whether the class has an attribute of its own by this name."""
        if node.type == "method":
            name = node.child_by_field_name("name")
            return name is not None and self._tree.source(name) == self._column
        if node.type != "call" or self._method(node) not in (*_OWN, *_LEADING) or node.child_by_field_name("receiver"):
            return False
        arguments = _arguments(node)
        return any(self._among(arguments[1:] if self._method(node) == "store_accessor" else arguments))

    def _method(self, node: Node) -> str:
        name = node.child_by_field_name("method")
        return self._tree.source(name) if name else ""

    def _text(self, node: Node | None) -> str | None:
        return self._tree.source(node).strip(":'\"") if node is not None and node.type in _NAMES else None


def _nodes(node: Node) -> Iterator[Node]:
    """A node and all below it, in order."""
    stack = [node]
    while stack:
        one = stack.pop()
        yield one
        stack += reversed(one.named_children)


def _arguments(node: Node) -> list[Node]:
    found = node.child_by_field_name("arguments")
    return found.named_children if found else []


def _key_of(node: Node) -> Node | None:
    return node.child_by_field_name("key") if node.type == "pair" else None
