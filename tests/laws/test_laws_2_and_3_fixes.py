"""Laws 2 and 3: a fix is written as planned, removes its finding, brings no other, and fixing twice is fixing once."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from laws.systems import CHANGES, SYSTEMS, Files, findings, series, workspace
from towpath.history import units
from towpath.linter import Placed, Rewrite, Workspace
from towpath.operations import Operation, Script, SetSetting
from towpath.rule.finding import SEVERITIES
from towpath.source import overlap

QUIET = {"hint"}
WAYS_BACK = {"missing-downgrade", "incomplete-downgrade", "irreversible-operation"}
# What hangs on what else comes to stand in a file: this is said of it, and an index is not left out where it is alone.
OF_FILES = frozenset(("mixed-schema-and-data", "duplicate-index"))
EMPTY = Path("/nonexistent-towpath-folder")


def said(placed: Placed, made: Workspace) -> tuple[str, str]:
    """A finding without its place: the rule, and the text that it stands on."""
    return placed.rule, placed.span.of(made.tree.text(placed.path) or "")


def silenced(placed: Placed) -> Iterator[str]:
    """The rules for which a finding speaks as well."""
    for related in placed.related:
        yield from re.findall(r"\(([a-z-]+)\)$", related.message)


def loud(made: Workspace, ways_back_in: Files) -> Counter[tuple[str, str]]:
    """What is said of the ways up, and of what some files had as ways back."""
    found = (
        one for one in findings(made) if one.direction == "up" or said(one, made)[1] in ways_back_in.get(one.path, "")
    )
    return Counter(said(one, made) for one in found if one.severity not in QUIET)


def scripts(made: Workspace) -> list[Script]:
    return [script for one in made.loaded for m in one.migrations for script in (m.up, m.down) if script]


def comments(files: Files) -> Counter[str]:
    lines = (line for text in files.values() for line in text.splitlines())
    return Counter(line.strip() for line in lines if line.lstrip().startswith(("-- about", "# about")))


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
            ways_back_in: Files = {} if placed.rule in WAYS_BACK else files
            old, new = loud(before, ways_back_in), loud(after, ways_back_in)
            here = said(placed, before)
            gone = loud(after, files)[here] < loud(before, files)[here]
            assert gone or placed.severity in QUIET, proposal.title
            already = {
                rule
                for one in findings(before)
                if one.migration == placed.migration
                for rule in (one.rule, *silenced(one))
            }
            added = {rule for rule, _ in new - old} - already
            assert not added, (proposal.title, new - old)
            assert comments(after_files) == comments(files)
            assert set(after_files) >= set(files)
            for path, text in files.items():
                ends = {"\r\n" in text, "\r\n" in after_files[path]}
                assert len(ends) == 1 or text == "" or after_files[path] == ""


def in_turn(files: Files, unsafe: bool) -> Files:
    """The files after one fix after the other, the worst finding's first."""
    for _ in range(ROUNDS):
        made = workspace(files, EMPTY)
        fixes = (one for placed in worst_first(made) for one in made.proposals(placed) if unsafe or one.safe)
        proposal = next(fixes, None)
        if proposal is None:
            return files
        files = applied(files, proposal.rewrite, made)
    raise AssertionError("there was no end")


def at_once(files: Files, unsafe: bool) -> Files:
    """The files after all fixes that go together, again and again."""
    for _ in range(ROUNDS):
        made = workspace(files, EMPTY)
        found = made.together(worst_first(made), unsafe)
        assert not found.rewrite.torn
        assert (found.mended == ()) == (found.rewrite == Rewrite({}, {}, {}))
        if not found.mended:
            return files
        files = applied(files, found.rewrite, made)
    raise AssertionError("there was no end")


ROUNDS = 60


def ways_up(made: Workspace) -> Counter[tuple[Operation, bool]]:
    """What runs, and whether it does so by itself; how long it waits for a lock is another matter."""
    found = [unit for one in made.loaded for unit in units(one.migrations, one.found.runner.scope)]
    alone = [(operation, unit.transactional is False) for unit in found for operation in unit.operations]
    return Counter(one for one in alone if not isinstance(one[0], SetSetting))


