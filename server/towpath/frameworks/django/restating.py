"""Elements that say something else from now on: by their own idioms, without a part, or apart from the models."""

from collections.abc import Iterator, Sequence
from typing import Literal

from towpath.frameworks.django.calls import Call, field_of, taken_apart
from towpath.frameworks.django.giving import added, given, with_comma
from towpath.frameworks.django.saying import POSTGRES, each_alone, lines, run_sql, separate
from towpath.frameworks.django.sheet import Sheet, indented
from towpath.frameworks.python.code import prefixed, written
from towpath.frameworks.python.recalled import code_of
from towpath.operations import (
    AddColumn,
    AddConstraint,
    Check,
    CreateIndex,
    ForeignKey,
    Operation,
    RenameColumn,
    Step,
    Unique,
)
from towpath.source import Edit, Span, apply
from towpath.syntax.python import Node

# How an element says only some of its operations, or others.
# database: nothing but SQL. both: SQL, and the element for the models. bare: the field without what comes later.
# final: what comes later, and the field as it was. foreign key: a bare field, its key, and the element for the models.
# default: with a default that the database keeps. own: by another class of Django's. proof: a CHECK goes ahead of it.
Mode = Literal["own", "database", "both", "bare", "final", "foreign key", "default", "proof"]


# The first version whose fields know `db_default`.
KEEPS_DEFAULTS = (5, 0)


def restated(
    sheet: Sheet, step: Step, operations: Sequence[Operation], mode: Mode, back: Sequence[Operation]
) -> str | None:
    """The text of an element that says these operations instead; None where Django cannot say them so."""
    call = taken_apart(step.block)
    # Models that have a field by its new name alone could not write both columns.
    if call is None or any(isinstance(one, RenameColumn) and one not in operations for one in step.operations):
        return None
    depth = sheet.depth
    if mode == "own":
        return _by_another_class(sheet, call, operations)
    if mode == "bare":
        return _bare(sheet, call, step.operations, operations)
    if mode == "default" and sheet.version >= KEEPS_DEFAULTS:
        return _with_default(sheet, call)
    if mode == "foreign key":
        return _with_key(sheet, call, step, operations, depth)
    if mode == "database" and (each := each_alone(sheet, operations, back)):
        return f",{sheet.newline}{depth}".join(lines(sheet, code, depth) for code in each)
    sql = run_sql(sheet, operations, back)
    if sql is None:
        return None
    if mode == "database":
        return lines(sheet, sql, depth)
    inner = depth + sheet.manner.indentation * 2
    # Before Django knew defaults of the database, a field could not tell the models of one.
    state = step.block if mode in ("both", "default") else altering(call)
    return separate(sheet, [lines(sheet, sql, inner)], [indented(state, depth, inner)], depth) if state else None


_CLASSES = {
    "AddIndex": "AddIndexConcurrently",
    "RemoveIndex": "RemoveIndexConcurrently",
    "AddConstraint": "AddConstraintNotValid",
}


def _by_another_class(sheet: Sheet, call: Call, operations: Sequence[Operation]) -> str | None:
    """The same arguments for the class that does it in the other way."""
    said = call.tree.source(call.function).rpartition(".")[2]
    other = _CLASSES.get(said)
    fits = len(operations) == 1 and (
        getattr(operations[0], "concurrently", False)
        or (isinstance(operations[0], AddConstraint) and isinstance(operations[0].constraint, Check))
    )
    if other is None or not fits:
        return None
    edit = Edit(call.tree.span(call.function), sheet.name_of(f"{POSTGRES}.{other}"))
    return apply(call.block, [edit])


def _bare(sheet: Sheet, call: Call, before: Sequence[Operation], after: Sequence[Operation]) -> str | None:
    """An element whose field lacks what is no longer among its operations."""
    field = field_of(call)
    if field is None:
        return None
    edits = [edit for name, said in _lacking(before, after) for edit in given(sheet, field, name, said)]
    return _laid_out(sheet, field, apply(call.block, edits))


def _laid_out(sheet: Sheet, before: Call, text: str) -> str:
    """The element with its field laid out anew, where black had it laid out."""
    call = taken_apart(text)
    after = field_of(call) if call is not None else None
    old, new = before.function.parent, after.function.parent if after is not None else None
    if sheet.manner.length is None or after is None or old is None or new is None:
        return text
    if _as_black(sheet, before, old) != before.tree.source(old):
        return text
    made = _as_black(sheet, after, new)
    return text if made is None else apply(text, [Edit(after.tree.span(new), made)])


