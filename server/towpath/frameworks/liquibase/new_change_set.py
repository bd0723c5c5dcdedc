"""A change set that is new: what it does, and what takes it back."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from towpath.changes import Part, Said
from towpath.frameworks.liquibase.changing import changed, comments, is_sql, reworded
from towpath.frameworks.liquibase.inserting import way_back
from towpath.frameworks.liquibase.rendering import element, escaped, json_list, key, plain, sql, text
from towpath.frameworks.liquibase.saying import Speaker
from towpath.frameworks.liquibase.sheet import Item, Sheet
from towpath.frameworks.sqllanguage import SqlLanguage
from towpath.frameworks.undone import undoes
from towpath.operations import Operation, Script, SetSetting, Statement, ValidateConstraint
from towpath.source import Edit, Span, apply
from towpath.syntax.markup import Node

# What a new change set takes over from the one that it was split from.
_KEPT = (
    "dbms",
    "context",
    "contextFilter",
    "labels",
    "failOnError",
    "logicalFilePath",
    "objectQuotingStrategy",
    "runOrder",
    "runWith",
)
_UNDONE_BY_NOTHING = (SetSetting, ValidateConstraint)


class New(NamedTuple):
    """The text of a new change set, without the blanks before it, and the edits that take its way back from the old."""

    text: str
    taken_out: Sequence[Edit]


class Taken(NamedTuple):
    """What of a way back goes along: its elements, or what some statements of a text say; the edits take it out."""

    items: Sequence[Item] = ()
    edits: Sequence[Edit] = ()
    said: Sequence[Said] = ()


def new_change_set(sheet: Sheet, part: Part, identity: str, conditions: Sequence[str] = ()) -> New | None:
    """The change set that says a part; where other databases run the old one, it is for PostgreSQL alone.

    `conditions` are what it runs under, as it is written.
    """
    pieces = _pieces(sheet, part.said)
    if pieces is None:
        return None
    taken = _taken(sheet, part) if not sheet.several else _copied(sheet, part)
    if taken is None:
        return None
    back: str | None = None
    if taken.items:
        back = _taken_text(sheet, taken.items)
    elif wanted := taken.said or _wanted(sheet, part):
        back = way_back(sheet, [(said.note, said.operations) for said in wanted], alone=True)
        if back is None:
            return None
    return New(_text(sheet, _header(sheet, part, identity), conditions, pieces, back), taken.edits)


def _wanted(sheet: Sheet, part: Part) -> tuple[Said, ...]:
    """What has to be written to take a new change set back, if Liquibase does not do it by itself."""
    return () if Speaker(sheet, alone=True).derived(part.said) else wanted_back(sheet, part)


def wanted_back(sheet: Sheet, part: Part) -> tuple[Said, ...]:
    """What a new change set brings along to take it back: nothing that its own transaction would refuse.

    What had no way back stays without one, but for what a fix has made of it.
    """
    if part.transactional is False:
        return part.back
    if not (sheet.ask.migration.derived or sheet.ask.migration.down is not None):
        return ()
    if not part.back and all(isinstance(one, _UNDONE_BY_NOTHING) for one in part.operations):
        # Of SQL, Liquibase wants to be told that there is nothing to take back.
        return (Said((Statement("nothing"),), None),)
    refused = any(getattr(one, "concurrently", False) for said in part.back for one in said.operations)
    return () if refused else part.back


def _header(sheet: Sheet, part: Part, identity: str) -> dict[str, str]:
    """The attributes of a new change set, in the order in which the old one has them."""
    given = {name: str(said) for name, said in sheet.node.attributes.items() if name in ("author", "id", *_KEPT)}
    header = {**given, "id": identity, **({"dbms": sheet.dialect} if sheet.several else {})}
    return {**header, "runInTransaction": "false"} if part.transactional is False else header


def _pieces(sheet: Sheet, said: Sequence[Said]) -> list[str] | None:
    """The changes of a new change set, each as it is written; what did not change is as it was."""
    script, items = sheet.ask.script, sheet.changes
    if items is None:
        return None
    steps = sheet.of(script, items)
    owners = {step: number for number, own in enumerate(steps) for step in own}
    pieces: list[str] = []
    if sheet.braced and any(one.note for one in said):
        return None  # There is no place for comments.
    for owner, group in groupby(said, lambda one: owners.get(-1 if one.origin is None else one.origin)):
        together = tuple(group)
        found = _elements(sheet, together, items[owner] if owner is not None else None)
        if found is None:
            return None
        if owner is not None and together[0].origin == steps[owner][0] and not _stands(sheet, together, items[owner]):
            pieces += _comments(sheet, items[owner])
        pieces += found
    return pieces


def _elements(sheet: Sheet, said: Sequence[Said], item: Item | None) -> list[str] | None:
    """The changes that say what an element says, or some of it, or what is new."""
    if item is not None and _stands(sheet, said, item):
        return [*_notes(sheet, said), _as_it_stands(sheet, item)]
    if item is not None and not is_sql(item):
        return reworded(sheet, sheet.ask.script, item, said, Speaker(sheet, alone=True), sheet.style)
    pieces: list[str] = []
    for one in said:
        nodes = _nodes(sheet, one, item)
        if nodes is None:
            return None
        above = _told(sheet, one, item)
        if above and len(nodes) == 1 and is_sql(Item(nodes[0], sheet.node.span)):
            nodes, above = [_commented(sheet, above, str(nodes[0].text))], []
        elements = (element(node, sheet.change_depth, sheet.style) for node in nodes)
        pieces += [*_notes(sheet, (one,)), *_as_comments(sheet, (line.lstrip("- ") for line in above)), *elements]
    return pieces


def _told(sheet: Sheet, said: Said, item: Item | None) -> list[str]:
    """The comments of a statement of SQL, if nobody says some of it before."""
    if item is None or said.origin is None or not is_sql(item):
        return []
    first = next((one for part in sheet.ask.parts for one in part.said if one.origin == said.origin), said)
    return comments(sheet, item, sheet.ask.script.start(said.origin)) if first == said else []


def _commented(sheet: Sheet, above: Sequence[str], text: str) -> Node:
    """SQL with comments above it, in lines of its own."""
    lines = [*above, *text.split("\n")]
    if sheet.syntax != "xml":
        return sql("\n".join(lines))
    inner = sheet.change_depth + sheet.style.unit
    return sql("".join(f"\n{inner}{line}" for line in lines) + f"\n{sheet.change_depth}")


def _stands(sheet: Sheet, said: Sequence[Said], item: Item) -> bool:
    """Whether all of an element is said as it was."""
    script = sheet.ask.script
    same = all(one.origin is not None and one.operations == script.steps[one.origin].operations for one in said)
    return same and {one.origin for one in said}.issuperset(sheet.of(script, [item])[0])


def _notes(sheet: Sheet, said: Sequence[Said]) -> list[str]:
    """The comments that stand above what is said."""
    return _as_comments(sheet, (one.note for one in said if one.note))


def _as_comments(sheet: Sheet, notes: Iterable[str]) -> list[str]:
    if sheet.braced:
        return []
    return [f"# {note}" if sheet.syntax == "yaml" else f"<!-- {note.replace('--', '- -')} -->" for note in notes]


def _comments(sheet: Sheet, item: Item) -> list[str]:
    """The comments right above an element."""
    lines = sheet.lines(item.span, with_comments=True)
    above = Span(lines.start, max(item.span.start, lines.start)).of(sheet.source.text)
    return [line.strip() for line in above.splitlines() if line.strip()]


def _as_it_stands(sheet: Sheet, item: Item) -> str:
    """An element with its comments, from behind the blanks before it on; one of a list in brackets with a dash."""
    if item.listed and not sheet.braced:
        return f"- {item.span.of(sheet.source.text)}"
    lines = sheet.lines(item.span, with_comments=True)
    return lines.of(sheet.source.text).strip() if lines != item.span else item.span.of(sheet.source.text)


def _nodes(sheet: Sheet, said: Said, item: Item | None) -> list[Node] | None:
    """The changes that say operations: a statement of SQL is respelled as its author writes."""
    if item is not None and is_sql(item) and said.origin is not None:
        step = sheet.ask.script.steps[said.origin]
        plain_text = "&" not in step.block if sheet.syntax == "xml" else "\\" not in step.block
        edits = (
            SqlLanguage(sheet.source, dialect=sheet.ask.found.dialect).respelled(step, said)
            if said.operations != step.operations
            else ()
        )
        if edits is not None and plain_text and sheet.ask.script.start(said.origin) != item.span.start:
            return [sql(_unindented(apply(step.block, edits)))]
    return Speaker(sheet, alone=True).all(said.operations)


def _unindented(text: str) -> str:
    """A statement whose further lines are as deep as they have to be to stand behind the first."""
    first, *rest = text.replace("\r\n", "\n").split("\n")
    depth = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    return "\n".join((first, *(f"    {line[depth:]}" if line.strip() else "" for line in rest)))


def _taken(sheet: Sheet, part: Part) -> Taken | None:
    """What of the way back undoes what goes to a new change set."""
    down, items = sheet.ask.migration.down, sheet.rollbacks
    gone = undone(down, part.operations)
    if down is None or not gone:
        return None if gone is None else Taken()
    steps = sheet.of(down, items or [])
    if items is None or not gone.issubset(step for own in steps for step in own):
        return None
    found = [item for item, own in zip(items, steps) if own and gone.issuperset(own)]
    later = undone(down, [operation for other in sheet.ask.parts[1:] for operation in other.operations]) or gone
    if sheet.braced or all(later.issuperset(own) for own in steps):
        # What is left of it would say that there is nothing to take back, or needs its commas.
        return None
    if all(gone.issuperset(own) or gone.isdisjoint(own) for own in steps):
        return Taken(found, [Edit(sheet.lines(item.span, with_comments=True), "") for item in found])
    every = [Said(step.operations, number) for number, step in enumerate(down.steps)]
    edits = changed(sheet, down, items, [one for one in every if one.origin not in gone], ())
    return None if edits is None else Taken((), edits, [one for one in every if one.origin in gone])


def undone(down: Script | None, operations: Sequence[Operation]) -> set[int] | None:
    """The steps of a way back that undo operations; None where one undoes something else as well."""
    found: set[int] = set()
    for number, step in enumerate(down.steps if down else ()):
        mine = [any(undoes(back, one) for one in operations) for back in step.operations]
        if any(mine) and not all(mine):
            return None
        found |= {number} if any(mine) else set()
    return found


def _undoing(sheet: Sheet, part: Part, items: Sequence[Item]) -> list[Item]:
    """The elements of a way back that undo what a part does, and nothing else."""
    down = sheet.ask.migration.down
    found: list[Item] = []
    for item, steps in zip(items, sheet.of(down, list(items)) if down else ()):
        assert down is not None
        operations = [operation for step in steps for operation in down.steps[step].operations]
        if operations and all(any(undoes(back, one) for one in part.operations) for back in operations):
            found.append(item)
    return found


def _copied(sheet: Sheet, part: Part) -> Taken | None:
    """The way back as it is written, which the old change set keeps for others; of several parts each gets its own."""
    if sheet.ask.migration.down is None:
        return Taken()
    items = sheet.rollbacks
    if len(sheet.ask.parts) > 1:
        return None if items is None else Taken(_undoing(sheet, part, items))
    kinds = {item.node.name == "rollback" for item in items or ()}
    return Taken(items or ()) if len(kinds) == 1 else None


def _taken_text(sheet: Sheet, items: Sequence[Item]) -> str:
    """A way back that was another's, from its name on."""
    style, depth = sheet.style, sheet.change_depth
    texts = [_as_it_stands(sheet, item) for item in items]
    if items[0].node.name == "rollback":
        return f"{style.newline}{depth}".join(texts)
    if style.syntax == "json":
        return f"{key('rollback', style)}: {json_list(texts, sheet.key_depth, style)}"
    if style.syntax == "yaml":
        return "rollback:" + "".join(f"{style.newline}{depth}{text}" for text in texts)
    inner = depth + style.unit
    body = "".join(f"{style.newline}{inner}{text}" for text in texts)
    return f"<{style.prefix}rollback>{body}{style.newline}{depth}</{style.prefix}rollback>"


