"""A change of several operations made to say fewer, or other ones, in the words of its author."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from towpath.frameworks.liquibase.changelog import parse
from towpath.frameworks.liquibase.entries import Syntax
from towpath.frameworks.liquibase.saying import meant
from towpath.frameworks.liquibase.spelling import recased
from towpath.frameworks.liquibase.trimming import without_attributes, without_column
from towpath.frameworks.mannered import plain
from towpath.operations import AddColumn, DropColumn, Operation
from towpath.syntax.markup import Node, filled

# What a column says besides its name and type, each by the attributes that go together; the smallest loss first.
_GROUPS = (
    "nullable notNullConstraintName validateNullable",
    "unique uniqueConstraintName validateUnique",
    "references referencedTableName referencedColumnNames referencedTableSchemaName referencedTableCatalogName "
    "foreignKeyName deleteCascade deferrable initiallyDeferred validateForeignKey",
    "defaultValue defaultValueBoolean defaultValueComputed defaultValueConstraintName defaultValueDate "
    "defaultValueNumeric defaultValueSequenceNext",
    "primaryKey primaryKeyName primaryKeyTablespace validatePrimaryKey",
    "afterColumn beforeColumn position",
    "remarks",
)
_ATTRIBUTES = tuple(frozenset(group.split()) for group in _GROUPS)
_TAILORED = ("addColumn", "createTable", "dropColumn")


class Element(NamedTuple):
    """The text of a change, with what stands before it on its line, and how it is read."""

    text: str
    syntax: Syntax
    dialect: str
    values: Mapping[str, str]

    @property
    def node(self) -> Node:
        found = parse(self.text, self.syntax)
        return found if self.syntax == "xml" else recased(found)

    @property
    def columns(self) -> list[Node]:
        return [*self.node.all("column")]

    def operations(self, kept: Collection[int] | None = None) -> list[Operation]:
        """What it does; with some of its columns alone, where these are given."""
        node = self.node
        if kept is not None:
            columns = [one for number, one in enumerate(node.all("column")) if number in kept]
            node = node._replace(children=tuple(columns))
        return [plain(one) for one in meant(filled(node, self.values), self.dialect)]

    def without(self, number: int, groups: Sequence[frozenset[str]]) -> "Element | None":
        """The element where one of its columns does not say these."""
        names = frozenset[str]().union(*groups)
        found = self
        while (text := without_attributes(found.text, found.columns[number], names, self.syntax)) is not None:
            found = found._replace(text=text)
        column = found.columns[number]
        constraints = column.child("constraints")
        left = {*column.places, *(constraints.places if constraints else ())}
        return found if names.isdisjoint(left) and len(found.columns) == len(self.columns) else None

    def only(self, kept: Sequence[int]) -> "Element | None":
        """The element with some of its columns alone."""
        found = self
        for number in reversed(range(len(self.columns))):
            if number not in kept:
                text = without_column(found.text, found.columns[number], self.syntax)
                if text is None:
                    return None
                found = found._replace(text=text)
        return found if len(found.columns) == len(kept) else None


def tailored(
    element: Element, before: Sequence[Operation], wanted: Sequence[Operation]
) -> list[Element | Operation] | None:
    """Elements of the author's, and between them what these cannot say, that say together what is wanted.

    `before` is what the element does as it stands. None where it holds no columns that could stay.
    """
    asked = [plain(one) for one in wanted]
    if element.node.name not in _TAILORED or element.operations() != [plain(one) for one in before]:
        return None
    if element.node.name == "createTable":
        found = next((one for one in _trimmed(element) if one.operations() == asked), None)
        return [found] if found else None
    fitted, kept = element, list[int]()
    for number in range(len(element.columns)):
        found = _fitted(fitted, number, asked)
        kept += [number] if found else []
        fitted = found or fitted
    return (_in_turns(fitted, kept, wanted) or _in_turns(_unremarked(fitted), kept, wanted)) if kept else None


def _unremarked(element: Element) -> Element:
    """The element without its remarks, which are sent behind all columns."""
    for number in range(len(element.columns)):
        element = element.without(number, _ATTRIBUTES[-1:]) or element
    return element


def _trimmed(element: Element) -> Iterator[Element]:
    """The element where one column says one thing less."""
    for number in range(len(element.columns)):
        for group in _ATTRIBUTES:
            found = element.without(number, (group,))
            if found is not None and found.text != element.text:
                yield found


def _fitted(element: Element, number: int, asked: Sequence[Operation]) -> Element | None:
    """The element with one column saying as much as is asked for of it; None where that is not asked for at all."""
    column = element.columns[number]
    given = {*column.attributes, *(one for child in column.all("constraints") for one in child.attributes)}
    groups = [group for group in _ATTRIBUTES if not group.isdisjoint(given)]
    for count in range(len(groups) + 1):
        for gone in combinations(groups, count):
            found = element.without(number, gone)
            alone = found.operations((number,)) if found else []
            rest = iter(asked)
            if any(isinstance(one, (AddColumn, DropColumn)) for one in alone) and all(one in rest for one in alone):
                return found
    return None


def _in_turns(element: Element, kept: Sequence[int], wanted: Sequence[Operation]) -> list[Element | Operation] | None:
    """As many columns at once as say what is wanted next, else what is wanted by itself."""
    found: list[Element | Operation] = []
    asked, left, at = [plain(one) for one in wanted], [*kept], 0
    while at < len(asked):
        for count in range(len(left), 0, -1):
            said = element.operations(left[:count])
            if said == asked[at : at + len(said)] and (run := element.only(left[:count])):
                found.append(run)
                left, at = left[count:], at + len(said)
                break
        else:
            found.append(wanted[at])
            at += 1
    return found if not left else None
