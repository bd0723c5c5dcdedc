"""A column that is put between others makes the server write every row anew.

`FIRST` and `AFTER` change the catalogue alone for a new column on MySQL 8.0.29 and on MariaDB, where the table has no
virtual column; else the table is copied (MariaDB) or built anew (MySQL before 8.0.29, and wherever a column is moved).
A copy keeps writers waiting. Programs that read or insert by position get other columns than before in any case.

```flyway bad mariadb@10.11
-- file: V1__users.sql
create table users (id bigint primary key, name text, first char(1) as (left(name, 1)) virtual);
-- file: V2__age.sql
alter table users add column age int after id;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good mariadb@10.11
-- file: V2__age.sql
alter table users add column age int;
```

```prisma bad mysql@8.0
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE `User` (`id` BIGINT NOT NULL PRIMARY KEY, `name` VARCHAR(50) NULL);
-- file: migrations/20240102000000_age/migration.sql
ALTER TABLE `User` ADD COLUMN `age` INTEGER NULL AFTER `id`;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good mysql@8.0
-- file: migrations/20240102000000_age/migration.sql
ALTER TABLE `User` ADD COLUMN `age` int;
```

```sql bad mysql@9
-- file: migrations/001_users.sql
create table users (id bigint primary key, name varchar(50), age int);
-- file: migrations/002_order.sql
alter table users modify age int first;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```rails bad mysql@8.0
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
  def change
    add_column :users, :age, :integer, after: :id
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good mysql@8.0
# file: db/migrate/20240102000000_add_age.rb
class AddAge < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :age, :integer
  end
end
```

```liquibase bad mysql@8.0
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
            <column name="age" type="int" afterColumn="id"/>
        </addColumn>
    </changeSet>
</databaseChangeLog>
```

```liquibase good mysql@8.0
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint"/>
            <column name="name" type="varchar(50)"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="age" type="int"/>
        </addColumn>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad mysql@8.0
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
            afterColumn: id
```

```liquibase.yaml good mysql@8.0
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
        tableName: users
        columns:
        - column:
            name: age
            type: int
```

```liquibase.json bad mysql@8.0
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
                    "type": "int",
                    "afterColumn": "id"
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

```liquibase.json good mysql@8.0
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

```liquibase.sql bad mysql@8.0
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key, name varchar(50));
--rollback drop table users;

--changeset anna:2
alter table users add column age int after id;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--rollback alter table users drop column age;
```

```liquibase.sql good mysql@8.0
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key, name varchar(50));
--rollback drop table users;

--changeset anna:2
alter table users add column age int;
--rollback alter table users drop column age;
```

## How to do it

Put new columns at the end, and name the columns in queries: their order means nothing then.

## When it is fine

On MySQL 9, and on MariaDB where no column of the table is virtual, for a column that is new. Also on a table that the
same migration creates, or a small one.

```flyway fine mysql@9
-- file: V1__users.sql
create table users (id bigint primary key, name varchar(50));
-- file: V2__age.sql
alter table users add column age int after id;
```

## If it failed half-way

Nothing is lost: what was built is thrown away, and the table is as it was.
"""

from collections.abc import Iterator

from towpath.changes import Replace
from towpath.operations import AddColumn, MoveColumn, Name, replace
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.locking._online import blocks, waiting


@rule(databases={"mysql", "mariadb"}, instead_of={"copying-alter"})
def check(operation: AddColumn | MoveColumn, context: Context) -> Iterator[Finding]:
    name = operation.column.name if isinstance(operation, AddColumn) else operation.column
    if not operation.position or not _is_its_place(operation, context):
        return
    why = f"{name} is put between other columns: "
    if blocks(operation, context):
        found = waiting(operation, why, context)
    else:
        found = Finding(f"{why}every row of {operation.table} is written anew", severity="warning")
    yield replace(found, fixes=(*_at_the_end(operation), *found.fixes))


def _is_its_place(operation: AddColumn | MoveColumn, context: Context) -> bool:
    """Whether it is the place of the column for which a table in use is written anew."""
    if not _anew(operation, operation.table, context):
        return False
    return isinstance(operation, MoveColumn) or not _anew(replace(operation, position=""), operation.table, context)


def _anew(operation: AddColumn | MoveColumn, table: Name, context: Context) -> bool:
    spared = context.is_new(table) or context.is_small(table)
    return not spared and table in context.impact(operation).rewrites


def _at_the_end(operation: AddColumn | MoveColumn) -> Iterator[Fix]:
    if isinstance(operation, AddColumn):
        yield Fix("Put it at the end", (Replace(replace(operation, position="")),))
