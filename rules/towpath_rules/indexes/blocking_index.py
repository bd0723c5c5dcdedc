"""An index that is built in the ordinary way makes every writer wait.

PostgreSQL holds a SHARE lock on the table until the build is done. Reads go on, and each INSERT, UPDATE and DELETE
queues behind it, for seconds on a million rows and for minutes or hours on a large table.
`CREATE INDEX CONCURRENTLY` reads the table twice instead, and lets writers through. It cannot run in a transaction.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, email text);
-- file: V2__users_email.sql
create index users_email on users (email);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__users_email.sql
create index concurrently users_email on users (email);
```

```flyway bad
-- file: flyway.conf
flyway.url=jdbc:postgresql://localhost/app
-- file: V1__users.sql
create table users (id bigint primary key, email text, name text);
-- file: V2__users_name.sql
alter table users add column nickname text;
create index users_nickname on users (nickname);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
create index users_name on users (name);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
# file: flyway.conf
flyway.url=jdbc:postgresql://localhost/app
flyway.postgresql.transactional.lock=false
-- file: V2__users_name.sql
alter table users add column nickname text;
-- file: V3__create_users_nickname.sql
create index concurrently users_nickname on users (nickname);
-- file: V4__create_users_name.sql
create index concurrently users_name on users (name);
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "users" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
-- file: migrations/20240102000000_users_email/migration.sql
-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_users_email/migration.sql
-- CreateIndex
CREATE UNIQUE INDEX CONCURRENTLY "users_email_key" ON "users"("email");
```

```sql bad
-- file: migrations/001_users.up.sql
create table users (id bigint primary key, email text);
-- file: migrations/002_users_email.up.sql
create index if not exists users_email on users (email);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_users_email.down.sql
drop index concurrently users_email;
```

```sql good
-- file: migrations/002_users_email.up.sql
create index concurrently users_email on users (email);
```

```sql bad
-- file: db/migrations/20240101000000_users.sql
-- migrate:up
create table users (id bigint primary key, email text);

-- migrate:down
drop table users;
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up
create index users_email on users (email);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- migrate:down transaction:false
drop index concurrently users_email;
```

```sql good
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up transaction:false
create index concurrently users_email on users (email);

-- migrate:down transaction:false
drop index concurrently users_email;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_nickname.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.Text()))
    op.create_index("users_nickname", "users", ["nickname"])
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index(
            "users_nickname", table_name="users", postgresql_concurrently=True
        )
    op.drop_column("users", "nickname")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_nickname.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.Text()))
    with op.get_context().autocommit_block():
        op.create_index(
            "users_nickname", "users", ["nickname"], postgresql_concurrently=True
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index(
            "users_nickname", table_name="users", postgresql_concurrently=True
        )
    op.drop_column("users", "nickname")
```

```django bad
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "born", models.DateField(db_index=True, null=True)),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        migrations.AddIndex("user", models.Index(fields=["email"], name="user_email")),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "born", models.DateField(null=True)),
    ]
# file: shop/migrations/0003_create_user_born_index.py
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("shop", "0002_change"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE INDEX CONCURRENTLY shop_user_born_61f6a951 ON shop_user (born)",
                    reverse_sql="DROP INDEX CONCURRENTLY shop_user_born_61f6a951",
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    "user", "born", models.DateField(db_index=True, null=True)
                ),
            ],
        ),
    ]
# file: shop/migrations/0004_user_user_email.py
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("shop", "0003_create_user_born_index"),
    ]

    operations = [
        AddIndexConcurrently("user", models.Index(fields=["email"], name="user_email")),
    ]
```

```rails bad
class IndexUsersOnEmail < ActiveRecord::Migration[7.1]
  def change
    add_index :users, :email, unique: true
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
class IndexUsersOnEmail < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    add_index :users, :email, unique: true, algorithm: :concurrently
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <createIndex indexName="users_email" tableName="users">
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            <column name="email"/>
        </createIndex>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>CREATE INDEX CONCURRENTLY users_email ON users (email)</sql>
        <rollback>
            <sql>DROP INDEX CONCURRENTLY users_email</sql>
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
    - createIndex:
    # ^^^^^^^^^^^^
        indexName: users_email
        tableName: users
        columns:
          - column:
              name: email
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: CREATE INDEX CONCURRENTLY users_email ON users (email)
    rollback:
    - sql:
        sql: DROP INDEX CONCURRENTLY users_email
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
            "createIndex": {
          # ^^^^^^^^^^^^^^^^
              "indexName": "users_email",
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "email"
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
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "CREATE INDEX CONCURRENTLY users_email ON users (email)"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "DROP INDEX CONCURRENTLY users_email"
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
create index users_email on users (email);
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2 runInTransaction:false
create index concurrently users_email on users (email);
```

## How to do it

Build it concurrently, in a migration that runs outside of a transaction and holds nothing else.
Flyway from 9.1.2 on holds a transaction of its own meanwhile, for which the build waits for ever:
set `flyway.postgresql.transactional.lock=false`.
A partitioned table takes no `CONCURRENTLY`: create the index `ON ONLY` the table, build one concurrently on each
partition, and attach them with `ALTER INDEX … ATTACH PARTITION`.

```sql bad
-- file: migrations/001_events.sql
create table events (id bigint, at date) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
-- file: migrations/002_events_at.sql
create index events_at on events (at);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql good
-- file: migrations/001_events.sql
create table events (id bigint, at date) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
-- file: migrations/002_events_at.sql
create index events_at on only events (at);
```

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text);
create index users_email on users (email);
```

```prisma fine
-- file: towpath.toml
[tables]
small = ["plans"]
-- file: migrations/20240101000000_plans/migration.sql
CREATE TABLE "plans" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- file: migrations/20240102000000_plans_name/migration.sql
CREATE INDEX "plans_name_idx" ON "plans"("name");
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_orders.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("at", sa.Date()),
    )
    op.create_index("orders_at", "orders", ["at"])


def downgrade():
    op.drop_table("orders")
```

## If it failed half-way

In a transaction nothing is left. A concurrent build that failed leaves an INVALID index, which costs every writer and
serves no reader: `DROP INDEX CONCURRENTLY` it before the next attempt.
"""

