"""Code that goes through rows while the transaction holds a table locked."""

import pytest

from rules.mended import mended
from rules.told import EMPTY, RULES
from towpath.linter import Settings, Workspace

MODELS = """from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("User", [("id", models.BigAutoField(primary_key=True))]),
    ]
"""
CHANGE = """from django.db import migrations, models


def fill(apps, schema_editor):
    User = apps.get_model("shop", "User")
    {}


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        {}
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
"""
ADDED = 'migrations.AddField("user", "slug", models.TextField(null=True)),'
EACH = 'for user in User.objects.all():\n        user.slug = "a"\n        user.save()'
PATH = "shop/migrations/0002_change.py"


def files(code: str, operation: str) -> dict[str, str]:
    settings = 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n'
    return {
        "settings.py": settings,
        "shop/migrations/0001_initial.py": MODELS,
        PATH: CHANGE.format(code, operation),
    }


@pytest.mark.parametrize(
    ("code", "operation", "said"),
    [
        (EACH, ADDED, ["shop_user stays locked until this code has gone through its rows"]),
        (EACH, 'migrations.CreateModel("Plan", [("user", models.ForeignKey("shop.User", models.CASCADE))]),', []),
        (EACH, "", []),
        ("print(User.objects.count())", ADDED, []),
        ("User.objects.create(slug='a')", ADDED, []),
    ],
)
def test_a_loop_over_rows_behind_a_change_is_told(code: str, operation: str, said: list[str]) -> None:
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    for name, text in files(code, operation).items():
        made.update(name, text)
    found = [one for one in made.report(PATH).findings if one.rule == "mixed-schema-and-data"]
    assert [one.message for one in found] == said
    assert not made.crashes


def test_it_goes_to_a_migration_of_its_own() -> None:
    texts = mended("mixed-schema-and-data", files(EACH, ADDED), PATH)
    assert sorted(texts) == [PATH, "shop/migrations/0003_fill_rows.py"]
    assert "RunPython" not in texts[PATH]
    assert EACH in texts["shop/migrations/0003_fill_rows.py"]


def test_rows_stay_locked_until_the_keys_of_a_new_model_are_made() -> None:
    """Django makes them when all else is done."""
    plan = 'migrations.CreateModel("Plan", [("user", models.ForeignKey("shop.User", models.CASCADE))]),'
    rows = 'migrations.RunSQL("UPDATE shop_user SET slug = id", migrations.RunSQL.noop),'
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    for name, text in files("pass", f"{plan}\n        {rows}").items():
        made.update(name, text)
    (found,) = (one for one in made.report(PATH).findings if one.rule == "mixed-schema-and-data")
    assert found.message == "these rows of shop_user stay locked until shop_user could be changed"


def test_a_field_of_somebody_elses_that_may_be_blank_may_hold_texts_and_get_an_empty_one() -> None:
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    shade = 'migrations.AddField("user", "shade", colours.ShadeField({})),'
    for blank, told in (("blank=True", {"missing-database-default"}), ("", {"required-column-without-default"})):
        for name, text in files("pass", shade.format(blank)).items():
            made.update(name, text.replace("from django.db import", "import colours\nfrom django.db import"))
        found = {one.rule for one in made.report(PATH).findings}
        assert found & {"missing-database-default", "required-column-without-default", "rewriting-default"} == told
