"""The report for people, line by line."""

from pathlib import Path

import pytest

from reports.samples import files, placed, report
from towpath.linter import Elsewhere
from towpath.reports.colour import Colours, colours
from towpath.reports.text import statistics, text
from towpath.source import Span


def test_a_finding_with_its_line(tmp_path: Path) -> None:
    other = Elsewhere("db/V1.sql", Span(0, 6), "here")
    found = placed(assumes=("t is taken as old",), related=(other,))
    assert list(text([report(found)], files(tmp_path), Colours(False))) == [
        "db/V1.sql:2:1: error: writes to t wait [blocking-index]",
        "    2 | create index i on t (a);",
        "      | ^^^^^^^^^^^^^^^^^^^^^^^",
        "      = assumed: t is taken as old",
        "      = db/V1.sql:1:1: here",
        "",
        "Found 1 error in 1 file.",
    ]


def test_paths_are_relative_to_the_working_directory(tmp_path: Path) -> None:
    lines = list(text([report(placed())], files(tmp_path, here="db"), Colours(False)))
    assert lines[0].startswith("V1.sql:2:1:")


def test_nothing_that_was_found_moves_the_cursor(tmp_path: Path) -> None:
    found = placed(path="db/\x1b[2JV1.sql", message="writes to \x07 wait", assumes=("\x1b is old",))
    lines = list(text([report(found, path="db/\x1b[2JV1.sql")], files(tmp_path), Colours(False)))
    assert lines[0] == "db/\ufffd[2JV1.sql:1:1: error: writes to \ufffd wait [blocking-index]"
    assert lines[3] == "      = assumed: \ufffd is old"


def test_the_last_lines_say_what_was_not_analysed(tmp_path: Path) -> None:
    hint = placed(rule="not-analysed", severity="hint", message="dynamic SQL", part="select 1")
    reports = [report(placed(), placed(severity="warning"), hint), report(path="db/V2.sql", judged=False)]
    assert list(text(reports, files(tmp_path), Colours(False)))[-4:] == [
        "Found 1 error and 1 warning in 1 file.",
        "Not analysed: 1 statement and 1 file.",
        "  db/V1.sql:1:1: dynamic SQL",
        "  db/V2.sql: the file cannot be read: No such file or directory",
    ]


def test_nothing_is_never_called_safe(tmp_path: Path) -> None:
    assert list(text([report(), report(path="db/V2.sql")], files(tmp_path), Colours(False))) == [
        "Nothing found in 2 files."
    ]


def test_statistics_count_rules(tmp_path: Path) -> None:
    found = [placed(), placed(rule="dropped-table"), placed(), placed(rule="aaa", severity="info")]
    assert list(statistics([report(*found)], files(tmp_path))) == [
        "     2  error    blocking-index",
        "     1  info     aaa",
        "     1  error    dropped-table",
        "Found 3 errors and 1 info in 1 file.",
    ]


def test_colours_go_to_a_terminal_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    class Pipe:
        def isatty(self) -> bool:
            return False

    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert colours(Terminal()).on  # type: ignore[arg-type]
    assert not colours(Pipe()).on  # type: ignore[arg-type]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert colours(Pipe()).on  # type: ignore[arg-type]
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colours(Terminal()).on  # type: ignore[arg-type]
    assert "\033[31;1merror\033[0m" in next(text([report(placed())], files(tmp_path), Colours(True)))
