"""Files of migrations in the order of their versions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import is_
from typing import NamedTuple

from towpath.frameworks import sqlfile
from towpath.frameworks.kept import Kept
from towpath.frameworks.pieces import Body
from towpath.frameworks.rails import bodies
from towpath.frameworks.rails.asking import Asking, holds
from towpath.frameworks.rails.detection import application
from towpath.frameworks.rails.gems import SAFE_BY_DEFAULT
from towpath.frameworks.rails.hanging import reach
from towpath.frameworks.rails.helpers import include
from towpath.frameworks.rails.known import Known, told
from towpath.frameworks.rails.layout import Shape, number, shape
from towpath.frameworks.rails.model_tables import gives
from towpath.frameworks.rails.passing import passed
from towpath.frameworks.rails.steps import How, Way
from towpath.operations import Direction, Migration, Opaque, Operation, Script, Step, replace
from towpath.project import Found, Tree
from towpath.source import Source, Span, Unreadable
from towpath.syntax import ruby
from towpath.syntax.reach import Reach

NAME = "rails"


class Page(NamedTuple):
    """One file as it was read; `parsed` is kept of one that is edited.

    `before` and `after` are what is known at its ends, `asked` what it was read by of that, and `files` what else was
    read for it. `sound` is the last version that was valid, of one that is not.
    """

    read: Source | Unreadable
    migration: Migration | None
    up: Body | None = None
    down: Body | None = None
    parsed: ruby.Tree | None = None
    before: Known = Known()
    after: Known = Known()
    asked: Mapping[tuple[object, ...], object] = {}
    files: Mapping[str, str | None] = {}
    sound: "Page | None" = None


# What is known before the first file.
_NOTHING = Known()


class _Order(NamedTuple):
    """The files of a series as they run, and the paths of these within the application by what they are called."""

    files: tuple[str, ...]
    paths: tuple[str, ...]
    titles: Mapping[str, str]


class _Own(NamedTuple):
    """What is kept of a series: what the files depend on beside themselves, and the pages.

    `order` is that of the files that were read together, each by what was known behind the one before; None: of none.
    """

    manner: tuple[object, ...]
    pages: dict[str, Page]
    order: _Order | None


def dialect(found: Found) -> str:
    """The dialect of the database that a series is for; PostgreSQL's where that is not known."""
    known = found.dialect or (found.dialects[0] if len(found.dialects) == 1 else "")
    return known or "postgresql"


