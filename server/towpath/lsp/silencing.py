"""The two ways to silence a rule, as ready rewrites: where the finding stands, and in the whole file."""

from collections.abc import Iterator

from towpath.linter import Placed, Rewrite, Workspace
from towpath.linter.silence import ignore_here, ignore_in_file
from towpath.source import Edit, Source, Span


def silencings(placed: Placed, workspace: Workspace) -> Iterator[tuple[str, Rewrite]]:
    """What to write for either, with its title; less where the file's language leaves no place for a comment."""
    source = workspace.tree.read(placed.path)
    # A finding about a comment is not of a migration, and no comment silences it.
    if not placed.migration or not isinstance(source, Source):
        return
    if (here := ignore_here(source, _step(placed, workspace), [placed.rule])) is not None:
        yield f"Ignore {placed.rule} here", _only(placed.path, here)
    if (everywhere := ignore_in_file(source, [placed.rule])) is not None:
        yield f"Ignore {placed.rule} in this file", _only(placed.path, everywhere)


def _only(path: str, edit: Edit) -> Rewrite:
    return Rewrite({path: (edit,)}, {}, {})


def _step(placed: Placed, workspace: Workspace) -> Span:
    """The whole statement that a finding is about."""
    loaded = workspace.series_of(placed.path)
    for migration, direction, script in loaded.scripts(placed.path) if loaded else ():
        if (migration.identity, direction) == (placed.migration, placed.direction) and placed.step < len(script.steps):
            return script.span(placed.step)
    return placed.span
