r"""A statement that could not be read is not judged.

It may lock, lose or break anything: nothing was found in it because nothing was looked for. What stands around it is
judged as usual, as if the statement changed nothing. The message says why: SQL that is put together at run time, a
statement that is not finished, a command of psql, a form that is not known.

```flyway bad
-- file: V2__grants.sql
do $$
begin
    execute format('grant select on %I to reporting', 'users');
--  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
end
$$;
```

```prisma bad
-- file: migrations/20240102000000_half/migration.sql
ALTER TABLE "User" ADD COLUMN;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/002_include.sql
\i functions.sql
-- ^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute(open("users.sql").read())
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_table("users")
```

```django bad
from django.db import migrations

from shop.roles import grants


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(grants("reporting"), migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
# file: db/migrate/20240102000000_add_reporting.rb
class AddReporting < ActiveRecord::Migration[7.1]
  def change
    grant_reporting :users
  # ^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>do $$
begin
execute format('grant select on %I to reporting', 'users');
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
end
$$</sql>
    </changeSet>
</databaseChangeLog>
```

## How to do it

Write the statement out where you can: the names that a loop goes through are mostly known. If PostgreSQL takes it as it
is, and it is not made at run time, please report it.

## When it is fine

When you have looked yourself: `-- towpath: ignore[not-analysed] only grants`.

```sql fine
-- file: migrations/002_grants.sql
grant select on users to reporting;
do $$ begin execute 'grant select on orders to reporting'; end $$;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_analyze.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    for table in ("users", "orders"):
        op.execute(f"ANALYZE {table}")


def downgrade():
    pass
```

## If it failed half-way

Then what it did depends on the statement, and on the transaction around it.
"""

from collections.abc import Iterator

from towpath.operations import Opaque
from towpath.rule import Context, Finding, rule


@rule(severity="hint", down=True)
def check(opaque: Opaque, context: Context) -> Iterator[Finding]:
    if not opaque.misspelt:
        yield Finding(f"this is not analysed: {opaque.reason}")
