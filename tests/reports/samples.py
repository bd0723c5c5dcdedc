"""Findings by hand, in files that a tree holds unsaved."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from towpath.linter import FileReport, Placed
from towpath.project import Tree
from towpath.reports.files import Files
from towpath.source import Span

TEXT = "select 1;\ncreate index i on t (a);\n"


def files(root: Path, texts: Mapping[str, str] | None = None, here: str = ".") -> Files:
    return Files(Tree(str(root), texts or {"db/V1.sql": TEXT}), str(root / here))


def placed(text: str = TEXT, part: str = "create index i on t (a)", path: str = "db/V1.sql", **more: Any) -> Placed:
    """A finding about a part of a text."""
    start = text.index(part)
    values: dict[str, Any] = {
        "rule": "blocking-index",
        "family": "indexes",
        "severity": "error",
        "message": "writes to t wait",
        "framework": "flyway",
        "database": "postgresql",
        "migration": "1",
        "direction": "up",
        "operation": "CreateIndex",
    }
    return Placed(path=path, span=Span(start, start + len(part)), **{**values, **more})


def report(*findings: Placed, path: str = "db/V1.sql", judged: bool = True) -> FileReport:
    return FileReport(path, "flyway", "postgresql", judged, findings)
