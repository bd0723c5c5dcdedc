"""Where Alembic's revisions are found, and what is known of how they run."""

import pytest

from frameworks.conftest import Project
from towpath.frameworks import detect
from towpath.frameworks.alembic.configuration import ini
from towpath.project import Found

REVISION = "from alembic import op\nrevision = 'a'\ndown_revision = None\ndef upgrade():\n    pass\n"
INI = "[alembic]\nscript_location = s\n"
ENV = "from alembic import context\ncontext.configure(connection=None)\n"


def found(project: Project, files: dict[str, str]) -> list[Found]:
    return [one for one in detect(project(files)) if one.framework == "alembic"]


@pytest.mark.parametrize(
    ("files", "folders"),
    [
        (
            {"alembic.ini": "[alembic]\nscript_location = alembic\n", "alembic/versions/a.py": REVISION},
            ["alembic/versions"],
        ),
        (
            {"x/alembic.ini": "[alembic]\nscript_location = %(here)s/db\n", "x/db/versions/a.py": REVISION},
            ["x/db/versions"],
        ),
        (
            {"alembic.ini": "[alembic]\nscript_location = app:db\n", "app/db/versions/a.py": REVISION},
            ["app/db/versions"],
        ),
        (
            {"alembic.ini": "[alembic]\nscript_location = app.core:db\n", "src/app/core/db/versions/a.py": REVISION},
            ["src/app/core/db/versions"],
        ),
        (
            {
                "alembic.ini": f"{INI}version_locations = a b\nversion_path_separator = space\n",
                "a/x.py": REVISION,
                "b/y.py": REVISION,
            },
            ["s"],
        ),
        (
            {
                "alembic.ini": f"{INI}version_locations =\n  %(here)s/a\n  %(here)s/b\npath_separator = newline\n",
                "a/x.py": REVISION,
                "b/y.py": REVISION,
            },
            ["s"],
        ),
        (
            {
                "alembic.ini": "[one]\nscript_location = one\n[two]\nscript_location = two\n",
                "one/versions/a.py": REVISION,
                "two/versions/a.py": REVISION,
            },
            ["one/versions", "two/versions"],
        ),
        (
            {"pyproject.toml": "[tool.alembic]\nscript_location = '%(here)s/db'\n", "db/versions/a.py": REVISION},
            ["db/versions"],
        ),
        (
            {
                "pyproject.toml": "[tool.alembic]\nscript_location = 'db'\nversion_locations = ['v']\n",
                "v/a.py": REVISION,
            },
            ["v"],
        ),
        (
            {"migrations/alembic.ini": "[alembic]\n# by Flask-Migrate\n", "migrations/versions/a.py": REVISION},
            ["migrations/versions"],
        ),
        ({"db/env.py": ENV, "db/versions/a.py": REVISION}, ["db/versions"]),
        (
            {"db/env.py": ENV, "db/versions/pg/a.py": REVISION, "db/versions/lite/a.py": REVISION},
            ["db/versions/lite", "db/versions/pg"],
        ),
        ({"some/versions/a.py": REVISION}, ["some/versions"]),
        ({"any/0f3a5c7d9e1b_x.py": REVISION}, ["any"]),
        ({"any/other.py": REVISION}, []),
        (
            {"migrations/0001.py": "from django.db import migrations\nclass Migration(migrations.Migration): ...\n"},
            [],
        ),
    ],
)
def test_where_series_are(project: Project, files: dict[str, str], folders: list[str]) -> None:
    assert [one.folder for one in found(project, files)] == folders


def test_files_below_are_taken_only_where_that_is_said(project: Project) -> None:
    files = {
        "s/versions/a.py": REVISION,
        "s/versions/2024/b.py": REVISION,
        "s/versions/__init__.py": "",
        "s/env.py": ENV,
    }
    (one,) = found(project, {**files, "alembic.ini": "[alembic]\nscript_location = s\n"})
    assert one.files == ("s/versions/a.py",)
    (one,) = found(
        project, {**files, "alembic.ini": "[alembic]\nscript_location = s\nrecursive_version_locations = true\n"}
    )
    assert one.files == ("s/versions/2024/b.py", "s/versions/a.py")


