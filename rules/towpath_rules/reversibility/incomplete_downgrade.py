"""A way back that does not undo its migration is trusted until it is needed.

After it, something is still there that the migration made, or something is missing that it took away. The next attempt
to run the migration fails ("already exists"), or the code of the last release meets a schema that it never knew.

```sql bad
-- file: migrations/0001_users.up.sql
create table users (id bigint primary key, email text);
-- file: migrations/0001_users.down.sql
drop table users;
-- file: migrations/0002_users_name.up.sql
alter table users add column name text;
create index users_email on users (email);
-- file: migrations/0002_users_name.down.sql
drop index users_email;
-- ^^^^^^^^^^^^^^^^^^^
```

```sql good
-- file: migrations/0002_users_name.down.sql
drop index users_email;
alter table users drop column name;
```

```sql bad
-- file: db/migrations/20240101000000_users.sql
-- migrate:up
create table users (id bigint primary key, email text not null);

-- migrate:down
drop table users;
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up
alter table users drop column email;
alter table users add column address text;

-- migrate:down
alter table users drop column address;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql good
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up
alter table users drop column email;
alter table users add column address text;

-- migrate:down
alter table users drop column address;
alter table users add column email text not null;
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("email", sa.Text()),
    )


def downgrade():
    op.drop_table("users")
# file: migrations/versions/2b3c4d5e6f7a_users_name.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("name", sa.Text()))
    op.create_index("users_email", "users", ["email"])


def downgrade():
    op.drop_index("users_email", table_name="users")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_name.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("name", sa.Text()))
    op.create_index("users_email", "users", ["email"])


def downgrade():
    op.drop_index("users_email", table_name="users")
    op.drop_column("users", "name")
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
            ],
        ),
    ]
# file: shop/migrations/0002_change.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
            ["ALTER TABLE shop_user ADD note text", "ALTER TABLE shop_user ADD title text"],
            "ALTER TABLE shop_user DROP title",
      #                            ^^^^^^^^^^
        ),
    ]
```

```django good
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
            ["ALTER TABLE shop_user ADD note text", "ALTER TABLE shop_user ADD title text"],
            ["ALTER TABLE shop_user DROP title", "ALTER TABLE shop_user DROP COLUMN note"],
        ),
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
# file: db/migrate/20240102000000_add_nickname.rb
class AddNickname < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :nickname, :string
    add_index :users, :email
  end

  def down
    remove_index :users, :email
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_nickname.rb
class AddNickname < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :nickname, :string
    add_index :users, :email
  end

  def down
    remove_index :users, :email
    remove_column :users, :nickname, :string
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="name" type="text"/>
        </addColumn>
        <createIndex indexName="users_email" tableName="users">
            <column name="email"/>
        </createIndex>
        <rollback>
            <dropIndex indexName="users_email" tableName="users"/>
          # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        </rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="name" type="text"/>
        </addColumn>
        <createIndex indexName="users_email" tableName="users">
            <column name="email"/>
        </createIndex>
        <rollback>
            <dropIndex indexName="users_email" tableName="users"/>
            <dropColumn columnName="name" tableName="users"/>
        </rollback>
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
              name: name
              type: text
    - createIndex:
        indexName: users_email
        tableName: users
        columns:
          - column:
              name: email
    rollback:
    - dropIndex:
    # ^^^^^^^^^^
        indexName: users_email
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
              name: name
              type: text
    - createIndex:
        indexName: users_email
        tableName: users
        columns:
          - column:
              name: email
    rollback:
    - dropIndex:
        indexName: users_email
        tableName: users
    - dropColumn:
        columnName: name
        tableName: users
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
                    "name": "name",
                    "type": "text"
                  }
                }
              ]
            }
          },
          {
            "createIndex": {
              "indexName": "users_email",
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "email"
                  }
                }
              ]
            }
          }
        ],
        "rollback": [
          {
            "dropIndex": {
          # ^^^^^^^^^^^^^^
              "indexName": "users_email",
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
                    "name": "name",
                    "type": "text"
                  }
                }
              ]
            }
          },
          {
            "createIndex": {
              "indexName": "users_email",
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "email"
                  }
                }
              ]
            }
          }
        ],
        "rollback": [
          {
            "dropIndex": {
              "indexName": "users_email",
              "tableName": "users"
            }
          },
          {
            "dropColumn": {
              "columnName": "name",
              "tableName": "users"
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
alter table users add column name text;
create index users_email on users (email);
--rollback drop index users_email;
         # ^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2
alter table users add column name text;
create index users_email on users (email);
--rollback drop index users_email;
--rollback alter table users drop column name;
```

## How to do it

Undo every statement, the last one first, and run it once: up, down, and up again.
Only what is certain is compared: where a statement of either way was not understood, the rule says nothing.

## When it is fine

Where the way back is meant to leave something, as an extension that others use by now: silence the rule there.

```sql fine
-- file: migrations/0001_users.up.sql
create table users (id bigint primary key, email text);
-- file: migrations/0001_users.down.sql
drop table users;
-- file: migrations/0002_users_name.up.sql
alter table users rename column email to address;
create index users_address on users (address);
-- file: migrations/0002_users_name.down.sql
drop index users_address;
alter table users rename column address to email;
```

```alembic fine
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("email", sa.Text()),
    )


def downgrade():
    op.drop_table("users")
# file: migrations/versions/2b3c4d5e6f7a_users_address.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.alter_column("users", "email", new_column_name="address")


def downgrade():
    op.alter_column("users", "address", new_column_name="email")
```

## If it failed half-way

Compare the schema with that of a database on which the migration never ran, and mend it by hand.
"""

from collections.abc import Iterator, Sequence

from towpath.rule import Context, Difference, Finding, Fix, Trip, rule

WORDS = {"left": "leaves {} behind", "missing": "does not bring {} back", "changed": "does not restore {}"}
SHOWN = 3


@rule(severity="error", down=True)
def check(trip: Trip, context: Context) -> Iterator[Finding]:
    if context.direction == "up":
        return
    if trip.migration.derived:
        yield from _beside(trip, context)
        return
    if not trip.differences:
        return
    completing = trip.completing
    fixes = (Fix("Complete the downgrade", completing),) if completing else ()
    yield Finding(f"this way back {_said(trip.differences)}", fixes, at=len(context.operations) - 1)


def _beside(trip: Trip, context: Context) -> Iterator[Finding]:
    """Where the tool derives the way back: each part of it that is written beside what it undoes."""
    incomplete = [one for one in trip.besides if one.differences]
    if not incomplete:
        return
    last = {context.ref(number).step: number for number in range(len(context.operations))}
    for one in incomplete:
        fixes = (Fix("Complete the downgrade", one.completing),) if one.completing else ()
        message = f"this way back {_said(one.differences)}"
        yield Finding(message, fixes, part="action", at=last.get(one.step, 0))


def _said(found: Sequence[Difference]) -> str:
    shown = [WORDS[one.kind].format(one.what) for one in found[:SHOWN]]
    more = f", and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return ", ".join(shown) + more
