"""What is known before a statement, as far as it asks: as long as the answers are these, what was read of it holds."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from towpath.frameworks.rails.files import Files
from towpath.frameworks.rails.known import Columns, Known, Primary
from towpath.operations import Operation
from towpath.syntax.ruby import Call

T = TypeVar("T")
# The name of what is asked, and what it is asked of.
Question = tuple[object, ...]


class Asking:
    """What is known, and what of it was asked for: as long as the answers are these, what was read holds.

    `within`: the files of the application, asked from this one; `titles`: the paths of the series' files by what they
    are called; `lost`: modules that the file includes and that are not found; `safe`: statements that a gem of the
    project's does without anybody waiting.
    """

    def __init__(
        self,
        known: Known,
        texts: Callable[[str], str | None] = lambda path: None,
        here: str = "",
        titles: Mapping[str, str] | None = None,
        safe: frozenset[str] = frozenset(),
    ) -> None:
        self._before = self._known = known
        self._texts = texts
        self.files: dict[str, str | None] = {}
        self.within = Files(self.file, here)
        self.titles = titles or {}
        self.safe = safe
        self.lost: tuple[str, ...] = ()
        self._done: list[Operation] = []
        self._here: dict[Question, object] = {}
        self.asked: dict[Question, object] = {}

    def behind(self) -> "Asking":
        """What is known behind all that was done."""
        found = Asking(self._known, self._texts, self.within.here, self.titles, self.safe)
        found.within, found.lost = self.within, self.lost
        # Most ways back ask for nothing.
        found._done = list(self._done)
        return found

    def again(self) -> "Asking":
        """What was known before, as if nothing had been done or asked."""
        found = Asking(self._before, self._texts, self.within.here, self.titles, self.safe)
        found.lost = self.lost
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

    def primary(self, table: str) -> Primary | None:
        return self._noted(self.known.primary(table), "primary", table)

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