def _as_black(sheet: Sheet, call: Call, node: Node) -> str | None:
    """The source of a field as black lays it out where it stands."""
    code, span = code_of(node, call.tree), call.tree.span(node)
    start = call.block.rfind("\n", 0, span.start) + 1
    line = call.block[start : span.start] if start else sheet.depth + call.block[: span.start]
    depth, lead = line[: len(line) - len(line.lstrip())], line.lstrip()
    end = call.block.find("\n", span.end)
    behind = call.block[span.end : end if end >= 0 else len(call.block)]
    if code is None or lead not in ("", "field="):
        return None
    made = written(prefixed(lead, code), sheet.manner, depth, behind)
    return made.removeprefix(lead).removesuffix(behind) if made.startswith(lead) else None


def _lacking(before: Sequence[Operation], after: Sequence[Operation]) -> Iterator[tuple[str, bool]]:
    """The arguments of a field that make what is gone, and what they are to say."""
    gone = [one for one in before if one not in after]
    if any(isinstance(one, CreateIndex) for one in gone):
        yield "db_index", False
    keys = [c for one in gone if isinstance(one, AddColumn) for c in one.constraints]
    keys += [one.constraint for one in gone if isinstance(one, AddConstraint)]
    kept = [c for one in after if isinstance(one, AddColumn) for c in one.constraints]
    for constraint in keys:
        if constraint in kept:
            continue
        if isinstance(constraint, Unique):
            yield "unique", False
        elif isinstance(constraint, ForeignKey):
            yield "db_constraint", False


def altering(call: Call) -> str | None:
    """The element as one that alters its field to what it is."""
    said = call.tree.source(call.function)
    if not said.endswith(("AddField", "AlterField")):
        return None
    span = call.tree.span(call.function)
    edits = [Edit(span, said.removesuffix("AddField") + "AlterField")] if said.endswith("AddField") else []
    return apply(call.block, edits)


def _with_key(sheet: Sheet, call: Call, step: Step, operations: Sequence[Operation], depth: str) -> str | None:
    """The field without its constraint, the key by itself, and the element for the models."""
    keys = [one for one in operations if isinstance(one, AddConstraint)]
    bare = _bare(sheet, call, step.operations, [one for one in operations if one not in keys])
    sql = run_sql(sheet, keys)
    if bare is None or sql is None:
        return None
    inner = depth + sheet.manner.indentation * 2
    database = [f"{indented(bare, depth, inner)}", lines(sheet, sql, inner)]
    return separate(sheet, database, [indented(step.block, depth, inner)], depth)


def _with_default(sheet: Sheet, call: Call) -> str | None:
    """The element with the default kept by the database; one that was only for once becomes that alone."""
    field = field_of(call)
    said = _default(field) if field is not None else None
    if field is None or said is None:
        return None
    default, value, once = field.arguments.get("default"), field.value("default"), call.value("preserve_default")
    edits: list[Edit] = []
    if default is not None and value is not None and once is not None and call.tree.source(once) == "False":
        named = default.child_by_field_name("name")
        edits.append(Edit(call.tree.span(named), "db_default") if named is not None else Edit(Span(0, 0), ""))
        edits.append(Edit(call.tree.span(value), said))
        edits.append(Edit(with_comma(call.block, call.tree.span(call.arguments["preserve_default"])), ""))
    else:
        edits.append(added(sheet, field, f"db_default={said}"))
    return _laid_out(sheet, field, apply(call.block, edits))


def in_models(block: str) -> str:
    """What a model has to say when its database keeps the default of a field; empty where that cannot be told."""
    call = taken_apart(block)
    field = field_of(call) if call is not None else None
    said = _default(field) if field is not None else None
    names = [call.value(name) for name in ("model_name", "name")] if call is not None else []
    if call is None or said is None or None in names:
        return ""
    where = ".".join(call.tree.source(name).strip("'\"") for name in names if name is not None)
    return f"{where} db_default={said}"


_LITERALS = ("string", "concatenated_string", "integer", "float", "true", "false", "unary_operator")
_MAKERS = ("Decimal", "date", "datetime", "timedelta")
_EMPTY = {"dict": "{}", "list": "[]"}


# A text that may be left empty is so where nothing is given.
_TEXTS = ("CharField", "TextField", "SlugField", "EmailField", "URLField", "FileField", "FilePathField", "ImageField")


def _default(field: Call) -> str | None:
    """The default of a field as the database can keep it; None where it has none, or only a run knows it."""
    value = field.value("default")
    if value is not None:
        return _kept(field, value)
    blank = field.value("blank")
    if blank is None or field.tree.source(blank) != "True" or not field.tree.source(field.function).endswith(_TEXTS):
        return None
    return "''" if field.block.count("'") > field.block.count('"') else '""'


def _kept(field: Call, value: Node) -> str | None:
    """A default as the database can keep it: a value that is written out, or the empty one that a class makes."""
    said = field.tree.source(value)
    if value.type in _LITERALS or said in _EMPTY.values():
        return said
    if value.type == "parenthesized_expression":
        return said if all(one.type in _LITERALS for one in value.named_children) else None
    if value.type == "call":
        return said if field.tree.source(value.children[0]).rpartition(".")[2] in _MAKERS else None
    return _EMPTY.get(said)
