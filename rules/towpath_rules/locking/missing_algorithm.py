"""A statement that says neither ALGORITHM nor LOCK is done in whatever way the server can.

Where it cannot do it online, it copies the table and keeps writers waiting, without a word. `ALGORITHM=INSTANT`, or
`ALGORITHM=INPLACE, LOCK=NONE`, makes it refuse instead; nothing is lost by saying what is meant. (This rule is off
unless it is selected.)

```flyway bad mysql@9
-- file: V1__users.sql
create table users (id bigint primary key, name varchar(50));
-- file: V2__age.sql
alter table users add column age int;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__age.sql
alter table users add column age int, ALGORITHM=INSTANT;
```

```prisma bad mysql
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE `User` (`id` BIGINT NOT NULL PRIMARY KEY, `name` VARCHAR(50) NULL);
-- file: migrations/20240102000000_name/migration.sql
CREATE INDEX `User_name_idx` ON `User`(`name`);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_name/migration.sql
CREATE INDEX `User_name_idx` ON `User`(`name`) ALGORITHM=INPLACE LOCK=NONE;
```

```sql bad mariadb
-- file: migrations/001_users.sql
create table users (id bigint primary key, name varchar(50));
-- file: migrations/002_more.sql
alter table users add column age int, add unique index users_name (name);
--                ^^^^^^^^^^^^^^^^^^
```

```sql good
-- file: migrations/002_more.sql
alter table users add column age int, add unique index users_name (name), ALGORITHM=INPLACE, LOCK=NONE;
```

```rails bad mysql
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :name
    end
  end
end
# file: db/migrate/20240102000000_add_age.rb
class AddAge < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :age, :integer
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end

  def down
    remove_column :users, :age
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_age.rb
class AddAge < ActiveRecord::Migration[7.1]
  def up
    execute "ALTER TABLE users ADD COLUMN age int, ALGORITHM=INSTANT"
  end

  def down
    execute "ALTER TABLE users DROP COLUMN age, ALGORITHM=INPLACE, LOCK=NONE"
  end
end
```

```liquibase bad mysql
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint"/>
            <column name="name" type="varchar(50)"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
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
        <createTable tableName="users">
            <column name="id" type="bigint"/>
            <column name="name" type="varchar(50)"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>ALTER TABLE users ADD COLUMN age int, ALGORITHM=INSTANT</sql>
        <rollback>
            <sql>ALTER TABLE users DROP COLUMN age, ALGORITHM=INPLACE, LOCK=NONE</sql>
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
    - createTable:
        tableName: users
        columns:
        - column:
            name: id
            type: bigint
        - column:
            name: name
            type: varchar(50)
- changeSet:
    id: 2
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
    - createTable:
        tableName: users
        columns:
        - column:
            name: id
            type: bigint
        - column:
            name: name
            type: varchar(50)
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: ALTER TABLE users ADD COLUMN age int, ALGORITHM=INSTANT
    rollback:
    - sql:
        sql: ALTER TABLE users DROP COLUMN age, ALGORITHM=INPLACE, LOCK=NONE
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
            "createTable": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "id",
                    "type": "bigint"
                  }
                },
                {
                  "column": {
                    "name": "name",
                    "type": "varchar(50)"
                  }
                }
              ]
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "2",
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
            "createTable": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "id",
                    "type": "bigint"
                  }
                },
                {
                  "column": {
                    "name": "name",
                    "type": "varchar(50)"
                  }
                }
              ]
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "ALTER TABLE users ADD COLUMN age int, ALGORITHM=INSTANT"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "ALTER TABLE users DROP COLUMN age, ALGORITHM=INPLACE, LOCK=NONE"
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
create table users (id bigint primary key, name varchar(50));
--rollback drop table users;

--changeset anna:2
alter table users add column age int;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--rollback alter table users drop column age;
        -- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key, name varchar(50));
--rollback drop table users;

--changeset anna:2
alter table users add column age int, ALGORITHM=INSTANT;
--rollback alter table users drop column age, ALGORITHM=INPLACE, LOCK=NONE;
```

## How to do it

Say the least that the server needs; `towpath show` tells it. `LOCK=NONE` alone is enough where it may take its time.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine mysql
-- file: V1__users.sql
create table users (id bigint primary key);
alter table users add column age int;
```

## If it failed half-way

A statement that is refused has changed nothing; those before it are there to stay, since each commits by itself.
"""

from collections.abc import Iterator

from towpath.operations import DropIndex, Operation
from towpath.rule import Context, Finding, Fix, Step, rule
from towpath_rules.locking._online import asking, can_say_how, says_how, table_of

# What is asked for, by the least that the server does it by.
_LEAST = {
    "INSTANT": "ALGORITHM=INSTANT",
    "NOCOPY": "ALGORITHM=NOCOPY, LOCK=NONE",
    "INPLACE": "ALGORITHM=INPLACE, LOCK=NONE",
    "COPY": "LOCK=NONE",
}


@rule(severity="off", effect="", down=True, databases={"mysql", "mariadb"})
def check(step: Step, context: Context) -> Iterator[Finding]:
    asked = [operation for operation in context.said if can_say_how(operation) and not isinstance(operation, DropIndex)]
    if not asked or any(map(says_how, context.said)):
        return
    table = table_of(asked[0])
    if table is None or context.is_new(table) or context.is_small(table):
        return
    how = _least([operation for _, operation in context.beside], context)
    changes = asking(how, context) if how else ()
    yield Finding(
        f"neither ALGORITHM nor LOCK is said, so {table} is copied without a word where this is not done online",
        (Fix(f"Have the server refuse anything slower ({how})", changes),) * bool(changes),
    )


def _least(operations: list[Operation], context: Context) -> str:
    """What the server can be asked for on every version; empty where writers have to wait, or that is not known."""
    costs = [cost for operation in operations for cost in context.costs(operation)]
    if not costs or any(cost.lock != "NONE" for cost in costs):
        return ""
    return _LEAST[max((cost.algorithm for cost in costs), key=[*_LEAST].index)]
