"""Steps that their author has assured in the words of another tool."""

from towpath.linter.opening import Project


def migration(statement: str) -> str:
    return f"class A < ActiveRecord::Migration[7.1]\n  def change\n    {statement}\n  end\nend\n"


def rules(statement: str) -> set[str]:
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("config/database.yml", "production:\n  adapter: postgresql\n")
    made.tree.hold("db/migrate/1_a.rb", migration("create_table(:users) { |t| t.text :a }"))
    made.tree.hold(
        "db/migrate/2_b.rb", f"class B < ActiveRecord::Migration[7.1]\n  def change\n    {statement}\n  end\nend\n"
    )
    made.refresh()
    return {placed.rule for file in made.check().files for placed in file.findings}


def test_what_is_assured_is_not_told() -> None:
    assert "blocking-index" in rules("add_index :users, :a")
    assert rules("safety_assured { add_index :users, :a }") == set()


def test_that_it_can_be_taken_back_is_another_matter() -> None:
    assert "dropped-column" in rules("remove_column :users, :a")
    assert rules("safety_assured { remove_column :users, :a }") == {"irreversible-operation"}
