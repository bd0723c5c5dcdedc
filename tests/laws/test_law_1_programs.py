"""Law 1 where the files are programs: reading never raises, spans lie inside and nest, and an edit is read as anew."""

from pathlib import Path

from hypothesis import given, settings

from laws.program_texts import Edited, edited
from laws.systems import workspace
from towpath.linter import Workspace
from towpath.operations import Migration, Script, Step
from towpath.source import Span

EMPTY = Path("/nonexistent-towpath-folder")


def read(made: Workspace) -> list[Migration]:
    for loaded in made.loaded:
        loaded.refresh(made.tree)
    return [migration for loaded in made.loaded for migration in loaded.migrations]


def well_placed(script: Script, text: str) -> None:
    assert len(script.steps) == len(script.starts)
    for step, start in zip(script.steps, script.starts, strict=True):
        assert text[start : start + len(step.block)] == step.block
        block = Span(0, len(step.block))
        assert block.holds(step.span)
        assert len(step.places) == len(step.operations)
        for places in step.places:
            assert all(block.holds(span) and span.start <= span.end for span in places.values()), places


@settings(max_examples=300, deadline=None)
@given(edited())
def test_any_edit_is_read_and_read_as_anew(one: Edited) -> None:
    made = workspace(one.files, EMPTY)
    assert read(made)
    made.update(one.path, one.text)
    again, anew = read(made), read(workspace({**one.files, one.path: one.text}, EMPTY))
    for migration in again:
        for script in (migration.up, migration.down):
            if script is not None:
                well_placed(script, made.tree.text(script.path) or "")
    assert [plain(migration) for migration in again] == [plain(migration) for migration in anew]


def plain(migration: Migration) -> tuple[object, ...]:
    """All that a migration says, and where."""
    scripts = (migration.up, migration.down)
    said = [(one.starts, one.transactional, [told(step) for step in one.steps]) if one else None for one in scripts]
    return migration.identity, migration.parents, migration.title, said


def told(step: Step) -> tuple[object, ...]:
    return (
        step.block,
        step.span,
        step.operations,
        step.places,
        step.guard,
        step.origin,
        step.outside,
        step.turn,
        step.reversible,
    )
