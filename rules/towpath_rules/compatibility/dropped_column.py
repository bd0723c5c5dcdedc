"""A column that is dropped breaks the code that still names it.

While a new version is rolled out, the old one keeps running. It reads and writes the column, often without anybody
having written its name: mappers list every column that they knew when they started. From the drop on, each such
statement fails. The values are gone at once, and no rollback of the code brings them back.

```flyway bad
-- file: V2__no_nickname.sql
alter table users drop column nickname;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240102000000_no_nickname/migration.sql
-- AlterTable
ALTER TABLE "User" DROP COLUMN "nickname";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/002_no_nickname.up.sql
alter table users drop column if exists nickname, drop column if exists title;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_no_nickname.down.sql
alter table users add column nickname text, add column title text;
```

## How to do it

First let the column take NULL or give it a default, and deploy code that does not know it: out of the model, ignored by
the mapper, out of every query. When no old process is left, drop it in a later deployment. Then say at the statement
that this has happened: `-- towpath: ignore[dropped-column] unused since 4.2`.

## When it is fine

On a table that the same migration creates; on the way down, where the column that the way up added goes again.

```flyway fine
-- file: V2__import.sql
create table import (id bigint, raw text);
alter table import drop column raw;
```

```sql fine
-- file: migrations/002_nickname.up.sql
alter table users add column nickname text;
-- file: migrations/002_nickname.down.sql
alter table users drop column nickname;
```

## If it failed half-way

The transaction is rolled back. Once it is committed, the values are only in a backup.
"""

from collections.abc import Iterator

from towpath.operations import DropColumn
from towpath.rule import Context, Finding, rule


@rule(severity="warning")
def check(drop: DropColumn, context: Context) -> Iterator[Finding]:
    if not context.is_new(drop.table):
        yield Finding(f"code that is still running and names {drop.table}.{drop.column} fails, and its values are gone")
