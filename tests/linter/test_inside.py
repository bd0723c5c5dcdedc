"""What stands at a call is done in a function of the file, and where is said beside it."""

import pytest

from rules.told import EMPTY, RULES
from towpath.linter import Settings, Workspace

RAILS = "db/migrate/20240101000000_step.rb"
ALEMBIC = "migrations/versions/a1_step.py"
DJANGO = "shop/migrations/0001_step.py"

CONFIGURATION = {
    "alembic.ini": "[alembic]\nscript_location = migrations\nsqlalchemy.url = postgresql://localhost/app\n",
    "app/settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
    "config/database.yml": "production:\n  adapter: postgresql\n",
}

METHOD = """\
class Step < ActiveRecord::Migration[7.1]
  def change
    index :a
  end

  private

  def index(name)
    add_index :users, name
  end
end
"""
HELPER = """\
from alembic import op

revision = "a1"
down_revision = None


def index(name):
    op.create_index(f"users_{name}", "users", [name])


def upgrade():
    index("a")


def downgrade():
    op.drop_index("users_a")
"""
CODE = """\
from django.db import migrations


def fill(apps, schema_editor):
    {work}


class Migration(migrations.Migration):
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
"""
ONE = 'apps.get_model("shop", "Plan").objects.update(price=0)'
TWO = f'{ONE}\n    apps.get_model("shop", "Plan").objects.filter(price=0).delete()'


def inside(workspace: Workspace, path: str, text: str) -> list[str]:
    """The texts of the places in functions that findings of a file lead to."""
    found = workspace.report(path).findings
    return [other.span.of(text) for one in found for other in one.related if other.message == "it is done here"]


def opened(**files: str) -> Workspace:
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    for path, text in files.items():
        made.update(path, text)
    return made


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        (RAILS, METHOD, "add_index :users, name"),
        (ALEMBIC, HELPER, 'op.create_index(f"users_{name}", "users", [name])'),
        (DJANGO, CODE.format(work=ONE), ONE),
        # Of a function that does several things none is picked.
        (DJANGO, CODE.format(work=TWO), "def fill(apps, schema_editor):"),
    ],
)
def test_the_place_in_a_function_moves_with_it(path: str, text: str, place: str) -> None:
    workspace = opened(**CONFIGURATION, **{path: text})
    assert set(inside(workspace, path, text)) == {place}
    for front in ("# one\n", "# one\n# two\n"):
        workspace.update(path, front + text)
        assert set(inside(workspace, path, front + text)) == {place}


@pytest.mark.parametrize(
    ("path", "text", "behind"),
    [
        (RAILS, METHOD, "  private\n"),
        (ALEMBIC, HELPER, "def upgrade"),
        (DJANGO, CODE.format(work=ONE), "class Migration"),
    ],
)
def test_what_moves_only_one_of_the_two_leaves_both_right(path: str, text: str, behind: str) -> None:
    workspace = opened(**CONFIGURATION, **{path: text})
    before = set(inside(workspace, path, text))
    typed = text.replace(behind, f"# one\n{behind}")
    workspace.update(path, typed)
    assert set(inside(workspace, path, typed)) == before


def test_of_two_functions_that_read_alike_the_last_one_is_called() -> None:
    twice = HELPER.replace(
        "def upgrade", HELPER[HELPER.index("def index") : HELPER.index("def upgrade")] + "def upgrade"
    )
    workspace = opened(**CONFIGURATION, **{ALEMBIC: twice})
    (found,) = {other.span.start for one in workspace.report(ALEMBIC).findings for other in one.related}
    assert found > twice.rindex("def index")


def test_what_another_file_does_has_no_place_in_this_one() -> None:
    text = CODE.replace("\n\ndef fill(apps, schema_editor):\n    {work}\n", "from shop.work import fill\n")
    work = f"def fill(apps, schema_editor):\n    {ONE}\n"
    workspace = opened(**CONFIGURATION, **{"shop/work.py": work, DJANGO: text})
    assert workspace.report(DJANGO).findings
    assert inside(workspace, DJANGO, text) == []
