"""A foreign key that is checked at once keeps the writers of both tables waiting.

`ADD FOREIGN KEY` takes a SHARE ROW EXCLUSIVE lock on the table and on the one that it points to, and holds both until
every row has been looked up. Reads go on; each INSERT, UPDATE and DELETE on either table queues.
With `NOT VALID` the locks are brief, and new rows are checked from then on. `VALIDATE CONSTRAINT` reads the old rows
later without keeping a writer out, in a transaction of its own: in the same one, the first locks would be held on.

```flyway bad
-- file: V1__tables.sql
create table users (id bigint primary key);
create table orders (id bigint primary key, user_id bigint);
-- file: V2__orders_user.sql
alter table orders add constraint orders_user foreign key (user_id) references users (id);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__orders_user.sql
alter table orders add constraint orders_user foreign key (user_id) references users (id) not valid;
-- file: V3__validate_orders_user.sql
alter table orders validate constraint orders_user;
```

```prisma bad
-- file: migrations/20240101000000_tables/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
CREATE TABLE "Order" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT);
-- file: migrations/20240102000000_order_user/migration.sql
-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_order_user/migration.sql
-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") NOT VALID;
-- file: migrations/20240102000001_validate_Order_userId_fkey/migration.sql
-- AlterTable
ALTER TABLE "Order" VALIDATE CONSTRAINT "Order_userId_fkey";
```

```sql bad
-- file: migrations/001_tables.sql
create table users (id bigint primary key);
create table orders (id bigint primary key);
-- file: migrations/002_orders_user.sql
alter table orders add column user_id bigint default 1 references users;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql good
-- file: migrations/002_orders_user.sql
alter table orders add column user_id bigint default 1;
alter table orders add constraint orders_user_id_fkey foreign key (user_id) references users not valid;
-- file: migrations/003_validate_orders_user_id_fkey.sql
alter table orders validate constraint orders_user_id_fkey;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_orders_user.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_foreign_key("orders_user", "orders", "users", ["user_id"], ["id"])
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_constraint("orders_user", "orders", type_="foreignkey")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_orders_user.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_foreign_key(
        "orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True
    )


def downgrade():
    op.drop_constraint("orders_user", "orders", type_="foreignkey")
# file: migrations/versions/77819d0483c8_validate_orders_user.py
from alembic import op

revision = "77819d0483c8"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE orders VALIDATE CONSTRAINT orders_user")


def downgrade():
    pass
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel("User", [("id", models.BigAutoField(primary_key=True))]),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("user", models.ForeignKey(db_constraint=False, on_delete=models.CASCADE, to="shop.user")),
            ],
        ),
    ]
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AlterField(
      # ^^^^^^^^^^^^^^^^^^^^^^
            model_name="order",
            name="user",
            field=models.ForeignKey(on_delete=models.CASCADE, to="shop.user"),
        ),
    ]
```

```django good
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterField(
                    model_name="order",
                    name="user",
                    field=models.ForeignKey(
                        db_constraint=False, on_delete=models.CASCADE, to="shop.user"
                    ),
                ),
                migrations.RunSQL(
                    "ALTER TABLE shop_order ADD CONSTRAINT shop_order_user_id_00aba627_fk_shop_user_id FOREIGN KEY (user_id) REFERENCES shop_user (id) DEFERRABLE INITIALLY DEFERRED NOT VALID",
                    reverse_sql="ALTER TABLE shop_order DROP CONSTRAINT shop_order_user_id_00aba627_fk_shop_user_id",
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="order",
                    name="user",
                    field=models.ForeignKey(on_delete=models.CASCADE, to="shop.user"),
                ),
            ],
        ),
    ]
# file: shop/migrations/0003_validate_order_user_id_fk.py
from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0002_change"),
    ]

    operations = [
        ValidateConstraint(
            model_name="order", name="shop_order_user_id_00aba627_fk_shop_user_id"
        ),
    ]
```

```rails bad
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users
    create_table :orders do |t|
      t.bigint :user_id
      t.integer :number
      t.integer :total
    end
  end
end
# file: db/migrate/20240102000000_orders_of_users.rb
class OrdersOfUsers < ActiveRecord::Migration[7.1]
  def change
    add_foreign_key :orders, :users
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_orders_of_users.rb
class OrdersOfUsers < ActiveRecord::Migration[7.1]
  def change
    add_foreign_key :orders, :users, validate: false
  end
end
# file: db/migrate/20240102000001_validate_fk_rails_f868b47f6a.rb
class ValidateFkRailsF868b47f6a < ActiveRecord::Migration[7.1]
  def change
    validate_foreign_key :orders, :users
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <addForeignKeyConstraint baseColumnNames="user_id" baseTableName="orders"
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                                 constraintName="buyer"
                                 referencedColumnNames="id" referencedTableName="users"/>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>ALTER TABLE orders ADD CONSTRAINT buyer FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID</sql>
        <rollback>
            <dropForeignKeyConstraint baseTableName="orders" constraintName="buyer"/>
        </rollback>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>ALTER TABLE orders VALIDATE CONSTRAINT buyer</sql>
        <rollback/>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - addForeignKeyConstraint:
    # ^^^^^^^^^^^^^^^^^^^^^^^^
        baseColumnNames: user_id
        baseTableName: orders
        constraintName: buyer
        referencedColumnNames: id
        referencedTableName: users
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: ALTER TABLE orders ADD CONSTRAINT buyer FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID
    rollback:
    - dropForeignKeyConstraint:
        baseTableName: orders
        constraintName: buyer
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: ALTER TABLE orders VALIDATE CONSTRAINT buyer
    rollback: []
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
            "addForeignKeyConstraint": {
          # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              "baseColumnNames": "user_id",
              "baseTableName": "orders",
              "constraintName": "buyer",
              "referencedColumnNames": "id",
              "referencedTableName": "users"
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
              "sql": "ALTER TABLE orders ADD CONSTRAINT buyer FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID"
            }
          }
        ],
        "rollback": [
          {
            "dropForeignKeyConstraint": {
              "baseTableName": "orders",
              "constraintName": "buyer"
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
              "sql": "ALTER TABLE orders VALIDATE CONSTRAINT buyer"
            }
          }
        ],
        "rollback": []
      }
    }
  ]
}
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:1
alter table orders add constraint buyer foreign key (user_id) references users (id);
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
alter table orders add constraint buyer foreign key (user_id) references users (id) not valid;

--changeset anna:2
alter table orders validate constraint buyer;
```

## How to do it

Add the constraint `NOT VALID`, and validate it in the next migration.
Partitioned tables take `NOT VALID` foreign keys from PostgreSQL 18 on.

## When it is fine

On a table that the same migration creates, since it has no rows; and for a new column without a default, since there
is nothing to look up. The table that it points to is locked all the same, so keep that transaction short.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__orders.sql
create table orders (id bigint primary key, user_id bigint);
alter table orders add constraint orders_user foreign key (user_id) references users (id);
```

```sql fine
-- file: migrations/002_orders_user.sql
alter table orders add column user_id bigint references users;
```

```sql fine
-- file: migrations/002_orders_user.sql
alter table orders add constraint orders_user foreign key (user_id) references users (id) not valid;
-- file: migrations/003_validate_orders_user.sql
alter table orders validate constraint orders_user;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_orders.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_table("orders", sa.Column("user_id", sa.BigInteger()))
    op.create_foreign_key("orders_user", "orders", "users", ["user_id"], ["id"])


def downgrade():
    op.drop_table("orders")
```

```django fine
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("order", "user", models.ForeignKey("shop.user", models.CASCADE, null=True)),
    ]
```

## If it failed half-way

If the validation fails, rows point to nothing: the error names one. Mend them and validate again; until then the
constraint holds for new rows only.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.operations import AddColumn, AddConstraint, ForeignKey, Name
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.locking._constraints import added, makes_read, validated_later


@rule(databases={"postgresql"}, instead_of={"scanning-check"}, about={ForeignKey})
def check(operation: AddConstraint | AddColumn, context: Context) -> Iterator[Finding]:
    key = added(operation, ForeignKey)
    if key is None or not makes_read(operation, key, context):
        return
    table, target = operation.table, key.target
    waiting = _waiting(operation, target, context)
    changes = validated_later(operation, key, context)
    fix = Fix(f"Add it NOT VALID, and validate it {context.later}", changes)
    yield Finding(f"{waiting} wait until every row of {table} has been looked up in {target}", (fix,) * bool(changes))


def _waiting(operation: AddConstraint | AddColumn, target: Name, context: Context) -> str:
    """Who waits: a column that comes along locks out the table's readers too."""
    table = operation.table
    alone = table == target or context.is_new(target)
    if table in context.impact(operation).blocks_reads:
        return f"reads and writes of {table}" + ("" if alone else f", and writes to {target},")
    return f"writes to {table}" + ("" if alone else f" and {target}")
