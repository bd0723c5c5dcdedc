"""Without `lock_wait_timeout`, an ALTER that waits for its lock stops everybody behind it for up to a year.

Every change of a table takes an exclusive lock of its metadata for a moment, also one that is INSTANT. It waits until
every transaction that used the table has ended, one that only reads and was forgotten too, and whoever comes later,
readers included, waits behind it. By default that may take a year on MySQL, and a day on MariaDB. With
`lock_wait_timeout` (seconds) the statement gives up instead, and can be tried again.

```flyway bad mysql
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__users_name.sql
alter table users add column name text;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
alter table users add column nickname text;
```

```flyway good
-- file: V2__users_name.sql
set lock_wait_timeout = 5;
alter table users add column name text;
alter table users add column nickname text;
```

```prisma bad mysql
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE `User` (`id` BIGINT NOT NULL PRIMARY KEY);
-- file: migrations/20240102000000_user_name/migration.sql
-- AlterTable
ALTER TABLE `User` ADD COLUMN `name` TEXT NULL;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_user_name/migration.sql
SET lock_wait_timeout = 5;
-- AlterTable
ALTER TABLE `User` ADD COLUMN `name` TEXT NULL;
```

```sql bad mariadb
-- file: migrations/001_users.sql
create table users (id bigint primary key, name text);
-- file: migrations/002_name.sql
alter table users drop column name;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql good
-- file: migrations/002_name.sql
set lock_wait_timeout = 5;
alter table users drop column name;
```

```rails bad mysql
# file: db/migrate/20240102000000_add_age.rb
class AddAge < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :age, :integer
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_age.rb
class AddAge < ActiveRecord::Migration[7.1]
  def change
    up_only { execute "SET lock_wait_timeout = 5" }
    add_column :users, :age, :integer
  end
end
```

```liquibase bad mysql
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <addColumn tableName="users">
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            <column name="age" type="int"/>
        </addColumn>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>SET lock_wait_timeout = 5</sql>
        <addColumn tableName="users">
            <column name="age" type="int"/>
        </addColumn>
        <rollback>
            <sql>SET lock_wait_timeout = 5</sql>
            <dropColumn columnName="age" tableName="users"/>
        </rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad mysql
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - addColumn:
    # ^^^^^^^^^^
        tableName: users
        columns:
        - column:
            name: age
            type: int
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: SET lock_wait_timeout = 5
    - addColumn:
        tableName: users
        columns:
        - column:
            name: age
            type: int
    rollback:
    - sql:
        sql: SET lock_wait_timeout = 5
    - dropColumn:
        columnName: age
        tableName: users
```

```liquibase.json bad mysql
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "1",
        "author": "anna",
        "changes": [
          {
            "addColumn": {
          # ^^^^^^^^^^^^^^
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "age",
                    "type": "int"
                  }
                }
              ]
            }
          }
        ]
      }
    }
  ]
}
```

```liquibase.json good
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "1",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "SET lock_wait_timeout = 5"
            }
          },
          {
            "addColumn": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "age",
                    "type": "int"
                  }
                }
              ]
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "SET lock_wait_timeout = 5"
            }
          },
          {
            "dropColumn": {
              "columnName": "age",
              "tableName": "users"
            }
          }
        ]
      }
    }
  ]
}
```

```liquibase.sql bad mysql
--liquibase formatted sql

--changeset anna:1
alter table users add column age int;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--rollback alter table users drop column age;
        -- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
set lock_wait_timeout = 5;
alter table users add column age int;
--rollback set lock_wait_timeout = 5;
--rollback alter table users drop column age;
```

## How to do it

Set `lock_wait_timeout` at the beginning of the migration; it holds for the rest of the session. Or set it for the user
that runs the migrations, and say so: `[timeouts] lock = "5s"` in the configuration. Choose what your users can wait
for, and let the tool try again.

## When it is fine

Where nobody waits: on tables that the same migration creates.

```flyway fine mysql
-- file: V1__users.sql
create table users (id bigint primary key);
alter table users add column name text;
```

## If it failed half-way

The statement that gave up has changed nothing; those before it are there to stay, since each commits by itself. Run the
rest again.
"""

import re
from collections.abc import Iterator, Sequence

from towpath.changes import Insert
from towpath.operations import Migration, Name, SetSetting
from towpath.rule import Context, Finding, Fix, rule

_SETTING = "lock_wait_timeout"
_NOTHING = re.compile(r"\s*'?\s*(0[a-z\s]*)?'?\s*", re.I)


@rule(severity="info", effect="", down=True, databases={"mysql", "mariadb"}, options={"timeout": 5})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    if _limits(context.runner.lock_timeout):
        return
    for number, operation in enumerate(context.operations):
        tables = context.at(number).locked(operation)
        if tables and not _limits(context.setting_at(number, _SETTING)):
            yield _finding(tables, number, context)
            return  # What is set for it is set for the rest of the session.


def _limits(timeout: str | None) -> bool:
    return timeout is not None and not _NOTHING.fullmatch(timeout)


def _finding(tables: Sequence[Name], number: int, context: Context) -> Finding:
    here = context.at(number)
    busy = any(here.is_hot(table) or here.is_large(table) for table in tables)
    timeout = context.option("timeout")
    setting = Insert(SetSetting(_SETTING, str(timeout)), at=context.ref(number), first=True)
    names = " and ".join(map(str, tables))
    return Finding(
        f"no {_SETTING} is set: while this waits for open transactions on {names}, every later query there waits "
        "behind it",
        (Fix(f"Set {_SETTING} to {timeout} seconds first", (setting,), safe=True),),
        "warning" if busy else None,
        at=number,
    )
