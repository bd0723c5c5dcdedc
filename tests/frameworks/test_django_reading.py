"""Django's files as migrations: their order, what is kept of them, and what is not understood."""

from collections.abc import Callable, Mapping

import pytest

from towpath import frameworks
from towpath.frameworks import Kept
from towpath.operations import (
    AddColumn,
    AlterColumnType,
    Column,
    CreateIndex,
    CreateTable,
    DeleteRows,
    Migration,
    Name,
    Opaque,
    Operation,
    PrimaryKey,
    RedefineColumn,
    RunCode,
    SetNotNull,
    Statement,
    Type,
    UpdateRows,
    replace,
)
from towpath.project import Tree
from towpath.sql.write import write

Project = Callable[[Mapping[str, str]], Tree]


def migration(operations: str = "", dependencies: str = "", before: str = "", more: str = "") -> str:
    head = f"from django.conf import settings\nfrom django.db import migrations, models\n{before}\n\n"
    body = f"    dependencies = [{dependencies}]\n{more}    operations = [\n{operations}\n    ]\n"
    return f"{head}class Migration(migrations.Migration):\n{body}"


def read(tree: Tree, kept: Kept | None = None) -> tuple[Migration, ...]:
    (found,) = (one for one in frameworks.detect(tree) if one.framework == "django")
    return frameworks.FRAMEWORKS["django"].read(found, tree, kept or Kept())


def order(tree: Tree) -> list[str]:
    return [one.identity for one in read(tree)]


def operations(tree: Tree, identity: str) -> list[Operation]:
    (found,) = (one for one in read(tree) if one.identity == identity)
    return [operation for step in found.up.steps for operation in step.operations]


def test_the_order_is_that_of_dependencies(project: Project) -> None:
    tree = project(
        {
            "a/migrations/0001_initial.py": migration(),
            "a/migrations/0002_x.py": migration(dependencies='("a", "0001_initial"), ("b", "0002_y")'),
            "b/migrations/0001_initial.py": migration(dependencies='("a", "__first__")'),
            "b/migrations/0002_y.py": migration(dependencies='("b", "0001_initial")'),
        }
    )
    assert order(tree) == ["a.0001_initial", "b.0001_initial", "b.0002_y", "a.0002_x"]


def test_several_leaves_and_a_merge(project: Project) -> None:
    first = '("a", "0001_a")'
    files = {
        "a/migrations/0001_a.py": migration(),
        "a/migrations/0002_b.py": migration(dependencies=first),
        "a/migrations/0002_c.py": migration(dependencies=first),
    }
    assert order(project(files)) == ["a.0001_a", "a.0002_b", "a.0002_c"]
    merge = migration(dependencies='("a", "0002_b"), ("a", "0002_c")')
    (*_, last) = read(project({**files, "a/migrations/0003_merge.py": merge}))
    assert (last.identity, last.parents) == ("a.0003_merge", ("a.0002_b", "a.0002_c"))


def test_run_before_and_settings(project: Project) -> None:
    files = {
        "a/migrations/0001_a.py": migration(dependencies="migrations.swappable_dependency(settings.AUTH_USER_MODEL)"),
        "people/migrations/0001_a.py": migration(),
        "z/migrations/0001_a.py": migration(more='    run_before = [("a", "0001_a")]\n'),
        "settings.py": 'AUTH_USER_MODEL = "people.Person"\n',
    }
    assert order(project(files)) == ["z.0001_a", "people.0001_a", "a.0001_a"]


def test_a_squashed_migration_stands_for_those_that_it_replaces(project: Project) -> None:
    files = {
        "a/migrations/0001_a.py": migration(),
        "a/migrations/0002_b.py": migration(dependencies='("a", "0001_a")'),
        "a/migrations/0001_squashed_0002_b.py": migration(more='    replaces = [("a", "0001_a"), ("a", "0002_b")]\n'),
        "a/migrations/0003_c.py": migration(dependencies='("a", "0002_b")'),
    }
    assert order(project(files)) == ["a.0001_squashed_0002_b", "a.0003_c"]


def test_a_circle_still_has_every_migration(project: Project) -> None:
    files = {
        "a/migrations/0001_a.py": migration(dependencies='("a", "0002_b")'),
        "a/migrations/0002_b.py": migration(dependencies='("a", "0001_a")'),
    }
    assert sorted(order(project(files))) == ["a.0001_a", "a.0002_b"]


