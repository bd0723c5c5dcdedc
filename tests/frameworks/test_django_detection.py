"""How Django projects are found, and what their files tell of database, version, timeouts and apps."""

from collections.abc import Callable, Mapping

from towpath import frameworks
from towpath.project import Found, Tree

Project = Callable[[Mapping[str, str]], Tree]

EMPTY = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = []\n"
MANAGE = (
    'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\nfrom django.core import management\n'
)
SETTINGS = """
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"options": "-c lock_timeout=3s"}}}
"""


def found_in(tree: Tree) -> list[Found]:
    return [one for one in frameworks.detect(tree) if one.framework == "django"]


def test_a_project_is_one_series_with_all_its_apps(project: Project) -> None:
    tree = project(
        {
            "manage.py": MANAGE,
            "site/settings.py": SETTINGS,
            "people/migrations/__init__.py": "",
            "people/migrations/0001_initial.py": EMPTY,
            "shop/orders/migrations/0001_initial.py": EMPTY,
            "shop/orders/migrations/helpers/of_ours.py": "x = 1\n",
            "requirements.txt": "Django==5.1.3\npsycopg[binary]\n",
        }
    )
    (found,) = found_in(tree)
    assert found.files == ("people/migrations/0001_initial.py", "shop/orders/migrations/0001_initial.py")
    assert (found.dialects, found.runner.version, found.runner.lock_timeout) == (("postgresql",), "5.1", "3s")
    assert found.setting("AUTH_USER_MODEL") == "people.Person"
    assert found.setting("app shop/orders/migrations") == "orders"
    assert {one.path for one in found.evidence} >= {"manage.py", "site/settings.py", "requirements.txt"}


def test_settings_that_take_in_others(project: Project) -> None:
    tree = project(
        {
            "manage.py": MANAGE.replace("site.settings", "site.settings.production"),
            "site/settings/production.py": "from .base import *\nDEBUG = False\n",
            "site/settings/base.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.mysql"}}\n',
            "a/migrations/0001_initial.py": EMPTY,
        }
    )
    assert [one.dialects for one in found_in(tree)] == [("mysql",)]


def test_settings_that_take_in_files_by_their_names(project: Project) -> None:
    tree = project(
        {
            "manage.py": MANAGE.replace("site.settings", "site.settings.main"),
            "site/settings/main.py": (
                "from split_settings.tools import include, optional\n\n"
                'include(\n    "parts/*.py",\n    optional("local.py"),\n    "../../common/apps.py",\n)\n'
            ),
            "site/settings/parts/databases.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.mysql"}}\n',
            "common/apps.py": 'if TRACKED:\n    MIGRATION_MODULES = {"a": "a.db_migrations"}\n',
            "a/db_migrations/0001_initial.py": EMPTY,
        }
    )
    (found,) = found_in(tree)
    assert (found.dialects, found.files) == (("mysql",), ("a/db_migrations/0001_initial.py",))


def test_sqlite_that_settings_begin_with_is_no_database_where_another_driver_is_required(project: Project) -> None:
    files = {
        "manage.py": MANAGE,
        "site/settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\n',
        "a/migrations/0001_initial.py": EMPTY,
    }
    required = {"requirements/base.txt": "psycopg[binary]==3.1\n"}
    assert [one.dialects for one in found_in(project(files))] == [("sqlite",)]
    assert [one.dialects for one in found_in(project({**files, **required}))] == [("postgresql",)]


def test_the_address_of_a_database_in_settings(project: Project) -> None:
    said = 'import dj_database_url\nDATABASES = {"default": dj_database_url.config(default="postgres://localhost/a")}\n'
    tree = project({"manage.py": MANAGE, "site/settings.py": said, "a/migrations/0001_initial.py": EMPTY})
    assert [one.dialects for one in found_in(tree)] == [("postgresql",)]


def test_without_settings_a_driver_tells_or_the_migrations_do(project: Project) -> None:
    telling = EMPTY.replace("migrations\n", "migrations\nfrom django.contrib.postgres.fields import ArrayField\n", 1)
    assert [one.dialects for one in found_in(project({"a/migrations/0001_a.py": telling}))] == [("postgresql",)]
    tree = project({"a/migrations/0001_a.py": EMPTY, "pyproject.toml": 'dependencies = ["psycopg>=3"]\n'})
    assert [one.dialects for one in found_in(tree)] == [("postgresql",)]


def test_labels_of_apps(project: Project) -> None:
    tree = project(
        {
            "manage.py": MANAGE,
            "site/settings.py": 'MIGRATION_MODULES = {"auth": "site.auth_migrations"}\n',
            "site/auth_migrations/0001_initial.py": EMPTY,
            "one/apps.py": 'class One(AppConfig):\n    name = "one"\n    label = "first"\n',
            "one/migrations/0001_initial.py": EMPTY,
            "two/apps.py": 'class Two(AppConfig):\n    name = "packages.second"\n',
            "two/migrations/0001_initial.py": EMPTY,
        }
    )
    (found,) = found_in(tree)
    labels = {name: label for name, label in found.settings if name.startswith("app ")}
    assert labels == {
        "app site/auth_migrations": "auth",
        "app one/migrations": "first",
        "app two/migrations": "second",
    }


def test_two_projects_in_one_repository(project: Project) -> None:
    tree = project(
        {
            "a/manage.py": MANAGE,
            "a/app/migrations/0001_initial.py": EMPTY,
            "b/manage.py": MANAGE,
            "b/app/migrations/0001_initial.py": EMPTY,
        }
    )
    assert [(one.folder, len(one.files)) for one in found_in(tree)] == [("a", 1), ("b", 1)]


def test_apps_with_one_label_are_apart(project: Project) -> None:
    tree = project({f"tests/{name}/app/migrations/0001_initial.py": EMPTY for name in ("one", "two")})
    assert [len(one.files) for one in found_in(tree)] == [1, 1]


def test_folders_of_other_systems_are_not_taken(project: Project) -> None:
    revision = 'revision = "a"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n'
    assert found_in(project({"app/migrations/versions/a.py": revision, "app/migrations/env.py": "x = 1\n"})) == []


def test_a_class_of_that_name_without_a_base_is_somebody_elses(project: Project) -> None:
    assert found_in(project({"data/migrations/operator.py": "class Migration(object):\n    pass\n"})) == []
    own = "from app.base import Based\n\n\nclass Migration(Based):\n    operations = []\n"
    assert len(found_in(project({"data/migrations/0001_initial.py": own}))) == 1


def test_the_version_that_made_the_newest_file(project: Project) -> None:
    files = {
        "a/migrations/0001_a.py": f"# Generated by Django 4.2.1 on 2024-01-01 10:00\n\n{EMPTY}",
        "a/migrations/0002_b.py": f"# Generated by Django 3.2 on 2021-01-01 10:00\n\n{EMPTY}",
    }
    assert [one.runner.version for one in found_in(project(files))] == ["4.2"]


def test_several_databases_are_told_with_what_follows(project: Project) -> None:
    engines = ("postgresql", "mysql")
    said = ", ".join(f'"{name}": {{"ENGINE": "django.db.backends.{name}"}}' for name in engines)
    settings = f"DATABASES = {{{said}}}\n"
    tree = project({"manage.py": MANAGE, "site/settings.py": settings, "a/migrations/0001_initial.py": EMPTY})
    (found,) = found_in(tree)
    assert found.dialects == engines
    assert "columns are taken to have the types that PostgreSQL gets" in found.evidence[-1].said