@pytest.mark.parametrize(
    ("files", "dialects"),
    [
        (
            {"alembic.ini": "[alembic]\nscript_location = s\nsqlalchemy.url = postgresql+psycopg://u@h/db\n"},
            ("postgresql",),
        ),
        ({"alembic.ini": "[alembic]\nscript_location = s\nsqlalchemy.url = driver://user:pass@localhost/dbname\n"}, ()),
        (
            {
                "alembic.ini": "[alembic]\nscript_location = s\nsqlalchemy.url = sqlite:///will/be/overridden\n",
                "s/versions/b.py": f"from sqlalchemy.dialects import postgresql\n{REVISION}",
            },
            ("postgresql",),
        ),
        ({"alembic.ini": "[alembic]\nscript_location = s\nsqlalchemy.url = sqlite:///real.db\n"}, ("sqlite",)),
        ({"s/env.py": f"{ENV}URL = 'mysql://h/db'\n"}, ("mysql",)),
        ({"s/env.py": f"{ENV}URL = conf.get('DB', 'sqlite:///test.db')\n"}, ("sqlite",)),
        (
            {
                "s/env.py": f"{ENV}URL = conf.get('DB', 'sqlite:///test.db')\n",
                "requirements.txt": "psycopg2==2.9\nPyMySQL==1.1\n",
                "go.mod": "require github.com/mattn/go-sqlite3 v1.14.0\n",
            },
            ("postgresql", "mysql"),
        ),
        ({"s/env.py": ENV, "requirements.txt": "psycopg2-binary==2.9\n"}, ("postgresql",)),
        ({"s/env.py": ENV, "s/versions/b.py": f"x = dict(postgresql_using='gin')\n{REVISION}"}, ("postgresql",)),
        ({"s/env.py": ENV}, ()),
    ],
)
def test_which_database_it_is_for(project: Project, files: dict[str, str], dialects: tuple[str, ...]) -> None:
    (one,) = found(project, {"s/versions/a.py": REVISION, **files})
    assert one.dialects == dialects


def test_what_env_says_of_the_run(project: Project) -> None:
    files = {"s/versions/a.py": REVISION, "s/env.py": f"{ENV}# transaction_per_migration=True\n"}
    (one,) = found(project, files)
    assert (one.runner.scope, one.runner.lock_timeout) == ("run", None)
    env = f"{ENV}context.configure(transaction_per_migration=True)\nc.execute(text(\"SET lock_timeout = '4s'\"))\n"
    (one,) = found(project, {**files, "s/env.py": env})
    assert (one.runner.scope, one.runner.lock_timeout, one.runner.goes_back) == ("migration", "4s", True)
    assert "s/env.py" in one.configuration


@pytest.mark.parametrize(
    "models",
    [
        {"app/models.py": "Base = declare(metadata=MetaData(naming_convention={'pk': 'pk_%(table_name)s'}))\n"},
        {
            "app/models.py": "from app.base import Base\n",
            "app/base.py": "NAMES = {'pk': 'pk_%(table_name)s'}\nmetadata = MetaData(naming_convention=NAMES)\n",
        },
        {
            "src/app/models/__init__.py": "from .db import Base\n",
            "src/app/models/db.py": "Base.metadata.naming_convention = {'pk': 'pk_%(table_name)s'}\n",
        },
    ],
)
def test_how_constraints_are_named(project: Project, models: dict[str, str]) -> None:
    env = f"{ENV}from app.models import Base\ntarget_metadata = Base.metadata\n"
    (one,) = found(project, {"s/versions/a.py": REVISION, "s/env.py": env, **models})
    assert one.setting("naming_convention.pk") == "pk_%(table_name)s"


def test_the_lines_of_an_ini_file() -> None:
    text = "# c\n[a]\nx = 1\n  2\n; c\ny: 3 = 4\n[b]\nz\nw=\n"
    assert ini(text) == {"a": {"x": "1\n2", "y": "3 = 4"}, "b": {"w": ""}}


@pytest.mark.parametrize(
    ("files", "drivers"),
    [
        ({"alembic.ini": f"{INI}sqlalchemy.url = postgresql+psycopg://localhost/app\n"}, "psycopg"),
        ({"s/env.py": f'{ENV}URL = "postgresql+asyncpg://localhost/app"\n'}, "asyncpg"),
        ({"requirements.txt": "alembic\npsycopg[binary]==3.2\n"}, "psycopg"),
        ({"requirements.txt": "psycopg2-binary==2.9\nasyncpg\n"}, "asyncpg psycopg2"),
        (
            {"alembic.ini": f"{INI}sqlalchemy.url = postgresql+psycopg2://h/a\n", "requirements.txt": "asyncpg\n"},
            "psycopg2",
        ),
        ({"requirements.txt": "alembic\n"}, None),
    ],
)
def test_the_driver_is_known_from_addresses_else_from_manifests(
    project: Project, files: dict[str, str], drivers: str | None
) -> None:
    made = {"alembic.ini": INI, "s/env.py": ENV, "s/versions/a.py": REVISION, **files}
    (one,) = found(project, made)
    assert one.setting("drivers") == drivers
