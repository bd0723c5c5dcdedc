"""What a field is depends on all that came before it: in other apps, in squashed migrations, in settings and bases."""

from collections.abc import Callable, Mapping

import pytest

from towpath import frameworks
from towpath.frameworks import Kept
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    CreateIndex,
    CreateTable,
    Migration,
    Name,
    Operation,
    RedefineColumn,
    SetNotNull,
    Type,
)
from towpath.project import Tree

Project = Callable[[Mapping[str, str]], Tree]


def file(operations: str, after: str = "", more: str = "") -> str:
    head = "import shop.models\nfrom django.conf import settings\nfrom django.db import migrations, models\n\n\n"
    body = f"    dependencies = [{after}]\n{more}    operations = [\n{operations}\n    ]\n"
    return f"{head}class Migration(migrations.Migration):\n{body}"


def model(name: str, *fields: str, key: str = "BigAutoField(primary_key=True)", more: str = "") -> str:
    said = ", ".join(f"({one!r}, models.{field})" for one, field in (pair.split(" ", 1) for pair in fields))
    return f'migrations.CreateModel("{name}", [("id", models.{key}), {said}], {more}),'


def alter(name: str, field: str, of: str = "order") -> str:
    return f'migrations.AlterField("{of}", "{name}", models.{field}),'


def read(tree: Tree) -> tuple[Migration, ...]:
    (found,) = (one for one in frameworks.detect(tree) if one.framework == "django")
    return frameworks.FRAMEWORKS["django"].read(found, tree, Kept())


def done(tree: Tree, identity: str) -> list[Operation]:
    (found,) = (one for one in read(tree) if one.identity == identity)
    return [one for step in found.up.steps for one in step.operations]


def column(operations: list[Operation], name: str) -> Type | None:
    columns = [column for one in operations if isinstance(one, CreateTable) for column in one.columns]
    columns += [one.column for one in operations if isinstance(one, AddColumn)]
    (found,) = (one for one in columns if one.name == name)
    return found.type


def test_an_altered_field_is_compared_to_what_the_chain_left(project: Project) -> None:
    tree = project(
        {
            "shop/migrations/0001_a.py": file(model("Order", "state CharField(max_length=20, null=True)")),
            "shop/migrations/0002_b.py": file(
                alter("state", "CharField(max_length=30, null=True)"), '("shop", "0001_a")'
            ),
            "shop/migrations/0003_c.py": file(alter("state", "CharField(max_length=30)"), '("shop", "0002_b")'),
        }
    )
    assert done(tree, "shop.0002_b") == [AlterColumnType(Name("shop_order"), "state", Type("varchar", ("30",)))]
    assert done(tree, "shop.0003_c") == [SetNotNull(Name("shop_order"), "state")]


def test_a_key_that_another_app_points_to_takes_its_columns_along(project: Project) -> None:
    tree = project(
        {
            "people/migrations/0001_a.py": file(model("Person", key="AutoField(primary_key=True)")),
            "shop/migrations/0001_a.py": file(
                model("Order", 'who ForeignKey("people.Person", models.CASCADE)'), '("people", "0001_a")'
            ),
            "people/migrations/0002_b.py": file(
                alter("id", "BigAutoField(primary_key=True)", "person"), '("people", "0001_a"), ("shop", "0001_a")'
            ),
        }
    )
    assert column(done(tree, "shop.0001_a"), "who_id") == Type("integer")
    changed = [one for one in done(tree, "people.0002_b") if isinstance(one, AlterColumnType)]
    assert [(one.table.name, one.column) for one in changed] == [("people_person", "id"), ("shop_order", "who_id")]


def test_a_field_of_which_nothing_is_known_is_restated(project: Project) -> None:
    tree = project({"shop/migrations/0002_b.py": file(alter("state", "TextField()"), '("shop", "0001_a")')})
    (said,) = done(tree, "shop.0002_b")
    assert isinstance(said, RedefineColumn)


SQUASHED = '    replaces = [("shop", "0001_a"), ("shop", "0002_b")]\n'


@pytest.mark.parametrize("kept", [True, False])
def test_a_squashed_migration_stands_for_those_that_it_replaces(project: Project, kept: bool) -> None:
    files = {
        "shop/migrations/0001_squashed_0002_b.py": file(model("Order", "state TextField(null=True)"), more=SQUASHED),
        "shop/migrations/0003_c.py": file(alter("state", "TextField()"), '("shop", "0002_b")'),
    }
    old = {
        "shop/migrations/0001_a.py": file(model("Order")),
        "shop/migrations/0002_b.py": file(
            'migrations.AddField("order", "state", models.TextField(null=True)),', '("shop", "0001_a")'
        ),
    }
    tree = project({**files, **(old if kept else {})})
    assert [one.identity for one in read(tree)] == ["shop.0001_squashed_0002_b", "shop.0003_c"]
    assert done(tree, "shop.0003_c") == [SetNotNull(Name("shop_order"), "state")]