def worst_first(made: Workspace) -> list[Placed]:
    """The findings but for those about ways back, which depend on what the way up says by then."""
    found = (placed for placed in findings(made) if placed.rule not in WAYS_BACK)
    return sorted(found, key=lambda placed: SEVERITIES.index(placed.severity))


def ahead(made: Workspace) -> list[Placed]:
    return [placed for placed in worst_first(made) if placed.direction == "up" and placed.severity not in QUIET]


def applied(files: Files, rewrite: Rewrite, made: Workspace) -> Files:
    return {path: text for path, text in {**files, **rewrite.texts(made.tree)}.items() if text is not None}


@pytest.mark.parametrize("system", SYSTEMS)
@settings(max_examples=40, deadline=None)
@given(texts=series)
def test_safe_fixes_all_at_once_are_safe_fixes_one_after_the_other(system: str, texts: list[list[str]]) -> None:
    files = SYSTEMS[system](texts)
    assert at_once(files, False) == in_turn(files, False)


@pytest.mark.parametrize("system", SYSTEMS)
@settings(max_examples=40, deadline=None)
@given(texts=series)
def test_what_all_fixes_at_once_leave_cannot_be_mended_one_by_one(system: str, texts: list[list[str]]) -> None:
    made = workspace(at_once(SYSTEMS[system](texts), True), EMPTY)
    assert not any(made.proposals(placed) for placed in worst_first(made))
    identities = [migration.identity for one in made.loaded for migration in one.migrations]
    assert not any("(" in identity for identity in identities), "two migrations have one name"


@pytest.mark.parametrize("system", ["flyway", "flyway with CRLF"])
@settings(max_examples=40, deadline=None)
@given(texts=series)
def test_all_fixes_at_once_are_fixes_one_after_the_other(system: str, texts: list[list[str]]) -> None:
    """Up to the files in which they stand, where there is always a name for one more; some only go together."""
    files = SYSTEMS[system](texts)
    once, turn = (workspace(one, EMPTY) for one in (at_once(files, True), in_turn(files, True)))
    left, left_in_turn = (Counter(one.rule for one in ahead(made)) for made in (once, turn))
    for rule in OF_FILES.intersection(one.rule for one in ahead(workspace(files, EMPTY))):
        left.pop(rule, None)
    # What another rule speaks instead of is said, too.
    assert left <= left_in_turn + Counter(rule for one in ahead(turn) for rule in silenced(one))
    assert left != left_in_turn or ways_up(once) == ways_up(turn)


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
ALEMBIC = ["alembic", "alembic, each by itself"]
DJANGO = ["django", "django, in fields"]
# Its fields say other defaults and keys.
NOT_IN_FIELDS = [system for system in EVERY if system != "django, in fields"]
OWN = ["flyway, in its own transactions", "golang-migrate, in its own transactions"]
LIQUIBASE = [system for system in EVERY if system.startswith("liquibase")]
EXPECTED = {
    "blocking-index": EVERY,
    "blocking-index-drop": EVERY,
    "blocking-unique": EVERY,
    "concurrent-in-transaction": [
        *ALEMBIC,
        "dbmate",
        "diesel",
        *DJANGO,
        "flyway",
        "flyway with CRLF",
        *OWN,
        "goose",
        *LIQUIBASE,
        "rails",
    ],
    # What would leave a file without a statement is left to its author.
    "duplicate-index": [*ALEMBIC, *OWN],
    "irreversible-operation": ["rails"],
    "masked-invalid-index": ["flyway", "flyway with CRLF", "golang-migrate", "prisma"],
    "missing-database-default": DJANGO,
    "missing-downgrade": [*ALEMBIC, "dbmate", "diesel", *DJANGO, "goose", *LIQUIBASE],
    "missing-lock-timeout": EVERY,
    # Django fills the rows with the default that each of its fields has there.
    "required-column-without-default": [system for system in EVERY if system not in DJANGO],
    "rewriting-default": NOT_IN_FIELDS,
    "scanning-check": EVERY,
    "scanning-foreign-key": NOT_IN_FIELDS,
    "scanning-not-null": EVERY,
    "unindexed-foreign-key": EVERY,
}
