"""Models of then in the place of those of today, as somebody who knows Django would write it."""

import pytest

from rules.mended import mended

MODELS = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="{}",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
            ],
        ),
    ]
"""
CLASS = """

class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
"""
PATH = "shop/migrations/0002_fill.py"


def after(head: str, tail: str = CLASS) -> str | None:
    """The file with the fix; None where there is none."""
    files = {
        "shop/migrations/0001_initial.py": MODELS.format("Order"),
        "bill/migrations/0001_initial.py": MODELS.format("Invoice"),
        "settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
        PATH: head + tail,
    }
    return mended("live-model-import", files, PATH).get(PATH)


def test_an_import_within_the_function_becomes_the_model_of_then():
    head = """from django.db import migrations


def forwards(apps, schema_editor):
    from ..models import LIMIT, Order

    Order.objects.filter(id=LIMIT).delete()
"""
    assert (
        after(head)
        == head.replace("import LIMIT, Order\n", 'import LIMIT\n\n    Order = apps.get_model("shop", "Order")\n')
        + CLASS
    )


def test_several_models_stand_behind_what_tells_of_the_function():
    head = '''from django.db import migrations

from bill import models
from shop.models import Order


def forwards(registry, schema_editor):
    """Fills."""
    # One each.
    for order in Order.objects.all():
        models.Invoice(id=order.id).save()
'''
    assert (
        after(head)
        == '''from django.db import migrations


def forwards(registry, schema_editor):
    """Fills."""
    Order = registry.get_model("shop", "Order")
    Invoice = registry.get_model("bill", "Invoice")
    # One each.
    for order in Order.objects.all():
        Invoice(id=order.id).save()
'''
        + CLASS.replace('initial")]', 'initial"), ("bill", "0001_initial")]')
    )


def test_what_others_use_stays():
    head = """from django.db import migrations

from shop.models import Order


def other():
    return Order.objects.all()


def forwards(apps, schema_editor):
    Order.objects.filter(id=1).delete()
"""
    call = "def forwards(apps, schema_editor):\n"
    assert after(head) == head.replace(call, f'{call}    Order = apps.get_model("shop", "Order")\n') + CLASS


def test_the_model_of_users_is_told_by_its_setting():
    head = """from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import migrations


def forwards(apps, schema_editor):
    User = get_user_model()
    User.objects.filter(id=1).delete()
"""
    tail = CLASS.replace("[(", "[migrations.swappable_dependency(settings.AUTH_USER_MODEL), (")
    changed = head.replace("get_user_model()", "apps.get_model(settings.AUTH_USER_MODEL)")
    assert after(head, tail) == changed.replace("from django.contrib.auth import get_user_model\n", "") + tail


@pytest.mark.parametrize(
    "used",
    [
        "Order.send_all()",
        "Order.objects.overdue().delete()",
        "Order.objects.filter(kind=Order.Kinds.PLAIN).delete()",
    ],
)
def test_what_models_of_then_do_not_have_is_left_to_people(used: str):
    head = f"""from django.db import migrations

from shop.models import Order


def forwards(apps, schema_editor):
    Order.objects.filter(id=1).delete()
    {used}
"""
    assert after(head) is None
