"""What identifies a revision: the assignments at the head of its file; never its name."""

from collections.abc import Iterator

from towpath.frameworks.alembic.docstrings import disagreement, title
from towpath.operations import value
from towpath.syntax.python import Scope, Value, is_list


@value
class Header:
    """`parents` are the revisions that it comes behind, `depends` those that it also needs; `title` what it does.

    `misnamed` says in what the docstring disagrees.
    """

    revision: str
    parents: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    title: str = ""
    misnamed: str = ""


def header(scope: Scope) -> Header | None:
    """The header of a module; None where nothing says which revision it is."""
    revision = scope.look("revision") if "revision" in scope.names else None
    if not isinstance(revision, str) or not revision:
        return None
    parents = tuple(_names(_said(scope, "down_revision")))
    return Header(
        str(revision),
        parents,
        tuple(_names(_said(scope, "depends_on"))),
        tuple(_names(_said(scope, "branch_labels"))),
        title(scope),
        disagreement(scope, str(revision), parents),
    )


def _said(scope: Scope, name: str) -> Value:
    return scope.look(name) if name in scope.names else None


def _names(said: Value) -> Iterator[str]:
    """The revisions that a value names: one, several, or none."""
    for item in said if is_list(said) else (said,):
        if isinstance(item, str) and item:
            yield str(item)
