"""What every operation is, and the two for what no other one says."""

from towpath.operations.names import Name
from towpath.operations.values import value


class Operation:
    """One thing that happens to a database: a pure value, without a place in any text."""

    __slots__ = ()


@value
class Statement(Operation):
    """A statement that is understood and that no rule needs taken apart.

    `kind` is its leading SQL words in lower case (`alter table owner to`); `objects` are what it acts on,
    the one that it locks or changes first; `text` is the statement without comments around it.
    """

    kind: str
    objects: tuple[Name, ...] = ()
    text: str = ""


@value
class Opaque(Operation):
    """What was not understood, and why; `incomplete` where the text ends before the statement does.

    `misspelt`: it was meant to tell the runner something, and says nothing as it is written; `instead` is how it has to
    be, where that is known.
    """

    reason: str
    text: str = ""
    incomplete: bool = False
    misspelt: bool = False
    instead: str = ""
