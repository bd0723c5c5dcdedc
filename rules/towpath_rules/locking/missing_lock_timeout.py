"""Without a lock timeout, a change that waits for its lock stops everybody behind it.

A lock that blocks reads or writes has to wait until every transaction that uses the table has ended, and all that come
later queue behind it, plain SELECTs too. So even a change that takes a millisecond can stop an application for as long
as the longest query runs. With `lock_timeout` it gives up instead, and can be tried again.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__users_name.sql
alter table users add column name text;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
alter table users add column nickname text;
```

```flyway good
-- file: V2__users_name.sql
set local lock_timeout = '5s';
alter table users add column name text;
alter table users add column nickname text;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
-- file: migrations/20240102000000_user_name/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "name" TEXT;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_user_name/migration.sql
SET LOCAL lock_timeout = '5s';
-- AlterTable
ALTER TABLE "User" ADD COLUMN "name" TEXT;
```

```sql bad
-- file: db/migrations/20240102000000_users_name.sql
-- migrate:up
alter table users add column name text;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- migrate:down
set lock_timeout = '5s';
alter table users drop column name;
```

```sql good
-- file: db/migrations/20240102000000_users_name.sql
-- migrate:up
set local lock_timeout = '5s';
alter table users add column name text;

-- migrate:down
set lock_timeout = '5s';
alter table users drop column name;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_nickname.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.Text()))
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.execute("SET lock_timeout = '5s'")
    op.drop_column("users", "nickname")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_nickname.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("users", sa.Column("nickname", sa.Text()))


def downgrade():
    op.execute("SET lock_timeout = '5s'")
    op.drop_column("users", "nickname")
```

```django bad
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "name", models.TextField(null=True)),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "SET LOCAL lock_timeout = '5s'", reverse_sql=migrations.RunSQL.noop
        ),
        migrations.AddField("user", "name", models.TextField(null=True)),
    ]
```

```rails bad
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
# file: db/migrate/20240102000000_add_names.rb
class AddNames < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :name, :string
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    add_column :users, :nickname, :string
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_names.rb
class AddNames < ActiveRecord::Migration[7.1]
  def change
    up_only { execute "SET LOCAL lock_timeout = '5s'" }
    add_column :users, :name, :string
    add_column :users, :nickname, :string
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            <column name="name" type="text"/>
        </addColumn>
        <addColumn tableName="users">
            <column name="nickname" type="text"/>
        </addColumn>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <sql>SET LOCAL lock_timeout = '5s'</sql>
        <addColumn tableName="users">
            <column name="name" type="text"/>
        </addColumn>
        <addColumn tableName="users">
            <column name="nickname" type="text"/>
        </addColumn>
        <rollback>
            <sql>SET LOCAL lock_timeout = '5s'</sql>
            <dropColumn columnName="nickname" tableName="users"/>
            <dropColumn columnName="name" tableName="users"/>
        </rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    changes:
    - addColumn:
    # ^^^^^^^^^^
        tableName: users
        columns:
          - column:
              name: name
              type: text
    - addColumn:
        tableName: users
        columns:
          - column:
              name: nickname
              type: text
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: SET LOCAL lock_timeout = '5s'
    - addColumn:
        tableName: users
        columns:
          - column:
              name: name
              type: text
    - addColumn:
        tableName: users
        columns:
          - column:
              name: nickname
              type: text
    rollback:
    - sql:
        sql: SET LOCAL lock_timeout = '5s'
    - dropColumn:
        columnName: nickname
        tableName: users
    - dropColumn:
        columnName: name
        tableName: users
```

```liquibase.json bad
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "addColumn": {
          # ^^^^^^^^^^^^^^
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "name",
                    "type": "text"
                  }
                }
              ]
            }
          },
          {
            "addColumn": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "nickname",
                    "type": "text"
                  }
                }
              ]
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
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "SET LOCAL lock_timeout = '5s'"
            }
          },
          {
            "addColumn": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "name",
                    "type": "text"
                  }
                }
              ]
            }
          },
          {
            "addColumn": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "nickname",
                    "type": "text"
                  }
                }
              ]
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "SET LOCAL lock_timeout = '5s'"
            }
          },
          {
            "dropColumn": {
              "columnName": "nickname",
              "tableName": "users"
            }
          },
          {
            "dropColumn": {
              "columnName": "name",
              "tableName": "users"
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

--changeset anna:2
alter table users add column name text;
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
alter table users add column nickname text;
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2
set local lock_timeout = '5s';
alter table users add column name text;
alter table users add column nickname text;
```

## How to do it

Set `lock_timeout` before the first such statement of the transaction. (The option `timeout` is what the fix writes.)
Where each statement commits by itself, set it once for the session; this is told once as well.
Or set it once for all outside of the migrations, in the tool's connection or for its role
(`ALTER ROLE migrator SET lock_timeout = '5s'`), and say so in the configuration: `[timeouts] lock = "5s"`.

## When it is fine

Where nobody waits: on a table that the same migration creates, and for locks that block neither reads nor writes.
On tables that the configuration lists as hot or large this is a warning.

```flyway fine
-- file: towpath.toml
[timeouts]
lock = "5s"
-- file: V2__users_name.sql
alter table users add column name text;
```

```sql fine
-- file: migrations/002_orders.sql
create table orders (id bigint primary key);
alter table orders add column total numeric;
-- file: migrations/003_orders_total.sql
create index concurrently orders_total on orders (total);
```

## If it failed half-way

A statement that gave up fails with `canceling statement due to lock timeout`: in a transaction nothing is left, so run
the migration again, a few times, with pauses.
"""

