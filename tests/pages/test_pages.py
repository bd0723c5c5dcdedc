"""Every example on every rule's page comes out as it stands there."""

import re
from collections.abc import Collection
from pathlib import Path

import pytest

from towpath.linter import Workspace
from towpath.packs import catalogue
from towpath.rule import Rule
from towpath.testing import failures, read_page
from towpath.testing.run import fixed, opened

RULES = catalogue().rules
SYSTEMS = frozenset(("alembic", "django", "flyway", "liquibase", "prisma", "rails", "sql"))
CHANGELOGS = {"liquibase", "liquibase.json", "liquibase.sql", "liquibase.yaml"}
WAYS_BACK = {"missing-downgrade", "incomplete-downgrade", "irreversible-operation", "lossy-downgrade"}
WITHOUT_WAYS_BACK = {"flyway", "prisma"}
# What only systems whose migrations run code can do.
OF_CODE = {"live-model-import"}
WITH_CODE = {"alembic", "django", "rails"}
# What only a tool can do that derives the way back from statements that may say too little.
OF_DERIVED = {"irreversible-operation"}
DERIVED = {"rails"}
# What only tools can do that go by parents, or by versions, or by names, or keep a dump.
BY_ORDER = {
    "cycle": {"alembic", "django"},
    "misleading-docstring": {"alembic"},
    "missing-parent": {"alembic", "django"},
    "multiple-heads": {"alembic", "django"},
    "out-of-order": SYSTEMS - {"alembic", "django", "liquibase"},
    "duplicate-version": {"alembic", "flyway", "liquibase", "rails", "sql"},
    "renamed-migration": SYSTEMS - {"alembic"},
    "stale-schema-dump": {"prisma", "rails"},
}
# What only tools can do that are told something by comments, and names, of their own.
BY_WORDS = {"misspelt-directive": {"liquibase"}}
# What other databases than PostgreSQL do is shown by systems whose files are SQL, and by these.
ELSEWHERE = {"flyway", "prisma", "sql", "rails", "liquibase"}
# Databases for which no changelog is read.
WITHOUT_CHANGELOGS = {"sqlite"}
# What takes a comment to be fixed.
NOTED = {"unused-suppression", "renamed-column", "rename-as-drop"}
HEADINGS = ["How to do it", "When it is fine", "If it failed half-way"]

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@each_rule
def test_the_examples_come_out(rule: Rule):
    assert [f"line {line}: {message}" for _, line, message in failures(rule, catalogue())] == []


@each_rule
def test_the_fixes_bring_no_other_finding(rule: Rule, tmp_path: Path):
    for example in read_page(rule.page).examples:
        workspace = opened(example, rule, catalogue(), str(tmp_path))
        # A way back that a fix writes is judged as if its author had written it.
        # In a changelog it stands in the same file.
        written = rule.name in WAYS_BACK or example.system.startswith("liquibase")
        there = {file.path for file in example.files}
        files: set[str] = set() if written else there
        before = spoken(workspace, files)
        fixed(workspace, rule)
        # What somebody had edited into a landed file is judged where it comes, in a changelog in the same file.
        same = there if example.system.startswith("liquibase") else set[str]()
        new = set(workspace.tree.unsaved) - there | same if rule.name == "edited-migration" else set[str]()
        assert spoken(workspace, files, new) - before == set(), f"line {example.line}"


def spoken(workspace: Workspace, ways_back_in: set[str], but: Collection[str] = ()) -> set[str]:
    """The rules that say more than a hint of ways up, or of the ways back in some files, and those they speak for."""
    everything = [placed for report in workspace.check().files for placed in report.findings if placed.path not in but]
    found = [
        placed
        for placed in everything
        if placed.severity != "hint" and (placed.direction == "up" or placed.path in ways_back_in)
    ]
    silenced = {
        match for placed in found for one in placed.related for match in re.findall(r"\(([a-z-]+)\)$", one.message)
    }
    return {placed.rule for placed in found} | silenced


@each_rule
def test_every_system_has_a_bad_example(rule: Rule):
    concerned = WITH_CODE if rule.name in OF_CODE else SYSTEMS
    concerned -= WITHOUT_WAYS_BACK if rule.name in WAYS_BACK else set()
    concerned &= DERIVED if rule.name in OF_DERIVED else SYSTEMS
    concerned &= BY_ORDER.get(rule.name, SYSTEMS) & BY_WORDS.get(rule.name, SYSTEMS)
    if rule.databases and "postgresql" not in rule.databases:
        concerned &= ELSEWHERE - ({"liquibase"} if rule.databases <= WITHOUT_CHANGELOGS else set())
    assert {example.system for example in read_page(rule.page).examples if example.kind == "bad"} >= concerned


@each_rule
def test_what_is_fixed_in_a_changelog_is_fixed_in_each_syntax(rule: Rule):
    good = {one.system for one in read_page(rule.page).examples if one.kind == "good"}
    # JSON has no comments.
    syntaxes = CHANGELOGS - ({"liquibase.json"} if rule.name in NOTED else set())
    assert good & CHANGELOGS in (set(), syntaxes)


@each_rule
def test_what_is_fixed_in_rails_or_a_changelog_is_shown(rule: Rule, tmp_path: Path):
    examples = read_page(rule.page).examples
    shown = {one.system for one in examples if one.kind == "good"}
    for example in examples:
        if example.kind == "bad" and example.system in {"rails", *CHANGELOGS} - shown:
            workspace = opened(example, rule, catalogue(), str(tmp_path))
            found = [placed for report in workspace.check().files for placed in report.findings]
            fixes = [one for placed in found if placed.rule == rule.name for one in workspace.proposals(placed)]
            # A page has no words for a file that gets another name.
            assert all(one.rewrite.renames for one in fixes), f"line {example.line}"


@each_rule
def test_something_is_shown_to_be_fine(rule: Rule):
    assert any(example.kind == "fine" for example in read_page(rule.page).examples)


@each_rule
def test_the_title_is_a_sentence(rule: Rule):
    assert re.fullmatch(r"[A-Z`].{20,110}[^.]\.", rule.title)


@each_rule
def test_the_page_says_why_how_when_and_what_then(rule: Rule):
    prose = read_page(rule.page).prose
    assert re.findall(r"^## (.*)$", prose, re.M) == HEADINGS
    assert not prose.startswith("##")


@each_rule
def test_nothing_is_called_safe(rule: Rule):
    assert not re.search(r"\bsafe", rule.page, re.I)
