"""An index that is dropped in the ordinary way locks its table against everybody.

`DROP INDEX` takes an ACCESS EXCLUSIVE lock on the table. The work is short; the wait for the lock may not be: it
queues behind the longest query that reads the table, and every later query, SELECT too, queues behind it.
`DROP INDEX CONCURRENTLY` waits for the old queries without keeping new ones out. It cannot run in a transaction.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, email text);
create index users_email on users (email);
-- file: V2__no_users_email.sql
drop index users_email;
-- ^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__no_users_email.sql
drop index concurrently users_email;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "users" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
CREATE INDEX "users_email_idx" ON "users"("email");
-- file: migrations/20240102000000_no_users_email/migration.sql
-- DropIndex
DROP INDEX "users_email_idx";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_no_users_email/migration.sql
-- DropIndex
DROP INDEX CONCURRENTLY "users_email_idx";
```

```sql bad
-- file: migrations/002_no_users_email.up.sql
drop index if exists users_email;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_no_users_email.down.sql
create index concurrently users_email on users (email);
```

```sql good
-- file: migrations/002_no_users_email.up.sql
drop index concurrently if exists users_email;
```

## How to do it

Drop it concurrently, in a migration that runs outside of a transaction and holds nothing else.
`CONCURRENTLY` takes one name, no `CASCADE`, and no index of a partitioned table.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text);
create index users_email on users (email);
drop index users_email;
```

## If it failed half-way

A concurrent drop that failed leaves the index INVALID: run it again.
"""

from collections.abc import Iterator

from towpath.changes import Move, Replace
from towpath.operations import CreateIndex, DropIndex, Migration, Name, replace
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="warning", databases={"postgresql"})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    for number, drop in enumerate(context.operations):
        if isinstance(drop, DropIndex) and not drop.concurrently:
            yield from _dropped(drop, _table(drop, number, context), number, context.at(number))


def _table(drop: DropIndex, number: int, context: Context) -> Name | None:
    """The table of an index; of one that is not known, the one on which it is built anew."""
    known = context.at(number).table_of_index(drop.index)
    if known:
        return known.name
    built = (operation for operation in context.operations[number + 1 :] if isinstance(operation, CreateIndex))
    return next((index.table for index in built if index.name == drop.index.name), None)


def _dropped(drop: DropIndex, table: Name | None, number: int, here: Context) -> Iterator[Finding]:
    if table and (here.is_new(table) or here.is_small(table)):
        return
    whose = table or f"the table of {drop.index}"
    concurrent = replace(drop, concurrently=True)
    fixable = not drop.cascade and not here.in_body and not here.impact(concurrent).refused
    fix = Fix("Drop it concurrently", (Replace(concurrent), Move(transactional=False)))
    yield Finding(
        f"dropping {drop.index} waits for every query on {whose}, and keeps all others out meanwhile",
        (fix,) if fixable else (),
        at=number,
    )
