"""What ADD COLUMN costs on PostgreSQL: by what fills the column, and by the constraints beside it."""

from towpath.databases.claims import Claim
from towpath.databases.postgresql.relations import divided, table_roles, target_roles
from towpath.databases.postgresql.types import constrained
from towpath.operations import SERIAL, AddColumn, Check, Column, ForeignKey, Name, NotNull, PrimaryKey, Unique, named
from towpath.schema import Lookup
from towpath.sql.expressions import volatility


def add_column(operation: AddColumn, state: Lookup) -> Claim:
    form, column = state.form(operation.table), operation.column
    roles = table_roles(state, operation.table, form)
    table = state.table(operation.table) if operation.if_not_exists else None
    if table and table.column(column.name):
        return Claim(("add column",), roles)
    facts, assumes = ["add column"], list[str]()
    filled = _filled(operation, state, facts, assumes)
    if column.identity and divided(form):
        facts.append("add column: identity, partitioned")
    for constraint in operation.constraints:
        if isinstance(constraint, Check) and constraint.enforced:
            facts.append("add column: check")
        elif isinstance(constraint, (PrimaryKey, Unique)):
            facts.append("add column: primary key" if isinstance(constraint, PrimaryKey) else "add column: unique")
    keys = [constraint for constraint in operation.constraints if isinstance(constraint, ForeignKey)]
    if keys:
        checked = filled and any(key.enforced for key in keys)
        facts.append("add column: foreign key, default" if checked else "add column: foreign key")
        roles |= target_roles(state, keys)
    return Claim(tuple(facts), roles, tuple(assumes))


def _filled(operation: AddColumn, state: Lookup, facts: list[str], assumes: list[str]) -> bool:
    """Adds what it takes to fill the new column; whether rows that are there get a value."""
    column = operation.column
    required = column.nullable is False or any(isinstance(c, (NotNull, PrimaryKey)) for c in operation.constraints)
    if column.generated == "virtual":
        facts.append("add column: virtual, not null" if required else "add column: virtual")
        return False
    fact = _filling(column)
    if fact is None:
        fact = _by_type(operation, state, assumes)
    default = column.default or _domain_default(column, state)
    if fact is None and default is not None:
        fact = _by_default(operation.table, column.name, default, state, assumes)
    if fact:
        facts.append(fact)
    elif default is None and required:
        facts.append("add column: not null")
    return default is not None or (fact is not None and fact != "add column: constrained domain")


def _filling(column: Column) -> str | None:
    """The fact of a column that the server itself fills."""
    if column.generated == "stored":
        return "add column: stored"
    if column.identity:
        return "add column: identity"
    return "add column: serial" if column.type and column.type.name in SERIAL else None


def _by_type(operation: AddColumn, state: Lookup, assumes: list[str]) -> str | None:
    """The fact of a column whose type alone makes the server write every row: a domain that has to be checked."""
    column = operation.column
    checked = constrained(column.type, state) if column.type else None
    if checked is None:
        what = f"what {column.type} is" if column.type else f"the type of {operation.table}.{column.name}"
        if _by_program(operation):
            assumes.append(f"{what} is not in the files, taken as no domain with a constraint")
            return None
        assumes.append(f"{what} is not in the files, taken as a domain with a constraint, which rewrites the table")
    return None if checked is False else "add column: constrained domain"


def _by_program(operation: AddColumn) -> bool:
    """Whether a program chooses the type, or takes that of the key which a foreign key points to; few mean a domain."""
    type = operation.column.type
    keys = any(isinstance(constraint, ForeignKey) for constraint in operation.constraints)
    return type.name.startswith("${") if type else keys


def _domain_default(column: Column, state: Lookup) -> str | None:
    domain = state.domain(named(column.type.name)) if column.type and not column.type.array else None
    return domain.default if domain else None


def _by_default(table: Name, column: str, default: str, state: Lookup, assumes: list[str]) -> str | None:
    """The fact of a default that differs from row to row."""

    def said(name: str) -> str | None:
        function = state.function(named(name))
        return function.volatility if function else None

    found = volatility(default, said)
    if found == "unknown":
        assumes.append(f"whether {default} is volatile is not in the files, taken as yes: the table is rewritten")
    return "add column: volatile default" if found in ("unknown", "volatile") else None
