"""`IF NOT EXISTS` takes the ruin of a failed concurrent build for the index.

A concurrent build that fails or is cancelled leaves an INVALID index under its name. When the migration runs again,
`IF NOT EXISTS` finds the name, does nothing, and the migration counts as applied. The index stays broken: every write
pays for it, no query uses it, and a unique one enforces nothing for the rows that it does not hold.

```flyway bad
-- file: V2__users_email.sql
create index concurrently if not exists users_email on users (email);
-- ^^^
```

```prisma bad
-- file: migrations/20240102000000_users_email/migration.sql
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "users_email_key" ON "users"("email");
-- ^^^
```

```sql bad
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up transaction:false
create index concurrently if not exists users_email on users (email);
-- ^^^

-- migrate:down transaction:false
drop index concurrently if exists users_email;
```

## How to do it

Drop what may be left, then build: `DROP INDEX CONCURRENTLY IF EXISTS`, and `CREATE INDEX CONCURRENTLY` without
`IF NOT EXISTS`. Where each must stand alone in its file, the drop is a migration of its own.

## When it is fine

Without `CONCURRENTLY`: a build that failed in a transaction leaves nothing.

```sql fine
-- file: migrations/002_users_email.sql
create index if not exists users_email on users (email);
```

## If it failed half-way

`SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid` names the broken ones; `REINDEX INDEX CONCURRENTLY`
repairs one in place.
"""

from collections.abc import Iterator
from dataclasses import replace

from towpath.changes import Insert, Replace
from towpath.operations import CreateIndex, DropIndex, Name
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="warning", effect="", down=True, databases={"postgresql"})
def check(index: CreateIndex, context: Context) -> Iterator[Finding]:
    if not (index.concurrently and index.if_not_exists and index.name) or context.is_new(index.table):
        return
    drop = DropIndex(Name(index.name, index.table.schema), concurrently=True, if_exists=True)
    fix = Fix(
        "Drop what a failed build left, then build it", (Insert(drop), Replace(replace(index, if_not_exists=False)))
    )
    yield Finding(
        f"if a build of {index.name} failed before, its INVALID rest is taken for the index, and nothing is built",
        (fix,) if context.transactional is False else (),
        part="if_not_exists",
    )
