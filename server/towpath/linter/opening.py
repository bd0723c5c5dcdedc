"""Opens a folder as every door does: its tree, its configuration, its rules."""

from collections.abc import Iterator, Mapping
from typing import Any

from towpath.linter.settings import Settings, settings
from towpath.linter.workspace import Workspace
from towpath.operations import replace
from towpath.packs import Catalogue, PackError, catalogue
from towpath.project import ConfigurationError, Configurations, Layer
from towpath.project.git import Bases
from towpath.source import Unreadable


class Project:
    """A workspace, and the configurations that it takes its settings from."""

    def __init__(
        self,
        root: str,
        said: Mapping[str, Any] | None = None,
        flags: Layer | None = None,
        everything: bool = False,
        once: bool = False,
    ) -> None:
        """`said` are an editor's settings, under every file; `flags` are a command line's, over every file.

        `everything`: whatever has landed is judged as well. `once`: nobody will look again when files have changed.
        """
        self.bases = None if everything else Bases(root)
        self.workspace = Workspace(root, self._settings, self.bases)
        self._once = once
        self.configurations = Configurations(self.workspace.tree, said, flags)
        self._broken: dict[str, PackError] = {}

    def rules(self, packs: tuple[str, ...] = ()) -> Catalogue:
        """The rules of our pack and of others, but for those that cannot be taken in."""
        try:
            return catalogue(tuple(pack for pack in packs if pack not in self._broken))
        except PackError as error:
            if error.pack not in packs:
                raise
            self._broken[error.pack] = error
            return self.rules(packs)

    def problems(self) -> tuple[ConfigurationError, ...]:
        """What is wrong in the configuration of all that was looked at until now."""
        layers = self.configurations.layers()
        known = self.rules(tuple(dict.fromkeys(pack for layer in layers for pack in layer.values.get("packs", ()))))
        options = {rule.name: dict(rule.options) for rule in known.rules}
        broken = [
            ConfigurationError(layer.path, layer.line(("packs",), pack), str(self._broken[pack]))
            for layer in layers
            for pack in layer.values.get("packs", ())
            if pack in self._broken
        ]
        return (
            *broken,
            *self.configurations.problems(options, known.families),
            *self._bases_that_are_not(),
            *self._baselines_that_are_not(),
        )

    def _bases_that_are_not(self) -> Iterator[ConfigurationError]:
        """An error for each base that is named and does not exist."""
        named = self.configurations.of("").base
        if self.bases is None:
            return
        if named is not None:
            self.bases.of("", named)
        for one in self.bases.wrong():
            layers = [layer for layer in self.configurations.layers() if layer.values.get("base") == one.named]
            for layer in layers[-1:]:
                yield ConfigurationError(layer.path, layer.line(("base",)), f"{one.reason}")

    def _baselines_that_are_not(self) -> Iterator[ConfigurationError]:
        """An error for each dump that is named and cannot be read."""
        for layer in self.configurations.layers():
            for values in (layer.values, *layer.values.get("folder", ())):
                path = values.get("baseline")
                if path is not None and self.workspace.tree.text(path) is None:
                    found = self.workspace.tree.read(path)
                    reason = found.reason if isinstance(found, Unreadable) else ""
                    yield ConfigurationError(layer.path, layer.line(("baseline",)), f"baseline {path!r}: {reason}")

    def _settings(self, path: str) -> Settings:
        configuration = self.configurations.of(path)
        found = settings(configuration, self.rules(configuration.packs))
        return replace(found, start_after=None if self.bases is None else found.start_after, once=self._once)
