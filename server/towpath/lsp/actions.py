"""Code actions: fixes, suppressions, the rule's page, and all safe fixes of a file at once."""

from collections.abc import Iterator, Mapping, Sequence

from towpath.linter import FileReport, Placed, Rewrite, Workspace
from towpath.lsp.client import Client
from towpath.lsp.convert import Json
from towpath.lsp.names import QUICK_FIX, SHOW_RULE
from towpath.lsp.silencing import silencings
from towpath.operations import value
from towpath.rule.finding import SEVERITIES
from towpath.source import Span

# A selection may touch every finding of a long file; each fix is written and read back before it is offered.
MOST = 20


@value
class Action:
    """One thing that can be done: an edit to files, or a page to show. `findings` are those that it is about."""

    title: str
    kind: str
    findings: tuple[Placed, ...] = ()
    preferred: bool = False
    rewrite: Rewrite | None = None
    page: str = ""


def can_apply(rewrite: Rewrite, client: Client) -> bool:
    """Whether a client can carry out a rewrite: new files, and files that move or go, are for those that say so."""
    needed = {"create": rewrite.creates, "rename": rewrite.renames, "delete": rewrite.deletes}
    kinds = {kind for kind, paths in needed.items() if paths}
    return kinds <= client.operations and (client.versioned_edits or not kinds)


def asked_for(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a kind is among those that the client wants; `source` means `source.fixAll.towpath` too."""
    return only is None or any(kind == wanted or kind.startswith(f"{wanted}.") or not wanted for wanted in only)


def touched(report: FileReport, span: Span) -> list[Placed]:
    """The findings that a selection touches, the worst first, and among equals the first in the file."""
    found = [one for one in report.findings if one.span.start <= span.end and span.start <= one.span.end]
    return sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.span.start, one.rule))[:MOST]


def actions_at(
    findings: Sequence[Placed], workspace: Workspace, client: Client, pages: Mapping[str, str]
) -> Iterator[Action]:
    """What the client can do about findings; of the fixes at most one is preferred, the best of the worst finding.

    `pages` holds the URI of each rule's page.
    """
    preferred = False
    for placed in findings:
        for proposal in workspace.proposals(placed):
            if can_apply(proposal.rewrite, client):
                best = proposal.preferred and not preferred
                preferred = preferred or best
                yield Action(proposal.title, QUICK_FIX, (placed,), best, proposal.rewrite)
    for placed in findings:
        for title, rewrite in silencings(placed, workspace):
            yield Action(title, QUICK_FIX, (placed,), False, rewrite)
    for rule in dict.fromkeys(placed.rule for placed in findings) if client.shows_documents else ():
        about = tuple(placed for placed in findings if placed.rule == rule)
        if rule in pages:
            yield Action(f"Show the rule {rule}", QUICK_FIX, about, page=pages[rule])


def fix_all(report: FileReport, workspace: Workspace) -> Rewrite | None:
    """All safe fixes that edit this file and nothing else, as far as they go together; None if there are none."""
    found = workspace.together(report.findings, fits=lambda rewrite: set(rewrite.edits) == {report.path})
    return found.rewrite if found.mended else None


def literal(action: Action, diagnostics: list[Json], edit: Json | None, data: Json | None) -> Json:
    """An action as the protocol has it: with its edit, or with the data by which it is fetched when it is chosen."""
    made: Json = {"title": action.title, "kind": action.kind}
    if diagnostics:
        made["diagnostics"] = diagnostics
    if action.preferred:
        made["isPreferred"] = True
    if action.page:
        made["command"] = command(action.title, SHOW_RULE, action.page)
    elif edit is not None:
        made["edit"] = edit
    elif data is not None:
        made["data"] = data
    return made


def command(title: str, name: str, argument: object) -> Json:
    return {"title": title, "command": name, "arguments": [argument]}
