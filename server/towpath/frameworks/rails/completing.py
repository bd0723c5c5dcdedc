"""A call in `change` that says as well what Active Record needs to take it back."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from towpath.changes import Said
from towpath.frameworks.mannered import plain
from towpath.frameworks.rails.reversal import OF_TABLE
from towpath.frameworks.rails.sheet import Sheet
from towpath.frameworks.undone import undoes
from towpath.operations import AddConstraint, Check, DropDefault, ForeignKey, Operation, SetDefault, Step, replace
from towpath.source import Edit, Span, pattern
from towpath.syntax import ruby
from towpath.syntax.ruby import Node, Tree

# What Active Record calls to take each of these back.
_INVERSES = {
    "change_column_default": "change_column_default",
    "remove_check_constraint": "add_check_constraint",
    "remove_column": "add_column",
    "remove_columns": "add_columns",
    "remove_foreign_key": "add_foreign_key",
    "remove_index": "add_index",
}
_OPTION = pattern(r":?(?P<name>\w+)(?:: | => )")
# What says how something is done, and not what it is.
_MANNERS = frozenset(("algorithm", "if_not_exists", "validate"))


class _Spelled(NamedTuple):
    """A call by what it is called on the migration, and the arguments that it is given in brackets or behind it.

    `owner` is the table, where it is called on one.
    """

    name: str
    given: list[Node]
    owner: str


class _More(NamedTuple):
    """What a call shall say: its arguments by position and its options, and the edits that make it say them."""

    positional: list[str]
    options: list[str]
    edits: list[Edit]


def completed(sheet: Sheet, step: Step, said: Said) -> tuple[Edit, ...] | None:
    """The edits of a step, relative to its block; None where its calls have no room for what is needed."""
    tree = ruby.parse(step.block)
    edits: list[Edit] = []
    left, others = list(said.back), list(step.operations)
    for call in _calls(sheet, tree, step):
        ours = _read(sheet, call.name, _all(call, tree))
        if ours is None:
            return None
        back = [one for one in left if any(_takes_back(one, other) for other in ours)]
        more = _more(sheet, tree, call, ours, back)
        if more is None or not _suits(sheet, call, more, ours, back):
            return None
        edits += more.edits
        left = [one for one in left if one not in back]
        others = [one for one in others if one not in ours]
    # What calls do that are taken back anyhow is no matter here; what would go along unsaid is.
    unsaid = [one for one in left if not any(_takes_back(one, other) for other in others)]
    return tuple(edits) if edits and not unsaid else None


def _calls(sheet: Sheet, tree: Tree, step: Step) -> Iterator[_Spelled]:
    """The calls of a step that Active Record takes back only where they say enough, and that do not."""
    stack = [tree.root]
    while stack:
        node = stack.pop()
        call = _spelled(sheet, tree, node, step) if node.type == "call" and step.span.holds(tree.span(node)) else None
        if call and not _is_taken_back(sheet, call.name, _all(call, tree)):
            yield call
        stack += reversed(node.named_children)


def _spelled(sheet: Sheet, tree: Tree, node: Node, step: Step) -> _Spelled | None:
    method, given = node.child_by_field_name("method"), node.child_by_field_name("arguments")
    receiver = node.child_by_field_name("receiver")
    if method is None or given is None:
        return None
    on_table = receiver is not None and tree.source(receiver) != "connection"
    said = tree.source(method)
    name = OF_TABLE.get(said, said) if on_table else said
    listed = [one for one in given.named_children if one.type not in ("comment", "heredoc_body")]
    if name not in _INVERSES or any("splat" in one.type or one.type == "hash" for one in listed):
        return None
    table = next((found for one in step.operations if (found := getattr(one, "table", None))), "")
    return _Spelled(name, listed, sheet.manner.symbol(str(table)) if on_table else "")


def _all(call: _Spelled, tree: Tree) -> list[str]:
    """The arguments of a call, as they are spelled on the migration."""
    return [*filter(None, [call.owner]), *map(tree.source, call.given)]


def _read(sheet: Sheet, name: str, given: Sequence[str]) -> list[Operation] | None:
    found = sheet.meant(f"{name} {', '.join(given)}")
    return [one for step in found.up.steps for one in step.operations] if found else None


def _is_taken_back(sheet: Sheet, name: str, given: Sequence[str]) -> bool:
    found = sheet.meant(f"{name} {', '.join(given)}")
    return found is not None and all(step.reversible for step in found.up.steps)


def _takes_back(back: Operation, forth: Operation) -> bool:
    if isinstance(back, SetDefault | DropDefault) and isinstance(forth, SetDefault | DropDefault):
        return (back.table, back.column) == (forth.table, forth.column)
    return undoes(back, forth)


def _more(
    sheet: Sheet, tree: Tree, call: _Spelled, ours: Sequence[Operation], back: Sequence[Operation]
) -> _More | None:
    """What a call has to say so that these take it back."""
    said = sheet.items(back[0]) if back else None
    if said is None or not call.given:
        return None
    positional = [one for one in call.given if one.type != "pair"]
    sources = [*filter(None, [call.owner]), *map(tree.source, positional)]
    options = [tree.source(one) for one in call.given if one.type == "pair"]
    if call.name == "change_column_default":
        return _default(sheet, tree, positional[-1], sources, said) if not options else None
    known = {match["name"] for one in options if (match := _OPTION.match(one))} | _MANNERS
    wanted = [one for one in said[1:] if not _OPTION.match(one)]
    missing = wanted[2:] if call.name == "remove_columns" else wanted[len(sources) :]
    extra = [one for one in said[1:] if (match := _OPTION.match(one)) and match["name"] not in known]
    if call.name == "remove_columns":
        extra, missing = [*(sheet.manner.option("type", one) for one in missing), *extra], []
    end = tree.span(positional[-1]).end if positional else 0
    last = tree.span(call.given[-1]).end
    edits = [Edit(Span(end, end), "".join(f", {one}" for one in missing))] if missing else []
    if extra and edits and end == last:
        edits = [Edit(Span(end, end), edits[0].text + "".join(f", {one}" for one in extra))]
    elif extra:
        edits.append(Edit(Span(last, last), "".join(f", {one}" for one in extra)))
    fitting = bool(positional) or not missing
    return _More([*sources, *missing], [*options, *extra], edits) if edits and fitting else None


def _default(sheet: Sheet, tree: Tree, node: Node, sources: list[str], said: Sequence[str]) -> _More | None:
    """A default with the one before it, which `said` sets again."""
    before = said[-1].partition(": ")[2] if _OPTION.match(said[-1]) else said[-1]
    both = [sheet.manner.option("from", before), sheet.manner.option("to", sources[-1])]
    return _More(sources[:-1], both, [Edit(tree.span(node), ", ".join(both))])


def _suits(sheet: Sheet, call: _Spelled, more: _More, ours: Sequence[Operation], back: Sequence[Operation]) -> bool:
    """Whether what is said does what it did, and what Active Record makes of it takes just that back."""
    given = [*more.positional, *more.options]
    if not _is_taken_back(sheet, call.name, given) or _read(sheet, call.name, given) != list(ours):
        return False
    options = more.options
    if call.name == "change_column_default":
        froms, to = (one.partition(": ")[2] if ": " in one else one.partition("=> ")[2] for one in options)
        options = [sheet.manner.option("from", to), sheet.manner.option("to", froms)]
    inverse = _read(sheet, _INVERSES[call.name], [*more.positional, *options])
    return inverse is not None and sorted(map(_compared, inverse)) == sorted(map(_compared, back))


def _compared(operation: Operation) -> str:
    """What an operation does, in whichever manner."""
    if isinstance(operation, AddConstraint) and isinstance(operation.constraint, Check | ForeignKey):
        operation = replace(operation, constraint=replace(operation.constraint, valid=True))
    return repr(plain(operation))
