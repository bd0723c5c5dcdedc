"""Opens a folder as every door does: its tree, its configuration, its rules."""

from collections.abc import Mapping
from typing import Any

from towpath.linter.settings import Settings, settings
from towpath.linter.workspace import Workspace
from towpath.packs import Catalogue, PackError, catalogue
from towpath.project import ConfigurationError, Configurations, Layer


class Project:
    """A workspace, and the configurations that it takes its settings from."""

    def __init__(self, root: str, said: Mapping[str, Any] | None = None, flags: Layer | None = None) -> None:
        """`said` are an editor's settings, under every file; `flags` are a command line's, over every file."""
        self.workspace = Workspace(root, self._settings)
        self.configurations = Configurations(self.workspace.tree, said, flags)
        self._packs: dict[tuple[str, ...], str] = {}

    def rules(self, packs: tuple[str, ...]) -> Catalogue:
        """The rules of our pack and of others; of ours alone, where one of the others cannot be taken in."""
        try:
            return catalogue(packs)
        except PackError as error:
            self._packs[packs] = str(error)
            return catalogue()

    def problems(self) -> tuple[ConfigurationError, ...]:
        """What is wrong in the configuration of all that was looked at until now."""
        packs = {pack for path in self.configurations.files() for pack in self.configurations.of(path).packs}
        known = self.rules(tuple(sorted(packs)))
        options = {rule.name: dict(rule.options) for rule in known.rules}
        broken = [ConfigurationError("packs", 0, said) for said in dict.fromkeys(self._packs.values())]
        return (*broken, *self.configurations.problems(options, known.families))

    def _settings(self, path: str) -> Settings:
        configuration = self.configurations.of(path)
        return settings(configuration, self.rules(configuration.packs))
