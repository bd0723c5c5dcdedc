"""Our operations in the normal form that the judge compares: what may be said in two ways is said in one."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any, TypeVar, cast

from sql.normal import bound_of_text, elements_of_text, expression_of_text, query_of_text, type_of_ours, value_of_text
from towpath.operations import (
    SERIAL,
    AddColumn,
    AlterConstraint,
    Column,
    CreateTable,
    ForeignKey,
    NotNull,
    Operation,
    PrimaryKey,
    Type,
)

T = TypeVar("T")


def _action(text: str | None) -> str | None:
    """ON DELETE's words; NO ACTION is what silence means."""
    return None if text == "NO ACTION" else text


def _match(text: str | None) -> str | None:
    return None if text and text.upper() == "SIMPLE" else text and text.upper()


def _squeezed(text: str | None) -> str | None:
    """SQL text without blanks, quotes and capitals."""
    return text and re.sub(r'[\s"]+', "", text).lower()


def _options(found: Any) -> Any:
    """Those of a sequence are compared, others are text."""
    return "" if isinstance(found, str) else found


def _privileges(text: str) -> str:
    return re.sub(r"^allprivileges", "all", _squeezed(text) or "")


def _later(text: str | None) -> str | None:
    return text and (_squeezed(text) or "").replace("foruser", "forrole")


LIKED = "COMMENTS COMPRESSION CONSTRAINTS DEFAULTS GENERATED IDENTITY INDEXES STATISTICS STORAGE"
BITS: dict[str, int] = {what: 1 << at for at, what in enumerate(LIKED.split())}


def _liked(words: tuple[str, ...]) -> tuple[str, ...]:
    """What LIKE takes along, as the number that libpg_query makes of it."""
    mask = 0
    for word, what in (said.split() for said in words):
        bits = 0x7FFFFFFF if what == "ALL" else BITS[what]
        mask = mask | bits if word == "INCLUDING" else mask & ~bits
    return (str(mask),)


# What each field of text becomes, whichever operation it stands in.
TEXTS: dict[str, Callable[[Any], Any]] = {
    "body": lambda _: (),
    "bound": bound_of_text,
    "check_option": lambda text: re.sub("^withcheck", "withcascadedcheck", _squeezed(text) or ""),
    "comment": lambda text: text or None,
    "default": expression_of_text,
    "elements": elements_of_text,
    "expression": expression_of_text,
    "kind": lambda text: {"routines": "functions"}.get(text, text),
    "later": _later,
    "match": _match,
    "method": lambda text: text or "btree",
    "on_delete": _action,
    "on_update": _action,
    "only": lambda text: " ".join(text.lower().split()),
    "operator_class": lambda text: text and re.split(r"\s*\(", text)[0],
    "options": _options,
    "owner": lambda text: text.strip('"') if text.startswith('"') else text.lower(),
    "partition_by": lambda text: text and text.split()[0].split("(")[0].lower(),
    "privileges": _privileges,
    "query": query_of_text,
    "reads": lambda _: (),
    "roles": lambda text: _squeezed(re.sub(r"\bgroup\s+(?=\w)", "", text, flags=re.I)),
    "signature": lambda _: None,
    "storage": lambda text: text and "",
    "text": lambda _: "",
    "using": expression_of_text,
    "where": expression_of_text,
    "width": lambda _: None,
    "words": _liked,
}


def normal(operation: Operation) -> Operation:
    """An operation of the reader with its texts, types and names in normal form."""
    return _normal(operation)


def _normal(value: T) -> T:
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(value):  # type: ignore[arg-type]
        found = getattr(value, field.name)
        if isinstance(found, Type):
            changes[field.name] = Type(type_of_ours(found) or "")
        elif field.name in TEXTS and not isinstance(found, bool):
            changes[field.name] = TEXTS[field.name](found)
        elif field.name == "value":
            changes[field.name] = value_of_text(str(found)) if found is not None else None
        elif isinstance(found, tuple):
            items = cast("tuple[Any, ...]", found)
            if any(dataclasses.is_dataclass(item) for item in items):
                changes[field.name] = tuple(_normal(item) for item in items)
        elif dataclasses.is_dataclass(found):
            changes[field.name] = _normal(found)
    return dataclasses.replace(value, **changes) if changes else value  # type: ignore[type-var]


def settled(operation: Operation) -> Operation:
    """An operation in normal form, of the judge or of ours, with what follows from other parts of it made plain."""
    if isinstance(operation, CreateTable):
        operation = dataclasses.replace(operation, columns=() if operation.query else operation.columns)
        columns, constraints = _columns(operation.columns, operation.constraints)
        return dataclasses.replace(operation, columns=columns, constraints=constraints)
    if isinstance(operation, AddColumn):
        columns, constraints = _columns((operation.column,), operation.constraints)
        return dataclasses.replace(operation, column=columns[0], constraints=constraints)
    if isinstance(operation, AlterConstraint) and (operation.deferrable, operation.deferred) != (None, None):
        deferrable = bool(operation.deferrable or operation.deferred)
        return dataclasses.replace(operation, deferrable=deferrable, deferred=bool(operation.deferred))
    for name in ("constraint", "constraints"):
        found = getattr(operation, name, None)
        if found:
            several = isinstance(found, tuple)
            changed = tuple(map(_constraint, cast("tuple[Any, ...]", found))) if several else _constraint(found)
            return dataclasses.replace(operation, **{name: changed})  # type: ignore[type-var]
    return operation


def _constraint(constraint: Any) -> Any:
    """Deferred is deferrable; what is not enforced is not validated either, and nobody says so."""
    if getattr(constraint, "deferred", False) and not constraint.deferrable:
        constraint = dataclasses.replace(constraint, deferrable=True)
    if isinstance(constraint, ForeignKey) or hasattr(constraint, "enforced"):
        constraint = dataclasses.replace(constraint, valid=constraint.valid or not constraint.enforced)
    return constraint


def _columns(columns: tuple[Column, ...], constraints: tuple[Any, ...]) -> tuple[tuple[Column, ...], tuple[Any, ...]]:
    """Columns with the nullability in effect, and the constraints without NOT NULL, in one order."""
    required = {name for item in constraints if isinstance(item, PrimaryKey) for name in item.columns}
    required |= {item.column for item in constraints if isinstance(item, NotNull)}
    settled = tuple(
        dataclasses.replace(column, nullable=column.nullable is not False and not _filled(column, required))
        for column in columns
    )
    kept = [_constraint(item) for item in constraints if not isinstance(item, NotNull)]
    return settled, tuple(sorted(kept, key=repr))


def _filled(column: Column, required: set[str]) -> bool:
    """Whether something other than NOT NULL beside the column makes it so."""
    serial = column.type is not None and column.type.name in SERIAL
    return serial or column.identity is not None or column.name in required
