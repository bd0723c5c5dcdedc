"""Names in changelogs that are nearly ones that Liquibase knows, and so say nothing to it."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from towpath.frameworks.liquibase.misspelt import Misspelt
from towpath.project.errors import nearest
from towpath.source import Span
from towpath.syntax.markup import Node

# Extensions may bring names of their own, so only what is this near to a known one is told.
_NEAR = 0.8
_CHANGE_SET = frozenset(
    """
    author changes comment context contextFilter created dbms failOnError filePath id ignore labels logicalFilePath
    modifySql objectQuotingStrategy onValidationFail preConditions rollback runAlways runInTransaction runOnChange
    runOrder runWith runWithSpoolFile validCheckSum
    """.split()
)
# What may happen where a condition does not hold.
ON_FAIL = ("HALT", "CONTINUE", "MARK_RAN", "WARN")
# Where among all others a change set may run.
ORDERS = ("first", "last")
_CONDITIONS = ("preConditions", "and", "or", "not")


@cache
def known() -> Mapping[str, frozenset[str]]:
    """What elements may have, as attributes or below them, by their names."""
    with open(os.path.join(os.path.dirname(__file__), "attributes.tsv"), encoding="utf-8") as file:
        lines = [line.rstrip("\n").partition("\t") for line in file if not line.startswith("#")]
    return {"changeSet": _CHANGE_SET, **{name: frozenset(listed.split()) for name, _, listed in lines}}


def recased(node: Node) -> Node:
    """The element as Liquibase takes it in YAML and JSON, where it makes no difference between `a` and `A` in names."""
    given = known().get(node.name)
    children = tuple(recased(child) for child in node.children)
    if any(one is not other for one, other in zip(children, node.children)):
        node = node._replace(children=children)
    if given is None or given.issuperset(node.attributes):
        return node
    meant = {name.lower(): name for name in given}
    names = {name: name if name in given else meant.get(name.lower(), name) for name in node.attributes}
    if all(one == other for one, other in names.items()):
        return node
    attributes = {names[name]: text for name, text in node.attributes.items()}
    return node._replace(attributes=attributes, places={names.get(name, name): at for name, at in node.places.items()})


def misspelt(node: Node, home: str) -> Iterator[Misspelt]:
    """The attributes in an element, and below it, that do nothing; `home` is the text that it stands in."""
    given = known().get(node.name)
    if given is not None:
        for name in node.attributes.keys() - given:
            near = nearest(name, given - node.attributes.keys(), _NEAR)
            if near is not None:
                reason = f"{node.name} has no attribute {name}, so it does nothing"
                yield Misspelt(reason, _name(node, name, home), near)
    if node.name == "constraints" and "checkConstraint" in node.attributes:
        reason = "Liquibase knows checkConstraint, and sends nothing for it: a change of SQL has to add the CHECK"
        yield Misspelt(reason, _name(node, "checkConstraint", home))
    for child in node.children:
        yield from misspelt(child, home)
    if node.name == "preConditions":
        for name in ("onFail", "onError"):
            yield from _none_of(ON_FAIL, node, name, str.upper)
    if node.name == "changeSet":
        yield from _none_of(ORDERS, node, "runOrder", str)
    if node.name in _CONDITIONS:
        yield from _conditions(node, home)


def _none_of(values: Sequence[str], node: Node, name: str, cased: Callable[[str], str]) -> Iterator[Misspelt]:
    """The value of an attribute that is none of those which Liquibase takes, in the case in which it takes them."""
    said = node.get(name)
    where = said.where(Span(0, len(said))) if said is not None and cased(said) not in values else None
    if said is not None and where is not None:
        reason = f"{name} is one of {', '.join(values)}, and nothing else is taken"
        near = (nearest(one, values) for one in (said.lower(), said.upper()))
        yield Misspelt(reason, where, next((one for one in near if one), ""))


def _name(node: Node, name: str, home: str) -> Span:
    """Where the name of an attribute stands; one that is not written letter by letter is all of the attribute."""
    place = node.places[name]
    start = home.find(name, place.start, place.end)
    return Span(start, start + len(name)) if start >= 0 else place


def _conditions(node: Node, home: str) -> Iterator[Misspelt]:
    """Conditions that are none, below one that holds others."""
    conditions = [name for name in known() if name.endswith(("Exists", "Executed", "Defined", "Check", "Empty"))]
    for child in node.children:
        if child.name not in known() and (near := nearest(child.name, conditions, _NEAR)):
            yield Misspelt(f"there is no condition {child.name}", element_name(child, home), written(child, near, home))


def element_name(node: Node, home: str) -> Span:
    """Where the name of an element stands."""
    start = home.find(node.name, node.span.start, node.span.end)
    return Span(start, start + len(node.name)) if start >= 0 else node.span


def written(node: Node, name: str, home: str) -> str:
    """The name that an element is to have; empty where its end has to be called so as well."""
    return "" if home.startswith("</", home.rfind("<", 0, node.span.end)) else name
