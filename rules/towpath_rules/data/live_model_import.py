"""A migration that works on rows with the application's own models changes its meaning whenever they do.

A migration runs on the tables as they are at its place in the history. A model that it imports is the one of today: it
asks for columns that come later or are gone by then, so that the migration fails in the next new database, in CI or on
a laptop; and it brings along managers, signals and methods of which nobody thought when this was written.

```django bad
-- file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("state", models.CharField(max_length=20)),
            ],
        ),
    ]
-- file: shop/migrations/0002_states.py
from django.db import migrations

from shop.models import Order


def forwards(apps, schema_editor):
    Order.objects.filter(state="").update(state="new")


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
-- file: shop/migrations/0002_states.py
from django.db import migrations


def forwards(apps, schema_editor):
    Order = apps.get_model("shop", "Order")
    Order.objects.filter(state="").update(state="new")


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_states.py
from alembic import op
from sqlalchemy.orm import Session

from shop.models import Order

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    session = Session(bind=op.get_bind())
    session.query(Order).filter(Order.state == "").update({"state": "new"})
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```rails bad
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :email
      t.string :name
    end
  end
end
# file: db/migrate/20240102000000_lower_emails.rb
class LowerEmails < ActiveRecord::Migration[7.1]
  def up
    User.find_each do |user|
  # ^^^^^^^^^^^^^^^^^^^^^^^^
      user.update!(email: user.email.downcase)
    end
  end
end
```

## How to do it

Django gives the models as they are at this place: `apps.get_model("shop", "Order")`. They have the fields and none of
the model's own methods; what a method did is written out in the migration. The app has to be among the migration's
dependencies. With Alembic, describe the few columns that are needed in the migration itself, by `sa.table` and
`sa.column`, or write SQL.

```alembic fine
# file: migrations/versions/1a2b3c4d5e6f_states.py
import sqlalchemy as sa
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None

orders = sa.table("orders", sa.column("state", sa.String))


def upgrade():
    op.execute(orders.update().where(orders.c.state == "").values(state="new"))


def downgrade():
    pass
```

## When it is fine

Constants and choices of a module of models work on no rows, and nothing is said of them.

```django fine
-- file: shop/migrations/0002_states.py
from django.db import migrations

from shop.models import Order, States


def forwards(apps, schema_editor):
    orders = apps.get_model("shop", "Order").objects
    orders.filter(state="").update(state=States.NEW, kind=Order.Kinds.PLAIN)


class Migration(migrations.Migration):
    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
```

## If it failed half-way

The transaction is rolled back. Where the model of today does not fit the tables of then, the migration will fail again
until it asks for the model of then.
"""

from collections.abc import Iterator

from towpath.changes import Replace
from towpath.operations import RunCode, replace
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="warning", effect="", down=False)
def check(operation: RunCode, context: Context) -> Iterator[Finding]:
    if not operation.live:
        return
    names = [path.rpartition(".")[2] for path in operation.live]
    said = ", ".join(name if name[:1].isupper() else f"{name}()" for name in names)
    verb = "are the application's models" if len(names) > 1 else "is the application's model"
    title = f"Take {said} as at this place in the history, without methods of their own"
    fix = Fix(title, (Replace(replace(operation, live=())),))
    yield Finding(f"{said} {verb} of today, which later changes will no longer let run here", (fix,))