def test_what_runs_before_is_known(project: Project) -> None:
    tree = project(
        {
            "shop/migrations/0001_a.py": file(model("Order", 'who ForeignKey("people.Person", models.CASCADE)')),
            "people/migrations/0001_a.py": file(
                model("Person", key="UUIDField(primary_key=True)"), more='    run_before = [("shop", "0001_a")]\n'
            ),
        }
    )
    assert [one.identity for one in read(tree)] == ["people.0001_a", "shop.0001_a"]
    assert column(done(tree, "shop.0001_a"), "who_id") == Type("uuid")


def test_the_model_of_users_is_that_of_the_settings(project: Project) -> None:
    field = "who ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)"
    tree = project(
        {
            "settings.py": 'AUTH_USER_MODEL = "people.Person"\n',
            "shop/migrations/0001_a.py": file(
                model("Order", field), "migrations.swappable_dependency(settings.AUTH_USER_MODEL)"
            ),
            "people/migrations/0001_a.py": file(model("Person", key="UUIDField(primary_key=True)")),
        }
    )
    assert [one.identity for one in read(tree)] == ["people.0001_a", "shop.0001_a"]
    assert column(done(tree, "shop.0001_a"), "who_id") == Type("uuid")
    (key,) = (one for one in done(tree, "shop.0001_a") if isinstance(one, AddConstraint))
    assert str(key.constraint.name).endswith("_fk_people_person_id")


def test_children_have_tables_of_their_own_and_proxies_none(project: Project) -> None:
    pointer = (
        '("order_ptr", models.OneToOneField(auto_created=True, on_delete=models.CASCADE, parent_link=True, '
        'primary_key=True, serialize=False, to="shop.order")), ("extra", models.IntegerField())'
    )
    tree = project(
        {
            "shop/migrations/0001_a.py": file(
                model("Order")
                + f'migrations.CreateModel("Gift", [{pointer}], bases=("shop.order",)),'
                + 'migrations.CreateModel("Seen", [], options={"proxy": True}, bases=("shop.order",)),'
            ),
            "shop/migrations/0002_b.py": file(
                alter("extra", "BigIntegerField()", "gift")
                + 'migrations.AddField("gift", "seen", models.ForeignKey("shop.Seen", models.CASCADE, null=True)),'
                + 'migrations.AddIndex("gift", models.Index(fields=["extra", "order_ptr"], name="by_extra")),',
                '("shop", "0001_a")',
            ),
        }
    )
    first, second = done(tree, "shop.0001_a"), done(tree, "shop.0002_b")
    tables = {one.table.name: [each.name for each in one.columns] for one in first if isinstance(one, CreateTable)}
    assert tables == {"shop_order": ["id"], "shop_gift": ["order_ptr_id", "extra"]}
    assert second[0] == AlterColumnType(Name("shop_gift"), "extra", Type("bigint"), '"extra"::bigint')
    assert column(second, "seen_id") == Type("bigint")
    (index,) = (one for one in second if isinstance(one, CreateIndex) and one.name == "by_extra")
    assert [key.column for key in index.keys] == ["extra", "order_ptr_id"]


def test_bases_that_are_no_models_and_abstract_ones_add_nothing(project: Project) -> None:
    base = "bases=(shop.models.Priced, models.Model)"
    tree = project(
        {
            "shop/models.py": "class Priced(models.Model):\n    price = models.IntegerField()\n\n"
            "    class Meta:\n        abstract = True\n",
            "shop/migrations/0001_a.py": file(model("Order", "price IntegerField()", more=base)),
            "shop/migrations/0002_b.py": file(alter("price", "BigIntegerField()"), '("shop", "0001_a")'),
        }
    )
    assert done(tree, "shop.0002_b") == [
        AlterColumnType(Name("shop_order"), "price", Type("bigint"), '"price"::bigint')
    ]


FIELDS = """
from django.db import models

from far.away import Strange


class Money(models.DecimalField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_digits", 12)
        kwargs["decimal_places"] = 3
        super().__init__(*args, **kwargs)


class Short(models.CharField):
    def db_type(self, connection):
        return "char(4)"


class Odd(Strange):
    pass


class Ours(models.Field):
    def db_type(self, connection):
        return f"kind({self.size})"
"""


@pytest.mark.parametrize(
    ("field", "type"),
    [
        ("Money(max_digits=9, decimal_places=3)", Type("numeric", ("9", "3"))),
        ("Money()", Type("numeric", ("${shop_fields_Money}",))),
        ("Short(max_length=4)", Type("char", ("4",))),
        ("Odd()", None),
        ("Ours()", None),
    ],
)
def test_classes_of_fields_of_the_projects_own(project: Project, field: str, type: Type | None) -> None:
    add = f'migrations.AddField("order", "x", shop.fields.{field}),'
    text = file(add).replace("import shop.models", "import shop.fields")
    tree = project({"shop/fields.py": FIELDS, "shop/migrations/0001_a.py": text})
    (added,) = (one for one in done(tree, "shop.0001_a") if isinstance(one, AddColumn))
    assert added.column.type == type
