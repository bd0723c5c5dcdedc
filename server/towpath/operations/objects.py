"""Operations on types, views, functions and whatever else a database holds."""

from typing import Literal

from towpath.operations.constraints import Constraint
from towpath.operations.kinds import Operation
from towpath.operations.names import Name
from towpath.operations.types import Type
from towpath.operations.values import value


@value
class CreateEnum(Operation):
    type: Name
    labels: tuple[str, ...]


@value
class AddEnumValue(Operation):
    """`before` or `after` name the label that it stands next to."""

    type: Name
    label: str
    if_not_exists: bool = False
    before: str | None = None
    after: str | None = None


@value
class RenameEnumValue(Operation):
    type: Name
    label: str
    to: str


@value
class CreateDomain(Operation):
    domain: Name
    type: Type
    nullable: bool = True
    default: str | None = None
    constraints: tuple[Constraint, ...] = ()


@value
class CreateView(Operation):
    """`query` is SQL text."""

    view: Name
    query: str
    replace: bool = False
    materialized: bool = False
    if_not_exists: bool = False
    with_data: bool = True
    options: str = ""


@value
class RefreshView(Operation):
    view: Name
    concurrently: bool = False
    with_data: bool = True


@value
class CreateFunction(Operation):
    """A function or procedure; its body runs when it is called, so `body` is not part of the migration's steps."""

    function: Name
    text: str
    language: str = "sql"
    volatility: Literal["immutable", "stable", "volatile"] = "volatile"
    replace: bool = False
    procedure: bool = False
    body: tuple[Operation, ...] = ()


@value
class DropObject(Operation):
    """Anything dropped that is no table, column, constraint or index; `kind` is its SQL words in lower case.

    `table` is the relation that a trigger, rule or policy stands on; `signature` a function's arguments as written.
    """

    kind: str
    name: Name
    if_exists: bool = False
    cascade: bool = False
    table: Name | None = None
    signature: str | None = None
