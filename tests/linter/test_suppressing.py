"""Steps that their author has assured in the words of another tool."""

import pytest

from towpath.linter.opening import Project


def migration(statement: str) -> str:
    return f"class A < ActiveRecord::Migration[7.1]\n  def change\n    {statement}\n  end\nend\n"


def rules(statement: str, initializer: str = "") -> set[str]:
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("config/database.yml", "production:\n  adapter: postgresql\n")
    made.tree.hold("config/initializers/strong_migrations.rb", initializer)
    made.tree.hold("db/migrate/1_a.rb", migration("create_table(:users) { |t| t.text :a }"))
    made.tree.hold(
        "db/migrate/2_b.rb", f"class B < ActiveRecord::Migration[7.1]\n  def change\n    {statement}\n  end\nend\n"
    )
    made.refresh()
    return {placed.rule for file in made.check().files for placed in file.findings}


def test_what_is_assured_is_not_told() -> None:
    assert "blocking-index" in rules("add_index :users, :a")
    assert rules("safety_assured { add_index :users, :a }") == set()


def test_what_a_gem_does_safely_by_itself_is_not_told() -> None:
    set_ = "StrongMigrations.safe_by_default = true\n"
    assert "blocking-index" not in rules("add_index :users, :a", set_)
    assert "blocking-index" in rules("add_index :users, :a", f"# {set_}")
    # The gem does not look into the block of a table.
    assert "blocking-index" in rules("change_table(:users) { |t| t.index :a }", set_)
    assert "dropped-column" in rules("remove_column :users, :a", set_)


def test_that_it_can_be_taken_back_is_another_matter() -> None:
    assert "dropped-column" in rules("remove_column :users, :a")
    assert rules("safety_assured { remove_column :users, :a }") == {"irreversible-operation"}


CHANGELOG = """<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
  <changeSet id="1" author="ann">
    <createTable tableName="users"><column name="a" type="text"/></createTable>
  </changeSet>
  <changeSet id="2" author="ann">
    <dropColumn tableName="users" columnName="a"/>
  </changeSet>
</databaseChangeLog>
"""
TABLE = 'migrations.CreateModel("T", [("id", models.AutoField(primary_key=True)), ("n", models.TextField(null=True))]),'


def dropping() -> list[tuple[str, dict[str, str]]]:
    """A project of each system whose last file drops a column, and how a comment stands behind what that says."""
    return [
        (
            "{} -- towpath: ignore-file[dropped-column] it is empty\n",
            {
                "db/V1__a.sql": "create table users (a text);\n",
                "db/V2__b.sql": "alter table users drop column a;\n",
            },
        ),
        (
            "{}# towpath: ignore-file[dropped-column] it is empty\n",
            {
                "settings.py": 'ENGINE = "django.db.backends.postgresql"\n',
                "a/migrations/0001_a.py": DJANGO.format(parent="", operations=TABLE),
                "a/migrations/0002_b.py": DJANGO.format(
                    parent='("a", "0001_a")', operations='migrations.RemoveField("T", "n"),'
                ),
            },
        ),
        (
            "{}\n# towpath: ignore-file[dropped-column] it is empty\n",
            {
                "config/database.yml": "production:\n  adapter: postgresql\n",
                "db/migrate/1_a.rb": migration("create_table(:users) { |t| t.text :a }"),
                "db/migrate/2_b.rb": migration("remove_column :users, :a, :text").replace("class A", "class B"),
            },
        ),
        (
            "{}<!-- towpath: ignore-file[dropped-column] it is empty -->\n",
            {
                "liquibase.properties": "changeLogFile=db/changes.xml\nurl=jdbc:postgresql://localhost/shop\n",
                "db/changes.xml": CHANGELOG,
            },
        ),
    ]


@pytest.mark.parametrize("number", range(4))
def test_a_comment_that_moves_nothing_counts_while_it_is_typed(number: int) -> None:
    commented, files = dropping()[number]
    made = Project("/nonexistent-towpath-folder").workspace
    for path, text in files.items():
        made.tree.hold(path, text)
    made.refresh()
    *_, (path, text) = files.items()

    def told() -> set[str]:
        return {placed.rule for placed in made.report(path).findings}

    assert "dropped-column" in told()
    made.update(path, commented.format(text))
    assert "dropped-column" not in told()
    made.update(path, text)
    assert "dropped-column" in told()


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
