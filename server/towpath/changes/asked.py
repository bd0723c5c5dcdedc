"""The changes that a fix may ask for; each is about the operation at hand unless it names another."""

from typing import Literal

from towpath.operations import Direction, Name, Operation, value


@value
class Ref:
    """One operation of one version of a series: by migration, direction, step and place in the step."""

    migration: str
    step: int
    operation: int = 0
    direction: Direction = "up"


@value
class Here:
    """The operation that the rule was called with, or another one of its step; the linter puts a Ref in its place."""

    number: int | None = None


HERE = Here()


@value
class Replace:
    """Another operation instead; or several, where one does what the old one did in turns."""

    operation: Operation
    at: Ref | Here = HERE
    then: tuple[Operation, ...] = ()


@value
class Insert:
    """An operation before the one at hand; `first`: before all others that commit with it.

    `last`: behind all others of the direction that `at` names, which may not be written yet. `undoes` is the operation
    that it takes back, for systems that write the way back beside it. `note` is a comment to stand above it, and
    `transactional` its switch; None: that of its neighbours.
    """

    operation: Operation
    at: Ref | Here = HERE
    first: bool = False
    last: bool = False
    undoes: Ref | None = None
    note: str = ""
    transactional: bool | None = None


@value
class Remove:
    at: Ref | Here = HERE


@value
class Move:
    """Out of the transaction (False), or into it."""

    transactional: bool
    at: Ref | Here = HERE


@value
class NewMigration:
    """Operations in a new migration right after this one, which commits on its own.

    `slug` is what its name shall say, in words with underscores; `transactional` None: whichever way. `joins`: it may
    commit together with others, where the runner has it so. `note` is a comment to stand above the first of them,
    `back` what takes them back, where their inverses would not. `after`: it runs behind the deployment, where the
    project has a place for such.
    """

    operations: tuple[Operation, ...]
    slug: str
    transactional: bool | None = None
    at: Ref | Here = HERE
    joins: bool = False
    note: str = ""
    back: tuple[Operation, ...] = ()
    after: bool = False


@value
class TakeBack:
    """The statement at hand says as well what its tool needs to take it back by itself, with these operations."""

    operations: tuple[Operation, ...]
    at: Ref | Here = HERE


@value
class Ignore:
    """The application's model of a table does not look at a column any more."""

    table: Name
    column: str
    at: Ref | Here = HERE


@value
class Suppress:
    """A comment that silences rules: at the step, or for the whole file."""

    rules: tuple[str, ...]
    scope: Literal["step", "file"] = "step"
    at: Ref | Here = HERE


@value
class AsBefore:
    """The text that the base branch has, under its name there; `paths` are those of files that are gone from here.

    `onward`: what the text here does besides comes in a new migration behind all others.
    """

    at: Ref | Here = HERE
    paths: tuple[str, ...] = ()
    onward: bool = False


@value
class Reparent:
    """Behind another migration than the one that it came behind."""

    old: str
    new: str
    at: Ref | Here = HERE


@value
class Retell:
    """What its file tells people of a migration agrees with what the tool goes by."""

    at: Ref | Here = HERE


@value
class Merge:
    """A new migration that comes behind all these heads of a series, and does nothing."""

    heads: tuple[str, ...]
    at: Ref | Here = HERE


@value
class Restamp:
    """With the next version behind all others."""

    at: Ref | Here = HERE


# What is asked of the files of a migration, and not of what stands in them.
OfFiles = AsBefore | Reparent | Retell | Merge | Restamp
Change = Replace | Insert | Remove | Move | NewMigration | TakeBack | Ignore | Suppress | OfFiles
