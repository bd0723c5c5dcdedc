"""The answers to requests about a place: code actions, their edits, and hover texts."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from lsprotocol import types

from towpath.linter import FileReport, Placed, Rewrite
from towpath.lsp import actions, hints, hover
from towpath.lsp.actions import Action
from towpath.lsp.convert import Json, diagnostic, workspace_edit
from towpath.lsp.documents import Document, offsets
from towpath.lsp.names import APPLY, FIX_ALL, QUICK_FIX, REWRITE, SHOW_RULE
from towpath.lsp.pages import plain
from towpath.lsp.session import Session
from towpath.source import Position, Span


def code_actions(session: Session, params: types.CodeActionParams) -> list[Json]:
    """What can be done where the selection is; for a client that knows no actions, as commands."""
    document = session.documents.get(params.text_document.uri)
    if document is None:
        return []
    start, end = offsets(document.source.lines, params.range, session.client.encoding)
    report = session.report(document)
    found: list[Json] = []
    if actions.asked_for(QUICK_FIX, params.context.only):
        touched = actions.touched(report, Span(start, end))
        found += [_action(session, document, one) for one in _offered(session, document, touched)]
    if actions.asked_for(REWRITE, params.context.only):
        # A finding that is about it has offered it already.
        titles = {one["title"] for one in found}
        found += [one for one in _way_back(session, document, start) if one["title"] not in titles]
    if params.context.only is not None and actions.asked_for(FIX_ALL, params.context.only):
        found += _fix_all(session, document, report)
    return found


def _offered(session: Session, document: Document, findings: Sequence[Placed]) -> Iterable[Action]:
    workspace, _ = session.roots.place(document.path)
    return actions.actions_at(findings, workspace, session.client, session.pages(document.path))


def _action(session: Session, document: Document, action: Action, at: int | None = None) -> Json:
    data = _data(document, action, at)
    if not session.client.literals:
        return actions.command(action.title, *((SHOW_RULE, action.page) if action.page else (APPLY, data)))
    texts = session.texts(document.path)
    about = [diagnostic(placed, document.source.lines, texts, session.client) for placed in action.findings]
    edit = None if session.client.resolves else _edit(session, document, action.rewrite)
    return actions.literal(action, about, edit, data)


def _fix_all(session: Session, document: Document, report: FileReport) -> list[Json]:
    """Worked out when it is chosen, where the client can wait for that."""
    title = "Fix all that Towpath can fix safely"
    if session.client.resolves:
        return [actions.literal(Action(title, FIX_ALL), [], None, _data(document, Action(title, FIX_ALL), None))]
    workspace, _ = session.roots.place(document.path)
    rewrite = actions.fix_all(report, workspace)
    return [_action(session, document, Action(title, FIX_ALL, rewrite=rewrite))] if rewrite else []


def _way_back(session: Session, document: Document, offset: int) -> list[Json]:
    """The downgrade of the migration at a place, where something of it is missing."""
    workspace, path = session.roots.place(document.path)
    proposal = workspace.way_back(path, offset)
    if proposal is None or not actions.can_apply(proposal.rewrite, session.client):
        return []
    return [_action(session, document, Action(proposal.title, REWRITE, rewrite=proposal.rewrite), offset)]


def _data(document: Document, action: Action, at: int | None) -> Json:
    """What it takes to find an action again; `at` is the place of one that is not about findings."""
    spans = [[placed.rule, placed.span.start, placed.span.end] for placed in action.findings]
    data: Json = {"uri": document.uri, "version": document.version, "title": action.title, "findings": spans}
    return data if at is None else {**data, "at": at}


def _edit(session: Session, document: Document, rewrite: Rewrite | None) -> Json | None:
    return workspace_edit(rewrite, session.texts(document.path), session.client) if rewrite else None


def resolved(session: Session, action: types.CodeAction) -> types.CodeAction | Json:
    """An action with its edit; one whose text has changed meanwhile stays without, and does nothing."""
    edit = edit_of(session, action.data)
    if edit is None:
        return action
    return {"title": action.title, "kind": action.kind, "isPreferred": bool(action.is_preferred), "edit": edit}


def edit_of(session: Session, data: Any) -> Json | None:
    """The edit that the data of an action stand for."""
    if not isinstance(data, dict):
        return None
    known = cast("Json", data)
    document = session.documents.get(str(known.get("uri")))
    if document is None or document.version != known.get("version"):
        return None
    report = session.report(document)
    workspace, path = session.roots.place(document.path)
    if isinstance(known.get("at"), int):
        proposal = workspace.way_back(path, known["at"])
        return _edit(session, document, proposal.rewrite if proposal else None)
    if not known.get("findings"):
        return _edit(session, document, actions.fix_all(report, workspace))
    wanted = [tuple(one) for one in known["findings"]]
    findings = [placed for placed in report.findings if (placed.rule, *placed.span) in wanted]
    offered = _offered(session, document, findings)
    return next((_edit(session, document, one.rewrite) for one in offered if one.title == known.get("title")), None)


def hovered(session: Session, params: types.HoverParams) -> Json | None:
    """What the operation at a place will do, and the pages of what was found there."""
    document = session.documents.get(params.text_document.uri)
    if document is None:
        return None
    position = Position(params.position.line, params.position.character)
    offset = document.source.lines.offset(position, session.client.encoding)
    workspace, path = session.roots.place(document.path)
    text = hover.text_at(workspace, path, offset)
    if not text:
        return None
    if session.client.markdown:
        return {"contents": {"kind": "markdown", "value": text}}
    return {"contents": {"kind": "plaintext", "value": plain(text)}}


def hinted(session: Session, params: types.InlayHintParams) -> list[Json]:
    """The strongest lock of each statement in a range, behind the statement."""
    document = session.documents.get(params.text_document.uri)
    if document is None or not session.wanted.hints:
        return []
    lines, encoding = document.source.lines, session.client.encoding
    start, end = offsets(lines, params.range, encoding)
    workspace, path = session.roots.place(document.path)
    found = hints.hints(workspace, path, Span(start, end), session.wanted.level)
    return [
        {"position": _position(lines.position(offset, encoding)), "label": label, "paddingLeft": True}
        for offset, label in found
    ]


def lenses(session: Session, params: types.CodeLensParams) -> list[Json]:
    """What each migration of a file comes to, above its first statement."""
    document = session.documents.get(params.text_document.uri)
    if document is None or not session.wanted.lenses:
        return []
    lines, encoding = document.source.lines, session.client.encoding
    workspace, path = session.roots.place(document.path)
    found: list[Json] = []
    for offset, title in hints.lenses(workspace, path, session.atlas):
        at = _position(lines.position(offset, encoding))
        found.append({"range": {"start": at, "end": at}, "command": {"title": title, "command": ""}})
    return found


def _position(at: Position) -> Json:
    return {"line": at.line, "character": at.character}
