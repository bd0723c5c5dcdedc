"""A value that is not put at the end of an `ENUM` or `SET` makes the server write every row anew.

The rows hold the number of the value, not its name. A value between others, another order, or one that is gone shifts
these numbers, so the table is copied, and before MariaDB 11.2 nobody writes meanwhile. A row that holds a value which
is gone fails the statement, or, where `sql_mode` is not strict, gets an empty one. A 256th value, or a ninth, 17th, …
member of a `SET`, takes another byte, which is written anew as well.

```flyway bad mariadb@10.11
-- file: V1__orders.sql
create table orders (id bigint primary key, state enum('new', 'paid', 'sent'));
-- file: V2__packed.sql
alter table orders modify state enum('new', 'paid', 'packed', 'sent');
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__packed.sql
alter table orders modify column state enum('new','paid','sent','packed');
```

```prisma bad mysql
-- file: migrations/20240101000000_orders/migration.sql
CREATE TABLE `Order` (`id` BIGINT NOT NULL PRIMARY KEY, `state` ENUM('NEW', 'PAID', 'SENT') NOT NULL);
-- file: migrations/20240102000000_states/migration.sql
ALTER TABLE `Order` MODIFY `state` ENUM('NEW', 'SENT') NOT NULL;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad mysql
-- file: migrations/001_orders.sql
create table orders (id bigint primary key, tags set('a', 'b', 'c'));
-- file: migrations/002_tags.sql
alter table orders modify tags set('b', 'a', 'c');
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```rails bad mysql
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :orders do |t|
      t.column :state, "enum('new','paid','sent')"
    end
  end
end
# file: db/migrate/20240102000000_add_packed.rb
class AddPacked < ActiveRecord::Migration[7.1]
  def up
    change_column :orders, :state, "enum('new','paid','packed','sent')"
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_packed.rb
class AddPacked < ActiveRecord::Migration[7.1]
  def up
    change_column :orders, :state, "enum('new','paid','sent','packed')"
  end
end
```

```liquibase bad mysql
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="orders">
            <column name="state" type="enum('new', 'paid', 'sent')"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <modifyDataType tableName="orders" columnName="state" newDataType="enum('new', 'paid', 'packed', 'sent')"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        <rollback/>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="orders">
            <column name="state" type="enum('new', 'paid', 'sent')"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>ALTER TABLE orders MODIFY COLUMN state enum('new','paid','sent','packed')</sql>
        <rollback/>
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
        tableName: orders
        columns:
        - column:
            name: state
            type: enum('new', 'paid', 'sent')
- changeSet:
    id: 2
    author: anna
    changes:
    - modifyDataType:
    # ^^^^^^^^^^^^^^^
        tableName: orders
        columnName: state
        newDataType: enum('new', 'paid', 'packed', 'sent')
    rollback: []
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - createTable:
        tableName: orders
        columns:
        - column:
            name: state
            type: enum('new', 'paid', 'sent')
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: ALTER TABLE orders MODIFY COLUMN state enum('new','paid','sent','packed')
    rollback: []
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
              "tableName": "orders",
              "columns": [
                {
                  "column": {
                    "name": "state",
                    "type": "enum('new', 'paid', 'sent')"
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
            "modifyDataType": {
          # ^^^^^^^^^^^^^^^^^^^
              "tableName": "orders",
              "columnName": "state",
              "newDataType": "enum('new', 'paid', 'packed', 'sent')"
            }
          }
        ],
        "rollback": []
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
              "tableName": "orders",
              "columns": [
                {
                  "column": {
                    "name": "state",
                    "type": "enum('new', 'paid', 'sent')"
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
              "sql": "ALTER TABLE orders MODIFY COLUMN state enum('new','paid','sent','packed')"
            }
          }
        ],
        "rollback": []
      }
    }
  ]
}
```

```liquibase.sql bad mysql
--liquibase formatted sql

--changeset anna:1
create table orders (id bigint primary key, state enum('new', 'paid', 'sent'));
--rollback drop table orders;

--changeset anna:2
alter table orders modify state enum('new', 'paid', 'packed', 'sent');
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--rollback empty
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table orders (id bigint primary key, state enum('new', 'paid', 'sent'));
--rollback drop table orders;

--changeset anna:2
alter table orders modify column state enum('new','paid','sent','packed');
--rollback empty
```

## How to do it

Put new values at the end: that changes the catalogue alone. What sorts by the column then sorts by that order; sort by
a `FIELD(state, …)` of your own where it matters. Leave values that are no longer used where they are, or use a table of
values and a foreign key.

## When it is fine

Behind all others, within the same number of bytes.

```flyway fine mysql
-- file: V1__orders.sql
create table orders (id bigint primary key, state enum('new', 'paid', 'sent'));
-- file: V2__lost.sql
alter table orders modify state enum('new', 'paid', 'sent', 'lost');
```

## If it failed half-way

Nothing is lost: the copy is thrown away, and the table is as it was.
"""

from collections.abc import Iterator

from towpath.changes import Here, Replace
from towpath.operations import AlterColumnType, Column, RedefineColumn, Type, replace
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.locking._online import blocks, waiting


@rule(databases={"mysql", "mariadb"}, instead_of={"column-position", "copying-alter"})
def check(operation: AlterColumnType, context: Context) -> Iterator[Finding]:
    if not blocks(operation, context) or "insert enum value" not in context.facts(operation):
        return
    old = context.column(operation.table, operation.column)
    gone = _without(old, operation.type.arguments)
    why = f"{', '.join(gone)} {'are' if len(gone) > 1 else 'is'} gone from" if gone else "not only at the end of"
    found = waiting(operation, f"{why} the values of {operation.column}: ", context)
    yield replace(found, fixes=(*_appended(operation, old, context), *found.fixes)) if old and not gone else found


def _without(old: Column | None, values: tuple[str, ...]) -> list[str]:
    """The values that a column had and has no longer."""
    return [value for value in (old.type.arguments if old and old.type else ()) if value not in values]


def _appended(operation: AlterColumnType, old: Column, context: Context) -> Iterator[Fix]:
    """The new values behind the old ones, in a column that is otherwise as it is said."""
    before = old.type.arguments if old.type else ()
    values = (*before, *(value for value in operation.type.arguments if value not in before))
    title = "Put the new values behind the old ones"
    for number, said in enumerate(context.said):
        if said == operation:
            yield Fix(title, (Replace(replace(operation, type=Type(operation.type.name, values)), Here(number)),))
        if isinstance(said, RedefineColumn) and (said.table, said.column.name) == (operation.table, operation.column):
            column = replace(said.column, type=Type(operation.type.name, values))
            yield Fix(title, (Replace(replace(said, column=column), Here(number)),))
