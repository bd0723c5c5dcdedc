"""What names of a Django project's other files stand for where its migrations use them."""

from collections.abc import Callable, Mapping

import pytest

from towpath import frameworks
from towpath.frameworks import Kept
from towpath.operations import AddColumn, DeleteRows, DropTable, Name, Opaque, Operation, RunCode, Type, UpdateRows
from towpath.project import Tree

Project = Callable[[Mapping[str, str]], Tree]
PATH = "shop/migrations/0002_change.py"


def migration(before: str, operations: str) -> str:
    head = f"from django.conf import settings\nfrom django.db import migrations, models\n{before}\n\n"
    return f"{head}class Migration(migrations.Migration):\n    operations = [\n{operations}\n    ]\n"


def operations(tree: Tree, kept: Kept | None = None) -> list[Operation]:
    (found,) = (one for one in frameworks.detect(tree) if one.framework == "django")
    read = frameworks.FRAMEWORKS["django"].read(found, tree, kept or Kept())
    return [one for step in read[-1].up.steps for one in step.operations]


def column_type(tree: Tree, kept: Kept | None = None) -> Type | None:
    (added,) = (one for one in operations(tree, kept) if isinstance(one, AddColumn))
    return added.column.type


CONSTANTS = 'from .more import WIDE\n\nLONG = 40\nBOTH = LONG + WIDE\nMADE = make()\nCHOICES = [("a", "A")]\n'


@pytest.mark.parametrize(
    ("before", "length", "type"),
    [
        ("from shop.constants import LONG", "LONG", "varchar(40)"),
        ("from ..constants import LONG as L", "L * 2", "varchar(80)"),
        ("from shop import constants", "constants.BOTH", "varchar(47)"),
        ("import shop.constants", "shop.constants.WIDE", "varchar(7)"),
        ("from shop.constants import *", "LONG", "varchar(40)"),
        ("from shop.constants import LONG\nTWICE = LONG * 2", "TWICE", "varchar(80)"),
        ("", "settings.NAMES", "varchar(12)"),
        ("", "settings.BASED", "varchar(3)"),
        ("from shop.constants import MADE", "MADE", "varchar(${shop_constants_MADE})"),
        ("from far.away import LONG", "LONG", "varchar(${far_away_LONG})"),
        ("", "settings.ABSENT", "varchar(${django_conf_settings_ABSENT})"),
    ],
)
def test_constants_and_settings(project: Project, before: str, length: str, type: str) -> None:
    add = f'migrations.AddField("order", "name", models.CharField(max_length={length})),'
    tree = project(
        {
            "shop/constants.py": CONSTANTS,
            "shop/more.py": "WIDE = 7\n",
            "settings.py": "from base_settings import *\n\nNAMES = 12\n",
            "base_settings.py": "NAMES = 11\nBASED = 3\n",
            "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
            PATH: migration(before, add),
        }
    )
    assert str(column_type(tree)) == type


def test_what_changes_elsewhere_is_read_again(project: Project) -> None:
    add = 'migrations.AddField("order", "name", models.CharField(max_length=LONG)),'
    head = "from shop.constants import LONG"
    tree = project({"shop/constants.py": "LONG = 1\n", PATH: migration(head, add)})
    kept = Kept()
    assert str(column_type(tree, kept)) == "varchar(1)"
    tree.hold("shop/constants.py", "LONG = 2\n")
    assert str(column_type(tree, kept)) == "varchar(2)"
    # What is kept of a file that is typed in hangs on it as well.
    tree.hold(PATH, migration(head, f"{add} migrations.RunSQL('SELECT 1'),"))
    assert str(column_type(tree, kept)) == "varchar(2)"
    tree.hold("shop/constants.py", "LONG = 3\n")
    assert str(column_type(tree, kept)) == "varchar(3)"


UTILS = """
from shop.models import Order
from shop.constants import NEW

SQL = "DROP TABLE old"


def rename(apps):
    apps.get_model("shop", "Line").objects.filter(state="x").update(state=NEW)


def forwards(apps, schema_editor):
    rename(apps)
    Order.objects.all().delete()


def given(name, apps, schema_editor):
    apps.get_model("shop", name).objects.all().delete()


def made(name):
    def inner(apps, schema_editor):
        apps.get_model("shop", name).objects.all().delete()

    return inner
"""
LINES = DeleteRows(Name("shop_line"), 'apps.get_model("shop", name).objects.all().delete()', None)


def worked(project: Project, before: str, element: str) -> Operation:
    tree = project(
        {"shop/migrations/utils.py": UTILS, "shop/constants.py": "NEW = 1\n", PATH: migration(before, element)}
    )
    (code,) = operations(tree)
    return code


@pytest.mark.parametrize(
    ("before", "element"),
    [
        ("from . import utils", "migrations.RunPython(utils.forwards),"),
        ("from .utils import forwards as run", "migrations.RunPython(code=run),"),
        ("from shop.migrations.utils import forwards", "migrations.RunPython(forwards, migrations.RunPython.noop),"),
    ],
)
def test_functions_of_other_files(project: Project, before: str, element: str) -> None:
    code = worked(project, before, element)
    assert isinstance(code, RunCode)
    assert code.live == ("shop.models.Order",)
    assert code.work == (
        UpdateRows(
            Name("shop_line"),
            'apps.get_model("shop", "Line").objects.filter(state="x").update(state=NEW)',
            ("state",),
            '(state="x")',
        ),
        DeleteRows(Name("shop_order"), "Order.objects.all().delete()", None),
    )


@pytest.mark.parametrize(
    ("before", "function"),
    [
        ("from functools import partial\nfrom .utils import given", 'partial(given, "Line")'),
        ("from .utils import made", 'made("Line")'),
    ],
)
def test_functions_that_are_made(project: Project, before: str, function: str) -> None:
    code = worked(project, before, f"migrations.RunPython({function}),")
    assert isinstance(code, RunCode)
    assert code.work == (LINES,)


def test_sql_of_other_files_has_no_place(project: Project) -> None:
    tree = project(
        {"shop/migrations/utils.py": UTILS, PATH: migration("from . import utils", "migrations.RunSQL(utils.SQL),")}
    )
    assert operations(tree) == [DropTable(Name("old"))]


def test_a_function_of_another_project_is_not_known(project: Project) -> None:
    code = worked(project, "from far import forwards", "migrations.RunPython(forwards),")
    assert code == Opaque("what far.forwards does is not in the project's files")
