"""One migration file as it is said: its header and its operations, without looking at any model."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from towpath.frameworks.django.arguments import Looking, worth
from towpath.frameworks.django.around import Around, Named, named, words
from towpath.frameworks.django.class_body import Listed, Said, said
from towpath.frameworks.django.constants import Constants
from towpath.frameworks.django.elements import Element, elements
from towpath.frameworks.django.seen import parse, plain
from towpath.frameworks.python.databases import EVERY
from towpath.source import Span, pattern
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

# The class that Django looks for; its base may be one of the project's own.
_WORDS = "class Migration"
_CLASS = pattern(rf"^{_WORDS}\b", re.M)
SETTING = "__setting__"

Key = tuple[str, str]


class Content(NamedTuple):
    """What a file says; a dependency is an app and a name, or a setting's name and `__setting__`.

    `starts` are where its elements stand; `around` is all that they may hang on beside their own text, `others`: with
    the project's other files. `tree` is kept of a file that was read again, since it will be once more.
    """

    text: str
    dependencies: tuple[Key, ...] = ()
    run_before: tuple[Key, ...] = ()
    replaces: tuple[Key, ...] = ()
    atomic: bool = True
    elements: tuple[Element, ...] = ()
    starts: tuple[int, ...] = ()
    around: Around = Around()
    tree: Tree | None = None
    others: bool = False

    @property
    def edges(self) -> tuple[object, ...]:
        """All that a migration's place in the order hangs on."""
        return self.dependencies, self.run_before, self.replaces


class Head(NamedTuple):
    """What names mean above the class, and which of Django's own classes calls of them have turned out to make."""

    scope: Scope
    named: Named
    paths: dict[str, str]


Heads = dict[str, Head | None]


def content(text: str, heads: Heads, elsewhere: Constants, old: Content | None = None) -> Content | None:
    """What a file says; None if there is no migration in it. `heads` are those of the files that were read before.

    What stands above the class is read apart: most files begin with the same few lines. Elements that stand in the old
    version of the file among the same surroundings are the very same ones.
    """
    # To find the words first takes a tenth of the time.
    found = _CLASS.search(text, max(text.find(_WORDS), 0)) if _WORDS in text else None
    if found is None:
        return None
    head = _head(text[: found.start()], heads, elsewhere)
    read = _read(text, found.start(), head, elsewhere, old) if head else None
    read = read or _read(text, 0, None, elsewhere, old) or Content(text)
    return read._replace(others=True) if elsewhere.used else read


def _read(text: str, start: int, head: Head | None, elsewhere: Constants, old: Content | None) -> Content | None:
    """What a file says from `start` on; None where some of it stands above, and nobody has looked there.

    Whoever reads a file again types in it: a tree grows with that.
    """
    plainly = plain(text[start:]) if head and old is None else None
    if head and plainly and all(name in _USUAL for name, _ in plainly.values):
        looking = Looking(Scope(plainly.tree, head.scope, elsewhere=elsewhere), start, head.paths)
        values = dict[str, Expression](plainly.values)
        listed = [Listed(values["operations"], looking.scope)] if "operations" in values else []
        found = _of_class(text, Said(values, listed), looking, head.named, old)
    else:
        tree = parse(text[start:], old.tree if old else None)
        scope = Scope(tree, head.scope if head else None, elsewhere=elsewhere)
        body = _class(tree, scope)
        if body is None:
            return Content(text)
        looking = Looking(Scope(tree, scope), start)
        of_class = said(body, looking.scope)
        found = _of_class(text, of_class, looking, named(looking.scope), old)
    return None if looking.elsewhere and start else found


def _class(tree: Tree, scope: Scope) -> Node | None:
    """The body of the class; what else the file defines is bound in the scope."""
    found: Node | None = None
    for node in tree.root.named_children:
        if found is None and node.type == "class_definition" and tree.source(node.children[1]) == "Migration":
            found = node.child_by_field_name("body")
        else:
            define(node, scope)
    return found


def _head(text: str, heads: Heads, elsewhere: Constants) -> Head | None:
    """What names mean that stand above the class; None where that is cut in the middle of a statement.

    Where only modules and their names are imported, that is the same in every file.
    """
    lines = text.lstrip()
    while lines.startswith("#"):
        lines = lines.partition("\n")[2].lstrip()
    if lines not in heads:
        tree = parse(lines)
        scope = None if tree.broken else module(tree)
        if scope is not None and not _imports_only(scope):
            scope.elsewhere = elsewhere
            return Head(scope, named(scope), {})
        heads[lines] = Head(scope, named(scope), {}) if scope is not None else None
    return heads[lines]


def _imports_only(scope: Scope) -> bool:
    return not scope.stars and all(type(one.value) is Reference for one in scope.names.values())


def _of_class(text: str, of_class: Said, looking: Looking, named: Named, old: Content | None) -> Content:
    """What the class says. Everything but `operations` is a few words."""
    scope, by = looking.scope, looking.by
    header = {name: worth(of_class.values[name], scope) for name in _HEADER if name in of_class.values}
    listed = of_class.listed
    spans = [scope.tree.span(one.node).shifted(by) for one in listed]
    broken = [span for span in scope.tree.broken if not any(listed.holds(span.shifted(by)) for listed in spans)]
    elements = Span(spans[0].start, spans[-1].end) if spans else Span(len(text), len(text))
    left_out = tuple(span.of(scope.tree.text) for span in broken)
    beside = Around(text, elements, tuple(_spans(of_class, text, looking)), named, left_out)
    if old:
        looking.known = {one.block: one for one in _same(old, beside) if one.turn is None and not one.partly}
    found = [pair for one in listed for pair in _elements(one, looking)]
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
        beside,
        scope.tree if old else None,
    )


def _elements(listed: Listed, looking: Looking) -> Iterator[tuple[int, Element]]:
    """The elements of one part of the list, each for the databases on which that is a part of it."""
    if listed.on == EVERY:
        yield from elements(listed.node, looking)
        return
    inner = Looking(listed.scope, looking.by)
    inner.known = looking.known
    yield from ((start, element.limited(listed.on)) for start, element in elements(listed.node, inner))
    looking.elsewhere = looking.elsewhere or inner.elsewhere


def _same(old: Content, beside: Around) -> Iterator[Element]:
    """The elements of the old version that say what they said, if their text is the same."""
    others = beside.differs(old.around)
    if others is not None:
        yield from old.elements if not others else (one for one in old.elements if not others & words(one.block))


def _spans(of_class: Said, text: str, looking: Looking) -> Iterator[Span]:
    """Where the class says what no element hangs on, from the name on."""
    for name in _HEADER & of_class.values.keys():
        said = looking.scope.tree.span(of_class.values[name]).shifted(looking.by)
        yield Span(text.rfind(name, 0, said.start), said.end)


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
