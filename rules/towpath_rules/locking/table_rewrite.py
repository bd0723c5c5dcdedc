"""A statement that writes a table anew keeps readers and writers out until it is done.

`VACUUM FULL`, `CLUSTER`, `SET LOGGED`, `SET UNLOGGED`, `SET ACCESS METHOD` and `SET TABLESPACE` copy every row under an
ACCESS EXCLUSIVE lock, and need room for a second copy of the table. All but the last build its indexes anew as well.
(New columns and other types have rules of their own.)

```flyway bad
-- file: V1__before.sql
create table events (id bigint primary key, note text);
-- file: V2__events.sql
alter table events set unlogged;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table events (id bigint primary key, note text);
-- file: migrations/20240102000000_events/migration.sql
alter table events set unlogged;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table events (id bigint primary key, note text);
-- file: migrations/002_events.sql
alter table events set unlogged;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_events.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("alter table events set unlogged")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("alter table events set unlogged", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Events < ActiveRecord::Migration[7.1]
  def up
    execute "alter table events set unlogged"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table events (id bigint primary key, note text);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table events set unlogged</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Do it in a maintenance window, outside of the migrations; or let an extension do it that swaps a copy in (`pg_repack`,
`pg_squeeze`). What bloat needs is mostly an ordinary `VACUUM`, or `REINDEX CONCURRENTLY`.
A new tablespace or access method can be given to new partitions only.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V2__staging.sql
create table staging (id bigint);
alter table staging set unlogged;
```

## If it failed half-way

The table is as it was; the room that the copy took is free again.
"""

from collections.abc import Iterator

from towpath.operations import Statement
from towpath.rule import Context, Finding, rule


@rule(databases={"postgresql"})
def check(operation: Statement, context: Context) -> Iterator[Finding]:
    found = context.impact(operation).rewrites
    names = [name for name in found if not (context.is_new(name) or context.is_small(name))]
    if names:
        which = "every table concerned" if names[0].name == "*" else ", ".join(map(str, names))
        yield Finding(f"reads and writes wait until {which} has been written anew")
