"""An index that is built anew in the ordinary way keeps readers out as well.

`REINDEX` holds only a SHARE lock on the table, which lets readers through, but an ACCESS EXCLUSIVE lock on the index;
and whoever plans a query opens every index of its table. So reads wait as well as writes, until the index is built.
`REINDEX … CONCURRENTLY` builds a new one beside the old, and takes its place.

```flyway bad
-- file: V1__before.sql
create table users (id bigint primary key, email text);
-- file: V2__rebuild.sql
reindex table users;
-- ^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__rebuild.sql
reindex table concurrently users;
# file: V2__rebuild.sql.conf
executeInTransaction=false
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table users (id bigint primary key, email text);
-- file: migrations/20240102000000_rebuild/migration.sql
reindex table users;
-- ^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table users (id bigint primary key, email text);
-- file: migrations/002_rebuild.sql
reindex table users;
-- ^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_rebuild.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("reindex table users")
#               ^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("reindex table users", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Rebuild < ActiveRecord::Migration[7.1]
  def up
    execute "reindex table users"
           # ^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
class Rebuild < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def up
    execute "reindex table concurrently users"
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table users (id bigint primary key, email text);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>reindex table users</sql>
           # ^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table users (id bigint primary key, email text);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>reindex table concurrently users</sql>
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
        sql: create table users (id bigint primary key, email text);
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: reindex table users
           # ^^^^^^^^^^^^^^^^^^^
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: create table users (id bigint primary key, email text);
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: reindex table concurrently users
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
              "sql": "create table users (id bigint primary key, email text);"
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
              "sql": "reindex table users"
                    # ^^^^^^^^^^^^^^^^^^^
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
              "sql": "create table users (id bigint primary key, email text);"
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
              "sql": "reindex table concurrently users"
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
create table users (id bigint primary key, email text);

--changeset anna:2
reindex table users;
-- ^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key, email text);

--changeset anna:2 runInTransaction:false
reindex table concurrently users;
```

## How to do it

Build it anew concurrently, outside of a transaction. On a partitioned table PostgreSQL 14 does so partition by
partition; before that each partition has to be named. The catalogues cannot be built anew concurrently.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V2__rebuild.sql
reindex index concurrently users_email;
# file: V2__rebuild.sql.conf
executeInTransaction=false
```

## If it failed half-way

In a transaction nothing is left. A concurrent build that failed leaves an INVALID index whose name ends in `_ccnew`, or
an old one that ends in `_ccold`: `DROP INDEX CONCURRENTLY` it, and build again.
"""

from collections.abc import Iterator

from towpath.changes import Move, Replace
from towpath.operations import Reindex, replace
from towpath.rule import Context, Finding, Fix, rule


@rule(databases={"postgresql"})
def check(operation: Reindex, context: Context) -> Iterator[Finding]:
    found = context.impact(operation)
    names = [name for name in found.blocks_reads if not (context.is_new(name) or context.is_small(name))]
    if operation.concurrently or not names:
        return
    concurrent = replace(operation, concurrently=True)
    possible = operation.kind != "system" and not context.in_body and not context.refused(concurrent)
    title = context.concurrently("Build it anew concurrently")
    which = "every table concerned" if names[0].name == "*" else ", ".join(map(str, names))
    yield Finding(
        f"reads and writes of {which} wait until this is built anew",
        (Fix(title, (Replace(concurrent), Move(transactional=False))),) * possible,
    )
