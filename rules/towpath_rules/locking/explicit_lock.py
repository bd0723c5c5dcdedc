"""A lock that is taken by hand stays until the end of the transaction.

`LOCK TABLE` without a mode takes ACCESS EXCLUSIVE, which keeps readers out too, and whatever the migration does next
runs
under it. There is no way to give it back but to end the transaction.

```flyway bad
-- file: V1__before.sql
create table seats (id bigint primary key);
-- file: V2__seats.sql
lock table seats;
-- ^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table seats (id bigint primary key);
-- file: migrations/20240102000000_seats/migration.sql
lock table seats;
-- ^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table seats (id bigint primary key);
-- file: migrations/002_seats.sql
lock table seats;
-- ^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_seats.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("lock table seats")
#               ^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("lock table seats", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Seats < ActiveRecord::Migration[7.1]
  def up
    execute "lock table seats"
           # ^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table seats (id bigint primary key);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>lock table seats</sql>
           # ^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Take the weakest mode that keeps out what has to be kept out: `SHARE ROW EXCLUSIVE` stops writers and lets readers
through. Set a `lock_timeout` before, and end the transaction soon. Often `SELECT … FOR UPDATE` of some rows is enough.

## When it is fine

For modes that let reads and writes through, and on a table that the same migration creates.

```flyway fine
-- file: V2__seats.sql
lock table seats in share update exclusive mode;
```

## If it failed half-way

The lock ends with the transaction.
"""

from collections.abc import Iterator

from towpath.operations import LockTable
from towpath.rule import Context, Finding, rule


@rule(severity="warning", databases={"postgresql"})
def check(operation: LockTable, context: Context) -> Iterator[Finding]:
    table, found = operation.table, context.impact(operation)
    if table not in found.blocks_writes or context.is_new(table) or context.is_small(table):
        return
    who = "reads and writes" if table in found.blocks_reads else "writes"
    yield Finding(f"{who} of {table} wait until this transaction ends: it is locked in {operation.mode} mode")
