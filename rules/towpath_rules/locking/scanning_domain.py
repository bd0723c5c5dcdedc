"""A constraint on a domain has every table that uses it read while writers wait.

`ADD CONSTRAINT`, `SET NOT NULL` and, unlike for tables, `VALIDATE CONSTRAINT` of a domain take a SHARE lock on every
table
with a column of that domain, and read all of it. So `NOT VALID` and a validation later do not help here as they do for
the CHECK of a table: the second step stops writers just as long.

```flyway bad
-- file: V1__before.sql
create domain cents as bigint;
create table orders (id bigint primary key, total cents);
-- file: V2__cents.sql
alter domain cents add constraint positive check (value >= 0);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create domain cents as bigint;
create table orders (id bigint primary key, total cents);
-- file: migrations/20240102000000_cents/migration.sql
alter domain cents add constraint positive check (value >= 0);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create domain cents as bigint;
create table orders (id bigint primary key, total cents);
-- file: migrations/002_cents.sql
alter domain cents add constraint positive check (value >= 0);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_cents.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("alter domain cents add constraint positive check (value >= 0)")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("alter domain cents add constraint positive check (value >= 0)", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
class Cents < ActiveRecord::Migration[7.1]
  def up
    execute "alter domain cents add constraint positive check (value >= 0)"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create domain cents as bigint;
            create table orders (id bigint primary key, total cents);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter domain cents add constraint positive check (value &gt;= 0)</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Put the CHECK on the tables instead, `NOT VALID`, and validate it there. Or add it to the domain `NOT VALID` and leave
it so:
new values are checked.

## When it is fine

Where no table uses the domain, or only those that the same migration creates.

```flyway fine
-- file: V2__cents.sql
alter domain cents add constraint positive check (value >= 0) not valid;
```

## If it failed half-way

The transaction is rolled back. The error names a table with a value that does not fit.
"""

from collections.abc import Iterator

from towpath.operations import AlterDomain
from towpath.rule import Context, Finding, rule


@rule(databases={"postgresql"})
def check(operation: AlterDomain, context: Context) -> Iterator[Finding]:
    scans = context.impact(operation).scans
    names = [name for name in scans if not (context.is_new(name) or context.is_small(name))]
    if names:
        which = "every table that uses it" if names[0].name == "*" else ", ".join(map(str, names))
        yield Finding(f"writes to {which} wait until every value of {operation.domain} has been checked")