CREATE = """        migrations.CreateModel("Thing", [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=10, null=True)),
        ]),"""
ALTER = '        migrations.AlterField("thing", "name", models.CharField(max_length=20, null=True)),'
NEXT = '("a", "0001_initial")'


def test_a_part_of_a_series_is_read_among_the_models_before_it(project: Project) -> None:
    files = {
        "a/migrations/0001_initial.py": migration(CREATE),
        "a/migrations/0002_longer.py": migration(ALTER, NEXT),
        "a/migrations/0003_required.py": migration(ALTER.replace(", null=True", ""), '("a", "0002_longer")'),
    }
    tree, kept = project(files), Kept()
    whole = read(tree, kept)
    (found,) = (one for one in frameworks.detect(tree) if one.framework == "django")
    last = kept.part(("a/migrations/0003_required.py",), ("a.0003_required",))
    part = frameworks.FRAMEWORKS["django"].read(replace(found, files=("a/migrations/0003_required.py",)), tree, last)
    assert part == whole[2:]
    assert part[0].up.steps[0].operations == (SetNotNull(Name("a_thing"), "name"),)


def test_a_field_is_resolved_against_the_one_before_it_in_another_app_too(project: Project) -> None:
    point = '        migrations.AddField("other", "thing", models.ForeignKey("a.Thing", models.CASCADE, null=True)),'
    other = '        migrations.CreateModel("Other", [("id", models.AutoField(primary_key=True))]),\n'
    tree = project(
        {
            "a/migrations/0001_initial.py": migration(CREATE),
            "a/migrations/0002_longer.py": migration(ALTER, NEXT),
            "b/migrations/0001_initial.py": migration(other + point, NEXT),
        }
    )
    assert operations(tree, "a.0002_longer") == [AlterColumnType(Name("a_thing"), "name", Type("varchar", ("20",)))]
    added = next(one for one in operations(tree, "b.0001_initial") if isinstance(one, AddColumn))
    assert added.column.type == Type("bigint")


def test_a_field_of_which_nothing_is_known_is_redefined(project: Project) -> None:
    (said,) = operations(project({"a/migrations/0002_longer.py": migration(ALTER)}), "a.0002_longer")
    assert isinstance(said, RedefineColumn)
    assert (said.column.name, said.column.type) == ("name", Type("varchar", ("20",)))


def test_only_what_hangs_on_a_change_is_read_anew(project: Project) -> None:
    files = {
        "a/migrations/0001_initial.py": migration(CREATE),
        "a/migrations/0002_longer.py": migration(ALTER, NEXT),
        "b/migrations/0001_initial.py": migration(CREATE.replace("Thing", "Other")),
    }
    tree = project(files)
    (found,) = frameworks.detect(tree)
    kept = Kept()
    reader = frameworks.FRAMEWORKS["django"]
    before = reader.read(found, tree, kept)
    tree.unsaved["a/migrations/0001_initial.py"] = files["a/migrations/0001_initial.py"].replace("10", "15")
    after = reader.read(found, tree, kept)
    assert [a is b for a, b in zip(before, after, strict=True)] == [False, True, True]
    assert before[1].up.steps[0] is after[1].up.steps[0]
    tree.unsaved["a/migrations/0001_initial.py"] = files["a/migrations/0001_initial.py"].replace("10", "20")
    last = reader.read(found, tree, kept)
    assert last[1].up.steps[0].operations == ()
    assert last[2] is before[2]


@pytest.mark.parametrize("more", ["", "fills = [fill]\n"], ids=["used by an element", "used elsewhere too"])
def test_an_edit_within_a_function_is_one_of_what_runs_it(project: Project, more: str) -> None:
    run = f"{CREATE}\n        migrations.RunPython(fill),"
    function = "def fill(apps, schema_editor):\n    apps.get_model('a', 'Thing').objects.update(name='x')\n"
    path, text = "a/migrations/0001_initial.py", migration(run, before=f"\n\n{function}{more}")
    tree = project({path: text})
    (found,) = frameworks.detect(tree)
    kept = Kept()
    reader = frameworks.FRAMEWORKS["django"]
    (before,) = reader.read(found, tree, kept)
    tree.unsaved[path] = text.replace("'x'", "'yes'")
    (after,) = reader.read(found, tree, kept)
    assert [a is b for a, b in zip(before.up.steps, after.up.steps, strict=True)] == [True, False]
    (code,) = after.up.steps[1].operations
    assert isinstance(code, RunCode)
    assert "'yes'" in code.text
    assert after.up.starts[0] == before.up.starts[0] + 2


