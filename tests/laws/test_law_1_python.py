"""Law 1 where the files are Python: reading never raises, spans lie inside and nest, and an edit is read as anew."""

from pathlib import Path

from hypothesis import given, settings

from laws.python_texts import Edited, edited
from laws.systems import workspace
from towpath.linter import Workspace
from towpath.operations import Migration, Script, replace
from towpath.source import Span

EMPTY = Path("/nonexistent-towpath-folder")


def read(made: Workspace) -> list[Migration]:
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
    read(made)
    made.update(one.path, one.text)
    again, anew = read(made), read(workspace({**one.files, one.path: one.text}, EMPTY))
    for migration in again:
        for script in (migration.up, migration.down):
            if script is not None:
                well_placed(script, made.tree.text(script.path) or "")
    assert [plain(migration) for migration in again] == [plain(migration) for migration in anew]


def plain(migration: Migration) -> Migration:
    """A migration whose places are worked out."""
    down = migration.down and placed(migration.down)
    return replace(migration, up=placed(migration.up), down=down)


def placed(script: Script) -> Script:
    return replace(script, steps=tuple(replace(step, places=tuple(step.places)) for step in script.steps))
