"""One file of a migration that is being written: its tree, its class, and how it says operations."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from towpath.frameworks.kept import Kept
from towpath.frameworks.mannered import plain
from towpath.frameworks.rails import reading
from towpath.frameworks.rails.blocks import table_around
from towpath.frameworks.rails.hanging import WAYS
from towpath.frameworks.rails.layout import Shape, shape
from towpath.frameworks.rails.manner import is_known, manner
from towpath.frameworks.rails.saying import Speaker
from towpath.frameworks.undone import undoes
from towpath.frameworks.writing import Ask
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    CreateTable,
    Direction,
    DropConstraint,
    DropDefault,
    DropIndex,
    Migration,
    Operation,
    SetDefault,
    SetSetting,
    Type,
    ValidateConstraint,
    replace,
)
from towpath.project import Tree
from towpath.schema import Irreversible, State, reverse
from towpath.source import Source, Span
from towpath.syntax import ruby
from towpath.syntax.reach import names
from towpath.syntax.ruby import Class, Method, Node

# What gives names to values, on its left or as a whole, and what names them.
_BINDING = frozenset(("assignment", "operator_assignment", "block_parameters", "lambda_parameters"))
_NAMES = frozenset(("identifier", "constant", "instance_variable", "class_variable"))


class Sheet:
    """A file, and what of the series it is written with."""

    def __init__(self, ask: Ask, source: Source) -> None:
        self._ask = ask
        self.source = source
        self.tree = ruby.parse(source.text)
        scope, classes = ruby.module(self.tree)
        self.shape: Shape | None = shape(scope, classes, reading.dialect(ask.found))
        self.own: Class | None = next((one for one in classes if one.superclass is not None), None)
        self.manner = manner(source.text)

    @property
    def newline(self) -> str:
        return self.source.newline

    @property
    def superclass(self) -> str:
        node = self.own.superclass if self.own else None
        return self.tree.source(node) if node is not None else "ActiveRecord::Migration[8.0]"

    def method(self, direction: Direction) -> Method | None:
        """The method of a direction: the one of its name, or `change`."""
        found = self.shape.methods if self.shape else {}
        return found.get("change") or found.get(direction)

    def depth(self, direction: Direction) -> str:
        """The indentation of the statements in a method."""
        method = self.method(direction) or self.method("up")
        for node in method.body if method else ():
            line = self.lead(self.tree.span(node).start)
            if node.type != "heredoc_body" and not line.strip():
                return line
        return self.manner.indentation * 2

    def lead(self, start: int) -> str:
        """What stands before a place on its line."""
        return self.source.text[self.source.text.rfind("\n", 0, start) + 1 : start]

    def table(self, direction: Direction, start: int) -> int | None:
        """Where the `change_table` starts in whose block a statement starts, on a line of its own; None: in none."""
        method = self.method(direction)
        found = table_around(method, start) if method and not self.lead(start).strip() else None
        return self.tree.span(found).start if found is not None else None

    def around(self, direction: Direction, start: int) -> Span:
        """The statement of the method in which something starts."""
        method = self.method(direction)
        spans = (self.tree.span(node) for node in (method.body if method else ()))
        return next((span for span in spans if span.start <= start < span.end), Span(start, start))

    def names_own(self, text: str) -> bool:
        """Whether code names what only this file has: a variable, a method, or a constant."""
        tree = ruby.parse(text)
        found = {tree.source(node) for node in _nodes(tree.root) if node.type in _NAMES}
        return not self._own.isdisjoint(found) or any(name.startswith("@") for name in found)

    @cached_property
    def _own(self) -> frozenset[str]:
        """The names of the file's variables, constants and methods."""
        binding = (node for node in _nodes(self.tree.root) if node.type in _BINDING)
        bound = [name for node in binding for name in names(self.tree.source(node.child_by_field_name("left") or node))]
        return frozenset((*bound, *(self.shape.methods if self.shape else ()))) - set(WAYS)

    def is_first(self, direction: Direction, start: int, starts: Sequence[int]) -> bool:
        """Whether of the steps that start at these places, this one is the first in its statement."""
        around = self.around(direction, start)
        return not any(around.start <= one < start for one in starts)

    @property
    def records(self) -> bool:
        """Whether the file has a `change`, of which Active Record must know the way back."""
        return self.shape is not None and "change" in self.shape.methods

    def say(self, operation: Operation, depth: str, one_way: bool = False) -> str | None:
        """The lines that say an operation: the idiom where that means just the same, else SQL that is executed.

        `one_way`: what Active Record cannot take back is said for the way up alone.
        """
        speaker = self._speaker
        if speaker is None:
            return None
        for code in (speaker.idiom(operation), speaker.sql(operation, depth)):
            found = self.meant(code) if code is not None and is_known(code) else None
            said = [plain(one) for step in found.up.steps for one in step.operations] if found else []
            if found is None or said != [plain(operation)]:
                continue
            alone = one_way and not all(step.reversible for step in found.up.steps)
            text = self._for_up(operation, code or "", depth) if alone else code
            return f"{depth}{text}\n".replace("\n", self.newline)
        return None

    def _for_up(self, operation: Operation, code: str, depth: str) -> str:
        """A statement that runs on the way up alone, with what takes it back, where it says that itself."""
        assert self.shape is not None
        back = self._back(operation)
        if back:
            inner = depth + self.manner.indentation
            both = f"{inner}dir.up {{ {code} }}\n{inner}dir.down {{ {back} }}\n"
            return f"reversible do |dir|\n{both}{depth}end"
        if self.shape.version.precise_timestamps:
            return f"up_only {{ {code} }}"
        return f"reversible {{ |dir| dir.up {{ {code} }} }}"

    def _back(self, operation: Operation) -> str:
        """What takes back an operation that made something, on one line; empty for one that did not."""
        how = reverse(operation, State())
        if isinstance(operation, SetSetting) or isinstance(how, Irreversible) or len(how.operations) != 1:
            return ""
        return (self.say(how.operations[0], "") or "").strip()

    @property
    def _speaker(self) -> Speaker | None:
        return Speaker(self.manner, self.shape.version, self._made, self._kind) if self.shape else None

    def items(self, operation: Operation) -> list[str] | None:
        """The name of the call that says an operation, and its arguments; None where there is none."""
        speaker = self._speaker
        items = speaker.items(operation) if speaker else None
        return items if items and all(map(is_known, items)) else None

    def meant(self, code: str) -> Migration | None:
        """What a statement in `change` is read as."""
        return read(self._ask, f"class Said < {self.superclass}\n  def change\n    {code}\n  end\nend\n")

    def _made(self, operation: Operation) -> Operation | None:
        """What made that which an operation drops or proves, here or in a migration before this one."""
        if isinstance(operation, SetDefault | DropDefault):
            return self._added(operation)
        proves = operation if isinstance(operation, ValidateConstraint) else None
        for one in self._before():
            if proves is not None:
                if isinstance(one, AddConstraint) and (one.table, one.constraint.name) == (proves.table, proves.name):
                    return one
            elif undoes(operation, one) and not isinstance(one, (DropIndex, DropConstraint)):
                return one
        return None

    def _added(self, operation: SetDefault | DropDefault) -> Operation | None:
        """The new column whose default an operation is the first to change."""
        for one in self._before():
            where = (getattr(one, "table", None), getattr(one, "column", None))
            if isinstance(one, AddColumn) and (one.table, one.column.name) == (operation.table, operation.column):
                return one
            if isinstance(one, SetDefault | DropDefault) and one != operation and where == _where(operation):
                return None
        return None

    def _kind(self, operation: SetDefault | DropDefault) -> Type | None:
        """The type of the column whose default an operation changes; None where what came before does not tell."""
        for one in self._before():
            if isinstance(one, AlterColumnType) and _where(one) == _where(operation):
                return one.type
            if isinstance(one, AddColumn | CreateTable) and one.table == operation.table:
                columns = (one.column,) if isinstance(one, AddColumn) else one.columns
                if found := next((column for column in columns if column.name == operation.column), None):
                    return found.type
        return None

    def _before(self) -> Iterator[Operation]:
        """The operations of the plan, of this migration and of those before it, the last first."""
        for part in self._ask.parts:
            yield from part.operations
        for migration in reversed(self._ask.migrations[: self._ask.number + 1]):
            for step in reversed(migration.up.steps):
                yield from reversed(step.operations)


def _nodes(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack += node.named_children


def _where(operation: AlterColumnType | SetDefault | DropDefault) -> tuple[object, object]:
    return operation.table, operation.column


def read(ask: Ask, text: str) -> Migration | None:
    """What a text says as a migration of the series."""
    path = "db/migrate/1_said.rb"
    found = replace(ask.found, files=(path,))
    made = reading.read(found, Tree(ask.tree.root, {path: text}), Kept())
    return made[0] if made else None
