"""What is said of Rails' files, and what is not: each of these came from a project of others."""

import pytest

from rules.told import EMPTY, RULES
from towpath.linter import Placed, Settings, Workspace

PATH = "db/migrate/20240102000000_change_some.rb"
FIRST = """\
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :name
    end
  end
end
"""


def found(body: str, files: dict[str, str] | None = None, path: str = PATH) -> list[Placed]:
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    text = f"class ChangeSome < ActiveRecord::Migration[7.1]\n  def up\n    {body}\n  end\n\n  def down\n  end\nend\n"
    standard = {
        "config/database.yml": "production:\n  adapter: postgresql\n",
        "db/migrate/20240101000000_first.rb": FIRST,
    }
    for name, said in {**standard, **(files or {}), path: text}.items():
        made.update(name, said)
    assert not made.crashes
    return list(made.report(path).findings)


def said(rule: str, body: str) -> list[tuple[str, str]]:
    return [(one.severity, one.message) for one in found(body) if one.rule == rule]


@pytest.mark.parametrize("force", ["true", ":cascade"])
def test_a_table_that_is_made_by_force_is_hardly_there(force: str) -> None:
    body = f"create_table(:plans, force: {force}) {{ |t| t.string :name }}"
    assert said("dropped-table", body) == [("info", "a table plans that is there already is gone with its rows")]
    assert said("cascading-drop", body) == []


def test_a_table_that_is_there_is_lost_when_it_is_made_by_force() -> None:
    body = "create_table(:users, force: true) { |t| t.string :name }"
    assert [severity for severity, _ in said("dropped-table", body)] == ["error"]
    body = "create_table(:users, force: :cascade) { |t| t.string :name }"
    assert [severity for severity, _ in said("cascading-drop", body)] == ["error"]


def test_a_call_is_not_told_to_say_where_true() -> None:
    call, sql = "User.update_all(name: 'x')", 'execute "UPDATE users SET name = NULL"'
    assert said("unfiltered-write", call) == [("warning", "every row of users is overwritten")]
    advice = "every row of users is overwritten; if that is meant, say WHERE true"
    assert said("unfiltered-write", sql) == [("warning", advice)]


def test_what_is_no_database_is_not_followed() -> None:
    assert said("not-analysed", "EsClient.indices.put_mapping(index: :users)") == []
    assert said("not-analysed", "User.__elasticsearch__.create_index!") == []
    assert [severity for severity, _ in said("blocking-index", "Alterity.disable { add_index :users, :name }")] == [
        "error"
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"config/database.yml": "production:\n  primary:\n    adapter: postgresql\n  old:\n    adapter: mysql2\n"},
        {"config/database.yml": "production:\n  adapter: <%= ENV.fetch('ADAPTER') { 'postgresql' } %>\n"},
    ],
)
def test_files_with_several_databases_or_code_in_them(files: dict[str, str]) -> None:
    assert "blocking-index" in {one.rule for one in found("add_index :users, :name", files)}


@pytest.mark.parametrize("folder", ["db/post_migrate", "db/animals_migrate", "core/db/migrate"])
def test_other_folders_hold_migrations_as_well(folder: str) -> None:
    several = (
        "production:\n  primary:\n    adapter: postgresql\n"
        "  animals:\n    adapter: postgresql\n    migrations_paths: db/animals_migrate\n"
    )
    files = {"config/database.yml": several}
    path = f"{folder}/20240102000000_change_some.rb"
    assert "blocking-index" in {one.rule for one in found("add_index :users, :name", files, path)}


def test_what_was_migrated_before_the_deployment_is_known_after_it() -> None:
    path = "db/post_migrate/20240102000000_change_some.rb"
    (placed,) = (one for one in found("change_column_null :users, :name, false", path=path) if "not-null" in one.rule)
    assert not placed.assumes


def test_what_its_author_vouches_for_is_left_alone() -> None:
    assert "blocking-index" not in {one.rule for one in found("safety_assured { add_index :users, :name }")}
    assert "dropped-column" not in {one.rule for one in found("safety_assured { remove_column :users, :name }")}


def test_a_loop_over_what_the_class_holds_is_gone_through() -> None:
    text = """\
class ChangeSome < ActiveRecord::Migration[7.1]
  @columns = %w[a b]

  def self.up
    @columns.each { |name| add_column :users, name, :string, null: false }
  end
end
"""
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    made.update("config/database.yml", "production:\n  adapter: postgresql\n")
    made.update("db/migrate/20240101000000_first.rb", FIRST)
    made.update(PATH, text)
    rules = [one.rule for one in made.report(PATH).findings]
    assert rules.count("required-column-without-default") == 2
    assert "not-analysed" not in rules
