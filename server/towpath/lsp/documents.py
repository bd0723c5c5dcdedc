"""The texts that an editor holds open, kept in step with it.

Lines end as the protocol says; pygls also ends them at form feeds and U+2028, and would apply the next edit to the
wrong line.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from lsprotocol import types
from pygls.uris import to_fs_path

from towpath.source import Encoding, LineIndex, Position, Source


class Document(NamedTuple):
    """One version of an open file. `uri` is as the client spells it, `path` as the system does."""

    uri: str
    path: str
    version: int
    source: Source


class Documents:
    """The open documents by URI, in whichever way its characters are escaped."""

    def __init__(self) -> None:
        self._open: dict[str, Document] = {}

    def __iter__(self) -> Iterator[Document]:
        return iter(list(self._open.values()))

    def get(self, uri: str) -> Document | None:
        return self._open.get(unquote(uri))

    def at(self, path: str) -> Document | None:
        """The document that holds a file, None where the file is not open."""
        return next((document for document in self._open.values() if document.path == path), None)

    def open(self, item: types.TextDocumentItem) -> None:
        """Takes up a document; one that is no file (a view of another version, an unsaved buffer) is left alone."""
        path = to_fs_path(item.uri)
        if path is not None:
            self._open[unquote(item.uri)] = Document(item.uri, path, item.version, Source(path, item.text))

    def change(
        self,
        identifier: types.VersionedTextDocumentIdentifier,
        changes: Sequence[types.TextDocumentContentChangeEvent],
        encoding: Encoding,
    ) -> None:
        old = self.get(identifier.uri)
        if old is not None:
            source = edited(old.source, changes, encoding)
            self._open[unquote(identifier.uri)] = Document(old.uri, old.path, identifier.version, source)

    def close(self, uri: str) -> Document | None:
        return self._open.pop(unquote(uri), None)


def edited(source: Source, changes: Iterable[types.TextDocumentContentChangeEvent], encoding: Encoding) -> Source:
    """The text after changes that are applied one after the other, each to what the one before it left."""
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = offsets(source.lines, change.range, encoding)
            text = source.text[:start] + change.text + source.text[end:]
        else:
            text = change.text
        source = Source(source.path, text)
    return source


def offsets(lines: LineIndex, asked: types.Range, encoding: Encoding) -> tuple[int, int]:
    """The offsets of a range; one that ends before it starts is turned round."""
    start = lines.offset(Position(asked.start.line, asked.start.character), encoding)
    end = lines.offset(Position(asked.end.line, asked.end.character), encoding)
    return min(start, end), max(start, end)
