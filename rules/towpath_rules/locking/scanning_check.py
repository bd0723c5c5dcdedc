"""A CHECK that is verified at once locks its table against everybody.

`ADD CONSTRAINT … CHECK` holds an ACCESS EXCLUSIVE lock until every row has been verified: reads wait as well as writes.
With `NOT VALID` the lock is brief, and new rows are verified from then on. `VALIDATE CONSTRAINT` reads the old rows
later without keeping anybody out, in a transaction of its own: in the same one, the first lock would be held on.

```flyway bad
-- file: V2__positive_total.sql
alter table orders add constraint positive_total check (total >= 0);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__positive_total.sql
alter table orders add constraint positive_total check (total >= 0) not valid;
-- file: V3__validate_positive_total.sql
alter table orders validate constraint positive_total;
```

```prisma bad
-- file: migrations/20240101000000_orders/migration.sql
CREATE TABLE "Order" ("id" TEXT NOT NULL PRIMARY KEY, "total" INTEGER);
-- file: migrations/20240102000000_positive_total/migration.sql
ALTER TABLE "Order" ADD CHECK ("total" >= 0);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_positive_total/migration.sql
ALTER TABLE "Order" ADD CONSTRAINT "Order_total_check" CHECK ("total" >= 0) NOT VALID;
-- file: migrations/20240102000001_validate_Order_total_check/migration.sql
ALTER TABLE "Order" VALIDATE CONSTRAINT "Order_total_check";
```

```sql bad
-- file: migrations/002_orders_rating.up.sql
alter table orders add column rating integer check (rating between 1 and 5);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_orders_rating.down.sql
alter table orders drop column rating;
```

```sql good
-- file: migrations/002_orders_rating.up.sql
alter table orders add column rating integer;
alter table orders add constraint orders_rating_check check (rating between 1 and 5) not valid;
-- file: migrations/003_validate_orders_rating_check.down.sql
-- there is nothing to take back here
-- file: migrations/003_validate_orders_rating_check.up.sql
alter table orders validate constraint orders_rating_check;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_age.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_check_constraint("users_age", "users", "age > 0")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_constraint("users_age", "users", type_="check")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_age.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_check_constraint(
        "users_age", "users", "age > 0", postgresql_not_valid=True
    )


def downgrade():
    op.drop_constraint("users_age", "users", type_="check")
# file: migrations/versions/ea899d1960f0_validate_users_age.py
from alembic import op

revision = "ea899d1960f0"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE users VALIDATE CONSTRAINT users_age")


def downgrade():
    pass
```

```django bad
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddConstraint(
      # ^^^^^^^^^^^^^^^^^^^^^^^^^
            model_name="order",
            constraint=models.CheckConstraint(condition=models.Q(total__gte=0), name="positive_total"),
        ),
    ]
```

```django good
# file: shop/migrations/0002_change.py
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        AddConstraintNotValid(
            model_name="order",
            constraint=models.CheckConstraint(condition=models.Q(total__gte=0), name="positive_total"),
        ),
    ]
# file: shop/migrations/0003_validate_positive_total.py
from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0002_change"),
    ]

    operations = [
        ValidateConstraint(model_name="order", name="positive_total"),
    ]
```

```rails bad
# file: db/migrate/20240102000000_positive_total.rb
class PositiveTotal < ActiveRecord::Migration[7.1]
  def change
    add_check_constraint :orders, "total >= 0", name: "positive_total"
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_positive_total.rb
class PositiveTotal < ActiveRecord::Migration[7.1]
  def change
    add_check_constraint :orders, "total >= 0", name: "positive_total", validate: false
  end
end
# file: db/migrate/20240102000001_validate_positive_total.rb
class ValidatePositiveTotal < ActiveRecord::Migration[7.1]
  def change
    validate_check_constraint :orders, name: "positive_total"
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>alter table orders add constraint positive_total check (total &gt;= 0)</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>alter table orders add constraint positive_total check (total &gt;= 0) not valid</sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table orders validate constraint positive_total</sql>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: alter table orders add constraint positive_total check (total >= 0)
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: alter table orders add constraint positive_total check (total >= 0) not valid
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: alter table orders validate constraint positive_total
```

```liquibase.json bad
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "1",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter table orders add constraint positive_total check (total >= 0)"
                    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            }
          }
        ]
      }
    }
  ]
}
```

```liquibase.json good
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "1",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter table orders add constraint positive_total check (total >= 0) not valid"
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter table orders validate constraint positive_total"
            }
          }
        ]
      }
    }
  ]
}
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:1
alter table orders add constraint positive_total check (total >= 0);
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
alter table orders add constraint positive_total check (total >= 0) not valid;

--changeset anna:2
alter table orders validate constraint positive_total;
```

## How to do it

Add the constraint `NOT VALID`, and validate it in the next migration. A CHECK beside a new column is no better: the
whole table is read for it, even though every row holds NULL.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V1__orders.sql
create table orders (id bigint primary key, total numeric);
alter table orders add constraint positive_total check (total >= 0);
```

```sql fine
-- file: migrations/002_positive_total.sql
alter table orders add constraint positive_total check (total >= 0) not valid;
-- file: migrations/003_validate_positive_total.sql
alter table orders validate constraint positive_total;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_users_age.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_check_constraint(
        "users_age", "users", "age > 0", postgresql_not_valid=True
    )


def downgrade():
    op.drop_constraint("users_age", "users", type_="check")
```

## If it failed half-way

If the validation fails, some rows do not fit: the error shows one. Mend them and validate again; until then the
constraint holds for new rows only.
"""

from collections.abc import Iterator

from towpath.operations import AddColumn, AddConstraint, Check
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.locking._constraints import added, makes_read, validated_later


@rule(databases={"postgresql"}, about={Check})
def check(operation: AddConstraint | AddColumn, context: Context) -> Iterator[Finding]:
    constraint = added(operation, Check)
    if constraint is None or not makes_read(operation, constraint, context):
        return
    changes = validated_later(operation, constraint, context)
    fix = Fix(f"Add it NOT VALID, and validate it {context.later}", changes)
    yield Finding(
        f"reads and writes of {operation.table} wait until every row has been verified", (fix,) * bool(changes)
    )
