"""Where the parts of an operation stand in the call that says it."""

from collections.abc import Iterator

from towpath.frameworks.sent import Sent
from towpath.operations import AddColumn, AlterColumnType, DeleteRows, Operation, Places, UpdateRows
from towpath.source import Span
from towpath.syntax.ruby import Call, Given, Node, Tree

# What the argument behind the table is, by the call.
_SECOND = {
    "add_column": "column",
    "remove_column": "column",
    "rename_column": "column",
    "change_column": "column",
    "change_column_default": "column",
    "change_column_null": "column",
    "rename_index": "name",
    "rename_table": "to",
}
_OPTIONS = {"default": "default", "null": "nullable", "name": "name"}


class Placing:
    """The places in one call, where they stand in the block."""

    def __init__(self, tree: Tree, call: Call, block: Node) -> None:
        self._tree = tree
        self._call = call
        self._block = block

    def places(self, operation: Operation, sent: Sent) -> Places:
        """Where the parts of an operation stand, or could stand."""
        found = dict(self._flags(sent))
        found |= self._named()
        if sent.said is not None and sent.said.id != self._call.node.id:
            found["action"] = self._span(sent.said)
        if isinstance(operation, (AddColumn, AlterColumnType)):
            found |= self._of_column()
        if isinstance(operation, (UpdateRows, DeleteRows)) and not operation.batched:
            found |= self._before_the_call()
        return {part: span for part, span in found.items() if span is not None}

    def _flags(self, sent: Sent) -> Iterator[tuple[str, Span | None]]:
        for part, node in sent.flags:
            yield part, self._span(_pair(node)) if node is not None else self._behind()

    def _named(self) -> dict[str, Span | None]:
        """The table, and what the argument behind it is, where the call is on no table that is given."""
        positional = self._call.positional
        if isinstance(self._call.owner, Given) or not positional:
            return {}
        found = {"table": self._span(positional[0].node)}
        part = _SECOND.get(self._call.name)
        if part and len(positional) > 1:
            found[part] = self._span(positional[1].node)
        return found

    def _of_column(self) -> dict[str, Span | None]:
        """The type of a column, its default and its nullability."""
        found: dict[str, Span | None] = {}
        positional = self._call.positional
        if len(positional) > 2 and self._call.name in ("add_column", "change_column"):
            found["type"] = self._span(positional[2].node)
        for option, part in _OPTIONS.items():
            if (said := self._call.find(option)) is not None:
                found[part] = self._span(_pair(said.node))
        return found

    def _before_the_call(self) -> dict[str, Span | None]:
        """The empty place behind the rows that are meant, where they could be put into batches."""
        rows = self._call.node.child_by_field_name("receiver")
        where = self._span(rows) if rows is not None and not isinstance(self._call.owner, Given) else None
        return {"batched": Span(where.end, where.end)} if where else {}

    def _behind(self) -> Span | None:
        """The empty place behind the last argument, where another one could stand."""
        given = self._call.node.child_by_field_name("arguments")
        inner = given.named_children if given is not None else []
        listed = [one for one in inner if one.type not in ("comment", "heredoc_body", "block_argument")]
        if not listed or self._span(listed[-1]) is None:
            return None
        at = self._tree.span(listed[-1]).end
        return Span(at, at)

    def _span(self, node: Node) -> Span | None:
        """Where a node stands; None for one that stands outside of the block."""
        around: Node | None = node
        while around is not None and around.id != self._block.id:
            around = around.parent
        return self._tree.span(node) if around is not None else None


def _pair(node: Node) -> Node:
    """An option with its value, where a value is one's."""
    parent = node.parent
    return parent if parent is not None and parent.type == "pair" else node
