"""Small projects with a cursor in them: `|` marks it."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from laws.systems import workspace
from towpath.linter import Workspace
from towpath.linter.loaded import Loaded
from towpath.navigation.lineage import Lineage
from towpath.navigation.places import Site
from towpath.source import Source

NOWHERE = Path("/nonexistent-towpath-folder")


class Marked(NamedTuple):
    """A project, and the place in it that was marked."""

    workspace: Workspace
    path: str
    offset: int

    @property
    def loaded(self) -> Loaded:
        self.workspace.report(self.path)
        found = self.workspace.series_of(self.path)
        assert found is not None
        return found

    @property
    def lineage(self) -> Lineage:
        loaded = self.loaded
        return Lineage(loaded.migrations, loaded.replay, spoken=False)

    def said(self, site: Site) -> str:
        """A place as people say it: the path, the line from 1 on, and what stands there."""
        source = self.workspace.tree.read(site.path)
        assert isinstance(source, Source)
        return f"{site.path}:{source.lines.position(site.span.start).line + 1} {site.span.of(source.text)}"


def marked(files: Mapping[str, str]) -> Marked:
    path, text = next((path, text) for path, text in files.items() if "|" in text)
    made = workspace({**files, path: text.replace("|", "")}, NOWHERE)
    return Marked(made, path, text.index("|"))
