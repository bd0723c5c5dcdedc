"""A table that is attached as a partition is read first, and so is the default partition.

`ATTACH PARTITION` holds an ACCESS EXCLUSIVE lock on the new partition and on the default partition, and reads each of
them
unless a valid CHECK shows that its rows fit. While the default partition is locked, whoever reads the whole table
waits. An
index that the whole has and the new partition lacks is built meanwhile.

```flyway bad
-- file: V1__before.sql
create table events (id bigint, at date) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create table rest partition of events default;
create table events_2025 (id bigint, at date);
-- file: V2__attach.sql
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__attach.sql
alter table events_2025 add constraint events_2025_bound_check check (at IS NOT NULL AND at >= '2025-01-01' AND at < '2026-01-01') not valid;
alter table rest add constraint rest_bound_check check (at < '2025-01-01' OR at >= '2026-01-01') not valid;
-- file: V3__validate_events_2025_bound.sql
alter table events_2025 validate constraint events_2025_bound_check;
alter table rest validate constraint rest_bound_check;
-- file: V4__attach_events_2025.sql
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
alter table events_2025 drop constraint events_2025_bound_check;
alter table rest drop constraint rest_bound_check;
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table events (id bigint, at date) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create table rest partition of events default;
create table events_2025 (id bigint, at date);
-- file: migrations/20240102000000_attach/migration.sql
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table events (id bigint, at date) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create table rest partition of events default;
create table events_2025 (id bigint, at date);
-- file: migrations/002_attach.sql
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_attach.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01')")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01')", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Attach < ActiveRecord::Migration[7.1]
  def up
    execute "alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01')"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table events (id bigint, at date) partition by range (at);
            create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
            create table rest partition of events default;
            create table events_2025 (id bigint, at date);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01')</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Before, in migrations of their own, give the new table a CHECK that says its bound, NOT NULL included, and the default
partition one that says the opposite (`at < … OR at >= …`), both `NOT VALID`, and validate them. Build the indexes of
the
whole on the new table concurrently. Then attach, and drop the CHECKs.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V1__events.sql
create table events (id bigint, at date) partition by range (at);
create table events_2025 (id bigint, at date not null, check (at >= '2025-01-01' and at < '2026-01-01'));
-- file: V2__attach.sql
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
```

## If it failed half-way

The transaction is rolled back. The error says which table holds a row that does not fit.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.changes import Change, NewMigration, Replace
from towpath.operations import AddConstraint, AttachPartition, Check, DropConstraint, Name, ValidateConstraint
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="warning", databases={"postgresql"})
def check(operation: AttachPartition, context: Context) -> Iterator[Finding]:
    found = context.impact(operation)
    names = [name for name in found.scans if not (context.is_new(name) or context.is_small(name))]
    if not names:
        return
    which = " and ".join(map(str, names))
    more = f"; who reads {operation.table} waits too" if operation.table in found.blocks_reads else ""
    changes = _checked_before(operation, names, context)
    yield Finding(
        f"reads and writes of {which} wait until every row has been read{more}",
        (Fix(f"Check its rows before, and attach it {context.later}", changes),) * bool(changes),
    )


def _checked_before(operation: AttachPartition, names: list[Name], context: Context) -> tuple[Change, ...]:
    """CHECKs that are NOT VALID here, validated in the next migration, and dropped once they have served."""
    bounds = context.bound_checks(operation)
    known = context.table(operation.table)
    if bounds is None or known is None or context.in_body:
        return ()
    wanted = {operation.partition: bounds[0]}
    if known.default_partition:
        wanted[known.default_partition] = bounds[1]
    if any(not wanted.get(name) for name in names):
        return ()
    named = {name: context.object_name(name, "bound", "check") for name in names}
    first, *others = (AddConstraint(name, Check(wanted[name], named[name], valid=False)) for name in names)
    validated = tuple(ValidateConstraint(name, check) for name, check in named.items())
    dropped = tuple(DropConstraint(name, check) for name, check in named.items())
    return (
        Replace(first, then=tuple(others)),
        NewMigration(validated, f"validate_{operation.partition.name}_bound"),
        NewMigration((operation, *dropped), f"attach_{operation.partition.name}"),
    )
