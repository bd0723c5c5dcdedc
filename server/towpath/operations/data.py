"""Operations on rows. `text` is the statement, so that two that differ anywhere are two values."""

from typing import Literal

from towpath.operations.kinds import Operation
from towpath.operations.names import Name
from towpath.operations.values import value


@value
class InsertRows(Operation):
    """`query`: a query reads the rows from somewhere, or makes many; they are not a list of values."""

    table: Name
    text: str
    query: bool = False


@value
class UpdateRows(Operation):
    """`where` is None where every row is meant; `joined`: other tables decide which rows (UPDATE … FROM).

    `batched`: some rows at a time, each time in a statement of its own, be it by the tool or by a block that goes by
    the column `key`, where that is known.
    """

    table: Name
    text: str
    columns: tuple[str, ...] = ()
    where: str | None = None
    joined: bool = False
    limited: bool = False
    batched: bool = False
    key: str = ""


@value
class DeleteRows(Operation):
    table: Name
    text: str
    where: str | None = None
    joined: bool = False
    limited: bool = False
    batched: bool = False
    key: str = ""


@value
class MergeRows(Operation):
    table: Name
    text: str


@value
class CopyRows(Operation):
    """COPY: into the table, or out of it."""

    table: Name
    text: str
    direction: Literal["from", "to"] = "from"
