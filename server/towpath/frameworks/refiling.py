"""What moves a migration as a whole: behind another one, or to the next version; what merges heads, or tells of it."""

from collections.abc import Sequence

from towpath.frameworks.writing import Ask
from towpath.operations import Migration
from towpath.source import Edit, Source


def reparented(ask: Ask, old: str, new: str) -> tuple[Edit, ...]:
    """The edits that put a migration behind `new` where it came behind `old`; none where they cannot be made."""
    source = ask.tree.read(ask.migration.path)
    if isinstance(source, Source) and ask.found.framework == "alembic":
        return _of_alembic(ask, source, old, new)
    if isinstance(source, Source) and ask.found.framework == "django":
        return _of_django(ask, source, old, new)
    return ()


def _of_alembic(ask: Ask, source: Source, old: str, new: str) -> tuple[Edit, ...]:
    from towpath.frameworks.alembic.new_revision import reparented
    from towpath.frameworks.alembic.sheet import Sheet

    return tuple(reparented(Sheet(source, ask.tree, ask.found), old, new))


def _of_django(ask: Ask, source: Source, old: str, new: str) -> tuple[Edit, ...]:
    from towpath.frameworks.django.sheet import Sheet
    from towpath.frameworks.django.writing import reparented, version_of

    app, name = old.split(".", 1)
    return tuple(reparented(Sheet(source, ask.tree, version_of(ask)), (app, name), new.split(".", 1)[1]))


def retold(ask: Ask) -> tuple[Edit, ...]:
    """The edits that let a file tell people of its migration what the tool goes by; none where it says nothing else."""
    source = ask.tree.read(ask.migration.path)
    if not isinstance(source, Source) or ask.found.framework != "alembic":
        return ()
    from towpath.frameworks.alembic.docstrings import agreeing
    from towpath.frameworks.alembic.headers import header
    from towpath.frameworks.alembic.sheet import Sheet

    scope = Sheet(source, ask.tree, ask.found).scope
    said = header(scope)
    return tuple(agreeing(scope, said.revision, said.parents)) if said else ()


def restored(ask: Ask, text: str) -> Edit | None:
    """The edit that gives a migration what another text of its file has for it, and leaves what else stands there.

    None where the system's files hold one migration each, or that text does not have it.
    """
    if ask.found.framework != "liquibase":
        return None
    from towpath.frameworks.liquibase.restoring import restored as of_liquibase

    return of_liquibase(ask, text)


def onward(ask: Ask, was: Migration, now: Migration) -> tuple[str, str] | None:
    """Path and text of a new migration with what `now` says besides `was`, behind the one that is asked about.

    None where the system has no more to say than what is done to tables, or cannot say it.
    """
    if ask.found.framework != "django":
        return None
    from towpath.frameworks.django.onward import onward as of_django

    return of_django(ask, was, now)


def merged(ask: Ask, heads: Sequence[Migration]) -> tuple[str, str] | None:
    """Path and text of a new migration that comes behind several heads; None where the system has none such."""
    source = ask.tree.read(ask.migration.path)
    if isinstance(source, Source) and ask.found.framework == "alembic":
        from towpath.frameworks.alembic.new_revision import merged as of_alembic
        from towpath.frameworks.alembic.sheet import Sheet

        return of_alembic(ask, Sheet(source, ask.tree, ask.found), [one.identity for one in heads])
    if isinstance(source, Source) and ask.found.framework == "django":
        from towpath.frameworks.django.merging import merged as of_django

        return of_django(ask, source, heads)
    return None


def restamped(ask: Ask, migration: Migration) -> dict[str, str] | None:
    """The new paths of a migration's files, with the version right behind the one that is asked about.

    None where this system's versions are no names of files, or the next one is taken.
    """
    from towpath.frameworks.plain.next_name import way_back

    down = migration.down.path if migration.down else migration.path
    if down != migration.path and ask.found.framework != "sql":
        return None
    new = _next(ask, migration.title)
    back = way_back(new) if new and down != migration.path else None
    if new is None or (down != migration.path and back is None):
        return None
    return {migration.path: new, **({down: back} if back else {})}


def _next(ask: Ask, title: str) -> str | None:
    """The path behind the last migration, in the manner of its name."""
    last: Sequence[str] = [ask.migration.path]
    if ask.found.framework == "rails":
        from towpath.frameworks.rails.new_migration import next_path as of_rails

        return of_rails(ask, title, last)
    from towpath.frameworks.flyway.next_name import next_path as of_flyway
    from towpath.frameworks.plain.next_name import next_path as of_plain
    from towpath.frameworks.prisma.naming import next_path as of_prisma

    rooms = {"flyway": of_flyway, "prisma": of_prisma, "sql": of_plain}
    name = rooms.get(ask.found.framework)
    return name(ask.found, ask.migrations, ask.number, title, ask.tree, last) if name else None
