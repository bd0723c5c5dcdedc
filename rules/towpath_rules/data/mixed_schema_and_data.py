"""Rows that are written in the transaction that changes a table keep that table locked all the while.

The lock that the change took on its table is held until the transaction commits, so everybody waits for as long as the
rows take. Where the rows come first, they stay locked while the change waits for its turn; and if a trigger of theirs
is still to fire, PostgreSQL refuses the change. Code that goes through rows one by one takes longest.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, name text);
-- file: V2__users_slug.sql
alter table users add column slug text;
update users set slug = lower(name) where slug is null;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__users_slug.sql
alter table users add column slug text;
-- file: V3__fill_users.sql
update users set slug = lower(name) where slug is null;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- file: migrations/20240102000000_user_slug/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "slug" TEXT;

UPDATE "User" SET "slug" = lower("name") WHERE "slug" IS NULL;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_user_slug/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "slug" TEXT;

-- file: migrations/20240102000001_fill_User/migration.sql
UPDATE "User" SET "slug" = lower("name") WHERE "slug" IS NULL;
```

```sql bad
-- file: migrations/002_users_slug.sql
alter table users add column slug text;
insert into slugs select id, slug from users;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
alter table users drop column name;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_slug.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("slug", sa.Text()))
    op.execute("UPDATE users SET slug = lower(name) WHERE slug IS NULL")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_column("users", "slug")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_slug.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("slug", sa.Text()))


def downgrade():
    op.drop_column("users", "slug")
# file: migrations/versions/5ecba270364c_fill_users.py
from alembic import op
import sqlalchemy as sa

revision = "5ecba270364c"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("UPDATE users SET slug = lower(name) WHERE slug IS NULL")


def downgrade():
    pass
```

```django bad
from django.db import migrations, models
from django.db.models.functions import Lower


def fill(apps, schema_editor):
    User = apps.get_model("shop", "User")
    User.objects.filter(slug=None).update(slug=Lower("name"))


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "slug", models.TextField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "slug", models.TextField(null=True)),
    ]
# file: shop/migrations/0003_fill_user.py
from django.db import migrations
from django.db.models.functions import Lower


def fill(apps, schema_editor):
    User = apps.get_model("shop", "User")
    User.objects.filter(slug=None).update(slug=Lower("name"))


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0002_change"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
```

```rails bad
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :email
      t.string :name
    end
  end
end
# file: db/migrate/20240102000000_add_slug_to_users.rb
class AddSlugToUsers < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :slug, :string
    execute "UPDATE users SET slug = lower(name) WHERE slug IS NULL"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end

  def down
    remove_column :users, :slug, :string
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_slug_to_users.rb
class AddSlugToUsers < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :slug, :string
  end

  def down
    remove_column :users, :slug, :string
  end
end
# file: db/migrate/20240102000001_fill_users.rb
class FillUsers < ActiveRecord::Migration[7.1]
  def up
    execute "UPDATE users SET slug = lower(name) WHERE slug IS NULL"
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="slug" type="text"/>
        </addColumn>
        <sql>update users set slug = lower(name) where slug is null</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="slug" type="text"/>
        </addColumn>
    </changeSet>
    <changeSet id="3" author="anna">
        <sql>update users set slug = lower(name) where slug is null</sql>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    changes:
    - addColumn:
        tableName: users
        columns:
          - column:
              name: slug
              type: text
    - sql:
        sql: update users set slug = lower(name) where slug is null
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    changes:
    - addColumn:
        tableName: users
        columns:
          - column:
              name: slug
              type: text
- changeSet:
    id: 3
    author: anna
    changes:
    - sql:
        sql: update users set slug = lower(name) where slug is null
```

```liquibase.json bad
{
  "databaseChangeLog": [
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
                    "name": "slug",
                    "type": "text"
                  }
                }
              ]
            }
          },
          {
            "sql": {
              "sql": "update users set slug = lower(name) where slug is null"
                    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "addColumn": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "slug",
                    "type": "text"
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
        "id": "3",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "update users set slug = lower(name) where slug is null"
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

--changeset anna:2
alter table users add column slug text;
update users set slug = lower(name) where slug is null;
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2
alter table users add column slug text;

--changeset anna:3
update users set slug = lower(name) where slug is null;
```

## How to do it

Change the table in one migration and write the rows in the next; on a large table in batches, outside of a transaction.
If a constraint follows, it is a third.

## When it is fine

Rows of a table that the same migration creates, a list of values, small tables, and migrations in which every statement
commits by itself.

```flyway fine
-- file: V2__plans.sql
create table plans (id bigint primary key, name text);
insert into plans select id, name from old_plans;
alter table users add column plan_id bigint default 1;
insert into settings values ('plans', 'on');
insert into settings select 'limits', 'off';
```

```sql fine
-- file: migrations/002_users_slug.sql
alter table users add column slug text;
-- file: migrations/003_users_slug.sql
update users set slug = lower(name) where slug is null;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_plans.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_table("plans", sa.Column("id", sa.BigInteger(), primary_key=True))
    op.execute("INSERT INTO plans SELECT DISTINCT plan FROM users")


def downgrade():
    op.drop_table("plans")
```

## If it failed half-way

The transaction is rolled back: neither the change nor the rows are left.
"""

