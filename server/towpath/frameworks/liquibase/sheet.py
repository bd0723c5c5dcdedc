"""One change set of a file that is being written: where its elements stand, and how its author writes."""

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from towpath.frameworks.liquibase import changeset, formatted, guards
from towpath.frameworks.liquibase.changelog import node_of, read
from towpath.frameworks.liquibase.entries import Changelog, Entry
from towpath.frameworks.liquibase.reading import dialect_of, values_at
from towpath.frameworks.liquibase.rendering import Style
from towpath.frameworks.writing import Ask
from towpath.operations import Script
from towpath.source import Source, Span, pattern
from towpath.syntax.markup import Node

_NONE: Mapping[str, str] = {}
_BRACED = pattern(r"[\"']?changeSet[\"']?\s*:\s*\{")
_OPENING = pattern(r"<(?P<prefix>[\w.-]+:)?changeSet")


def only_here(ask: Ask, dialect: str) -> bool:
    """Whether nothing but one database runs the change set."""
    steps = ask.migration.up.steps
    return bool(steps) and all(step.guard is not None and step.guard.databases == (dialect,) for step in steps)


def _hugs(text: str, brace: int) -> bool:
    """Whether what opens here has something behind it on its line."""
    return not text[brace + 1 :].lstrip(" \t").startswith(("\n", "\r"))


class Item(NamedTuple):
    """A change, and where all of it stands in the file: in a list, with its dash or braces.

    `listed`: commas part it from those around it.
    """

    node: Node
    span: Span
    listed: bool = False


