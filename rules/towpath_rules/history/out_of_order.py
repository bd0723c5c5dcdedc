"""A new migration with a version below one that has landed comes too late: databases are beyond it.

It happens when a branch is merged long after its migration was named. What becomes of it is up to the tool: Flyway and
goose refuse to go on, golang-migrate never runs it and says nothing, and the others run it behind the later ones, so
that not every database ran them in one order.

```flyway bad
-- base file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- base file: db/migration/V3__tags.sql
create table tags (id bigint primary key);
-- file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- file: db/migration/V2__plans.sql
create table plans (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: db/migration/V3__tags.sql
create table tags (id bigint primary key);
```

```rails bad
# base file: db/migrate/20240103000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
# file: db/migrate/20240102000000_tags.rb
class Tags < ActiveRecord::Migration[7.1]
  def change
    create_table :tags
#   ^^^^^^^^^^^^^^^^^^
  end
end
# file: db/migrate/20240103000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
```

```prisma bad
-- base file: prisma/migrations/20240102000000_users/migration.sql
create table users (id bigint primary key);
-- file: prisma/migrations/20240101000000_tags/migration.sql
create table tags (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: prisma/migrations/20240102000000_users/migration.sql
create table users (id bigint primary key);
```

```sql bad
-- base file: migrations/0002_users.up.sql
create table users (id bigint primary key);
-- file: migrations/0001_tags.up.sql
create table tags (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/0002_users.up.sql
create table users (id bigint primary key);
```

It needs a base branch: without one, nothing tells what came first.

## How to do it

Give it the next version behind the last one that has landed.

## When it is fine

Where the tool runs it all the same, and nothing in it hangs on the later ones, and nothing in those on it.

```flyway fine
-- base file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- file: db/migration/V2__tags.sql
create table tags (id bigint primary key);
```

## If it failed half-way

Flyway has run nothing: rename it. Where golang-migrate has gone by it, rename it too, and it runs next.
"""

from collections.abc import Iterator

from towpath.changes import Restamp
from towpath.rule import Context, Finding, Fix, Related, Series, Severity, rule

NEXT = Fix("Give it the next version", (Restamp(),))
BECOMES: dict[str, tuple[Severity | None, str]] = {
    "refuses": (None, "the tool refuses to run it behind them"),
    "skips": (None, "the tool never runs it where they ran"),
    "runs": ("info", "where they ran, it runs behind them, and elsewhere before"),
    "": ("warning", "databases are beyond it"),
}


@rule(severity="error")
def check(series: Series, context: Context) -> Iterator[Finding]:
    if series.landed is None or context.runner.order != "versions":
        return
    severity, becomes = BECOMES[context.runner.late]
    for one, last in series.late:
        here = series.number(last.identity) is not None
        related = (Related("it has landed", last.identity),) if here else ()
        where = "" if here else f" on {series.landed.base}"
        message = f"{last.identity} has landed{where}, and this comes before it: {becomes}"
        yield Finding(message, (NEXT,), severity=severity, related=related, migration=one.identity)
