"""The schema that a replay leaves is the one that the real tools make on a real server, fact by fact."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from judges.rails_judge import BEFORE, judged, question, ruby, unpacked
from projects.catalogue import Compared, compared, of_replay, of_server
from servers.postgresql import Server, running
from towpath.linter import Workspace
from towpath.linter.opening import Project

pytestmark = pytest.mark.server

HERE = Path(__file__).parent
JUDGES = Path(sys.prefix) / "judges"
DJANGO = find_spec("django")
CONTRIB = Path((DJANGO and DJANGO.origin) or "").parent / "contrib"
APPS = [f"django.contrib.{one}" for one in "admin auth contenttypes flatpages redirects sessions sites".split()]
WAGTAIL = [
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.simple_translation",
    *(f"wagtail.{one}" for one in "embeds sites users snippets documents images search admin".split()),
    "wagtail",
    "modelcluster",
    "taggit",
]
REVISIONS = "mlflow/store/db_migrations/versions"


@pytest.fixture
def server() -> Iterator[Server]:
    with running("judge") as made:
        yield made


def dumped(server: Server) -> str:
    dump = [server.bin / "pg_dump", "-h", server.folder, "-U", "postgres", "-s", "--restrict-key=x", "judge"]
    return subprocess.run(dump, capture_output=True, text=True, check=True).stdout


def run(script: str, judge: str, *arguments: str) -> None:
    """Runs a script of ours among the packages of a judge; empty: among those of the tests."""
    folder = JUDGES / judge
    assert folder.is_dir(), f"{folder} is not there: make test installs it"
    environment = {**os.environ, "PYTHONPATH": str(folder) if judge else ""}
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def held(server: Server, made: Workspace, framework: str, *besides: str, folder: str = "") -> Compared:
    """What the server's catalogue has and what a replay leaves of the series in a folder; empty: of all.

    `besides` are the tool's own tables.
    """
    ours: dict[tuple[str, ...], object] = {}
    for one in made.loaded:
        one.refresh(made.tree)
        if one.found.framework == framework and one.found.files[0].startswith(folder):
            ours.update(of_replay(one.replay[one.migrations[-1].identity, "up"].after))
    with psycopg.connect(server.address("judge"), autocommit=True) as session:
        theirs = of_server(session, besides)
    tables = {name[1] for name in theirs}
    # What a project of Django's makes for its own tests is in its folder, and not installed.
    return compared(theirs, {name: fact for name, fact in ours.items() if name[1] in tables or framework != "django"})


def test_django_s_own_apps(server: Server) -> None:
    run("migrate_django.py", "", str(server.folder), "AutoField", *APPS)
    made = Project(str(CONTRIB), {"database": "postgresql"}).workspace
    found = held(server, made, "django", "django_migrations")
    assert found.facts > 350
    assert found.different == ()


def test_wagtail(server: Server) -> None:
    run("migrate_django.py", "wagtail", str(server.folder), "BigAutoField", *WAGTAIL, *APPS)
    made = Project(str(JUDGES / "wagtail"), {"database": "postgresql"}).workspace
    found = held(server, made, "django", "django_migrations")
    assert found.facts > 2000
    assert found.different == ()


def test_mlflow(server: Server) -> None:
    address = f"postgresql+psycopg://postgres@/judge?host={server.folder}"
    versions = str(JUDGES / "mlflow" / REVISIONS)
    run("migrate_alembic.py", "mlflow", versions, address, "base")
    baseline = dumped(server)
    run("migrate_alembic.py", "mlflow", versions, address, "heads")
    settings = {"database": "postgresql", "baseline": "baseline.sql"}
    made = Project(str(JUDGES / "mlflow"), settings).workspace
    made.update("baseline.sql", baseline)
    found = held(server, made, "alembic", "alembic_version", folder=REVISIONS)
    assert found.facts > 2000
    assert found.share > 0.98
    assert {one.name for one in found.different} == EXPLAINED


def test_redmine(server: Server, tmp_path: Path) -> None:
    folder = unpacked()
    copy = tmp_path / "redmine"
    # Debian keeps what is written at run time elsewhere, and leads there by links; a plugin that is shown is in no use.
    left = shutil.ignore_patterns("instances", "database.yml", "Gemfile*", "public", "extra")
    shutil.copytree(folder / "projects/usr/share/redmine", copy, ignore=left)
    (copy / "instances/default/log").mkdir(parents=True)
    folders = [folder / one for one in ("application", "before", "root")]
    where = {"DATABASE_URL": "postgresql:///judge", "PGHOST": str(server.folder), "PGUSER": "postgres"}
    ruby(folders, HERE / "migrate_redmine.rb", copy, more=where)
    made = Project(str(copy), {"database": "postgresql"}).workspace
    found = held(server, made, "rails", "ar_internal_metadata", "schema_migrations")
    assert found.facts > 2000
    assert found.different == ()


def test_migrations_of_active_record(server: Server) -> None:
    texts = RAILS.split("---\n")
    (answer,) = judged([question(*texts, dump=True)])
    assert "error" not in answer["up"]
    with psycopg.connect(server.address("judge"), autocommit=True) as session:
        session.execute("DROP SCHEMA public")
        # What psql alone understands is left out.
        session.execute("".join(line for line in answer["after"].splitlines(True) if line[0] != "\\").encode())
    made = Project("/nowhere", {"database": "postgresql", "baseline": "before.sql"}).workspace
    made.update("before.sql", BEFORE.read_text("utf-8"))
    for number, text in enumerate(texts, 1):
        made.update(f"db/migrate/2024010{number}000000_step.rb", text.lstrip())
    found = held(server, made, "rails", "schema_migrations")
    assert found.facts > 200
    assert found.different == ()


RAILS = """
class CreatePeople < ActiveRecord::Migration[6.1]
  def change
    create_table :people do |t|
      t.string :name, limit: 40, null: false
      t.string :email, index: { unique: true }
      t.decimal :balance, precision: 10, scale: 2, default: 0
      t.jsonb :settings, default: {}
      t.boolean :active, null: false, default: true
      t.timestamps
    end
  end
