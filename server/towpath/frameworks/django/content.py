"""One migration file as it is said: its header and its operations, without looking at any model."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.frameworks.django.arguments import Looking, worth
from towpath.frameworks.django.class_body import Listed, Said, said
from towpath.frameworks.django.constants import Constants
from towpath.frameworks.django.elements import Element, elements
from towpath.frameworks.django.seen import parse, plain
from towpath.frameworks.python.databases import EVERY
from towpath.source import pattern
from towpath.syntax.python import (
    Call,
    Expression,
    Node,
    Reference,
    Scope,
    Tree,
    Value,
    is_list,
    module,
)
from towpath.syntax.python.definitions import define
from towpath.syntax.python.reach import reach
from towpath.syntax.reach import Reach

# The class that Django looks for; its base may be one of the project's own.
_WORDS = "class Migration"
_CLASS = pattern(rf"^{_WORDS}\b", re.M)
SETTING = "__setting__"

Key = tuple[str, str]


class Content(NamedTuple):
    """What a file says; a dependency is an app and a name, or a setting's name and `__setting__`.

    `starts` are where its elements stand; `others`: some of what it says may hang on the project's other files. `typed`
    is kept of a file that was read again, since it will be once more.
    """

    text: str
    dependencies: tuple[Key, ...] = ()
    run_before: tuple[Key, ...] = ()
    replaces: tuple[Key, ...] = ()
    atomic: bool = True
    elements: tuple[Element, ...] = ()
    starts: tuple[int, ...] = ()
    others: bool = False
    typed: "Typed | None" = None

    @property
    def edges(self) -> tuple[object, ...]:
        """All that a migration's place in the order hangs on."""
        return self.dependencies, self.run_before, self.replaces


class Head(NamedTuple):
    """What names mean above the class, and which of Django's own classes calls of them have turned out to make.

    `shared`: only modules and their names are imported there, so that it is the same in every file.
    """

    text: str
    scope: Scope
    paths: dict[str, str]
    shared: bool


class Typed(NamedTuple):
    """A text that is typed: what stands above the class, the tree of the rest, and what its elements hang on."""

    head: Head | None
    tree: Tree
    reach: Reach


Heads = dict[str, Head | None]


def content(text: str, heads: Heads, elsewhere: Constants, old: Content | None = None) -> Content | None:
    """What a file says; None if there is no migration in it. `heads` are those of the files that were read before.

    What stands above the class is read apart: most files begin with the same few lines. Elements of the old version of
    the file that say what they said, and hang on what they hung on, are the very same ones.
    """
    start = _start(text)
    if start is None:
        return None
    if old is not None and old.typed is None:
        old = old._replace(typed=_typed(old.text, heads, elsewhere))
    head = _head(text[:start], heads, elsewhere, old)
    read = _read(text, start, head, elsewhere, old) if head else None
    read = read or _read(text, 0, None, elsewhere, old) or Content(text)
    # What elements that are kept asked of other files is not asked again.
    return read._replace(others=True) if elsewhere.used or (old and old.others) else read


def _start(text: str) -> int | None:
    """Where the class begins."""
    # To find the words first takes a tenth of the time.
    found = _CLASS.search(text, max(text.find(_WORDS), 0)) if _WORDS in text else None
    return found.start() if found else None


def _typed(text: str, heads: Heads, elsewhere: Constants) -> Typed:
    """A text that nobody has typed in so far."""
    start = _start(text) or 0
    head = _head(text[:start], heads, elsewhere)
    tree = parse(text[start if head else 0 :])
    return Typed(head, tree, _reach(head, tree))


def _read(text: str, start: int, head: Head | None, elsewhere: Constants, old: Content | None) -> Content | None:
    """What a file says from `start` on; None where some of it stands above, and nobody has looked there.

    Whoever reads a file again types in it: a tree grows with that.
    """
    plainly = plain(text[start:]) if head and old is None else None
    if head and plainly and all(name in _USUAL for name, _ in plainly.values):
        looking = Looking(Scope(plainly.tree, head.scope, elsewhere=elsewhere), start, head.paths)
        values = dict[str, Expression](plainly.values)
        listed = [Listed(values["operations"], looking.scope)] if "operations" in values else []
        found = _of_class(text, Said(values, listed), looking)
    else:
        before = old.typed if old else None
        tree = parse(text[start:], before.tree if before else None)
        scope = Scope(tree, head.scope if head else None, elsewhere=elsewhere)
        body = _class(tree, scope)
        if body is None:
            return Content(text)
        looking = Looking(Scope(tree, scope), start)
        typed = Typed(head, tree, _reach(head, tree)) if old else None
        if old and before and typed:
            looking.known = {one.block: one for one in _same(old.elements, before.reach, typed.reach)}
        found = _of_class(text, said(body, looking.scope), looking)._replace(typed=typed)
    return None if looking.elsewhere and start else found


