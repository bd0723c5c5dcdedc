"""What a plan consists of."""

from towpath.changes.asked import Ref
from towpath.operations import Operation, value


@value
class Said:
    """What one step shall say, and the step that said it until now (None: nothing did).

    `numbers` are the places in that step of the operations that these are, or that these stand for. `note` is a comment
    to stand above what is new, `undoes` the operation that it takes back. `follows`: it belongs to what is before it.
    `back`: what the tool shall do by itself to take it back.
    """

    operations: tuple[Operation, ...]
    origin: int | None
    numbers: tuple[int, ...] = ()
    note: str = ""
    undoes: Ref | None = None
    follows: bool = False
    back: tuple[Operation, ...] = ()


@value
class Part:
    """What stands under one switch. The first part stays where it was; an `own` one must be a migration of its own.

    One that `joins` may commit together with others. One that comes `after` runs behind the deployment.

    `back` undoes it, for a migration that is new and has a way back; the numbers there are the places in `said` of what
    it undoes.
    """

    said: tuple[Said, ...]
    transactional: bool | None
    slug: str = ""
    own: bool = False
    back: tuple[Said, ...] = ()
    joins: bool = False
    after: bool = False

    @property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(operation for said in self.said for operation in said.operations)


@value
class Told:
    """One operation as it shall be, the switch that it shall stand under, and the step that it comes from.

    `leaves`: it leaves the transaction that it stands in.
    """

    switch: bool | None
    origin: int | None
    operation: Operation
    number: int = 0
    note: str = ""
    undoes: Ref | None = None
    leaves: bool = False
    follows: bool = False
    back: tuple[Operation, ...] = ()
