"""Prints the judges' differences behind the results of a run."""

import pytest

from sql.report import LINES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if LINES:
        terminalreporter.section("SQL: where Towpath and PostgreSQL differ")
        for line in LINES:
            terminalreporter.line(line)
