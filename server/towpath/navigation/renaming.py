"""A migration gets another name: in its own file, in that file's name, and wherever others name it."""

import posixpath
import re
from typing import NamedTuple

from towpath.frameworks.rails.inflections import underscored
from towpath.linter import Rewrite
from towpath.linter.loaded import Loaded
from towpath.navigation.places import token_at
from towpath.navigation.revisions import revision_at, short_name, spelled
from towpath.operations import Migration
from towpath.project import Tree
from towpath.source import Edit, Source, Span, pattern

_CLASS = pattern(r"(?m)^\s*class\s+(?P<name>\w+)")


class Renamable(NamedTuple):
    """A migration that can be renamed where its name stands, and what it is called there."""

    migration: Migration
    span: Span
    name: str


def renamable(loaded: Loaded, tree: Tree, path: str, offset: int) -> Renamable | None:
    """The migration whose name, or whose class, stands at a place of a file."""
    source = tree.read(path)
    if not isinstance(source, Source) or loaded.found.framework not in ("alembic", "django", "rails"):
        return None
    own = next((migration for migration, _, _ in loaded.scripts(path)), None)
    of_class = _CLASS.search(source.text) if loaded.found.framework != "alembic" else None
    if own and of_class and of_class.start("name") <= offset <= of_class.end("name"):
        name = of_class["name"] if loaded.found.framework == "rails" else short_name(own)
        return Renamable(own, Span(*of_class.span("name")), name)
    found = revision_at(loaded, tree, path, offset) if loaded.found.framework != "rails" else None
    return Renamable(found, token_at(source.text, offset), short_name(found)) if found else None


def renamed(loaded: Loaded, tree: Tree, one: Renamable, name: str) -> Rewrite | str:
    """What gives a migration another name, or in a sentence why it cannot have it."""
    migration = one.migration
    if name == one.name:
        return Rewrite({}, {}, {})
    if said := _wrong(loaded, migration, name):
        return said
    edits: dict[str, tuple[Edit, ...]] = {}
    for path in _naming(loaded, migration):
        source = tree.read(path)
        spans = list(_spelled(migration, source.text, path)) if isinstance(source, Source) else []
        if spans:
            edits[path] = tuple(Edit(span, name) for span in spans)
    to = _path(migration, one.name, name)
    if to != migration.path and tree.there(to):
        return f"there is a file {to} already"
    rewrite = Rewrite(edits, {}, {migration.path: to} if to != migration.path else {})
    return rewrite if loaded.may_make(rewrite) else f"{loaded.landed_on} has it: what has landed keeps its name"


def _wrong(loaded: Loaded, migration: Migration, name: str) -> str:
    """Why a migration cannot be called so; empty where it can."""
    if not re.fullmatch(r"[A-Z]\w*" if migration.framework == "rails" else r"[\w.-]+", name):
        return f"{name!r} is no name for a migration"
    taken = {short_name(one) for one in loaded.migrations if one.line == migration.line}
    return f"there is a migration {name} already" if name in taken else ""


def _naming(loaded: Loaded, migration: Migration) -> list[str]:
    """The files that may name a migration; Django's squashes say what they replace."""
    if migration.framework == "rails":
        return [migration.path]
    return list(dict.fromkeys((migration.path, *(one.path for one in loaded.migrations))))


def _spelled(migration: Migration, text: str, path: str) -> list[Span]:
    if migration.framework == "rails":
        found = _CLASS.search(text)
        return [Span(*found.span("name"))] if found else []
    return list(spelled(migration, text)) if short_name(migration) in text else []


def _path(migration: Migration, old: str, name: str) -> str:
    """The path of the file of a migration under its new name."""
    folder, file = posixpath.split(migration.path)
    if migration.framework == "rails":
        version = file.partition("_")[0]
        return posixpath.join(folder, f"{version}_{underscored(name)}.rb")
    stem, ending = posixpath.splitext(file)
    return posixpath.join(folder, re.sub(rf"(?<![^_.-]){re.escape(old)}(?![^_.-])", name, stem, count=1) + ending)
