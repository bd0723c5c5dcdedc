"""What undoing comes to."""

from towpath.operations import Operation, value


@value
class Reverse:
    """The operations that undo one, in order.

    `restores_data`: after the operation and then these, the rows are as before. `loses_data`: running these destroys
    what was written since. `notes` are sentences on what they need or leave open.
    """

    operations: tuple[Operation, ...]
    restores_data: bool = True
    loses_data: bool = False
    notes: tuple[str, ...] = ()


@value
class Irreversible:
    """Why nothing undoes an operation, in a sentence that names what it is about."""

    reason: str


NOTHING = Reverse(())


def one(operation: Operation) -> Reverse:
    return Reverse((operation,))