def _class(tree: Tree, scope: Scope) -> Node | None:
    """The body of the class; what else the file defines is bound in the scope."""
    found: Node | None = None
    for node in tree.root.named_children:
        if found is None and _is_migration(node, tree):
            found = node.child_by_field_name("body")
        else:
            define(node, scope)
    return found


def _is_migration(node: Node, tree: Tree) -> bool:
    return node.type == "class_definition" and tree.source(node.children[1]) == "Migration"


def _reach(head: Head | None, tree: Tree) -> Reach:
    """What names in the class lead to: statements of the class, and of the file around it."""
    nodes = list(tree.root.named_children)
    body = next((node.child_by_field_name("body") for node in nodes if _is_migration(node, tree)), None)
    own = [(node, tree) for node in (*nodes, *(body.named_children if body else ()))]
    above = head.scope.tree if head else None
    return reach([*((node, above) for node in above.root.named_children), *own] if above else own)


def _same(elements: Sequence[Element], before: Reach, now: Reach) -> Iterator[Element]:
    """The elements that say what they said wherever they are spelled so, on every database, and are whole."""
    for one in elements if before.everywhere == now.everywhere else ():
        whole = one.turn is None and not one.partly and not one.problem and one.only == EVERY
        if whole and before.of(one.block) == now.of(one.block):
            yield one


def _head(text: str, heads: Heads, elsewhere: Constants, old: Content | None = None) -> Head | None:
    """What names mean that stand above the class; None where that is cut in the middle of a statement."""
    lines = text.lstrip()
    while lines.startswith("#"):
        lines = lines.partition("\n")[2].lstrip()
    before = old.typed.head if old and old.typed else None
    found = before if before and before.text == lines else heads.get(lines)
    if found is None and lines not in heads:
        tree = parse(lines, before.scope.tree if before else None)
        scope = None if tree.broken else module(tree)
        found = Head(lines, scope, {}, _imports_only(scope)) if scope is not None else None
        if found is None or found.shared:
            heads[lines] = found
    if found is not None and not found.shared:
        found.scope.elsewhere = elsewhere
    return found


def _imports_only(scope: Scope) -> bool:
    return not scope.stars and all(type(one.value) is Reference for one in scope.names.values())


def _of_class(text: str, of_class: Said, looking: Looking) -> Content:
    """What the class says. Everything but `operations` is a few words."""
    scope = looking.scope
    header = {name: worth(of_class.values[name], scope) for name in _HEADER if name in of_class.values}
    found = [pair for one in of_class.listed for pair in _elements(one, looking)]
    found += _broken(of_class.body, looking) if of_class.body else ()
    # Names of a class are none of its functions', and would hold the tree of every file for as long as the run takes.
    scope.names.clear()
    found.sort(key=lambda pair: pair[0])
    return Content(
        text,
        tuple(_keys(header.get("dependencies"))),
        tuple(_keys(header.get("run_before"))),
        tuple(_keys(header.get("replaces"))),
        header.get("atomic") is not False,
        tuple(element for _, element in found),
        tuple(start for start, _ in found),
    )


def _elements(listed: Listed, looking: Looking) -> Iterator[tuple[int, Element]]:
    """The elements of one part of the list, each for the databases on which that is a part of it."""
    if listed.on == EVERY:
        yield from elements(listed.node, looking)
        return
    inner = Looking(listed.scope, looking.by)
    yield from ((start, element.limited(listed.on)) for start, element in elements(listed.node, inner))
    looking.elsewhere = looking.elsewhere or inner.elsewhere


_HEADER = frozenset(("dependencies", "run_before", "replaces", "atomic"))
# What a class assigns that names in it do not hang on.
_USUAL = _HEADER | {"elidable", "initial", "operations"}


def _keys(value: Value) -> Iterator[Key]:
    for item in value if is_list(value) else ():
        if isinstance(item, Call) and item.name == "swappable_dependency" and item.arguments:
            setting = item.arguments[0].value
            yield getattr(setting, "name", str(setting)), SETTING
        elif isinstance(item, Call) and item.path == "swapper.dependency" and isinstance(item.get("app_label", 0), str):
            yield str(item.get("app_label", 0)), "__first__"
        elif is_list(item) and len(item) == 2 and all(isinstance(part, str) for part in item):
            yield str(item[0]), str(item[1])


def _broken(body: Node, looking: Looking) -> Iterator[tuple[int, Element]]:
    """The statements within the class that are no valid Python, which is what one is while it is typed."""
    tree, by = looking.scope.tree, looking.by
    inside = tree.span(body)
    for span in tree.broken:
        lines = span.of(tree.text)
        block = lines.strip()
        if inside.holds(span) and block:
            start = span.start + by + len(lines) - len(lines.lstrip())
            yield start, Element(block, problem="this is not finished, or no valid Python")
