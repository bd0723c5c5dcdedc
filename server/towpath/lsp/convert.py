"""Our values as the protocol's plain JSON objects."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pygls.uris import from_fs_path

from towpath.linter import Placed, Rewrite
from towpath.lsp.client import Client
from towpath.source import Edit, Encoding, LineIndex, Span

Json = dict[str, Any]

SEVERITIES = {"error": 1, "warning": 2, "info": 3, "hint": 4}
UNNECESSARY = 1
# Findings about text that could go.
TAGS = {"unused-suppression": [UNNECESSARY]}


class Texts:
    """What is known beyond one file: files' URIs as the client has them, their lines and versions; rules' pages."""

    def __init__(
        self,
        uri: Callable[[str], str],
        lines: Callable[[str], LineIndex | None],
        version: Callable[[str], int | None],
        pages: Mapping[str, str],
    ) -> None:
        self.uri = uri
        self.lines = lines
        self.version = version
        self.pages = pages


def file_uri(path: str) -> str:
    """The URI of a file of the system."""
    return from_fs_path(path) or ""


def range_of(span: Span, lines: LineIndex, encoding: Encoding) -> Json:
    start, end = lines.position(span.start, encoding), lines.position(span.end, encoding)
    return {
        "start": {"line": start.line, "character": start.character},
        "end": {"line": end.line, "character": end.character},
    }


def diagnostic(placed: Placed, lines: LineIndex, texts: Texts, client: Client) -> Json:
    """One finding as a diagnostic, with what the client can show of it."""
    return {"range": range_of(placed.span, lines, client.encoding), **said(placed, texts, client)}


def said(placed: Placed, texts: Texts, client: Client) -> Json:
    """A diagnostic without its place."""
    made: Json = {
        "severity": SEVERITIES[placed.severity],
        "code": placed.rule,
        "source": "towpath",
        "message": message(placed),
    }
    if client.described and placed.rule in texts.pages:
        made["codeDescription"] = {"href": texts.pages[placed.rule]}
    if client.tagged and placed.rule in TAGS:
        made["tags"] = TAGS[placed.rule]
    if client.related and placed.related:
        made["relatedInformation"] = list(_related(placed, texts, client.encoding))
    return made


def message(placed: Placed) -> str:
    """What was found, and what had to be assumed for it."""
    return "\n".join((placed.message, *placed.assumes))


def _related(placed: Placed, texts: Texts, encoding: Encoding) -> Iterable[Json]:
    for other in placed.related:
        lines = texts.lines(other.path)
        if lines is not None:
            location = {"uri": texts.uri(other.path), "range": range_of(other.span, lines, encoding)}
            yield {"location": location, "message": other.message}


def workspace_edit(rewrite: Rewrite, texts: Texts, client: Client) -> Json:
    """What a fix does to files, as an edit; the client was found able to apply it."""
    edits = {path: _text_edits(path, changes, texts, client.encoding) for path, changes in rewrite.edits.items()}
    operations = list(_file_operations(rewrite, texts))
    if not client.versioned_edits:
        return {"changes": {texts.uri(path): changes for path, changes in edits.items()}}
    changed = [_document_edit(path, changes, texts) for path, changes in edits.items()]
    filled = [_document_edit(path, [_whole(text)], texts) for path, text in rewrite.creates.items() if text]
    creates = [operation for operation in operations if operation["kind"] == "create"]
    others = [operation for operation in operations if operation["kind"] != "create"]
    return {"documentChanges": [*creates, *filled, *changed, *others]}


def _text_edits(path: str, edits: Sequence[Edit], texts: Texts, encoding: Encoding) -> list[Json]:
    lines = texts.lines(path) or LineIndex("")
    return [{"range": range_of(edit.span, lines, encoding), "newText": edit.text} for edit in edits]


def _whole(text: str) -> Json:
    # One that reaches over the empty first line tells Neovim that the text brings its own line end.
    return {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}, "newText": text}


def _document_edit(path: str, edits: list[Json], texts: Texts) -> Json:
    return {"textDocument": {"uri": texts.uri(path), "version": texts.version(path)}, "edits": edits}


def _file_operations(rewrite: Rewrite, texts: Texts) -> Iterable[Json]:
    for path in rewrite.creates:
        yield {"kind": "create", "uri": texts.uri(path)}
    for path, to in rewrite.renames.items():
        yield {"kind": "rename", "oldUri": texts.uri(path), "newUri": texts.uri(to)}
    for path in rewrite.deletes:
        yield {"kind": "delete", "uri": texts.uri(path)}