def test_an_edit_keeps_the_steps_of_other_elements(project: Project) -> None:
    remove = '        migrations.RemoveField("thing", "name"),'
    files = {
        "a/migrations/0001_initial.py": migration(CREATE),
        "a/migrations/0002_b.py": migration(f"{ALTER}\n{remove}", NEXT),
    }
    tree = project(files)
    (found,) = frameworks.detect(tree)
    kept = Kept()
    reader = frameworks.FRAMEWORKS["django"]
    before = reader.read(found, tree, kept)[1]
    tree.unsaved["a/migrations/0002_b.py"] = files["a/migrations/0002_b.py"].replace("_length=20", "_length=200")
    after = reader.read(found, tree, kept)[1]
    assert [a is b for a, b in zip(before.up.steps, after.up.steps, strict=True)] == [False, True]
    assert after.up.starts[1] == before.up.starts[1] + 1


def test_half_typed_text_keeps_the_elements_around_it(project: Project) -> None:
    broken = f'{CREATE}\n        migrations.AddField("thing", \n        migrations.RemoveField("thing", "name"),'
    found = operations(project({"a/migrations/0001_initial.py": migration(broken)}), "a.0001_initial")
    assert [type(one).__name__ for one in found] == ["CreateTable", "Opaque", "DropColumn"]


def test_half_typed_text_is_not_looked_at_again_where_it_stayed(project: Project) -> None:
    broken = f'{CREATE}\n        migrations.AddField("thing", \n        migrations.RemoveField("thing", "name"),'
    tree = project({"a/migrations/0001_initial.py": migration(broken)})
    (found,) = frameworks.detect(tree)
    kept, reader = Kept(), frameworks.FRAMEWORKS["django"]
    (before,) = reader.read(found, tree, kept)
    tree.unsaved["a/migrations/0001_initial.py"] = migration(broken.replace('"thing", \n', '"thing", "n\n'))
    (after,) = reader.read(found, tree, kept)
    assert [a is b for a, b in zip(before.up.steps, after.up.steps, strict=True)] == [True, False, True]


def test_an_element_that_was_broken_is_read_again(project: Project) -> None:
    half = 'migrations.RunSQL(\n            "drop table a"\n            "",)),\n        )'
    tree = project({"a/migrations/0001_initial.py": migration(f"        {half},")})
    (found,) = frameworks.detect(tree)
    kept, reader = Kept(), frameworks.FRAMEWORKS["django"]
    for text in (migration(f"        {half},"), migration(f"        {half.replace(')),', ')')},")):
        tree.unsaved["a/migrations/0001_initial.py"] = text
        again = reader.read(found, tree, kept)
        anew = reader.read(found, tree, Kept())
        assert [one.up.steps[-1].operations for one in again] == [one.up.steps[-1].operations for one in anew]


def test_what_people_choose_from_changes_nothing(project: Project) -> None:
    field = 'field=models.CharField(max_length=20, choices=[("a", "A (ä)"), ("b", "B")], null=True)'
    tree = project(
        {"a/migrations/0001_initial.py": migration(f'{CREATE}\n        migrations.AddField("thing", "x", {field}),')}
    )
    (found,) = read(tree)
    assert "CharField" in found.up.steps[1].block
    assert found.up.steps[1].place(0, "action") is not None
    assert operations(tree, "a.0001_initial")[1] == AddColumn(
        Name("a_thing"), Column("x", Type("varchar", ("20",)), True)
    )


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ('partitions.migrations.AddPartition(model_name="thing"),', "what the operation partitions.migrations"),
        ('pgtrigger.migrations.AddTrigger(model_name="thing", trigger=x),', "what trigger this is is put together"),
        ("made_by_a_function(),", "what made_by_a_function() comes to is not known"),
        ("migrations.RunSQL(open('x.sql').read()),", "the SQL is put together at run time"),
        ("migrations.RunPython(elsewhere.fill),", "what elsewhere.fill does is not in the project's files"),
        ("migrations.AddField(**said),", "is given is not known"),
        ("migrations.CreateModel('x', fields=fields()),", "what the fields of a.x are"),
        ("migrations.CreateModel('x', fields=('id', models.AutoField())),", "what the fields of a.x are"),
        ("*made(),", "what made() comes to is not known"),
    ],
)
def test_what_is_not_understood_says_why(project: Project, element: str, reason: str) -> None:
    before = "import elsewhere, pgtrigger\n\n\ndef made_by_a_function():\n    return elsewhere.operation()\n"
    (said,) = operations(project({"a/migrations/0001_a.py": migration(element, before=before)}), "a.0001_a")
    assert isinstance(said, Opaque)
    assert reason in said.reason


