"""The answers to what leads elsewhere: definitions, references, symbols, and another name for a migration."""

from collections.abc import Iterable, Iterator
from typing import Any

from lsprotocol import types

from towpath.linter.loaded import Loaded
from towpath.lsp.actions import can_apply
from towpath.lsp.convert import Json, Texts, range_of, workspace_edit
from towpath.lsp.documents import Document
from towpath.lsp.session import Session
from towpath.navigation import origins, places, renaming, revisions, symbols
from towpath.navigation.lineage import Lineage
from towpath.navigation.places import Site
from towpath.project import Tree
from towpath.source import LineIndex, Position, Span

_KINDS = {
    "migration": types.SymbolKind.Module,
    "direction": types.SymbolKind.Namespace,
    "operation": types.SymbolKind.Event,
    "table": types.SymbolKind.Struct,
    "view": types.SymbolKind.Struct,
    "column": types.SymbolKind.Field,
    "index": types.SymbolKind.Key,
    "type": types.SymbolKind.Enum,
    "domain": types.SymbolKind.TypeParameter,
    "function": types.SymbolKind.Function,
    "sequence": types.SymbolKind.Number,
}
MOST = 400


class _Asked:
    """What a question is about: a place of a file that is open, and the series that the file belongs to."""

    def __init__(self, session: Session, document: Document, loaded: Loaded, tree: Tree, path: str) -> None:
        self.session = session
        self.document = document
        self.loaded = loaded
        self.tree = tree
        self.path = path

    @property
    def texts(self) -> Texts:
        return self.session.texts(self.document.path)

    def offset(self, position: types.Position) -> int:
        at = Position(position.line, position.character)
        return self.document.source.lines.offset(at, self.session.client.encoding)

    def locations(self, sites: Iterable[Site]) -> list[Json]:
        return [_location(one.path, one.span, self.texts, self.session) for one in dict.fromkeys(sites)]


def _asked(session: Session, uri: str) -> _Asked | None:
    document = session.documents.get(uri)
    if document is None:
        return None
    workspace, path = session.roots.place(document.path)
    workspace.report(path)
    loaded = workspace.series_of(path)
    return _Asked(session, document, loaded, workspace.tree, path) if loaded else None


def _location(path: str, span: Span, texts: Texts, session: Session) -> Json:
    lines = texts.lines(path) or LineIndex("")
    return {"uri": texts.uri(path), "range": range_of(span, lines, session.client.encoding)}


def defined(session: Session, params: types.DefinitionParams) -> list[Json]:
    """Where the revision, the table, the column or the file that is named at a place comes from."""
    asked = _asked(session, params.text_document.uri)
    return asked.locations(_definitions(asked, asked.offset(params.position))) if asked else []


def _definitions(asked: _Asked, offset: int) -> Iterator[Site]:
    migration = revisions.revision_at(asked.loaded, asked.tree, asked.path, offset)
    if migration is not None:
        yield revisions.declared(migration, asked.tree)
        return
    mention = origins.origin(asked.loaded, asked.path, offset)
    if mention is not None:
        found = places.site(asked.loaded, mention)
        if found is not None:
            yield found
        return
    included = revisions.file_at(asked.tree, asked.path, offset)
    if included is not None:
        yield Site(included, Span(0, 0))


def referred(session: Session, params: types.ReferenceParams) -> list[Json]:
    """Where the revision, the table or the column that is named at a place is named."""
    asked = _asked(session, params.text_document.uri)
    if asked is None:
        return []
    return asked.locations(_references(asked, asked.offset(params.position), params.context.include_declaration))


def _references(asked: _Asked, offset: int, declaration: bool) -> Iterator[Site]:
    migration = revisions.revision_at(asked.loaded, asked.tree, asked.path, offset)
    if migration is not None:
        if declaration:
            yield revisions.declared(migration, asked.tree)
        yield from revisions.referring(asked.loaded, migration, asked.tree)
        return
    for other in origins.mentions(asked.loaded, asked.path, offset):
        found = places.site(asked.loaded, other) if declaration or other is not other.thing.made else None
        if found is not None:
            yield found


def outlined(session: Session, params: types.DocumentSymbolParams) -> list[Json]:
    """The migrations of a file with their operations; for a client that knows no trees, in one list."""
    asked = _asked(session, params.text_document.uri)
    if asked is None:
        return []
    found = list(symbols.outline(asked.loaded, asked.path))
    if session.client.outlines:
        return [_tree(one, asked) for one in found]
    texts = asked.texts
    return [_information(one, texts, session) for top in found for one in _flat(top)]


def _tree(symbol: symbols.Symbol, asked: _Asked) -> Json:
    lines, encoding = asked.document.source.lines, asked.session.client.encoding
    return {
        "name": symbol.name or "?",
        "detail": symbol.detail,
        "kind": _KINDS[symbol.kind].value,
        "range": range_of(symbol.span, lines, encoding),
        "selectionRange": range_of(symbol.named, lines, encoding),
        "children": [_tree(child, asked) for child in symbol.children],
    }


def _flat(symbol: symbols.Symbol) -> Iterator[symbols.Symbol]:
    yield symbol
    for child in symbol.children:
        yield from _flat(child)


def _information(symbol: symbols.Symbol, texts: Texts, session: Session) -> Json:
    name = f"{symbol.name} {symbol.detail}" if symbol.kind == "operation" else symbol.name
    found: Json = {
        "name": name.strip() or "?",
        "kind": _KINDS[symbol.kind].value,
        "location": _location(symbol.path, symbol.span, texts, session),
    }
    return found if symbol.kind == "operation" else {**found, "containerName": symbol.detail}


def searched(session: Session, params: types.WorkspaceSymbolParams) -> list[Json]:
    """The revisions, tables, columns and other things of all open projects whose names fit a query."""
    found: list[Json] = []
    for root, workspace in session.roots:
        for loaded in workspace.loaded:
            if loaded.judged:
                loaded.refresh(workspace.tree)
                lineage = Lineage(loaded.migrations, loaded.replay, spoken=False)
                fitting = symbols.first(symbols.matching(loaded, lineage, workspace.tree, params.query), MOST)
                texts = session.texts_in(root, workspace)
                found += [_information(one, texts, session) for one in fitting]
    return found[:MOST]


def renaming_at(session: Session, params: types.PrepareRenameParams) -> Json | None:
    """The name of the migration that can be renamed at a place."""
    asked = _asked(session, params.text_document.uri)
    found = renaming.renamable(asked.loaded, asked.tree, asked.path, asked.offset(params.position)) if asked else None
    if asked is None or found is None:
        return None
    lines = asked.document.source.lines
    return {"range": range_of(found.span, lines, session.client.encoding), "placeholder": found.name}


def renamed(session: Session, params: types.RenameParams) -> Any:
    """The edit that gives the migration at a place another name, or in a sentence why there is none."""
    asked = _asked(session, params.text_document.uri)
    found = renaming.renamable(asked.loaded, asked.tree, asked.path, asked.offset(params.position)) if asked else None
    if asked is None or found is None:
        return "no name of a migration stands here"
    rewrite = renaming.renamed(asked.loaded, asked.tree, found, params.new_name)
    if isinstance(rewrite, str):
        return rewrite
    if not can_apply(rewrite, session.client):
        return "the file would have to be renamed, too, which this editor cannot do"
    return workspace_edit(rewrite, asked.texts, session.client)
