"""A foreign key without an index makes each deletion in the other table read all of this one.

Before a row of the table that a foreign key points to is deleted, or gets another key, the database looks for rows that
point to it. Without an index on the column that is a reading of the whole table, for each row: harmless while the table
is small, minutes and held locks later. Joins along the key are slow for the same reason. The key itself makes no index
on PostgreSQL and SQLite; MySQL and MariaDB make one.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__orders.sql
create table orders (
    id bigint primary key,
    user_id bigint references users
 -- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
);
```

```flyway good
-- file: V2__orders.sql
create table orders (
    id bigint primary key,
    user_id bigint references users
);
create index orders_user_id_idx on orders (user_id);
```

```sql bad
-- file: migrations/001_orders.up.sql
create table users (id bigint primary key);
create table orders (id bigint primary key, user_id bigint);
-- file: migrations/001_orders.down.sql
drop table orders;
drop table users;
-- file: migrations/002_orders_user.up.sql
alter table orders add constraint orders_user foreign key (user_id) references users (id) not valid;
                -- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_orders_user.down.sql
alter table orders drop constraint orders_user;
```

```prisma bad
-- file: migrations/20240101000000_init/migration.sql
CREATE TABLE "User" ("id" BIGINT PRIMARY KEY);
CREATE TABLE "Order" ("id" BIGINT PRIMARY KEY, "userId" BIGINT REFERENCES "User");
                                            -- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True))


def downgrade():
    op.drop_table("users")
# file: migrations/versions/2b3c4d5e6f7a_orders.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_table(
  # ^^^^^^^^^^^^^^^^
        "orders",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id")),
    )


def downgrade():
    op.drop_table("orders")
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel("User", [("id", models.BigAutoField(primary_key=True))]),
        migrations.CreateModel(
      # ^^^^^^^^^^^^^^^^^^^^^^^
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("user", models.ForeignKey(db_index=False, on_delete=models.CASCADE, to="shop.user")),
            ],
        ),
    ]
```

```rails bad
# file: db/migrate/20240101000000_create_orders.rb
class CreateOrders < ActiveRecord::Migration[7.1]
  def change
    create_table :users
    create_table :orders do |t|
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      t.bigint :user_id
      t.foreign_key :users
    end
  end
end
```

```rails good
# file: db/migrate/20240101000000_create_orders.rb
class CreateOrders < ActiveRecord::Migration[7.1]
  def change
    create_table :users
    create_table :orders do |t|
      t.bigint :user_id
      t.foreign_key :users
    end
    add_index :orders, :user_id, name: "orders_user_id_idx"
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint"><constraints primaryKey="true"/></column>
        </createTable>
        <createTable tableName="orders">
            <column name="user_id" type="bigint"/>
        </createTable>
        <addForeignKeyConstraint constraintName="orders_user" baseTableName="orders" baseColumnNames="user_id"
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            referencedTableName="users" referencedColumnNames="id"/>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint"><constraints primaryKey="true"/></column>
        </createTable>
        <createTable tableName="orders">
            <column name="user_id" type="bigint"/>
        </createTable>
        <addForeignKeyConstraint constraintName="orders_user" baseTableName="orders" baseColumnNames="user_id"
            referencedTableName="users" referencedColumnNames="id"/>
    </changeSet>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id)</sql>
        <rollback>
            <sql>DROP INDEX CONCURRENTLY orders_user_id_idx</sql>
        </rollback>
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
        tableName: users
        columns:
        - column:
            name: id
            type: bigint
            constraints:
              primaryKey: true
    - createTable:
        tableName: orders
        columns:
        - column:
            name: user_id
            type: bigint
    - addForeignKeyConstraint:
    # ^^^^^^^^^^^^^^^^^^^^^^^^
        constraintName: orders_user
        baseTableName: orders
        baseColumnNames: user_id
        referencedTableName: users
        referencedColumnNames: id
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - createTable:
        tableName: users
        columns:
        - column:
            name: id
            type: bigint
            constraints:
              primaryKey: true
    - createTable:
        tableName: orders
        columns:
        - column:
            name: user_id
            type: bigint
    - addForeignKeyConstraint:
        constraintName: orders_user
        baseTableName: orders
        baseColumnNames: user_id
        referencedTableName: users
        referencedColumnNames: id
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id)
    rollback:
    - sql:
        sql: DROP INDEX CONCURRENTLY orders_user_id_idx
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
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "id",
                    "type": "bigint",
                    "constraints": {
                      "primaryKey": "true"
                    }
                  }
                }
              ]
            }
          },
          {
            "createTable": {
              "tableName": "orders",
              "columns": [
                {
                  "column": {
                    "name": "user_id",
                    "type": "bigint"
                  }
                }
              ]
            }
          },
          {
            "addForeignKeyConstraint": {
          # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              "constraintName": "orders_user",
              "baseTableName": "orders",
              "baseColumnNames": "user_id",
              "referencedTableName": "users",
              "referencedColumnNames": "id"
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
            "createTable": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "id",
                    "type": "bigint",
                    "constraints": {
                      "primaryKey": "true"
                    }
                  }
                }
              ]
            }
          },
          {
            "createTable": {
              "tableName": "orders",
              "columns": [
                {
                  "column": {
                    "name": "user_id",
                    "type": "bigint"
                  }
                }
              ]
            }
          },
          {
            "addForeignKeyConstraint": {
              "constraintName": "orders_user",
              "baseTableName": "orders",
              "baseColumnNames": "user_id",
              "referencedTableName": "users",
              "referencedColumnNames": "id"
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
              "sql": "CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id)"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "DROP INDEX CONCURRENTLY orders_user_id_idx"
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
create table users ( id bigint not null, constraint users_pkey primary key (id) );
create table orders (user_id bigint);
alter table orders add constraint orders_user foreign key (user_id) references users (id);
                -- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users ( id bigint not null, constraint users_pkey primary key (id) );
create table orders (user_id bigint);
alter table orders add constraint orders_user foreign key (user_id) references users (id);

--changeset anna:2 runInTransaction:false
create index concurrently orders_user_id_idx on orders (user_id);
--rollback drop index concurrently orders_user_id_idx;
```

## How to do it

Index the column, in the migration that makes the table or, on a table with rows, concurrently and before the key comes.
Name the index in the application's model as well, where that says what there is (`index=True` of SQLAlchemy, `db_index`
of Django, `@@index` of Prisma).

## When it is fine

Where an index begins with the column, be it that of a key, one over more columns or one that leaves out NULL; for a
table that is small (`tables.small`). Nothing is said of tables whose making the files do not show: an index may be there.

```flyway fine
-- file: V1__orders.sql
create table users (id bigint primary key);
create table orders (user_id bigint references users, number bigint, primary key (user_id, number));
create table notes (id bigint primary key, user_id bigint references users);
create index notes_user on notes (user_id) where user_id is not null;
```

```flyway fine
-- file: V2__letters.sql
alter table letters add column user_id bigint references users;
```

## If it failed half-way

Nothing is left; an index that was built concurrently and failed is there, INVALID, and has to be dropped first.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.changes import Insert, Move, NewMigration, Ref
from towpath.operations import (
    AddColumn,
    AddConstraint,
    CreateIndex,
    CreateTable,
    DeleteRows,
    ForeignKey,
    IndexKey,
    InsertRows,
    Migration,
    RunCode,
    UpdateRows,
)
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.indexes._alike import leads

_ROWS = (DeleteRows, InsertRows, RunCode, UpdateRows)
Keyed = CreateTable | AddColumn | AddConstraint


@rule(
    severity="info",
    effect="",
    down=False,
    databases={"postgresql", "sqlite"},
    about={CreateTable, AddColumn, AddConstraint},
)
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    for number, operation in context.each(CreateTable, AddColumn, AddConstraint):
        if keys := _keys(operation):
            for key in _unindexed(operation, keys, context):
                named = f"{operation.table}({', '.join(key.columns)})"
                yield Finding(
                    f"no index finds {named}: each row that is deleted in {key.target} reads all of {operation.table}",
                    (_fix(operation, key, migration, number, context),),
                    part=f"column {key.columns[0]}",
                    at=number,
                )


def _keys(operation: Keyed) -> list[ForeignKey]:
    constraints = (operation.constraint,) if isinstance(operation, AddConstraint) else operation.constraints
    return [one for one in constraints if isinstance(one, ForeignKey)]


def _unindexed(operation: Keyed, keys: list[ForeignKey], context: Context) -> Iterator[ForeignKey]:
    """The keys that stay, were not there before the migration, and get no index."""
    before, end = context.table(operation.table), context.lasting(operation.table)
    # What is not seen from its beginning may have an index that nothing tells of.
    if end is None or not end.whole or context.is_small(operation.table):
        return
    there = {key.columns for key in before.foreign_keys} if before else set[tuple[str, ...]]()
    stay = {key.columns for key in end.foreign_keys} - there
    for key in keys:
        if key.columns in stay and all(map(end.column, key.columns)) and not leads((end,), key.columns):
            yield key


def _fix(operation: Keyed, key: ForeignKey, migration: Migration, number: int, context: Context) -> Fix:
    """An index: in the migration that makes the table, before any rows; else one that is built concurrently, later."""
    name = context.at(number).object_name(operation.table, "_".join(key.columns), "idx")
    index = CreateIndex(name, operation.table, tuple(map(IndexKey, key.columns)))
    if isinstance(operation, CreateTable):
        # A statement that commits alone has to take the index along, or the table is not new any more.
        together = Move(transactional=True, at=context.ref(number))
        rows = (at for at, one in enumerate(context.operations) if at > number and isinstance(one, _ROWS))
        # What works on rows may have to move to a migration of its own, and what stands behind it would hold it back.
        before = next((ref for ref in map(context.ref, rows) if ref.step != context.ref(number).step), None)
        last = Ref(migration.identity, 0)
        return Fix("Index it", (together, Insert(index, before or last, last=before is None, transactional=True)))
    slug = f"index_{name}".removesuffix("_idx")
    if context.dialect == "sqlite":
        return Fix("Index it in the next migration", (NewMigration((index,), slug),))
    concurrently = CreateIndex(name, index.table, index.keys, concurrently=True)
    later = NewMigration((concurrently,), slug, transactional=False)
    return Fix(context.concurrently("Index it concurrently in the next migration"), (later,))
