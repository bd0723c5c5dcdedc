"""What is written for Django is run by real Djangos: up, down and up again, and the schema is as before."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from judges.django_judge import VERSIONS, Django, File
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
            name="User",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("email", models.CharField(max_length=50, null=True)),
                ("total", models.IntegerField(default=0)),
                ("code", models.CharField(db_index=True, max_length=9)),
                ("owner", models.ForeignKey("shop.user", models.CASCADE, db_constraint=False, null=True)),
            ],
        ),
        migrations.AddIndex("order", models.Index(fields=["code"], name="order_code")),
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
CONCURRENTLY = 'AddIndexConcurrently("order", models.Index(fields=["email"], name="order_email")),'
CONCURRENT = "from django.contrib.postgres.operations import AddIndexConcurrently\n"
DECIMAL = "from decimal import Decimal\n"
RANDOM = "from django.contrib.postgres.functions import RandomUUID\n"
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
    "an index among others in SQL": (
        "blocking-index",
        second(
            f"{ADD.format('note', 'TextField(null=True)')}\n"
            'migrations.RunSQL("CREATE INDEX i ON shop_order (total)", "DROP INDEX i"),'
        ),
    ),
    "two indexes": ("blocking-index", second(f"{INDEX}\n{INDEX.replace('email', 'total')}")),
    "an index of a text": (
        "blocking-index",
        second(ALTER.format("email", "CharField(db_index=True, max_length=50, null=True)")),
    ),
    "an index of a foreign key": ("blocking-index", second(ADD.format("user", f"{KEY[:-1]}, null=True)"))),
    "an index that a field had": (
        "blocking-index-drop",
        second(ALTER.format("code", "CharField(max_length=9)")),
    ),
    "an index that goes": ("blocking-index-drop", second('migrations.RemoveIndex("order", "order_code"),')),
    "an index that goes in SQL": (
        "blocking-index-drop",
        second('migrations.RunSQL("DROP INDEX order_code", "CREATE INDEX order_code ON shop_order (code)"),'),
    ),
    "an index that is there in a transaction": (
        "concurrent-in-transaction",
        second(f"{ADD.format('note', 'TextField(null=True)')}\n{CONCURRENTLY}", CONCURRENT),
    ),
    "an index that may be there": (
        "masked-invalid-index",
        second(
            'migrations.RunSQL(\n    "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON shop_order (total)",\n'
            '    "DROP INDEX CONCURRENTLY i",\n),'
        ).replace("    dependencies", "    atomic = False\n    dependencies"),
    ),
    "a unique text": (
        "blocking-unique",
        second(ALTER.format("email", "CharField(max_length=50, null=True, unique=True)")),
    ),
    "a unique new text": ("blocking-unique", second(ADD.format("slug", "SlugField(null=True, unique=True)"))),
    "unique together": (
        "blocking-unique",
        second('migrations.AlterUniqueTogether("order", {("email", "total")}),'),
    ),
    "a unique constraint in SQL": (
        "blocking-unique",
        second(
            'migrations.RunSQL(\n    "ALTER TABLE shop_order ADD CONSTRAINT u UNIQUE (total)",\n'
            '    "ALTER TABLE shop_order DROP CONSTRAINT u",\n),'
        ),
    ),
    "a check among others": (
        "scanning-check",
        second(f"{ADD.format('note', 'TextField(null=True)')}\n{CHECK}"),
    ),
    "a positive number": ("scanning-check", second(ADD.format("rank", "PositiveIntegerField(null=True)"))),
    "a check in SQL": (
        "scanning-check",
        second(
            'migrations.RunSQL(\n    "ALTER TABLE shop_order ADD CONSTRAINT c CHECK (total >= 0)",\n'
            '    "ALTER TABLE shop_order DROP CONSTRAINT c",\n),'
        ),
    ),
    "a foreign key of a field": (
        "scanning-foreign-key",
        second(ALTER.format("total", 'ForeignKey(db_column="total", on_delete=models.CASCADE, to="shop.user")')),
    ),
    "a foreign key that was not checked": (
        "scanning-foreign-key",
        second(ALTER.format("owner", 'ForeignKey(null=True, on_delete=models.CASCADE, to="shop.user")')),
    ),
    "NOT NULL with a default": (
        "scanning-not-null",
        second(ALTER.format("email", 'CharField(default="x", max_length=50)')),
    ),
    "NOT NULL in SQL": (
        "scanning-not-null",
        second(
            'migrations.RunSQL(\n    "ALTER TABLE shop_order ALTER COLUMN email SET NOT NULL",\n'
            '    "ALTER TABLE shop_order ALTER COLUMN email DROP NOT NULL",\n),'
        ),
    ),
    "a default for once": (
        "missing-database-default",
        second(ADD.format("note", 'TextField(default="x"),\n    preserve_default=False')),
    ),
    "an empty default": ("missing-database-default", second(ADD.format("data", "JSONField(default=dict)"))),
    "a default with parts": (
        "missing-database-default",
        second(ADD.format("price", 'DecimalField(decimal_places=2, default=Decimal("0.5"), max_digits=9)'), DECIMAL),
    ),
    "a value of its own in each row": (
        "rewriting-default",
        second(ADD.format("token", "UUIDField(db_default=RandomUUID(), null=True)"), RANDOM),
    ),
    "another name": ("renamed-table", second('migrations.RenameModel("Order", "Purchase"),')),
    "a way back of rows": (
        "missing-downgrade",
        second('migrations.RunSQL("UPDATE shop_order SET total = 1 WHERE total = 0"),'),
    ),
    "a way back of code": ("missing-downgrade", second("migrations.RunPython(fill),", FILL.replace("note", "email"))),
    "a way back of several": (
        "missing-downgrade",
        second(
            "migrations.RunSQL(\n    [\n"
            "        \"ALTER TABLE shop_order ADD note text DEFAULT 'x'\",\n"
            '        "CREATE INDEX order_note ON shop_order (note)",\n'
            "        \"ALTER TABLE shop_order ADD CONSTRAINT c CHECK (note <> '')\",\n"
            '        "ALTER TABLE shop_order DROP COLUMN email",\n    ]\n),'
        ),
    ),
    "a way back of a table": (
        "missing-downgrade",
        second('migrations.RunSQL("CREATE TABLE logs (id bigint PRIMARY KEY, line text)"),'),
    ),
    "a way back of a type": ("missing-downgrade", second("migrations.RunSQL(\"CREATE TYPE mood AS ENUM ('sad')\"),")),
    "a way back of a view": (
        "missing-downgrade",
        second('migrations.RunSQL("CREATE VIEW totals AS SELECT total FROM shop_order"),'),
    ),
    "a way back that lacks something": (
        "incomplete-downgrade",
        second(
            'migrations.RunSQL(\n    ["ALTER TABLE shop_order ADD a text", "ALTER TABLE shop_order ADD b text"],\n'
            '    ["ALTER TABLE shop_order DROP b"],\n),'
        ),
    ),
}
# What Django knows from 5.0 on.
NEWER = {"a value of its own in each row"}
BOTH = [(version, case) for case in CASES for version in VERSIONS if version != "4.2" or case not in NEWER]


@pytest.fixture(scope="session")
def djangos() -> Iterator[dict[str, Django]]:
    server = Server()
    started: list[Django] = []
    try:
        with psycopg.connect(server.address("postgres"), autocommit=True) as session:
            session.execute("CREATE DATABASE judge")
        started = [Django(version, server) for version in VERSIONS]
        yield {one.version: one for one in started}
    finally:
        for one in started:
            one.close()
        server.stop()


def fixed(text: str, rule: str, version: str, root: Path) -> dict[str, str]:
    """The migrations after the first fix of a rule's first finding."""
    workspace = opened(text, version, root)
    found = [one for file in workspace.check().files for one in file.findings if one.rule == rule]
    proposals = workspace.proposals(found[0])
    assert proposals, found[0]
    for path, said in proposals[0].rewrite.texts(workspace.tree).items():
        workspace.update(path, said)
    return {path: said for path, said in workspace.tree.unsaved.items() if "/migrations/" in path}


