"""Every row of a table is written anew, and nobody writes to the database file meanwhile.

SQLite has one lock for the whole file. What its ALTER TABLE cannot do is done by making the table anew and copying its
rows; `DROP COLUMN` writes every row as well, and `VACUUM` the whole file. Readers go on where the file is in WAL mode.
While it lasts, other writers get "database is locked" once their timeout is over.

```flyway bad sqlite
-- file: V1__users.sql
create table users (id integer primary key, name text, age int);
-- file: V2__no_age.sql
alter table users drop column age;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad sqlite
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);
-- file: migrations/20240102000000_names/migration.sql
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_User" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
INSERT INTO "new_User" ("id", "name") SELECT "id", "name" FROM "User";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
PRAGMA foreign_keys=ON;
```

```sql bad sqlite
-- file: migrations/001_users.sql
create table users (id integer primary key, name text, age int);
-- file: migrations/002_no_age.sql
alter table users drop column age;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```rails bad sqlite
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.integer :age
    end
  end
end
# file: db/migrate/20240102000000_remove_age.rb
class RemoveAge < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :age, :integer
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

## How to do it

Where nobody writes: before the application is started. A column that is not read any more may stay; leave several
changes of one table to one rebuild.

## When it is fine

With a small table, or one that the same migration creates. New columns and new names are entries of the schema alone.

```flyway fine sqlite
-- file: V1__users.sql
create table users (id integer primary key);
-- file: V2__name.sql
alter table users add column name text;
alter table users rename to people;
```

## If it failed half-way

In a transaction nothing of it is there. Without one, look for a table that is called `new_…`: if the old one is still
there, drop it and start again; if not, rename it.
"""

from collections.abc import Iterator

from towpath.operations import InsertRows, Migration, Name, Operation, Statement
from towpath.rule import Context, Finding, rule
from towpath_rules.locking._remade import remade


@rule(severity="hint", databases={"sqlite"}, instead_of={"unbatched-backfill", "mixed-schema-and-data"})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    copied = {one.copied: one.table for one in remade(context.operations) if one.copied is not None}
    told: set[Name] = set()
    for number, operation in enumerate(context.operations):
        here = context.at(number)
        table = copied.get(number) or _rewritten(operation, here)
        if table is not None and table not in told and not (here.is_new(table) or here.is_small(table)):
            told.add(table)
            yield Finding(f"nobody writes to the database until every row of {table} has been copied", at=number)
        elif isinstance(operation, Statement) and operation.kind == "vacuum":
            yield Finding("nobody writes to the database until the whole file has been copied", at=number)


def _rewritten(operation: Operation, context: Context) -> Name | None:
    """The table whose rows an operation writes anew by itself."""
    return None if isinstance(operation, InsertRows) else next(iter(context.impact(operation).rewrites), None)
