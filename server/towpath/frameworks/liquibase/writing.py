"""How changelogs say a part: in its change set, or in a new one right behind it."""

from collections.abc import Sequence

from towpath.changes import Part
from towpath.frameworks.liquibase import inserting, preconditions, sqlwriting
from towpath.frameworks.liquibase.changing import changed
from towpath.frameworks.liquibase.identities import next_id
from towpath.frameworks.liquibase.new_change_set import New, new_change_set
from towpath.frameworks.liquibase.saying import Speaker
from towpath.frameworks.liquibase.sheet import Sheet
from towpath.frameworks.writing import Ask, Written, apart, becomes_block, merged, slug
from towpath.operations import Migration, RenameColumn
from towpath.source import Edit, Source


def write(ask: Ask) -> Written | None:
    """The edits that say the parts; None where a changelog cannot say them."""
    source = ask.tree.read(ask.migration.path)
    if not isinstance(source, Source):
        return None
    sheet = Sheet(ask, source)
    parts = apart(ask)
    if sheet.entry is None or not parts or becomes_block(parts):
        return None
    forked = sheet.several and not _only_adds(ask, parts)
    if forked and _renames_elsewhere(ask, parts):
        return None
    if sheet.syntax == "sql":
        edits = sqlwriting.write(sheet, parts, forked) if forked or _takes(sheet, parts[0]) else None
    elif ask.direction == "down":
        edits = _way_back(sheet, parts) if not forked else None
    else:
        edits = _forked(sheet, parts) if forked else _way_up(sheet, parts)
    if edits is None:
        return None
    return Written({source.path: tuple(merged(edits))}, {}, portable=True, splits=len(parts) > 1 or forked)


def _renames_elsewhere(ask: Ask, parts: Sequence[Part]) -> bool:
    """Whether other databases rename a column that this one shall have by both names, which no code could write."""
    kept = [operation for part in parts for operation in part.operations]
    every = (operation for step in ask.script.steps for operation in step.operations)
    return any(isinstance(one, RenameColumn) and one not in kept for one in every)


def why_not(ask: Ask) -> str:
    """Why a change set cannot say the parts; empty where there is nothing to tell."""
    source = ask.tree.read(ask.migration.path)
    sheet = Sheet(ask, source) if isinstance(source, Source) else None
    parts = apart(ask)
    if sheet is None or sheet.entry is None or not parts:
        return ""
    if reason := preconditions.why_not(sheet, parts):
        return reason
    if ask.direction == "down" and parts[0].transactional is False and ask.script.transactional is not False:
        return "runInTransaction holds for both ways of a change set"
    if sheet.syntax == "yaml" and (sheet.changes if ask.direction == "up" else sheet.rollbacks) is None:
        return "its changes stand as nothing can be written beside them"
    return ""


def _only_adds(ask: Ask, parts: Sequence[Part]) -> bool:
    """Whether all that is written runs as it did, and what comes to it can be for one database alone."""
    steps = ask.script.steps
    said = parts[0].said
    stays = [one.origin for one in said if one.origin is not None and one.operations == steps[one.origin].operations]
    later = (one for part in parts[1:] for one in part.said)
    same = len(stays) == len(steps) and all(one.origin is None for one in later)
    return same and (parts[0].transactional is not False or ask.script.transactional is False)


def _takes(sheet: Sheet, part: Part) -> bool:
    """Whether a text of SQL can say a part: what comes to it runs on every database."""
    return not sheet.several or all(one.origin is not None for one in part.said)


def _forked(sheet: Sheet, parts: Sequence[Part]) -> list[Edit] | None:
    """The change set for the other databases as it was, and behind it what the one runs instead that it is read for."""
    if "dbms" in sheet.node.attributes:
        return None
    edit = inserting.attribute(sheet, "dbms", f"!{sheet.dialect}")
    made = _new(sheet, parts, 0)
    if edit is None or made is None:
        return None
    return [edit, *inserting.behind(sheet, [one.text for one in made])]


def _new(sheet: Sheet, parts: Sequence[Part], first: int) -> list[New] | None:
    """New change sets, one for each part from a number on."""
    taken = ids(sheet)
    found: list[New] = []
    for number in range(first, len(parts)):
        part, count = parts[number], number + 2 - first
        own = str(sheet.node.get("id") or "")
        identity = next_id(own, taken, part.slug or slug(sheet.ask, part, count, own))
        conditions = preconditions.of_part(sheet, parts, number)
        made = new_change_set(sheet, part, identity, conditions) if identity and conditions is not None else None
        if identity is None or made is None:
            return None
        taken.append(identity)
        found.append(made)
    return found


def _way_back(sheet: Sheet, parts: Sequence[Part]) -> list[Edit] | None:
    if len(parts) != 1:
        return None
    if not sheet.ask.script.steps:
        return inserting.rollback(sheet, [(said.note, said.operations) for said in parts[0].said])
    if parts[0].transactional is False and sheet.ask.script.transactional is not False:
        return None
    return changed(sheet, sheet.ask.script, sheet.rollbacks, parts[0].said, ())


def _way_up(sheet: Sheet, parts: Sequence[Part]) -> list[Edit] | None:
    script, first = sheet.ask.script, parts[0]
    elsewhere = [said for part in parts[1:] for said in part.said]
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
    made = _new(sheet, parts, 1)
    if made is None:
        return None
    edits += [edit for one in made for edit in one.taken_out]
    return [*edits, *inserting.behind(sheet, [one.text for one in made])]


def ids(sheet: Sheet) -> list[str]:
    """The ids of all change sets of the series: none is given twice, whoever wrote it."""
    folder, migrations = sheet.ask.found.folder, sheet.ask.migrations
    if folder not in _ids or _ids[folder][0] is not migrations:
        found = tuple(parts[-2] for one in migrations if len(parts := one.identity.split("::")) > 2)
        _ids[folder] = migrations, found
    return [*_ids[folder][1]]


# What was found in each series the last time.
_ids: dict[str, tuple[Sequence[Migration], tuple[str, ...]]] = {}


def _own_way_back(sheet: Sheet, part: Part) -> list[Edit] | None:
    """The way back of a change set that Liquibase took back by itself until now, and no longer can."""
    if not sheet.ask.migration.derived or Speaker(sheet).derived(part.said):
        return []
    if not part.back:
        return []
    return inserting.rollback(sheet, [(said.note, said.operations) for said in part.back])
