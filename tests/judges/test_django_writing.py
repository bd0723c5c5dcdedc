"""What is written for Django is run by a real Django: up, down and up again, and is what was planned."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from judges.django_judge import Django, File
from servers.postgresql import Server
from towpath.linter import Workspace
from towpath.linter.opening import Project

pytestmark = pytest.mark.server

HEAD = "from django.db import migrations, models\n"
FIRST = """

class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("email", models.CharField(max_length=50, null=True)),
                ("total", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
            ],
        ),
    ]
"""


def second(operations: str, before: str = "") -> str:
    inner = "".join(f"        {line}\n" if line else "\n" for line in operations.strip().splitlines())
    head = (
        '\n\nclass Migration(migrations.Migration):\n    dependencies = [\n        ("shop", "0001_initial"),\n    ]\n'
    )
    return f"{HEAD}{before}{head}\n    operations = [\n{inner}    ]\n"


INDEX = (
    'migrations.AddIndex(\n    model_name="order",\n    index=models.Index(fields=["email"], name="order_email"),\n),'
)
ALTER = 'migrations.AlterField(\n    model_name="order",\n    name="{}",\n    field=models.{},\n),'
ADD = 'migrations.AddField(\n    model_name="order",\n    name="{}",\n    field=models.{},\n),'
KEY = 'ForeignKey(default=1, on_delete=models.CASCADE, to="shop.user")'
CHECK = (
    'migrations.AddConstraint(\n    model_name="order",\n'
    '    constraint=models.CheckConstraint(condition=models.Q(total__gte=0), name="positive"),\n),'
)
UNIQUE = (
    'migrations.AddConstraint(\n    model_name="order",\n'
    '    constraint=models.UniqueConstraint(fields=["total"], name="one_total"),\n),'
)
FILL = """

def fill(apps, schema_editor):
    Order = apps.get_model("shop", "Order")
    Order.objects.filter(total=0).update(note="x")
"""
LIVE = """
from shop import models as ours
from shop.models import Order as Bought


def fill(apps, schema_editor):
    Bought.objects.filter(total=0).update(total=1)
    ours.User.objects.create(id=7)


def empty(apps, schema_editor):
    apps.get_model("shop", "User").objects.filter(id=7).delete()
"""
CASES: dict[str, tuple[str, str]] = {
    "an index": ("blocking-index", second(INDEX)),
    "an index beside others": ("blocking-index", second(f"{ADD.format('note', 'TextField(null=True)')}\n{INDEX}")),
    "an index of a new field": (
        "blocking-index",
        second(ADD.format("note", "CharField(db_index=True, max_length=9, null=True)")),
    ),
    "an index of a field": ("blocking-index", second(ALTER.format("total", "IntegerField(db_index=True, default=0)"))),
    "NOT NULL": ("scanning-not-null", second(ALTER.format("email", "CharField(max_length=50)"))),
    "unique": ("blocking-unique", second(ALTER.format("total", "IntegerField(default=0, unique=True)"))),
    "a unique constraint": ("blocking-unique", second(UNIQUE)),
    "a check": ("scanning-check", second(CHECK)),
    "a foreign key": ("scanning-foreign-key", second(ADD.format("user", KEY))),
    "rows": (
        "mixed-schema-and-data",
        second(
            f"{ADD.format('note', 'TextField(null=True)')}\nmigrations.RunPython(fill, migrations.RunPython.noop),",
            FILL,
        ),
    ),
    "the application's models": ("live-model-import", second("migrations.RunPython(fill, empty),", LIVE)),
    "a timeout": ("missing-lock-timeout", second(ADD.format("note", "TextField(null=True)"))),
    "a default": ("missing-database-default", second(ADD.format("note", 'TextField(default="x")'))),
    "a way back": ("missing-downgrade", second('migrations.RunSQL("ALTER TABLE shop_order ADD note text"),')),
    "an index in SQL": (
        "blocking-index",
        second('migrations.RunSQL("CREATE INDEX i ON shop_order (total)", "DROP INDEX i"),'),
    ),
}


@pytest.fixture(scope="session")
def django() -> Iterator[Django]:
    server = Server()
    try:
        with psycopg.connect(server.address("postgres"), autocommit=True) as session:
            session.execute("CREATE DATABASE judge")
        started = Django("5.2", server)
        yield started
        started.close()
    finally:
        server.stop()


def fixed(text: str, rule: str, root: Path) -> dict[str, str]:
    """The migrations after the first fix of a rule's first finding."""
    workspace = opened(text, root)
    found = [one for file in workspace.check().files for one in file.findings if one.rule == rule]
    proposals = workspace.proposals(found[0])
    assert proposals, found[0]
    for path, said in proposals[0].rewrite.texts(workspace.tree).items():
        workspace.update(path, said)
    return {path: said for path, said in workspace.tree.unsaved.items() if "/migrations/" in path}


def opened(text: str, root: Path) -> Workspace:
    workspace = Project(str(root)).workspace
    workspace.tree.hold("settings.py", 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n')
    workspace.tree.hold("requirements.txt", "Django==5.2\n")
    workspace.tree.hold("shop/migrations/0001_initial.py", HEAD + FIRST)
    workspace.tree.hold("shop/migrations/0002_change.py", text)
    workspace.refresh()
    return workspace


@pytest.mark.parametrize("case", CASES)
def test_what_is_written_runs(case: str, django: Django, tmp_path: Path) -> None:
    rule, text = CASES[case]
    files = fixed(text, rule, tmp_path)
    history = [File("shop", "0001_initial", files.pop("shop/migrations/0001_initial.py"))]
    rest = [File("shop", path.rpartition("/")[2].removesuffix(".py"), said) for path, said in sorted(files.items())]
    answer = django.ask(history, rest, dump=True)
    assert "error" not in answer, (answer["error"], [one.text for one in rest])
    assert sorted(answer["before up"].splitlines()) == sorted(answer["before again"].splitlines())
    assert answer["before down"] == answer["after"]
