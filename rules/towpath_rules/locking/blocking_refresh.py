"""A materialized view that is refreshed in the ordinary way cannot be read meanwhile.

`REFRESH MATERIALIZED VIEW` holds an ACCESS EXCLUSIVE lock on the view for as long as its query runs.
With `CONCURRENTLY` the new rows are compared with the old ones, and readers go on. It needs a unique index on columns
of
the view, without a WHERE, and a view that has been filled before; and it may run in a transaction.

```flyway bad
-- file: V1__before.sql
create table orders (id bigint primary key, total numeric);
create materialized view totals as select id, total from orders;
create unique index totals_id on totals (id);
-- file: V2__totals.sql
refresh materialized view totals;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__totals.sql
refresh materialized view concurrently totals;
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table orders (id bigint primary key, total numeric);
create materialized view totals as select id, total from orders;
create unique index totals_id on totals (id);
-- file: migrations/20240102000000_totals/migration.sql
refresh materialized view totals;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table orders (id bigint primary key, total numeric);
create materialized view totals as select id, total from orders;
create unique index totals_id on totals (id);
-- file: migrations/002_totals.sql
refresh materialized view totals;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_totals.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("refresh materialized view totals")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("refresh materialized view totals", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Totals < ActiveRecord::Migration[7.1]
  def up
    execute "refresh materialized view totals"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table orders (id bigint primary key, total numeric);
            create materialized view totals as select id, total from orders;
            create unique index totals_id on totals (id);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>refresh materialized view totals</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table orders (id bigint primary key, total numeric);
            create materialized view totals as select id, total from orders;
            create unique index totals_id on totals (id);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>refresh materialized view concurrently totals</sql>
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
        sql: |
          create table orders (id bigint primary key, total numeric);
          create materialized view totals as select id, total from orders;
          create unique index totals_id on totals (id);
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: refresh materialized view totals
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: |
          create table orders (id bigint primary key, total numeric);
          create materialized view totals as select id, total from orders;
          create unique index totals_id on totals (id);
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: refresh materialized view concurrently totals
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
              "sql": "create table orders (id bigint primary key, total numeric);"
            }
          },
          {
            "sql": {
              "sql": "create materialized view totals as select id, total from orders;"
            }
          },
          {
            "sql": {
              "sql": "create unique index totals_id on totals (id);"
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
              "sql": "refresh materialized view totals"
                    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
              "sql": "create table orders (id bigint primary key, total numeric);"
            }
          },
          {
            "sql": {
              "sql": "create materialized view totals as select id, total from orders;"
            }
          },
          {
            "sql": {
              "sql": "create unique index totals_id on totals (id);"
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
              "sql": "refresh materialized view concurrently totals"
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
create table orders (id bigint primary key, total numeric);
create materialized view totals as select id, total from orders;
create unique index totals_id on totals (id);

--changeset anna:2
refresh materialized view totals;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table orders (id bigint primary key, total numeric);
create materialized view totals as select id, total from orders;
create unique index totals_id on totals (id);

--changeset anna:2
refresh materialized view concurrently totals;
```

## How to do it

Give the view a unique index, and refresh it concurrently. Or refresh it on a schedule, outside of the migrations.

## When it is fine

On a view that the same migration creates.

```flyway fine
-- file: V2__totals.sql
create materialized view totals as select id, total from orders;
refresh materialized view totals;
```

## If it failed half-way

The transaction is rolled back, and the view holds what it held before.
"""

from collections.abc import Iterator

from towpath.changes import Replace
from towpath.operations import RefreshView, replace
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="warning", databases={"postgresql"})
def check(operation: RefreshView, context: Context) -> Iterator[Finding]:
    view = operation.view
    if operation.concurrently or not operation.with_data or context.is_new(view) or context.is_small(view):
        return
    if view not in context.impact(operation).blocks_reads:
        return
    known = context.table(view)
    keyed = known is not None and any(index.unique and index.plain for index in known.indexes)
    fix = Fix("Refresh it concurrently", (Replace(replace(operation, concurrently=True)),))
    needs = "" if keyed else "; a concurrent refresh needs a unique index on its columns"
    yield Finding(f"who reads {view} waits until its query has run{needs}", (fix,) * keyed)
