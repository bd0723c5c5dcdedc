"""A table that is renamed, or moved to another schema, breaks the code that still uses the old name.

The rename itself takes a moment. But while a new version is rolled out, the old one keeps running, and each of its
statements on the table fails; after a rollback of the code, so do those of the new one.

```flyway bad
-- file: V2__customers.sql
alter table users rename to customers;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__customers.sql
alter table users rename to customers;
create view users as select * from customers;
```

```prisma bad
-- file: migrations/20240102000000_customer/migration.sql
ALTER TABLE "User" RENAME TO "Customer";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_customer/migration.sql
ALTER TABLE "User" RENAME TO "Customer";
CREATE VIEW "User" AS SELECT * FROM "Customer";
```

```sql bad
-- file: migrations/002_archive.sql
alter table orders set schema archive;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql good
-- file: migrations/002_archive.sql
alter table orders set schema archive;
create view orders as select * from archive.orders;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_customers.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.rename_table("users", "customers")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.execute("DROP VIEW IF EXISTS users")
    op.rename_table("customers", "users")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_customers.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.rename_table("users", "customers")
    op.execute("CREATE VIEW users AS SELECT * FROM customers")


def downgrade():
    op.execute("DROP VIEW IF EXISTS users")
    op.rename_table("customers", "users")
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RenameModel(old_name="User", new_name="Customer"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RenameModel(old_name="User", new_name="Customer"),
        migrations.RunSQL(
            "CREATE VIEW shop_user AS SELECT * FROM shop_customer",
            reverse_sql="DROP VIEW shop_user",
        ),
    ]
```

```rails bad
# file: db/migrate/20240102000000_customers.rb
class Customers < ActiveRecord::Migration[7.1]
  def change
    rename_table :users, :customers
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_customers.rb
class Customers < ActiveRecord::Migration[7.1]
  def change
    rename_table :users, :customers
    reversible do |dir|
      dir.up { execute "CREATE VIEW users AS SELECT * FROM customers" }
      dir.down { execute "DROP VIEW users" }
    end
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <renameTable newTableName="customers" oldTableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <renameTable newTableName="customers" oldTableName="users"/>
        <sql>CREATE VIEW users AS SELECT * FROM customers</sql>
        <rollback>
            <sql>DROP VIEW users</sql>
            <renameTable newTableName="users" oldTableName="customers"/>
        </rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - renameTable:
    # ^^^^^^^^^^^^
        newTableName: customers
        oldTableName: users
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - renameTable:
        newTableName: customers
        oldTableName: users
    - sql:
        sql: "CREATE VIEW users AS SELECT * FROM customers"
    rollback:
    - sql:
        sql: DROP VIEW users
    - renameTable:
        newTableName: users
        oldTableName: customers
```

```liquibase.json bad
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "1",
        "author": "anna",
        "changes": [
          {
            "renameTable": {
          # ^^^^^^^^^^^^^^^^
              "newTableName": "customers",
              "oldTableName": "users"
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
            "renameTable": {
              "newTableName": "customers",
              "oldTableName": "users"
            }
          },
          {
            "sql": {
              "sql": "CREATE VIEW users AS SELECT * FROM customers"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "DROP VIEW users"
            }
          },
          {
            "renameTable": {
              "newTableName": "users",
              "oldTableName": "customers"
            }
          }
        ]
      }
    }
  ]
}
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:1
alter table users rename to customers;
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
alter table users rename to customers;
create view users as select * from customers;
```

```flyway bad sqlserver
-- file: V1__users.sql
create table dbo.users (id int primary key, name nvarchar(50));
-- file: V2__people.sql
exec sp_rename 'dbo.users', 'people';
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
exec sp_rename 'dbo.pk_users', 'pk_people', 'object';
```

```flyway bad oracle
-- file: V2__people.sql
rename users to people;
-- ^^^^^^^^^^^^^^^^^^^
```

## How to do it

Best leave the name in the database and map the new one to it: Prisma's `@@map`, JPA's `@Table(name = …)`, SQLAlchemy's
`__tablename__`, Django's `db_table`. Otherwise leave a view under the old name, in the same transaction: a view of one
table takes INSERT, UPDATE and DELETE as well. But while it is there, no column that it has can be dropped, or get
another type. Drop it when no process uses it.

## When it is fine

On a table that the same migration creates, and where something takes the old name in the same transaction.

```flyway fine
-- file: V2__customers.sql
alter table users rename to customers;
create view users as select * from customers;
```

```sql fine
-- file: migrations/002_swap.sql
create table users_new (id bigint primary key);
alter table users rename to users_old;
alter table users_new rename to users;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_swap.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_table("users_new", sa.Column("id", sa.BigInteger(), primary_key=True))
    op.rename_table("users", "users_old")
    op.rename_table("users_new", "users")


def downgrade():
    op.drop_table("users")
    op.rename_table("users_old", "users")
```

## If it failed half-way

The transaction is rolled back. Once it is committed, the way back is another rename.
"""

from collections.abc import Iterator, Sequence

from towpath.changes import Move, Replace
from towpath.operations import (
    AddColumn,
    AlterColumnType,
    CreateTable,
    CreateView,
    DropColumn,
    DropTable,
    MoveTable,
    Name,
    Operation,
    RenameTable,
    Unit,
)
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="warning", about={RenameTable, MoveTable})
def check(unit: Unit, context: Context) -> Iterator[Finding]:
    for number, operation in enumerate(unit.operations):
        if not isinstance(operation, (RenameTable, MoveTable)) or context.at(number).is_new(operation.table):
            continue
        old, new = operation.table, _new_name(operation)
        behind = unit.operations[number + 1 :]
        if all(_named(later) != old for later in behind):
            here = context.at(number)
            held_back = any(_is_held_back(behind, at, new) for at in range(len(behind))) or _changes_later(
                old, new, here
            )
            fits = not here.guarded and not held_back
            yield Finding(
                f"code that is still running and names {old} fails from here on: it is {new} now",
                (_fix(operation, new, context),) if fits else (),
                at=number,
            )


def _is_held_back(operations: Sequence[Operation], at: int, table: Name) -> bool:
    """Whether one of some operations is refused while a view has all columns that a table had before the first."""
    operation = operations[at]
    if isinstance(operation, DropTable):
        return operation.table == table
    if not isinstance(operation, (AlterColumnType, DropColumn)) or operation.table != table:
        return False
    new = {one.column.name for one in operations[:at] if isinstance(one, AddColumn) and one.table == table}
    return operation.column not in new


def _changes_later(old: Name, new: Name, here: Context) -> bool:
    """Whether a column of a table is gone when all migrations ran, or has another type then."""
    end = here.left(new)
    return end is not None and any(
        (left := end.column(column.name)) is None or left.type != column.type for column in here.state.columns(old)
    )


def _new_name(operation: RenameTable | MoveTable) -> Name:
    old = operation.table
    return Name(operation.to, old.schema) if isinstance(operation, RenameTable) else Name(old.name, operation.schema)


def _named(operation: Operation) -> Name | None:
    """The table or view that there is afterwards under this name."""
    if isinstance(operation, (RenameTable, MoveTable)):
        return _new_name(operation)
    if isinstance(operation, CreateView):
        return operation.view
    return operation.table if isinstance(operation, CreateTable) else None


def _fix(operation: RenameTable | MoveTable, new: Name, context: Context) -> Fix:
    spelled = ".".join(context.identifier(part) for part in (new.schema, new.name) if part)
    view = CreateView(operation.table, f"SELECT * FROM {spelled}")
    return Fix("Leave a view under the old name", (Replace(operation, then=(view,)), Move(transactional=True)))