GROWN = """
    operations += [migrations.RunSQL("DROP TABLE b")]
    operations.append(migrations.RunSQL("DROP TABLE c"))
    operations.extend([migrations.RunSQL("DROP TABLE d"), drop("e"), *map(drop, ["f", "g"])])
    for name in ("h", "i"):
        operations.append(drop(name))
"""


def test_what_the_class_adds_to_its_list_is_not_passed_by(project: Project) -> None:
    before = 'def drop(name):\n    return migrations.RunSQL(f"DROP TABLE {name}")\n'
    text = migration('        migrations.RunSQL("DROP TABLE a"),', before=before) + GROWN
    *dropped, last = operations(project({"a/migrations/0001_a.py": text}), "a.0001_a")
    assert [str(getattr(one, "table", "")) for one in dropped] == list("abcdefg")
    assert isinstance(last, Opaque)
    assert "what this adds to the operations" in last.reason


VENDORS = """
    if connection.vendor == "postgresql":
        from more import here as drop

        operations = [*operations, migrations.RunSQL("DROP TABLE b")]
        operations = [migrations.RunSQL("DROP TABLE c")]
    elif connection.vendor in ("mysql", "oracle") and not connection.mysql_is_mariadb:
        operations = [migrations.RunSQL("DROP TABLE d")]
        operations.append(drop("e"))
    elif connection.vendor != "sqlite":
        operations += [drop("f")]
    else:
        if connections["default"].vendor == "sqlite":
            operations.append(drop("g"))
        if works():
            operations.append(drop("h"))
"""


@pytest.mark.parametrize(
    ("dialect", "dropped"),
    [("postgresql", "c"), ("mysql", "de"), ("oracle", "de"), ("mariadb", "af"), ("sqlserver", "af"), ("sqlite", "ag?")],
)
def test_an_if_of_the_class_is_taken_by_the_database(project: Project, dialect: str, dropped: str) -> None:
    before = "from django.db import connection, connections\n"
    before += 'def drop(name):\n    return migrations.RunSQL(f"DROP TABLE {name}")\n'
    text = migration('        migrations.RunSQL("DROP TABLE a"),', before=before) + VENDORS
    tree = project({"a/migrations/0001_a.py": text})
    (found,) = (one for one in frameworks.detect(tree) if one.framework == "django")
    (made,) = frameworks.FRAMEWORKS["django"].read(replace(found, dialects=(dialect,)), tree, Kept())
    done = [operation for step in made.up.steps for operation in step.operations]
    assert [str(getattr(one, "table", "?")) for one in done] == [*dropped]


def test_an_if_that_asks_for_more_than_the_database_is_not_followed(project: Project) -> None:
    asked = '    if connection.vendor == "postgresql" and works():\n'
    said = '        operations = [migrations.RunSQL("DROP TABLE a")]\n'
    text = migration() + asked + said
    (left,) = operations(project({"a/migrations/0001_a.py": text}), "a.0001_a")
    assert isinstance(left, Opaque)
    assert "what this adds to the operations" in left.reason


def test_a_comprehension_of_one_turn_binds_its_name(project: Project) -> None:
    said = '        *[migrations.RunSQL(f"DROP TABLE {name}") for name in ("a",)],'
    (dropped,) = operations(project({"a/migrations/0001_a.py": migration(said)}), "a.0001_a")
    assert str(getattr(dropped, "table", "")) == "a"


