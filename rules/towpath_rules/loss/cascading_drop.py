'''A drop with CASCADE takes along whatever depends on it, and does not ask.

Foreign keys of other tables, views, views of those views, columns of a dropped type, functions: each goes without being
named in the migration, and nobody who reads it can tell which. What depends on an object differs between databases,
so the same file can drop more in production than it did in a test.

```flyway bad
-- file: V1__tables.sql
create table users (id bigint primary key);
create table orders (id bigint primary key, user_id bigint references users);
-- file: V2__no_users.sql
drop table users cascade;
-- ^^^
```

```prisma bad
-- file: migrations/20240102000000_no_status/migration.sql
DROP TYPE "Status" CASCADE;
-- ^^^
```

```sql bad
-- file: 002_no_totals.sql
drop view totals cascade;
-- ^^^
alter table orders drop column total cascade;
-- ^^^
```

## How to do it

Leave CASCADE out. PostgreSQL then refuses and lists what depends on the object: drop each of these by name first, so
that the migration says what it does.

## When it is fine

On what the same migration creates, and on the way down.

```flyway fine
-- file: V2__import.sql
create table import (line text);
create view lines as select line from import;
drop table import cascade;
```

## If it failed half-way

The transaction is rolled back. Once it is committed, what was taken along has to be made again from earlier migrations.
'''

from collections.abc import Iterator
from dataclasses import replace

from towpath.changes import Replace
from towpath.operations import DropColumn, DropConstraint, DropIndex, DropObject, DropTable, Name
from towpath.rule import Context, Finding, Fix, rule

_Drop = DropTable | DropColumn | DropConstraint | DropIndex | DropObject
# What holds no rows and no columns of others; a cascade from it is less than a loss.
_WITHOUT_ROWS = frozenset(("view", "function", "procedure", "trigger", "index", "constraint", "rule", "policy"))


@rule(instead_of={"dropped-table"})
def check(
    drop: DropTable | DropColumn | DropConstraint | DropIndex | DropObject, context: Context
) -> Iterator[Finding]:
    if not drop.cascade:
        return
    kind, name, table = _dropped(drop)
    if context.is_new(table):
        return
    gone = f"the {kind} {name}"
    if isinstance(drop, DropTable):
        gone += " with its rows"
    known = context.table(drop.table) if isinstance(drop, DropTable) else None
    tied = ", ".join(str(other) for other in known.referenced_by) if known else ""
    also = f"the foreign keys of {tied}, and whatever else depends on it" if tied else "whatever depends on it"
    fix = Fix("Drop it without CASCADE, which fails while something depends on it", (Replace(replace(drop, cascade=False)),))
    yield Finding(
        f"this drops {gone}, and {also}",
        () if isinstance(drop, DropTable) else (fix,),
        "warning" if kind in _WITHOUT_ROWS else None,
        part="cascade",
    )


def _dropped(drop: _Drop) -> tuple[str, str, Name | None]:
    """What is dropped, in words, and the table or view on which that depends."""
    if isinstance(drop, DropTable):
        return "table", str(drop.table), drop.table
    if isinstance(drop, DropColumn):
        return "column", f"{drop.table}.{drop.column}", drop.table
    if isinstance(drop, DropConstraint):
        return "constraint", drop.name, drop.table
    if isinstance(drop, DropIndex):
        return "index", str(drop.index), drop.table
    return drop.kind, str(drop.name), drop.table or drop.name
