"""`with op.batch_alter_table(…) as batch_op:`, and calls as they stand in it."""

from towpath.frameworks.python.code import Code, Group, flat
from towpath.frameworks.python.recalled import code_of
from towpath.source import pattern
from towpath.syntax.python import Node, Tree

# Where the table stands among the arguments of a call on `op`; in a batch it is left out.
_TABLE = {
    "add_column": 0,
    "alter_column": 0,
    "drop_column": 0,
    "create_check_constraint": 1,
    "create_foreign_key": 1,
    "create_index": 1,
    "create_primary_key": 1,
    "create_unique_constraint": 1,
    "drop_constraint": 1,
    "drop_index": None,
}
_KEYWORD = pattern(r"\w+=")
_SAID_ABOVE = ("schema=", "source_schema=", "table_name=")


def batch_name(node: Node, tree: Tree) -> str:
    """What a batch is called in its body; empty for a statement that is no batch."""
    call, target = _opened(node, tree)
    return tree.source(target) if call is not None and target is not None else ""


def _opened(node: Node, tree: Tree) -> tuple[Node | None, Node | None]:
    """The call that a statement opens a batch with, and the name that it gets."""
    clause = next((child for child in node.named_children if child.type == "with_clause"), None)
    for item in clause.named_children if node.type == "with_statement" and clause is not None else ():
        pattern = item.named_children[0] if item.named_children else item
        if pattern.type == "as_pattern" and len(pattern.named_children) > 1:
            call, target = pattern.named_children[:2]
            function = call.child_by_field_name("function") if call.type == "call" else None
            if function is not None and tree.source(function).endswith("batch_alter_table"):
                return call, target
    return None, None


def batch_around(node: Node, tree: Tree) -> str:
    """What the batch is called in which a statement stands; empty for one that stands in none."""
    found = _around(node, tree)
    return batch_name(found, tree) if found is not None else ""


def _around(node: Node, tree: Tree) -> Node | None:
    above = node.parent
    while above is not None and above.type != "function_definition" and not batch_name(above, tree):
        above = above.parent
    return above if above is not None and above.type == "with_statement" else None


def in_batch(code: Code, name: str) -> Code | None:
    """A call on `op` as a call on a batch of its table; None for one that a batch does not have."""
    method = code.head[len("op.") : -1] if isinstance(code, Group) and code.head.startswith("op.") else ""
    if not isinstance(code, Group) or method not in _TABLE:
        return None
    kept = [item for place, item in enumerate(code.items) if place != _TABLE[method] and not _is_above(item)]
    return code._replace(head=f"{name}.{method}(", items=tuple(_renamed(item, name) for item in kept))


# What Alembic calls a batch that it writes.
BATCH = "batch_op"
_BEYOND = frozenset(("alter_column", "drop_constraint")) | {
    name for name in _TABLE if name.endswith(("_key", "_constraint"))
}


def needs_batch(code: Code) -> bool:
    """Whether a call on `op` is one that SQLite cannot do but by making the table anew."""
    return isinstance(code, Group) and code.head.removeprefix("op.").removesuffix("(") in _BEYOND


def batched(code: Code, with_schema: bool) -> tuple[Code, Code] | None:
    """What opens a batch of a call's table, and the call in it; None for a call that has no place in one.

    `with_schema`: a schema that is none is said as well, as autogenerate does.
    """
    inner = in_batch(code, BATCH)
    method = code.head[len("op.") : -1] if isinstance(code, Group) else ""
    if inner is None or not isinstance(code, Group):
        return None
    place = _TABLE[method]
    named = [item for item in code.items if isinstance(item, str) and item.startswith("table_name=")]
    table = code.items[place] if place is not None else named[0].partition("=")[2] if named else None
    if not isinstance(table, str):
        return None
    schema = [item.removeprefix("source_") for item in code.items if isinstance(item, str) and _is_schema(item)]
    header = Group("with op.batch_alter_table(", (table, *(schema or ["schema=None"] * with_schema)))
    return header, inner


def _is_schema(item: str) -> bool:
    return item.startswith(("schema=", "source_schema="))


def merged_batches(before: str, lines: str) -> str | None:
    """Lines behind others as one batch, where both are said in one of the same table; None where they are not."""
    header, newline, rest = lines.partition("\n")
    if "batch_alter_table(" not in header or not header.rstrip().endswith(":"):
        return None
    depth = header[: len(header) - len(header.lstrip())]
    own = [line for line in before.split("\n") if line.strip() and not line[len(depth) :].startswith((" ", "\t"))]
    return before + rest if newline and own and own[-1] == header else None


def out_of_batch(call: Node, tree: Tree) -> Group | None:
    """A call on a batch as the same call on `op`; None for one that is not about an index, or is spelled otherwise."""
    batch, code = _around(call, tree), code_of(call, tree)
    name = batch_name(batch, tree) if batch is not None else ""
    if not name or batch is None or not isinstance(code, Group):
        return None
    first, schema = _named(batch, tree)
    method = code.head.removeprefix(f"{name}.").removesuffix("(")
    if method not in ("create_index", "drop_index") or not first or _KEYWORD.match(flat(code.items[0])):
        return None
    table = first if method == "create_index" else f"table_name={first}"
    named = (f"schema={schema}",) if schema not in ("", "None") else ()
    items = (code.items[0], table, *code.items[1:], *named)
    return Group(f"op.{method}(", tuple(_renamed(item, "op", name) for item in items))


def _named(batch: Node, tree: Tree) -> tuple[str, str]:
    """The table of a batch, where it comes first as a text, and its schema, as they are spelled."""
    call, _ = _opened(batch, tree)
    arguments = call.child_by_field_name("arguments") if call is not None else None
    if arguments is None or not arguments.named_children:
        return "", ""
    first, *rest = arguments.named_children
    said = [tree.source(one) for one in rest if one.type == "keyword_argument"]
    schema = next((one.partition("=")[2].strip() for one in said if one.startswith("schema")), "")
    return tree.source(first) if first.type == "string" else "", schema


def _is_above(item: Code) -> bool:
    return isinstance(item, str) and item.startswith(_SAID_ABOVE)


def _renamed(item: Code, name: str, old: str = "op") -> Code:
    """An argument with `f()` on what the call is made on."""
    head = item if isinstance(item, str) else item.head
    if not head.startswith(f"{old}.f("):
        return item
    head = f"{name}.{head.removeprefix(f'{old}.')}"
    return head if isinstance(item, str) else item._replace(head=head)
