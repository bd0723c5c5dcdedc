"""An index that is dropped in the ordinary way locks its table against everybody.

`DROP INDEX` takes an ACCESS EXCLUSIVE lock on the table. The work is short; the wait for the lock may not be: it
queues behind the longest query that reads the table, and every later query, SELECT too, queues behind it.
`DROP INDEX CONCURRENTLY` waits for the old queries without keeping new ones out. It cannot run in a transaction.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, email text);
create index users_email on users (email);
-- file: V2__no_users_email.sql
drop index users_email;
-- ^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__no_users_email.sql
drop index concurrently users_email;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "users" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
CREATE INDEX "users_email_idx" ON "users"("email");
-- file: migrations/20240102000000_no_users_email/migration.sql
-- DropIndex
DROP INDEX "users_email_idx";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_no_users_email/migration.sql
-- DropIndex
DROP INDEX CONCURRENTLY "users_email_idx";
```

```sql bad
-- file: migrations/002_no_users_email.up.sql
drop index if exists users_email;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_no_users_email.down.sql
create index concurrently users_email on users (email);
```

```sql good
-- file: migrations/002_no_users_email.up.sql
drop index concurrently if exists users_email;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_no_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.drop_index("users_email", table_name="users")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    with op.get_context().autocommit_block():
        op.create_index("users_email", "users", ["email"], postgresql_concurrently=True)
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_no_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.drop_index("users_email", table_name="users", postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.create_index("users_email", "users", ["email"], postgresql_concurrently=True)
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="user", name="user_email"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("shop", "0001_initial")]

    operations = [
        RemoveIndexConcurrently(model_name="user", name="user_email"),
    ]
```

```rails bad
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :email
      t.string :name
      t.index :email
    end
  end
end
# file: db/migrate/20240102000000_no_index_on_email.rb
class NoIndexOnEmail < ActiveRecord::Migration[7.1]
  def change
    remove_index :users, :email
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_no_index_on_email.rb
class NoIndexOnEmail < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    remove_index :users, :email, algorithm: :concurrently
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <dropIndex indexName="users_email" tableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>DROP INDEX CONCURRENTLY users_email</sql>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    changes:
    - dropIndex:
    # ^^^^^^^^^^
        indexName: users_email
        tableName: users
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
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
            "dropIndex": {
          # ^^^^^^^^^^^^^^
              "indexName": "users_email",
              "tableName": "users"
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
drop index users_email;
 # ^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2 runInTransaction:false
drop index concurrently users_email;
```

## How to do it

Drop it concurrently, in a migration that runs outside of a transaction and holds nothing else.
`CONCURRENTLY` takes one name, no `CASCADE`, and no index of a partitioned table.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text);
create index users_email on users (email);
drop index users_email;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_no_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.drop_index("users_email", table_name="users", postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.create_index("users_email", "users", ["email"], postgresql_concurrently=True)
```

## If it failed half-way

A concurrent drop that failed leaves the index INVALID: run it again.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.operations import CreateIndex, DropIndex, Migration, Name, replace
from towpath.rule import Context, Finding, rule
from towpath_rules.indexes._outside import outside


@rule(severity="warning", databases={"postgresql"}, about={DropIndex})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    every = {n: context.find_out(n, _dropped) for n, drop in context.each(DropIndex) if not drop.concurrently}
    blocking = {number: one for number, one in _placed(every, context) if not one.spared}
    concurrent = {number: one.concurrent for number, one in blocking.items() if one.concurrent}
    fixes = outside(concurrent, context, "Drop it concurrently")
    for number, one in blocking.items():
        whose = one.table or f"the table of {one.name}"
        yield Finding(
            f"dropping {one.name} waits for every query on {whose}, and keeps all others out meanwhile",
            fixes.get(number, ()),
            at=number,
        )


class _Dropped(NamedTuple):
    """An index that is dropped, the table that it stands on, and how it is dropped concurrently, if it can be."""

    name: Name
    table: Name | None
    spared: bool
    concurrent: DropIndex | None


def _dropped(drop: DropIndex, here: Context) -> _Dropped:
    known = here.form_of_index(drop.index)
    table = known.name if known else drop.table
    concurrent = replace(drop, concurrently=True)
    # It takes one name, no CASCADE and no body.
    refused = drop.cascade or here.in_body or here.refused(concurrent)
    return _Dropped(drop.index, table, _is_spared(table, here), None if refused else concurrent)


def _placed(every: Mapping[int, _Dropped], context: Context) -> Iterator[tuple[int, _Dropped]]:
    """With the tables on which indexes are built anew of which nothing else tells where they stand."""
    built = [*context.each(CreateIndex)] if any(one.table is None for one in every.values()) else []
    for number, one in every.items():
        table = one.table or next((it.table for at, it in built if at > number and it.name == one.name.name), None)
        yield number, one if one.table else one._replace(table=table, spared=_is_spared(table, context.at(number)))


def _is_spared(table: Name | None, context: Context) -> bool:
    return table is not None and (context.is_new(table) or context.is_small(table))
