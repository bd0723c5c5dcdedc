"""Column types, indexes and keys on databases that are not PostgreSQL are those that the real Django would send."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from judges.django_judge import OLDER, VERSIONS, File, exact, found_in
from towpath import frameworks
from towpath.frameworks.kept import Kept
from towpath.history import replay
from towpath.operations import AddConstraint, CreateIndex, CreateTable, Operation, replace
from towpath.project import Tree

WORKER = Path(__file__).with_name("django_backends.py")
TEXT = """
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        migrations.CreateModel(
            "All",
            [
                ("id", models.AutoField(primary_key=True)),
                ("big", models.BigIntegerField()),
                ("binary", models.BinaryField()),
                ("boolean", models.BooleanField(default=False)),
                ("char", models.CharField(max_length=20, db_index=True)),
                ("date", models.DateField()),
                ("time_of", models.DateTimeField(null=True)),
                ("price", models.DecimalField(max_digits=8, decimal_places=2)),
                ("took", models.DurationField()),
                ("email", models.EmailField(unique=True)),
                ("file", models.FileField()),
                ("path", models.FilePathField()),
                ("ratio", models.FloatField()),
                ("address", models.GenericIPAddressField()),
                ("number", models.IntegerField()),
                ("json", models.JSONField()),
                ("positive_big", models.PositiveBigIntegerField()),
                ("positive", models.PositiveIntegerField(db_index=True)),
                ("positive_small", models.PositiveSmallIntegerField()),
                ("slug", models.SlugField()),
                ("small", models.SmallIntegerField()),
                ("text", models.TextField()),
                ("hour", models.TimeField()),
                ("url", models.URLField()),
                ("uuid", models.UUIDField()),
                ("other", models.ForeignKey("app.Other", models.CASCADE)),
                ("loose", models.ForeignKey("app.Other", models.CASCADE, db_constraint=False, related_name="+")),
                ("one", models.OneToOneField("app.Other", models.CASCADE, related_name="+")),
                ("several", models.ManyToManyField("app.Other", related_name="+")),
            ],
            options={"unique_together": {("number", "small")}},
        ),
        migrations.CreateModel("Long", [("id", models.UUIDField(primary_key=True))]),
        migrations.CreateModel("Small", [("id", models.SmallAutoField(primary_key=True))]),
        migrations.AddIndex("all", models.Index(fields=["number"], name="by_number")),
        migrations.AddIndex(
            "all", models.Index(fields=["small"], name="by_small", condition=models.Q(number__gt=1))
        ),
        migrations.AddConstraint(
            "all", models.UniqueConstraint(fields=["big"], name="one_big", condition=models.Q(number__gt=1))
        ),
        migrations.AddConstraint("all", models.UniqueConstraint(fields=["big"], name="late", nulls_distinct=False)),
    ]
"""
FILE = File("app", "0001_part", TEXT)
COLUMN = re.compile(r"""[(,] ["`](\w+)["`] ([a-z ]+?(?:\([\d, ]+\))?(?: unsigned)?)(?= (?:NOT )?NULL| AUTO|$)""", re.I)
INDEX = re.compile(r"""CREATE (?:UNIQUE )?INDEX ["`](\w+)["`]""")
KEY = re.compile(r"""ADD CONSTRAINT ["`](\w+)["`] (?:FOREIGN KEY|UNIQUE)""")


def answer(backend: str, version: str) -> list[str]:
    older = OLDER / f"django-{version}"
    environment = {**os.environ, "PYTHONPATH": str(older) if older.is_dir() else ""}
    asked = json.dumps({"backend": backend, "text": of_version(version)})
    done = subprocess.run(
        [sys.executable, str(WORKER)], input=asked, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    sent: list[str] = json.loads(done.stdout)
    return sent


def of_version(version: str) -> str:
    """Without what came in version 5."""
    return TEXT if version > "5" else "".join(line for line in TEXT.splitlines(True) if "nulls_distinct" not in line)


def ours(backend: str, version: str, root: Path) -> list[Operation]:
    tree = Tree(str(root), {FILE.path: of_version(version)})
    found = replace(found_in(tree, version), dialects=(backend,))
    replays = replay(frameworks.FRAMEWORKS["django"].read(found, tree, Kept()))
    return exact(replays["app.0001_part", "up"])


def columns(statement: str) -> list[tuple[str, str]]:
    body = statement.replace("CREATE TABLE ", "", 1)
    return [(name, kind.lower().replace(", ", ",")) for name, kind in COLUMN.findall(body.replace("(", "( ", 1))]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("backend", ["mysql", "sqlite"])
def test_what_django_would_send_elsewhere(backend: str, version: str, tmp_path: Path) -> None:
    sent, said = answer(backend, version), ours(backend, version, tmp_path)
    tables = [columns(one) for one in sent if one.startswith("CREATE TABLE") and "new__" not in one]
    assert len(tables[1]) == 28
    assert tables == [
        [(column.name, str(column.type).replace(", ", ",")) for column in one.columns]
        for one in said
        if isinstance(one, CreateTable)
    ]
    # SQLite has an index where others have a constraint.
    found = {name for one in sent for name in INDEX.findall(one)}
    assert found == {str(one.name) for one in said if isinstance(one, CreateIndex)}
    if backend == "mysql":
        named = [str(one.constraint.name) for one in said if isinstance(one, AddConstraint)]
        assert sorted(name for one in sent for name in KEY.findall(one)) == sorted(named)
