"""One file of a revision that is being written: its tree, its manner, and how it says operations."""

from collections.abc import Iterator, Sequence

from towpath.frameworks.alembic import bodies
from towpath.frameworks.alembic.batch import BATCH, batched, in_batch, needs_batch
from towpath.frameworks.alembic.guards import decided
from towpath.frameworks.alembic.reading import FUNCTIONS, sending_of
from towpath.frameworks.alembic.saying import Speaker
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL
from towpath.frameworks.mannered import plain
from towpath.frameworks.python.code import Code, flat, is_known, renamed, written
from towpath.frameworks.python.manner import manner
from towpath.operations import Direction, Operation
from towpath.project import Found, Tree
from towpath.source import Edit, Source
from towpath.syntax import python
from towpath.syntax.python import Function, Node, Reference
from towpath.syntax.reach import Reach

# What calls are written with, by the name that they have in them: the module that it stands for, and its import.
_MODULES = {
    "op": ("alembic.op", "from alembic import op"),
    "sa": ("sqlalchemy", "import sqlalchemy as sa"),
    "postgresql": ("sqlalchemy.dialects.postgresql", "from sqlalchemy.dialects import postgresql"),
}
_HEAD = "".join(f"{line}\n" for _, line in _MODULES.values())


class Sheet:
    """A file, and what of the series it is written with."""

    def __init__(self, source: Source, tree: Tree, found: Found) -> None:
        self.source = source
        self.tree = python.parse(source.text)
        self.scope = python.module(self.tree)
        self.manner = manner(tree, source.path, self.tree)
        self._sending = sending_of(found)
        self.convention, self.dialect = self._sending.convention, self._sending.dialect
        self.batched = found.setting("render_as_batch") == "true"
        self.names = dict(self._names())
        self.speaker = Speaker(self.manner, self.convention, f"{self.called('op')}.f(" in source.text)

    def _names(self) -> Iterator[tuple[str, str]]:
        """What the file calls the modules that calls are written with, where it has other names for them."""
        values = [(own, self.scope.look(own)) for own in self.scope.names]
        for name, (path, _) in _MODULES.items():
            found = [own for own, value in values if type(value) is Reference and value.path == path]
            if found and name not in found:
                yield name, found[0]

    def called(self, name: str) -> str:
        """How the file calls a module that calls are written with: by another name, perhaps."""
        return self.names.get(name, name)

    @property
    def transactional(self) -> bool:
        """Whether there is a transaction that anything could stand outside of."""
        return self.dialect == POSTGRESQL

    @property
    def newline(self) -> str:
        return self.source.newline

    def function(self, direction: Direction) -> Function | None:
        """The function of a direction, if the file has one of that name that does the work itself."""
        name = FUNCTIONS[direction]
        found = self.scope.look(name) if name in self.scope.names else None
        if not isinstance(found, Function) or "globals()[" in self.tree.source(found.node):
            return None
        return found

    def say(self, operation: Operation, undone: Operation | None = None, batch: str = "") -> Code | None:
        """The call that says an operation: the idiom where that means just the same, else SQL that is executed.

        `batch` is the name of the batch in which it stands, where each call is the idiom.
        """
        idiom = self.speaker.idiom(operation, undone)
        if idiom is not None and self._means(idiom, operation):
            return in_batch(idiom, batch) if batch else idiom
        if batch:
            return None
        sql = self.speaker.sql(operation)
        return sql if sql is not None and self._means(sql, operation) else None

    def _means(self, code: Code, operation: Operation) -> bool:
        """Whether code, read again, is exactly this operation; what was not known of a text cannot be written."""
        if not is_known(code):
            return False
        scope = python.module(python.parse(f"{_HEAD}def upgrade():\n    {flat(code)}\n"), decided)
        function = scope.look("upgrade")
        if not isinstance(function, Function):
            return False
        script = bodies.read((function,), self._sending, Reach(()), None).script("")
        return [plain(one) for step in script.steps for one in step.operations] == [plain(operation)]

    def line(self, code: Code, depth: str, outside: bool = False) -> str:
        """A statement as lines that stand at a depth, the last one ended; `outside`: they will go a level deeper."""
        if not outside and (self.batched or (self.dialect == "sqlite" and needs_batch(code))):
            opened = batched(code, "schema=None" in self.source.text)
            if opened is not None:
                header, inner = opened
                deeper = depth + self.manner.indentation
                return self.line(header, depth).rstrip() + f" as {BATCH}:{self.newline}" + self.line(inner, deeper)
        more = self.manner.indentation if outside else ""
        lines = f"\n{depth}{more}{written(renamed(code, self.names), self.manner, depth + more)}".replace(
            f"\n{more}", "\n"
        )
        return f"{lines[1:]}\n".replace("\n", self.newline)

    def comment(self, note: str, depth: str) -> str:
        return f"{depth}# {note}{self.newline}" if note else ""

    def imports(self, texts: Sequence[str]) -> Iterator[Edit]:
        """The edits that import what lines ask for and the file does not have yet."""
        asked = {name for text in texts for name in _MODULES if f"{name}." in text} - self.names.keys()
        for name in _MODULES:
            path, line = _MODULES[name]
            known = self.scope.look(name) if name in self.scope.names else None
            if name in asked and not (isinstance(known, Reference) and known.path == path):
                yield self.source.insertion(self._behind_imports(), line + self.newline)

    def _behind_imports(self) -> int:
        """The start of the line behind the last import at the top of the file."""
        kinds = ("import_statement", "import_from_statement", "future_import_statement")
        found = [node for node in self.tree.root.named_children if node.type in kinds]
        if found:
            return self.source.whole_lines(self.tree.span(found[-1])).end
        first = next((node for node in self.tree.root.named_children if node.type != "comment"), None)
        if first is not None and first.type == "expression_statement" and first.named_children[0].type == "string":
            return self.source.whole_lines(self.tree.span(first)).end
        return 0


def module_head(texts: Sequence[str], known: Sequence[str]) -> str:
    """The lines that import what lines ask for, those left out that are there already."""
    asked = [line for name, (_, line) in _MODULES.items() if any(f"{name}." in text for text in texts)]
    return "".join(f"{line}\n" for line in asked if line not in known)


def enclosing(node: Node, kinds: Sequence[str]) -> Node | None:
    """The nearest node of some kinds around a place, itself included."""
    found: Node | None = node
    while found is not None and found.type not in kinds:
        found = found.parent
    return found
