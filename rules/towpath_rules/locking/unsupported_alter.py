"""The database does not run this ALTER TABLE at all.

SQLite knows few of them, and not every version knows the same. MySQL and MariaDB refuse what cannot be done by the
ALGORITHM, or under the LOCK, that is asked for. A migration that is refused stops there, on every machine that runs it.

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

```flyway good
-- file: V2__name.sql
create table new_users (
    id integer not null,
    name text not null,
    primary key (id)
);
insert into new_users (id, name) select id, name from users;
drop table users;
alter table new_users rename to users;
```

```flyway bad sqlite@3.40
-- file: V1__users.sql
create table users (id integer primary key, name text);
create table orders (id integer primary key, user_id integer references users (id) on delete cascade);
-- file: V2__name.sql
alter table users alter column name set not null;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__name.sql
pragma foreign_keys = OFF;
begin;
create table new_users (
    id integer not null,
    name text not null,
    primary key (id)
);
insert into new_users (id, name) select id, name from users;
drop table users;
alter table new_users rename to users;
commit;
pragma foreign_keys = ON;
# file: V2__name.sql.conf
executeInTransaction=false
```

```prisma bad sqlite
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY);
-- file: migrations/20240102000000_at/migration.sql
ALTER TABLE "User" ADD COLUMN "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_at/migration.sql
CREATE TABLE "new_User" (
    "id" integer NOT NULL,
    "at" datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY ("id")
);
INSERT INTO "new_User" ("id") SELECT "id" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
```

```sql bad sqlite
-- file: migrations/001_users.sql
create table users (id integer primary key);
-- file: migrations/002_email.sql
alter table users add column email text unique;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway bad mysql
-- file: V1__users.sql
create table users (id bigint primary key, age int);
-- file: V2__age.sql
alter table users modify age bigint, algorithm=inplace, lock=none;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
# file: db/migrate/20240102000000_require_age.rb
class RequireAge < ActiveRecord::Migration[7.1]
  def up
    execute "ALTER TABLE users ALTER COLUMN age SET NOT NULL"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_require_age.rb
class RequireAge < ActiveRecord::Migration[7.1]
  def up
    execute <<~SQL
      CREATE TABLE new_users (
          id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
          age integer NOT NULL
      )
    SQL
    execute "INSERT INTO new_users (id, age) SELECT id, age FROM users"
    drop_table :users
    rename_table :new_users, :users
  end
end
```

```liquibase bad mysql@9
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="age" type="int"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table users modify age bigint, algorithm=instant</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        <rollback/>
    </changeSet>
</databaseChangeLog>
```

## How to do it

Where an index is in the way, drop it first. Else make the table anew (sqlite.org, "Making Other Kinds Of Table Schema
Changes"): drop the views that read it, create `new_users` as it shall be, copy the rows, drop `users`, rename
`new_users`, make its indexes, triggers and views again. Where other tables point to it, foreign keys have to be off
meanwhile, which SQLite takes outside of a transaction alone: `PRAGMA foreign_keys = OFF`, begin, …,
`PRAGMA foreign_key_check`, commit, `PRAGMA foreign_keys = ON`. The fix writes this where the files tell what the table
holds. What a column was part of, a key or a check, goes with it.

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

from towpath.changes import Move, Replace
from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    MoveColumn,
    RenameColumn,
    SetDefault,
    SetNotNull,
    SetSetting,
)
from towpath.rule import Context, Finding, Fix, rule

_NAMES = {"mysql": "MySQL", "mariadb": "MariaDB", "sqlite": "SQLite"}
_Alter = (
    AddColumn
    | AddConstraint
    | AddIdentity
    | AlterColumnType
    | CreateIndex
    | DropColumn
    | DropConstraint
    | DropDefault
    | DropNotNull
    | MoveColumn
    | RenameColumn
    | SetDefault
    | SetNotNull
)


@rule(databases={"sqlite", "mysql", "mariadb"}, effect="refusal")
def check(operation: _Alter, context: Context) -> Iterator[Finding]:
    refused = context.refused(operation)
    # Who asks MySQL to refuse what it cannot do online may well know that some versions will.
    if not refused or (context.dialect != "sqlite" and not _is_sure(operation, context)):
        return
    why = "it has no such statement" if refused == "syntax error" else refused.replace("version ", "version 3.")
    yield Finding(f"{_NAMES[context.dialect]} refuses this: {why}", tuple(_fixes(operation, context)))


def _fixes(operation: _Alter, context: Context) -> Iterator[Fix]:
    """The table made anew; in one transaction, and where other tables point to it, without foreign keys meanwhile."""
    first, *others = (context.rebuilt(operation, operation.table) if context.dialect == "sqlite" else ()) or (None,)
    if first is not None:
        replaced = Replace(first, then=tuple(others))
        changes = (replaced, Move(False)) if isinstance(first, SetSetting) else (replaced,)
        yield Fix(f"Make {operation.table} anew, and copy its rows", changes)


def _is_sure(operation: _Alter, context: Context) -> bool:
    """Whether every version refuses it, whatever is not in the files."""
    return all(cost.refused for cost in context.costs(operation)) and not context.impact(operation).assumes