def _text(
    sheet: Sheet, header: dict[str, str], conditions: Sequence[str], pieces: Sequence[str], back: str | None
) -> str:
    style, depth, inner = sheet.style, sheet.own_depth, sheet.change_depth
    newline = style.newline
    if style.syntax == "xml":
        given = "".join(f' {name}="{escaped(said, quoted=True)}"' for name, said in header.items())
        body = "".join(f"{newline}{inner}{one}" for one in (*conditions, *pieces, *([back] if back else ())))
        return f"<{style.prefix}changeSet{given}>{body}{newline}{depth}</{style.prefix}changeSet>"
    if style.syntax == "yaml":
        lines = [f"{name}: {plain(said, sheet.key_depth, style)}" for name, said in header.items()]
        changes = "changes:" + "".join(f"{newline}{inner}{one}" for one in pieces)
        return "- changeSet:" + "".join(
            f"{newline}{sheet.key_depth}{one}" for one in (*lines, *conditions, changes, *([back] if back else ()))
        )
    return _json(sheet, header, conditions, pieces, back)


def _json(
    sheet: Sheet, header: dict[str, str], conditions: Sequence[str], pieces: Sequence[str], back: str | None
) -> str:
    style, inner = sheet.style, sheet.key_depth
    said = [f"{key(name, style)}: {text(value, style)}" for name, value in header.items()]
    said += conditions
    said.append(f"{key('changes', style)}: {json_list(pieces, inner, style)}")
    said += [back] if back else []
    name = key("changeSet", style)
    if not sheet.listed:
        return f"- {name}: {{{', '.join(said)}}}"
    if not style.lines:
        return f"{{{name}: {{{', '.join(said)}}}}}"
    depth, middle = sheet.own_depth, sheet.own_depth + style.unit
    body = f",{style.newline}{inner}".join(said)
    if sheet.hugs:
        return f"{{{name}: {{{style.newline}{inner}{body}{style.newline}{depth}}}}}"
    opened = f"{{{style.newline}{middle}{name}: {{{style.newline}{inner}{body}"
    return f"{opened}{style.newline}{middle}}}{style.newline}{depth}}}"
