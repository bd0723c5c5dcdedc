"""Laws 2 and 3: a fix is written as planned, removes its finding, brings no other, and fixing twice is fixing once."""

from collections import Counter
from collections.abc import Container
from pathlib import Path

import pytest
from hypothesis import given, settings

from laws.systems import CHANGES, SYSTEMS, Files, findings, series, workspace
from towpath.linter import Placed, Workspace
from towpath.operations import Operation, Script
from towpath.source import overlap

QUIET = {"hint"}
WAYS_BACK = {"missing-downgrade", "incomplete-downgrade"}
EMPTY = Path("/nonexistent-towpath-folder")


def said(placed: Placed, made: Workspace) -> tuple[str, str]:
    """A finding without its place: the rule, and the text that it stands on."""
    return placed.rule, placed.span.of(made.tree.text(placed.path) or "")


def loud(made: Workspace, ways_back_in: Container[str]) -> Counter[tuple[str, str]]:
    """What is said of the ways up, and of the ways back in some files."""
    found = (one for one in findings(made) if one.direction == "up" or one.path in ways_back_in)
    return Counter(said(one, made) for one in found if one.severity not in QUIET)


def scripts(made: Workspace) -> list[Script]:
    return [script for one in made.loaded for m in one.migrations for script in (m.up, m.down) if script]


def comments(files: Files) -> Counter[str]:
    lines = (line for text in files.values() for line in text.splitlines())
    return Counter(line for line in lines if line.startswith("-- about"))


def operations(made: Workspace) -> list[Operation]:
    return [operation for script in scripts(made) for step in script.steps for operation in step.operations]


@pytest.mark.parametrize("system", SYSTEMS)
@settings(max_examples=80, deadline=None)
@given(texts=series)
def test_every_fix(system: str, texts: list[list[str]]) -> None:
    files = SYSTEMS[system](texts)
    before = workspace(files, EMPTY)
    for placed in findings(before):
        for proposal in before.proposals(placed):
            assert not any(overlap(edits) for edits in proposal.rewrite.edits.values())
            texts_after = proposal.rewrite.texts(before.tree)
            after_files = {path: text for path, text in {**files, **texts_after}.items() if text is not None}
            after = workspace(after_files, EMPTY)
            # A way back that a fix writes is judged as if its author had written it.
            ways_back_in = () if placed.rule in WAYS_BACK else files
            old, new = loud(before, ways_back_in), loud(after, ways_back_in)
            here = said(placed, before)
            gone = loud(after, files)[here] < loud(before, files)[here]
            assert gone or placed.severity in QUIET, proposal.title
            already = {one.rule for one in findings(before) if one.migration == placed.migration}
            added = {rule for rule, _ in new - old} - already
            assert not added, (proposal.title, new - old)
            assert comments(after_files) == comments(files)
            assert set(after_files) >= set(files)
            for path, text in files.items():
                ends = {"\r\n" in text, "\r\n" in after_files[path]}
                assert len(ends) == 1 or text == "" or after_files[path] == ""


def test_a_table_of_rules_and_systems_says_where_there_is_a_fix() -> None:
    """Generated, so that a fix that vanishes is seen."""
    table: dict[str, set[str]] = {}
    for system, write in SYSTEMS.items():
        for change in CHANGES:
            made = workspace(write([BASE_OF_TABLE, [change]]), EMPTY)
            for placed in findings(made):
                if made.proposals(placed):
                    table.setdefault(placed.rule, set()).add(system)
    shown = {rule: sorted(systems) for rule, systems in sorted(table.items())}
    assert shown == EXPECTED, shown


BASE_OF_TABLE = [
    "create table users (id bigint primary key, email varchar(50), org bigint, age integer)",
    "create table orgs (id bigint primary key, name text)",
    "create index users_age on users (age)",
]
EVERY = sorted(SYSTEMS)
EXPECTED = {
    "blocking-index": EVERY,
    "blocking-index-drop": EVERY,
    "blocking-unique": EVERY,
    "concurrent-in-transaction": ["dbmate", "diesel", "flyway", "flyway with CRLF", "goose"],
    "masked-invalid-index": ["flyway", "flyway with CRLF", "golang-migrate", "prisma"],
    "missing-downgrade": ["dbmate", "diesel", "goose"],
    "missing-lock-timeout": EVERY,
    "rewriting-default": EVERY,
    "scanning-check": EVERY,
    "scanning-foreign-key": EVERY,
    "scanning-not-null": EVERY,
}
