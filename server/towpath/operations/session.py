"""Operations on the session: settings and transactions."""

from typing import Literal

from towpath.operations.kinds import Operation
from towpath.operations.names import Name
from towpath.operations.steps import Transactional
from towpath.operations.values import value


@value
class SetSetting(Operation):
    """A setting by its name in lower case; `value` is None for its default. `local`: until the transaction ends."""

    name: str
    value: str | None
    local: bool = False


@value
class ControlTransaction(Operation):
    """BEGIN, COMMIT and their like; `name` is a savepoint's.

    `behind`: of one that ends a transaction, whether a driver begins the next one behind it; None where it does as the
    script does.
    """

    action: Literal["begin", "commit", "rollback", "savepoint", "release", "rollback to", "prepare"]
    name: str | None = None
    behind: Transactional | None = None

    @property
    def begins(self) -> bool:
        """Whether a transaction begins with it."""
        return self.action == "begin"

    @property
    def ends(self) -> bool:
        """Whether the transaction ends with it."""
        return self.action in ("commit", "rollback", "prepare")


@value
class RunCode(Operation):
    """Code of the host language that was recognised as work on rows or on the schema, and not followed further.

    `tables` are those whose rows it works on, as far as they are known. `work` is what of it could be told: operations
    that it does as well. `live` names what it takes from the application as that is now, and not as it was then.
    `few`: a condition says which rows are read; how many these are is not known.
    """

    language: str
    text: str
    reads_rows: bool = False
    writes_rows: bool = False
    tables: tuple[Name, ...] = ()
    work: tuple[Operation, ...] = ()
    live: tuple[str, ...] = ()
    few: bool = False
