"""The models of an application: the file of the one that a table belongs to, and which of its columns it ignores."""

import os
import re
from collections.abc import Callable, Iterator

from towpath.frameworks.rails.inflections import singular
from towpath.frameworks.rails.manner import manner
from towpath.project import Tree
from towpath.source import Edit, Source, Span, pattern
from towpath.syntax import ruby
from towpath.syntax.ruby import Node

# What gives the text of a file by its path.
Texts = Callable[[str], str | None]

_CLASS = pattern(r"^(?P<depth>[ \t]*)class[ \t]+[\w:]+[ \t]*<[^\n]*\n", re.M)
_OPENED = pattern(r"[^;#]*(?:#.*)?\s*")
_TABLE = pattern(r"""^[ \t]*self\.table_name[ \t]*=[ \t]*[:'"](?P<name>[\w.]+)""", re.M)
_MODEL = pattern(r"(?:^|/)app/models/.*\.rb$")
_IGNORED = pattern(r"self\.ignored_columns[^\[\]]*\[[^\]]*")
_ARRAYS = ("array", "string_array", "symbol_array")


def ignored(tree: Tree, root: str, table: str, base: Texts | None = None) -> frozenset[str]:
    """The columns that the model of a table says not to look at; `root` is the application's folder, with its slash.

    With `base`, what the text says that it has of the model's file.
    """
    source = model(tree, root, table)
    if source is None:
        return frozenset()
    if base is not None:
        return _ignored(base(source.path) or "")
    return tree.once(("ignored", source.path), lambda: _ignored(source.text))


def _ignored(text: str) -> frozenset[str]:
    if "ignored_columns" not in text:
        return frozenset()
    parsed = ruby.parse(text)
    items = (item for array in _lists(parsed.root, parsed) for item in array.named_children)
    return frozenset(parsed.source(item).strip("'\":") for item in items)


def ignores_else(path: str, before: str, after: str) -> bool:
    """Whether a model ignores other columns than before."""
    return _MODEL.search(path) is not None and _IGNORED.findall(before) != _IGNORED.findall(after)


def ignoring(tree: Tree, root: str, table: str, column: str) -> tuple[str, Edit] | None:
    """The path of a table's model, and the edit that makes it ignore a column; None where no model is found."""
    source = model(tree, root, table)
    if source is None or column in ignored(tree, root, table):
        return None
    parsed = ruby.parse(source.text)
    for array in _lists(parsed.root, parsed):
        if array.named_children:
            last = array.named_children[-1]
            at = parsed.span(last).end
            text = manner(source.text).text(column) if last.type == "string" else f":{column}"
            return source.path, Edit(Span(at, at), f", {text}" if array.type == "array" else f" {column}")
    edit = _line(source, [parsed.span(node).end for node in _statements(parsed.root, parsed)], column)
    return (source.path, edit) if edit else None


def _line(source: Source, said: list[int], column: str) -> Edit | None:
    """A line of its own at the beginning of the class, or behind what says until now which columns it ignores."""
    how, found = manner(source.text), _CLASS.search(source.text)
    if found is None or not _OPENED.fullmatch(found[0]):
        return None
    at = source.whole_lines(Span(said[-1], said[-1])).end if said else found.end()
    following = source.text[at:].partition("\n")[0].strip()
    gap = source.newline if following and following != "end" and not said else ""
    line = f"{found['depth']}{how.indentation}self.ignored_columns += [{how.text(column)}]{source.newline}{gap}"
    return Edit(Span(at, at), line)


def _statements(node: Node, tree: ruby.Tree) -> Iterator[Node]:
    """The statements that say which columns a class ignores."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is not None and right is not None and tree.source(left) == "self.ignored_columns":
        yield node
        return
    for child in node.named_children:
        yield from _statements(child, tree)


def _lists(node: Node, tree: ruby.Tree) -> Iterator[Node]:
    """The lists of columns that a class ignores."""
    for statement in _statements(node, tree):
        right = statement.child_by_field_name("right")
        while (
            right is not None and right.type == "call" and (inner := right.child_by_field_name("receiver")) is not None
        ):
            right = inner
        if right is not None and right.type in _ARRAYS:
            yield right


def model(tree: Tree, root: str, table: str) -> Source | None:
    """The file of a table's model: by the table that it names, or else by its own name."""
    return tree.once(("model", root, table), lambda: _model(tree, root, table))


def _model(tree: Tree, root: str, table: str) -> Source | None:
    for path in _named(root, table):
        found = tree.read(path) if tree.there(path) else None
        if isinstance(found, Source) and _is_of(found.text, table):
            return found
    folder = f"{root}app/models"
    said = tree.once(("models", folder), lambda: _saying(tree, folder))
    return said.get(table)


def _named(root: str, table: str) -> Iterator[str]:
    """Where the model of a table stands by convention: `admin_posts` is `AdminPost`, or `Admin::Post`."""
    words = singular(table).split("_")
    for cut in range(len(words)):
        folder = "_".join(words[:cut])
        yield f"{root}app/models/{folder}{'/' if folder else ''}{'_'.join(words[cut:])}.rb"


def _is_of(text: str, table: str) -> bool:
    """Whether the model in a text has a table that is named as it is, or that it says."""
    if not _CLASS.search(text):
        return False
    named = _TABLE.search(text)
    return named is None or named["name"] == table


def _saying(tree: Tree, folder: str) -> dict[str, Source]:
    """The models that say which table they have, by it: all are looked through once, and most say nothing of one."""
    found: dict[str, Source] = {}
    for path in _files(tree, folder):
        source = tree.read(path)
        text = source.text if isinstance(source, Source) else ""
        named = _TABLE.search(text) if "table_name" in text and _CLASS.search(text) else None
        if named and isinstance(source, Source):
            found.setdefault(named["name"], source)
    return found


def _files(tree: Tree, folder: str) -> Iterator[str]:
    """All Ruby of a folder; which models there are is known by no list."""
    yield from (path for path in tree.unsaved if path.startswith(f"{folder}/") and path.endswith(".rb"))
    for where, _, names in os.walk(tree.absolute(folder)):
        inner = os.path.relpath(where, tree.root).replace(os.sep, "/")
        yield from (f"{inner}/{name}" for name in sorted(names) if name.endswith(".rb"))
