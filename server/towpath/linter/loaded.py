"""One series as it is loaded: read, replayed and judged, each again only where something changed."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from operator import is_
from typing import TYPE_CHECKING

from towpath.databases import WITHOUT_FACTS, Database
from towpath.frameworks import Framework, Kept, ignored
from towpath.history import Keeping, Replay, Series, replay
from towpath.history.landed import Landed, up_to
from towpath.linter.likeness import changed_files, judged_alike, moved
from towpath.linter.placed import Elsewhere, Placed, Rewrite
from towpath.linter.placing import Place, elsewhere, is_assured, placed_of, placed_of_whole
from towpath.linter.rules import Rules
from towpath.linter.said import Said
from towpath.linter.settings import Settings
from towpath.linter.shown import Shown, in_order
from towpath.linter.spans import span_of
from towpath.linter.standing import Standing, by_path, standing
from towpath.linter.verdicts import Verdicts
from towpath.linter.whole import Whole, alike, on_whole, whole
from towpath.models import Application, Present
from towpath.operations import Direction, Migration, Name, Script
from towpath.project import Found, Tree
from towpath.project.git import AnyBase, NoBase
from towpath.rule import Related
from towpath.schema import State, beginning
from towpath.source import Source, Span, Unreadable

if TYPE_CHECKING:
    from towpath.linter.landing import Landing
    from towpath.linter.rewriting import Rewritten


class Loaded:
    """A series with all that was worked out for it; `refresh` brings it up to date."""

    def __init__(
        self,
        found: Found,
        framework: Framework,
        databases: tuple[Database, ...],
        rules: Rules,
        settings: Settings,
        application: Application,
    ) -> None:
        self.found = found
        self._application = application
        self.framework = framework
        self.databases = databases
        self.rules = rules
        self.settings = settings
        self.kept = Kept()
        self._seen: tuple[Tree, int] | None = None
        self._by_path: dict[str, list[int]] = {}
        self._numbers: dict[str, int] = {}
        self.migrations: tuple[Migration, ...] = ()
        self.replay: Replay = {}
        self._verdicts = Verdicts(rules, found.runner)
        self._standing: dict[str, Standing] = {}
        self._shown: dict[str, Shown] = {}
        self.base: AnyBase | NoBase | None = None
        self.landed: Landed | None = None
        self._landing: Landing | None = None
        self._whole: Whole | None = None
        self._baseline: Source | Unreadable | None = None
        self._start: State | None = None
        # What became of changes that were asked for since it was refreshed: one fix may stand on many findings.
        self.rewritten: dict[tuple[object, ...], Rewritten | None] = {}

    def go_on_from(self, before: "Loaded") -> None:
        """Takes what was worked out for the same series while it had other files, as far as it holds."""
        self.kept = before.kept
        if judged_alike(self, before):
            self.migrations, self.replay = before.migrations, before.replay
            self.landed = before.landed
            self._verdicts.go_on_from(before._verdicts)

    def forget_judged(self) -> None:
        """What was said so far hangs on something else now; what is the same is not read or replayed again."""
        self._verdicts.forget()

    def as_if(self, migrations: Sequence[Migration], same: int) -> "Loaded":
        """The series with other migrations, of which the first `same` are its own; replayed, and not judged."""
        other = copy(self)
        other.migrations = tuple(migrations)
        other._by_path = by_path(other.migrations)
        other._numbers = {migration.identity: number for number, migration in enumerate(other.migrations)}
        other.replay, other.rewritten = self._replayed(other.migrations, same), {}
        other._standing, other._shown = {}, {}
        return other

    def _replayed(
        self, migrations: tuple[Migration, ...], same: int, keeping: Keeping | None = None, back: int = 0
    ) -> Replay:
        around = self.rules.around.database
        dialect = around.dialect if around else ""
        return replay(migrations, self.replay, dialect, same, self.found.runner.scope, self._start, keeping, back)

    def rebase(self, base: AnyBase | NoBase | None) -> None:
        """What has landed is to be told by this base from now on; None: everything is judged."""
        self.base = base
        self._seen = self._landing = None
        if base is not None and not isinstance(base, NoBase):
            from towpath.linter.landing import Landing  # Only a project in a repository needs it.

            self._landing = Landing(self.found, self.framework, base.name, base.files)

    @property
    def has_base(self) -> bool:
        """Whether a base branch tells what has landed."""
        return self._landing is not None

    @property
    def known(self) -> bool:
        """Whether it was read before."""
        return self._seen is not None or bool(self.migrations)

    @property
    def landed_on(self) -> str:
        """What says what has landed: a branch, or a setting."""
        return (self.landed and self.landed.base) or "start-after"

    def ignored_on_base(self, tree: Tree, table: Name) -> frozenset[str]:
        """The columns of a table that the application says not to look at on the base branch."""
        return ignored(self.found, tree, table, self._landing.beside) if self._landing else frozenset()

    def text_on_base(self, path: str) -> str | None:
        """The text that the base has of a file, with the line ends that git keeps; None where it has none."""
        return self._landing.text(path) if self._landing else None

    def has_landed(self, path: str) -> bool:
        """Whether all migrations in a file have landed."""
        here = self._in(path) if self.landed is not None else ()
        return bool(here) and not any(map(self._is_judged, here))

    def holds_landed(self, path: str) -> bool:
        """Whether a migration in a file has landed."""
        return self.landed is not None and not all(map(self._is_judged, self._in(path)))

    def _in(self, path: str) -> list[Migration]:
        """The migrations that stand in a file, with one direction or both."""
        return [self.migrations[number] for number in self._by_path.get(path, ())]

    def _is_judged(self, migration: Migration) -> bool:
        return self.landed is None or self.landed.judges(migration)

    @property
    def series(self) -> Series:
        return Series(self.found, self.migrations, self.databases, self.landed)

    @property
    def database(self) -> str:
        """The database that is judged for; empty where it is not known."""
        return self._chosen.dialect if self._chosen else self.databases[0].dialect if self.databases else ""

    @property
    def _chosen(self) -> Database | None:
        return self.rules.around.database if self.databases else None

    @property
    def judged(self) -> bool:
        """Whether the series is for a database whose statements are read."""
        return self.rules.around.database is not None

    @property
    def alone(self) -> bool:
        """Whether the series runs on no other database, which may not know what a fix writes."""
        return len({one.dialect for one in self.databases}) < 2

    def may_fix(self, path: str) -> bool:
        """Whether a file is of no other database's series, and has not landed as a whole."""
        return path not in self.found.shared and not self.has_landed(path)

    def may_make(self, rewrite: Rewrite) -> bool:
        """Whether a rewrite leaves alone what has landed."""
        return not any(map(self.has_landed, (*rewrite.edits, *rewrite.renames, *rewrite.deletes)))

    @property
    def problem(self) -> str | None:
        """What there is to say of the series as a whole."""
        place = self.found.folder or "."
        if not self.judged:
            return f"{place}: migrations for {self.database} are not read yet, so nothing in them was judged"
        if self._landing and self._landing.problem:
            return f"{place}: {self._landing.problem}; every migration is judged"
        if self.database in WITHOUT_FACTS:
            return f"{place}: what statements cost on {self.database} is not known, so rules on locks say nothing"
        if not self.databases:
            return f'{place}: the database is not known; judged for PostgreSQL. Name it: database = "postgresql@15"'
        return None

    def version(self, path: str) -> tuple[object, ...]:
        """What the findings of a file depend on: while these are the very same, the findings are."""
        here = self._at(path)
        return (self._whole, *here.scripts, *self._said(here))

    def refresh(self, tree: Tree, path: str | None = "") -> None:
        """Reads and replays what changed since the last time; it is judged when it is asked for.

        `path` is the file that is asked for, so that what lies far back of others need not be kept at hand; None: all.
        """
        if self._seen == (tree, tree.version):
            return
        self._seen = tree, tree.version
        self.rewritten = {}
        before, self.migrations = self.migrations, self.framework.read(self.found, tree, self.kept)
        self._standing = {}
        same = [*map(is_, before, self.migrations), False].index(False)
        back = moved(before, self.migrations, same)
        placed_alike = alike(before, self.migrations, same, back)
        if not placed_alike or not self._numbers:
            self._by_path = by_path(self.migrations)
            self._numbers = {migration.identity: number for number, migration in enumerate(self.migrations)}
        same = self._begin(tree, same)
        replayed, keeping = self.replay, None if path is None else Keeping(path)
        self.replay = self._replayed(self.migrations, same, keeping, back)
        self.rules.around.end = Present(self.end, self._application, self.found)
        self._verdicts.look_again(replayed, self.replay)
        before_that = self.landed
        if self._look_what_landed(tree, changed_files(before[same:], self.migrations[same:]) if placed_alike else None):
            # Which tables are new is another question now, and so is which migrations are judged.
            self._verdicts.forget()
        if self._whole is None or self.landed is not before_that or not placed_alike:
            self._whole = whole(self.series, self.rules)

    def _begin(self, tree: Tree, same: int) -> int:
        """Reads what the series starts from, if it is another file now; how many migrations are still the same then."""
        path = self.settings.baseline
        text = tree.read(path) if path else None
        if path is None or text is self._baseline:
            return same
        from towpath.linter.baseline import begun  # Few projects have one.

        dialect = self.rules.around.database.dialect if self.rules.around.database else ""
        self._baseline, self._start = text, begun(self.found, tree, path, dialect)
        return 0

    @property
    def end(self) -> State:
        """What all migrations leave behind."""
        if not self.migrations:
            return self._start or beginning(self.database)
        return self.replay[self.migrations[-1].identity, "up"].after

    def _look_what_landed(self, tree: Tree, changed: list[str] | None) -> bool:
        """Finds what has landed; whether that is other migrations than before."""
        before = self.landed
        found = self._landing.of(tree, self.migrations, self.kept, changed) if self._landing else None
        if self.settings.start_after:
            found = (found or Landed("")).with_more(up_to(self.migrations, self.settings.start_after))
        if found is before or found == before:
            return False
        self.landed = found
        self.rules.around.landed = found.identities if found and found.base else None
        return (before and (before.identities, before.repeated)) != (found and (found.identities, found.repeated))

    def scripts(self, path: str) -> Iterator[tuple[Migration, Direction, Script]]:
        """The scripts that stand in a file."""
        here = self._at(path)
        return zip(here.migrations, (direction for _, direction in here.keys), here.scripts)

    def _at(self, path: str) -> Standing:
        """The scripts that stand in a file, which is worked out once."""
        if path not in self._standing:
            self._standing[path] = standing(path, self._in(path))
        return self._standing[path]

    def _said(self, here: Standing) -> Sequence[tuple[Said, ...] | None]:
        return self._verdicts.said(here.keys, self.replay, self.landed)

    def files(self, tree: Tree) -> tuple[str, ...]:
        """The files that hold the series' migrations; of one that is not judged, all that belong to it."""
        if not self.judged:
            return self.found.files
        self.refresh(tree, None)
        scripts = [script for migration in self.migrations for script in (migration.up, migration.down) if script]
        return tuple(dict.fromkeys(script.path for script in scripts))

    def findings(self, path: str) -> tuple[Placed, ...]:
        """What the rules said of one file, in its places, before suppressions."""
        here = self._at(path)
        said = self._said(here)

        def place(number: int) -> tuple[Placed, ...]:
            migration, (_, direction), script = here.migrations[number], here.keys[number], here.scripts[number]
            return tuple(
                placed_of(self._place(migration, direction, script, span_of(script, one)), one)
                for one in said[number] or ()
                if not is_assured(script, one)
            )

        placed = self._shown.setdefault(path, Shown()).of(here.scripts, said, place)
        said_of = self._whole.said if self._whole else {}
        whole = self._of_whole(one for one in self._in(path) if one.path == path) if said_of else ()
        return in_order((*placed, *whole))

    def said_of_the_whole(self) -> list[Placed]:
        """What the rules said that look at the whole series, in its order."""
        return list(self._of_whole(self.migrations))

    def _of_whole(self, migrations: Iterable[Migration]) -> Iterator[Placed]:
        said = self._whole.said if self._whole else {}
        for migration in migrations:
            yield from (self._placed_of_whole(migration, one) for one in said.get(migration.identity, ()))

    def _placed_of_whole(self, migration: Migration, said: Said) -> Placed:
        """What was said of a series, on one of its migrations: on its head, or on the first line of what it does."""
        source = self._source(migration.path)
        span = on_whole(migration, said, source) if source is not None else Span(0, 0)
        return placed_of_whole(self._place(migration, "up", migration.up, span), said)

    def _elsewhere(self, related: Related) -> Elsewhere | None:
        if related.use:
            return Elsewhere(related.use.path, related.use.span, related.message)
        migration = self.migration(related.migration)
        return elsewhere(related, migration.up) if migration else None

    def _place(self, migration: Migration, direction: Direction, script: Script, span: Span) -> Place:
        def text() -> str:
            source = self._source(script.path)
            return source.text if source is not None else ""

        around = self.found.framework, self.database, migration.identity
        return Place(*around, direction, script, span, self._elsewhere, text)

    def _source(self, path: str) -> Source | None:
        source = self._seen[0].read(path) if self._seen else None
        return source if isinstance(source, Source) else None

    def migration(self, identity: str) -> Migration | None:
        """The migration that is called so."""
        number = self.number(identity)
        return self.migrations[number] if number is not None else None

    def number(self, identity: str) -> int | None:
        """The place of a migration in the series."""
        return self._numbers.get(identity)
