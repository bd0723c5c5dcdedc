"""How changelogs say a part: in its change set, or in a new one right behind it."""

from collections.abc import Sequence

from towpath.changes import Part
from towpath.frameworks.liquibase import inserting, sqlwriting
from towpath.frameworks.liquibase.changing import changed
from towpath.frameworks.liquibase.identities import next_id
from towpath.frameworks.liquibase.new_change_set import new_change_set
from towpath.frameworks.liquibase.saying import Speaker
from towpath.frameworks.liquibase.sheet import Sheet
from towpath.frameworks.writing import Ask, Written, apart, merged, slug
from towpath.operations import Step
from towpath.source import Edit, Source


def write(ask: Ask) -> Written | None:
    """The edits that say the parts; None where a changelog cannot say them."""
    source = ask.tree.read(ask.migration.path)
    if not isinstance(source, Source):
        return None
    sheet = Sheet(ask, source)
    parts = apart(ask.parts)
    if sheet.entry is None or not parts or (len(parts) > 1 and sheet.conditional):
        return None
    portable = _portable(ask)
    if sheet.syntax == "sql":
        edits = sqlwriting.write(sheet, parts)
    elif ask.direction == "down":
        edits = _way_back(sheet, parts)
    else:
        edits = _way_up(sheet, parts)
    if edits is None:
        return None
    return Written({source.path: tuple(merged(edits))}, {}, portable=portable, splits=len(parts) > 1)


def _portable(ask: Ask) -> bool:
    """Whether nothing but PostgreSQL runs the change set."""
    steps: Sequence[Step] = ask.migration.up.steps
    return bool(steps) and all(step.guard is not None and step.guard.databases == ("postgresql",) for step in steps)


def _way_back(sheet: Sheet, parts: Sequence[Part]) -> list[Edit] | None:
    if len(parts) != 1:
        return None
    if not sheet.ask.script.steps:
        return inserting.rollback(sheet, [(said.note, said.operations) for said in parts[0].said])
    if parts[0].transactional is False and sheet.ask.script.transactional is not False:
        return None
    return changed(sheet, sheet.ask.script, sheet.rollbacks, parts[0].said, ())


def _way_up(sheet: Sheet, parts: Sequence[Part]) -> list[Edit] | None:
    script, first, later = sheet.ask.script, parts[0], parts[1:]
    elsewhere = [said for part in later for said in part.said]
    edits = changed(sheet, script, sheet.changes, first.said, elsewhere)
    if edits is None:
        return None
    if first.transactional is False and script.transactional is not False:
        switch = inserting.switch(sheet)
        if switch is None:
            return None
        edits.append(switch)
    back = _own_way_back(sheet, first)
    if back is None:
        return None
    edits += back
    taken = ids(sheet)
    behind: list[str] = []
    for number, part in enumerate(later, 2):
        identity = next_id(str(sheet.node.get("id") or ""), taken, part.slug or slug(sheet.ask, part, number))
        made = new_change_set(sheet, part, identity) if identity else None
        if identity is None or made is None:
            return None
        taken.append(identity)
        behind.append(made.text)
        edits += made.taken_out
    return [*edits, *inserting.behind(sheet, behind)]


def ids(sheet: Sheet) -> list[str]:
    """The ids of all change sets of the series: none is given twice, whoever wrote it."""
    return [parts[-2] for one in sheet.ask.migrations if len(parts := one.identity.split("::")) > 2]


def _own_way_back(sheet: Sheet, part: Part) -> list[Edit] | None:
    """The way back of a change set that Liquibase took back by itself until now, and no longer can."""
    if not sheet.ask.migration.derived or Speaker(sheet).derived(part.said):
        return []
    if not part.back:
        return []
    return inserting.rollback(sheet, [(said.note, said.operations) for said in part.back])
