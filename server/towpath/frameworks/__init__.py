"""A room for each system: detect its migrations, read them, write them."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from towpath.frameworks import alembic, django, flyway, liquibase, plain, prisma, rails, sqlfile
from towpath.frameworks.kept import Kept
from towpath.frameworks.plain import numbered, single
from towpath.operations import Migration, Name, Script, replace
from towpath.project import Dumped, Found, Tree
from towpath.source import pattern

if TYPE_CHECKING:
    from towpath.frameworks.writing import Ask, Written

__all__ = [
    "FRAMEWORKS",
    "Framework",
    "Kept",
    "baseline",
    "detect",
    "dumped",
    "ignored",
    "ignores_else",
    "leads_elsewhere",
    "numbered",
    "single",
    "tells",
    "why_not",
]


class Framework(Protocol):
    """What every system's room offers."""

    @property
    def name(self) -> str: ...

    def detect(self, tree: Tree) -> Iterable[Found]:
        """The series of this system."""
        ...

    def read(self, found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
        """The migrations in running order; those that did not change are the very same ones."""
        ...

    def write(self, ask: "Ask") -> "Written | None":
        """The edits and new files that say the parts; None where this system's files cannot say them."""
        ...


# The more telling evidence first: of a file that several find, the first of them has it.
FRAMEWORKS: dict[str, Framework] = {
    "django": django,
    "alembic": alembic,
    "rails": rails,
    "prisma": prisma,
    "liquibase": liquibase,
    "flyway": flyway,
    "sql": plain,
}


# Of the files in a project's own language, those that a framework may look at beside the migrations.
_PYTHON = pattern(r"(?:.*/)?(?:env|apps|settings\w*|(?:settings|migrations|versions)/\w+)\.py")


def tells(path: str) -> bool:
    """Whether the text of a file that is no migration may tell which series there are, or how they run."""
    if path.endswith(".rb"):
        return path.endswith(("initializers/strong_migrations.rb", "schema.rb"))
    return (not path.endswith(".sql") or path.endswith("structure.sql")) and (
        not path.endswith(".py") or _PYTHON.fullmatch(path) is not None
    )


def leads_elsewhere(found: Found, path: str, before: str, after: str) -> bool:
    """Whether a file of a series now names other files of it, or what these depend on."""
    return found.framework == liquibase.name and liquibase.leads_elsewhere(path, before, after)


def ignores_else(path: str, before: str, after: str) -> bool:
    """Whether a file of the application says to ignore other columns than before."""
    return path.endswith(".rb") and "ignored_columns" in f"{before}{after}" and rails.ignores_else(path, before, after)


def why_not(found: Found, ask: "Ask") -> str:
    """Why the files of a system cannot say the parts of a plan, where it can tell; else empty."""
    if found.framework == django.name:
        return django.why_not(ask)
    return liquibase.why_not(ask) if found.framework == liquibase.name else ""


def ignored(found: Found, tree: Tree, table: Name, base: Callable[[str], str | None] | None = None) -> frozenset[str]:
    """The columns of a table that the application says not to look at, where its system can say so.

    With `base`, as that has the files, which it gives by their paths.
    """
    return rails.ignored(found, tree, table, base) if found.framework == rails.name else frozenset()


def baseline(found: Found, tree: Tree, path: str, dialect: str) -> Script:
    """The statements of a file that says a schema: SQL, Rails' schema.rb, or Prisma's schema.prisma."""
    text = tree.text(path) or ""
    if path.endswith(".rb"):
        return rails.schema(found, path, text)
    if path.endswith(".prisma"):
        return prisma.made(path, text, dialect)
    return sqlfile.read(path, text, dialect=dialect).script()


def dumped(found: Found, tree: Tree) -> Dumped | None:
    """What a file beside the migrations says of all that they leave behind, where their system keeps one."""
    if found.framework == rails.name:
        return rails.dumped(found, tree)
    return prisma.dumped(found, tree) if found.framework == prisma.name else None


def detect(tree: Tree) -> tuple[Found, ...]:
    """Every series of a project, by folder; each file belongs to one system, and there to the series of each database.

    Costs a look at all paths and at some files: to be asked again only when files come, go, or configure something.
    """
    claimed: set[str] = set()
    series: list[Found] = []
    for framework in FRAMEWORKS.values():
        own: set[str] = set()
        for found in framework.detect(tree):
            files = tuple(path for path in found.files if path not in claimed or path in found.shared)
            own.update(files)
            claimed.update(path for path in files if path not in found.shared)
            if files:
                series.append(found if files == found.files else replace(found, files=files))
        claimed |= own
    return tuple(sorted(series, key=lambda found: (found.folder, found.framework, found.dialects)))
