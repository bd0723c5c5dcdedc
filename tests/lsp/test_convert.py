import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from lsp.clients import capabilities
from towpath.linter import Elsewhere, Placed, Rewrite
from towpath.lsp.actions import asked_for, can_apply
from towpath.lsp.client import Client, announced
from towpath.lsp.convert import Texts, diagnostic, workspace_edit
from towpath.lsp.listing import Listing
from towpath.lsp.pages import page, plain
from towpath.rule import Context, Finding, rule
from towpath.source import Edit, LineIndex, Span

TEXT = "select '😀';\ndrop table b;\n"
LINES = LineIndex(TEXT)
TEXTS = Texts(lambda path: f"file:///{path}", lambda path: LINES, lambda path: 7, {"dropped-table": "file:///page"})
ABLE = Client("utf-16", related=True, described=True, tagged=True)
DROP = Placed(
    "dropped-table", "loss", "warning", "b is gone", "1.sql", Span(12, 24), "sql", "postgresql", "1", "up",
    "DropTable", ("whether b is used is not known",), (Elsewhere("2.sql", Span(0, 6), "made here"),),
)  # fmt: skip


def at(line: int, start: int, end: int) -> dict[str, Any]:
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


def test_a_finding_with_all_that_a_client_can_show() -> None:
    assert diagnostic(DROP, LINES, TEXTS, ABLE) == {
        "range": at(1, 0, 12),
        "severity": 2,
        "code": "dropped-table",
        "source": "towpath",
        "message": "b is gone\nwhether b is used is not known",
        "codeDescription": {"href": "file:///page"},
        "relatedInformation": [{"location": {"uri": "file:///2.sql", "range": at(0, 0, 6)}, "message": "made here"}],
    }


def test_a_finding_for_a_client_that_knows_the_base_protocol() -> None:
    assert sorted(diagnostic(DROP, LINES, TEXTS, Client())) == ["code", "message", "range", "severity", "source"]


def test_what_could_go_is_shown_as_such() -> None:
    unused = replace(DROP, rule="unused-suppression")
    assert diagnostic(unused, LINES, TEXTS, ABLE)["tags"] == [1]


@pytest.mark.parametrize("client", [ABLE, Client()])
def test_a_list_is_the_same_written_once_or_again(client: Client) -> None:
    moved = replace(DROP, span=Span(8, 9), related=())
    expected = [diagnostic(one, LINES, TEXTS, client) for one in (DROP, moved)]
    listing = Listing()
    for _ in range(2):
        assert json.loads(listing.of((DROP, moved), LINES, TEXTS, client)) == expected
    assert listing.of((), LINES, TEXTS, client) == "[]"


@settings(deadline=None)
@given(st.lists(st.text("a😀\r\n", max_size=12), min_size=2, max_size=5), st.data())
def test_a_list_of_a_text_after_edits_is_the_one_of_that_text(texts: list[str], data: st.DataObject) -> None:
    """Findings stay the very same ones in front of an edit, and say what they said behind it."""
    listing, text, found = Listing(), "", list[Placed]()
    for put in texts:
        at = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(at, len(text)))
        by, text = len(put) - (end - at), text[:at] + put + text[end:]
        kept = [one for one in found if one.span.end <= at]
        moved = [replace(one, span=one.span.shifted(by)) for one in found if one.span.start >= end and one not in kept]
        places = data.draw(st.lists(st.integers(at, at + len(put)), max_size=2).map(sorted))
        anew = [replace(DROP, related=DROP.related if place % 2 else (), span=Span(place, place)) for place in places]
        found, lines = [*kept, *anew, *moved], LineIndex(text)
        assert listing.of(found, lines, TEXTS, ABLE) == Listing().of(found, lines, TEXTS, ABLE)


REWRITE = Rewrite({"1.sql": (Edit(Span(8, 9), "x"),)}, {"new.sql": "select 1;\n"}, {"a.sql": "b.sql"}, ("c.sql",))


def test_new_files_come_first_and_are_filled_with_their_own_line_end() -> None:
    edit = workspace_edit(REWRITE, TEXTS, Client(versioned_edits=True))
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}
    assert edit["documentChanges"] == [
        {"kind": "create", "uri": "file:///new.sql"},
        {
            "textDocument": {"uri": "file:///new.sql", "version": 7},
            "edits": [{"range": whole, "newText": "select 1;\n"}],
        },
        {
            "textDocument": {"uri": "file:///1.sql", "version": 7},
            "edits": [{"range": at(0, 8, 10), "newText": "x"}],
        },
        {"kind": "rename", "oldUri": "file:///a.sql", "newUri": "file:///b.sql"},
        {"kind": "delete", "uri": "file:///c.sql"},
    ]


def test_an_edit_without_versions() -> None:
    plain_edit = Rewrite(REWRITE.edits, {}, {})
    assert workspace_edit(plain_edit, TEXTS, Client()) == {
        "changes": {"file:///1.sql": [{"range": at(0, 8, 10), "newText": "x"}]}
    }


def test_only_a_client_that_can_is_offered_new_files() -> None:
    creates = Rewrite({}, {"new.sql": ""}, {})
    assert can_apply(Rewrite(REWRITE.edits, {}, {}), Client())
    assert not can_apply(creates, Client())
    assert not can_apply(creates, Client(operations=frozenset({"rename"}), versioned_edits=True))
    assert can_apply(creates, Client(operations=frozenset({"create"}), versioned_edits=True))
    assert not can_apply(REWRITE, Client(operations=frozenset({"create"}), versioned_edits=True))


@pytest.mark.parametrize(
    ("only", "wanted"),
    [(None, True), (["source"], True), (["source.fixAll"], True), (["source.fix"], False), (["quickfix"], False)],
)
def test_a_kind_means_what_is_below_it(only: list[str] | None, wanted: bool) -> None:
    assert asked_for("source.fixAll.towpath", only) is wanted


def test_what_clients_announce() -> None:
    assert announced(capabilities("minimal")) == Client()
    neovim, vscode = announced(capabilities("neovim")), announced(capabilities("vscode"))
    assert (neovim.encoding, vscode.encoding) == ("utf-8", "utf-16")
    assert (neovim.pulls, vscode.pulls) == (False, True)
    assert (neovim.watches, vscode.watches) == (False, True)
    assert neovim.operations >= {"create"}
    assert neovim.versioned_edits


def test_a_client_that_cannot_be_told_to_pull_again_is_pushed_to() -> None:
    asks = types.TextDocumentClientCapabilities(diagnostic=types.DiagnosticClientCapabilities())
    assert not announced(types.ClientCapabilities(text_document=asks)).pulls


PAGE = """Writers wait.

```flyway bad
-- file: V1__a.sql
create index a on b (c);
-- ^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad postgresql@15
CREATE INDEX "a" ON "b"("c");
```

## How to do it

```
towpath check
```
"""


def page_for(framework: str) -> str:
    @rule()
    def check(thing: int, context: Context) -> list[Finding]:
        return []

    return page(replace(check, page=PAGE), framework)


def test_a_page_shows_the_examples_of_the_system_at_hand() -> None:
    assert page_for("flyway") == (
        "Writers wait.\n\n*bad:*\n```sql\n-- file: V1__a.sql\ncreate index a on b (c);\n```\n\n"
        "## How to do it\n\n```\ntowpath check\n```"
    )
    assert 'CREATE INDEX "a"' in page_for("prisma")
    assert page_for("sql").count("*bad:*") == 2


def test_a_page_without_markdown() -> None:
    assert plain("**a** `b`\n\n---\n\n```sql\nselect 1;\n```\n") == "a b\n\n\nselect 1;\n"
