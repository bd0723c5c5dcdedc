"""What reads an application: the models of the series' own system, and what any application may have."""

from collections.abc import Callable, Iterator

from towpath.models import sql, sqlalchemy
from towpath.models.files import Files
from towpath.models.use import Use, Wanted
from towpath.project import Found, Tree

Reader = Callable[[Files, Tree, Found, Wanted], Iterator[Use]]


def readers(framework: str) -> tuple[Reader, ...]:
    """Those that look for what the migrations of a system make."""
    own = _own(framework)
    return (own, sqlalchemy.uses, sql.uses) if own else (sqlalchemy.uses, sql.uses)


def _own(framework: str) -> Reader | None:
    """What reads the models of a system; that of another one is not imported."""
    if framework == "django":
        from towpath.models import django

        return django.uses
    if framework == "rails":
        from towpath.models import rails

        return rails.uses
    if framework == "prisma":
        from towpath.models import prisma

        return prisma.uses
    return None
