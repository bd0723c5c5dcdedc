"""Ties it together: a folder of files to findings, and findings to proven fixes.

What writes fixes is loaded for the first one: most runs only say what they found.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from operator import is_
from typing import TYPE_CHECKING

from towpath import frameworks
from towpath.databases import COMMITTING, Database, database
from towpath.linter.loaded import Loaded
from towpath.linter.placed import Checked, Crash, FileReport, Placed, Proposal, Rewrite
from towpath.linter.rules import Rules
from towpath.linter.settings import Settings, surroundings
from towpath.linter.suppressing import suppressed
from towpath.models import Application
from towpath.operations import replace
from towpath.project import Found, Runner, Tree
from towpath.project.git import AnyBase, AnyBases, NoBase
from towpath.rule import Rule

if TYPE_CHECKING:
    from towpath.linter.together import Together

# The databases whose statements are read, of several the first; the others are named, and not judged yet.
READ = ("postgresql", "mysql", "mariadb", "sqlite", "sqlserver", "oracle")
# The systems of which it is known what their calls send to some of these alone.
_READ_OF = {"liquibase": tuple(name for name in READ if name != "sqlite")}


class Workspace:
    """The migrations of one folder, kept up to date with the disk and with what an editor holds unsaved.

    `configure` gives the settings for a file, by its path relative to the root; `bases` tell what has landed, and
    without them everything is judged.
    """

    def __init__(self, root: str, configure: Callable[[str], Settings], bases: AnyBases | None = None) -> None:
        self.tree = Tree(root)
        self.application = Application(self.tree)
        self.bases = bases
        self.crashes: dict[tuple[str, str], Crash] = {}
        self._configure = configure
        self._loaded: list[Loaded] | None = None
        self._owners: dict[str, Loaded] = {}
        # The series as they were before files came or went, by what they are.
        self._before: dict[tuple[object, ...], Loaded] = {}
        self._reports: dict[str, tuple[tuple[object, ...], FileReport]] = {}
        self._vanished: list[tuple[FileReport, Proposal]] | None = None

    def update(self, path: str, text: str | None) -> None:
        """An editor's text of a file; None where the file on the disk counts again."""
        known = path in self.tree.unsaved or path in self.tree.paths()
        before = self.tree.text(path) if path in self._owners or path.endswith(".rb") else None
        self.tree.hold(path, text)
        self.application.forget(path)
        if self._leads_elsewhere(path, before):
            self._forget(judged=False)
        elif not known or self._tells(path) or (text is None and not self.tree.there(path)):
            self._forget()

    def refresh(self, path: str | None = None) -> None:
        """The disk may have changed: one file, or anything."""
        self.tree.forget(path)
        self.application.forget(path)
        if path is None or self._tells(path) or self._is_undecided(path) or not self.tree.there(path):
            self._forget()

    def _is_undecided(self, path: str) -> bool:
        """Whether a file belongs to no series, or to one whose database is not known, which it may tell now."""
        loaded = self.series_of(path)
        return loaded is None or not loaded.databases

    def _tells(self, path: str) -> bool:
        """Whether which series there are may hang on what a file says; of a migration only its own does."""
        return path not in self._owners and frameworks.tells(path)

    def _leads_elsewhere(self, path: str, before: str | None) -> bool:
        """Whether a file of a series now says that others belong to it, or a model that columns are ignored."""
        after = self.tree.text(path) if before is not None else None
        if before is None or after is None:
            return False
        if path not in self._owners:
            return frameworks.ignores_else(path, before, after)
        return frameworks.leads_elsewhere(self._owners[path].found, path, before, after)

    def _forget(self, judged: bool = True) -> None:
        """Looks for the series again; what was read of them is kept, and if `judged`, what was said of it, too."""
        for loaded in (*(self._loaded or ()), *self._owners.values()):
            self._before[_key(loaded.found)] = loaded
        if not judged:
            for loaded in self._before.values():
                loaded.forget_judged()
        self._loaded = self._vanished = None
        self._owners.clear()
        self._reports.clear()

    @property
    def loaded(self) -> list[Loaded]:
        """Every series that is found, each as far as it was brought up to date."""
        return self._find()

    def _find(self) -> list[Loaded]:
        """Looks for the series of the folder, if that was not done since files came or went."""
        if self._loaded is None:
            self.tree.forget_paths()
            self._loaded = [self._load(found) for found in frameworks.detect(self.tree)]
            self.application.among([loaded.found for loaded in self._loaded])
            # A file that several have belongs to the one that is judged.
            ranked = sorted(self._loaded, key=lambda loaded: loaded.judged)
            self._owners = {path: loaded for loaded in ranked for path in loaded.found.files}
        return self._loaded

    def _load(self, found: Found) -> Loaded:
        settings = self._configure(found.files[0] if found.files else found.folder)
        databases = settings.databases or tuple(Database(name) for name in found.dialects)
        databases = tuple(database(str(one.dialect)) or one if not one.versions else one for one in databases)
        chosen = _chosen(databases, found.framework)
        taken = chosen or (None if databases else database(READ[0]))
        dialect = taken.dialect if taken else ""
        found = replace(found, dialect=dialect, runner=_running_on(found.runner, dialect))
        around = surroundings(found, taken, settings)
        around.ignored = partial(frameworks.ignored, found, self.tree)
        around.dumped = cache(partial(frameworks.dumped, found, self.tree))
        rules = Rules(settings.rules, around, settings.severities, self._crashed(found.folder))
        loaded = Loaded(found, frameworks.FRAMEWORKS[found.framework], databases, rules, settings, self.application)
        before = self._before.pop(_key(found), None)
        if before is not None:
            loaded.go_on_from(before)
        self._rebase(loaded)
        return loaded

    def _rebase(self, loaded: Loaded) -> None:
        """Finds the base of a series."""
        folder = loaded.found.folder or (loaded.found.files[0].rpartition("/")[0] if loaded.found.files else "")
        loaded.rebase(self.bases.of(folder, loaded.settings.base) if self.bases else None)
        on_base = cache(partial(loaded.ignored_on_base, self.tree)) if loaded.has_base else None
        loaded.rules.around.ignored_on_base = on_base

    def look_at_base(self) -> bool:
        """Looks whether the base is another commit now, and judges by that one; whether it is."""
        if self.bases is None or not self.bases.moved():
            return False
        for loaded in {id(loaded): loaded for loaded in (*(self._loaded or ()), *self._owners.values())}.values():
            self._rebase(loaded)
            loaded.forget_judged()
        # What the application's code says there may be something else now, too.
        for before in self._before.values():
            before.forget_judged()
        self._reports.clear()
        self._vanished = None
        return True

    def _crashed(self, path: str) -> Callable[[Rule, Exception], None]:
        def crashed(rule: Rule, error: Exception) -> None:
            said = f"{type(error).__name__}: {error}"
            self.crashes.setdefault((rule.name, said), Crash(rule.name, path, said))

        return crashed

    def series_of(self, path: str) -> Loaded | None:
        """The series that a file belongs to; a file of SQL that none claims is one of its own kind."""
        self._find()
        if path not in self._owners and path.endswith(".sql") and self.tree.text(path) is not None:
            loaded = self._load(frameworks.single(self.tree, path))
            self._owners |= {one: loaded for one in (path, *loaded.found.files) if one not in self._owners}
        return self._owners.get(path)

    def knows(self, path: str) -> bool:
        """Whether the series of a file was read before, so that to report on it takes no long time."""
        loaded = self._owners.get(path)
        return self._loaded is not None and (loaded is None or loaded.known)

    @property
    def progress(self) -> tuple[int, int]:
        """How many files were read until now, and how many the series have that were found."""
        return len(self.tree.seen), len(self._owners)

    def report(self, path: str) -> FileReport:
        """The findings of one file, up to date."""
        loaded = self.series_of(path)
        if loaded is None:
            return FileReport(path, "", "", False)
        return self._report(loaded, path)

    def _report(self, loaded: Loaded, path: str) -> FileReport:
        if not loaded.judged:
            return FileReport(path, loaded.found.framework, loaded.database, False)
        loaded.refresh(self.tree, path)
        source = self.tree.read(path)
        # Comments that silence rules, and the head of a migration, are looked for in the text itself.
        version = (source, *loaded.version(path))
        kept = self._reports.get(path)
        if kept and len(kept[0]) == len(version) and all(map(is_, kept[0], version)):
            return kept[1]
        findings = suppressed(loaded, source, loaded.findings(path))
        landed = loaded.landed_on if loaded.has_landed(path) else ""
        report = FileReport(path, loaded.found.framework, loaded.database, not landed, findings, landed)
        self._reports[path] = version, report
        return report

    def check(self, named: Sequence[str] = ()) -> Checked:
        """All files of all series, or those that are named or stand in a folder that is named."""
        reports: dict[str, FileReport] = {}
        wanted = _Named(named)
        problems = [f"{path}: {said}" for path, said in self.tree.problems]
        for loaded in self.loaded:
            files = (path for path in loaded.files(self.tree) if self._owners.get(path, loaded) is loaded)
            paths = [path for path in files if wanted.holds(path)]
            if paths and (problem := loaded.problem):
                problems.append(problem)
            reports.update({path: self._report(loaded, path) for path in paths})
        for path in (*wanted.files, *self._numbered(wanted)):
            if path not in reports and path.endswith(".sql"):
                reports[path] = self.report(path)
        for gone in self.vanished if wanted.everything else ():
            others = reports[gone.path].findings if gone.path in reports else ()
            reports[gone.path] = replace(gone, findings=(*others, *gone.findings))
        ordered = tuple(reports[path] for path in sorted(reports))
        return Checked(ordered, tuple(problems), tuple(self.crashes.values()))

    @property
    def vanished(self) -> tuple[FileReport, ...]:
        """What there is to say of series that the base has and of which nothing is left, where they are configured."""
        self._find()
        if self._vanished is None:
            base = self.bases.of("", self._configure("").base) if self.bases else None
            self._vanished = [*self._gone(base)] if base and not isinstance(base, NoBase) else []
        return tuple(report for report, _ in self._vanished)

    def _gone(self, base: AnyBase) -> Iterator[tuple[FileReport, Proposal]]:
        """Each series of which nothing is left, with what brings it back."""
        texts = base.gone(self.tree)
        if not texts:
            return
        from towpath.linter.vanished import report, restoring, vanished

        for one in vanished(texts, self.tree, [loaded.found for loaded in self.loaded]):
            if said := report(one, self._load(one.found), base.name, self.tree):
                yield said, restoring(one, base.name)

    def _numbered(self, wanted: "_Named") -> list[str]:
        """Files in a folder that is named which no series claims, and which have numbers as migrations have."""
        unclaimed = (path for path in self.tree.paths() if path not in self._owners)
        return [path for path in unclaimed if wanted.means(path) and frameworks.numbered(path)]

    def proposals(self, placed: Placed) -> tuple[Proposal, ...]:
        """The fixes of a finding that can be written here, each read back and found to say what was planned."""
        loaded = self.series_of(placed.path)
        if loaded is None and any(placed in gone.findings for gone in self.vanished):
            return tuple(restored for gone, restored in self._vanished or () if placed in gone.findings)
        if loaded is None or not loaded.judged:
            return ()
        from towpath.linter.proposals import propose

        loaded.refresh(self.tree, placed.path)
        return propose(loaded, self.tree, placed)

    def withheld(self, placed: Placed) -> str:
        """Why a finding has no proposals although its rule knows a fix; empty where it has some."""
        loaded = self.series_of(placed.path)
        if loaded is None or not loaded.judged or not placed.fixes:
            return ""
        from towpath.linter.withheld import why_withheld

        said = why_withheld(loaded, placed, self.tree)
        return said if said and not self.proposals(placed) else ""

    def way_back(self, path: str, offset: int) -> Proposal | None:
        """What writes the downgrade of the migration at a place, if something of it is missing."""
        loaded = self.series_of(path)
        if loaded is None or not loaded.judged:
            return None
        from towpath.linter.backward import asked_for
        from towpath.linter.proposals import propose

        loaded.refresh(self.tree, path)
        placed = asked_for(loaded, path, offset)
        return next(iter(propose(loaded, self.tree, placed)), None) if placed else None

    def together(
        self, findings: Iterable[Placed], unsafe: bool = False, fits: Callable[[Rewrite], bool] = lambda _: True
    ) -> "Together":
        """As many fixes of findings as go together, the first findings first; unsafe ones only where that is said.

        `fits` says which rewrites may be made.
        """
        from towpath.linter.together import Together, together

        findings = [*findings]
        for gone, restored in self._vanished or ():
            if unsafe and fits(restored.rewrite) and set(gone.findings) <= set(findings):
                return Together(restored.rewrite, gone.findings, frozenset())
        by_series: dict[int, tuple[Loaded, list[Placed]]] = {}
        for placed in findings:
            loaded = self.series_of(placed.path)
            if loaded is not None and loaded.judged:
                by_series.setdefault(id(loaded), (loaded, []))[1].append(placed)
        for loaded, _ in by_series.values():
            loaded.refresh(self.tree)
        return together(by_series.values(), self.tree, unsafe, fits)


