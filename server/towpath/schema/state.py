"""All that is known before a step."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from towpath.operations import Column, CreateDomain, CreateFunction, Name
from towpath.schema.facts import ABSENT, WIDTH, Fact, Names
from towpath.schema.objects import Domain, Enum, Function, Sequence, Setting, Thing
from towpath.schema.tables import Form, Index, Table, columns_of, form_of


class Lookup(ABC):
    """Answers by name, from whatever holds the facts; names without a schema are found along the search path."""

    __slots__ = ()
    migration: str

    @abstractmethod
    def fact(self, key: str) -> Any:
        """The fact under a key; None where there is none."""

    def table(self, name: Name) -> Table | None:
        """The table, or the view, of this name; None where nothing is known of it."""
        found: Table | None = self.fact(self.key("table", name))
        return found

    def form(self, name: Name) -> Form | Table | None:
        """What kind of table has this name; whoever asks for no more hangs on no more."""
        return self.table(name)

    def columns(self, name: Name) -> tuple[Column, ...]:
        """The columns of a table, as far as they are known; whoever asks for no more hangs on no more."""
        return columns_of(self.table(name)) or ()

    def form_of_index(self, name: Name) -> Form | Table | None:
        """The kind of the table that an index stands on."""
        owner: Name | None = self.fact(self.key("index", name))
        return self.form(owner) if owner else None

    def index(self, name: Name) -> Index | None:
        table = self.table_of_index(name)
        return table.index(name.name) if table else None

    def table_of_index(self, name: Name, on: Name | None = None) -> Table | None:
        """The table that an index stands on; where the statement says `on` which one, tables may share the name."""
        if on is not None and (table := self.table(on)) is not None:
            return table
        owner: Name | None = self.fact(self.key("index", name))
        return self.table(owner) if owner else None

    def enum(self, name: Name) -> Enum | None:
        found = self.fact(self.key("type", name))
        return found if isinstance(found, Enum) else None

    def domain(self, name: Name) -> CreateDomain | None:
        """The domain, as if it were made as it is now."""
        found = self.fact(self.key("type", name))
        return found.made if isinstance(found, Domain) else None

    def users(self, type: Name) -> tuple[Name, ...]:
        """The tables with a column of a type, or of a domain over it; only types that are known have users."""
        found: tuple[Name, ...] = self.fact(f"users of {self.key('type', type)}") or ()
        over: tuple[Name, ...] = self.fact(f"domains over {self.key('type', type)}") or ()
        return tuple(dict.fromkeys((*found, *(user for domain in over for user in self.users(domain)))))

    def sequence(self, name: Name) -> Sequence | None:
        found: Sequence | None = self.fact(self.key("sequence", name))
        return found

    def thing(self, kind: str, name: Name) -> Thing | None:
        """Any other object, by its kind in SQL words."""
        found = self.fact(self.key(kind, name))
        return found if isinstance(found, Thing) else None

    def functions(self, name: Name) -> tuple[Function, ...]:
        """The functions and procedures of this name, which differ in their arguments."""
        found: tuple[Function, ...] | None = self.fact(self.key("function", name))
        return found or ()

    def function(self, name: Name, signature: str | None = None) -> CreateFunction | None:
        """The function that is meant: the only one of this name, or the one with these arguments."""
        found = self.functions(name)
        fitting = [one for one in found if squeezed(one.made.signature) == squeezed(signature)]
        meant = fitting or (found if len(found) == 1 else ())
        return meant[0].made if meant else None

    @property
    def makes_anew(self) -> bool:
        """Whether the runner makes a table anew, and drops the old one, for what SQLite cannot change here."""
        return bool(self.fact(ANEW))

    def setting(self, name: str) -> str | None:
        """What a setting was set to by the migrations, without its quotes; None if they did not, or took it back."""
        local: Setting | None = self.fact(f"local {name}")
        found: Setting | None = local or self.fact(f"setting {name}")
        return found.value.strip("'\"") if found and found.value is not None else None

    def key(self, kind: str, name: Name) -> str:
        """The key of a fact; where several schemas may hold the name, the first that does."""
        if name.schema is not None:
            return _key(kind, name.schema, name.name)
        path: tuple[str, ...] | None = self.fact(SEARCH_PATH)
        if path is None:
            return f"{kind} {name.name}"
        for schema in path:
            if self.fact(key := _key(kind, schema, name.name)) is not None:
                return key
        return _key(kind, path[0], name.name)

    def held(self, kind: str, name: Name) -> Name:
        """The name that a thing is held under: with the schema that the search path leads to, where it leads astray."""
        if name.schema is not None or self.fact(SEARCH_PATH) is None:
            return name
        schema, _, _ = self.key(kind, name).removeprefix(f"{kind} ").rpartition(f".{name.name}")
        return Name(name.name, schema or None)

    def linked(self, held: Name) -> Table | None:
        """The table that is held under a name, which other facts give; the search path does not matter."""
        found: Table | None = self.fact(place("table", held))
        return found


def squeezed(text: str | None) -> str:
    """A text without blanks and capitals, for comparison."""
    return "".join((text or "").split()).lower()


# The fact that holds the schemas in which names are looked for; there is none while nothing was said.
SEARCH_PATH = "path"

_PATH_LIES = hash(SEARCH_PATH) % WIDTH

# What begins the name of a fact that follows from that of a table: its form, and its columns.
FORM, COLUMNS = "form of ", "columns of "
_FOLLOWING: Mapping[str, Callable[[object], object]] = {FORM: form_of, COLUMNS: columns_of}
_FOLLOW = tuple(_FOLLOWING)

# The fact that holds what may have changed anything, the last of it; there is none where all was understood.
UNCLEAR = "not understood"

# The fact that holds while tables are made anew for what is changed of them: what their new names begin with.
ANEW = "tables are made anew"


def beginning(dialect: str) -> "State":
    """What holds on a database before anything is done."""
    return _ON_SQLSERVER if dialect == "sqlserver" else State()


def schemas(said: str | None) -> tuple[str, ...] | None:
    """The schemas that a value of search_path names; None where that is what holds anyway."""
    names = tuple(part.strip().strip("'\"") for part in (said or "").split(","))
    found = tuple(name for name in names if name and name not in ("$user", "default", "DEFAULT"))
    return None if found in ((), ("public",)) else found


def place(kind: str, held: Name) -> str:
    """The key of the name that a thing is held under."""
    return _key(kind, held.schema or "public", held.name)


def _key(kind: str, schema: str, name: str) -> str:
    """`public` is where things are when nothing is said, so it is left out."""
    return f"{kind} {name}" if schema == "public" else f"{kind} {schema}.{name}"


def names_of(now: Mapping[str, object], then: Callable[[str], object]) -> frozenset[str]:
    """The names of facts that are others now than they were `then`, and of those that follow from them and are, too."""
    tables = [(key, fact, then(key)) for key, fact in now.items() if key.startswith("table ")]
    every = [(kind + key, of(fact), of(was)) for key, fact, was in tables for kind, of in _FOLLOWING.items()]
    return frozenset((*now, *[name for name, follows, followed in every if follows is not followed]))


class State(Lookup):
    """The facts before a step; `migration` is the one that the step belongs to."""

    __slots__ = ("facts", "migration")

    def __init__(self, facts: Names | None = None, migration: str = "") -> None:
        self.facts = facts or Names()
        self.migration = migration

    def fact(self, key: str) -> Any:
        # As `Names.get` says: this is asked more often than anything else.
        facts = self.facts
        found = facts.recent.get(key, ABSENT)
        if found is ABSENT:
            found = facts.buckets[hash(key) % WIDTH].get(key)
        if found is None and key.startswith(_FOLLOW):
            kind = FORM if key.startswith(FORM) else COLUMNS
            return _FOLLOWING[kind](self.fact(key[len(kind) :]))
        return found

    def key(self, kind: str, name: Name) -> str:
        # Few migrations say where names are looked for, and most questions begin with one.
        facts = self.facts
        if name.schema is None and SEARCH_PATH not in facts.recent and SEARCH_PATH not in facts.buckets[_PATH_LIES]:
            return f"{kind} {name.name}"
        return super().key(kind, name)

    def put(self, facts: Iterable[Fact]) -> "State":
        return State(self.facts.put(facts), self.migration)

    def but(self, others: Mapping[str, object]) -> "State":
        """With these facts instead, whatever they were."""
        return State(self.facts.but(others), self.migration)

    def within(self, migration: str) -> "State":
        return State(self.facts, migration)

    def tables(self) -> list[Table]:
        """Every table and view that is known, by name."""
        found = [fact for fact in self.facts.all().values() if isinstance(fact, Table)]
        return sorted(found, key=lambda table: str(table.name))


# Names without a schema are looked for in the user's, which is this one unless somebody gives them another.
_ON_SQLSERVER = State().put([(SEARCH_PATH, ("dbo",))])


class Recorded(Lookup):
    """A lookup that remembers what was asked of it, so that an answer can be kept while the facts are the same."""

    __slots__ = ("_base", "asked", "migration")

    def __init__(self, base: Lookup) -> None:
        self._base = base
        self.migration = base.migration
        self.asked: dict[str, object] = {}

    def fact(self, key: str) -> Any:
        found = self.asked.get(key, ABSENT)
        if found is ABSENT:
            found = self.asked[key] = self._base.fact(key)
        return found

    def form(self, name: Name) -> Form | Table | None:
        found: Form | None = self.fact(FORM + self.key("table", name))
        return found

    def columns(self, name: Name) -> tuple[Column, ...]:
        found: tuple[Column, ...] | None = self.fact(COLUMNS + self.key("table", name))
        return found or ()


class Draft(Lookup):
    """A state in the making: remembers what was read of the one before, and holds what was written since."""

    __slots__ = ("_base", "asked", "migration", "written")

    def __init__(self, base: Lookup) -> None:
        self._base = base
        self.migration = base.migration
        self.asked: dict[str, object] = {}
        self.written: dict[str, object] = {}

    def fact(self, key: str) -> Any:
        found = self.written.get(key, ABSENT)
        if found is ABSENT and (found := self.asked.get(key, ABSENT)) is ABSENT:
            found = self.asked[key] = self._base.fact(key)
        return found

    def put(self, key: str, fact: object) -> None:
        self.written[key] = fact

    def put_table(self, table: Table) -> None:
        self.put(place("table", table.name), table)

    def facts(self) -> tuple[Fact, ...]:
        return tuple(self.written.items())


def settled(facts: tuple[Fact, ...], before: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Facts; each that says what it said before is the very same one, so that what asks for it need not look again."""
    if not before:
        return facts
    if len(facts) == len(before) and all(map(_is_same, facts, before)):
        return before
    known = dict(before)
    found = tuple([(key, known[key] if key in known and known[key] == fact else fact) for key, fact in facts])
    return before if len(found) == len(before) and all(map(_is_same, found, before)) else found


def _is_same(one: Fact, other: Fact) -> bool:
    return one[1] is other[1] and one[0] == other[0]
