"""What undoes operations on types and domains."""

from collections.abc import Callable
from typing import Any

from towpath.operations import (
    AddEnumValue,
    AlterDomain,
    Check,
    CreateDomain,
    CreateEnum,
    DropObject,
    NotNull,
    Operation,
    RenameEnumValue,
    named,
    replace,
)
from towpath.schema.inverses.columns import dropped as dropped_column
from towpath.schema.inverses.values import NOTHING, Irreversible, Reverse, one
from towpath.schema.objects import Domain, Enum, Thing
from towpath.schema.relations import linked
from towpath.schema.state import Lookup
from towpath.schema.tables import Table

Undone = Reverse | Irreversible


def _add_value(said: AddEnumValue, before: Lookup) -> Undone:
    enum = before.enum(said.type)
    if enum and said.label in enum.labels:
        return NOTHING
    return Irreversible(f"PostgreSQL can take no value out of an enum, so '{said.label}' stays in {said.type}")


def _alter_domain(said: AlterDomain, before: Lookup) -> Undone:
    made = before.domain(said.domain)
    if said.action == "rename constraint":
        return one(AlterDomain(said.domain, said.action, name=said.to, to=said.name))
    if made is None:
        return Irreversible(f"the files do not say how the domain {said.domain} was made")
    if said.action in ("set default", "drop default"):
        action: Any = "drop default" if made.default is None else "set default"
        return one(AlterDomain(said.domain, action, made.default)) if made.default != said.default else NOTHING
    if said.action in ("set not null", "drop not null"):
        return _not_null(said, made)
    return _constraint(said, made)


def _not_null(said: AlterDomain, made: CreateDomain) -> Undone:
    constraint = next((found for found in made.constraints if isinstance(found, NotNull)), None)
    if said.action == "drop not null" and constraint:
        return one(AlterDomain(said.domain, "add constraint", constraint=constraint))
    if made.nullable == (said.action == "drop not null"):
        return NOTHING
    return one(AlterDomain(said.domain, "drop not null" if made.nullable else "set not null"))


def _constraint(said: AlterDomain, made: CreateDomain) -> Undone:
    if said.action == "add constraint":
        from towpath.schema.effects.types import altered

        name = altered(made, said).constraints[-1].name
        return one(AlterDomain(said.domain, "drop constraint", name=name))
    constraint: Any = next((found for found in made.constraints if found.name == said.name), None)
    if constraint is None:
        return Irreversible(f"the files do not say what the constraint {said.name} of {said.domain} said")
    add = AlterDomain(said.domain, "add constraint", constraint=constraint)
    if said.action == "drop constraint":
        return one(add)
    if getattr(constraint, "valid", True):
        return NOTHING
    return Reverse((AlterDomain(said.domain, "drop constraint", name=said.name), add))


def dropped(said: DropObject, before: Lookup) -> Undone:
    """What undoes DROP TYPE and DROP DOMAIN, with the columns that went along."""
    key = before.key("type", said.name)
    fact = before.fact(key)
    if fact is None:
        return NOTHING if said.if_exists else Irreversible(f"the files do not say what the {said.kind} {said.name} was")
    back = [*made(fact)]
    for user in before.users(said.name) if said.cascade else ():
        table = linked(before, user)
        of_it = [one for one in table.columns if one.type and before.key("type", named(one.type.name)) == key]
        for column in of_it:
            found = [] if _is_taken(before, table, column.name) else dropped_column(before, table, column)
            if isinstance(found, str):
                return Irreversible(found)
            back += found
    return Reverse(tuple(back), restores_data=len(back) == len(made(fact)))


def _is_taken(before: Lookup, table: Table, column: str) -> bool:
    """Whether a column comes back with that of the whole, or of a parent."""
    parents = (linked(before, name) for name in (*table.inherits, *filter(None, (table.parent,))))
    return column not in table.own and any(parent.column(column) for parent in parents)


def made(fact: Enum | Domain | Thing) -> tuple[Operation, ...]:
    """The operations that make a type as it is."""
    if isinstance(fact, Enum):
        return (CreateEnum(fact.name, fact.labels), *fact.said)
    if isinstance(fact, Domain):
        late = [one for one in fact.made.constraints if isinstance(one, (Check, NotNull)) and not one.valid]
        create = replace(fact.made, constraints=tuple(one for one in fact.made.constraints if one not in late))
        added = (AlterDomain(fact.made.domain, "add constraint", constraint=one) for one in late)
        return (create, *added, *fact.said)
    return (fact.made, *fact.said)


INVERSES: dict[type[Operation], Callable[[Any, Lookup], Undone]] = {
    CreateEnum: lambda said, _: one(DropObject("type", said.type)),
    AddEnumValue: _add_value,
    RenameEnumValue: lambda said, _: one(RenameEnumValue(said.type, said.to, said.label)),
    CreateDomain: lambda said, _: one(DropObject("domain", said.domain)),
    AlterDomain: _alter_domain,
}
