"""The tables and columns that a schema of Prisma's names."""

from towpath.frameworks.prisma.schema import models
from towpath.project import Dumped, Found, Tree


def paths(found: Found, tree: Tree) -> list[str]:
    """The files of the schema, which stand beside the migrations."""
    return [path for path in tree.under(found.folder.rpartition("/")[0]) if path.endswith(".prisma")]


def dumped(found: Found, tree: Tree) -> Dumped | None:
    """What the files of the schema say that stands beside the migrations; None where there are none."""
    files = paths(found, tree)
    said = [model for path in files for model in models(tree.text(path) or "")]
    if not said:
        return None
    names = {model.name for model in said}
    return Dumped(
        files[0],
        columns={model.table: frozenset(field.column for field in model.columns(names)) for model in said},
    )
