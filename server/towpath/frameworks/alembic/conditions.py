"""What is new in a function whose author asks which database it runs on: it must not run on the others either."""

from towpath.frameworks.alembic.portable import is_portable
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL
from towpath.frameworks.alembic.sheet import Sheet
from towpath.operations import Migration, Script


def asks(migration: Migration) -> bool:
    """Whether some of a migration is done on some databases alone."""
    scripts = (script for script in (migration.up, migration.down) if script)
    return any(step.guard and step.guard.databases for script in scripts for step in script.steps)


def is_asked(script: Script, step: int | None, dialect: str) -> bool:
    """Whether a step is done on some databases alone, and on this one."""
    guard = script.steps[step].guard if step is not None else None
    return guard is not None and dialect in guard.databases


def under_condition(sheet: Sheet, lines: str, depth: str) -> str:
    """New lines under the condition that they need, where other databases do not take them."""
    if sheet.dialect != POSTGRESQL or is_portable([lines]):
        return lines
    condition = f"{sheet.called('op')}.get_context().dialect.name == {sheet.manner.text(POSTGRESQL)}"
    deeper = "".join(f"{sheet.manner.indentation}{line}" for line in lines.splitlines(keepends=True))
    return f"{depth}if {condition}:{sheet.newline}{deeper}"
