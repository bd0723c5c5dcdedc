"""A person at a real Neovim: opens a migration, reads what would hurt, takes the recommended fix, and saves."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.editor

NEOVIM = Path(sys.executable).with_name("nvim")
CONFIGURATION = Path(__file__).parents[2] / "editors" / "neovim"
SERVER = [sys.executable, "-m", "towpath.main", "server"]

USERS = "create table users (id bigint primary key, email text);\n"
INDEX = "-- 😀\ncreate index users_email on users (email);\n"


def project(root: Path, files: Mapping[str, str]) -> None:
    (root / ".git").mkdir()
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def edited(root: Path, path: str, rule: str = "blocking-index", title: str = "") -> dict[str, Any]:
    """What Neovim saw when this file was edited in it, by what it is about; `title` is of an action on a finding."""
    state = root.parent / "state"
    state.mkdir()
    places = {
        "HOME": str(state),
        "XDG_STATE_HOME": str(state),
        "XDG_CONFIG_HOME": str(state),
        "XDG_DATA_HOME": str(state),
    }
    script = Path(__file__).with_name("neovim.lua")
    arguments = [str(CONFIGURATION), json.dumps(SERVER), str(root / path), rule, title]
    done = subprocess.run(
        [str(NEOVIM), "--headless", "--clean", "-l", str(script), *arguments],
        env={**os.environ, **places},
        cwd=root,
        capture_output=True,
        timeout=60,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(state.rglob("lsp.log")), [log.read_text() for log in state.rglob("lsp.log")]
    return {one["what"]: one for one in map(json.loads, done.stdout.splitlines())}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    made.mkdir()
    return made


def test_the_fix_changes_the_statement(root: Path) -> None:
    project(root, {"db/migration/V1__users.sql": USERS, "db/migration/V2__email.sql": INDEX})
    seen = edited(root, "db/migration/V2__email.sql")
    assert seen["attached"] == {"what": "attached", "name": "towpath", "encoding": "utf-8", "root": str(root)}
    assert {found["code"] for found in seen["diagnostics"]["found"]} >= {"blocking-index"}
    assert {(found["line"], found["from"]) for found in seen["diagnostics"]["found"]} == {(1, 0)}
    assert "locks `users` in SHARE mode" in seen["hover"]["text"]
    assert "An index that is built in the ordinary way makes every writer wait." in seen["hover"]["text"]
    assert seen["definition"] == {"what": "definition", "file": "V1__users.sql", "line": 1, "character": 13}
    assert "blocking-index" not in {found["code"] for found in seen["fixed"]["found"]}
    assert seen["left"]["messages"] == ""
    saved = (root / "db/migration/V2__email.sql").read_text(encoding="utf-8")
    assert saved == "-- 😀\ncreate index concurrently users_email on users (email);\n-- the end\n"


def test_the_fix_makes_a_migration_of_its_own(root: Path) -> None:
    mixed = f"create table notes (id bigint);\n{INDEX}"
    files = {"db/migration/V1__users.sql": USERS, "db/migration/V2__email.sql": mixed}
    project(root, files)
    seen = edited(root, "db/migration/V2__email.sql")
    assert "blocking-index" in {found["code"] for found in seen["diagnostics"]["found"]}
    assert not seen["fixed"]["found"]
    folder = root / "db" / "migration"
    (new,) = [path for path in folder.iterdir() if f"db/migration/{path.name}" not in files]
    assert new.read_text(encoding="utf-8") == "-- 😀\ncreate index concurrently users_email on users (email);\n"
    assert (folder / "V2__email.sql").read_text(encoding="utf-8") == "create table notes (id bigint);\n-- the end\n"


ORDERS = """\
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None


def upgrade():
    op.create_table("orders", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("at", sa.Date()))


def downgrade():
    op.drop_table("orders")
"""
REVISION = """\
from alembic import op

revision = "b2"
down_revision = "a1"


def upgrade():
    op.alter_column("orders", "at", new_column_name="on")
    op.create_index("by_on", "orders", ["on"])  # 😀
"""
CONCURRENT = """\
from alembic import op

