"""Operations on types, views and functions."""

from typing import Literal

from towpath.operations.constraints import Check, Constraint, NotNull
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
    collation: str | None = None


@value
class AlterDomain(Operation):
    """One thing of a domain changes; `name` is a constraint's, `constraint` the one that is added."""

    domain: Name
    action: Literal[
        "set default",
        "drop default",
        "set not null",
        "drop not null",
        "add constraint",
        "drop constraint",
        "rename constraint",
        "validate constraint",
    ]
    default: str | None = None
    constraint: Check | NotNull | None = None
    name: str | None = None
    to: str | None = None
    if_exists: bool = False
    cascade: bool = False


@value
class CreateView(Operation):
    """`query` is SQL text, `columns` are the names that its columns are given; `reads` are the relations it names.

    `width` is how many columns the query has, None where that cannot be told. `options` and `check_option` are SQL
    text.
    """

    view: Name
    query: str
    replace: bool = False
    materialized: bool = False
    if_not_exists: bool = False
    with_data: bool = True
    options: str = ""
    columns: tuple[str, ...] = ()
    temporary: bool = False
    recursive: bool = False
    check_option: str = ""
    reads: tuple[Name, ...] = ()
    width: int | None = None


@value
class RefreshView(Operation):
    view: Name
    concurrently: bool = False
    with_data: bool = True


@value
class CreateFunction(Operation):
    """A function or procedure; its body runs when it is called, so `body` is not part of the migration's steps.

    `signature` is its arguments as DROP FUNCTION takes them: `(a integer, text)`.
    """

    function: Name
    text: str
    language: str = "sql"
    volatility: Literal["immutable", "stable", "volatile"] = "volatile"
    replace: bool = False
    procedure: bool = False
    body: tuple[Operation, ...] = ()
    signature: str | None = None
