"""An exclusion constraint builds its index while readers and writers wait.

`ADD CONSTRAINT … EXCLUDE` holds an ACCESS EXCLUSIVE lock until its index is built, and every pair of rows has been
looked
at. It cannot take over an index that was built concurrently, as UNIQUE can.

```flyway bad
-- file: V1__before.sql
create table shifts (id bigint primary key, during tsrange);
-- file: V2__shifts.sql
alter table shifts add constraint apart exclude using gist (during with &&);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table shifts (id bigint primary key, during tsrange);
-- file: migrations/20240102000000_shifts/migration.sql
alter table shifts add constraint apart exclude using gist (during with &&);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table shifts (id bigint primary key, during tsrange);
-- file: migrations/002_shifts.sql
alter table shifts add constraint apart exclude using gist (during with &&);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_shifts.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("alter table shifts add constraint apart exclude using gist (during with &&)")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("alter table shifts add constraint apart exclude using gist (during with &&)", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Shifts < ActiveRecord::Migration[7.1]
  def up
    execute "alter table shifts add constraint apart exclude using gist (during with &&)"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table shifts (id bigint primary key, during tsrange);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table shifts add constraint apart exclude using gist (during with &amp;&amp;)</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Make a new table with the constraint, copy the rows over in batches, and rename; or add it in a maintenance window.
From PostgreSQL 18 on, `UNIQUE … WITHOUT OVERLAPS` says the common case, but is built under the same lock.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V2__shifts.sql
create table shifts (during tsrange, constraint apart exclude using gist (during with &&));
```

## If it failed half-way

The transaction is rolled back, and the table is as it was.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.operations import AddConstraint, Exclusion
from towpath.rule import Context, Finding, rule
from towpath_rules.locking._constraints import reads


@rule(databases={"postgresql"}, about={Exclusion})
def check(operation: AddConstraint, context: Context) -> Iterator[Finding]:
    if isinstance(operation.constraint, Exclusion) and reads(operation, operation.table, context):
        yield Finding(
            f"reads and writes of {operation.table} wait until the index of this exclusion constraint is built"
        )
