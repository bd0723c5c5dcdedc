"""What reading an element has found out of the schema is what the replay finds there by itself, and is taken over."""

from collections.abc import Callable, Mapping

import pytest

from towpath import frameworks
from towpath.frameworks import Kept
from towpath.history import replay
from towpath.history.record import perform
from towpath.operations import Migration, replace
from towpath.project import Tree

Project = Callable[[Mapping[str, str]], Tree]

HEAD = """\
from django.db import migrations, models
from django.contrib.postgres.operations import CITextExtension


def forwards(apps, schema_editor):
    apps.get_model("shop", "Order").objects.filter(note=None).update(note="")
    schema_editor.execute("ALTER TABLE shop_order DROP COLUMN old")


class Migration(migrations.Migration):
    dependencies = [{dependencies}]
    operations = [
{operations}
    ]
"""
# Tables that are made behind what was put off; a second statement; an element for some databases; two ways apart.
MADE = """\
        CITextExtension(),
        migrations.CreateModel("Item", [("id", models.AutoField(primary_key=True)), ("tag", models.SlugField())]),
        migrations.CreateModel(
            "Order",
            [
                ("id", models.AutoField(primary_key=True)),
                ("note", models.CharField(max_length=20, null=True, db_index=True)),
                ("old", models.IntegerField(null=True)),
                ("items", models.ManyToManyField("shop.Item")),
            ],
            options={"unique_together": {("note", "old")}},
        ),"""
CHANGED = """\
        migrations.AddField("Order", "item", models.ForeignKey("shop.Item", models.CASCADE, null=True)),
        migrations.RunSQL(["CREATE INDEX shop_old ON shop_order (old)", "DROP INDEX shop_old"], migrations.RunSQL.noop),
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.AlterUniqueTogether("order", set()),
        migrations.AlterField("Order", "note", models.CharField(max_length=20, unique=True)),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL("ALTER TABLE shop_item ADD CONSTRAINT short CHECK (tag <> '')"),
                migrations.RunSQL("ALTER TABLE shop_item DROP CONSTRAINT short"),
            ],
            state_operations=[migrations.RenameModel("Item", "Thing")],
        ),
        migrations.RenameField("order", "old", "age"),
        migrations.DeleteModel("Order"),"""


def series(project: Project, dialect: str) -> tuple[Migration, ...]:
    tree = project(
        {
            "shop/migrations/0001_made.py": HEAD.format(dependencies="", operations=MADE),
            "shop/migrations/0002_changed.py": HEAD.format(dependencies='("shop", "0001_made")', operations=CHANGED),
        }
    )
    (found,) = (one for one in frameworks.detect(tree) if one.framework == "django")
    return frameworks.FRAMEWORKS["django"].read(replace(found, dialect=dialect), tree, Kept())


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite"])
def test_it_is_what_the_replay_finds(project: Project, dialect: str) -> None:
    migrations = series(project, dialect)
    for replayed in replay(migrations, None, dialect).values():
        for record in replayed.records:
            taken, step = record.step.done, record.step
            step.done = None
            alone = perform(step, record.before, None, dialect, replayed.inside)
            assert (record.exact, dict(record.written)) == (alone.exact, dict(alone.written))
            step.done = taken


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite"])
def test_all_of_it_is_taken_over(project: Project, dialect: str) -> None:
    migrations = series(project, dialect)
    for migration in migrations:
        for record in replay(migrations, None, dialect)[migration.identity, "up"].records:
            assert not record.exact or (record.step.done and record.asked is record.step.done.asked)


def test_it_is_not_where_another_fact_was_before(project: Project) -> None:
    _, changed = series(project, "postgresql")
    (alone, *_) = replay([changed], None, "postgresql")[changed.identity, "up"].records
    assert alone.step.done
    assert alone.asked is not alone.step.done.asked
