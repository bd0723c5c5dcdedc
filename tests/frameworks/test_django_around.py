"""Elements of a migration are read again only where what stands around them may mean something else."""

import pytest

from towpath.frameworks.django.content import Content, content
from towpath.frameworks.django.elsewhere import Elsewhere
from towpath.project import Found, Runner, Tree

TEXT = """\
import mptt.fields
from django.db import migrations, models

LONG = 50


def fill(apps, schema_editor):
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


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('"0001_initial"', '"0001_other"', [True, True, False, True]),
        ("    dependencies", "    atomic = False\n\n    dependencies", [True, True, False, True]),
        ("import mptt.fields\n", "import mptt.fields\nimport json\n", [True, True, False, True]),
        ("import mptt.fields\n", "import other.fields as mptt\n", [True, False, False, True]),
        ("import migrations, models", "import migrations", [False, True, False, True]),
        ("LONG = 50", "LONG = 60", [False] * 4),
        ("    pass", "    apps", [True, True, False, True]),
        ("LONG = 50", "LONG = len(str(fill))", [False] * 4),
    ],
)
def test_an_element_is_kept_where_its_names_mean_what_they_did(old: str, new: str, same: list[bool]) -> None:
    before = read(TEXT)
    after = read(TEXT.replace(old, new, 1), before)
    assert [one is two for one, two in zip(before.elements, after.elements, strict=True)] == same


def test_what_did_not_change_is_all_the_same() -> None:
    before = read(TEXT)
    after = read(TEXT.replace("SELECT 1", "SELECT 2"), before)
    assert [one is two for one, two in zip(before.elements, after.elements, strict=True)] == [True, True, True, False]
