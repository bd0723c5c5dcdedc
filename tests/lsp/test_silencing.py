"""Comments that silence a rule, where they have to stand: they silence it, and nothing else becomes of the file."""

from pathlib import Path

import pytest

from laws.systems import findings, workspace
from towpath.linter import Workspace
from towpath.lsp.silencing import silencings

TABLE = "create table users (id bigint primary key, a text, b text);\n"
INDEX = "create index i on users (a);\n"
GOOSE = "-- +goose Up\n{}\n-- +goose Down\nselect 1;\n"
DBMATE = "-- migrate:up\n{}\n-- migrate:down\nselect 1;\n"
FLYWAY = "db/migration/V{}__x.sql"
CASES = {
    "goose": ("m/0000{}_x.sql", GOOSE.format(INDEX)),
    "goose without a transaction": ("m/0000{}_x.sql", f"-- +goose NO TRANSACTION\n{GOOSE.format(INDEX)}"),
    "goose block": (
        "m/0000{}_x.sql",
        GOOSE.format(f"-- +goose StatementBegin\n{INDEX}-- +goose StatementEnd\n"),
    ),
    "dbmate": ("db/migrations/2024010{}_x.sql", DBMATE.format(INDEX)),
    "dbmate option": ("db/migrations/2024010{}_x.sql", f"-- migrate:up transaction:false\n{INDEX}"),
    "sqlx": ("migrations/{}_x.sql", f"-- no-transaction\n{INDEX}"),
    "liquibase": (FLYWAY, f"--liquibase formatted sql\n--changeset a:1\n{INDEX}"),
    "copy before": (FLYWAY, f"copy users from stdin;\n1\ta\tb\n\\.\n{INDEX}"),
    "copy behind": (FLYWAY, f"{INDEX}copy users from stdin;\n1\ta\tb\n\\.\n"),
    "do": (FLYWAY, "do $$ begin\n  create index i on users (a);\nend $$;\n"),
    "do on one line": (FLYWAY, "do $$ begin create index i on users (a); end $$;\n"),
    "do in quotes": (FLYWAY, "do '\nbegin\n  create index i on users (a);\nend';\n"),
    "between others on one line": (FLYWAY, f"select 1; {INDEX.strip()} select 2;\n"),
    "behind another, over two lines": (FLYWAY, "select 1; create index i\n  on users (a);\n"),
    "behind the end of a comment": (FLYWAY, f"/* a\n b */ {INDEX}"),
    "behind the end of a text": (FLYWAY, f"select 'x\n'; {INDEX}"),
    "CRLF": (FLYWAY, "select 1;\r\ncreate index i on users (a);\r\n"),
    "no line end": (FLYWAY, INDEX.strip()),
}


def found(made: Workspace, path: str) -> list[str]:
    return [one.rule for one in findings(made) if one.path == path]


def said(made: Workspace) -> list[object]:
    """What is done, and under which switches."""
    scripts = [s for one in made.loaded for m in one.migrations for s in (m.up, m.down) if s]
    return [(script.transactional, [step.operations for step in script.steps]) for script in scripts]


@pytest.mark.parametrize("case", CASES)
def test_a_comment_silences_the_rule_and_does_nothing_else(case: str) -> None:
    name, text = CASES[case]
    template = {"goose": GOOSE, "dbmat": DBMATE}.get(case[:5], "{}")
    path, files = name.format(2), {name.format(1): template.format(TABLE), name.format(2): text}
    made = workspace(files, Path("/nonexistent-towpath-folder"))
    (index,) = [one for one in findings(made) if (one.path, one.rule) == (path, "blocking-index")]
    others = [rule for rule in found(made, path) if rule != "blocking-index"]
    titles: list[str] = []
    for title, rewrite in silencings(index, made):
        after = {path: rewrite.texts(made.tree)[path] or ""}
        silenced = workspace({**files, **after}, Path("/nonexistent-towpath-folder"))
        assert found(silenced, path) == others
        assert said(silenced) == said(made)
        titles.append(title)
    assert titles == ["Ignore blocking-index here", "Ignore blocking-index in this file"]
