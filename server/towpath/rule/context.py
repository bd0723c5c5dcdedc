"""What a rule may ask: plain answers, with what was asked and what had to be assumed remembered."""

from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from towpath.changes import Here
from towpath.databases import Database, Impact, by_version, claimed, cost, impact, known_from, refused
from towpath.history import UNCOMMITTED, Uncommitted
from towpath.models import Use, Wanted, key
from towpath.operations import AttachPartition, Column, Constraint, Direction, Name, Operation, Transactional
from towpath.project import Dumped, Runner
from towpath.rule.of_many import OfMany
from towpath.rule.place import Place
from towpath.schema import Form, Index, Irreversible, Lookup, Reverse, Table, constraint_name, reverse
from towpath.schema.naming import object_name

Taken = TypeVar("Taken")


class Context(OfMany):
    """The place of one operation, unit or migration, and the questions that a rule may ask about it.

    A rule gets plain values, and says what to take where an answer is not known; what was taken is in `assumes`, and
    lowers the finding by one severity.
    """

    __slots__ = ("_around", "_state")

    def __init__(self, place: Place, rule: str = "") -> None:
        self._place = place
        self._around = place.around
        self._state = place.state
        self._rule = rule
        self._at = {}
        self.assumes = ()

    @property
    def transactional(self) -> Transactional:
        """Whether it runs in a transaction; a text says why the runner refuses."""
        return self._place.transactional

    @property
    def direction(self) -> Direction:
        return self._place.direction

    @property
    def in_body(self) -> bool:
        """Whether it stands in the body of a DO block."""
        return self._place.record.step.origin == "body"

    @property
    def guarded(self) -> bool:
        """Whether this is done only under a condition: IF EXISTS, IF … THEN."""
        return self._place.record.step.guard is not None

    @property
    def sent_together(self) -> bool:
        """Whether one message sends it with other statements, which PostgreSQL runs as a transaction of its own."""
        return self._place.record.step.together

    @property
    def said(self) -> tuple[Operation, ...]:
        """The operations of the step at hand as its author says them."""
        return self._place.record.step.operations

    @property
    def beside(self) -> Iterator[tuple[Here, Operation]]:
        """The exact operations of the step at hand, each with its place."""
        return ((Here(number), operation) for number, operation, _ in self._place.record.exact)

    @property
    def state(self) -> Lookup:
        """The schema and the session before this place."""
        return self._state

    def lasting(self, name: Name) -> Table | None:
        """A table as all migrations of the series leave it, the later ones too; None where another one has its name."""
        end, here = self._place.end.table(name), self._state.table(name)
        same = end and end.born in ((here.born if here else ""), self._state.migration)
        return end if same else None

    def left(self, name: Name) -> Table | None:
        """Whatever table has this name when all migrations of the series ran, be it another one than here."""
        return self._place.end.table(name)

    def is_there_later(self, table: Name, column: str | None = None) -> bool:
        """Whether something has this name when all migrations of the series ran; also where nobody can tell.

        Nobody can of a column whose table is gone by then, or has another name.
        """
        end = self._place.end.table(table)
        if column is None or end is None:
            return end is not None or (column is not None and self._state.table(table) is not None)
        return end.column(column) is not None

    def uses(self, table: Name, column: str | None = None) -> tuple[Use, ...]:
        """The first places of the application that name a table, or one of its columns."""
        found: tuple[Use, ...] | None = self._place.end.fact(key(Wanted(table, column)))
        return found or ()

    @property
    def uncommitted(self) -> Iterator[Uncommitted]:
        """What migrations that have not landed did before this one in the transaction that goes on into it.

        Nothing where no base branch tells: then each is judged as if all before it had been applied.
        """
        landed = self._around.landed
        found: tuple[Uncommitted, ...] = self._state.fact(UNCOMMITTED) or ()
        return (one for one in found if landed is not None and one.migration not in landed)

    @property
    def database(self) -> Database | None:
        """The database, with the versions that it may have; None where it is not known."""
        return self._around.database

    @property
    def dialect(self) -> str:
        return self._around.database.dialect if self._around.database else ""

    @property
    def runner(self) -> Runner:
        return self._around.runner

    @property
    def later(self) -> str:
        """When that is done which commits on its own behind all else: no migration of the way back can take it."""
        return "in the next migration" if self.direction == "up" else "afterwards"

    def concurrently(self, title: str) -> str:
        """The title of a fix that builds concurrently, with the setting that somebody has to make by hand for it."""
        runner = self._around.runner
        by_hand = runner.concurrent_needs and not runner.concurrent_in
        return f"{title} (needs {runner.concurrent_needs})" if by_hand else title

    def option(self, name: str) -> Any:
        """The value of one of the rule's own options."""
        return self._around.options[self._rule][name]

    def table(self, name: Name) -> Table | None:
        """What is known of a table; None: nothing."""
        return self._state.table(name)

    def form(self, name: Name) -> Form | Table | None:
        """What kind of table it is: what asks for no more need not be asked again where a column comes or goes."""
        return self._state.form(name)

    def index(self, name: Name) -> Index | None:
        return self._state.index(name)

    def form_of_index(self, name: Name) -> Form | Table | None:
        """The kind of the table that an index stands on."""
        return self._state.form_of_index(name)

    def table_of_index(self, name: Name, on: Name | None = None) -> Table | None:
        """The table that an index stands on; `on` is the one that the statement says."""
        return self._state.table_of_index(name, on)

    def column(self, table: Name, column: str) -> Column | None:
        """A column of a table: what becomes of its constraints and indexes is another matter."""
        for found in self._state.columns(table):
            if found.name == column:
                return found
        return None

    def is_new(self, table: Name | None) -> bool:
        """Whether the table was born in this migration, or in one that has not landed, so that nobody waits for it.

        One that is not known is old.
        """
        found = self._state.form(table) if table else None
        if found is None or found.temporary or not found.born:
            return found is not None and found.temporary
        return self._is_young(found.born)

    def is_new_type(self, name: Name) -> bool:
        """Whether an enum was born in this migration, or in one that has not landed."""
        found = self._state.enum(name)
        return found is not None and found.born != "" and self._is_young(found.born)

    def _is_young(self, migration: str) -> bool:
        landed = self._around.landed
        return migration == self._state.migration or (landed is not None and migration not in landed)

    def is_nullable(self, table: Name, column: str, *, otherwise: bool) -> bool:
        """Whether a column takes NULL; `otherwise` where the files do not say."""
        found = self.column(table, column)
        if found is not None and found.nullable is not None:
            return found.nullable
        taken = "yes" if otherwise else "no"
        return self.assume(otherwise, f"whether {table}.{column} takes NULL is not in the files, taken as {taken}")

    def assume(self, taken: Taken, said: str) -> Taken:
        """Gives back what is taken where the answer is not known, and keeps the sentence that says so."""
        if said not in self.assumes:
            self.assumes += (said,)
        return taken

    def impact(self, operation: Operation) -> Impact:
        """What an operation costs here; what had to be assumed for it lowers the finding."""
        found = self._impact(operation)
        for said in found.assumes:
            self.assume(None, said)
        return found

    def _impact(self, operation: Operation) -> Impact:
        """The impact, found again for the very same operation while the facts that it asks for are the same."""
        database = self._around.database
        if database is None:
            return Impact(provenance="unknown")
        record = self._place.record
        return self._place.kept(
            id(operation),
            operation,
            lambda state: claimed(operation, state, database, record.together),
            lambda claim: cost(operation, claim, database),
        )

    def before(self, operation: Operation) -> Iterator[Impact]:
        """What the operations of the step at hand cost that come before one of them, each where it stands."""
        database, record = self._around.database, self._place.record
        for place, (_, other, _) in enumerate(record.exact):
            if other is operation or database is None:
                return
            yield impact(other, record.state(place), database, record.together)

    def blocked(self, operation: Operation) -> tuple[Name, ...]:
        """The relations in use on which an operation stops reads or writes, be it for a moment.

        What had to be assumed is about how long it holds its locks, and lowers nothing here.
        """
        found = self._impact(operation)
        names = dict.fromkeys((*found.blocks_reads, *found.blocks_writes))
        return tuple(name for name in names if not self.is_new(name))

    def locked(self, operation: Operation) -> tuple[Name, ...]:
        """The relations in use whose metadata an operation locks against everybody on MySQL, be it for a moment."""
        found = dict.fromkeys(
            name for cost in self.costs(operation) for name, mode in cost.locks if mode == "EXCLUSIVE"
        )
        return tuple(name for name in found if not self.is_new(name))

    def in_transaction(self, operation: Operation) -> str:
        """Whether an operation may run in a transaction: it is allowed or refused there, or ends it."""
        return self._impact(operation).in_transaction

    def refused(self, operation: Operation) -> str:
        """Why a version that the database may have does not run an operation at all; empty where each of them does."""
        database, record = self._around.database, self._place.record
        if database is None:
            return ""
        # By what it says: a rule asks it of an operation that it has just thought of.
        return self._place.kept(
            ("refused", operation),
            None,
            lambda state: claimed(operation, state, database, record.together),
            lambda claim: refused(operation, claim, database),
        )

    def facts(self, operation: Operation) -> frozenset[str]:
        """What an operation is here, in the words of the table of facts about the database."""
        database = self._around.database
        known = known_from(operation, self._state, database, self._place.record.together) if database else ()
        return frozenset(row.id for row in known)

    def costs(self, operation: Operation) -> list[Impact]:
        """What an operation costs on each version that the database may have, the same ones once."""
        database = self._around.database
        found = by_version(operation, self._state, database, self._place.record.together) if database else ()
        return [cost for _, cost in found]

    def undo(self, operation: Operation) -> Reverse | Irreversible:
        """What undoes an operation here, or why nothing does."""
        return reverse(operation, self._state)

    def rebuilt(self, operation: Operation, table: Name) -> tuple[Operation, ...]:
        """The statements that make a table of SQLite anew as an operation would have it; none: it is not known."""
        from towpath.rule.rebuilding import rebuilt  # Few findings need it, and it takes time to import.

        return rebuilt(operation, table, self._state, self._place.record.before.tables())

    def setting(self, name: str) -> str | None:
        """What the migrations set a setting to, and have not taken back."""
        return self._state.setting(name)

    def constraint_name(self, table: Name, constraint: Constraint) -> str:
        """The constraint's own name, else the one that the database would give to it."""
        return constraint.name or constraint_name(self._state.table(table) or Table(table), constraint)

    def object_name(self, table: Name, column: str, label: str) -> str:
        """A name of these parts that is free on the table, shortened and numbered as the database would do it."""
        known = self._state.table(table)
        name, number = object_name(table.name, column, label), 0
        while known and known.constraint(name):
            number += 1
            name = object_name(table.name, column, f"{label}{number}")
        return name

    def identifier(self, name: str) -> str:
        """A name as SQL spells it, quoted where it has to be."""
        from towpath.sql.write import Manner  # Few findings need it, and it takes time to import.

        return Manner(dialect=self.dialect).name(name)

    @property
    def dumped(self) -> Dumped | None:
        """What a file beside the migrations says that they leave behind, where their system keeps one."""
        return self._around.dumped()

    def bound_checks(self, operation: AttachPartition) -> tuple[str, str] | None:
        """The CHECKs that show that a table's rows keep to a bound, and that the default partition has none of them.

        SQL expressions; None where the bound is not one of a single column that is understood.
        """
        from towpath.databases.postgresql.bounds import checks  # Few findings need it, and it takes time to import.

        whole = self.table(operation.table)
        return checks(whole, self.table(operation.partition), operation.bound) if whole else None

    def is_ignored(self, table: Name, column: str) -> bool:
        """Whether the application's model of a table says not to look at a column."""
        return column in self._around.ignored(table)

    def is_ignored_on_base(self, table: Name, column: str) -> bool | None:
        """Whether it says so on the base branch, too; None where no base tells."""
        found = self._around.ignored_on_base
        return column in found(table) if found else None

    def holds_of_all(self, condition: str | None, unset: Collection[str]) -> bool:
        """Whether a condition holds for every row, as far as it tells, where these columns are not set in any."""
        from towpath.sql.conditions import holds_of_all  # Few findings need it, and it takes time to import.

        return condition is None or holds_of_all(condition, unset)

    def is_hot(self, table: Name) -> bool:
        return _listed(table, self._around.hot)

    def is_large(self, table: Name) -> bool:
        return _listed(table, self._around.large)

    def is_small(self, table: Name) -> bool:
        return _listed(table, self._around.small)


def _listed(table: Name, names: frozenset[str]) -> bool:
    return bool(names) and (table.name in names or str(table) in names)