def _key(found: Found) -> tuple[object, ...]:
    """What makes a series the same one, whichever files it has."""
    return found.framework, found.folder, found.dialects, found.files[:1] if not found.folder else ()


def _running_on(runner: Runner, dialect: str) -> Runner:
    """The runner, as it runs on a database: only PostgreSQL builds an index that waits for other transactions."""
    runner = replace(runner, commits=dialect in COMMITTING)
    return runner if dialect == "postgresql" else replace(runner, concurrent_needs="", concurrent_in="")


def _chosen(databases: Sequence[Database], framework: str) -> Database | None:
    """The database that a series is judged for, of those that it runs on."""
    read = _READ_OF.get(framework, READ)
    return next((one for name in read for one in databases if one.dialect == name), None)


class _Named:
    """Which files are meant by the paths on the command line; an empty one is the root."""

    def __init__(self, named: Sequence[str]) -> None:
        self.files = [path.strip("/") for path in named if path not in ("", ".")]
        self._names = frozenset(self.files)
        self._root = len(self.files) < len(named)

    @property
    def everything(self) -> bool:
        """Whether all that there is is meant."""
        return self._root or not self._names

    def holds(self, path: str) -> bool:
        """Whether a file is named, or a folder that it stands in; if nothing is, all are meant."""
        return self.everything or self._below(path)

    def means(self, path: str) -> bool:
        """Whether a file is meant even if no series claims it.

        Whoever names the root of a project means its migrations, and not each numbered file of its tests.
        """
        return self._below(path) or (self._root and "/" not in path)

    def _below(self, path: str) -> bool:
        parts = path.split("/")
        return any("/".join(parts[:depth]) in self._names for depth in range(1, len(parts) + 1))
