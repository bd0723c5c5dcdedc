"""SQLite does not run this ALTER TABLE: it knows few of them, and not every version knows the same.

A migration that is refused stops there, on every machine that runs it.

```flyway bad sqlite
-- file: V1__users.sql
create table users (id integer primary key, name text);
create index users_name on users (name);
-- file: V2__drop_name.sql
alter table users drop column name;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway bad sqlite@3.40
-- file: V1__users.sql
create table users (id integer primary key, name text);
-- file: V2__name.sql
alter table users alter column name set not null;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad sqlite
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY);
-- file: migrations/20240102000000_at/migration.sql
ALTER TABLE "User" ADD COLUMN "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad sqlite
-- file: migrations/001_users.sql
create table users (id integer primary key);
-- file: migrations/002_email.sql
alter table users add column email text unique;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

## How to do it

Where an index is in the way, drop it first. Else make the table anew (sqlite.org, "Making Other Kinds Of Table Schema
Changes"): `PRAGMA foreign_keys = OFF`, begin, create `new_users` as it shall be, copy the rows, drop `users`, rename
`new_users`, make its indexes, triggers and views again, `PRAGMA foreign_key_check`, commit, `PRAGMA foreign_keys = ON`.

## When it is fine

A nullable column, or one with a constant default, is added in the catalogue alone.

```flyway fine sqlite
-- file: V1__users.sql
create table users (id integer primary key);
-- file: V2__name.sql
alter table users add column name text not null default '';
```

## If it failed half-way

Where the migration runs in a transaction, nothing of it is there; else what stood before it is.
"""

from collections.abc import Iterator

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    SetDefault,
    SetNotNull,
)
from towpath.rule import Context, Finding, rule

_Alter = (
    AddColumn
    | AddConstraint
    | AlterColumnType
    | DropColumn
    | DropConstraint
    | DropDefault
    | DropNotNull
    | SetDefault
    | SetNotNull
)


@rule(databases={"sqlite"}, effect="refusal")
def check(operation: _Alter, context: Context) -> Iterator[Finding]:
    refused = context.refused(operation)
    if refused:
        why = "it has no such statement" if refused == "syntax error" else refused.replace("version ", "version 3.")
        yield Finding(f"SQLite refuses this: {why}")
