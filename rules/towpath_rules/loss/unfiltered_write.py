"""A write without a WHERE reaches every row of its table.

An UPDATE overwrites the values of all rows, a DELETE or TRUNCATE takes all rows away; what was there is gone when the
transaction commits. If a WHERE was forgotten, nothing else says so. The rows stay locked until then, too.

```flyway bad
-- file: V2__active.sql
update users set active = true;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240102000000_fresh_sessions/migration.sql
DELETE FROM "Session";
-- ^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_tables.sql
create table users (id bigint primary key);
create table orders (id bigint primary key, user_id bigint references users);
-- file: migrations/002_fresh.sql
truncate users cascade;
-- ^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_active.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    users = sa.table("users", sa.column("active"))
    op.execute(users.update().values(active=True))
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
from django.db import migrations


def activate(apps, schema_editor):
    apps.get_model("shop", "User").objects.update(active=True)


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunPython(activate, migrations.RunPython.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
# file: db/migrate/20240102000000_all_active.rb
class AllActive < ActiveRecord::Migration[7.1]
  def up
    execute "UPDATE users SET active = true"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end

  def down
    execute "UPDATE users SET active = false WHERE active"
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>update users set active = true</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Say which rows are meant. If all of them are, say that: `WHERE true`, or on SQL Server and Oracle `WHERE 1 = 1`. On a
large table, write in batches outside of the migration's transaction. For TRUNCATE there is no such word:
`-- towpath: ignore[unfiltered-write] only a cache`.

```flyway bad sqlserver
-- file: V2__active.sql
update dbo.users set active = 1
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
select count(*) from dbo.users
```

```flyway fine oracle
-- file: V2__active.sql
update users set active = 1 where 1 = 1;
delete from users where rownum <= 1000;
```

## When it is fine

On a table, or for columns, that the same migration creates; where another table decides which rows (`UPDATE … FROM`,
`DELETE … USING`); and with `WHERE true`.

```flyway fine
-- file: V2__active.sql
update users set active = true where true;
update users set name = names.name from names where names.id = users.id;
```

```prisma fine
-- file: migrations/20240102000000_active/migration.sql
ALTER TABLE "User" ADD COLUMN "active" BOOLEAN;
UPDATE "User" SET "active" = "lastLogin" > '2024-01-01';
```

```sql fine
-- file: migrations/002_plans.sql
create table plans (id bigint primary key, price numeric);
insert into plans values (1, 10), (2, 20);
update plans set price = price * 1.19;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_active.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    users = sa.table("users", sa.column("active"))
    op.execute(users.update().where(users.c.active.is_(None)).values(active=True))


def downgrade():
    pass
```

```django fine
from django.db import migrations


def activate(apps, schema_editor):
    apps.get_model("shop", "User").objects.filter(active=None).update(active=True)


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunPython(activate, migrations.RunPython.noop),
    ]
```

## If it failed half-way

The transaction is rolled back. Once it is committed, the old values are only in a backup.
"""

from collections.abc import Iterator

from towpath.changes import Ref
from towpath.operations import AddColumn, DeleteRows, Migration, Name, RunCode, TruncateTable, UpdateRows
from towpath.rule import Context, Finding, rule

# Where a condition cannot be a value.
_WITHOUT_TRUE = frozenset(("sqlserver", "oracle"))


@rule(about={TruncateTable, UpdateRows, DeleteRows})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    added: set[tuple[str, str]] = set()
    for number, operation in enumerate(context.operations):
        if isinstance(operation, AddColumn):
            added.add((operation.table.name, operation.column.name))
        elif isinstance(operation, TruncateTable):
            yield from _truncated(operation, number, context)
        elif isinstance(operation, (UpdateRows, DeleteRows)) and _reaches_all(operation, added):
            advice = _advice(operation, migration, context.ref(number), context.dialect)
            yield from _written(operation, number, context, advice)


def _reaches_all(write: UpdateRows | DeleteRows, added: set[tuple[str, str]]) -> bool:
    """Whether nothing says which rows; a column that was only just added has no values to lose."""
    if write.where is not None or write.joined or write.limited or write.batched:
        return False
    columns = write.columns if isinstance(write, UpdateRows) else ()
    return not columns or any((write.table.name, column) not in added for column in columns)


def _advice(write: UpdateRows | DeleteRows, migration: Migration, ref: Ref, dialect: str) -> str:
    """How to say that it is meant, where that can be said: code has no WHERE, nor has a call that sends it."""
    script = migration.up if ref.direction == "up" else migration.down
    step = script.steps[ref.step] if script else None
    if step and isinstance(step.operations[ref.operation], RunCode):
        return " by this code"
    meant = "1 = 1" if dialect in _WITHOUT_TRUE else "true"
    return f"; if that is meant, say WHERE {meant}" if step is None or write.text in step.block else ""


def _written(write: UpdateRows | DeleteRows, number: int, context: Context, advice: str) -> Iterator[Finding]:
    if not context.at(number).is_new(write.table):
        deletes = isinstance(write, DeleteRows)
        what = "deleted" if deletes else "overwritten"
        message = f"every row of {write.table} is {what}{advice}"
        yield Finding(message, severity=None if deletes else "warning", at=number)


def _truncated(truncate: TruncateTable, number: int, context: Context) -> Iterator[Finding]:
    here = context.at(number)
    if not here.is_new(truncate.table):
        more = f", and of {_pointing_to(truncate.table, here)}" if truncate.cascade else ""
        yield Finding(f"every row of {truncate.table}{more} is deleted", at=number)


def _pointing_to(table: Name, context: Context) -> str:
    """The tables whose foreign keys point to this one, and those that point to them."""
    found = [table]
    for name in found:
        known = context.table(name)
        found += [other for other in (known.referenced_by if known else ()) if other not in found]
    return ", ".join(map(str, found[1:])) or "whatever points to it"
