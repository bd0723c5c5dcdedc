"""The changes of the generated series as an author of Django's migrations would say them."""

from collections.abc import Mapping, Sequence

# What has operations of its own; all else is SQL that is run.
OPERATIONS = {
    "create table users (id bigint primary key, email varchar(50), org bigint, age integer)": """\
migrations.CreateModel(
    name="User",
    fields=[
        ("id", models.BigIntegerField(primary_key=True)),
        ("email", models.CharField(max_length=50, null=True)),
        ("org", models.BigIntegerField(null=True)),
        ("age", models.IntegerField(null=True)),
    ],
    options={"db_table": "users"},
)""",
    "create table orgs (id bigint primary key, name text)": """\
migrations.CreateModel(
    name="Org",
    fields=[
        ("id", models.BigIntegerField(primary_key=True)),
        ("name", models.TextField(null=True)),
    ],
    options={"db_table": "orgs"},
)""",
    "create index users_age on users (age)": """\
migrations.AddIndex(
    model_name="user",
    index=models.Index(fields=["age"], name="users_age"),
)""",
    "create index users_email on users (email)": """\
migrations.AddIndex(
    model_name="user",
    index=models.Index(fields=["email"], name="users_email"),
)""",
    "create index concurrently users_id on users (id)": """\
AddIndexConcurrently(
    model_name="user",
    index=models.Index(fields=["id"], name="users_id"),
)""",
    "drop index users_age": 'migrations.RemoveIndex(model_name="user", name="users_age")',
    "alter table users add constraint users_orgs foreign key (org) references orgs (id)": """\
migrations.AlterField(
    model_name="user",
    name="org",
    field=models.ForeignKey(db_column="org", null=True, on_delete=models.CASCADE, to="app.org"),
)""",
    "alter table users add constraint adult check (age > 17), add column note text": """\
migrations.AddConstraint(
    model_name="user",
    constraint=models.CheckConstraint(condition=models.Q(age__gt=17), name="adult"),
),
migrations.AddField(
    model_name="user",
    name="note",
    field=models.TextField(null=True),
)""",
    "alter table users alter column email set not null": """\
migrations.AlterField(
    model_name="user",
    name="email",
    field=models.CharField(max_length=50),
)""",
    "alter table users add constraint one_email unique (email)": """\
migrations.AddConstraint(
    model_name="user",
    constraint=models.UniqueConstraint(fields=["email"], name="one_email"),
)""",
    "alter table users alter column age type bigint": """\
migrations.AlterField(
    model_name="user",
    name="age",
    field=models.BigIntegerField(null=True),
)""",
    "alter table users add column token uuid default gen_random_uuid()": """\
migrations.AddField(
    model_name="user",
    name="token",
    field=models.UUIDField(db_default=RandomUUID(), null=True),
)""",
    "alter table users add column kind text not null": """\
migrations.AddField(
    model_name="user",
    name="kind",
    field=models.TextField(default="plain"),
)""",
    "alter table users drop column org": 'migrations.RemoveField(model_name="user", name="org")',
    "alter table users rename column age to years": """\
migrations.RenameField(model_name="user", old_name="age", new_name="years")""",
    "update users set email = lower(email)": "migrations.RunPython(lower_emails, migrations.RunPython.noop)",
    "drop table orgs cascade": 'migrations.DeleteModel(name="Org")',
    "create table fresh (id bigint primary key, org bigint references orgs (id))": """\
migrations.CreateModel(
    name="Fresh",
    fields=[
        ("id", models.BigIntegerField(primary_key=True)),
        (
            "org",
            models.ForeignKey(
                db_column="org", db_index=False, null=True, on_delete=models.CASCADE, to="app.org"
            ),
        ),
    ],
    options={"db_table": "fresh"},
)""",
    "create index fresh_org on fresh (org)": """\
migrations.AddIndex(
    model_name="fresh",
    index=models.Index(fields=["org"], name="fresh_org"),
)""",
}
# The same where fields say it, as most authors would have it.
FIELDS = {
    "create index users_email on users (email)": """\
migrations.AlterField(
    model_name="user",
    name="email",
    field=models.CharField(db_index=True, max_length=50, null=True),
)""",
    "create unique index if not exists users_org on users (org)": """\
migrations.AlterUniqueTogether(
    name="user",
    unique_together={("org", "age")},
)""",
    "alter table users add constraint users_orgs foreign key (org) references orgs (id)": """\
migrations.AddField(
    model_name="user",
    name="home",
    field=models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.org"),
)""",
    "alter table users alter column email set not null": """\
migrations.AlterField("user", "email", models.CharField(max_length=50))""",
    "alter table users add constraint one_email unique (email)": """\
migrations.AlterField(
    model_name="user",
    name="email",
    field=models.CharField(max_length=50, null=True, unique=True),
)""",
    "alter table users add column token uuid default gen_random_uuid()": """\
migrations.AddField(
    model_name="user",
    name="token",
    field=models.UUIDField(null=True, unique=True),
)""",
    "alter table users add column kind text not null": """\
migrations.AddField(
    model_name="user",
    name="kind",
    field=models.CharField(db_index=True, default="plain", max_length=9),
    preserve_default=False,
)""",
}
HEAD = """\
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Lower


def lower_emails(apps, schema_editor):
    apps.get_model("app", "User").objects.update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [{parent}]

    operations = [
{body}    ]
"""


def element(statement: str, said: Mapping[str, str]) -> str:
    return said.get(statement) or f'migrations.RunSQL("{statement}")'


def migration(number: int, statements: Sequence[str], said: Mapping[str, str]) -> str:
    """The text of one migration, which comes behind the one before it."""
    body = "".join(f"# about {place}\n{element(one, said)},\n" for place, one in enumerate(statements, 1))
    parent = f'\n        ("app", "{number - 1:04}_step"),\n    ' if number > 1 else ""
    return HEAD.format(parent=parent, body="".join(f"        {line}\n" for line in body.splitlines()))


def files(series: Sequence[Sequence[str]], in_fields: bool) -> dict[str, str]:
    """A project: its settings, what it requires, and a migration of one app for each list of statements."""
    said = {**OPERATIONS, **FIELDS} if in_fields else OPERATIONS
    return {
        "settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
        "requirements.txt": "Django==5.2\n",
        **{f"app/migrations/{number:04}_step.py": migration(number, one, said) for number, one in enumerate(series, 1)},
    }