from collections.abc import Iterator
from typing import NamedTuple

from towpath.operations import AddColumn, AddConstraint, CreateIndex, Migration, Unique, replace
from towpath.rule import Context, Finding, rule
from towpath_rules.indexes._outside import outside


@rule(databases={"postgresql"}, about={CreateIndex})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    every = {number: context.find_out(number, _blocking) for number, _ in context.each(CreateIndex)}
    found = {number: blocking for number, blocking in every.items() if blocking}
    concurrent = {number: one.concurrent for number, one in found.items() if one.concurrent}
    fixes = outside(concurrent, context, context.concurrently("Build it concurrently"))
    needs = context.runner.concurrent_needs
    advice = f"; a concurrent build needs {needs}, or it waits for ever" if needs else ""
    for number, blocking in found.items():
        message = blocking.message + advice if blocking.concurrent else blocking.message
        yield Finding(message, fixes.get(number, ()), at=number)


class _Blocking(NamedTuple):
    """What is said of an index whose build blocks, and how it is built concurrently, where it can be."""

    message: str
    concurrent: CreateIndex | None = None


def _blocking(index: CreateIndex, here: Context) -> _Blocking | None:
    if not _blocks(index, here):
        return None
    message = f"writes to {index.table} wait until this index is built"
    concurrent = replace(index, concurrently=True, if_not_exists=False)
    if here.refused(concurrent):
        parts = f"build it ON ONLY {index.table}, concurrently on each partition, and attach those"
        return _Blocking(f"{message}, on all of its partitions; {parts}")
    if here.in_body:
        return _Blocking(f"{message}; it cannot be built concurrently within a body")
    return _Blocking(message, None if _comes_along(index, here) else concurrent)


def _comes_along(index: CreateIndex, context: Context) -> bool:
    """Whether a UNIQUE constraint of the same step has these columns, whose own fix takes the index along."""
    adding = (one for _, one in context.beside if isinstance(one, (AddColumn, AddConstraint)))
    found = (c for one in adding for c in (one.constraints if isinstance(one, AddColumn) else (one.constraint,)))
    return any(isinstance(one, Unique) and one.columns == index.columns for one in found)


def _blocks(index: CreateIndex, context: Context) -> bool:
    if context.is_new(index.table) or context.is_small(index.table):
        return False
    impact = context.impact(index)
    return bool(impact.blocks_writes and impact.scans)
