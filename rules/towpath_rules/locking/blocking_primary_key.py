"""A primary key that builds its own index locks its table against everybody.

`ADD PRIMARY KEY` holds an ACCESS EXCLUSIVE lock until its index is built: reads wait as well as writes. It can take
over a
unique index that is there already, and that one can be built concurrently. Columns that may be NULL are searched for
NULL
before that, under the same lock; nothing in the statement says so.

```flyway bad
-- file: V1__before.sql
create table users (id bigint not null, email text);
-- file: V2__key.sql
alter table users add primary key (id);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__key.sql
create unique index concurrently users_pkey on users (id);
-- file: V3__add_users_pkey.sql
alter table users add constraint users_pkey primary key using index users_pkey;
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table users (id bigint not null, email text);
-- file: migrations/20240102000000_key/migration.sql
alter table users add primary key (id);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table users (id bigint not null, email text);
-- file: migrations/002_key.sql
alter table users add primary key (id);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_key.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("alter table users add primary key (id)")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("alter table users add primary key (id)", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Key < ActiveRecord::Migration[7.1]
  def up
    execute "alter table users add primary key (id)"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table users (id bigint not null, email text);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table users add primary key (id)</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table users (id bigint not null, email text);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>create unique index concurrently users_pkey on users (id)</sql>
    </changeSet>
    <changeSet id="3" author="anna">
        <sql>alter table users add constraint users_pkey primary key using index users_pkey</sql>
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
        sql: create table users (id bigint not null, email text);
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: alter table users add primary key (id)
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: create table users (id bigint not null, email text);
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: create unique index concurrently users_pkey on users (id)
- changeSet:
    id: 3
    author: anna
    changes:
    - sql:
        sql: alter table users add constraint users_pkey primary key using index users_pkey
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
              "sql": "create table users (id bigint not null, email text);"
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
              "sql": "alter table users add primary key (id)"
                    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
              "sql": "create table users (id bigint not null, email text);"
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
              "sql": "create unique index concurrently users_pkey on users (id)"
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "3",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter table users add constraint users_pkey primary key using index users_pkey"
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
create table users (id bigint not null, email text);

--changeset anna:2
alter table users add primary key (id);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users (id bigint not null, email text);

--changeset anna:2 runInTransaction:false
create unique index concurrently users_pkey on users (id);

--changeset anna:3
alter table users add constraint users_pkey primary key using index users_pkey;
```

## How to do it

Build a unique index concurrently, and take it over (`PRIMARY KEY USING INDEX`) once all of its columns are NOT NULL;
see
`scanning-not-null` for the way there.
On a partitioned table there is no way around the lock: set a lock timeout, and choose a quiet hour.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V1__users.sql
create table users (id bigint not null, email text);
create unique index users_id on users (id);
-- file: V2__key.sql
alter table users add constraint users_pkey primary key using index users_id;
```

## If it failed half-way

If the build fails, there are duplicates: the error names one. `DROP INDEX CONCURRENTLY` the INVALID index that is left.
"""

from collections.abc import Iterator

from towpath.operations import AddColumn, AddConstraint, PrimaryKey
from towpath.rule import Context, Finding, rule
from towpath_rules.locking._constraints import added
from towpath_rules.locking._taking_over import built


@rule(
    databases={"postgresql"},
    instead_of={"scanning-foreign-key", "scanning-check", "scanning-not-null"},
    about={PrimaryKey},
)
def check(operation: AddConstraint | AddColumn, context: Context) -> Iterator[Finding]:
    constraint = added(operation, PrimaryKey)
    if constraint is not None:
        yield from built(operation, constraint, "primary key", context)