end
---
class CreateLetters < ActiveRecord::Migration[7.1]
  def change
    create_table :letters, id: :uuid do |t|
      t.references :person, null: false, foreign_key: { on_delete: :cascade }
      t.references :about, polymorphic: true
      t.text :body
      t.datetime :sent_at, precision: 3
      t.index [:person_id, :sent_at], where: "sent_at IS NOT NULL", name: "sent_letters"
    end
    add_check_constraint :letters, "char_length(body) > 0", name: "some_body"
  end
end
---
class ChangePeople < ActiveRecord::Migration[7.1]
  def change
    rename_column :people, :name, :full_name
    change_column_null :people, :email, false
    change_column_default :people, :active, from: true, to: nil
    add_column :people, :born_on, :date
    add_index :people, "lower(full_name)", name: "people_by_name"
    add_reference :people, :parent, foreign_key: { to_table: :people }
  end
end
---
class MoveLetters < ActiveRecord::Migration[7.1]
  def up
    rename_table :letters, :messages
    change_column :messages, :body, :string
    remove_index :people, :email
    create_join_table :people, :messages
    validate_foreign_key :users, :orgs
    execute "CREATE VIEW active_people AS SELECT id FROM people WHERE active"
  end

  def down
  end
end
"""

# Some revisions ask the server what the constraints are called that they drop; and that a new type of a column takes
# the check of the old one along (`create_constraint`) is not read.
EXPLAINED = {
    "datasets_experiment_id_fkey",
    "experiments_name_key",
    "registered_models_name_key",
    "runs_status_check",
    "status",
    "unique_endpoint_name",
    "unique_model_definition_name",
    "unique_secret_name",
}