class Sheet:
    """A change set in its file."""

    def __init__(self, ask: Ask, source: Source) -> None:
        self.ask = ask
        self.source = source
        self.changelog: Changelog = read(source.path, source.text)
        # The database that it is read for, and whether others run the change set as well.
        self.dialect = dialect_of(ask.found)
        self.several = len(set(ask.found.dialects)) > 1 and not only_here(ask, self.dialect)
        self.entry: Entry | None = self._entry()

    def _entry(self) -> Entry | None:
        """The change set that is asked about."""
        starts, entries = self.ask.migration.up.starts, self.changelog.entries
        if not starts:
            return next((one for one in entries if one.kind == "changeSet" and self._is(one)), None)
        at = bisect_right(entries, starts[0], key=lambda one: one.start) - 1
        found = entries[at] if at >= 0 else None
        holds = found and found.kind == "changeSet" and starts[0] < found.start + len(found.text)
        return found if holds else None

    def _is(self, entry: Entry) -> bool:
        """Whether an entry is called as the change set that is asked about, which does nothing."""
        said = changeset.read(entry, self.changelog.syntax, {})
        return self.ask.migration.identity.endswith(f"::{said.identity}::{said.author}")

    @property
    def conditional(self) -> bool:
        """Whether the change set is passed over where a condition does not hold, as it may not for what is split off.

        Contexts and labels go along with what is split off.
        """
        if self.syntax == "sql":
            said = self.entry.text if self.entry else ""
            return any(one.kind == "precondition" for one in formatted.body(said).conditions)
        return any(guards.conditions(one) != ((), "") for one in self.node.all("preConditions"))

    @property
    def syntax(self) -> str:
        return self.changelog.syntax

    @property
    def newline(self) -> str:
        return self.source.newline

    @cached_property
    def node(self) -> Node:
        assert self.entry
        return node_of(self.entry, self.changelog.syntax)

    @cached_property
    def listed(self) -> bool:
        """Whether the change set stands in braces in a list, where commas part it from those around it."""
        return self.syntax == "json" or (
            self.syntax == "yaml" and self.entry is not None and self.entry.text[:1] == "{"
        )

    @cached_property
    def braced(self) -> bool:
        """Whether what the change set holds stands in braces."""
        at = self.start + self.node.span.start
        return self.syntax == "json" or (self.syntax == "yaml" and bool(_BRACED.match(self.source.text, at)))

    @property
    def start(self) -> int:
        return self.entry.start if self.entry else 0

    @property
    def end(self) -> int:
        """Where the change set ends."""
        return self.start + self.node.span.end

    @cached_property
    def values(self) -> Mapping[str, str]:
        """The values of the properties that hold in the change set."""
        holes = self.entry is not None and "${" in self.entry.text
        return values_at(self.ask.found, self.ask.tree, self.source.path, self.start) if holes else _NONE

    @cached_property
    def changes(self) -> list[Item] | None:
        """The changes; None where one of them stands as nobody can write beside it."""
        return self._items([child for child in self.node.children if child.name not in changeset.OTHERS])

    @cached_property
    def rollbacks(self) -> list[Item] | None:
        """What takes them back, each of it; a text of SQL is its element."""
        found: list[Node] = []
        for one in self.node.all("rollback"):
            found += [child for child in one.children if child.name != "comment"]
            if one.text is not None and one.text.strip():
                found.append(one)
        return self._items(found)

    def _items(self, nodes: list[Node]) -> list[Item] | None:
        items = [self._item(node) for node in nodes]
        return [item for item in items if item] if all(items) else None

    def _item(self, node: Node) -> Item | None:
        text, span = self.source.text, node.span.shifted(self.start)
        if self.syntax == "xml" or node.name == "rollback":
            return Item(node, span)
        before = text[: span.start].rstrip()
        if before.endswith("{"):
            return self._in_braces(node, span, len(before) - 1)
        if self.syntax == "json":
            return None
        # A dash may stand on a line of its own.
        dash = len(before) - 1
        line = text.rfind("\n", 0, dash) + 1
        return Item(node, Span(dash, span.end)) if before.endswith("-") and not text[line:dash].strip(" -") else None

    def _in_braces(self, node: Node, span: Span, opening: int) -> Item | None:
        """A change in braces of its own, in a list in brackets, or behind a dash."""
        text = self.source.text
        closing = span.end + len(text[span.end :]) - len(text[span.end :].lstrip())
        if not text.startswith("}", closing):
            return None
        before = text[:opening].rstrip()
        if before.endswith("-"):
            return Item(node, Span(len(before) - 1, closing + 1))
        return Item(node, Span(opening, closing + 1), listed=True)

    def of(self, script: Script, items: list[Item]) -> list[list[int]]:
        """The steps that stand in each of these items."""
        return [
            [number for number, start in enumerate(script.starts) if item.span.start <= start < item.span.end]
            for item in items
        ]

    def depth(self, at: int) -> str:
        """The blanks before what stands at a place on its line."""
        line = self.source.text[self.source.text.rfind("\n", 0, at) + 1 : at]
        return line[: len(line) - len(line.lstrip())] if line.strip() else line

    @cached_property
    def own_depth(self) -> str:
        """How deep the change set itself stands: its tag, its dash, its brace."""
        text, at = self.source.text, self.start + self.node.span.start
        if self.syntax == "json":
            at = text.rfind("{", 0, at)
        elif self.syntax == "yaml":
            at = text.rfind("-", 0, at)
        return self.depth(at)

    @cached_property
    def change_depth(self) -> str:
        """How deep a change stands."""
        items = self.changes or self.rollbacks or []
        if items:
            line = self.source.text[self.source.text.rfind("\n", 0, items[0].span.start) + 1 : items[0].span.start]
            if not line.strip():
                return line
        if self.syntax == "yaml":
            # A list may stand as deep as its key, as that of the change sets may.
            return self.key_depth + ("  " if self.own_depth else "")
        return self.own_depth + self.style.unit * (1 if self.syntax == "xml" else 3)

    @cached_property
    def key_depth(self) -> str:
        """How deep what stands in the change set does: `id`, `changes`."""
        place = next(iter(self.node.places.values()), self.node.span)
        return self.depth(self.start + place.start)

    @cached_property
    def style(self) -> Style:
        said = self.entry.text if self.entry else ""
        if self.syntax == "xml":
            found = _OPENING.search(said)
            inner = next((self.depth(self.start + child.span.start) for child in self.node.children), "")
            unit = inner[len(self.own_depth) :] if inner.startswith(self.own_depth) else ""
            return Style("xml", self.newline, unit or "    ", (found["prefix"] or "") if found else "")
        if self.braced and self.syntax == "yaml":
            return self._inside
        if self.syntax == "yaml":
            return Style("yaml", self.newline, "  ", offset=self._offset())
        lines = "\n" in said
        hugs = _hugs(self.source.text, self.changes[0].span.start) if self.changes else self.hugs
        return Style("json", self.newline, (self._unit() if lines else "") or "  ", lines=lines, hugs=hugs)

    def style_of(self, item: Item) -> Style:
        """How what comes beside a change, or in its place, is written."""
        return self._inside if item.listed and self.syntax == "yaml" else self.style

    @property
    def _inside(self) -> Style:
        """How YAML is written in braces."""
        return Style("json", self.newline, lines=False, bare=True)

    def _unit(self) -> str:
        """How much deeper than what it stands in something of JSON does; two braces open on one line or on two."""
        for item in self.changes or ():
            outer, hugs = self.depth(item.span.start), _hugs(self.source.text, item.span.start)
            for place in item.node.places.values():
                inner = self.depth(self.start + place.start)
                if len(inner) > len(outer):
                    return inner[: (len(inner) - len(outer) + (not hugs)) // (1 if hugs else 2)]
        unit = self.key_depth[len(self.own_depth) :]
        return unit if self.hugs else unit[: (len(unit) + 1) // 2]

    @cached_property
    def hugs(self) -> bool:
        """Whether the brace around a change set of JSON opens on the line of its name."""
        return _hugs(self.source.text, self.source.text.rfind("{", 0, self.start + self.node.span.start))

    def _offset(self) -> int:
        """How much deeper than its dash what is in a change stands."""
        for item in self.changes or ():
            places = [place for place in item.node.places.values() if place.start > item.node.span.start]
            line = self.source.text[self.source.text.rfind("\n", 0, item.span.start) + 1 : item.span.start]
            below = places and "\n" in self.source.text[item.span.start : self.start + places[0].start]
            if below and not line.strip():
                return max(len(self.depth(self.start + places[0].start)) - len(line), 3)
        return 4

    def lines(self, span: Span, with_comments: bool = False) -> Span:
        """The whole lines of an element, if it stands alone on them, with the comments right above it."""
        source = self.source
        whole = source.whole_lines(span)
        rest = source.text[span.end : whole.end].strip()
        if source.text[whole.start : span.start].strip() or rest:
            return span
        line = source.lines.position(span.start).line
        while with_comments and line > source.lines.position(self.start).line and self._comment(line - 1):
            line -= 1
        return Span(source.lines.starts[line], whole.end)

    def _comment(self, line: int) -> bool:
        said = self.source.lines.line(line).strip()
        if self.syntax == "yaml":
            return said.startswith("#")
        return self.syntax == "xml" and said.startswith("<!--") and said.endswith("-->")
