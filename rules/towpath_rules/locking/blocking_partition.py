"""A partition that comes or goes in the ordinary way keeps everybody out of the whole table.

`CREATE TABLE … PARTITION OF`, `DETACH PARTITION` and `DROP TABLE` of a partition take an ACCESS EXCLUSIVE lock on the
partitioned table, until the end of the transaction: every query on any partition waits. `ATTACH PARTITION` is content
with SHARE UPDATE EXCLUSIVE, which stops nobody, and so is `DETACH PARTITION … CONCURRENTLY` (PostgreSQL 14).

```flyway bad
-- file: V1__before.sql
create table events (id bigint, at date) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
-- file: V2__old.sql
alter table events detach partition events_2024;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__old.sql
alter table events detach partition events_2024 concurrently;
# file: V2__old.sql.conf
executeInTransaction=false
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table events (id bigint, at date) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
-- file: migrations/20240102000000_old/migration.sql
alter table events detach partition events_2024;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table events (id bigint, at date) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
-- file: migrations/002_old.sql
alter table events detach partition events_2024;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_old.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("alter table events detach partition events_2024")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("alter table events detach partition events_2024", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Old < ActiveRecord::Migration[7.1]
  def up
    execute "alter table events detach partition events_2024"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table events (id bigint, at date) partition by range (at);
            create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table events detach partition events_2024</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```flyway bad
-- file: V1__before.sql
create table events (id bigint, at date, day int generated always as (id % 7) stored) partition by range (at);
-- file: V2__new.sql
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__new.sql
create table events_2025 (
    like events including defaults including constraints including generated
);
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
```

## How to do it

Create the new table with `LIKE … INCLUDING ALL`, and attach it. Detach concurrently, outside of a transaction, and
drop what
was detached afterwards. Where there is a default partition, neither helps: it is locked ACCESS EXCLUSIVE by both, and
PostgreSQL refuses to detach concurrently.

## When it is fine

Where the same migration creates the partitioned table.

```flyway fine
-- file: V1__events.sql
create table events (id bigint, at date) partition by range (at);
-- file: V2__new.sql
create table events_2025 (like events including all);
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
```

## If it failed half-way

In a transaction nothing is left. A concurrent detach that was interrupted leaves the partition half detached:
`ALTER TABLE … DETACH PARTITION … FINALIZE` completes it.
"""

from collections.abc import Iterator

from towpath.changes import Move, Replace
from towpath.operations import AttachPartition, Copied, CreateTable, DetachPartition, DropTable, Name, replace
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="warning", databases={"postgresql"})
def check(operation: CreateTable | DetachPartition | DropTable, context: Context) -> Iterator[Finding]:
    whole = _whole(operation, context)
    if whole is None or context.is_new(whole) or context.is_small(whole):
        return
    if whole not in context.impact(operation).blocks_reads:
        return
    fixes: tuple[Fix, ...] = ()
    if isinstance(operation, DetachPartition):
        concurrent = replace(operation, concurrently=True)
        possible = not context.in_body and not context.refused(concurrent)
        changes = (Replace(concurrent), Move(transactional=False))
        fixes = (Fix(context.concurrently("Detach it concurrently"), changes),) * possible
        instead = "" if fixes else "; it cannot be detached concurrently here"
    elif isinstance(operation, DropTable):
        instead = "; detach it concurrently before"
    else:
        instead = "; create it by itself, and attach it"
        fixes = tuple(_attached(operation, whole, context))
    yield Finding(f"reads and writes of {whole} and all of its partitions wait for this{instead}", fixes)


def _whole(operation: CreateTable | DetachPartition | DropTable, context: Context) -> Name | None:
    """The partitioned table that loses or gets a partition."""
    if isinstance(operation, CreateTable):
        return operation.partition_of
    known = context.form(operation.table)
    return operation.table if isinstance(operation, DetachPartition) else known.parent if known else None


def _attached(operation: CreateTable, whole: Name, context: Context) -> Iterator[Fix]:
    """The new partition as a table of its own that is attached, which lets others go on."""
    known = context.table(whole)
    if known is None or not known.whole or known.default_partition or operation.bound is None:
        return
    own = operation.columns or operation.constraints or operation.if_not_exists
    if own or any(column.identity for column in known.columns):
        return
    more = ("INCLUDING GENERATED",) if any(column.generated for column in known.columns) else ()
    words = ("INCLUDING DEFAULTS", "INCLUDING CONSTRAINTS", *more)
    alone = replace(operation, partition_of=None, bound=None, copied=(Copied(whole, words),))
    attach = AttachPartition(whole, operation.table, operation.bound)
    yield Fix("Create it by itself, and attach it", (Replace(alone, then=(attach,)),))
