"""Files of revisions as migrations, in the order in which Alembic runs them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from towpath.frameworks import sqlfile
from towpath.frameworks.alembic import bodies
from towpath.frameworks.alembic.drivers import goes_on
from towpath.frameworks.alembic.guards import decided
from towpath.frameworks.alembic.headers import Header, header
from towpath.frameworks.alembic.order import ordered
from towpath.frameworks.alembic.passing import passed
from towpath.frameworks.alembic.sent.names import Convention
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL
from towpath.frameworks.alembic.steps import Sending
from towpath.frameworks.kept import Kept
from towpath.frameworks.pieces import Body
from towpath.frameworks.python.modules import Modules
from towpath.operations import Direction, Migration, replace
from towpath.project import Found, Tree
from towpath.source import Source, Span, Unreadable
from towpath.syntax import python
from towpath.syntax.lines import Lines
from towpath.syntax.python import Function, Scope
from towpath.syntax.python.reach import reach
from towpath.syntax.python.scope import Decides
from towpath.syntax.reach import Reach

name = "alembic"

# What each direction is done in.
FUNCTIONS: dict[Direction, str] = {"up": "upgrade", "down": "downgrade"}


class Page(NamedTuple):
    """One file as it was read; `header` is None where it is no revision.

    `others`: its names led into other files of the project. `typed` is kept of one that was read again, since it will
    be once more.
    """

    read: Source | Unreadable
    header: Header | None
    up: Body | None = None
    down: Body | None = None
    migration: Migration | None = None
    others: bool = False
    typed: "Typed | None" = None


class Typed(NamedTuple):
    """What the next key starts from: a tree that the next one grows from, and what the statements hang on.

    `lines` are those of the last version that was broken. `sound` is the last one that was valid, of one that is not.
    """

    parsed: python.Tree
    reach: Reach | None = None
    lines: Lines | None = None
    sound: Page | None = None


class _Own(NamedTuple):
    """What is kept of a series: what the files depend on beside themselves, the pages, and the project's modules."""

    manner: tuple[object, ...]
    pages: dict[str, Page]
    modules: Modules


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those whose files say what they said are the very same ones."""
    manner = found.dialects, found.dialect, found.runner, found.settings
    own = kept_before.own if isinstance(kept_before.own, _Own) else None
    pages = own.pages if own and own.manner == manner else {}
    same = own is not None and own.modules.holds(tree)
    dialect = found.dialect or POSTGRESQL
    decides = partial(decided, dialect=dialect)
    modules = own.modules if own and same else Modules(tree, decides)
    around = _Around(tree, sending_of(found), decides, modules, same)
    read = {path: _page(path, around, pages.get(path)) for path in found.files}
    # Not changed in place: another reading may start from what is known now.
    kept_before.own = _Own(manner, {**pages, **read}, modules)
    return _in_order(read.values())


def _in_order(pages: Iterable[Page]) -> tuple[Migration, ...]:
    headers: list[Header] = []
    migrations: list[Migration] = []
    taken: set[str] = set()
    for page in pages:
        migration = _named(page, taken)
        if migration is not None and page.header is not None:
            headers.append(page.header)
            migrations.append(migration)
    return tuple(migrations[number] for number in ordered(headers))


class _Around(NamedTuple):
    """What a file is read with; `same`: its modules are those of the reading before."""

    tree: Tree
    sending: Sending
    decides: Decides
    modules: Modules
    same: bool


def convention_of(found: Found) -> Convention:
    """How the project names constraints."""
    prefix = "naming_convention."
    return Convention({key[len(prefix) :]: said for key, said in found.settings if key.startswith(prefix)})


def sending_of(found: Found) -> Sending:
    """How the project's files are read."""
    dialect = found.dialect or POSTGRESQL
    known = goes_on((found.setting("drivers") or "").split())
    return Sending(convention_of(found), dialect, known if dialect == POSTGRESQL else True)


def _named(page: Page, taken: set[str]) -> Migration | None:
    """The migration of a page; one whose revision another file has as well goes by its path, too."""
    migration = page.migration
    if migration is not None and migration.identity in taken:
        migration = replace(migration, identity=f"{migration.identity} ({migration.path})")
    taken.add(migration.identity if migration else "")
    return migration


def _page(path: str, around: _Around, old: Page | None) -> Page:
    found = around.tree.read(path)
    current = old is None or around.same or not old.others
    if old is not None and current and (found is old.read or _text(found) == _text(old.read) is not None):
        return old._replace(read=found)
    if isinstance(found, Unreadable):
        return Page(found, Header(path), migration=Migration(name, path, sqlfile.unread(path, found.reason)))
    return _read(path, found, around, old, current)


def _text(found: Source | Unreadable) -> str | None:
    return found.text if isinstance(found, Source) else None


def _read(path: str, found: Source, around: _Around, old: Page | None, current: bool) -> Page:
    typed = old.typed if old else None
    sound = _sound(old) if old and current else None
    lines = typed.lines if typed else None
    page = _between(path, found, around, sound, lines) if sound else None
    return page or _whole(path, found, around, old, _grown(sound, lines) if sound else None, current)


