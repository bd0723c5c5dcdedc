"""Names of a Python file: what binds them above, which of them a text uses, and the edits that add or drop some."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks.python.manner import Manner
from towpath.source import Edit, Source, Span
from towpath.syntax.python import Node, Tree

_IMPORTS = ("import_statement", "import_from_statement", "future_import_statement")
_DEFINED = ("function_definition", "class_definition", "decorated_definition")


class Bound(NamedTuple):
    """One statement at the top of a file, and the names that it binds, each as it is written there."""

    node: Node
    names: Mapping[str, str]

    @property
    def imports(self) -> bool:
        return self.node.type in _IMPORTS


def bound(tree: Tree) -> list[Bound]:
    """What the statements at the top of a file bind, in order."""
    return [Bound(node, dict(_names(node, tree))) for node in tree.root.named_children]


def _names(node: Node, tree: Tree) -> Iterator[tuple[str, str]]:
    if node.type in _IMPORTS:
        for child in node.children_by_field_name("name"):
            said = tree.source(child)
            alias = child.child_by_field_name("alias")
            name = tree.source(alias) if alias is not None else said
            yield (name if node.type != "import_statement" or alias is not None else name.partition(".")[0]), said
    elif node.type in _DEFINED:
        inner = node.child_by_field_name("definition") or node
        named = inner.child_by_field_name("name")
        if named is not None:
            yield tree.source(named), ""
    elif node.type == "expression_statement" and node.named_children[0].type == "assignment":
        left = node.named_children[0].child_by_field_name("left")
        if left is not None and left.type == "identifier":
            yield tree.source(left), ""


def used(node: Node, tree: Tree) -> set[str]:
    """The names that an expression or a statement asks for."""
    found: set[str] = set()
    stack = [node]
    while stack:
        one = stack.pop()
        kind = one.type
        if kind == "identifier":
            found.add(tree.source(one))
        elif kind == "attribute":
            stack += one.named_children[:1]
        elif kind == "keyword_argument":
            stack += one.named_children[-1:]
        elif kind == "function_definition" and one.id != node.id:
            found |= used(one, tree)
        elif kind == "string":
            stack += [inner for inner in one.named_children if inner.type == "interpolation"]
        elif kind not in _IMPORTS:
            stack += one.named_children
    return found - _local(node, tree) if node.type == "function_definition" else found


def _local(function: Node, tree: Tree) -> set[str]:
    """The names that a function binds for itself: its parameters, and what its statements bind."""
    listed, body = function.child_by_field_name("parameters"), function.child_by_field_name("body")
    targets = list(listed.named_children if listed is not None else ())
    stack = list(body.named_children if body is not None else ())
    outer: set[str] = set()
    found: set[str] = set()
    while stack:
        one = stack.pop()
        if one.type in ("assignment", "for_statement"):
            targets += one.children_by_field_name("left")
        elif one.type in ("global_statement", "nonlocal_statement"):
            outer |= {tree.source(name) for name in one.named_children}
        found |= dict(_names(one, tree)).keys() if one.type in (*_IMPORTS, *_DEFINED) else set()
        stack += one.named_children if one.type not in (*_DEFINED, "lambda") else ()
    return found.union(*(_targets(one, tree) for one in targets)) - outer


def _targets(node: Node, tree: Tree) -> set[str]:
    """The names that a parameter, or the left side of an assignment, binds."""
    if node.type == "identifier":
        return {tree.source(node)}
    if node.type in ("pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "dictionary_splat_pattern"):
        return set[str]().union(*(_targets(one, tree) for one in node.named_children))
    return _targets(node.named_children[0], tree) if node.type.endswith("_parameter") else set()


def uses(tree: Tree) -> set[str]:
    """The names that a file asks for, its imports left out."""
    return set[str]().union(*asked(tree).values())


def asked(tree: Tree) -> dict[int, set[str]]:
    """The names that each statement of a file asks for, its imports left out, by where it begins."""
    nodes = [node for node in tree.root.named_children if node.type not in _IMPORTS]
    return {node.start_byte: used(node, tree) - _own(node, tree) for node in nodes}


def _own(node: Node, tree: Tree) -> set[str]:
    """The name of a definition, which is no use of it."""
    return set(dict(_names(node, tree))) if node.type in (*_DEFINED, "expression_statement") else set()


def added(source: Source, tree: Tree, module: str, name: str, manner: Manner) -> Edit:
    """The edit that imports a name from a module: in the statement that imports from there, else in one of its own."""
    newline = source.newline
    statements = [one for one in bound(tree) if one.imports]
    for one in statements:
        said = one.node.child_by_field_name("module_name")
        if said is not None and tree.source(said) == module:
            return Edit(tree.span(one.node), _from(module, sorted({*one.names.values(), name}), manner, newline))
    line = _from(module, [name], manner, newline) + newline
    near = [one for one in statements if _root(one.node, tree) == module.partition(".")[0]] or statements
    for one in near:
        said = one.node.child_by_field_name("module_name")
        if said is not None and tree.source(said) > module:
            at = source.whole_lines(tree.span(one.node)).start
            return source.insertion(at, line)
    if near:
        return source.insertion(source.whole_lines(tree.span(near[-1].node)).end, line)
    first = next(iter(tree.root.named_children), None)
    return source.insertion(tree.span(first).start if first is not None else 0, line + newline * 2)


def _root(node: Node, tree: Tree) -> str:
    said = node.child_by_field_name("module_name") or node.child_by_field_name("name")
    return tree.source(said).partition(".")[0] if said is not None else ""


def _from(module: str, names: list[str], manner: Manner, newline: str) -> str:
    """An import of names from a module, as a formatter writes it."""
    line = f"from {module} import {', '.join(names)}"
    if manner.length is None or len(line) <= manner.length:
        return line
    inner = "".join(f"{manner.indentation}{name},{newline}" for name in names)
    return f"from {module} import ({newline}{inner})"


def idle(after: Tree, names: set[str], asking: Mapping[int, set[str]]) -> set[str]:
    """Names that nothing asks for, but what nothing asks for itself; `asking` are all that ask, each for what."""
    found: set[str] = set()
    binding = [one for one in bound(after) if one.names and not one.imports]
    while True:
        gone = {one.node.start_byte for one in binding if found >= one.names.keys()}
        more = names.difference(*(wanted for start, wanted in asking.items() if start not in gone))
        if more == found:
            return found
        found = more


def dropped(source: Source, tree: Tree, names: set[str], manner: Manner) -> Iterator[Edit]:
    """The edits that take out what binds these names: definitions with what stands above them, imports name by name."""
    lines: list[Span] = []
    definitions: list[Span] = []
    for one in bound(tree):
        gone = names & one.names.keys()
        if not gone:
            continue
        left = [said for name, said in one.names.items() if name not in gone]
        if left and one.imports and (module := one.node.child_by_field_name("module_name")) is not None:
            yield Edit(tree.span(one.node), _from(tree.source(module), left, manner, source.newline))
        elif not left:
            (lines if one.imports else definitions).append(whole(source, tree, one.node))
    yield from (Edit(_with_gap(source, span), "") for span in _together(lines))
    yield from (Edit(_kept_apart(source, span), "") for span in _together(definitions))


def _together(spans: Iterable[Span]) -> list[Span]:
    """Spans, those that touch as one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            span = Span(found.pop().start, span.end)
        found.append(span)
    return found


