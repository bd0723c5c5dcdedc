"""Law 8 for django-pgtrigger: the SQL that it sends for a trigger gives the operations that we read from the file."""

from judges.running import answers
from towpath.frameworks import FRAMEWORKS, Kept
from towpath.operations import CreateFunction, Operation
from towpath.project import Found, Runner, Tree
from towpath.sql import read_piece, split

HEAD = """import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Thing", [("id", models.AutoField(primary_key=True))]),
"""
PLAIN = {
    "pgid": "pgtrigger_kept_1",
    "table": "shop_thing",
    "when": "AFTER",
    "operation": "INSERT",
    "func": "RETURN NULL;",
}
TRIGGERS = [
    {**PLAIN, "hash": "ab"},
    {**PLAIN, "hash": "ab", "condition": "WHEN (NEW.id > 0)", "operation": "UPDATE OF id OR DELETE", "when": "BEFORE"},
    {**PLAIN, "hash": "ab", "declare": "DECLARE n INT;", "func": "n = 1; RETURN NEW;"},
    {**PLAIN, "hash": "ab", "constraint": "CONSTRAINT", "timing": "DEFERRABLE INITIALLY DEFERRED"},
    {**PLAIN, "hash": "ab", "level": "STATEMENT", "referencing": "REFERENCING NEW TABLE AS new_ones"},
    {**PLAIN, "hash": "ab", "execute": "other()"},
]


def ours(trigger: dict[str, str]) -> list[list[Operation]]:
    said = ", ".join(f"{name}={value!r}" for name, value in trigger.items())
    made = f"pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql({said}))"
    text = (
        f"{HEAD}        pgtrigger.migrations.AddTrigger(model_name='thing', trigger={made}),\n"
        "        pgtrigger.migrations.RemoveTrigger(model_name='thing', name='kept'),\n    ]\n"
    )
    path = "shop/migrations/0001_a.py"
    (found,) = FRAMEWORKS["django"].read(
        Found("django", "", (path,), Runner("django")), Tree("/nowhere", {path: text}), Kept()
    )
    return [list(step.operations) for step in found.up.steps[1:]]


def read(sql: str) -> list[Operation]:
    return [one for piece in split(sql) for step in read_piece(sql, piece) for one in step.operations]


def told(operations: list[Operation]) -> list[object]:
    """Without the text of the function, which lets a session ignore triggers, and without blanks between words."""
    return [
        (one.function, one.language)
        if isinstance(one, CreateFunction)
        else " ".join(repr(one).replace("\\n", " ").split())
        for one in operations
    ]


def test_what_is_read_is_what_is_sent() -> None:
    for trigger, (install, uninstall) in zip(
        TRIGGERS, answers("pgtrigger_judge.py", TRIGGERS, "pgtrigger"), strict=True
    ):
        added, removed = ours(trigger)
        first, *sent = read(install)
        # It is the same for all triggers, and made anew with each of them.
        assert isinstance(first, CreateFunction)
        assert first.function.name == "_pgtrigger_should_ignore"
        assert told(added) == told(sent), trigger
        assert removed == read(uninstall), trigger
