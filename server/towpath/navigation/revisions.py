"""Where files name migrations, and other files: parents, what is needed besides, what is included."""

import posixpath
import re
from collections.abc import Iterator

from towpath.frameworks.heads import place
from towpath.linter.loaded import Loaded
from towpath.navigation.places import Site, token_at
from towpath.operations import Migration
from towpath.project import Tree
from towpath.source import Source, Span


def revision_at(loaded: Loaded, tree: Tree, path: str, offset: int) -> Migration | None:
    """The migration that is named at a place of a file, outside of its steps."""
    source = tree.read(path)
    if not isinstance(source, Source) or _in_step(loaded, path, offset):
        return None
    token = token_at(source.text, offset).of(source.text)
    before = source.text[max(0, offset - 200) : offset]
    named = [one for one in loaded.migrations if _is_called(one, token)]
    # Django says which app's it is in front of the name.
    named.sort(key=lambda one: bool(one.line) and not re.search(rf"\b{re.escape(one.line)}\b[^\n]*\Z", before))
    return named[0] if named else None


def _in_step(loaded: Loaded, path: str, offset: int) -> bool:
    return any(
        script.span(number).start <= offset <= script.span(number).end
        for _, _, script in loaded.scripts(path)
        for number in range(len(script.steps))
    )


def _is_called(migration: Migration, token: str) -> bool:
    return bool(token) and token in (migration.identity, short_name(migration))


def short_name(migration: Migration) -> str:
    """What a migration is called among those of its own line."""
    return migration.identity.removeprefix(f"{migration.line}.") if migration.line else migration.identity


def declared(migration: Migration, tree: Tree) -> Site:
    """Where a migration says which one it is; else the first line of its file."""
    source = tree.read(migration.path)
    text = source.text if isinstance(source, Source) else ""
    span = place(migration.framework, "identity", text)
    if span is None:
        steps = migration.up.steps
        start = migration.up.span(0).start if steps and migration.framework == "liquibase" else 0
        span = Span(start, start)
    return Site(migration.path, span)


def referring(loaded: Loaded, migration: Migration, tree: Tree) -> Iterator[Site]:
    """Where other migrations name one."""
    for other in loaded.migrations:
        if other is not migration and migration.identity in (*other.parents, *other.needs):
            source = tree.read(other.path)
            if isinstance(source, Source):
                yield from (Site(other.path, span) for span in spelled(migration, source.text))


def spelled(migration: Migration, text: str) -> Iterator[Span]:
    """Where a text names a migration: in quotes, for one of an app behind the app's name, or in a docstring."""
    name = re.escape(short_name(migration))
    line = rf"['\"]{re.escape(migration.line)}['\"]\s*,\s*" if migration.framework == "django" else ""
    told = rf"|^(?:Revision ID|Revises)\b.*?(?<![\w.-])(?P<told>{name})(?![\w.-])" if not line else ""
    for match in re.finditer(rf"{line}(?P<quote>['\"])(?P<said>{name})(?P=quote){told}", text, re.MULTILINE):
        group = "said" if match["said"] else "told"
        yield Span(match.start(group), match.end(group))


def file_at(tree: Tree, path: str, offset: int) -> str | None:
    """The file of the project whose path stands at a place of another one: from its folder, or from any other."""
    source = tree.read(path)
    token = token_at(source.text, offset).of(source.text) if isinstance(source, Source) else ""
    token = token.removeprefix("classpath:").lstrip("/")
    if "." not in token:
        return None
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), token))
    if beside != path and tree.has(beside):
        return beside
    token = posixpath.normpath(token)
    found = [one for one in tree.paths() if one == token or one.endswith(f"/{token}")]
    return found[0] if len(found) == 1 else None
