"""Elements of a migration are read again only where what their names lead to says something else."""

import pytest

from towpath.frameworks.django.content import Content, content
from towpath.frameworks.django.elsewhere import Elsewhere
from towpath.project import Found, Runner, Tree
from towpath.syntax.python import Text

TEXT = """\
import mptt.fields
from django.db import migrations, models

HALF = 25
LONG = HALF * 2


def fill(apps, schema_editor):
    save(apps)


def save(apps):
    pass


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("Order", "note", models.CharField(max_length=LONG)),
        migrations.AddField("Order", "parent", mptt.fields.TreeForeignKey(null=True, to="shop.Order")),
        migrations.RunPython(fill),
        migrations.RunSQL("SELECT 1"),
    ]
"""


def read(text: str, old: Content | None = None) -> Content:
    found = Found("django", "shop/migrations", (), Runner("django"), (), (), ())
    said = content(text, {}, Elsewhere(found, Tree("/nowhere")).names("shop/migrations/0002_more.py"), old)
    assert said
    return said


def said(read: Content) -> list[tuple[object, ...]]:
    return [(one.block, one.path, str(one.arguments), one.problem, one.only, one.offset) for one in read.elements]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('"0001_initial"', '"0001_other"', [True, True, True, True]),
        ("    dependencies", "    atomic = False\n\n    dependencies", [True, True, True, True]),
        ("import mptt.fields\n", "import mptt.fields\nimport json\n", [True, True, True, True]),
        ("import mptt.fields\n", "import other.fields as mptt\n", [True, False, True, True]),
        ("import migrations, models", "import migrations", [False, True, True, True]),
        ("import mptt.fields\n", "import mptt.fields as Order\n", [False, False, True, True]),
        ("import mptt.fields\n", "import mptt.fields\nfrom shop.names import *\n", [False] * 4),
        ("HALF = 25", "HALF = 30", [False, True, True, True]),
        ("    dependencies", "    LONG = 40\n\n    dependencies", [False, True, True, True]),
        ("    pass", "    apps", [True, True, False, True]),
        ("    pass", "    apps.get_model(\n    pass", [True, True, False, True]),
        ("HALF = 25", "HALF = len(str(fill))", [False, True, True, True]),
        ("SELECT 1", "SELECT 2", [True, True, True, False]),
    ],
)
def test_an_element_is_kept_where_its_names_mean_what_they_did(old: str, new: str, same: list[bool]) -> None:
    before = read(TEXT)
    for _ in range(2):
        after = read(TEXT.replace(old, new, 1), before)
        assert [one is two for one, two in zip(before.elements, after.elements, strict=True)] == same
        # The second time in a text that was typed in before.
        before = read(TEXT, read(f"{TEXT}\n", before))


ARMS = """\
from django.db import connection, migrations


class Migration(migrations.Migration):
    operations = []
    if connection.vendor == "postgresql":
        DONE = "SELECT 1"
        operations += [migrations.RunSQL(DONE)]
    else:
        DONE = "SELECT 2"
        operations += [migrations.RunSQL(DONE)]
"""


@pytest.mark.parametrize(("old", "new"), [('"postgresql"', '"sqlite"'), ("SELECT 1", "SELECT 3"), ("SELECT 2", "")])
def test_what_stands_in_an_arm_is_read_as_it_is_there(old: str, new: str) -> None:
    text = ARMS.replace(old, new)
    assert said(read(text, read(ARMS))) == said(read(text))


BETWEEN = """\
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.RunSQL("SELECT 1")]
    MORE = "SELECT 2"
    operations += [migrations.RunSQL(MORE)]
"""


def test_what_is_named_between_two_parts_of_the_list_counts() -> None:
    text = BETWEEN.replace("SELECT 2", "SELECT 3")
    assert said(read(text, read(BETWEEN))) == said(read(text))


WITHIN = """\
from django.db import migrations


class Migration(migrations.Migration):
    operations = [
        migrations.RunSQL("SELECT 1"),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("SELECT 2")]),
    ]
"""


def test_an_element_within_another_one_has_its_place_there() -> None:
    text = WITHIN.replace("SELECT 2", "SELECT 1")
    (found,) = read(text, read(WITHIN)).elements[1].inner["database_operations"]
    assert found.block == text[text.rindex("migrations.RunSQL") :][: len(found.block)]
    assert found.offset == text[text.index("migrations.Separate") :].index(found.block)


TURNS = """\
from django.db import migrations


class Migration(migrations.Migration):
    TEXTS = ["SELECT 1", "SELECT 2"]
    operations = [migrations.RunSQL(text) for text in TEXTS]
"""


def test_what_a_loop_is_given_elsewhere_has_no_place_in_it() -> None:
    for one in read(TURNS).elements:
        found = one.get("sql")
        assert isinstance(found, Text)
        assert not found.stretches


def test_what_was_no_valid_python_is_read_once_it_is() -> None:
    last = '        migrations.RunSQL("SELECT 2")\n    ]'
    whole = TEXT.replace("    ]", last)
    broken = whole.replace(last, last.replace("        migr", "        )\n        migr"))
    for text in (broken, whole.replace('1"),', '1")')):
        assert said(read(whole, read(text, read(whole)))) == said(read(whole))
