"""What leaves a migration for a new one, which knows neither the conditions nor the names in the old one."""

from towpath.frameworks.rails.sheet import Sheet
from towpath.frameworks.writing import Ask
from towpath.operations import AddConstraint, Guard, Step
from towpath.source import pattern

# What holds of a constraint that is added under this: it is there behind it, one way or the other.
_MISSING = pattern(
    r"it is not there yet|(?:not |!)\(?(?:\w+\.)?(?:foreign_key|check_constraint|constraint)_exists\?\s?\([^()]*\)\)?"
)


def is_said_anew(ask: Ask, sheet: Sheet, step: int) -> bool:
    """Whether the author's words for a step say something else in another file."""
    return _is_of_table(ask, sheet, step) or sheet.names_own(ask.script.steps[step].block)


def _is_of_table(ask: Ask, sheet: Sheet, step: int) -> bool:
    """Whether a step is said on the table that a `change_table` gives its block, or is all of such a block."""
    return not ask.script.steps[step].apart or sheet.table(ask.direction, ask.script.starts[step]) is not None


def loses_a_condition(ask: Ask, sheet: Sheet) -> bool:
    """Whether something is done under a condition that a new migration of the plan would not know of."""
    steps, later = ask.script.steps, [said for part in ask.parts[1:] for said in part.said]
    if not later or not any(step.guard for step in steps):
        return False
    moved = {said.origin for said in later if said.origin is not None}
    if any(steps[one].guard and (is_said_anew(ask, sheet, one) or not _says(sheet, steps[one])) for one in moved):
        return True
    told = {said.origin: said.operations for said in ask.parts[0].said}
    changed = (step for number, step in enumerate(steps) if number not in moved and told.get(number) != step.operations)
    return any(said.origin is None for said in later) and any(map(_is_uncertain, changed))


def _says(sheet: Sheet, step: Step) -> bool:
    """Whether a statement says by itself under which condition it is done."""
    found = sheet.meant(step.block)
    return found is not None and all(one.guard == step.guard for one in found.up.steps)


def _is_uncertain(step: Step) -> bool:
    """Whether nobody knows if what a step shall leave is there behind it."""
    guard = step.guard or Guard()
    adds = all(isinstance(one, AddConstraint) for one in step.operations)
    certain = adds and all(map(_MISSING.fullmatch, guard.condition.split(" and ")))
    return bool(guard.databases) or (bool(guard.condition) and not certain)
