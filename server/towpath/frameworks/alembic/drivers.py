"""Which driver of PostgreSQL's a project has, and whether that begins a transaction behind a COMMIT in a revision.

psycopg 3 and pg8000 ask the connection whether a transaction is open, and begin one before the next statement where
none is; psycopg2 and asyncpg remember that they began one, and go on outside of any.
"""

from collections.abc import Iterable, Sequence

from towpath.frameworks import manifests
from towpath.operations import Unsure
from towpath.project import Tree
from towpath.source import pattern

_GOES_ON = {"psycopg2": True, "asyncpg": True, "psycopg": False, "psycopg_async": False, "pg8000": False}
_ADDRESS = pattern(r"\bpostgres(?:ql)?\+(\w+)")
_NAMED = pattern(r"\b(psycopg2|psycopg|asyncpg|pg8000)(?:-binary)?\b")
UNSURE = Unsure(
    "where the driver begins a transaction behind COMMIT, as psycopg 3 and pg8000 do, and psycopg2 and asyncpg do not"
)


def drivers(tree: Tree, folder: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The drivers that addresses in some texts name, else those of the nearest manifest that names one."""
    if told := {name for text in texts for name in _ADDRESS.findall(text)}:
        return tuple(sorted(told))
    every = (set(_NAMED.findall(text)) for _, text in manifests.manifests(tree, folder, manifests.PYTHON))
    return tuple(sorted(next(filter(None, every), ())))


def goes_on(names: Sequence[str]) -> bool | None:
    """Whether what stands behind a COMMIT stands outside of a transaction; None where that is not known."""
    known = {_GOES_ON.get(name) for name in names}
    return known.pop() if len(known) == 1 else None