FUNCTION = """
from people.models import Person


def fill(apps, schema_editor):
    Thing = apps.get_model("a", "Thing")
    Thing.objects.update(name="x")
    Thing.objects.filter(name="y").update(name="z")
    for thing in Thing.objects.all():
        thing.name = "w"
        thing.save()
    Person.objects.filter(pk=1).delete()
"""


def test_what_a_function_does_to_rows(project: Project) -> None:
    run = f"{CREATE}\n        migrations.RunPython(fill, migrations.RunPython.noop),"
    (*_, code) = operations(project({"a/migrations/0001_a.py": migration(run, before=FUNCTION)}), "a.0001_a")
    assert isinstance(code, RunCode)
    assert (code.reads_rows, code.writes_rows, code.live) == (True, True, ("people.models.Person",))
    assert [getattr(one, "where", "") for one in code.work] == [None, '(name="y")', "(pk=1)"]
    assert code.work[0] == UpdateRows(Name("a_thing"), 'Thing.objects.update(name="x")', ("name",))
    assert set(code.tables) == {Name("a_thing"), Name("people_person")}


FILL = """
class Fill:
    def __init__(self, model):
        self.model = model

    def __call__(self, apps, schema_editor):
        Thing = apps.get_model("a", "Thing")
        Thing.objects.update(name=self.model)
"""


def test_an_instance_is_called_as_its_class_says(project: Project) -> None:
    run = f'{CREATE}\n        migrations.RunPython(Fill("thing"), migrations.RunPython.noop),'
    text = migration(run, before="from core.helpers import Fill")
    files = {"core/__init__.py": "", "core/helpers.py": FILL, "a/migrations/0001_a.py": text}
    (*_, code) = operations(project(files), "a.0001_a")
    assert isinstance(code, RunCode)
    assert (code.writes_rows, code.tables) == (True, (Name("a_thing"),))


ONLY = """
from django.db import migrations


class Renamed(migrations.RunSQL):
    pass


class PostgresOnly(migrations.RunSQL):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return
        super().database_forwards(app_label, schema_editor, from_state, to_state)


class Other(migrations.RunSQL):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute("SELECT 1")
"""


def test_an_operation_of_the_projects_own_is_what_it_is_made_of(project: Project) -> None:
    said = "".join(f'        helpers.{one}("DROP TABLE {one}"),\n' for one in ("Renamed", "PostgresOnly", "Other"))
    files = {"core/__init__.py": "", "core/helpers.py": ONLY}
    tree = project({**files, "a/migrations/0001_a.py": migration(said, before="from core import helpers")})
    assert [type(one).__name__ for one in operations(tree, "a.0001_a")] == ["DropTable", "DropTable", "Opaque"]
    (found,) = (one for one in frameworks.detect(tree) if one.framework == "django")
    (made,) = frameworks.FRAMEWORKS["django"].read(replace(found, dialect="mysql"), tree, Kept())
    kinds = [[type(one).__name__ for one in step.operations] for step in made.up.steps]
    assert kinds == [["DropTable"], [], ["Opaque"]]


OF_MODELS = """
from django.db import migrations


class Forget(migrations.RemoveField):
    \"""Removes a field from the models alone.\"""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        # Nothing was done.
        pass


class Half(migrations.RemoveField):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        pass
"""


@pytest.mark.parametrize("elsewhere", [True, False])
def test_an_operation_may_be_about_the_models_alone(elsewhere: bool, project: Project) -> None:
    name = "helpers." if elsewhere else ""
    said = f"""
        migrations.CreateModel("Thing", [("id", models.AutoField(primary_key=True)), ("n", models.IntegerField())]),
        {name}Forget("Thing", "n"),
        migrations.AddField("Thing", "n", models.IntegerField(null=True, db_column="m")),
        {name}Half("Thing", "n"),
    """
    files = {"core/__init__.py": "", "core/helpers.py": OF_MODELS}
    text = migration(said, before="from core import helpers" if elsewhere else OF_MODELS)
    (made,) = read(project({**files, "a/migrations/0001_a.py": text}))
    kinds = [[type(one).__name__ for one in step.operations] for step in made.up.steps]
    assert kinds == [["CreateTable"], [], ["AddColumn"], ["Opaque"]]


