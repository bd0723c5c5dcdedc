"""What one rule says of the second of two migrations."""

from typing import NamedTuple

from towpath.linter import Settings, Workspace
from towpath.packs import catalogue
from towpath.rule.finding import Severity

RULES = catalogue().rules
EMPTY = "/nonexistent-towpath-folder"


class Told(NamedTuple):
    """One finding: the text that it stands on, how bad it is, what it says, and the titles of its proven fixes."""

    text: str
    severity: Severity
    message: str
    fixes: tuple[str, ...]


def told(rule: str, text: str, before: str = "", settings: Settings | None = None, outside: bool = False) -> list[Told]:
    """What a rule says of a Flyway migration that follows another one; `outside`: of a transaction."""
    made = Workspace(EMPTY, lambda _: settings or Settings(RULES))
    made.update("db/migration/V1__before.sql", before or "select 1;")
    made.update("db/migration/V2__change.sql", text)
    if outside:
        made.update("db/migration/V2__change.sql.conf", "executeInTransaction=false")
    found = [placed for placed in made.report("db/migration/V2__change.sql").findings if placed.rule == rule]
    assert not made.crashes
    return [
        Told(
            placed.span.of(text),
            placed.severity,
            placed.message,
            tuple(proposal.title for proposal in made.proposals(placed)),
        )
        for placed in found
    ]


def texts(rule: str, text: str, before: str = "", settings: Settings | None = None) -> list[str]:
    """On what a rule speaks."""
    return [one.text for one in told(rule, text, before, settings)]
