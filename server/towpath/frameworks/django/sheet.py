"""A migration file as somebody edits it: where its class, its header and the elements of its list stand."""

from collections.abc import Iterator
from functools import cached_property, lru_cache

from towpath.frameworks.django.arguments import Looking
from towpath.frameworks.python import imports
from towpath.frameworks.python.manner import Manner, manner
from towpath.project import Tree as Files
from towpath.source import Edit, Source, Span
from towpath.syntax.python import Node, Reference, Scope, Tree, module, parse


class Sheet:
    """One file, parsed whole; `version` is that of the Django that runs it."""

    def __init__(self, source: Source, files: Files, version: tuple[int, int]) -> None:
        self.source = source
        self.version = version
        self.tree: Tree = parse(source.text)
        self.scope: Scope = module(self.tree)
        self._files = files
        self._looking = Looking(self.scope, 0)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the file asks for."""
        return frozenset(imports.uses(self.tree))

    @cached_property
    def manner(self) -> Manner:
        """How its author writes; who only puts it behind another migration does not ask."""
        return manner(self._files, self.source.path, self.tree)

    @property
    def newline(self) -> str:
        return self.source.newline

    @property
    def body(self) -> Node | None:
        """The body of the class Migration."""
        for node in self.tree.root.named_children:
            if node.type == "class_definition" and self.tree.source(node.children[1]) == "Migration":
                return node.child_by_field_name("body")
        return None

    def attribute(self, name: str) -> Node | None:
        """The assignment of an attribute of the class."""
        body = self.body
        for node in body.named_children if body else ():
            one = node.named_children[0] if node.type == "expression_statement" else node
            if one.type == "assignment" and self.tree.source(one.children[0]) == name:
                return one
        return None

    def value(self, name: str) -> Node | None:
        """What an attribute of the class is set to."""
        found = self.attribute(name)
        return found.child_by_field_name("right") if found else None

    def element(self, start: int) -> Node | None:
        """The call that begins at a place."""
        byte = len(self.source.text[:start].encode("utf-8", "surrogatepass"))
        node = self.tree.root.descendant_for_byte_range(byte, byte)
        while node is not None and not (node.type == "call" and node.start_byte == byte):
            node = node.parent
        while node is not None and node.parent is not None and node.parent.start_byte == byte:
            if node.parent.type == "call":
                node = node.parent
            else:
                break
        return node

    def path(self, call: Node) -> str:
        """The dotted name of what a call calls."""
        return self._looking.path(call)

    def name_of(self, dotted: str) -> str:
        """How the file calls a module or a class; the last part of its name where it does not know it yet."""
        for name, found in self.scope.names.items():
            value = self.scope.look(name) if found else None
            if isinstance(value, Reference) and value.path == dotted:
                return name
        return dotted.rpartition(".")[2]

    @property
    def indentation(self) -> str:
        """What the statements of the class are indented by."""
        body = self.body
        if body is None or not body.named_children:
            return self.manner.indentation
        start = self.tree.span(body.named_children[0]).start
        line = self.source.lines.starts[self.source.lines.position(start).line]
        return self.source.text[line:start] if not self.source.text[line:start].strip() else self.manner.indentation

    @property
    def depth(self) -> str:
        """What the elements of the list are indented by."""
        listed = self.value("operations")
        for node in listed.named_children if listed else ():
            start = self.tree.span(node).start
            line = self.source.lines.starts[self.source.lines.position(start).line]
            if not self.source.text[line:start].strip():
                return self.source.text[line:start]
        return self.indentation + self.manner.indentation

    def lines(self, start: int, end: int) -> Span:
        """The whole lines of an element, with its comma, and the comments that stand right above it."""
        text, lines = self.source.text, self.source.lines
        after = end
        while after < len(text) and text[after] in " \t":
            after += 1
        if text.startswith(",", after):
            end = after + 1
        first = lines.position(start).line
        if text[lines.starts[first] : start].strip() or not self._ends_line(end):
            return Span(start, end)
        end = self.source.whole_lines(Span(start, end)).end
        while first and lines.line(first - 1).lstrip().startswith("#"):
            first -= 1
        return Span(lines.starts[first], end)

    def _ends_line(self, end: int) -> bool:
        rest = self.source.text[end : self.source.lines.line_end(self.source.lines.position(end).line)].strip()
        return rest == "" or rest.startswith("#")

    @cached_property
    def is_spread(self) -> bool:
        """Whether each element of the list stands on lines of its own."""
        listed = self.value("operations")
        if listed is None or listed.type != "list":
            return False
        spans = [self.tree.span(node) for node in listed.named_children if node.type != "comment"]
        return all(self.lines(*span).start < span.start for span in spans)

    def switched(self, atomic: bool) -> Edit | None:
        """The edit that sets `atomic`, or takes it out; None where it is so already."""
        found = self.attribute("atomic")
        if not atomic and found is None:
            return self._above("atomic = False")
        if found is None:
            return None
        worth = found.child_by_field_name("right")
        said = self.tree.source(worth) if worth else ""
        if atomic and said == "False":
            lines = self.source.whole_lines(self.tree.span(found))
            end = lines.end
            if self.source.lines.line(self.source.lines.position(end).line).strip() == "":
                end = self.source.whole_lines(Span(end, end + 1)).end
            return Edit(Span(lines.start, end), "")
        return Edit(self.tree.span(worth), "False") if not atomic and worth and said != "False" else None

    def _above(self, line: str) -> Edit | None:
        """The edit that puts a line above all that the class says, an empty one behind it."""
        body = self.body
        first = next((node for node in body.named_children if node.type != "comment"), None) if body else None
        if first is None:
            return None
        start = self.source.whole_lines(self.tree.span(first)).start
        return self.source.insertion(start, f"{self.indentation}{line}{self.newline}{self.newline}")

    def dependencies(self) -> Iterator[tuple[Span, str, str]]:
        """The pairs of the list of dependencies: where each stands, the app and the name."""
        listed = self.value("dependencies")
        for node in listed.named_children if listed else ():
            parts = [part for part in node.named_children if part.type == "string"] if node.type == "tuple" else []
            if len(parts) == 2:
                app, name = (self.tree.source(part).strip("'\"") for part in parts)
                yield self.tree.span(parts[1]), app, name


def sheet_of(source: Source, files: Files, version: tuple[int, int]) -> Sheet:
    """The sheet of a file; the last ones are kept, since many fixes of one file are written one behind the other."""
    return _sheet(source, files, files.version, version)


@lru_cache(maxsize=4)
def _sheet(source: Source, files: Files, _said: int, version: tuple[int, int]) -> Sheet:
    return Sheet(source, files, version)


def inside_strings(text: str) -> set[int]:
    """Where lines begin that stand within a string, and must not move."""
    tree = parse(text)
    starts: set[int] = set()
    for span in tree.strings():
        at = text.find("\n", span.start, span.end)
        while at >= 0:
            starts.add(at + 1)
            at = text.find("\n", at + 1, span.end)
    return starts


def indented(text: str, old: str, new: str) -> str:
    """A piece of code whose first line stood at one indentation, as it stands at another one."""
    kept = inside_strings(text)
    result: list[str] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if start and start not in kept and line.startswith(old):
            line = new + line[len(old) :]
        result.append(line)
        start += len(line)
    return "".join(result)
