"""What a rule says, and what it proposes."""

from typing import Literal

from towpath.changes import Change
from towpath.models import Use
from towpath.operations import value

Severity = Literal["error", "warning", "info", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info", "hint")


@value
class Fix:
    """A fix's title says what to do; its changes are about the operation at hand. `safe`: see the contract.

    `fallback`: offered only where none of those before it can be written.
    """

    title: str
    changes: tuple[Change, ...]
    safe: bool = False
    fallback: bool = False


@value
class Related:
    """Something elsewhere that belongs to a finding; `migration` and `step` say where, if it is in the series.

    `use` is the place where it is in the application.
    """

    message: str
    migration: str = ""
    step: int = 0
    use: Use | None = None


@value
class Finding:
    """One thing that a rule found.

    `part` names the part of the operation to point at (`concurrently`, `type`); without it, or where it has no
    place, the whole step is meant. `at` says which operation of the unit or migration it stands on, where the rule was
    called with one of those, and `migration` which of a series. The fixes come in the order of preference. `severity`
    None: the rule's own.
    """

    message: str
    fixes: tuple[Fix, ...] = ()
    severity: Severity | None = None
    part: str = ""
    related: tuple[Related, ...] = ()
    at: int = 0
    migration: str = ""
