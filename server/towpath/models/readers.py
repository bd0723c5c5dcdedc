"""What reads an application: the models of the series' own system, and what any application may have."""

from collections.abc import Callable, Iterator

from towpath.models import django, prisma, rails, sql, sqlalchemy
from towpath.models.files import Files
from towpath.models.use import Use, Wanted
from towpath.project import Found, Tree

Reader = Callable[[Files, Tree, Found, Wanted], Iterator[Use]]

_OWN: dict[str, Reader] = {"django": django.uses, "rails": rails.uses, "prisma": prisma.uses}


def readers(framework: str) -> tuple[Reader, ...]:
    """Those that look for what the migrations of a system make."""
    own = _OWN.get(framework)
    return (own, sqlalchemy.uses, sql.uses) if own else (sqlalchemy.uses, sql.uses)