def opened(text: str, version: str, root: Path) -> Workspace:
    workspace = Project(str(root)).workspace
    workspace.tree.hold("settings.py", 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n')
    workspace.tree.hold("requirements.txt", f"Django=={version}\n")
    workspace.tree.hold("shop/migrations/0001_initial.py", HEAD + FIRST)
    workspace.tree.hold("shop/migrations/0002_change.py", text)
    workspace.refresh()
    return workspace


@pytest.mark.parametrize(("version", "case"), BOTH, ids=[f"{case}, {version}" for version, case in BOTH])
def test_what_is_written_runs(version: str, case: str, djangos: dict[str, Django], tmp_path: Path) -> None:
    rule, text = CASES[case]
    text = text.replace("condition=", "check=") if version == "4.2" else text
    files = fixed(text, rule, version, tmp_path)
    history = [File("shop", "0001_initial", files.pop("shop/migrations/0001_initial.py"))]
    rest = [File("shop", path.rpartition("/")[2].removesuffix(".py"), said) for path, said in sorted(files.items())]
    answer = djangos[version].ask(history, rest, dump=True)
    assert "error" not in answer, (answer["error"], [one.text for one in rest])
    assert unordered(answer["before up"]) == unordered(answer["before again"])
    assert answer["before down"] == answer["before each"]
    assert unordered(answer["before up"]) == unordered(answer["after"])


def unordered(dump: str) -> list[str]:
    """The lines of a dump without the order in which a table has its columns."""
    return sorted(line.rstrip(",") for line in dump.splitlines())


TWO_WAYS = 'migrations.RunSQL("ALTER TABLE shop_order DROP email", "ALTER TABLE shop_order ADD email varchar(50)"),'


def test_what_is_set_for_the_way_back_is_set_before_all_of_it(djangos: dict[str, Django], tmp_path: Path) -> None:
    """Elements are taken back from the last one on."""
    workspace = opened(second(TWO_WAYS), "5.2", tmp_path)
    found = [one for file in workspace.check().files for one in file.findings if one.rule == "missing-lock-timeout"]
    (fix,) = workspace.proposals(next(one for one in found if one.direction == "down"))
    said = fix.rewrite.texts(workspace.tree)["shop/migrations/0002_change.py"] or ""
    assert said.endswith(
        f"        {TWO_WAYS}\n"
        "        migrations.RunSQL(migrations.RunSQL.noop, reverse_sql=\"SET LOCAL lock_timeout = '5s'\"),\n    ]\n"
    )
    answer = djangos["5.2"].ask([File("shop", "0001_initial", HEAD + FIRST)], [File("shop", "0002_change", said)])
    assert answer["down"][0] == "SET LOCAL lock_timeout = '5s'"
    assert "lock_timeout" not in "".join(answer["up"])