from collections.abc import Iterable, Iterator

from towpath.changes import NewMigration, Remove
from towpath.operations import (
    DeleteRows,
    InsertRows,
    LockTable,
    MergeRows,
    Name,
    RunCode,
    Unit,
    Unsure,
    UpdateRows,
)
from towpath.rule import Context, Finding, Fix, rule

_ROWS = (UpdateRows, DeleteRows, InsertRows, MergeRows)
_Rows = UpdateRows | DeleteRows | InsertRows | MergeRows


@rule(
    severity="warning",
    down=False,
    databases={"postgresql"},
    instead_of={"unbatched-backfill"},
    about={RunCode, *_ROWS},
)
def check(unit: Unit, context: Context) -> Iterator[Finding]:
    if unit.transactional is False or isinstance(unit.transactional, Unsure):
        return
    for number, operation in enumerate(unit.operations):
        if isinstance(operation, RunCode) and _works(operation, context, number):
            yield from _by_code(operation, number, unit, context)
            return
        if isinstance(operation, _ROWS) and _writes(operation, context, number):
            yield from _by_statement(operation, number, unit, context)
            return


def _by_code(code: RunCode, number: int, unit: Unit, context: Context) -> Iterator[Finding]:
    if changed := _changed(range(number), unit, context):
        message = f"{changed} stays locked until this code has gone through {_rows(code)}"
        yield Finding(message, _fixes(unit, code, number, context), at=number)


def _rows(code: RunCode) -> str:
    """The rows that code goes through, by their tables, else by the classes that stand for them."""
    of = [str(table) for table in code.tables] or list(code.live)
    return f"the rows of {' and '.join(of)}" if of else "its rows"


def _by_statement(rows: _Rows, number: int, unit: Unit, context: Context) -> Iterator[Finding]:
    if changed := _changed(range(number), unit, context):
        message = f"{changed} stays locked until these rows of {rows.table} have been written"
        yield Finding(message, _fixes(unit, rows, number, context), at=number)
    elif changed := _changed(range(number + 1, len(unit.operations)), unit, context):
        yield Finding(f"these rows of {rows.table} stay locked until {changed} could be changed", at=number)


def _writes(operation: _Rows, context: Context, number: int) -> bool:
    """Whether it writes rows, more than a list of values, of a table in use."""
    if isinstance(operation, InsertRows) and not operation.query:
        return False
    return not context.at(number).is_new(operation.table) and not context.is_small(operation.table)


def _works(operation: RunCode, context: Context, number: int) -> bool:
    """Whether code writes row by row what it read, of tables in use as far as they are known."""
    if operation.work or not (operation.reads_rows and operation.writes_rows):
        return False
    here = context.at(number)
    old = [table for table in operation.tables if not here.is_new(table) and not here.is_small(table)]
    return bool(old) or not operation.tables


def _changed(numbers: Iterable[int], unit: Unit, context: Context) -> Name | None:
    """The first table in use that a change of the schema, one of these operations, locks against reads or writes."""
    for number in numbers:
        operation = unit.operations[number]
        if not isinstance(operation, (*_ROWS, LockTable, RunCode)) and (
            locked := context.at(number).blocked(operation)
        ):
            return locked[0]
    return None


def _fixes(unit: Unit, operation: _Rows | RunCode, number: int, context: Context) -> tuple[Fix, ...]:
    """The rows in a migration of their own, where nothing but what was put off comes behind them."""
    step = context.ref(number).step
    others = [one for one in range(number + 1, len(unit.operations)) if context.ref(one).step >= step]
    if others or context.at(number).in_body:
        return ()
    verb = "delete_from" if isinstance(operation, DeleteRows) else "fill"
    tables = operation.tables if isinstance(operation, RunCode) else (operation.table,)
    slug = f"{verb}_{tables[0].name}" if tables else "fill_rows"
    return (Fix(f"Write them {context.later}", (Remove(), NewMigration((operation,), slug))),)
