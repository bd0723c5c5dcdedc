"""What a configuration may say, what it comes to, and how each error names file, line, found and expected."""

import json
from pathlib import Path

import pytest

from towpath.project import ConfigurationError
from towpath.project.checking import layer, misnamed
from towpath.project.configuration import Configuration, Layer, folded, matches, tables
from towpath.project.configurations import read
from towpath.project.keys import SCHEMA

RULES: dict[str, dict[str, object]] = {"blocking-index": {"most": 3, "also": (), "strict": False}, "dropped-table": {}}
FAMILIES = ("indexes", "loss")


def made(text: str, path: str = "") -> Configuration:
    found = read("towpath.toml", text)
    assert found
    assert found.problems == ()
    return folded(tables(found, path), "towpath.toml")


def errors(text: str, path: str = "towpath.toml") -> list[str]:
    found = read(path, text)
    assert found
    return [str(error) for error in (*found.problems, *misnamed(found, RULES, FAMILIES))]


def test_everything_that_the_contract_names_is_read() -> None:
    found = made(
        """
        database = ["postgresql@15", "mysql"]
        base = "origin/main"
        start-after = "20240101"
        select = ["loss"]
        ignore = ["indexes"]
        fail-on = "error"
        packs = ["acme"]
        require-suppression-reason = true
        [severity]
        blocking-index = "hint"
        loss = "off"
        [tables]
        hot = ["users"]
        large = ["events"]
        small = ["plans"]
        [timeouts]
        lock = "5s"
        statement = "1 min"
        [rule.blocking-index]
        also = ["a", "b"]
        """
    )
    assert [(one.dialect, one.version) for one in found.databases] == [("postgresql", "15"), ("mysql", "")]
    assert (found.base, found.start_after, found.fail_on) == ("origin/main", "20240101", "error")
    assert found.packs == ("acme",)
    assert found.require_suppression_reason
    assert found.severity("blocking-index", "indexes") == "hint"
    assert found.severity("dropped-table", "loss") == "off"
    assert found.severity("renamed-table", "compatibility") is None
    assert (found.hot, found.large, found.small) == ({"users"}, {"events"}, {"plans"})
    assert (found.lock_timeout, found.statement_timeout) == ("5s", "1 min")
    assert found.rule_options("blocking-index") == {"also": ("a", "b")}
    assert found.rule_options("dropped-table") == {}


def test_a_configuration_is_a_value() -> None:
    assert made('[rule.blocking-index]\nalso = ["a"]') == made('[rule.blocking-index]\nalso = ["a"]')
    assert isinstance(hash(made('[rule.blocking-index]\nalso = ["a"]')), int)


def test_the_more_particular_name_wins_and_ignore_wins_over_select() -> None:
    found = made('select = ["dropped-table", "indexes"]\nignore = ["loss", "blocking-index"]')
    assert found.chosen("dropped-table", "loss") is True
    assert found.chosen("truncation", "loss") is False
    assert found.chosen("blocking-index", "indexes") is False
    assert found.chosen("duplicate-index", "indexes") is True
    assert found.chosen("hot-table", "locking") is None
    assert made('ignore = ["ALL"]\nselect = ["loss"]').chosen("hot-table", "locking") is False


def test_only_switches_everything_else_off_and_the_last_layer_decides() -> None:
    flags = Layer("the command line", {"only": ["indexes"], "ignore": ["duplicate-index"]})
    found = folded([{"select": ["loss"]}, flags.values])
    assert found.chosen("dropped-table", "loss") is False
    assert found.chosen("blocking-index", "indexes") is True
    assert found.chosen("duplicate-index", "indexes") is False


FOLDERS = """
database = "postgresql"
ignore = ["loss"]
[severity]
blocking-index = "hint"
[tables]
hot = ["users"]
[[folder]]
path = "services/billing/**"
database = "postgresql@12"
select = ["dropped-table"]
severity.dropped-table = "error"
tables.hot = ["invoices"]
[[folder]]
path = "services/*/old"
ignore = ["ALL"]
"""


def test_a_folder_says_what_is_different_there() -> None:
    billing = made(FOLDERS, "services/billing/V1__a.sql")
    assert billing.databases[0].version == "12"
    assert billing.chosen("dropped-table", "loss") is True
    assert billing.severity("dropped-table", "loss") == "error"
    assert billing.severity("blocking-index", "indexes") == "hint"
    assert billing.hot == {"users", "invoices"}
    assert made(FOLDERS, "services/billing/old/V1__a.sql").chosen("dropped-table", "loss") is False
    assert made(FOLDERS, "services/shop/V1__a.sql").databases[0].version == ""


