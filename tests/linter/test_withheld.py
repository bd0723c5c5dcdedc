"""Why a fix is not offered although its rule knows one is said."""

import pytest

from rules.told import EMPTY, RULES
from towpath.linter import Settings, Workspace

RAILS = {"config/database.yml": "production:\n  adapter: postgresql\n"}
LIQUIBASE = {"liquibase.properties": "url: jdbc:postgresql://localhost/app\n"}
STEP = "db/migrate/20240101000000_step.rb"
LOOP = "    %i[a b].each { |name| add_index :users, name }\n"
TWO = '<addColumn tableName="u"><column name="a" type="int"/></addColumn>{}'
ONE = '<createIndex indexName="i" tableName="users"><column name="a"/></createIndex>'
ASKED = '<preConditions onFail="MARK_RAN"><not><columnExists tableName="u" columnName="a"/></not></preConditions>'
FLOW = "{ createIndex: { indexName: i, tableName: &t users, columns: [{ column: { name: a } }] } }"


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        (
            STEP,
            f"class Step < ActiveRecord::Migration[7.1]\n  def change\n{LOOP}  end\nend\n",
            "it stands in a loop, whose other turns would change as well",
        ),
        (
            STEP,
            "class Step < ActiveRecord::Migration[7.1]\n  def change\n    index :a\n  end\n\n"
            "  private\n\n  def index(name)\n    add_index :users, name\n  end\nend\n",
            "it stands in a helper, whose other calls would change as well",
        ),
        (
            STEP,
            "class Step < ActiveRecord::Migration[7.1]\n  def up\n"
            '    execute "ALTER TABLE users ADD n int; CREATE INDEX i ON users (n)"\n  end\nend\n',
            "its text holds other statements, which are sent with it: it has to stand by itself first",
        ),
        (
            "db/changes.xml",
            f'<databaseChangeLog>\n  <changeSet id="1" author="anna">\n    {ASKED}\n    {TWO.format("")}\n    {ONE}\n'
            "  </changeSet>\n</databaseChangeLog>\n",
            "its precondition columnExists u a may be answered otherwise for what is split off, "
            "when the first part has run",
        ),
        (
            "db/changes.yaml",
            f"databaseChangeLog:\n- changeSet:\n    id: 1\n    author: anna\n    changes: [{FLOW}, {{sql: *t}}]\n",
            "it stands under an anchor, or is said by an alias, so other places say it as well",
        ),
    ],
)
def test_the_reason_is_told(path: str, text: str, reason: str) -> None:
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    for name, said in {**(RAILS if path == STEP else LIQUIBASE), path: text}.items():
        made.update(name, said)
    found = [one for one in made.report(path).findings if one.rule == "blocking-index"]
    assert {(made.proposals(one), made.withheld(one)) for one in found} == {((), reason)}


def test_where_nothing_that_could_be_written_does_just_that_it_is_said() -> None:
    """A later element takes the default away again, which no edit of the first one can keep."""
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    head = "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
    table = 'migrations.CreateModel("Order", [("id", models.BigAutoField(primary_key=True))])'
    made.update("shop/migrations/0001_initial.py", f"{head}    dependencies = []\n    operations = [{table}]\n")
    made.update("app/settings.py", 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n')
    fields = ('models.CharField(default="a", max_length=9)', 'models.CharField(default="b", max_length=9)')
    elements = ", ".join(
        f'migrations.{name}("order", "code", {field})' for name, field in zip(("AddField", "AlterField"), fields)
    )
    path = "shop/migrations/0002_code.py"
    made.update(path, f'{head}    dependencies = [("shop", "0001_initial")]\n    operations = [{elements}]\n')
    (found,) = (one for one in made.report(path).findings if one.rule == "missing-database-default")
    assert made.proposals(found) == ()
    assert made.withheld(found).startswith("nothing that could be written here was found to do just what is wanted")
