"""Models of the application's own as `apps.get_model` gives them, in the functions of a file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.changes import Said
from towpath.frameworks.django.depending import key, needed_for
from towpath.frameworks.django.live import MANAGERS, USER, imported
from towpath.frameworks.django.sheet import Sheet
from towpath.frameworks.writing import Ask
from towpath.operations import RunCode, Step, replace
from towpath.source import Edit
from towpath.syntax.python import Call, Node, Reference, Scope, evaluate
from towpath.syntax.python.scope import imported as bind

# What models have at every place of the history.
_HISTORICAL = frozenset(("DoesNotExist", "MultipleObjectsReturned", "_meta"))
_METHODS = frozenset(
    """
    aggregate alias all annotate bulk_create bulk_update contains count create dates datetimes db_manager defer delete
    distinct earliest exclude exists explain extra filter first get get_or_create in_bulk iterator last latest none only
    order_by prefetch_related raw reverse select_for_update select_related update update_or_create using values
    values_list
    """.split()
)


def is_asked(step: Step, said: Said) -> bool:
    """Whether a step shall do the same, but with the models of then."""
    then = tuple(replace(one, live=()) if isinstance(one, RunCode) else one for one in step.operations)
    return then != step.operations and said.operations == then


def historical(ask: Ask, sheet: Sheet) -> tuple[Edit, ...] | None:
    """The edits that the parts ask for; None where a function uses its models in another way."""
    edits: list[Edit] = []
    wanted: dict[str, None] = {}
    for said in (one for part in ask.parts for one in part.said if one.origin is not None):
        step = ask.script.steps[said.origin or 0]
        if not is_asked(step, said):
            continue
        live = [path for one in step.operations if isinstance(one, RunCode) for path in one.live]
        function = _function(sheet, ask.script.starts[said.origin or 0])
        found = _Models(ask, sheet, function, live).edits() if function is not None else None
        if found is None:
            return None
        edits += [edit for edit in found if edit not in edits]
        wanted |= dict.fromkeys(live)
    needed = needed_for(ask, sheet, wanted)
    return None if needed is None else (*edits, *needed)


def _function(sheet: Sheet, start: int) -> Node | None:
    """The function of the file that the RunPython at a place is given."""
    call = sheet.element(start)
    arguments = call.child_by_field_name("arguments") if call is not None else None
    for number, one in enumerate(arguments.named_children if arguments is not None else ()):
        keyword = one.child_by_field_name("name") if one.type == "keyword_argument" else None
        if number == 0 if keyword is None else sheet.tree.source(keyword) == "code":
            name = sheet.tree.source(one.named_children[-1] if keyword is not None else one)
            return next((node for node in sheet.tree.root.named_children if _is_called(sheet, node, name)), None)
    return None


def _is_called(sheet: Sheet, node: Node, name: str) -> bool:
    return node.type == "function_definition" and sheet.tree.source(node.children[1]) == name


class _Use(NamedTuple):
    """Where a class is named: the node that names it, and whether that is one name or several with dots."""

    path: str
    node: Node


class _Models:
    """One function, and how it names the models that it uses."""

    def __init__(self, ask: Ask, sheet: Sheet, function: Node, live: Sequence[str]) -> None:
        self._sheet = sheet
        self._function = function
        self._live = live
        self._keys = {path: key(ask, path) for path in live}
        self._scope = sheet.scope.inner()
        self._imports: list[Node] = []
        self._uses: list[_Use] = []

    def edits(self) -> list[Edit] | None:
        """The edits; None where something is asked of a model that it did not have then."""
        body, apps = self._function.child_by_field_name("body"), self._apps()
        if body is None or not apps or not all(map(self._collect, body.named_children)):
            return None
        local = {name for node in self._imports for name in self._names(node)}
        made = [edit for node in self._imports for edit in self._replaced(node, apps)]
        head: dict[str, str] = {}
        for path, node in self._uses:
            said = self._sheet.tree.source(node)
            if path == USER:
                made.append(Edit(self._sheet.tree.span(node), self._call(path, apps)))
            elif said not in local:
                name = said if node.type == "identifier" else path.rpartition(".")[2]
                made += [Edit(self._sheet.tree.span(node), name)] if said != name else []
                head[name] = f"{name} = {self._call(path, apps)}"
        return made if not head else self._above(body, list(head.values()), made)

    def _apps(self) -> str:
        """What the function calls its first argument."""
        listed = self._function.child_by_field_name("parameters")
        first = listed.named_children[0] if listed is not None and listed.named_children else None
        while first is not None and first.type != "identifier" and first.named_children:
            first = first.named_children[0]
        return self._sheet.tree.source(first) if first is not None else ""

    def _collect(self, node: Node) -> bool:
        """Finds the uses within a node; False where one of them cannot stay."""
        if node.type == "import_from_statement":
            bind(node, self._scope)
            self._imports.append(node)
            return True
        if node.type in ("identifier", "attribute", "call"):
            value = evaluate(node, self._scope)
            if isinstance(value, Call) and value.path == USER and node.type == "call":
                self._uses.append(_Use(USER, node))
                return True
            if isinstance(value, Reference) and (found := imported(value.path)) and found.path in self._live:
                for _ in found.asked:
                    node = node.named_children[0]
                self._uses.append(_Use(found.path, node))
                return _was_there(found.asked)
        children = node.named_children
        if node.type == "attribute":
            children = children[:1]
        elif node.type == "keyword_argument":
            children = children[-1:]
        return all(map(self._collect, children))

    def _names(self, node: Node) -> Mapping[str, str]:
        """The live models that a statement imports: what they are called here, and their dotted names."""
        inner = Scope(self._sheet.tree)
        bind(node, inner)
        found = ((name, inner.look(name)) for name in inner.names)
        return {name: one.path for name, one in found if isinstance(one, Reference) and one.path in self._keys}

    def _replaced(self, node: Node, apps: str) -> Iterator[Edit]:
        """The models instead of the import of them; what else it imports stays."""
        names = self._names(node)
        module = node.child_by_field_name("module_name")
        if not names or module is None:
            return
        source, tree = self._sheet.source, self._sheet.tree
        start = tree.span(node).start
        depth = source.text[source.lines.starts[source.lines.position(start).line] : start]
        lines = [f"{name} = {self._call(path, apps)}" for name, path in names.items()]
        said = [tree.source(child) for child in node.children_by_field_name("name")]
        left = [one for one in said if one.rpartition(" ")[2] not in names]
        if left:
            lines = [f"from {tree.source(module)} import {', '.join(left)}", "", *lines]
        yield Edit(tree.span(node), self._sheet.newline.join(line and depth + line for line in lines).lstrip())

    def _call(self, path: str, apps: str) -> str:
        app, name = self._keys[path]
        text = self._sheet.manner.text
        if path == USER and self._sheet.name_of("django.conf.settings") in self._sheet.scope.names:
            return f"{apps}.get_model(settings.AUTH_USER_MODEL)"
        return f"{apps}.get_model({text(app)}, {text(name)})"

    def _above(self, body: Node, lines: Sequence[str], made: list[Edit]) -> list[Edit] | None:
        """With lines above the first statement, behind a text that only tells what the function is for."""
        source, tree = self._sheet.source, self._sheet.tree
        statements = [one for one in body.named_children if one.type != "comment"]
        if statements and statements[0].type == "expression_statement" and tree.source(statements[0])[:1] in "\"'rR":
            statements = statements[1:]
        if not statements:
            return None
        start = tree.span(statements[0]).start
        line = source.lines.position(start).line
        depth = source.text[source.lines.starts[line] : start]
        if depth.strip():
            return None
        while source.lines.line(line - 1).lstrip().startswith("#"):
            line -= 1
        text = "".join(f"{depth}{one}{self._sheet.newline}" for one in lines)
        return [*made, source.insertion(source.lines.starts[line], text)]


def _was_there(asked: Sequence[str]) -> bool:
    """Whether models of then have what is asked of one: managers with Django's own methods, or nothing at all."""
    if asked[:1] and asked[0] in MANAGERS:
        return len(asked) == 1 or asked[1] in _METHODS
    return not asked or asked[0] in _HISTORICAL
