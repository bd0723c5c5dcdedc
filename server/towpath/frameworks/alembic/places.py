"""Where the parts of an operation stand in the call that says it."""

from collections.abc import Iterator

from towpath.frameworks.alembic.sent.flag import with_keyword
from towpath.frameworks.sent import Sent
from towpath.operations import AddColumn, AlterColumnType, Operation, Places
from towpath.source import Span
from towpath.syntax.python import Argument, Call, Node, Tree

# The arguments of `op`'s calls that name what an operation is about.
_NAMED = {
    "table_name": "table",
    "source_table": "table",
    "old_table_name": "table",
    "index_name": "name",
    "constraint_name": "name",
    "column_name": "column",
}


class Placing:
    """The places in one call, where they stand in the file."""

    def __init__(self, tree: Tree, call: Call, block: Node) -> None:
        self._tree = tree
        self._call = call
        self._block = block

    def places(self, operation: Operation, sent: Sent) -> Places:
        """Where the parts of an operation stand, or could stand."""
        found = dict(self._flags(sent))
        for argument in self._call.arguments:
            if argument.keyword in _NAMED:
                found[_NAMED[argument.keyword]] = self._span(argument.node)
        if sent.said is not None:
            found["action"] = self._span(sent.said)
            if isinstance(operation, AlterColumnType):
                found["type"] = found["action"]
        elif isinstance(operation, AddColumn):
            found |= self._of_column()
        return {part: span for part, span in found.items() if span is not None}

    def _flags(self, sent: Sent) -> Iterator[tuple[str, Span | None]]:
        for part, node in sent.flags:
            yield part, self._span(with_keyword(node)) if node is not None else self._behind()

    def _of_column(self) -> dict[str, Span | None]:
        """The column that `add_column` is given, its default and its nullability."""
        for argument in self._call.arguments:
            if isinstance(argument.value, Call) and argument.value.name in ("Column", "mapped_column"):
                found = {"column": self._span(argument.node)}
                for keyword, part in (("server_default", "default"), ("nullable", "nullable")):
                    if said := argument.value.find(keyword):
                        found[part] = self._span(with_keyword(said.node))
                return found
        return {}

    def _behind(self) -> Span:
        """The empty place behind the last argument, where another one could stand."""
        last: Argument | None = self._call.arguments[-1] if self._call.arguments else None
        at = self._tree.span(last.node).end if last else self._tree.span(self._call.node).end - 1
        return Span(at, at)

    def _span(self, node: Node) -> Span | None:
        """Where a node stands in the block; None for one that stands elsewhere, in a function or another file."""
        around: Node | None = node
        while around is not None and around.id != self._block.id:
            around = around.parent
        return self._tree.span(node) if around is not None else None
