"""A table that is made anew takes the rows of other tables with it when the old one is dropped.

SQLite deletes every row of a table before it drops it, and does what `ON DELETE CASCADE`, `SET NULL` and `SET DEFAULT`
say to the rows that point there. `PRAGMA foreign_keys = OFF` keeps it from that, but outside of a transaction alone:
within one it does nothing, and `defer_foreign_keys` puts off errors only.

```flyway bad sqlite
-- file: V1__users.sql
create table users (id integer primary key, name text);
create table orders (id integer primary key, user_id integer references users (id) on delete cascade);
-- file: V2__names.sql
pragma foreign_keys = off;
create table new_users (id integer primary key, name text not null);
insert into new_users select id, name from users;
drop table users;
-- ^^^^^^^^^^^^^
alter table new_users rename to users;
pragma foreign_keys = on;
```

```prisma bad sqlite
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);
CREATE TABLE "Post" ("id" INTEGER NOT NULL PRIMARY KEY, "by" INTEGER REFERENCES "User" ("id") ON DELETE SET NULL);
-- file: migrations/20240102000000_names/migration.sql
PRAGMA foreign_keys=ON;
CREATE TABLE "new_User" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
INSERT INTO "new_User" ("id", "name") SELECT "id", "name" FROM "User";
DROP TABLE "User";
-- ^^^^^^^^^^^^^^
ALTER TABLE "new_User" RENAME TO "User";
```

```prisma good
-- file: migrations/20240102000000_names/migration.sql
PRAGMA foreign_keys=ON;
CREATE TABLE "new_User" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
INSERT INTO "new_User" ("id", "name") SELECT "id", "name" FROM "User";
PRAGMA foreign_keys = OFF;
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
```

```sql bad sqlite
-- file: migrations/001_users.sql
create table users (id integer primary key, name text);
create table orders (id integer primary key, user_id integer references users (id) on delete cascade);
-- file: migrations/002_names.sql
pragma foreign_keys = off;
create table new_users (id integer primary key, name text not null);
insert into new_users select id, name from users;
drop table users;
-- ^^^^^^^^^^^^^
alter table new_users rename to users;
```

```rails bad sqlite
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :name
    end
    create_table :orders do |t|
      t.references :user, foreign_key: { on_delete: :cascade }
    end
  end
end
# file: db/migrate/20240102000000_require_names.rb
class RequireNames < ActiveRecord::Migration[7.1]
  def change
    change_column_null :users, :name, false
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
# file: Gemfile.lock
GEM
  specs:
    rails (8.0.4)
```

```rails good
# file: db/migrate/20240102000000_require_names.rb
class RequireNames < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    change_column_null :users, :name, false
  end
end
```

What points to a table follows it to its new name, so renaming the old one first spares nothing:

```flyway bad sqlite
-- file: V1__users.sql
create table users (id integer primary key, name text);
create table orders (id integer primary key, user_id integer references users (id) on delete cascade);
-- file: V2__names.sql
alter table users rename to old_users;
create table users (id integer primary key, name text not null);
insert into users select id, name from old_users;
drop table old_users;
-- ^^^^^^^^^^^^^^^^^
```

## How to do it

Switch foreign keys off before the transaction begins, and on again behind it: with Flyway in a migration with
`executeInTransaction=false` that has its own BEGIN and COMMIT, with goose behind `-- +goose NO TRANSACTION`. Run
`PRAGMA foreign_key_check` before the COMMIT. Active Record makes a table anew for most
changes of it, and switches foreign keys off in time from 7.2.3, 8.0.4 and 8.1 on, where the migration has
`disable_ddl_transaction!`; before that, drop and add the foreign keys around it.

## When it is fine

Where no other table points to it, or only without an action: then SQLite refuses what would break.

```flyway fine sqlite
-- file: V1__users.sql
create table users (id integer primary key, name text);
-- file: V2__names.sql
create table new_users (id integer primary key, name text not null);
insert into new_users select id, name from users;
drop table users;
alter table new_users rename to users;
```

## If it failed half-way

In a transaction nothing of it is there. What was deleted by a migration that went through comes from a backup alone.
"""

from collections.abc import Iterator

from towpath.changes import Insert, Move
from towpath.operations import ForeignKey, Migration, Name, SetSetting
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.locking._remade import remade

_SETTING, _OFF = "foreign_keys", ("0", "off", "false", "no")
_ACTIONS = ("CASCADE", "SET NULL", "SET DEFAULT")


@rule(databases={"sqlite"}, instead_of={"dropped-table"})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    yield from _by_runner(context)
    for one in remade(context.operations):
        here = context.at(one.dropped)
        changed = list(_changed(one.table, here))
        if not changed or here.is_new(one.table) or _are_off(one.dropped, context):
            continue
        if not here.setting(_SETTING):
            here.assume(None, "whether foreign keys are on is not in the files, taken as on")
        off = Insert(SetSetting(_SETTING, "OFF"), at=context.ref(one.dropped))
        yield Finding(
            f"dropping {one.table} deletes its rows first, and {' and '.join(changed)} with them",
            (Fix("Switch foreign keys off before", (off,)),) if context.switch(one.dropped) is False else (),
            at=one.dropped,
        )


def _by_runner(context: Context) -> Iterator[Finding]:
    """What the tool makes anew by itself, while foreign keys are on."""
    where = context.runner.keys_stay_on
    for number, operation in enumerate(context.operations if where else ()):
        here, table = context.at(number), getattr(operation, "table", None)
        inside = context.switch(number) is not False
        anew = here.state.makes_anew and here.impact(operation).rewrites
        if table is None or not anew or not (inside or where == "anywhere"):
            continue
        if (changed := list(_changed(table, here))) and not here.is_new(table):
            move = Move(transactional=False, at=context.ref(number))
            title = "Do it outside of the transaction, where foreign keys are switched off meanwhile"
            yield Finding(
                f"{table} is made anew: dropping it deletes its rows first, and {' and '.join(changed)} with them",
                (Fix(title, (move,)),) if where == "in transactions" else (),
                at=number,
            )


def _changed(table: Name, context: Context) -> Iterator[str]:
    """What is done to the rows of other tables that point to this one."""
    known = context.table(table)
    for name in known.referenced_by if known else ():
        other = context.table(name)
        keys = other.constraints if other and name != table else ()
        actions = {one.on_delete for one in keys if isinstance(one, ForeignKey) and one.target == table}
        if actions & {*_ACTIONS}:
            yield f"the rows of {name}" if "CASCADE" in actions else f"what points there in {name}"


def _are_off(number: int, context: Context) -> bool:
    """Whether foreign keys were switched off where SQLite takes that."""
    said = [
        (place, one)
        for place, one in enumerate(context.operations[:number])
        if isinstance(one, SetSetting) and one.name == _SETTING and context.switch(place) is False
    ]
    return bool(said) and (said[-1][1].value or "").strip("'\"").lower() in _OFF
