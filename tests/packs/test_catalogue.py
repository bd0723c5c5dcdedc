"""Which rules there are, and which of them a configuration leaves switched on."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from towpath.operations import AddColumn, AddConstraint, Constraint, CreateTable, Migration, Operation, Unit
from towpath.packs import Catalogue, PackError, catalogue
from towpath.project import Choice, Configuration
from towpath.rule import Series

OURS = catalogue()
RULE = '''"""A table named foo says nothing."""
from towpath.operations import CreateTable
from towpath.rule import Context, Finding, rule

@rule(severity="off")
def check(table: CreateTable, context: Context):
    yield Finding("foo")
'''


def names(configuration: Configuration, rules: Catalogue = OURS) -> set[str]:
    return {rule.name for rule in rules.selected(configuration).rules}


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path, with a distribution `acme` whose pack is the package `acme_rules`."""
    family = tmp_path / "acme_rules" / "naming"
    family.mkdir(parents=True)
    (tmp_path / "acme_rules" / "__init__.py").touch()
    (family / "__init__.py").touch()
    (family / "_shared.py").write_text("raise RuntimeError('no rule')\n")
    (family / "foo_table.py").write_text(RULE)
    information = tmp_path / "acme-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[towpath.rules]\nacme = acme_rules\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    catalogue.cache_clear()
    yield family
    catalogue.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == "acme_rules"]:
        del sys.modules[name]


def test_a_rule_is_named_by_its_file_and_its_family_by_the_folder():
    rule = OURS.rule("blocking-index")
    assert rule
    assert (rule.family, rule.pack) == ("indexes", "towpath")
    assert rule in OURS.families["indexes"]
    assert OURS.rule("blocking") is None


def test_every_rule_that_another_speaks_for_exists():
    assert {name for rule in OURS.rules for name in rule.instead_of} <= set(OURS.names)


def test_nothing_said_leaves_every_rule_that_is_not_off():
    assert names(Configuration()) == {rule.name for rule in OURS.rules if rule.severity != "off"}


def test_ignored_rules_and_families_are_taken_away():
    left = names(Configuration(choices=(Choice(ignore=("loss", "blocking-index")),)))
    assert not left & {"blocking-index", "dropped-table", "cascading-drop", "unfiltered-write"}
    assert "blocking-index-drop" in left


def test_only_what_is_named_is_left():
    assert names(Configuration(choices=(Choice(only=("blocking-index",)),))) == {"blocking-index"}


def test_a_severity_of_off_takes_a_rule_away_and_others_are_handed_on():
    selection = OURS.selected(Configuration(severities=(("locking", "off"), ("blocking-index", "hint"))))
    assert not {rule.name for rule in selection.rules} & {rule.name for rule in OURS.families["locking"]}
    assert selection.severities == {"blocking-index": "hint"}


def test_another_pack_is_taken_in_under_its_name_behind_ours(pack: Path):
    taken = catalogue(("acme",))
    assert taken.names[: len(OURS.rules)] == OURS.names
    assert [(rule.name, rule.family, rule.pack) for rule in taken.rules[len(OURS.rules) :]] == [
        ("foo-table", "naming", "acme")
    ]


def test_a_rule_that_is_off_by_default_can_be_switched_on(pack: Path):
    taken = catalogue(("acme",))
    assert "foo-table" not in names(Configuration(), taken)
    assert taken.selected(Configuration(choices=(Choice(select=("naming",)),))).severities == {"foo-table": "warning"}
    assert taken.selected(Configuration(severities=(("foo-table", "info"),))).severities == {"foo-table": "info"}


def test_a_name_that_two_packs_use_names_both(pack: Path):
    (pack / "blocking_index.py").write_text(RULE)
    with pytest.raises(PackError, match=r'the rule pack "acme" has a rule "blocking-index", and so has .* "towpath"'):
        catalogue(("acme",))


def test_a_pack_that_is_not_installed_names_those_that_are(pack: Path):
    with pytest.raises(PackError, match=r'the rule pack "acne" is not installed: .*\(acme\)'):
        catalogue(("acne",))


def test_a_file_that_fails_is_named(pack: Path):
    (pack / "foo_column.py").write_text("import nothing_like_this\n")
    with pytest.raises(PackError, match=r"acme_rules\.naming\.foo_column: ModuleNotFoundError"):
        catalogue(("acme",))


def test_a_file_without_a_rule_is_named(pack: Path):
    (pack / "foo_column.py").touch()
    with pytest.raises(PackError, match=r"a file without a rule: acme_rules\.naming\.foo_column"):
        catalogue(("acme",))


def test_a_rule_about_some_operations_takes_whole_units_or_migrations() -> None:
    about = [rule for rule in OURS.rules if any(issubclass(kind, Operation) for kind in rule.about)]
    assert "blocking-index" in {rule.name for rule in about}
    # To one that looks at a whole series as well, it says in which of its migrations.
    assert {kind for rule in about for kind in rule.kinds} <= {Unit, Migration, Series}


def test_a_rule_about_some_constraints_takes_what_adds_them() -> None:
    constraints = get_args(Constraint)
    about = [rule for rule in OURS.rules if any(kind in constraints for kind in rule.about)]
    assert "scanning-foreign-key" in {rule.name for rule in about}
    assert {kind for rule in about for kind in rule.kinds} <= {AddConstraint, AddColumn, CreateTable}
    assert all(kind in constraints for rule in about for kind in rule.about)


def test_whatever_a_rule_is_about_is_an_operation_or_a_constraint() -> None:
    kinds = {kind for rule in OURS.rules for kind in rule.about}
    assert all(issubclass(kind, Operation) or kind in get_args(Constraint) for kind in kinds)
