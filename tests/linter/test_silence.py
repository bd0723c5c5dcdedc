"""The comments that "ignore here" and "ignore in this file" write."""

import pytest

from towpath.linter.silence import ignore_here, ignore_in_file
from towpath.linter.suppressions import suppressions
from towpath.source import Source, Span, apply


def here(text: str, step: str, path: str = "V1__a.sql") -> str | None:
    start = text.index(step)
    edit = ignore_here(Source(path, text), Span(start, start + len(step)), ["blocking-index"])
    return edit and apply(text, [edit])


def in_file(text: str, path: str = "V1__a.sql") -> str | None:
    edit = ignore_in_file(Source(path, text), ["blocking-index", "dropped-table"])
    return edit and apply(text, [edit])


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("S;\n", "-- towpath: ignore[blocking-index]\nS;\n"),
        ("a;\r\n\t S\r\n;\r\n", "a;\r\n\t -- towpath: ignore[blocking-index]\r\n\t S\r\n;\r\n"),
        ("a; S;", "-- towpath: ignore[blocking-index]\na; S;"),
        ("do $$ begin\n  S;\nend $$;", "do $$ begin\n  -- towpath: ignore[blocking-index]\n  S;\nend $$;"),
        (
            "insert into t values ('x\ny'); S;\n",
            "insert into t values ('x\ny'); S; -- towpath: ignore[blocking-index]\n",
        ),
        ("/* x\ny */ S; -- z\n", "/* x\ny */ S; -- z -- towpath: ignore[blocking-index]\n"),
        ("insert into t values ('x\ny'); S; insert into t values ('\n');", None),
    ],
)
def test_a_comment_stands_where_it_covers_the_step(text: str, after: str | None) -> None:
    assert here(text, "S") == after
    if after is not None:
        (one,) = suppressions(Source("V1__a.sql", after))
        line = Source("", after).lines.position(after.index("S")).line
        assert one.covers((line, line))


def test_every_language_has_its_own_comments() -> None:
    assert here("if x:\n    S", "S", "a.py") == "if x:\n    # towpath: ignore[blocking-index]\n    S"
    within = 'op.execute("""\n  S\n""")\n'
    assert here(within, "S", "a.py") == within.replace("  S", "  -- towpath: ignore[blocking-index]\n  S")
    assert here("x: 1\nS", "S", "a.YML") == "x: 1\n# towpath: ignore[blocking-index]\nS"
    assert here("<a>\n <S/>", "<S/>", "a.xml") == "<a>\n <!-- towpath: ignore[blocking-index] -->\n <S/>"
    data = "<sql><![CDATA[\n  S\n]]></sql>\n<S/>"
    assert here(data, "S", "a.xml") == data.replace("  S", "  -- towpath: ignore[blocking-index]\n  S")
    assert here(data, "<S/>", "a.xml") == data.replace("<S/>", "<!-- towpath: ignore[blocking-index] -->\n<S/>")
    block = "- sql:\n    sql: |\n      S\n    x: T\n"
    assert here(block, "S\n", "a.yml") == block.replace("      S", "      -- towpath: ignore[blocking-index]\n      S")
    assert here(block, "T", "a.yml") == block.replace("    x", "    # towpath: ignore[blocking-index]\n    x")
    assert here("S", "S", "a.json") is None
    assert in_file("S", "a.json") is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("S;\r\n", "-- towpath: ignore-file[blocking-index, dropped-table]\r\nS;\r\n"),
        ("", "-- towpath: ignore-file[blocking-index, dropped-table]\n"),
        ("-- +goose Up\nS;", "-- +goose Up\n-- towpath: ignore-file[blocking-index, dropped-table]\nS;"),
        ("-- no-transaction", "-- no-transaction\n-- towpath: ignore-file[blocking-index, dropped-table]"),
        ("-- Ours.\nS;", "-- towpath: ignore-file[blocking-index, dropped-table]\n-- Ours.\nS;"),
    ],
)
def test_a_file_is_ignored_at_its_top_or_below_what_a_tool_wants_there(text: str, after: str) -> None:
    assert in_file(text) == after