def _sound(page: Page) -> Page | None:
    """The last version of a page that was valid."""
    typed = page.typed
    return None if typed is None else typed.sound or (None if typed.parsed.broken else page)


def _grown(page: Page, lines: Lines | None) -> Page:
    """A valid page with the tree of its text, which other versions grow from."""
    text, typed = _text(page.read), page.typed
    if typed is None or text is None or typed.parsed.text == text:
        return page
    return page._replace(typed=typed._replace(parsed=python.parse(text, typed.parsed, lines=lines)))


def _between(path: str, found: Source, around: _Around, old: Page, lines: Lines | None) -> Page | None:
    """A revision in whose functions something was typed between statements that stay; None for any other."""
    was, text, up, typed = old.migration, _text(old.read), old.up, old.typed
    reach = typed.reach if typed else None
    if was is None or text is None or up is None or typed is None or reach is None:
        return None
    if text == found.text:
        return old._replace(read=found, typed=typed._replace(lines=lines))
    names = tuple(FUNCTIONS.values())
    kept = passed(up, old.down, text, found.text) if not reach.uses(names) else None
    if kept is None or any(one in kept.around.gap.of(found.text) for one in names):
        return None
    parsed = python.parse_around(found.text, kept.spans, kept.around.gap, lines)
    if parsed is None:
        return None
    elsewhere = around.modules.names(path)
    functions = _functions(python.module(parsed, around.decides, elsewhere), FUNCTIONS[kept.direction])
    body = bodies.within(functions[0], around.sending, reach, kept) if len(functions) == 1 else None
    if body is None:
        return None
    other = old.down if kept.direction == "up" else up
    if other and other.entries and other.entries[0].start > kept.around.gap.start:
        other = bodies.moved(other, kept.around.by)
    ups, downs = (body, other) if kept.direction == "up" else (other or up, body)
    transactional = around.sending.transactional
    migration = replace(was, up=ups.script(path, transactional), down=downs and downs.script(path, transactional))
    typed = Typed(typed.parsed, reach, parsed.lines or lines, old if parsed.broken else None)
    others = elsewhere.used or old.others
    return old._replace(read=found, up=ups, down=downs, migration=migration, others=others, typed=typed)


def _whole(path: str, found: Source, around: _Around, old: Page | None, sound: Page | None, current: bool) -> Page:
    """A file that is gone through; `sound` is the last version that was valid, from whose tree this one grows."""
    typed = old.typed if old else None
    before = sound.typed if sound and sound.typed else typed
    parsed = python.parse(found.text, before and before.parsed, lines=typed and typed.lines)
    elsewhere = around.modules.names(path)
    scope = python.module(parsed, around.decides, elsewhere)
    said = header(scope)
    up, down = (_functions(scope, one) for one in FUNCTIONS.values())
    others = elsewhere.used or (old is not None and old.others)
    lines = parsed.lines or (typed and typed.lines)
    typed = Typed(parsed, None, lines, sound if parsed.broken else None) if old else None
    if said is None and not up and not down:
        return Page(found, None, others=others, typed=typed)
    said = said or Header(path)
    beside = (*_texts_around(parsed, (*up, *down)), current or object())
    leads = reach(((node, parsed) for node in parsed.root.named_children), beside)
    ups = bodies.read(up, around.sending, leads, old.up if old else None)
    downs = bodies.read(down, around.sending, leads, old.down if old else None) if down else None
    migration = Migration(
        name,
        said.revision,
        ups.script(path, around.sending.transactional),
        downs and downs.script(path, around.sending.transactional),
        said.parents,
        title=said.title,
        needs=said.depends,
        labels=said.labels,
        misnamed=said.misnamed,
    )
    return Page(found, said, ups, downs, migration, others, typed and typed._replace(reach=leads))


def _functions(scope: Scope, called: str) -> tuple[Function, ...]:
    """The functions that make up one direction: one, or, where that one only chooses, one for each database."""
    found = scope.look(called) if called in scope.names else None
    if not isinstance(found, Function) or found.node.type != "function_definition":
        return ()
    if "globals()[" not in scope.tree.source(found.node):
        return (found,)
    several = (scope.look(other) for other in scope.names if other.startswith(f"{called}_"))
    return tuple(one for one in several if isinstance(one, Function)) or (found,)


def _texts_around(tree: python.Tree, functions: Sequence[Function]) -> Iterator[str]:
    """The texts of statements around the bodies of functions, of which each statement is looked at by itself."""
    found = (one.node.child_by_field_name("body") for one in functions)
    bodies = sorted(tree.span(node) for node in found if node is not None)
    for node in tree.root.named_children:
        whole = tree.span(node)
        within = [one for one in bodies if whole.holds(one)]
        ends = [whole.start, *(one.end for one in within)]
        starts = [*(one.start for one in within), whole.end]
        yield from (tree.valid(Span(*one)).strip() for one in zip(ends, starts) if within)
