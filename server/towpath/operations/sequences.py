"""Operations on sequences, and what can be said of one."""

from towpath.operations.kinds import Operation
from towpath.operations.names import Name
from towpath.operations.values import value

# Options by their SQL words in lower case, each with its value as SQL text: `increment`, `no maxvalue`, `restart`.
SequenceOptions = tuple[tuple[str, str | None], ...]


@value
class CreateSequence(Operation):
    """`owned_by` is the column that the sequence goes with: table and column."""

    sequence: Name
    options: SequenceOptions = ()
    owned_by: tuple[Name, str] | None = None
    if_not_exists: bool = False
    temporary: bool = False
    unlogged: bool = False


@value
class AlterSequence(Operation):
    """`free`: it belongs to no column any more (OWNED BY NONE)."""

    sequence: Name
    options: SequenceOptions = ()
    owned_by: tuple[Name, str] | None = None
    free: bool = False
