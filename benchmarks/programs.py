"""Migrations in Python and Ruby to measure with: the same size gives the same bytes, on every machine."""

from collections.abc import Iterator, Mapping
from pathlib import Path

TABLES = 6
FIELDS = (
    "models.CharField(max_length={size}, null=True)",
    "models.IntegerField(default={size}, db_index=True)",
    'models.CharField(max_length=32, choices=[("new", "New"), ("open", "Open"), ("done", "Done")], default="new")',
    'models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="{app}.thing1")',
    "models.DateTimeField(auto_now_add=True, verbose_name='when it was')",
    "models.DecimalField(max_digits=12, decimal_places=3, blank=True, null=True)",
)

Project = Mapping[str, str]


def alembic(lines: int) -> Project:
    """One revision of about so many lines, forth and back, in a project of its own."""
    count = lines // 12
    up = "".join(_ALEMBIC_UP.format(n=n) for n in range(count))
    down = "".join(_ALEMBIC_DOWN.format(n=n) for n in reversed(range(count)))
    return {
        "migrations/versions/a1_change.py": f"{_ALEMBIC_HEAD}def upgrade():\n{up}\n\ndef downgrade():\n{down}",
        "migrations/env.py": "from alembic import context\n",
        "alembic.ini": "[alembic]\nscript_location = migrations\nsqlalchemy.url = postgresql://x/y\n",
    }


def django(lines: int) -> Project:
    """One migration of about so many lines, in a project of its own."""
    elements = "".join(_DJANGO_ELEMENTS.format(n=n) for n in range(lines // 15))
    return {"shop/migrations/0001_initial.py": _DJANGO.format(functions="", before="", elements=elements), **_SETTINGS}


def rails(lines: int) -> Project:
    """One migration of about so many lines, in a project of its own."""
    body = "".join(_RAILS_BODY.format(n=n) for n in range(lines // 8))
    return {"db/migrate/20240101000000_change.rb": _RAILS.format(name="Change", body=body), **_RAILS_FILES}


def django_project(files: int) -> Project:
    """A project with so many migrations, as long ones have them: short files, few of which make models."""
    found = dict(_SETTINGS)
    for number in range(files):
        app, at = f"app{number % 12}", number // 12
        before = f'("{app}", "{at:04}_step")' if at else ""
        functions, elements = _FUNCTIONS, "".join(_elements(app, at + 1, number))
        if "RunPython" not in elements:
            functions = ""
        text = _DJANGO.format(functions=functions, before=before, elements=elements)
        found[f"{app}/migrations/{at + 1:04}_step.py"] = text
    return found


def _elements(app: str, at: int, number: int) -> Iterator[str]:
    if at == 1:
        for table in range(TABLES):
            yield f'        migrations.CreateModel(\n            name="Thing{table}",\n            fields=[\n'
            yield '                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False)),\n'
            for place, field in enumerate(FIELDS):
                if table or place != 3:
                    yield f'                ("own{place}", {field.format(size=40 + table, app=app)}),\n'
            yield "            ],\n        ),\n"
        return
    table, field = f"thing{at % TABLES}", FIELDS[number % len(FIELDS)].format(size=number % 90 + 10, app=app)
    if at % 9 == 0:
        yield "        migrations.RunPython(fill, migrations.RunPython.noop),\n"
    elif at % 7 == 0:
        yield f'        migrations.RunSQL("UPDATE {app}_{table} SET own0 = \'a\' WHERE own0 IS NULL", ""),\n'
    elif at % 5 == 0:
        index = f'models.Index(fields=["own0", "own1"], name="{app}_i{at}")'
        yield f'        migrations.AddIndex(\n            model_name="{table}",\n'
        yield f"            index={index},\n        ),\n"
    else:
        name = f"own{number % len(FIELDS)}" if at % 2 else f"more{at}"
        kind = "AlterField" if at % 2 else "AddField"
        yield f'        migrations.{kind}(\n            model_name="{table}",\n            name="{name}",\n'
        yield f"            field={field},\n        ),\n"


def rails_project(files: int) -> Project:
    """A project with so many migrations of Rails."""
    found = dict(_RAILS_FILES)
    for number in range(files):
        table = number - number % 4
        body = (
            _RAILS_BODY.format(n=number) if number == table else f"    add_index :table_{table}, {_KEYS[number % 4]}\n"
        )
        text = _RAILS.format(name=f"Step{number}", body=body)
        found[f"db/migrate/{20200101000000 + number}_step{number}.rb"] = text
    return found


def write(root: Path, project: Project) -> None:
    """Writes the files of a project below a folder."""
    for path, text in project.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")


_ALEMBIC_HEAD = '''\
"""change"""

import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None


'''
_ALEMBIC_UP = """\
    op.create_table(
        "table_{n}",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("users", sa.Column("c{n}", sa.Integer(), nullable=True))
    op.create_index("ix_{n}", "users", ["c{n}"])
"""
_ALEMBIC_DOWN = """\
    op.drop_index("ix_{n}", table_name="users")
    op.drop_column("users", "c{n}")
    op.drop_table("table_{n}")
"""
_DJANGO = """\
import django.db.models.deletion
from django.db import migrations, models

{functions}
class Migration(migrations.Migration):

    dependencies = [{before}]

    operations = [
{elements}    ]
"""
_DJANGO_ELEMENTS = """\
        migrations.CreateModel(
            name="Table{n}",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=50, null=True)),
                ("at", models.DateTimeField(auto_now=True)),
            ],
            options={{"ordering": ["name"]}},
        ),
        migrations.AddField(
            model_name="table0",
            name="c{n}",
            field=models.IntegerField(null=True, db_index=True),
        ),
        migrations.AlterField("table{n}", "name", models.CharField(max_length=60, null=True)),
"""
_FUNCTIONS = """
def fill(apps, schema_editor):
    Thing = apps.get_model("app1", "Thing1")
    for thing in Thing.objects.filter(own0=None).iterator():
        thing.own0 = str(thing.own1)
        thing.save(update_fields=["own0"])

"""
_SETTINGS = {
    "manage.py": 'import os\nimport django\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
    "settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
}
_RAILS = "class {name} < ActiveRecord::Migration[7.1]\n  def change\n{body}  end\nend\n"
_RAILS_BODY = """\
    create_table :table_{n} do |t|
      t.string :name, null: false, limit: 50
      t.integer :count, default: 0
      t.datetime :at
      t.timestamps
    end
    add_column :users, :c{n}, :integer
    add_index :users, :c{n}
"""
_KEYS = ("", ":name", ":count, unique: true", "[:count, :at]")
_RAILS_FILES = {
    "Gemfile": 'gem "rails", "~> 7.1"\ngem "pg"\n',
    "config/application.rb": 'require "rails"\n',
    "config/database.yml": "production:\n  adapter: postgresql\n",
}
