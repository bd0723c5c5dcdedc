"""Real Djangos, each in a process of its own, and our reading of the same files."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from servers.postgresql import Server
from towpath import frameworks
from towpath.frameworks.kept import Kept
from towpath.history import Replayed, in_order, replay
from towpath.operations import Operation, Statement, replace
from towpath.project import Found, Runner, Tree
from towpath.sql import read_piece, split

WORKER = Path(__file__).with_name("django_worker.py")
# Where the set-up of the tests puts the versions that cannot stand beside the newest one.
OLDER = Path(sys.prefix) / "judges"
VERSIONS = ("4.2", "5.2")


class File(NamedTuple):
    app: str
    name: str
    text: str

    @property
    def path(self) -> str:
        return f"{self.app}/migrations/{self.name}.py"


HEAD = """\
import datetime
import decimal
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions
from django.conf import settings
from django.contrib.postgres import constraints, fields, functions, indexes, operations as postgres
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Length, Lower, Now, Upper
from django.utils import timezone

"""


def file(app: str, name: str, operations: str, before: str = "", atomic: bool = True, after: str = "") -> File:
    """A migration file with these operations; `before` stands above the class, `after` are its dependencies."""
    inner = "".join(f"        {line}\n" for line in operations.strip().splitlines())
    switch = "" if atomic else "    atomic = False\n"
    body = f"class Migration(migrations.Migration):\n{switch}    dependencies = [{after}]\n"
    body += f"    operations = [\n{inner}    ]\n"
    return File(app, name, f"{HEAD}{before}\n\n{body}")


def history(operations: str) -> list[File]:
    """The migrations of a history, each behind the one before."""
    files: list[File] = []
    for number, part in enumerate(operations.split("\n---\n"), 1):
        after = f'("app", "{files[-1].name}")' if files else ""
        files.append(file("app", f"{number:04}_part", part, after=after))
    return files


class Django:
    """One version of Django on one server; `ask` answers with what it sent."""

    def __init__(self, version: str, server: Server) -> None:
        older = OLDER / f"django-{version}"
        environment = {**os.environ, "PYTHONPATH": str(older) if older.is_dir() else ""}
        command = [sys.executable, str(WORKER), str(server.folder), str(server.bin / "pg_dump")]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, encoding="utf-8"
        )
        self.version = version

    def ask(self, history: list[File], files: list[File], **more: Any) -> dict[str, Any]:
        case = {"id": "case", "history": [one._asdict() for one in history], "files": [one._asdict() for one in files]}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({**case, **more}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


def read(sent: list[str]) -> list[Operation]:
    """What statements that were sent do, but for SET CONSTRAINTS, which changes and locks nothing."""
    return [
        operation
        for text in sent
        for piece in split(text)
        for step in read_piece(text, piece)
        for operation in step.operations
        if not (isinstance(operation, Statement) and operation.kind == "set constraints")
    ]


def replayed(history: list[File], files: list[File], version: str, root: str) -> list[Replayed]:
    """Our reading of the files, in the state that their history leaves."""
    tree = Tree(root, {one.path: one.text for one in (*history, *files)})
    found = found_in(tree, version)
    migrations = frameworks.FRAMEWORKS["django"].read(found, tree, Kept())
    replays = replay(migrations)
    return [replays[f"{one.app}.{one.name}", "up"] for one in files]


def found_in(tree: Tree, version: str) -> Found:
    found = next(one for one in frameworks.detect(tree) if one.framework == "django")
    settings = (*found.settings, ("DEFAULT_AUTO_FIELD", "django.db.models.BigAutoField"))
    return replace(
        found, runner=Runner("django", version=version, goes_back=True), settings=settings, dialects=("postgresql",)
    )


def exact(one: Replayed) -> list[Operation]:
    """What a migration does, in the order in which it runs."""
    places = in_order(one.records, range(len(one.records)))
    return [one.records[step].exact[place][1] for step, place in places]