TRIGGER = """
        migrations.CreateModel("Thing", [("id", models.AutoField(primary_key=True))]),
        pgtrigger.migrations.AddTrigger(
            model_name="thing",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.id > 0)", func="RETURN NULL;", hash="ab", operation="INSERT OR DELETE",
                    pgid="pgtrigger_kept_1", table="a_thing", when="AFTER"{more}
                ),
            ),
        ),
        pgtrigger.migrations.RemoveTrigger(model_name="thing", name="kept"),
"""


def test_triggers_of_pgtrigger_are_what_it_sends_for_them(project: Project) -> None:
    before = "import pgtrigger.compiler\nimport pgtrigger.migrations"
    (found,) = read(project({"a/migrations/0001_a.py": migration(TRIGGER.format(more=""), before=before)}))
    _, added, removed = [[write(one) for one in step.operations] for step in found.up.steps]
    assert added[1:] == [
        "DROP TRIGGER IF EXISTS pgtrigger_kept_1 ON a_thing",
        'CREATE TRIGGER pgtrigger_kept_1 AFTER INSERT OR DELETE ON "a_thing"\n'
        "FOR EACH ROW WHEN (NEW.id > 0) EXECUTE PROCEDURE pgtrigger_kept_1()",
        "COMMENT ON TRIGGER pgtrigger_kept_1 ON a_thing IS 'ab'",
    ]
    assert removed == ["DROP TRIGGER IF EXISTS pgtrigger_kept_1 ON a_thing"]
    unknown = TRIGGER.format(more=", declare=declared()")
    (found,) = read(project({"a/migrations/0001_a.py": migration(unknown, before=before)}))
    assert [type(one).__name__ for step in found.up.steps[1:] for one in step.operations] == ["Opaque", "Opaque"]


def test_ways_back_stand_beside_the_way_forth(project: Project) -> None:
    said = """
        migrations.RunSQL("SELECT 1"),
        migrations.RunSQL("SELECT 2", migrations.RunSQL.noop),
        migrations.RunSQL("SELECT 3", "DELETE FROM t"),
    """
    (found,) = read(project({"a/migrations/0001_a.py": migration(said)}))
    assert [step.reversible for step in found.up.steps] == [False, "written", "written"]
    assert found.down is not None
    assert [type(one).__name__ for step in found.down.steps for one in step.operations] == ["DeleteRows", "Statement"]
    assert found.down.steps[1].operations == (Statement("nothing"),)
    assert found.derived


def test_the_switch_of_a_file(project: Project) -> None:
    (found,) = read(project({"a/migrations/0001_a.py": migration(more="    atomic = False\n")}))
    assert found.up.transactional is False


FIELDS = """
from django.db import models


class Clean(models.JSONField):
    pass


class Odd(models.Field):
    def get_internal_type(self):
        return "TextField"
"""


def test_a_field_class_of_the_file_is_what_it_is_made_of(project: Project) -> None:
    before = "class Short(models.CharField):\n    pass\n"
    add = '        migrations.AddField("thing", "x", Short(max_length=4, null=True)),'
    (found, *_) = operations(project({"a/migrations/0001_a.py": migration(add, before=before)}), "a.0001_a")
    assert isinstance(found, AddColumn)
    assert found.column.type == Type("varchar", ("4",))


def test_a_field_class_of_a_package_that_many_use_is_known_by_its_name(project: Project) -> None:
    before = "import multiselectfield.db.fields"
    field = "multiselectfield.db.fields.MultiSelectField(max_length=9, null=True)"
    add = f'        migrations.AddField("thing", "x", {field}),'
    (found, *_) = operations(project({"a/migrations/0001_a.py": migration(add, before=before)}), "a.0001_a")
    assert isinstance(found, AddColumn)
    assert found.column.type == Type("varchar", ("9",))


def test_a_class_of_fields_of_the_projects_own(project: Project) -> None:
    add = """
        migrations.AddField("thing", "clean", shop.fields.Clean(null=True)),
        migrations.AddField("thing", "odd", shop.fields.Odd(null=True)),
    """
    tree = project({"shop/fields.py": FIELDS, "a/migrations/0001_a.py": migration(add, before="import shop.fields")})
    found = [one for one in operations(tree, "a.0001_a") if isinstance(one, AddColumn)]
    assert [one.column.type for one in found] == [Type("jsonb"), Type("text")]


