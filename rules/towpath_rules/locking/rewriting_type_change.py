"""A type change that PostgreSQL cannot do in the catalogue alone writes the whole table anew.

`ALTER COLUMN … TYPE` holds an ACCESS EXCLUSIVE lock, so reads and writes wait until every row, and every index, has
been written again. For some changes it is enough to build indexes anew or to verify rows: that takes long as well.
What the column was comes from the migrations before; where it is not in the files, the worst is taken.

```flyway bad
-- file: V1__orders.sql
create table orders (id bigint primary key, number integer);
-- file: V2__big_numbers.sql
alter table orders alter column number type bigint;
--                                          ^^^^^^
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" VARCHAR(100));
-- file: migrations/20240102000000_short_names/migration.sql
-- AlterTable
ALTER TABLE "User" ALTER COLUMN "name" SET DATA TYPE VARCHAR(50);
--                                                   ^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_orders.sql
create table orders (id bigint primary key, at timestamp);
create index orders_at on orders (at);
-- file: migrations/002_orders_at.sql
set timezone = 'UTC';
alter table orders alter column at type timestamptz;
--                                      ^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_orders.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("total", sa.Integer()),
    )


def downgrade():
    op.drop_table("orders")
# file: migrations/versions/2b3c4d5e6f7a_orders_total.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.alter_column(
        "orders", "total", type_=sa.BigInteger(), existing_type=sa.Integer()
#                          ^^^^^^^^^^^^^^^^^^^^^
    )


def downgrade():
    pass
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("number", models.IntegerField()),
            ],
        ),
    ]
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AlterField("user", "number", models.BigIntegerField()),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
# file: db/migrate/20240102000000_big_numbers.rb
class BigNumbers < ActiveRecord::Migration[7.1]
  def up
    change_column :orders, :number, :bigint
                                  # ^^^^^^^
  end

  def down
    change_column :orders, :number, :integer
                                  # ^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <sql>alter table orders alter column number type bigint</sql>
                                                       # ^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Add a column of the new type; let the application or a trigger write both; copy the old values in batches; let the
application read the new one; drop the old one when nothing names it. Each is a deployment of its own.

## When it is fine

Where nothing is written anew, and then this rule is silent: `varchar` to a longer one, to one without a limit or to
`text`; `numeric` to a higher precision of the same scale; more digits of a second; `timestamp` to `timestamptz` in UTC,
as long as no index holds the column; `cidr` to `inet`. Also on a table that the same migration creates.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, name varchar(50));
-- file: V2__longer_names.sql
alter table users alter column name type varchar(100);
-- file: V3__free_names.sql
alter table users alter column name type text;
```

```prisma fine
-- file: migrations/20240101000000_orders/migration.sql
CREATE TABLE "Order" ("id" TEXT NOT NULL PRIMARY KEY, "total" DECIMAL(10,2));
-- file: migrations/20240102000000_big_orders/migration.sql
ALTER TABLE "Order" ALTER COLUMN "total" SET DATA TYPE DECIMAL(12,2);
```

```alembic fine
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("name", sa.String(length=50)),
    )


def downgrade():
    op.drop_table("users")
# file: migrations/versions/2b3c4d5e6f7a_users_name.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.alter_column(
        "users", "name", type_=sa.Text(), existing_type=sa.String(length=50)
    )


def downgrade():
    pass
```

## If it failed half-way

The transaction is rolled back, and the table is as it was. The space that the new copy took is free again.
"""

from collections.abc import Iterator

from towpath.operations import AlterColumnType
from towpath.rule import Context, Finding, rule


@rule(databases={"postgresql"})
def check(change: AlterColumnType, context: Context) -> Iterator[Finding]:
    table = change.table
    if context.is_new(table) or context.is_small(table):
        return
    impact = context.impact(change)
    if impact.rewrites:
        why = f"every row and index of {table} has been written anew"
    elif impact.rebuilds_indexes:
        why = f"indexes of {table} have been built anew"
    elif impact.scans:
        why = f"every row of {table} has been verified again"
    else:
        return
    column = context.column(table, change.column)
    old = f"from {column.type} " if column and column.type else ""
    yield Finding(
        f"reads and writes wait until {why}, since {change.column} changes {old}to {change.type}", part="type"
    )
