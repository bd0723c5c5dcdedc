"""The migrations of a project in running order, each read among the models that those before it leave."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from towpath.frameworks.django.backends import facts
from towpath.frameworks.django.configuration import project_of
from towpath.frameworks.django.content import Content, Heads, Key, content
from towpath.frameworks.django.contrib import facts_of_others
from towpath.frameworks.django.editor import Project
from towpath.frameworks.django.elements import Element
from towpath.frameworks.django.elsewhere import Elsewhere
from towpath.frameworks.django.graph import Graph
from towpath.frameworks.django.making import Made, Page, make
from towpath.frameworks.kept import Kept
from towpath.operations import Migration
from towpath.project import Found, Tree
from towpath.schema import Fact, State
from towpath.source import Source, Unreadable


class Book(NamedTuple):
    """What was read of a project, so that reading it again reads what changed."""

    found: Found
    sources: Mapping[str, Source | Unreadable]
    contents: Mapping[Key, Content]
    paths: Mapping[Key, str]
    graph: Graph
    made: Mapping[Key, Made]
    project: Project
    elsewhere: Elsewhere
    start: State


def read(found: Found, tree: Tree, kept: Kept) -> tuple[Migration, ...]:
    """The migrations in running order; those that did not change are the very same ones.

    Of a part of a series, only that part is read, among the models that there were before it.
    """
    old = kept.own if isinstance(kept.own, Book) else None
    if old is not None and kept.of_part:
        return _part(found, tree, old)
    kept.found = found
    book = kept.own = _book(found, tree, old)
    return tuple(made.migration for made in book.made.values())


def _book(found: Found, tree: Tree, old: Book | None) -> Book:
    """All of a series."""
    same = old if old and _manner(old.found) == _manner(found) and old.project.customs.fresh(tree) else None
    project = same.project if same else project_of(found, tree)
    elsewhere = old.elsewhere if old and old.found == found and old.elsewhere.holds(tree) else Elsewhere(found, tree)
    looked = _look(found, tree, found.files, elsewhere, old)
    known = old is not None and _same_edges(old.contents, looked.contents)
    order = old.graph if old and known else Graph(looked.contents, _settings(project))
    others = facts_of_others({key[0] for key in looked.contents})
    start = same.start if same else State().put((*_facts(found, project), *others))
    made = _in_turn(order, looked, start, project, same.made if same else {})
    return Book(found, looked.sources, looked.contents, looked.paths, order, made, project, elsewhere, start)


def _part(found: Found, tree: Tree, old: Book) -> tuple[Migration, ...]:
    """The migrations of some files of a series that may say something else now, or are new.

    New ones come right behind those that they depend on.
    """
    looked = _look(found, tree, found.files, old.elsewhere, old)
    contents = {**old.contents, **looked.contents}
    known = {key: old.contents[key] for key in looked.contents if key in old.contents}
    order = old.graph if _same_edges(known, looked.contents) else Graph(contents, _settings(old.project))
    places = old.graph.places
    keys = sorted((key for key in looked.contents if key in places), key=places.__getitem__)
    for key in order.in_order(looked.contents.keys() - known.keys()):
        parents = order.parents(key)
        behind = [number for number, one in enumerate(keys, 1) if one in parents]
        keys.insert(max(behind, default=len(keys)), key)
    first = next((key for key in keys if key in old.made), None)
    state = old.made[first].before if first else old.start
    migrations: list[Migration] = []
    for key in keys:
        made = make(looked.page(key), order.parents(key), state, old.project, old.made.get(key))
        migrations.append(made.migration)
        state = made.after
    return tuple(migrations)


def _facts(found: Found, project: Project) -> tuple[Fact, ...]:
    dialects = (found.dialect,) if found.dialect else found.dialects
    return facts(dialects, project.version, found.setting("DEFAULT_INDEX_TABLESPACE") or "")


def _manner(found: Found) -> tuple[object, ...]:
    """All that a migration depends on beside its own file and the ones before it."""
    return found.dialects, found.dialect, found.runner, found.settings


def _same_edges(old: Mapping[Key, Content], new: Mapping[Key, Content]) -> bool:
    """Whether the files name each other as they did."""
    pairs = zip(old.values(), new.values())
    return list(old) == list(new) and all(one is two or one.edges == two.edges for one, two in pairs)


def _settings(project: Project) -> dict[str, str]:
    return {"AUTH_USER_MODEL": ".".join(project.user)}


Sources = dict[str, Source | Unreadable]


class _Looked(NamedTuple):
    """The files of a series, or of a part of it, by path and by what they hold."""

    sources: Sources
    contents: dict[Key, Content]
    paths: dict[Key, str]

    def page(self, key: Key) -> Page:
        return Page(key, self.paths[key], self.contents[key])


def _look(found: Found, tree: Tree, paths: Sequence[str], elsewhere: Elsewhere, old: Book | None) -> _Looked:
    """What the files say; of those that say what they said, the very same."""
    looked = _Looked({}, {}, {})
    heads: Heads = {}
    labels = labels_of(found)
    for path in paths:
        source = looked.sources[path] = tree.read(path)
        key = key_of(path, labels)
        before = old.contents.get(key) if old else None
        if before is not None and before.others and old is not None and old.elsewhere is not elsewhere:
            before = None
        said: Content | None = None
        if before is not None and old is not None and old.sources.get(path) is source:
            said = before
        elif isinstance(source, Source):
            same = before is not None and before.text == source.text
            said = before if same else content(source.text, heads, elsewhere.names(path), before)
        else:
            said = Content("", elements=(Element("", problem=source.reason),), starts=(0,))
        if said is not None:
            looked.contents[key] = said
            looked.paths[key] = path
    return looked


def labels_of(found: Found) -> dict[str, str]:
    """The label of the app that each folder of migrations belongs to."""
    return {name[len("app ") :]: label for name, label in found.settings if name.startswith("app ")}


def key_of(path: str, labels: Mapping[str, str]) -> Key:
    """The app and the name that a file's path tells."""
    folder, _, file = path.rpartition("/")
    around = folder.rpartition("/")[0].rpartition("/")[2]
    return labels.get(folder, around), file.removesuffix(".py")


def _in_turn(
    order: Graph, looked: _Looked, start: State, project: Project, before: Mapping[Key, Made]
) -> dict[Key, Made]:
    """Every migration, each among the models that those before it leave."""
    made: dict[Key, Made] = {}
    state = start
    # The facts that are others than in the reading before, and the state there; most migrations change none of them.
    others: Mapping[str, object] | None = None
    there: State | None = None
    for key in order.order:
        old = before.get(key)
        kept = None
        if old and old.content is looked.contents[key] and old.parents == order.parents(key):
            if others is None or old.before is not there:
                others = state.facts.others(old.before.facts)
            kept = old.among(state, others)
        if kept and old:
            (made[key], others), there = kept, old.after
        else:
            made[key], others = make(looked.page(key), order.parents(key), state, project, old), None
        state = made[key].after
    return made
