"""Files of migrations in the order of their versions."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from towpath.frameworks import sqlfile
from towpath.frameworks.kept import Kept
from towpath.frameworks.pieces import Body
from towpath.frameworks.rails import bodies
from towpath.frameworks.rails.asking import Asking, holds
from towpath.frameworks.rails.detection import application
from towpath.frameworks.rails.helpers import include
from towpath.frameworks.rails.known import Known
from towpath.frameworks.rails.layout import Shape, number, shape
from towpath.frameworks.rails.model_tables import gives
from towpath.frameworks.rails.steps import How, Way
from towpath.operations import Direction, Migration, Opaque, Script, Step, replace
from towpath.project import Found, Tree
from towpath.source import Source, Span, Unreadable
from towpath.syntax import ruby
from towpath.syntax.ruby import Method

NAME = "rails"


class Page(NamedTuple):
    """One file as it was read; `parsed` is kept of one that is edited.

    `before` and `after` are what is known at its ends, `asked` what it was read by of that, and `files` what else was
    read for it.
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


class _Own(NamedTuple):
    """What is kept of a series: what the files depend on beside themselves, and the pages."""

    manner: tuple[object, ...]
    pages: dict[str, Page]


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
    read: dict[str, Page] = {}
    known = Known()
    root = application(found.folder)

    titles = {number_[1]: path[len(root) :] for path in found.files if (number_ := number(path))}

    def texts(path: str) -> str | None:
        return tree.text(f"{root}{path}") if tree.there(f"{root}{path}") else None

    for path in sorted(found.files, key=lambda one: (number(one) or (0, ""), one)):
        old = pages.get(path)
        if old is not None and old.files and any(texts(one) != text for one, text in old.files.items()):
            old = None
        # Of a part of a series, what is known before it is known from the whole.
        known = old.before if kept_before.of_part and not read and old else known
        unchanged = old is not None and known is old.before and tree.read(path) is old.read
        read[path] = (
            old
            if old and unchanged
            else _behind(
                _page(path, tree, old, Asking(known, texts, path[len(root) :], titles), own_dialect), old, known
            )
        )
        known = read[path].after
    # Not changed in place: another reading may start from what is known now.
    kept_before.own = _Own(manner, {**pages, **read})
    return _in_order(read)


def _behind(page: Page, old: Page | None, before: Known) -> Page:
    """A page with what is known behind it; the very same as before, where that says the same."""
    if old is not None and page.migration is old.migration and before is old.before:
        return page
    steps = page.migration.up.steps if page.migration else ()
    after = before.after(operation for step in steps for operation in step.operations)
    return page._replace(before=before, after=old.after if old is not None and old.after.same(after) else after)


def _in_order(pages: dict[str, Page]) -> tuple[Migration, ...]:
    found = [(number(path) or (0, ""), path, page.migration) for path, page in pages.items()]
    taken: set[str] = set()
    return tuple(_named(one, taken) for _, _, one in sorted(found, key=lambda each: each[:2]) if one is not None)


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
    return _read(path, found, old, known, same, dialect)


def _text(found: Source | Unreadable) -> str | None:
    return found.text if isinstance(found, Source) else None


def _identity(path: str) -> str:
    found = number(path)
    return str(found[0]) if found else path


def _read(path: str, found: Source, old: Page | None, known: Asking, same: bool, dialect: str) -> Page:
    parsed = ruby.parse(found.text, old.parsed if old else None)
    scope, classes = ruby.module(parsed, partial(gives, known.within))
    known.lost = include(parsed, scope, classes, known.within)
    said = shape(scope, classes, dialect)
    kept = parsed if old else None
    if said is None:
        return Page(found, _without(path, parsed), parsed=kept)
    both = [said.methods[one] for one in ("change", "up", "down") if one in said.methods]
    context = hash((_text_around(parsed, both), same or object()))
    ups = _way(said, "up", known, context, old)
    # What is known behind it all takes its time to find, and most have no way down of their own.
    back = known.behind() if _goes_down(said) else None
    downs = _way(said, "down", back, context, old) if back else None
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
    return Page(found, migration, ups, downs, kept, asked=asked, files=files)


def _without(path: str, parsed: ruby.Tree) -> Migration | None:
    """What is made of a file without a migration: of one that is broken, a migration that is not understood."""
    if not parsed.broken:
        return None
    text = parsed.text
    step = Step(text, Span(0, len(text)), (Opaque("the class of this migration cannot be made out", text),), ({},))
    return Migration(NAME, _identity(path), Script(path, (step,), (0,)), title=(number(path) or (0, ""))[1])


def _way(said: Shape, direction: Direction, known: Asking, context: int, old: Page | None) -> Body | None:
    """What is done one way: in the method of that name, or in `change`."""
    up = direction == "up"
    before = (old.up if up else old.down) if old else None
    method = said.methods.get(direction)
    if (change := said.methods.get("change")) is not None:
        body = bodies.read(change, How(said.version, Way(direction, True), said.transactional, known), context, before)
        return body if up else bodies.backward(body)
    if method is None:
        return None
    return bodies.read(method, How(said.version, Way(direction, False), said.transactional, known), context, before)


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


def _text_around(parsed: ruby.Tree, methods: Sequence[Method]) -> tuple[str, ...]:
    """All of a file but the bodies of these methods."""
    spans = [parsed.span(body) for one in methods if (body := one.node.child_by_field_name("body")) is not None]
    ends = [0, *(span.end for span in sorted(spans))]
    starts = [*(span.start for span in sorted(spans)), len(parsed.text)]
    return tuple(parsed.valid(Span(start, end)).strip() for start, end in zip(ends, starts))
