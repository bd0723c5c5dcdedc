"""What fixes write in Django's files, beyond the examples of the pages."""

from rules.mended import mended

MODELS = """from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("User", [("age", models.IntegerField(null=True))]),
    ]
"""
CHANGE = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AlterField("user", "age", models.IntegerField()),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                {}=models.Q(age__gt=0), name="positive"
            ),
        ),
    ]
"""
PATH = "shop/migrations/0002_change.py"


def proof(argument: str) -> str:
    """The line that says the check of a column that is required, in a file that says another one so."""
    settings = 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n'
    files = {"settings.py": settings, "shop/migrations/0001_initial.py": MODELS, PATH: CHANGE.format(argument)}
    written = mended("scanning-not-null", files, PATH)[PATH]
    return next(line.strip() for line in written.splitlines() if "isnull" in line)


def test_a_check_is_given_as_the_file_gives_its_own() -> None:
    assert proof("check").startswith("check=models.Q(age__isnull=False)")
    assert proof("condition").startswith("condition=models.Q(age__isnull=False)")
