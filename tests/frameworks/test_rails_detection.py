"""Where Rails' migrations are found, and what is known of how they run."""

import pytest

from frameworks.conftest import Project
from towpath.frameworks import detect
from towpath.project import Found

MIGRATION = "class AddSome < ActiveRecord::Migration[7.1]\n  def change\n  end\nend\n"
ONE = {"db/migrate/20240101000000_add_some.rb": MIGRATION}


def found(project: Project, files: dict[str, str]) -> list[Found]:
    return [one for one in detect(project(files)) if one.framework == "rails"]


@pytest.mark.parametrize(
    ("files", "folders"),
    [
        (ONE, {"db/migrate": 1}),
        ({**ONE, "db/post_migrate/20240102000000_later.rb": MIGRATION}, {"db/migrate": 2}),
        (
            {"core/db/migrate/1_a.rb": MIGRATION, "api/db/migrate/2_b.rb": MIGRATION},
            {"api/db/migrate": 1, "core/db/migrate": 1},
        ),
        ({**ONE, "db/animals_migrate/2_b.rb": MIGRATION}, {"db/migrate": 1, "db/animals_migrate": 1}),
        ({**ONE, "db/geo/migrate/2_b.rb": MIGRATION}, {"db/migrate": 1, "db/geo/migrate": 1}),
        (
            {
                **ONE,
                "db/beasts/2_b.rb": MIGRATION,
                "config/database.yml": "production:\n  primary:\n    adapter: postgresql\n  animals:\n"
                "    adapter: mysql2\n    migrations_paths: db/beasts\n",
            },
            {"db/migrate": 1, "db/beasts": 1},
        ),
        ({"db/migrate/1_a.shop.rb": MIGRATION}, {"db/migrate": 1}),
        ({"db/migrate/1_a.rb": "class A < ApplicationRecord\nend\n"}, {}),
        ({"db/migrate/add_some.rb": MIGRATION}, {}),
        ({"db/migrate/1_a.rb": "class A < Gitlab::Database::Migration[2.1]\nend\n"}, {"db/migrate": 1}),
    ],
)
def test_where_they_are(files: dict[str, str], folders: dict[str, int], project: Project) -> None:
    assert {one.folder: len(one.files) for one in found(project, files)} == folders


@pytest.mark.parametrize(
    ("files", "dialects"),
    [
        ({}, ()),
        ({"config/database.yml": "default: &default\n  adapter: postgresql\n"}, ("postgresql",)),
        ({"config/database.yml": "production:\n  adapter: mysql2\ntest:\n  adapter: sqlite3\n"}, ("mysql",)),
        ({"config/database.yml": "production:\n  adapter: <%= ENV.fetch('A', 'postgresql') %>\n"}, ("postgresql",)),
        ({"config/database.yml": "production:\n  primary:\n    adapter: trilogy\n"}, ("mysql",)),
        ({"Gemfile": "gem 'pg', '~> 1.1'\ngem 'sqlite3', group: :test\n"}, ("postgresql",)),
        ({"Gemfile.lock": "    mysql2 (0.5.6)\n    rails (7.1.3)\n"}, ("mysql",)),
        ({"Gemfile": "gem 'pg'\ngem 'mysql2'\n"}, ()),
    ],
)
def test_which_database(files: dict[str, str], dialects: tuple[str, ...], project: Project) -> None:
    (one,) = found(project, {**ONE, **files})
    assert one.dialects == dialects


def test_how_they_run(project: Project) -> None:
    files = {
        **ONE,
        "Gemfile.lock": "    pg (1.5.6)\n    rails (7.1.3)\n      activerecord (= 7.1.3)\n",
        "config/initializers/strong_migrations.rb": "StrongMigrations.lock_timeout = 10.seconds\n",
        "config/database.yml": "production:\n  adapter: postgresql\n  variables:\n    statement_timeout: 5000\n",
    }
    (one,) = found(project, files)
    runner = one.runner
    assert (runner.version, runner.lock_timeout, runner.statement_timeout) == ("7.1.3", "10s", "5000")
    assert (runner.scope, runner.goes_back) == ("migration", True)
    assert set(one.configuration) == {"config/database.yml", "Gemfile.lock", "config/initializers/strong_migrations.rb"}


@pytest.mark.parametrize(
    ("initializer", "database", "timeout"),
    [
        ("StrongMigrations.lock_timeout = '5s'", "", "5s"),
        ("  StrongMigrations.lock_timeout = 2.minutes # long", "", "2min"),
        ("# StrongMigrations.lock_timeout = 10.seconds", "", None),
        ("", "  variables:\n    lock_timeout: 5s # enough", "5s"),
        ("", "  # variables: { lock_timeout: 5s }", None),
    ],
)
def test_what_stands_in_a_comment_sets_nothing(
    initializer: str, database: str, timeout: str | None, project: Project
) -> None:
    files = {
        **ONE,
        "config/initializers/strong_migrations.rb": f"{initializer}\n",
        "config/database.yml": f"production:\n  adapter: postgresql\n{database}\n",
    }
    (one,) = found(project, files)
    assert one.runner.lock_timeout == timeout


@pytest.mark.parametrize(("comment", "safe"), [("", "true"), ("# ", None)])
def test_what_a_gem_makes_safe_by_itself(comment: str, safe: str | None, project: Project) -> None:
    text = f"{comment}StrongMigrations.safe_by_default = true\n"
    (one,) = found(project, {**ONE, "config/initializers/strong_migrations.rb": text})
    assert one.setting("safe_by_default") == safe


@pytest.mark.parametrize(
    ("paths", "url"),
    [
        (" [db/cats_migrate, 'db/dogs/migrate']", ""),
        ("\n      - db/cats_migrate\n      - db/dogs/migrate", ""),
        ("\n      - <%= Rails.root.join('db/cats_migrate') %>\n      - db/dogs/migrate", ""),
        (" [db/cats_migrate, db/dogs/migrate]", "    url: mysql2://localhost/animals\n"),
        (
            " [db/cats_migrate, db/dogs/migrate]",
            "    url: <%= ENV.fetch('ANIMALS', 'trilogy://host/animals') %>\n",
        ),
    ],
)
def test_a_database_may_have_several_folders(paths: str, url: str, project: Project) -> None:
    said = url or "    adapter: mysql2\n"
    text = f"production:\n  primary:\n    adapter: postgresql\n  animals:\n{said}    migrations_paths:{paths}\n"
    files = {"db/cats_migrate/20240101000001_b.rb": MIGRATION, "db/dogs/migrate/20240101000002_c.rb": MIGRATION}
    one, other = sorted(found(project, {**ONE, **files, "config/database.yml": text}), key=lambda series: series.folder)
    assert (one.folder, one.dialects) == ("db/cats_migrate", ("mysql",))
    assert (other.folder, other.dialects) == ("db/migrate", ("postgresql",))
