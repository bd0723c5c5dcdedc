"""Why a finding has no fix although its rule knows one: it stands in a loop, in a helper, or runs elsewhere as well."""

from collections.abc import Iterator

from towpath import frameworks
from towpath.changes import Ignore, Ref, Refused, plan
from towpath.databases import WITHOUT_FACTS
from towpath.frameworks.writing import Ask
from towpath.linter.loaded import Loaded
from towpath.linter.placed import Placed
from towpath.linter.proposals import bound, direction_of
from towpath.linter.refiling import is_of_files
from towpath.operations import Step
from towpath.project import Tree
from towpath.rule import Fix


def why_withheld(loaded: Loaded, placed: Placed, tree: Tree) -> str:
    """The reason for which none of the fixes that a rule proposes was written; empty where there is none to tell."""
    if not loaded.may_fix(placed.path) or all(_is_of_models(fix) for fix in placed.fixes):
        return ""
    return next(filter(None, _reasons(loaded, placed, tree)), _NOT_FOUND)


# Where the file could not say it, or what it would say read back as something else.
_NOT_FOUND = "nothing that could be written here was found to do just what is wanted, and nothing else"


def _is_of_models(fix: Fix) -> bool:
    """Whether a fix only tells the application's models something, which most systems have no word for."""
    return all(isinstance(change, Ignore) for change in fix.changes)


def _reasons(loaded: Loaded, placed: Placed, tree: Tree) -> Iterator[str]:
    number = loaded.number(placed.migration)
    if number is None:
        return
    migration = loaded.migrations[number]
    script = migration.up if placed.direction == "up" else migration.down
    step = script.steps[placed.step] if script is not None and placed.step < len(script.steps) else None
    if step is not None:
        yield _of_step(step)
    for fix in placed.fixes:
        changes = bound(placed, fix)
        if not is_of_files(changes):
            direction = direction_of(placed, changes)
            own = [one for one in changes if not isinstance(one.at, Ref) or one.at.direction == direction]
            planned = plan(migration, direction, own)
            if isinstance(planned, Refused):
                yield planned.reason
                continue
            ask = Ask(loaded.found, tree, loaded.migrations, number, direction, planned)
            yield frameworks.why_not(loaded.found, ask)
    if loaded.database in WITHOUT_FACTS:
        yield f"nothing is written for {loaded.database} yet, since no server has judged what would be"
    if not loaded.alone:
        others = " and ".join(dict.fromkeys(one.dialect for one in loaded.databases if one.dialect != loaded.database))
        yield f"the same migrations run on {others}, which may not take what is written for {loaded.database}"
    if step is not None and step.together:
        yield "its text holds other statements, which are sent with it: it has to stand by itself first"


def _of_step(step: Step) -> str:
    if step.turn is not None or step.origin == "loop":
        return "it stands in a loop, whose other turns would change as well"
    if step.origin == "helper":
        return "it stands in a helper, whose other calls would change as well"
    if step.origin == "anchor":
        return "it stands under an anchor, or is said by an alias, so other places say it as well"
    return "its text is put together by the program" if step.origin == "template" else ""
