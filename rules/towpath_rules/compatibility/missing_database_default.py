"""A required column whose default the database does not keep makes the old code's INSERT fail.

While a release is rolled out, the code of the last one still runs, and knows nothing of the new column.
A default that is only there to fill the rows of today, and is dropped again, does not help the rows of tomorrow: each
INSERT of the old code leaves the column out, and is refused because it is NOT NULL.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__users_state.sql
alter table users add column state text default 'new' not null;
alter table users alter column state drop default;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__users_state.sql
alter table users add column state text default 'new' not null;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
-- file: migrations/20240102000000_user_state/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "state" TEXT NOT NULL DEFAULT 'new';
ALTER TABLE "User" ALTER COLUMN "state" DROP DEFAULT;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_user_state/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "state" TEXT NOT NULL DEFAULT 'new';
```

```sql bad
-- file: migrations/001_users.sql
create table users (id bigint primary key);
-- file: migrations/002_users_state.sql
alter table users add column state text not null default 'new';
alter table users alter column state drop default, add column note text;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql good
-- file: migrations/002_users_state.sql
alter table users add column state text not null default 'new';
alter table users add column note text;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_state.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column(
        "users", sa.Column("state", sa.Text(), server_default="new", nullable=False)
    )
    op.alter_column("users", "state", server_default=None)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_column("users", "state")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_state.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column(
        "users", sa.Column("state", sa.Text(), server_default="new", nullable=False)
    )


def downgrade():
    op.drop_column("users", "state")
```

```django bad
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="state",
            field=models.CharField(default="new", max_length=9),
      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ),
    ]
```

```django good
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="state",
            field=models.CharField(db_default="new", default="new", max_length=9),
        ),
    ]
```

```rails bad
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
# file: db/migrate/20240102000000_add_state_to_users.rb
class AddStateToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :state, :string, default: "new", null: false
    change_column_default :users, :state, from: "new", to: nil
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_state_to_users.rb
class AddStateToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :state, :string, default: "new", null: false
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="state" type="text" defaultValue="new">
                <constraints nullable="false"/>
            </column>
        </addColumn>
        <dropDefaultValue columnName="state" tableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="state" type="text" defaultValue="new">
                <constraints nullable="false"/>
            </column>
        </addColumn>
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
              name: state
              type: text
              defaultValue: new
              constraints:
                nullable: false
    - dropDefaultValue:
    # ^^^^^^^^^^^^^^^^^
        columnName: state
        tableName: users
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
              name: state
              type: text
              defaultValue: new
              constraints:
                nullable: false
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
                    "name": "state",
                    "type": "text",
                    "defaultValue": "new",
                    "constraints": {
                      "nullable": false
                    }
                  }
                }
              ]
            }
          },
          {
            "dropDefaultValue": {
          # ^^^^^^^^^^^^^^^^^^^^^
              "columnName": "state",
              "tableName": "users"
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
                    "name": "state",
                    "type": "text",
                    "defaultValue": "new",
                    "constraints": {
                      "nullable": false
                    }
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

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:2
alter table users add column state text default 'new' not null;
alter table users alter column state drop default;
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2
alter table users add column state text default 'new' not null;
```

## How to do it

Leave the default in the database until no code runs any more that does not write the column, and drop it in a later
release, if at all.

## When it is fine

On a table that the same migration creates, and in a migration of its own, which a later release brings.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, state text not null default 'new');
-- file: V2__users_state.sql
alter table users alter column state drop default;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_users_state.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column(
        "users", sa.Column("state", sa.Text(), server_default="new", nullable=False)
    )


def downgrade():
    op.drop_column("users", "state")
```

## If it failed half-way

`ALTER TABLE … ALTER COLUMN … SET DEFAULT` brings the default back in a moment: it changes no row.
"""

from collections.abc import Iterator

from towpath.changes import Remove
from towpath.operations import AddColumn, DropDefault, Migration
from towpath.rule import Context, Finding, Fix, rule

TITLE = "Leave the default in the database"


@rule(about={DropDefault})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    required = {
        (operation.table, operation.column.name)
        for operation in context.operations
        if isinstance(operation, AddColumn) and operation.column.nullable is False and operation.column.default
    }
    for number, operation in enumerate(context.operations):
        if not isinstance(operation, DropDefault) or (operation.table, operation.column) not in required:
            continue
        if not context.at(number).is_new(operation.table):
            message = (
                f"the default of {operation.table}.{operation.column} is not kept, so INSERTs of code that does not "
                "know this column fail"
            )
            yield Finding(message, (Fix(TITLE, (Remove(context.ref(number)),)),), at=number)
