"""Which places of an application name a table or a column; what was found is kept until its files change."""

from collections.abc import Sequence
from typing import Any

from towpath.models.files import Files
from towpath.models.use import SQL, Use, Wanted, is_use, wanted
from towpath.project import Found, Tree
from towpath.schema import Lookup

# So many places are told of one table or column.
MOST = 5


class Application:
    """The files of a project around its migrations."""

    def __init__(self, tree: Tree) -> None:
        self._series: Sequence[Found] = ()
        self._migrations: frozenset[str] = frozenset()
        self._tree = tree
        self._files = Files(tree)
        self._found: dict[tuple[str, str, str], tuple[Use, ...]] = {}
        self._before: dict[tuple[str, str, str], tuple[Use, ...]] = {}

    def among(self, series: Sequence[Found]) -> None:
        """These are all series of the project: each file belongs to the nearest one, and theirs say what was."""
        self._series = series
        self._migrations = frozenset(path for found in series for path in found.files)
        self.forget()

    def uses(self, found: Found, asked: str) -> tuple[Use, ...]:
        """The first places that name what a key asks for, of a series' database.

        They are the very same ones while they are the same.
        """
        key = found.framework, found.folder, asked
        if key not in self._found:
            now, before = tuple(self._uses(found, wanted(asked))), self._before.get(key)
            self._found[key] = before if before is not None and before == now else now
        return self._found[key]

    def _uses(self, found: Found, wanted: Wanted) -> list[Use]:
        from towpath.models.readers import readers  # Most runs ask for nothing, and parsers take their time.

        uses = {use for read in readers(found.framework) for use in read(self._files, self._tree, found, wanted)}
        return sorted(use for use in uses if self._is_of(found, use))[:MOST]

    def _is_of(self, found: Found, use: Use) -> bool:
        """Whether no other series stands nearer to a file; SQL may be meant for any database that is as near."""
        near = _common(found.folder, use.path)
        others = [(other, _common(other.folder, use.path)) for other in self._series if other is not found]
        return use.path not in self._migrations and not any(
            there > near or (there == near and use.how == SQL and not other.dialect) for other, there in others
        )

    def forget(self, path: str | None = None) -> None:
        """A file may say something else now, or be gone; None: any."""
        if path not in self._migrations and self._files.forget(path):
            self._before |= self._found
            self._found = {}


class Present(Lookup):
    """What all migrations leave behind, and what the application names today."""

    __slots__ = ("_application", "_end", "_found", "migration")

    def __init__(self, end: Lookup, application: Application, found: Found) -> None:
        self.migration = end.migration
        self._end = end
        self._application = application
        self._found = found

    def fact(self, key: str) -> Any:
        return self._application.uses(self._found, key) if is_use(key) else self._end.fact(key)


def _common(one: str, other: str) -> int:
    """How many folders two paths share."""
    pairs = zip(one.split("/"), other.split("/"))
    return next((at for at, (left, right) in enumerate(pairs) if left != right), one.count("/") + 1 if one else 0)
