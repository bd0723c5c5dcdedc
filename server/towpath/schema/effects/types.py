"""What operations on types and domains leave behind."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddEnumValue,
    AlterDomain,
    Column,
    CreateDomain,
    CreateEnum,
    DropObject,
    Name,
    NotNull,
    Operation,
    RenameEnumValue,
    named,
    replace,
)
from towpath.schema.dropping import drop_column
from towpath.schema.labels import ADDED, Label
from towpath.schema.objects import Domain, Enum
from towpath.schema.relations import enter, including, leave, linked, without
from towpath.schema.state import Draft, place


def _create_enum(draft: Draft, operation: CreateEnum) -> None:
    name = draft.held("type", operation.type)
    enter(draft, "type", name)
    draft.put(place("type", name), Enum(name, operation.labels, draft.migration))


def _put(draft: Draft, fact: Enum | Domain) -> None:
    draft.put(place("type", fact.name if isinstance(fact, Enum) else fact.made.domain), fact)


def _add_value(draft: Draft, operation: AddEnumValue) -> None:
    enum = draft.enum(operation.type)
    if enum is not None and operation.label in enum.labels:
        return
    young = enum is not None and enum.born != "" and enum.born == draft.migration
    draft.put(ADDED, (*(draft.fact(ADDED) or ()), Label(draft.held("type", operation.type), operation.label, young)))
    if enum is None:
        return
    labels = list(enum.labels)
    beside = operation.before or operation.after
    at = labels.index(beside) + (operation.before is None) if beside in labels else len(labels)
    labels.insert(at, operation.label)
    _put(draft, replace(enum, labels=tuple(labels)))


def _rename_value(draft: Draft, operation: RenameEnumValue) -> None:
    """The label goes by another name, also where it is a column's default."""
    enum = draft.enum(operation.type)
    if enum is None:
        return
    labels = tuple(operation.to if label == operation.label else label for label in enum.labels)
    _put(draft, replace(enum, labels=labels))
    for user in draft.users(operation.type):
        table = linked(draft, user)
        columns = tuple(_with_label(column, enum, operation) for column in table.columns)
        draft.put_table(replace(table, columns=columns))


def _with_label(column: Column, enum: Enum, operation: RenameEnumValue) -> Column:
    old, new = (f"'{label}'" for label in (operation.label, operation.to))
    if column.default is None or column.type is None or named(column.type.name).name != enum.name.name:
        return column
    said = column.default.partition("::")[0].strip()
    return replace(column, default=column.default.replace(old, new, 1)) if said == old else column


def _create_domain(draft: Draft, operation: CreateDomain) -> None:
    name = draft.held("type", operation.domain)
    constraints = tuple(_called(name, one, operation.constraints[:at]) for at, one in enumerate(operation.constraints))
    made = replace(operation, domain=name, constraints=constraints)
    enter(draft, "type", name)
    _put(draft, Domain(made, draft.migration))
    under = named(operation.type.name)
    if draft.domain(under):
        key = f"domains over {draft.key('type', under)}"
        draft.put(key, including(draft.fact(key) or (), name))


def _called(domain: Name, constraint: Any, before: tuple[Any, ...]) -> Any:
    """A constraint under the name that the server gives it (ChooseConstraintName)."""
    if constraint.name:
        return constraint
    label = "not_null" if isinstance(constraint, NotNull) else "check"
    number = sum(one.name is None and type(one) is type(constraint) for one in before)
    return replace(constraint, name=f"{domain.name}_{label}{number or ''}")


def _alter_domain(draft: Draft, operation: AlterDomain) -> None:
    domain: Domain | None = draft.fact(draft.key("type", operation.domain))
    if isinstance(domain, Domain):
        _put(draft, replace(domain, made=altered(domain.made, operation)))


def altered(made: CreateDomain, said: AlterDomain) -> CreateDomain:
    if said.action in ("set default", "drop default"):
        return replace(made, default=said.default)
    if said.action in ("set not null", "drop not null"):
        kept = made.constraints if said.action == "set not null" else _others(made, NotNull)
        return replace(made, nullable=said.action == "drop not null", constraints=kept)
    if said.action == "add constraint":
        added = _called(made.domain, said.constraint, ())
        taken = {one.name for one in made.constraints}
        number = 0
        while added.name in taken:
            number += 1
            added = replace(added, name=f"{made.domain.name}_check{number}")
        nullable = made.nullable and not isinstance(added, NotNull)
        return replace(made, constraints=(*made.constraints, added), nullable=nullable)
    if said.action == "drop constraint":
        gone = next((one for one in made.constraints if one.name == said.name), None)
        left = tuple(one for one in made.constraints if one is not gone)
        return replace(made, constraints=left, nullable=made.nullable or isinstance(gone, NotNull))
    changed = {"name": said.to} if said.action == "rename constraint" else {"valid": True}
    return replace(
        made, constraints=tuple(_with(one, changed) if one.name == said.name else one for one in made.constraints)
    )


def _with(constraint: Any, changes: dict[str, Any]) -> Any:
    return replace(constraint, **changes)


def _others(made: CreateDomain, kind: type) -> tuple[Any, ...]:
    return tuple(one for one in made.constraints if not isinstance(one, kind))


def drop(draft: Draft, operation: DropObject) -> None:
    """A type is dropped, and the columns of it."""
    key, held = draft.key("type", operation.name), draft.held("type", operation.name)
    users: tuple[Name, ...] = draft.fact(f"users of {key}") or ()
    for user in users:
        table = linked(draft, user)
        for column in table.columns:
            if column.type and draft.key("type", named(column.type.name)) == key:
                drop_column(draft, linked(draft, user), column.name)
    domain = draft.domain(operation.name)
    if domain:
        over = f"domains over {draft.key('type', named(domain.type.name))}"
        if found := draft.fact(over):
            draft.put(over, without(found, domain.domain) or None)
    leave(draft, "type", held)


EFFECTS: dict[type[Operation], Callable[[Draft, Any], None]] = {
    CreateEnum: _create_enum,
    AddEnumValue: _add_value,
    RenameEnumValue: _rename_value,
    CreateDomain: _create_domain,
    AlterDomain: _alter_domain,
}
