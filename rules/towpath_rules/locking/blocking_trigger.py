"""A trigger that is created or switched keeps writers out until the transaction ends.

`CREATE TRIGGER`, `ENABLE TRIGGER` and `DISABLE TRIGGER` hold a SHARE ROW EXCLUSIVE lock on the table, on its
partitions too.
That is short by itself; in a transaction with more to do it lasts as long as the rest. While a trigger is disabled, the
rows of everybody go without it.

```flyway bad
-- file: V1__before.sql
create table users (id bigint primary key);
-- file: V2__audit.sql
create trigger audit after update on users for each row execute function audit();
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table users (id bigint primary key);
-- file: migrations/20240102000000_audit/migration.sql
create trigger audit after update on users for each row execute function audit();
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table users (id bigint primary key);
-- file: migrations/002_audit.sql
create trigger audit after update on users for each row execute function audit();
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_audit.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("create trigger audit after update on users for each row execute function audit()")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("create trigger audit after update on users for each row execute function audit()", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Audit < ActiveRecord::Migration[7.1]
  def up
    execute "create trigger audit after update on users for each row execute function audit()"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table users (id bigint primary key);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>create trigger audit after update on users for each row execute function audit()</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Give it a migration of its own, with a `lock_timeout`, or make it the last statement.
To load rows without triggers, `SET LOCAL session_replication_role = replica` concerns one session only.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V2__plans.sql
create table plans (id bigint primary key);
create trigger audit after update on plans for each row execute function audit();
```

## If it failed half-way

The transaction is rolled back, and the trigger is as it was.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.operations import CreateObject, Switch
from towpath.rule import Context, Finding, rule


@rule(severity="info", databases={"postgresql"})
def check(operation: CreateObject | Switch, context: Context) -> Iterator[Finding]:
    table = operation.table
    if table is None or "trigger" not in operation.kind or context.is_new(table) or context.is_small(table):
        return
    if table not in context.impact(operation).blocks_writes:
        return
    busy = context.is_hot(table) or context.is_large(table)
    done = "created" if isinstance(operation, CreateObject) else "switched"
    yield Finding(
        f"writes to {table} wait from when this trigger is {done} to the end of the transaction",
        severity="warning" if busy else None,
    )
