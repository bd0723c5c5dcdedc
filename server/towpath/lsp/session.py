"""One conversation with a client: converts what it asks, asks the workspace, and converts the answer back."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from towpath.linter import FileReport, Placed, Workspace
from towpath.linter.opening import Project
from towpath.lsp.client import Client
from towpath.lsp.configuration import Wanted
from towpath.lsp.convert import Texts, file_uri
from towpath.lsp.defect import defect
from towpath.lsp.diagnostics import Diagnostics
from towpath.lsp.documents import Document, Documents
from towpath.lsp.indexing import PATIENCE_OF_ONE, BusyError, Indexing
from towpath.lsp.listing import Listing
from towpath.lsp.problems import Problems
from towpath.lsp.progress import Telling
from towpath.lsp.roots import Roots, absolute, is_everything
from towpath.lsp.watching import Stamps
from towpath.navigation.atlas import Atlas
from towpath.operations import replace
from towpath.project.configurations import NAMES as CONFIGURATIONS
from towpath.reports.pages import page
from towpath.source import LineIndex, Source

Settings = Mapping[str, Any]
Make = Callable[[str, Settings], Project]


class Session:
    """What is open, and what was said about it. `make` opens a project with the editor's settings for it.

    `publish` sends the parameters of published diagnostics, `refresh` asks a client that pulls to pull again, and
    `log` says a line in the client's log. `call` has something called soon, from any thread; `telling` shows how far
    the first look at a large project is.
    """

    def __init__(
        self,
        client: Client,
        documents: Documents,
        make: Make,
        publish: Callable[[str], None],
        refresh: Callable[[], None],
        log: Callable[[str], None],
        call: Callable[[Callable[[], None]], object],
        telling: Telling,
    ) -> None:
        self.client = client
        self.documents = documents
        self.options: Settings = {}
        self.wanted = Wanted()
        self.settings: Mapping[str, Settings] = {}
        self.roots = Roots(self._made, documents, Indexing(call, self._indexing_began, self._indexed))
        self.atlas = Atlas()
        self.diagnostics = Diagnostics(
            documents, self.items, publish, refresh if client.pulls else None, self._tell_of_projects
        )
        self._make = make
        self._log = log
        self._telling = telling
        self._stamps: dict[str, Stamps] = {}
        self._problems = Problems(publish, log)
        self._projects: dict[str, Project] = {}
        self._untold: set[str] = set()
        # What was found in each project that stands in no migration, and what of it no open document shows.
        self._beside: dict[str, tuple[tuple[Placed, ...], tuple[Placed, ...]]] = {}
        self._listings: dict[str, Listing] = {}
        self._pages: tuple[object, Mapping[str, str]] = None, {}

    def opened(self, uri: str) -> None:
        document = self.documents.get(uri)
        if document is not None:
            self.look_again(document)
            self.look_at_bases()
            self.changed(uri)

    def _indexing_began(self, root: str, workspace: Workspace) -> None:
        self._telling.begin(root, lambda: workspace.progress)

    def _indexed(self, root: str) -> None:
        self._telling.end(root)
        for document in self.roots.settled(root):
            self.diagnostics.edited(document)
        self._telling.shown_anew()

    def changed(self, uri: str) -> None:
        document = self.documents.get(uri)
        # A configuration counts as it was saved: half a key would have every file judged anew at every letter.
        if document is not None and not document.path.endswith(CONFIGURATIONS):
            self.roots.take(document)
            self.diagnostics.edited(document)

    def saved(self, uri: str) -> None:
        document = self.documents.get(uri)
        if document is not None and document.path.endswith(CONFIGURATIONS):
            self.start_again()
        elif document is not None:
            again = [self.look_again(document), self.look_at_bases(), self.roots.is_code(document)]
            if any(again):
                self.diagnostics.everywhere()

    def closed(self, uri: str) -> None:
        document = self.documents.close(uri)
        self._listings.pop(document.uri if document else uri, None)
        if document is not None and not document.path.endswith(CONFIGURATIONS):
            self.diagnostics.closed(document.uri)
            self.roots.release(document)

    def configured(self, settings: Mapping[str, Settings]) -> None:
        """The editor's settings are these now: by folder, and under the empty name those of every other folder."""
        folders = (*self.roots.folders, "")
        before = [self._settings_of(folder) for folder in folders]
        self.settings = settings
        if before != [self._settings_of(folder) for folder in folders]:
            self.start_again()

    def _made(self, root: str, folder: str) -> Workspace:
        project = self._projects[root] = self._make(root, self._settings_of(folder))
        project.workspace.tree.deep = root in self.roots.folders or not is_everything(root)
        self._untold.add(root)
        if not self.client.watches:
            self._stamps[root] = Stamps(project.workspace.tree)
        return project.workspace

    def _settings_of(self, folder: str) -> Settings:
        return {**self.options, **self.settings.get(folder, self.settings.get("", {}))}

    def start_again(self) -> None:
        """Every workspace is opened anew, and what came out differently is told."""
        self.roots.forget()
        self.diagnostics.everywhere()

    def disk_changed(self, paths: Sequence[str]) -> None:
        """Files changed, came or went."""
        if any(path.endswith(CONFIGURATIONS) for path in paths):
            self.start_again()
            return
        changed = [path for path in paths if self.roots.refresh(path)]
        if self.look_at_bases() or changed:
            self.diagnostics.everywhere()
            self._tell_of_projects()

    def look_at_bases(self) -> bool:
        """Looks whether the branch that tells what has landed has moved, in any project; whether one has."""
        return [workspace.look_at_base() for _, workspace in self.roots].count(True) > 0

    def look_again(self, document: Document) -> bool:
        """For a client that reports no changed files: looks for them in a document's project; whether there are any."""
        if self.client.watches:
            return False
        workspace, _ = self.roots.place(document.path)
        changed = self._stamps[self.roots.root_of(document.path)].changed()
        if any(path.endswith(CONFIGURATIONS) for path in changed):
            self.roots.forget()
            return True
        for path in changed:
            workspace.refresh(path)
        return bool(changed)

    def report(self, document: Document) -> FileReport:
        """What there is to say of a document, be it a migration or what configures these."""
        workspace, path = self.roots.place(document.path)
        beside, _ = self._beside.get(self.roots.root_of(document.path), ((), ()))
        found = workspace.report(path)
        return replace(found, findings=(*found.findings, *(one for one in beside if one.path == path)))

    def _tell_of_projects(self) -> None:
        """Tells what stands in no migration, but for what is shown with an open document."""
        for root, workspace in self.roots:
            found = tuple(placed for report in workspace.vanished for placed in report.findings)
            apart = tuple(placed for placed in found if not self._shows(absolute(placed.path, root)))
            if (found, apart) != self._beside.get(root, ((), ())):
                self._beside[root] = found, apart
                self._tell(root)

    def _shows(self, path: str) -> bool:
        """Whether a file is open, and told what stands in it like any migration."""
        return not path.endswith(CONFIGURATIONS) and self.documents.at(path) is not None

    def _tell(self, root: str) -> None:
        """Tells what is wrong with a project as a whole."""
        project = self._projects[root]
        _, apart = self._beside.get(root, ((), ()))
        texts = self.texts_in(root, project.workspace)
        self._problems.tell(root, project.workspace, project.problems(), apart, texts, self.client)

    async def read(self, uri: str) -> None:
        """Waits a little where the project of a document is still being read."""
        document = self.documents.get(uri)
        try:
            if document is not None:
                self.roots.place(document.path)
        except BusyError as busy:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(busy.end.wait(), PATIENCE_OF_ONE)

    def items(self, document: Document) -> str:
        """The diagnostics of a document, as a JSON list; those that it had, where working them out fails."""
        try:
            return self._items(document)
        except BusyError:
            return self.diagnostics.last(document.uri)
        except Exception as error:
            self._log(defect("diagnostics", error))
            return self.diagnostics.last(document.uri)

    def _items(self, document: Document) -> str:
        workspace, path = self.roots.place(document.path)
        report = self.report(document) if self._shows(document.path) else workspace.report(path)
        texts = self.texts(document.path)
        listing = self._listings.setdefault(document.uri, Listing())
        for crash in workspace.crashes.values():
            self._log(f"the rule {crash.rule} failed on {crash.path}: {crash.error}")
        for root in self._untold:
            self._beside.pop(root, None)
            self._tell(root)
        self._untold.clear()
        return listing.of(report.findings, document.source.lines, texts, self.client)

    def pages(self, path: str) -> Mapping[str, str]:
        """The pages of the rules that judge a file, by name."""
        workspace, inside = self.roots.place(path)
        loaded = workspace.series_of(inside)
        if loaded is None:
            return {}
        if loaded.settings is not self._pages[0]:
            self._pages = loaded.settings, {rule.name: page(rule) for rule in loaded.settings.rules}
        return self._pages[1]

    def texts(self, path: str) -> Texts:
        """What is known of the other files of a document's project."""
        workspace, _ = self.roots.place(path)
        return self.texts_in(self.roots.root_of(path), workspace, self.pages(path))

    def texts_in(self, root: str, workspace: Workspace, pages: Mapping[str, str] | None = None) -> Texts:
        """What is known of the files of a project; `pages` are those of its rules."""

        def document(other: str) -> Document | None:
            return self.documents.at(absolute(other, root))

        def uri(other: str) -> str:
            found = document(other)
            return found.uri if found else file_uri(absolute(other, root))

        def lines(other: str) -> LineIndex | None:
            found = workspace.tree.read(other)
            return found.lines if isinstance(found, Source) else None

        def version(other: str) -> int | None:
            found = document(other)
            return found.version if found else None

        return Texts(uri, lines, version, pages or {})