def read(found: Found, tree: Tree, kept_before: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those whose files say what they said are the very same ones."""
    own_dialect = dialect(found)
    manner = found.dialects, found.runner, found.settings
    own = kept_before.own if isinstance(kept_before.own, _Own) else None
    pages = own.pages if own and own.manner == manner else {}
    root = application(found.folder)
    safe = SAFE_BY_DEFAULT if found.setting("safe_by_default") else frozenset[str]()

    def texts(path: str) -> str | None:
        return tree.text(f"{root}{path}") if tree.there(f"{root}{path}") else None

    order = own.order if own and own.order and own.order.files == found.files else None
    same = _same(order.paths, pages, tree, texts) if order and pages and not kept_before.of_part else 0
    order = order or _order(found.files, root)
    read = {path: pages[path] for path in order.paths[:same]}
    known = pages[order.paths[same - 1]].after if same else _NOTHING
    for path in order.paths[same:]:
        old = pages.get(path)
        if old is not None and old.files and any(texts(one) != text for one, text in old.files.items()):
            old = None
        # Of a part of a series, what is known before it is known from the whole.
        known = old.before if kept_before.of_part and not read and old else known
        if old is None or known is not old.before or tree.read(path) is not old.read:
            asking = Asking(known, texts, path[len(root) :], order.titles, safe)
            read[path] = _behind(_page(path, tree, old, asking, own_dialect), old, known)
        else:
            read[path] = old
        known = read[path].after
    # Not changed in place: another reading may start from what is known now.
    kept_before.own = _Own(manner, {**pages, **read}, order if not kept_before.of_part else None)
    return _all(read.values())


def _order(files: tuple[str, ...], root: str) -> _Order:
    titles = {found[1]: path[len(root) :] for path in files if (found := number(path))}
    return _Order(files, tuple(sorted(files, key=lambda one: (number(one) or (0, ""), one))), titles)


def _same(paths: Sequence[str], pages: Mapping[str, Page], tree: Tree, texts: Callable[[str], str | None]) -> int:
    """How many files in front say what they said, and are read by others that do."""
    kept = [pages[path] for path in paths]
    same = [*map(is_, map(tree.read, paths), [page.read for page in kept]), False].index(False)
    asking = (place for place, page in enumerate(kept[:same]) if page.files)
    return next((one for one in asking if any(texts(path) != text for path, text in kept[one].files.items())), same)


def _behind(page: Page, old: Page | None, before: Known) -> Page:
    """A page with what is known behind it; the very same as before, where that says the same."""
    if old is not None and page.migration is old.migration and before is old.before:
        return page
    steps, was = _steps(page), _steps(old) if old else ()
    if old is not None and before is old.before and told(_other(was, steps)) == told(_other(steps, was)):
        return page._replace(before=before, after=old.after)
    after = before.after(operation for step in steps for operation in step.operations)
    return page._replace(before=before, after=old.after if old is not None and old.after.same(after) else after)


def _steps(page: Page) -> tuple[Step, ...]:
    return page.migration.up.steps if page.migration else ()


def _other(steps: tuple[Step, ...], others: tuple[Step, ...]) -> Iterator[Operation]:
    """What is done by steps, but for those with which others begin and end as well."""
    front = [*map(is_, steps, others), False].index(False)
    back = [*map(is_, reversed(steps[front:]), reversed(others[front:])), False].index(False)
    return (operation for step in steps[front : len(steps) - back] for operation in step.operations)


def _all(pages: Iterable[Page]) -> tuple[Migration, ...]:
    found = [page.migration for page in pages if page.migration is not None]
    if len({one.identity for one in found}) == len(found):
        return tuple(found)
    taken: set[str] = set()
    return tuple(_named(one, taken) for one in found)


def _named(migration: Migration, taken: set[str]) -> Migration:
    """The migration; one whose version another file has as well goes by its path, too."""
    if migration.identity in taken:
        migration = replace(migration, identity=f"{migration.identity} ({migration.path})")
    taken.add(migration.identity)
    return migration


def _page(path: str, tree: Tree, old: Page | None, known: Asking, dialect: str) -> Page:
    found = tree.read(path)
    same = old is None or holds(known.known, old.asked)
    if old is not None and same and (found is old.read or _text(found) == _text(old.read) is not None):
        return old._replace(read=found)
    if isinstance(found, Unreadable):
        return Page(found, Migration(NAME, _identity(path), sqlfile.unread(path, found.reason)))
    sound = _sound(old) if old else None
    if sound and _text(sound.read) == found.text and holds(known.known, sound.asked):
        return sound._replace(read=found)
    page = _between(path, found, sound, known.again(), dialect) if sound else None
    return page or _read(path, found, old, known, same, dialect)


def _sound(page: Page) -> Page | None:
    """The last version of a page that was valid."""
    return page.sound if page.parsed is None or page.parsed.broken else page


def _between(path: str, found: Source, old: Page, known: Asking, dialect: str) -> Page | None:
    """A file in whose `change` something was typed between statements that stay; None for any other."""
    was, text = old.migration, _text(old.read)
    if old.up is None or old.down or was is None or was.down or not was.derived or text is None:
        return None
    kept = passed(old.up.entries, text, found.text) if holds(known.known, old.asked) else None
    parsed = ruby.well_formed(found.text, kept.spans) if kept else None
    if kept is None or parsed is None:
        return None
    said = _shape(parsed, known, dialect)
    if said is None or said.methods.keys() & {"up", "down", "migrate"} or _goes_down(said):
        return None
    how = How(said.version, Way("up", True), said.transactional, known)
    # What stands around the method says what it said.
    up = bodies.within(said.methods["change"], how, reach(parsed, said, None), kept, old.up.context)
    if up is None:
        return None
    migration = replace(was, up=up.script(path, said.transactional))
    asked, files = {**old.asked, **known.asked}, {**old.files, **known.files}
    return Page(found, migration, up, None, old.parsed, asked=asked, files=files)


def _shape(parsed: ruby.Tree, known: Asking, dialect: str) -> Shape | None:
    """The migration in a file, with the methods that it has from modules of the project's."""
    scope, classes = ruby.module(parsed, partial(gives, known.within))
    known.lost = include(parsed, scope, classes, known.within)
    return shape(scope, classes, dialect)


def _text(found: Source | Unreadable) -> str | None:
    return found.text if isinstance(found, Source) else None


def _identity(path: str) -> str:
    found = number(path)
    return str(found[0]) if found else path


def _read(path: str, found: Source, old: Page | None, known: Asking, same: bool, dialect: str) -> Page:
    parsed = ruby.parse(found.text, old.parsed if old else None)
    said = _shape(parsed, known, dialect)
    kept = parsed if old else None
    if said is None:
        return Page(found, _without(path, parsed), parsed=kept, sound=_sound(old) if old else None)
    leads = reach(parsed, said, same or object())
    ups = _way(said, "up", known, leads, old)
    # What is known behind it all takes its time to find, and most have no way down of their own.
    back = known.behind() if _goes_down(said) else None
    downs = _way(said, "down", back, leads, old) if back else None
    derived = "change" in said.methods
    up = ups.script(path, said.transactional) if ups else Script(path, transactional=said.transactional)
    for own in _runs(said, path):
        up = replace(up, steps=(*up.steps, *own.steps), told=(*up.starts, *own.starts))
    down = downs.script(path, said.transactional) if downs else None
    if derived and down is not None and not down.steps:
        down = None
    title = (number(path) or (0, ""))[1]
    migration = Migration(NAME, _identity(path), up, down, derived=derived, title=title)
    asked = {**(old.asked if old and same else {}), **known.asked}
    # What statements asked for that are kept is not asked for again.
    files = {**(old.files if old else {}), **known.files, **(back.files if back else {})}
    sound = _sound(old) if old and parsed.broken else None
    return Page(found, migration, ups, downs, kept, asked=asked, files=files, sound=sound)


def _without(path: str, parsed: ruby.Tree) -> Migration | None:
    """What is made of a file without a migration: of one that is broken, a migration that is not understood."""
    if not parsed.broken:
        return None
    text = parsed.text
    step = Step(text, Span(0, len(text)), (Opaque("the class of this migration cannot be made out", text),), ({},))
    return Migration(NAME, _identity(path), Script(path, (step,), (0,)), title=(number(path) or (0, ""))[1])


def _way(said: Shape, direction: Direction, known: Asking, leads: Reach, old: Page | None) -> Body | None:
    """What is done one way: in the method of that name, or in `change`."""
    up = direction == "up"
    before = (old.up if up else old.down) if old else None
    method = said.methods.get(direction)
    if (change := said.methods.get("change")) is not None:
        body = bodies.read(change, How(said.version, Way(direction, True), said.transactional, known), leads, before)
        return body if up else bodies.backward(body)
    if method is None:
        return None
    return bodies.read(method, How(said.version, Way(direction, False), said.transactional, known), leads, before)


def _goes_down(said: Shape) -> bool:
    """Whether a way down is written: in the method of that name, or in `change`."""
    change = said.methods.get("change")
    if change is None:
        return "down" in said.methods
    return any(word in change.scope.tree.source(change.node) for word in ("down", "up_only"))


def _runs(said: Shape, path: str) -> Iterator[Script]:
    """A `migrate` of the class's own runs what it likes, beside or instead of the ways that are written."""
    own = said.methods.get("migrate")
    if own is None:
        return
    text, span = own.scope.tree.source(own.node), own.scope.tree.span(own.node)
    step = Step(text, Span(0, len(text)), (Opaque("what the class's own `migrate` does is not followed", text),), ({},))
    yield Script(path, (step,), (span.start,))
