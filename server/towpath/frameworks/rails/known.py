"""The names of indexes and foreign keys that the migrations so far have given, by what these are on.

Active Record looks up in the database which one is meant where a call says columns only.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from towpath.frameworks.rails.files import Files
from towpath.operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    CreateTable,
    DropConstraint,
    DropIndex,
    DropTable,
    ForeignKey,
    Name,
    Operation,
    RenameColumn,
    RenameIndex,
    RenameTable,
)
from towpath.syntax.ruby import Call

T = TypeVar("T")
Columns = tuple[str, ...]
# The name of what is asked, and what it is asked of.
Question = tuple[object, ...]


class Key(NamedTuple):
    """A foreign key by its table and its name: where it leads, and by which columns."""

    target: str
    columns: Columns


class Known:
    """What is known at one place of a series; never changed."""

    __slots__ = ("indexes", "keys")

    def __init__(
        self,
        indexes: Mapping[str, tuple[str, Columns]] | None = None,
        keys: Mapping[tuple[str, str], Key] | None = None,
    ) -> None:
        self.indexes = indexes or {}
        self.keys = keys or {}

    def all(self) -> tuple[object, object]:
        return self.indexes, self.keys

    def same(self, other: "Known") -> bool:
        return self.all() == other.all()

    def after(self, operations: Iterable[Operation]) -> "Known":
        """What is known behind operations; the very same where they give or take no names."""
        draft = _Draft(self)
        for operation in operations:
            draft.apply(operation)
        return draft.made or self

    def index(self, table: str, columns: Columns) -> str | None:
        """The one index on these columns; None where none is known, or several."""
        found = [name for name, on in self.indexes.items() if on == (table, columns)]
        return found[0] if len(found) == 1 else None

    def key(self, table: str, target: str, columns: Columns, usual: Columns) -> str | None:
        """The foreign key to a table, or on columns; of several, the one on the usual columns."""
        found = [
            (key.columns != usual, name)
            for (owner, name), key in self.keys.items()
            if owner == table and (not target or key.target == target) and (not columns or key.columns == columns)
        ]
        return min(found)[1] if found else None

    def of_table(self, table: str) -> tuple[tuple[str, Columns], ...]:
        """The indexes of a table, with what they are on."""
        return tuple((name, columns) for name, (owner, columns) in self.indexes.items() if owner == table)


class _Draft:
    """What becomes known; copied from what was when the first name comes or goes."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.made: Known | None = None
        self._indexes: dict[str, tuple[str, Columns]] = {}
        self._keys: dict[tuple[str, str], Key] = {}

    def apply(self, operation: Operation) -> None:
        match operation:
            case CreateIndex(name=str() as name):
                plain = len(operation.columns) == len(operation.keys)
                self._writing()[name] = (str(operation.table), operation.columns if plain else ())
            case DropIndex():
                self._writing().pop(operation.index.name, None)
            case RenameIndex() if operation.index.name in self._now().indexes:
                found = self._writing()
                found[operation.to] = found.pop(operation.index.name)
            case CreateTable():
                self._constrained(operation.table, operation.constraints)
            case AddColumn():
                self._constrained(operation.table, operation.constraints)
            case AddConstraint():
                self._constrained(operation.table, (operation.constraint,))
            case DropConstraint():
                self._writing()
                self._keys.pop((str(operation.table), operation.name), None)
            case DropTable():
                self._gone(str(operation.table))
            case RenameTable() | RenameColumn():
                self._renamed(operation)
            case _:
                pass

    def _now(self) -> Known:
        return self.made or self._known

    def _writing(self) -> dict[str, tuple[str, Columns]]:
        if self.made is None:
            self._indexes, self._keys = dict(self._known.indexes), dict(self._known.keys)
            self.made = Known(self._indexes, self._keys)
            self.made.indexes, self.made.keys = self._indexes, self._keys
        return self._indexes

    def _constrained(self, table: Name, constraints: Iterable[object]) -> None:
        for one in constraints:
            if isinstance(one, ForeignKey) and one.name:
                self._writing()
                self._keys[str(table), one.name] = Key(str(one.target), one.columns)

    def _gone(self, table: str) -> None:
        self._writing()
        for name in [name for name, (owner, _) in self._indexes.items() if owner == table]:
            del self._indexes[name]
        for key in [key for key in self._keys if key[0] == table]:
            del self._keys[key]

    def _renamed(self, operation: RenameTable | RenameColumn) -> None:
        self._writing()
        old = str(operation.table)
        columns = {operation.column: operation.to} if isinstance(operation, RenameColumn) else {}
        new = old if columns else operation.to

        def named(names: Columns) -> Columns:
            return tuple(columns.get(one, one) for one in names)

        for name, (owner, found) in list(self._indexes.items()):
            if owner == old:
                self._indexes[name] = (new, named(found))
        for (owner, name), key in list(self._keys.items()):
            if owner == old:
                del self._keys[owner, name]
                self._keys[new, name] = Key(key.target, named(key.columns))
            elif key.target == old and not columns:
                self._keys[owner, name] = key._replace(target=new)


