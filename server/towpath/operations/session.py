"""Operations on the session: settings and transactions."""

from typing import Literal

from towpath.operations.kinds import Operation
from towpath.operations.values import value


@value
class SetSetting(Operation):
    """A setting by its name in lower case; `value` is None for its default. `local`: until the transaction ends."""

    name: str
    value: str | None
    local: bool = False


@value
class ControlTransaction(Operation):
    """BEGIN, COMMIT and their like; `name` is a savepoint's."""

    action: Literal["begin", "commit", "rollback", "savepoint", "release", "rollback to", "prepare"]
    name: str | None = None


@value
class RunCode(Operation):
    """Code of the host language that was recognised as work on rows or on the schema, and not followed further."""

    language: str
    text: str
    reads_rows: bool = False
    writes_rows: bool = False
