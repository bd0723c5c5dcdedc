"""A dropped column takes along every index that it is in.

PostgreSQL drops an index with each of its columns, also one that is there for the sake of the others. Nothing says so:
the queries that it served read the whole table from then on, and what a unique index of several columns kept out may
come. MySQL and MariaDB keep the index, without the column.

```flyway bad
-- file: V1__orders.sql
create table orders (id bigint primary key, status text, kind text, at timestamptz);
create index orders_status on orders (status, kind, at);
-- file: V2__no_kind.sql
alter table orders drop column kind;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_members.up.sql
create table members (team bigint, email text, unique (team, email));
-- file: migrations/001_members.down.sql
drop table members;
-- file: migrations/002_no_team.up.sql
alter table members drop column team;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_no_team.down.sql
alter table members add column team bigint;
alter table members add unique (team, email);
```

```prisma bad
-- file: migrations/20240101000000_init/migration.sql
CREATE TABLE "Order" ("status" TEXT, "kind" TEXT);
CREATE INDEX "Order_idx" ON "Order"("status", "kind");
-- file: migrations/20240102000000_no_kind/migration.sql
ALTER TABLE "Order" DROP COLUMN "kind";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_orders.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table("orders", sa.Column("status", sa.Text()), sa.Column("kind", sa.Text()))
    op.create_index("orders_status", "orders", ["status", "kind"])


def downgrade():
    op.drop_table("orders")
# file: migrations/versions/2b3c4d5e6f7a_no_kind.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.drop_column("orders", "kind")
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.add_column("orders", sa.Column("kind", sa.Text()))
    op.create_index("orders_status", "orders", ["status", "kind"])
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("status", models.IntegerField()),
                ("kind", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["status", "kind"], name="order_status")]},
        ),
    ]
# file: shop/migrations/0002_no_kind.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RemoveField("order", "kind"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
# file: db/migrate/20240101000000_create_orders.rb
class CreateOrders < ActiveRecord::Migration[7.1]
  def change
    create_table :orders do |t|
      t.text :status
      t.text :kind
      t.index [:status, :kind]
    end
  end
end
# file: db/migrate/20240102000000_no_kind.rb
class NoKind < ActiveRecord::Migration[7.1]
  def change
    remove_column :orders, :kind, :text
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="orders">
            <column name="status" type="text"/>
            <column name="kind" type="text"/>
        </createTable>
        <createIndex indexName="orders_status" tableName="orders">
            <column name="status"/>
            <column name="kind"/>
        </createIndex>
    </changeSet>
    <changeSet id="2" author="anna">
        <dropColumn tableName="orders" columnName="kind"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Build an index of the columns that are left first, concurrently, and drop the column afterwards. What was unique needs
a look at the rows: without the column they may be there twice.

## When it is fine

Where another index begins with the first column that is left, or the same one comes again; where the column came first,
and the others stand behind another one in some index; for an index of this column alone; on a new table.

```flyway fine
-- file: V1__orders.sql
create table orders (id bigint primary key, shop bigint, place bigint, at timestamptz);
create index orders_shop on orders (shop, at);
create index orders_place on orders (place, at);
-- file: V2__no_shop.sql
alter table orders drop column shop;
```

```flyway fine
-- file: V1__orders.sql
create table orders (id bigint primary key, status text, kind text);
create index orders_status on orders (status, kind);
create index orders_kind on orders (kind);
-- file: V2__status.sql
create index concurrently orders_status_alone on orders (status);
-- file: V2__status.sql.conf
executeInTransaction=false
-- file: V3__no_kind.sql
alter table orders drop column kind;
```

## If it failed half-way

The transaction is rolled back. Once it is committed, the index has to be built anew, concurrently.
"""

from collections.abc import Iterator, Sequence

from towpath.operations import DropColumn, Migration
from towpath.rule import Context, Finding, Index, Table, rule
from towpath_rules.indexes._alike import leads


@rule(severity="warning", effect="", down=False, databases={"postgresql"}, about={DropColumn})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    for number, drop in enumerate(context.operations):
        if not isinstance(drop, DropColumn):
            continue
        here = context.at(number)
        table, end = here.table(drop.table), here.lasting(drop.table)
        if table is None or end is None or here.is_new(drop.table) or here.is_small(drop.table):
            continue
        for index in table.indexes:
            if len(index.keys) > 1 and drop.column in index.columns and not _is_replaced(index, drop.column, end):
                yield Finding(_said(index, drop.column), at=number)


def _said(index: Index, column: str) -> str:
    what = f"{index.name.name} on ({', '.join(index.columns)}) goes with the column"
    if index.unique:
        return f"{what}, and nothing keeps rows from being there twice in its place"
    return f"{what}, and queries by {', '.join(_others(index, column))} have no other one"


def _others(index: Index, column: str) -> list[str]:
    return [one for one in index.columns if one != column]


def _is_replaced(index: Index, column: str, end: Table) -> bool:
    """Whether another index does for the columns that are left what this one did, or for all that come back."""
    others = _others(index, column)
    if index.unique:
        return any(one.unique and one.where is None and set(one.columns) <= {*others, column} for one in end.indexes)
    if index.columns[0] == column and any(_holds(one, others) for one in end.indexes):
        return True  # It found no rows by the others alone, and in this one they stand behind another column.
    return not others or leads((end,), others[:1]) or any(one.keys == index.keys for one in end.indexes)


def _holds(index: Index, columns: Sequence[str]) -> bool:
    """Whether an index of all rows has some columns, in their order, among its own."""
    own = iter(index.columns)
    return index.valid and index.where is None and all(column in own for column in columns)
