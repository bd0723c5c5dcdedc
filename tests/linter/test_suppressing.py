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


DJANGO = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [{parent}]
    operations = [
        {operations}
    ]
"""


def test_a_migration_that_another_linter_is_told_to_ignore_is_assured_as_a_whole() -> None:
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("settings.py", 'ENGINE = "django.db.backends.postgresql"\n')
    thing = 'migrations.CreateModel("Thing", [("id", models.AutoField(primary_key=True)), ("n", models.TextField())]),'
    made.tree.hold("a/migrations/0001_a.py", DJANGO.format(parent="", operations=thing))
    path, removed = "a/migrations/0002_b.py", 'migrations.RemoveField("Thing", "n"),'
    second = DJANGO.format(parent='("a", "0001_a")', operations=removed)
    ignored = second.replace(removed, f"{removed}\n        linter.IgnoreMigration(),")
    made.tree.hold(path, second)
    made.refresh()

    def told() -> set[str]:
        return {placed.rule for placed in made.report(path).findings}

    assert "dropped-column" in told()
    made.update(path, f"import django_migration_linter as linter\n{ignored}")
    assert told() == set()
    made.update(path, second)
    assert "dropped-column" in told()