class Asking:
    """What is known, and what of it was asked for: as long as the answers are these, what was read holds.

    `within`: the files of the application, asked from this one; `titles`: the paths of the series' files by what they
    are called; `lost`: modules that the file includes and that are not found.
    """

    def __init__(
        self,
        known: Known,
        texts: Callable[[str], str | None] = lambda path: None,
        here: str = "",
        titles: Mapping[str, str] | None = None,
    ) -> None:
        self._before = self._known = known
        self._texts = texts
        self.files: dict[str, str | None] = {}
        self.within = Files(self.file, here)
        self.titles = titles or {}
        self.lost: tuple[str, ...] = ()
        self._done: list[Operation] = []
        self._here: dict[Question, object] = {}
        self.asked: dict[Question, object] = {}

    def behind(self) -> "Asking":
        """What is known behind all that was done."""
        found = Asking(self.known, self._texts, self.within.here, self.titles)
        found.within, found.lost = self.within, self.lost
        return found

    def statement(self) -> dict[Question, object]:
        """A statement begins: what it will have asked."""
        self._here = {}
        return self._here

    def done(self, operations: Iterable[Operation]) -> None:
        """The file has done this: it is applied when somebody asks."""
        self._done += operations

    @property
    def known(self) -> Known:
        """What is known here."""
        if self._done:
            self._known = self._known.after(self._done)
            self._done.clear()
        return self._known

    def still(self, asked: Mapping[Question, object]) -> bool:
        """Whether what a statement asked has the same answers now."""
        return not asked or holds(self.known, asked)

    def index(self, table: str, columns: Columns) -> str | None:
        return self._noted(self.known.index(table, columns), "index", table, columns)

    def key(self, table: str, target: str, columns: Columns, usual: Columns) -> str | None:
        return self._noted(self.known.key(table, target, columns, usual), "key", table, target, columns, usual)

    def of_table(self, table: str) -> tuple[tuple[str, Columns], ...]:
        return self._noted(self.known.of_table(table), "of_table", table)

    def file(self, path: str) -> str | None:
        """The text of a file of the application; None where it is not there."""
        self.files[path] = found = self._texts(path)
        return found

    def missing(self, value: object) -> str:
        """The path of the file that a value would be read from, and that is not there; else empty."""
        asked = self.within.asked(value) if isinstance(value, Call) else None
        return asked if asked and self.file(asked) is None else ""

    def _noted(self, found: T, *question: object) -> T:
        self._here[question] = found
        if self.known is self._before:
            self.asked[question] = found
        else:
            # Behind names that the file gave itself, the answer comes from any of those before it.
            self.asked["all",] = self._before.all()
        return found


def answer(known: Known, question: Question) -> object:
    """What is known of a question."""
    return getattr(known, str(question[0]))(*question[1:])


def holds(known: Known, asked: Mapping[Question, object]) -> bool:
    """Whether all that was asked for has the same answers now."""
    return all(answer(known, question) == said for question, said in asked.items())
