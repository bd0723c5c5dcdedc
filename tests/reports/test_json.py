"""The report for programs has exactly the contract's shape."""

import json
from pathlib import Path

from reports.samples import files, placed, report
from towpath.linter import Elsewhere, Placed, Proposal, Rewrite
from towpath.reports.json import json as as_json
from towpath.source import Edit, Span

TEXT = "-- ü 𝄞\ncreate index i on t (a);\n"


def proposals(_: Placed) -> tuple[Proposal, ...]:
    edits = {"db/V1.sql": (Edit(Span(19, 19), " concurrently"),)}
    rewrite = Rewrite(edits, {"db/V1.sql.conf": "executeInTransaction=false\n"}, {"a": "b"}, ("c",))
    return (Proposal("Build it concurrently", False, True, rewrite),)


def test_the_whole_shape(tmp_path: Path) -> None:
    found = placed(TEXT, assumes=("x",), related=(Elsewhere("db/V1.sql", Span(5, 6), "here"),))
    hint = placed(TEXT, "ü", rule="not-analysed", severity="hint", message="dynamic SQL")
    said = as_json(
        [report(hint, found)], files(tmp_path, {"db/V1.sql": TEXT}), proposals, lambda rule: f"file:///{rule}"
    )
    line = {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 23}}
    assert json.loads(said) == {
        "version": 1,
        "findings": [
            {
                "rule": "blocking-index",
                "family": "indexes",
                "severity": "error",
                "message": "writes to t wait",
                "path": "db/V1.sql",
                "framework": "flyway",
                "database": "postgresql",
                "range": line,
                "migration": "1",
                "direction": "up",
                "operation": "CreateIndex",
                "assumes": ["x"],
                "help": "file:///blocking-index",
                "related": [
                    {
                        "path": "db/V1.sql",
                        "range": {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 6}},
                        "message": "here",
                    }
                ],
                "fixes": [
                    {
                        "title": "Build it concurrently",
                        "safe": False,
                        "by_hand": "",
                        "edits": [
                            {
                                "path": "db/V1.sql",
                                "range": {"start": {"line": 1, "character": 12}, "end": {"line": 1, "character": 12}},
                                "text": " concurrently",
                            }
                        ],
                        "creates": [{"path": "db/V1.sql.conf", "text": "executeInTransaction=false\n"}],
                        "renames": [{"path": "a", "to": "b"}],
                        "deletes": ["c"],
                    }
                ],
                "withheld": "",
            }
        ],
        "not_analysed": [
            {
                "path": "db/V1.sql",
                "range": {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 4}},
                "reason": "dynamic SQL",
            }
        ],
        "files": [
            {"path": "db/V1.sql", "framework": "flyway", "database": "postgresql", "judged": True, "findings": 1}
        ],
        "by_hand": [],
        "summary": {
            "files": 1,
            "judged": 1,
            "findings": {"error": 1, "warning": 0, "info": 0, "hint": 0},
            "not_analysed": 1,
        },
    }
