"""Between the drop of an index and the build of the next one, queries have none.

Where each statement commits by itself, as it must to build concurrently, everybody sees the time in between: queries
read the whole table, for as long as the new index takes to build, and on a busy table that is enough to bring the
application down. If the build fails, it stays so.

```flyway bad
-- file: V2__status_and_time.sql
drop index concurrently orders_status;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
create index concurrently orders_status_at on orders (status, at);
-- file: V2__status_and_time.sql.conf
executeInTransaction=false
-- file: V1__orders.sql
create table orders (status text, at timestamptz);
create index orders_status on orders (status);
```

```flyway good
-- file: V2__status_and_time.sql
create index concurrently orders_status_at on orders (status, at);
drop index concurrently orders_status;
```

```prisma bad
-- file: migrations/20240101000000_init/migration.sql
CREATE TABLE "Order" ("status" TEXT, "at" TIMESTAMPTZ);
CREATE INDEX "Order_status_idx" ON "Order"("status");
-- file: migrations/20240102000000_at/migration.sql
-- DropIndex
DROP INDEX "Order_status_idx";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^

-- CreateIndex
CREATE INDEX CONCURRENTLY "Order_status_at_idx" ON "Order"("status", "at");
-- file: package.json
{"dependencies": {"prisma": "7.8.0"}}
```

```sql bad
-- file: migrations/001_orders.up.sql
create table orders (status text, at timestamptz);
create index orders_status on orders (status);
-- file: migrations/001_orders.down.sql
drop table orders;
-- file: migrations/002_at.up.sql
begin;
drop index orders_status;
-- ^^^^^^^^^^^^^^^^^^^^^
commit;
begin;
create index orders_status_at on orders (status, at);
commit;
-- file: migrations/002_at.down.sql
drop index orders_status_at;
create index orders_status on orders (status);
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_orders.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table("orders", sa.Column("status", sa.Text()), sa.Column("at", sa.DateTime()))
    op.create_index("orders_status", "orders", ["status"])


def downgrade():
    op.drop_table("orders")
# file: migrations/versions/2b3c4d5e6f7a_at.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.drop_index("orders_status", "orders", postgresql_concurrently=True)
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        op.create_index("orders_status_at", "orders", ["status", "at"], postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.create_index("orders_status", "orders", ["status"], postgresql_concurrently=True)
        op.drop_index("orders_status_at", "orders", postgresql_concurrently=True)
```

Where several indexes serve such queries, the gap opens with the last of them:

```flyway bad mysql
-- file: V1__orders.sql
create table orders (status varchar(9), at datetime, paid int, index one (status, at), index two (status, paid));
-- file: V2__paid.sql
drop index one on orders;
   drop index two on orders;
-- ^^^^^^^^^^^^^^^^^^^^^^^^
create index one on orders (status, paid, at);
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[("id", models.BigAutoField(primary_key=True)), ("status", models.IntegerField())],
            options={"indexes": [models.Index(fields=["status"], name="order_status")]},
        ),
    ]
# file: shop/migrations/0002_status.py
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("shop", "0001_initial")]

    operations = [
        RemoveIndexConcurrently("order", "order_status"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        AddIndexConcurrently("order", models.Index(fields=["status", "id"], name="order_status_id")),
    ]
```

```rails bad
# file: db/migrate/20240101000000_create_orders.rb
class CreateOrders < ActiveRecord::Migration[7.1]
  def change
    create_table :orders do |t|
      t.text :status, index: true
      t.datetime :at
    end
  end
end
# file: db/migrate/20240102000000_index_orders_by_status_and_time.rb
class IndexOrdersByStatusAndTime < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    remove_index :orders, column: :status, algorithm: :concurrently
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    add_index :orders, [:status, :at], algorithm: :concurrently
  end
end
```

```rails good
# file: db/migrate/20240102000000_index_orders_by_status_and_time.rb
class IndexOrdersByStatusAndTime < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    add_index :orders, [:status, :at], algorithm: :concurrently
    remove_index :orders, :status, algorithm: :concurrently
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="orders">
            <column name="status" type="text"/>
        </createTable>
        <createIndex indexName="orders_status" tableName="orders"><column name="status"/></createIndex>
    </changeSet>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>drop index concurrently orders_status</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        <sql>create index concurrently orders_status_2 on orders (status) include (id)</sql>
        <rollback/>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="orders">
            <column name="status" type="text"/>
        </createTable>
        <createIndex indexName="orders_status" tableName="orders"><column name="status"/></createIndex>
    </changeSet>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>create index concurrently orders_status_2 on orders (status) include (id)</sql>
        <sql>drop index concurrently orders_status</sql>
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
    - createTable:
        tableName: orders
        columns:
        - column:
            name: status
            type: text
    - createIndex:
        indexName: orders_status
        tableName: orders
        columns:
        - column:
            name: status
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: drop index concurrently orders_status
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    - sql:
        sql: create index concurrently orders_status_2 on orders (status) include (id)
    rollback: []
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - createTable:
        tableName: orders
        columns:
        - column:
            name: status
            type: text
    - createIndex:
        indexName: orders_status
        tableName: orders
        columns:
        - column:
            name: status
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: create index concurrently orders_status_2 on orders (status) include (id)
    - sql:
        sql: drop index concurrently orders_status
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
            "createTable": {
              "tableName": "orders",
              "columns": [
                {
                  "column": {
                    "name": "status",
                    "type": "text"
                  }
                }
              ]
            }
          },
          {
            "createIndex": {
              "indexName": "orders_status",
              "tableName": "orders",
              "columns": [
                {
                  "column": {
                    "name": "status"
                  }
                }
              ]
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "drop index concurrently orders_status"
                    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            }
          },
          {
            "sql": {
              "sql": "create index concurrently orders_status_2 on orders (status) include (id)"
            }
          }
        ],
        "rollback": []
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
            "createTable": {
              "tableName": "orders",
              "columns": [
                {
                  "column": {
                    "name": "status",
                    "type": "text"
                  }
                }
              ]
            }
          },
          {
            "createIndex": {
              "indexName": "orders_status",
              "tableName": "orders",
              "columns": [
                {
                  "column": {
                    "name": "status"
                  }
                }
              ]
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "create index concurrently orders_status_2 on orders (status) include (id)"
            }
          },
          {
            "sql": {
              "sql": "drop index concurrently orders_status"
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
create table orders (status text);
create index orders_status on orders (status);

--changeset anna:2 runInTransaction:false
drop index concurrently orders_status;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
create index concurrently orders_status_2 on orders (status) include (id);
--rollback empty
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table orders (status text);
create index orders_status on orders (status);

--changeset anna:2 runInTransaction:false
create index concurrently orders_status_2 on orders (status) include (id);
drop index concurrently orders_status;
--rollback empty
```

## How to do it

Build the new one first, under another name, and drop the old one when the new one is valid. To build the very same index
anew, use `REINDEX INDEX CONCURRENTLY`.

## When it is fine

Within one transaction nobody sees what is between, though others wait; where another index begins with the same column;
on a new table, and one that is small.

```flyway fine
-- file: V1__orders.sql
create table orders (status text, at timestamptz);
create index orders_status on orders (status);
create index orders_status_2 on orders (status, at);
-- file: V2__status.sql
drop index concurrently orders_status;
create index concurrently orders_status_3 on orders (status) include (at);
-- file: V2__status.sql.conf
executeInTransaction=false
```

## If it failed half-way

If the build fails, queries stay without an index: build one at once, under the old name or another one.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.changes import Insert, Ref, Remove
from towpath.operations import CreateIndex, DropIndex, Migration, replace
from towpath.rule import Context, Finding, Fix, Related, Table, rule
from towpath_rules.indexes._alike import leads


@rule(severity="warning", effect="", down=False, about={DropIndex})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    for number, drop in enumerate(context.operations):
        here = context.at(number)
        table = here.table_of_index(drop.index, drop.table) if isinstance(drop, DropIndex) else None
        if not isinstance(drop, DropIndex) or table is None or here.is_new(table.name) or here.is_small(table.name):
            continue
        index = table.index(drop.index.name)
        first = index.columns[0] if index and index.columns else None
        others = replace(table, indexes=tuple(one for one in table.indexes if one is not index))
        # While others begin with the same column, the gap does not open yet.
        if first is None or leads((others,), (first,)):
            continue
        build = _build(table, first, drop, number, context)
        if build is not None:
            ref = context.ref(build)
            yield Finding(
                f"queries by {first} on {table.name} have no index from here until the other one is built",
                tuple(_fixes(migration, drop, number, build, context)),
                related=(Related("here it is built", ref.migration, ref.step),),
                at=number,
            )


def _build(table: Table, first: str, drop: DropIndex, at: int, context: Context) -> int | None:
    """The operation that makes up for an index, if others query in between and find no other one."""
    for number in range(at + 1, len(context.operations)):
        build = context.operations[number]
        if not isinstance(build, CreateIndex) or build.columns[:1] != (first,):
            continue
        known = context.at(number).table(build.table)
        if known and known.name == table.name:
            # Whoever drops an index if it is there knows that it may not be, as after a build that failed.
            again = drop.if_exists and build.name == drop.index.name
            return None if again or not _is_seen(at, number, context) or leads((known,), (first,)) else number
    return None


def _is_seen(drop: int, build: int, context: Context) -> bool:
    """Whether others see what is between: both stand in no one statement, and not in one transaction."""
    if context.ref(drop).step == context.ref(build).step:
        return False
    return context.transactional is not True or context.dialect in ("mysql", "mariadb")


def _fixes(migration: Migration, drop: DropIndex, number: int, build: int, context: Context) -> Iterator[Fix]:
    """First the new one, then the old one goes; not where both have one name."""
    made = context.operations[build]
    if isinstance(made, CreateIndex) and made.name != drop.index.name:
        at = context.ref(build + 1) if build + 1 < len(context.operations) else Ref(migration.identity, 0)
        last = build + 1 == len(context.operations)
        behind = Insert(drop, at, last=last, transactional=context.switch(number) is True)
        yield Fix("Drop the old one when the new one is built", (Remove(context.ref(number)), behind))