def _with_gap(source: Source, span: Span) -> Span:
    """Lines between empty lines with those above them; at the beginning of a file, with those below."""
    lines = source.lines
    first, after = lines.position(span.start).line, lines.position(span.end).line
    if after >= len(lines.starts) or lines.line(after).strip():
        return span
    while first and not lines.line(first - 1).strip():
        first -= 1
    while not first and after < len(lines.starts) - 1 and not lines.line(after).strip():
        after += 1
    return Span(lines.starts[first], lines.starts[after])


def _kept_apart(source: Source, span: Span) -> Span:
    """Lines that go without as many of the empty ones around them as stand on the side where more do."""
    text = source.text
    end = span.start + len(span.of(text).rstrip()) + len(source.newline)
    start = len(text[: span.start].rstrip()) + len(source.newline)
    return Span(start, end) if span.start - start < span.end - end and start < span.start else span


def whole(source: Source, tree: Tree, node: Node) -> Span:
    """The lines of a statement with the comments right above it, and the empty lines behind it if it is no import."""
    lines = source.whole_lines(tree.span(node))
    start, end = lines
    line = source.lines.position(start).line
    while line and source.lines.line(line - 1).startswith("#") and node.type not in _IMPORTS:
        line -= 1
    start = source.lines.starts[line]
    if node.type not in _IMPORTS:
        while end < len(source.text) and not source.lines.line(source.lines.position(end).line).strip():
            end = source.whole_lines(Span(end, end + 1)).end
    return Span(start, end)


def head(source: Source, tree: Tree, names: set[str], manner: Manner) -> str:
    """The statements of a file's top that bind these names, and those that they need themselves; imports first."""
    return "".join(parts(source, tree, names, manner))


def parts(source: Source, tree: Tree, names: set[str], manner: Manner) -> tuple[str, str]:
    """The imports, and the other statements, of a file's top that bind these names or what binds them."""
    wanted = set(names)
    statements = bound(tree)
    while True:
        needed = [one for one in statements if not one.imports and wanted & one.names.keys()]
        more = {name for one in needed for name in used(one.node, tree)} - wanted
        if not more & {name for one in statements for name in one.names}:
            break
        wanted |= more
    return _imports(source, tree, statements, wanted, manner), _definitions(source, tree, needed)


def _imports(source: Source, tree: Tree, statements: list[Bound], wanted: set[str], manner: Manner) -> str:
    newline = source.newline
    text, before = "", None
    for one in statements:
        future = one.node.type == "future_import_statement"
        kept = [said for name, said in one.names.items() if name in wanted or future] if one.imports else []
        module = one.node.child_by_field_name("module_name")
        if not kept:
            continue
        if before is not None and newline * 2 in source.text[tree.span(before).end : tree.span(one.node).start]:
            text += newline
        if module is not None and len(kept) < len(one.names):
            text += _from(tree.source(module), kept, manner, newline) + newline
        else:
            text += tree.source(one.node) + newline
        before = one.node
    return text


def _definitions(source: Source, tree: Tree, statements: list[Bound]) -> str:
    newline = source.newline
    text, before = "", None
    for one in statements:
        lines = whole(source, tree, one.node)
        close = before is not None and not source.text[tree.span(before).end : lines.start].strip(" \t\r\n")
        close = close and source.text.count("\n", tree.span(before).end if before else 0, lines.start) == 1
        wide = any(node is not None and node.type in _DEFINED for node in (one.node, before))
        text += newline * (2 if wide else 0 if close else 1) + lines.of(source.text).rstrip() + newline
        before = one.node
    return text
