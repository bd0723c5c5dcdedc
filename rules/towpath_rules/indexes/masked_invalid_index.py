"""`IF NOT EXISTS` takes the ruin of a failed concurrent build for the index.

A concurrent build that fails or is cancelled leaves an INVALID index under its name. When the migration runs again,
`IF NOT EXISTS` finds the name, does nothing, and the migration counts as applied. The index stays broken: every write
pays for it, no query uses it, and a unique one enforces nothing for the rows that it does not hold.

```flyway bad
-- file: V2__users_email.sql
create index concurrently if not exists users_email on users (email);
--                        ^^^^^^^^^^^^^
```

```flyway good
-- file: V2__users_email.sql
drop index concurrently if exists users_email;
create index concurrently users_email on users (email);
```

```prisma bad
-- file: migrations/20240102000000_users_email/migration.sql
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "users_email_key" ON "users"("email");
--                               ^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_users_email/migration.sql
DROP INDEX CONCURRENTLY IF EXISTS "users_email_key";
-- file: migrations/20240102000001_build_users_email_key/migration.sql
CREATE UNIQUE INDEX CONCURRENTLY "users_email_key" ON "users" ("email");
```

```sql bad
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up transaction:false
create index concurrently if not exists users_email on users (email);
--                        ^^^^^^^^^^^^^

-- migrate:down transaction:false
drop index concurrently if exists users_email;
```

```sql good
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up transaction:false
drop index concurrently if exists users_email;

-- migrate:down transaction:false
-- file: db/migrations/20240102000001_build_users_email.sql
-- migrate:up transaction:false
create index concurrently users_email on users (email);

-- migrate:down transaction:false
drop index concurrently if exists users_email;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index(
            "users_email",
            "users",
            ["email"],
            if_not_exists=True,
#           ^^^^^^^^^^^^^^^^^^
            postgresql_concurrently=True,
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("users_email", table_name="users", postgresql_concurrently=True)
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.drop_index(
            "users_email",
            table_name="users",
            if_exists=True,
            postgresql_concurrently=True,
        )
        op.create_index(
            "users_email",
            "users",
            ["email"],
            postgresql_concurrently=True,
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("users_email", table_name="users", postgresql_concurrently=True)
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS user_email ON shop_user (email)",
      #                                ^^^^^^^^^^^^^
            "DROP INDEX CONCURRENTLY IF EXISTS user_email",
        ),
    ]
```

```django good
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "DROP INDEX CONCURRENTLY IF EXISTS user_email",
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY user_email ON shop_user (email)",
            "DROP INDEX CONCURRENTLY IF EXISTS user_email",
        ),
    ]
```

```rails bad
# file: db/migrate/20240102000000_index_users_on_email.rb
class IndexUsersOnEmail < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    add_index :users, :email, algorithm: :concurrently, if_not_exists: true
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_index_users_on_email.rb
class IndexUsersOnEmail < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    remove_index :users, :email, algorithm: :concurrently, if_exists: true
    add_index :users, :email, algorithm: :concurrently
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna" runInTransaction="false">
        <sql>create index concurrently if not exists users_email on users (email)</sql>
                                     # ^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna" runInTransaction="false">
        <sql>drop index concurrently if exists users_email</sql>
        <sql>create index concurrently users_email on users (email)</sql>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: create index concurrently if not exists users_email on users (email)
                                     # ^^^^^^^^^^^^^
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: drop index concurrently if exists users_email
    - sql:
        sql: create index concurrently users_email on users (email)
```

```liquibase.json bad
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "1",
        "author": "anna",
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "create index concurrently if not exists users_email on users (email)"
                                              # ^^^^^^^^^^^^^
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
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "drop index concurrently if exists users_email"
            }
          },
          {
            "sql": {
              "sql": "create index concurrently users_email on users (email)"
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

--changeset anna:1 runInTransaction:false
create index concurrently if not exists users_email on users (email);
                        # ^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1 runInTransaction:false
drop index concurrently if exists users_email;
create index concurrently users_email on users (email);
```

## How to do it

Drop what may be left, then build: `DROP INDEX CONCURRENTLY IF EXISTS`, and `CREATE INDEX CONCURRENTLY` without
`IF NOT EXISTS`. Where each must stand alone in its file, the drop is a migration of its own.

## When it is fine

Without `CONCURRENTLY`: a build that failed in a transaction leaves nothing. And where the same migration drops the
index before it builds it.

```sql fine
-- file: migrations/002_users_email.sql
create index if not exists users_email on users (email);
```

```flyway fine
# file: flyway.conf
flyway.postgresql.transactional.lock=false
-- file: V2__users_email.sql
drop index concurrently if exists users_email;
create index concurrently if not exists users_email on users (email);
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("users_email", "users", ["email"], postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("users_email", table_name="users", postgresql_concurrently=True)
```

## If it failed half-way

`SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid` names the broken ones; `REINDEX INDEX CONCURRENTLY`
repairs one in place.
"""

from collections.abc import Iterator

from towpath.changes import Insert, NewMigration, Replace
from towpath.operations import CreateIndex, DropIndex, Migration, Name, replace
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="warning", effect="", down=True, databases={"postgresql"}, about={CreateIndex})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    dropped: set[str] = set()
    for number, index in enumerate(context.operations):
        if isinstance(index, DropIndex):
            dropped.add(index.index.name)
        if not isinstance(index, CreateIndex) or not (index.concurrently and index.if_not_exists and index.name):
            continue
        here = context.at(number)
        if index.name not in dropped and not here.is_new(index.table):
            last = number == len(context.operations) - 1
            yield Finding(
                f"if a build of {index.name} failed before, what it left INVALID is taken for the index",
                tuple(_fixes(index, index.name, last)) if here.transactional is False else (),
                part="if_not_exists",
                at=number,
            )


def _fixes(index: CreateIndex, name: str, last: bool) -> Iterator[Fix]:
    """Drop, then build: side by side, or in two migrations where each must stand alone."""
    drop = DropIndex(Name(name, index.table.schema), concurrently=True, if_exists=True)
    build = replace(index, if_not_exists=False)
    yield Fix("Drop what a failed build left, then build it", (Insert(drop), Replace(build)))
    if last:
        later = NewMigration((build,), f"build_{name}", transactional=False)
        yield Fix("Drop what a failed build left, and build it in the next migration", (Replace(drop), later))
