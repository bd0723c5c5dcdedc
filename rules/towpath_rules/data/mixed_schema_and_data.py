"""Rows that are written in the transaction that changes a table keep that table locked all the while.

The lock that the change took on its table is held until the transaction commits, so everybody waits for as long as the
rows take. Where the rows come first, they stay locked while the change waits for its turn; and if a trigger of theirs
is still to fire, PostgreSQL refuses the change.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, name text);
-- file: V2__users_slug.sql
alter table users add column slug text;
update users set slug = lower(name) where slug is null;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__users_slug.sql
alter table users add column slug text;
-- file: V2.1__fill_users.sql
update users set slug = lower(name) where slug is null;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- file: migrations/20240102000000_user_slug/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "slug" TEXT;

UPDATE "User" SET "slug" = lower("name") WHERE "slug" IS NULL;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_user_slug/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "slug" TEXT;

-- file: migrations/20240102000001_fill_User/migration.sql
UPDATE "User" SET "slug" = lower("name") WHERE "slug" IS NULL;
```

```sql bad
-- file: migrations/002_users_slug.sql
alter table users add column slug text;
insert into slugs select id, slug from users;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
alter table users drop column name;
```

## How to do it

Change the table in one migration and write the rows in the next; on a large table in batches, outside of a transaction.
If a constraint follows, it is a third.

## When it is fine

Rows of a table that the same migration creates, a list of values, small tables, and migrations in which every statement
commits by itself.

```flyway fine
-- file: V2__plans.sql
create table plans (id bigint primary key, name text);
insert into plans select 1, 'free';
alter table users add column plan_id bigint default 1;
insert into settings values ('plans', 'on');
```

```sql fine
-- file: migrations/002_users_slug.sql
alter table users add column slug text;
-- file: migrations/003_users_slug.sql
update users set slug = lower(name) where slug is null;
```

## If it failed half-way

The transaction is rolled back: neither the change nor the rows are left.
"""

from collections.abc import Iterator

from towpath.changes import NewMigration, Remove
from towpath.operations import DeleteRows, InsertRows, LockTable, MergeRows, Name, Operation, Unit, UpdateRows
from towpath.rule import Context, Finding, Fix, rule

_ROWS = (UpdateRows, DeleteRows, InsertRows, MergeRows)


@rule(severity="warning", down=False, databases={"postgresql"})
def check(unit: Unit, context: Context) -> Iterator[Finding]:
    if unit.transactional is False:
        return
    written = [number for number, operation in enumerate(unit.operations) if _writes(operation, context.at(number))]
    changed = {
        number: table
        for number, operation in enumerate(unit.operations)
        if written and (table := _locked(operation, context.at(number)))
    }
    if not changed:
        return
    first = written[0]
    before = [table for number, table in changed.items() if number < first]
    rows = unit.operations[first].table  # type: ignore[attr-defined]
    if before:
        message = f"{before[0]} stays locked until these rows of {rows} have been written"
    else:
        message = f"these rows of {rows} stay locked until {next(iter(changed.values()))} could be changed"
    yield Finding(message, _fixes(unit, first, context), at=first)


def _writes(operation: Operation, context: Context) -> bool:
    """Whether it writes rows, more than a list of values, of a table in use."""
    if not isinstance(operation, _ROWS) or (isinstance(operation, InsertRows) and not operation.query):
        return False
    return not context.is_new(operation.table) and not context.is_small(operation.table)


def _locked(operation: Operation, context: Context) -> Name | None:
    """A table in use that a change of the schema locks against reads or writes."""
    if isinstance(operation, (*_ROWS, LockTable)):
        return None
    return next(iter(context.blocked(operation)), None)


def _fixes(unit: Unit, number: int, context: Context) -> tuple[Fix, ...]:
    """The rows in a migration of their own, where they come last anyhow."""
    if number != len(unit.operations) - 1 or context.at(number).in_body:
        return ()
    operation = unit.operations[number]
    rows = operation.table.name  # type: ignore[attr-defined]
    return (Fix("Write them in the next migration", (Remove(), NewMigration((operation,), f"fill_{rows}"))),)