import re
from collections.abc import Iterator, Sequence

from towpath.changes import Insert, Move
from towpath.operations import ControlTransaction, InsertRows, Migration, Name, Operation, SetSetting
from towpath.rule import Context, Finding, Fix, rule

_NEVER = re.compile(r"\s*'?\s*(0[a-z\s]*)?'?\s*", re.I)


@rule(severity="info", effect="", down=True, databases={"postgresql"}, options={"timeout": "5s"})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    if context.runner.lock_timeout is not None and _limits(context.runner.lock_timeout):
        return
    told: set[int] = set()
    transaction = 1
    for number, operation in enumerate(context.operations):
        if isinstance(operation, InsertRows):
            # Nobody waits for that, and there may be thousands of it.
            continue
        # Those that commit by themselves count as one: what is set for the session holds for all of them.
        unit = transaction if context.switch(number) else 0
        limited = unit in told or _limits(context.setting_at(number, "lock_timeout"))
        if not limited and (tables := context.find_out(number, _blocked)):
            yield _finding(tables, operation, number, context.at(number))
            told.add(unit)
        if isinstance(operation, ControlTransaction):
            transaction += 1


def _blocked(operation: Operation, here: Context) -> tuple[Name, ...]:
    return here.blocked(operation)


def _limits(timeout: str | None) -> bool:
    """Whether a value of lock_timeout is one; nothing and 0 are none."""
    return timeout is not None and not _NEVER.fullmatch(timeout)


def _finding(tables: Sequence[Name], operation: Operation, number: int, context: Context) -> Finding:
    busy = any(context.is_hot(table) or context.is_large(table) for table in tables)
    *most, last = map(_called, tables)
    names = f"{', '.join(most)} and {last}" if most else last
    return Finding(
        f"no lock_timeout is set: while this waits for its lock on {names}, every later query there waits behind it",
        () if isinstance(context.transactional, str) else tuple(_fixes(operation, context)),
        "warning" if busy else None,
        at=number,
    )


def _fixes(operation: Operation, context: Context) -> Iterator[Fix]:
    """Set for the transaction; where there is none, for the session, or, where that cannot be said, in one."""
    timeout = context.option("timeout")
    title = f"Set lock_timeout to {timeout} first"
    local = Insert(SetSetting("lock_timeout", f"'{timeout}'", local=True), first=True)
    if context.transactional:
        yield Fix(title, (local,), safe=True)
        return
    yield Fix(title, (Insert(SetSetting("lock_timeout", f"'{timeout}'"), first=True),))
    if context.in_transaction(operation) == "allowed":
        yield Fix(f"{title}, in one transaction with it", (local, Move(transactional=True)), safe=True)


def _called(table: Name) -> str:
    """A table, or what stands for many of them."""
    if table.name != "*":
        return str(table)
    return f"every table of {table.schema}" if table.schema else "every table concerned"