revision = "b2"
down_revision = "a1"


def upgrade():
    op.alter_column("orders", "at", new_column_name="on")
    with op.get_context().autocommit_block():
        op.create_index("by_on", "orders", ["on"], postgresql_concurrently=True)  # 😀
"""
DOWNGRADE = """

def downgrade():
    op.drop_index("by_on", table_name="orders")
    op.alter_column("orders", "on", new_column_name="at")
"""
ALEMBIC = {
    "alembic.ini": "[alembic]\nscript_location = db\nsqlalchemy.url = postgresql://localhost/app\n",
    "db/env.py": "from alembic import context\n",
    "db/versions/a1_orders.py": ORDERS,
    "db/versions/b2_on.py": REVISION,
}


def test_an_index_of_alembic_is_made_concurrent(root: Path) -> None:
    project(root, ALEMBIC)
    seen = edited(root, "db/versions/b2_on.py")
    assert "locks `orders` in SHARE mode" in seen["hover"]["text"]
    assert "blocking-index" not in {found["code"] for found in seen["fixed"]["found"]}
    assert (root / "db/versions/b2_on.py").read_text(encoding="utf-8") == f"{CONCURRENT}# the end\n"


def test_the_downgrade_of_alembic_is_written(root: Path) -> None:
    project(root, ALEMBIC)
    seen = edited(root, "db/versions/b2_on.py", "missing-downgrade", "Write the downgrade")
    assert "missing-downgrade" not in {found["code"] for found in seen["fixed"]["found"]}
    assert (root / "db/versions/b2_on.py").read_text(encoding="utf-8") == f"{REVISION}{DOWNGRADE}# the end\n"


PEOPLE = """\
class People < ActiveRecord::Migration[7.1]
  def change
    create_table :people do |t|
      t.string :name
    end
  end
end
"""
BY_NAME = """\
class ByName < ActiveRecord::Migration[7.1]
  def up
    add_index :people, :name # 😀
  end
end
"""
BY_NAME_CONCURRENTLY = """\
class ByName < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def up
    add_index :people, :name, algorithm: :concurrently # 😀
  end
end
"""
BY_NAME_AND_BACK = """\
class ByName < ActiveRecord::Migration[7.1]
  def up
    add_index :people, :name # 😀
  end

  def down
    remove_index :people, :name
  end
end
"""
RAILS = {
    "config/database.yml": "production:\n  adapter: postgresql\n",
    "db/migrate/20240101000000_people.rb": PEOPLE,
    "db/migrate/20240102000000_by_name.rb": BY_NAME,
}


def test_an_index_of_rails_is_made_concurrent(root: Path) -> None:
    project(root, RAILS)
    seen = edited(root, "db/migrate/20240102000000_by_name.rb")
    assert "locks `people` in SHARE mode" in seen["hover"]["text"]
    assert "blocking-index" not in {found["code"] for found in seen["fixed"]["found"]}
    saved = (root / "db/migrate/20240102000000_by_name.rb").read_text(encoding="utf-8")
    assert saved == f"{BY_NAME_CONCURRENTLY}# the end\n"


def test_the_way_back_of_rails_is_written(root: Path) -> None:
    project(root, RAILS)
    seen = edited(root, "db/migrate/20240102000000_by_name.rb", "missing-downgrade", "Write the downgrade")
    assert "missing-downgrade" not in {found["code"] for found in seen["fixed"]["found"]}
    saved = (root / "db/migrate/20240102000000_by_name.rb").read_text(encoding="utf-8")
    assert saved == f"{BY_NAME_AND_BACK}# the end\n"


CHANGELOG = """\
<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
    <changeSet id="1" author="anna">
        <createTable tableName="people">
            <column name="id" type="bigint"/>
            <column name="name" type="text"/>
        </createTable>
    </changeSet>

    <changeSet id="2" author="anna">
        <comment>😀</comment>
        {}
    </changeSet>
