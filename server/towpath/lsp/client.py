"""What the client at the other end can do, read once from what it announced."""

from typing import NamedTuple

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder, get_capability

from towpath.source import Encoding

ENCODINGS: dict[str, Encoding] = {"utf-8": "utf-8", "utf-16": "utf-16", "utf-32": "utf-32"}


class Client(NamedTuple):
    """The powers that make a difference to what is sent; the defaults are those of the base protocol.

    `pulls`: it asks for diagnostics, and can be told to ask again. `operations`: the file operations that an edit may
    hold. `literals`: it takes code actions, not commands only. `resolves`: it fetches an action's edit when it is
    chosen. `watches`: it reports changed files when asked to.
    """

    encoding: Encoding = "utf-16"
    pulls: bool = False
    related: bool = False
    described: bool = False
    tagged: bool = False
    literals: bool = False
    resolves: bool = False
    versioned_edits: bool = False
    operations: frozenset[str] = frozenset()
    markdown: bool = False
    shows_documents: bool = False
    watches: bool = False
    configured: bool = False
    registers_configuration: bool = False
    outlines: bool = False
    progresses: bool = False
    refreshes_hints: bool = False
    refreshes_lenses: bool = False


def announced(capabilities: types.ClientCapabilities) -> Client:
    """The powers that a client announced."""
    formats = get_capability(capabilities, "text_document.hover.content_format") or ()
    resolved = get_capability(capabilities, "text_document.code_action.resolve_support.properties") or ()
    operations = get_capability(capabilities, "workspace.workspace_edit.resource_operations") or ()
    versioned = get_capability(capabilities, "workspace.workspace_edit.document_changes")
    return Client(
        encoding=ENCODINGS[ServerCapabilitiesBuilder.choose_position_encoding(capabilities)],
        pulls=_pulls(capabilities),
        related=bool(get_capability(capabilities, "text_document.publish_diagnostics.related_information")),
        described=bool(get_capability(capabilities, "text_document.publish_diagnostics.code_description_support")),
        tagged=get_capability(capabilities, "text_document.publish_diagnostics.tag_support") is not None,
        literals=get_capability(capabilities, "text_document.code_action.code_action_literal_support") is not None,
        resolves="edit" in resolved and bool(get_capability(capabilities, "text_document.code_action.data_support")),
        # File operations stand among versioned edits: Neovim announces only those.
        versioned_edits=bool(versioned or operations),
        operations=frozenset(operations),
        markdown="markdown" in formats,
        shows_documents=bool(get_capability(capabilities, "window.show_document.support")),
        watches=bool(get_capability(capabilities, "workspace.did_change_watched_files.dynamic_registration")),
        configured=bool(get_capability(capabilities, "workspace.configuration")),
        registers_configuration=bool(
            get_capability(capabilities, "workspace.did_change_configuration.dynamic_registration")
        ),
        progresses=bool(get_capability(capabilities, "window.work_done_progress")),
        refreshes_hints=bool(get_capability(capabilities, "workspace.inlay_hint.refresh_support")),
        refreshes_lenses=bool(get_capability(capabilities, "workspace.code_lens.refresh_support")),
        outlines=bool(
            get_capability(capabilities, "text_document.document_symbol.hierarchical_document_symbol_support")
        ),
    )


def _pulls(capabilities: types.ClientCapabilities) -> bool:
    """A client that cannot be told to ask again would keep what an edit elsewhere made stale, so it gets pushes."""
    asks = get_capability(capabilities, "text_document.diagnostic") is not None
    return asks and bool(get_capability(capabilities, "workspace.diagnostics.refresh_support"))