ADD = """
        migrations.AddField(
            model_name="thing",
            name="code",
            field=models.IntegerField(db_index=True, null=True),
        ),
"""


@pytest.mark.parametrize("more", ["", "    other = 1 + 1\n"], ids=["in plain words", "in others"])
def test_where_the_parts_of_an_element_stand(project: Project, more: str) -> None:
    tree = project({"a/migrations/0001_a.py": migration(f"{CREATE}\n{ADD}\n{ALTER}", more=more)})
    (found,) = read(tree)
    assert found.up.steps[0].places == ({},)
    step = found.up.steps[1]
    said = [places["action"].of(step.block) for places in step.places]
    assert said == ["field=models.IntegerField(db_index=True, null=True)", "db_index=True"]
    assert step.places[0]["nullable"].of(step.block) == "null=True"
    assert found.up.span(1).of(tree.text("a/migrations/0001_a.py") or "") == ADD.strip().rstrip(",")


def test_statements_stand_in_their_texts(project: Project) -> None:
    sql = 'migrations.RunSQL("""\n    ALTER TABLE t ALTER c SET NOT NULL;\n    DELETE FROM t;\n"""),'
    (found,) = read(project({"a/migrations/0001_a.py": migration(sql)}))
    (step,) = found.up.steps
    assert [type(one) for one in step.operations] == [SetNotNull, DeleteRows]
    assert step.places[1]["action"].of(step.block) == "DELETE FROM t"


PLACED = """        migrations.CreateModel("Thing", [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.SlugField()),
            ("code", models.IntegerField(db_index=True, db_tablespace="near")),
        ], options={"indexes": [models.Index(fields=["name", "code"], name="both")]}),"""


def test_settings_say_where_tables_and_indexes_lie(project: Project) -> None:
    settings = 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n'
    settings += 'DEFAULT_TABLESPACE = "wide"\nDEFAULT_INDEX_TABLESPACE = "fast"\n'
    tree = project({"settings.py": settings, "a/migrations/0001_initial.py": migration(PLACED)})
    made, *built = operations(tree, "a.0001_initial")
    assert isinstance(made, CreateTable)
    assert made.options == 'TABLESPACE "wide"'
    assert [one.options for one in made.constraints if isinstance(one, PrimaryKey)] == ['USING INDEX TABLESPACE "fast"']
    indexes = {one.columns: one.options for one in built if isinstance(one, CreateIndex)}
    assert indexes == {
        ("name",): 'TABLESPACE "fast"',
        ("code",): 'TABLESPACE "near"',
        ("name", "code"): 'TABLESPACE "wide"',
    }


@pytest.mark.parametrize(("version", "type"), [("4.2", Type("char", ("32",))), ("5.2", Type("uuid"))])
def test_the_uuids_of_mariadb_are_its_own_since_django_5(project: Project, version: str, type: Type) -> None:
    model = '        migrations.CreateModel("Thing", [("id", models.UUIDField(primary_key=True))]),'
    tree = project({"a/migrations/0001_initial.py": migration(model), "requirements.txt": f"Django=={version}\n"})
    (found,) = (one for one in frameworks.detect(tree) if one.framework == "django")
    (made,) = frameworks.FRAMEWORKS["django"].read(replace(found, dialects=("mariadb",)), tree, Kept())
    (table,) = made.up.steps[0].operations
    assert isinstance(table, CreateTable)
    assert table.columns[0].type == type


def test_a_model_that_may_be_swapped_is_the_one_that_is_named(project: Project) -> None:
    swapped = 'swapper.get_model_name("a", "Thing")'
    point = f'        migrations.AddField("other", "thing", models.ForeignKey({swapped}, models.CASCADE, null=True)),'
    other = '        migrations.CreateModel("Other", [("id", models.AutoField(primary_key=True))]),\n'
    dependency, head = 'swapper.dependency("a", "Thing")', "import swapper\n"
    tree = project(
        {
            "a/migrations/0001_initial.py": migration(CREATE),
            "b/migrations/0001_b.py": migration(other + point, dependency, head),
        }
    )
    assert read(tree)[1].parents == ("a.0001_initial",)
    added = next(one for one in operations(tree, "b.0001_b") if isinstance(one, AddColumn))
    assert added.column.type == Type("bigint")