</databaseChangeLog>
"""
CREATED = '<createIndex tableName="people" indexName="by_name"><column name="name"/></createIndex>'
CREATED_CONCURRENTLY = """\
        <sql>CREATE INDEX CONCURRENTLY by_name ON people (name)</sql>
        <rollback>
            <sql>DROP INDEX CONCURRENTLY by_name</sql>
        </rollback>
"""
DROPPED = '<dropColumn tableName="people" columnName="name"/>'
DROPPED_AND_BACK = """\
        <dropColumn tableName="people" columnName="name"/>
        <rollback>
            <!-- the values of people.name do not come back -->
            <addColumn tableName="people">
                <column name="name" type="text"/>
            </addColumn>
        </rollback>
"""


def people(change: str) -> dict[str, str]:
    return {
        "liquibase.properties": "url: jdbc:postgresql://localhost/app\n",
        "db/changelog.xml": CHANGELOG.format(change),
    }


def test_an_index_of_liquibase_is_made_concurrent(root: Path) -> None:
    project(root, people(CREATED))
    seen = edited(root, "db/changelog.xml")
    assert "locks `people` in SHARE mode" in seen["hover"]["text"]
    assert "blocking-index" not in {found["code"] for found in seen["fixed"]["found"]}
    saved = (root / "db/changelog.xml").read_text(encoding="utf-8")
    said = CHANGELOG.format(CREATED_CONCURRENTLY.strip()).replace(
        '"2" author="anna"', '"2" author="anna" runInTransaction="false"'
    )
    assert saved == f"{said}<!-- the end -->\n"


def test_the_rollback_of_liquibase_is_written(root: Path) -> None:
    project(root, people(DROPPED))
    seen = edited(root, "db/changelog.xml", "missing-downgrade", "Write the downgrade")
    assert "missing-downgrade" not in {found["code"] for found in seen["fixed"]["found"]}
    saved = (root / "db/changelog.xml").read_text(encoding="utf-8")
    assert saved == f"{CHANGELOG.format(DROPPED_AND_BACK.strip())}<!-- the end -->\n"


SHOP = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel("Order", [("id", models.BigAutoField(primary_key=True)), ("at", models.DateField())]),
    ]
"""
CHANGE = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddIndex("order", models.Index(fields=["at"], name="by_at")),  # 😀
    ]
"""
CONCURRENTLY = """\
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("shop", "0001_initial")]

    operations = [
        AddIndexConcurrently("order", models.Index(fields=["at"], name="by_at")),  # 😀
    ]
"""
SQL = """\
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("ALTER TABLE shop_order DROP COLUMN at"),  # 😀
    ]
"""
TAKEN_BACK = """\
        migrations.RunSQL(
            "ALTER TABLE shop_order DROP COLUMN at",
            # the values of shop_order.at do not come back
            reverse_sql="ALTER TABLE shop_order ADD COLUMN at date NOT NULL",
        ),  # 😀
"""


def shop(change: str) -> dict[str, str]:
    return {
        "manage.py": "",
        "settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
        "shop/migrations/0001_initial.py": SHOP,
        "shop/migrations/0002_change.py": change,
    }


def test_an_index_of_django_is_made_concurrent(root: Path) -> None:
    project(root, shop(CHANGE))
    seen = edited(root, "shop/migrations/0002_change.py")
    assert "locks `shop_order` in SHARE mode" in seen["hover"]["text"]
    assert "blocking-index" not in {found["code"] for found in seen["fixed"]["found"]}
    assert (root / "shop/migrations/0002_change.py").read_text(encoding="utf-8") == f"{CONCURRENTLY}# the end\n"


def test_the_downgrade_of_django_is_written(root: Path) -> None:
    project(root, shop(SQL))
    seen = edited(root, "shop/migrations/0002_change.py", "missing-downgrade", "Write the downgrade")
    assert "missing-downgrade" not in {found["code"] for found in seen["fixed"]["found"]}
    saved = (root / "shop/migrations/0002_change.py").read_text(encoding="utf-8")
    old = '        migrations.RunSQL("ALTER TABLE shop_order DROP COLUMN at"),  # 😀\n'
    assert saved == f"{SQL.replace(old, TAKEN_BACK)}# the end\n"