@pytest.mark.parametrize(
    ("pattern", "path", "meant"),
    [
        ("a/**", "a/b/c.sql", True),
        ("a/**", "ab/c.sql", False),
        ("a", "a/b/c.sql", True),
        ("a/", "a/c.sql", True),
        ("**/a/*.sql", "x/y/a/c.sql", True),
        ("**/a/*.sql", "a/c.sql", True),
        ("a/*.sql", "a/b/c.sql", False),
        ("a/?.sql", "a/c.sql", True),
        ("a.b", "axb", False),
        ("**", "anything/at.all", True),
    ],
)
def test_patterns_of_folders(pattern: str, path: str, meant: bool) -> None:
    assert matches(pattern, path) is meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\ndatbase = "mysql"', 'towpath.toml:2: unknown key "datbase"; did you mean "database"?'),
        ("xyz = 1", 'towpath.toml:1: unknown key "xyz"'),
        (
            'database = "postgres"',
            'towpath.toml:1: database is "postgres", expected a text like "postgresql@15"; did you mean "postgresql"?',
        ),
        (
            'database = [\n  "mysql",\n  "db2",\n]',
            'towpath.toml:3: database is "db2", expected a text like "postgresql@15"',
        ),
        ("database = 15", 'towpath.toml:1: database is 15, expected a text like "postgresql@15" or a list of texts'),
        ('select = "loss"', 'towpath.toml:1: select is "loss", expected a list of texts'),
        (
            'fail-on = "warn"',
            'towpath.toml:1: fail-on is "warn", expected one of "error", "warning", "info", "hint";'
            ' did you mean "warning"?',
        ),
        ("start-after = 20240101", 'towpath.toml:1: start-after is 20240101, expected a text like "20240101"'),
        ("require-suppression-reason = 1", "towpath.toml:1: require-suppression-reason is 1, expected true or false"),
        ("tables = true", "towpath.toml:1: tables is true, expected a table"),
        ("[tables]\n# hot\nbig = []", 'towpath.toml:3: unknown key "big"'),
        ('timeouts = {lock = "5 sec"}', 'towpath.toml:1: timeouts.lock is "5 sec", expected a text like "5s"'),
        (
            '[[folder]]\npath = "a"\n\n[[folder]]\npath = "b"\nbase = "main"',
            'towpath.toml:6: unknown key "base"',
        ),
        ("[[folder]]\nignore = []", 'towpath.toml:1: folder has no "path", expected a text like "services/billing/**"'),
        ("a = 1\n[b\n", "towpath.toml:2: this is not TOML: expected ']' at the end of a table declaration"),
        (
            'ignore = [\n  "loss",\n  "blocking-indx", # one\n]',
            'towpath.toml:3: there is no rule or family "blocking-indx"; did you mean "blocking-index"?',
        ),
        ('[severity]\n\nnope = "off"', 'towpath.toml:3: there is no rule or family "nope"'),
        ("[rule.nope]\na = 1", 'towpath.toml:1: there is no rule "nope"'),
        (
            "[rule.blocking-index]\nmots = 1",
            'towpath.toml:2: the rule blocking-index has no option "mots"; did you mean "most"?',
        ),
        ("[rule.dropped-table]\na = 1", 'towpath.toml:2: the rule dropped-table has no option "a", it has none'),
        (
            '[rule.blocking-index]\nmost = "3"',
            'towpath.toml:2: rule.blocking-index.most is "3", expected a whole number',
        ),
        (
            "[rule.blocking-index]\nstrict = 1",
            "towpath.toml:2: rule.blocking-index.strict is 1, expected true or false",
        ),
        (
            "[rule.blocking-index]\nmost = true",
            "towpath.toml:2: rule.blocking-index.most is true, expected a whole number",
        ),
    ],
)
def test_an_error_names_the_line_what_was_found_and_what_was_expected(text: str, said: str) -> None:
    assert errors(text) == [said]


def test_several_errors_stand_in_order_and_what_is_right_is_taken() -> None:
    found = read(
        "towpath.toml",
        'databse = 1\nselect = ["loss", 2, 3]\nbase = "main"\n'
        '[[folder]]\npath = 1\n[[folder]]\nignore = ["loss"]\n[[folder]]\npath = "b"\nselect = "x"\n',
    )
    assert found
    assert [error.line for error in found.problems] == [1, 2, 2, 5, 6, 10]
    assert found.values == {"base": "main", "folder": [{"path": "b"}]}
    assert isinstance(found.problems[0], ConfigurationError)


def test_keys_in_texts_and_comments_are_not_taken_for_keys() -> None:
    text = 'base = """\nselect = 3\n[tables]\n"""\n# [tables]\n# hot = 4\n[tables]\nhot = 4\n'
    assert errors(text) == ["towpath.toml:8: tables.hot is 4, expected a list of texts"]


def test_pyproject_counts_from_its_own_table_on() -> None:
    text = '[project]\nname = "x"\n\n[tool.towpath]\nignor = []\n\n[tool.towpath.tables]\nhot = 1\n'
    assert errors(text, "pyproject.toml") == [
        'pyproject.toml:5: unknown key "ignor"; did you mean "ignore"?',
        "pyproject.toml:8: tables.hot is 1, expected a list of texts",
    ]


@pytest.mark.parametrize("text", ["", '[project]\nname = "x"\n', "[tool.black]\n", 'name = "towpath"\n', "[tool\n"])
def test_a_pyproject_without_our_table_is_no_configuration(text: str) -> None:
    assert read("pyproject.toml", text) is None


def test_what_no_file_holds_has_no_line() -> None:
    found = layer("settings of the editor", {"databse": "mysql"})
    assert [str(error) for error in found.problems] == [
        'settings of the editor: unknown key "databse"; did you mean "database"?'
    ]


def test_the_schema_that_ships_is_the_one_that_is_checked_against() -> None:
    from towpath import project

    shipped = Path(project.__file__).with_name("towpath.schema.json").read_text("utf-8")
    assert shipped == json.dumps(SCHEMA, indent=2) + "\n"
