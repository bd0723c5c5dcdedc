"""What is known of types, functions, sequences and whatever else is no relation."""

from towpath.operations import (
    CreateDomain,
    CreateFunction,
    CreateObject,
    CreateSequence,
    Name,
    Operation,
    value,
)


@value
class Enum:
    """An enum type, the migration that made it, and what was said of it besides its labels."""

    name: Name
    labels: tuple[str, ...]
    born: str = ""
    said: tuple[Operation, ...] = ()


@value
class Domain:
    """A domain as it is now; `made` says it as if it were made anew."""

    made: CreateDomain
    born: str = ""
    said: tuple[Operation, ...] = ()


@value
class Sequence:
    """A sequence as it is now; `made` says it as if it were made anew."""

    made: CreateSequence
    born: str = ""
    said: tuple[Operation, ...] = ()


@value
class Function:
    made: CreateFunction
    born: str = ""
    said: tuple[Operation, ...] = ()


@value
class Thing:
    """Anything else: the statement that made it, and what was said of it since, its renaming too.

    `holds` are the keys of what lives in a schema.
    """

    made: CreateObject
    born: str = ""
    said: tuple[Operation, ...] = ()
    holds: tuple[str, ...] = ()


@value
class Setting:
    """A setting's value as written; None is the default."""

    value: str | None
    local: bool = False
