"""A migration that nothing takes back leaves no way out when a release has to be.

When a deployment goes wrong, the way back has to be there already: written when the change was fresh, and tried.
Without one, the schema stays ahead of the code that is rolled out again, or somebody writes SQL by hand, at night.

```sql bad
-- file: db/migrations/20240101000000_users.sql
-- migrate:up
create table users (id bigint primary key, email text);

-- migrate:down
drop table users;
-- file: db/migrations/20240102000000_users_name.sql
-- migrate:up
alter table users add column name text;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
create index users_email on users (email);

-- migrate:down
```

```sql good
-- file: db/migrations/20240102000000_users_name.sql
-- migrate:up
alter table users add column name text;
create index users_email on users (email);

-- migrate:down
drop index users_email;
alter table users drop column name;
```

```sql bad
-- file: migrations/0001_users.up.sql
create table users (id bigint primary key, email text not null default '');
-- file: migrations/0001_users.down.sql
drop table users;
-- file: migrations/0002_users_email.up.sql
alter table users drop column email;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql good
-- file: migrations/0002_users_email.down.sql
-- the values of users.email do not come back
alter table users add column email text default '' not null;
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
# file: migrations/versions/2b3c4d5e6f7a_no_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.drop_column("users", "email")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_no_email.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.drop_column("users", "email")


def downgrade():
    # the values of users.email do not come back
    op.add_column("users", sa.Column("email", sa.Text(), nullable=True))
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("ALTER TABLE shop_user ADD note text"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        migrations.RunSQL("UPDATE shop_user SET note = '' WHERE note IS NULL"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE shop_user ADD note text",
            reverse_sql="ALTER TABLE shop_user DROP COLUMN note",
        ),
        migrations.RunSQL(
            "UPDATE shop_user SET note = '' WHERE note IS NULL",
            # what the rows of shop_user held before is not kept anywhere
            reverse_sql=migrations.RunSQL.noop,
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
# file: db/migrate/20240102000000_no_name.rb
class NoName < ActiveRecord::Migration[7.1]
  def up
    remove_column :users, :name
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_no_name.rb
class NoName < ActiveRecord::Migration[7.1]
  def up
    remove_column :users, :name
  end

  def down
    # the values of users.name do not come back
    add_column :users, :name, :string
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna" runInTransaction="false">
        <sql>create table users (id bigint primary key, email text not null default '')</sql>
        <rollback>
            <dropTable tableName="users"/>
        </rollback>
    </changeSet>
    <changeSet id="2" author="anna" runInTransaction="false">
        <dropColumn columnName="email" tableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna" runInTransaction="false">
        <sql>create table users (id bigint primary key, email text not null default '')</sql>
        <rollback>
            <dropTable tableName="users"/>
        </rollback>
    </changeSet>
    <changeSet id="2" author="anna" runInTransaction="false">
        <dropColumn columnName="email" tableName="users"/>
        <rollback>
            <!-- the values of users.email do not come back -->
            <addColumn tableName="users">
                <column name="email" type="text" defaultValueComputed="''">
                    <constraints nullable="false"/>
                </column>
            </addColumn>
        </rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: create table users (id bigint primary key, email text not null default '')
    rollback:
    - dropTable:
        tableName: users
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - dropColumn:
    # ^^^^^^^^^^^
        columnName: email
        tableName: users
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: create table users (id bigint primary key, email text not null default '')
    rollback:
    - dropTable:
        tableName: users
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - dropColumn:
        columnName: email
        tableName: users
    rollback:
    # the values of users.email do not come back
    - addColumn:
        tableName: users
        columns:
          - column:
              name: email
              type: text
              defaultValueComputed: "''"
              constraints:
                nullable: false
```

```liquibase.json bad
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "1",
        "author": "anna",
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "create table users (id bigint primary key, email text not null default '')"
            }
          }
        ],
        "rollback": [
          {
            "dropTable": {
              "tableName": "users"
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "runInTransaction": false,
        "changes": [
          {
            "dropColumn": {
          # ^^^^^^^^^^^^^^^
              "columnName": "email",
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
        "id": "1",
        "author": "anna",
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "create table users (id bigint primary key, email text not null default '')"
            }
          }
        ],
        "rollback": [
          {
            "dropTable": {
              "tableName": "users"
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "runInTransaction": false,
        "changes": [
          {
            "dropColumn": {
              "columnName": "email",
              "tableName": "users"
            }
          }
        ],
        "rollback": [
          {
            "addColumn": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "email",
                    "type": "text",
                    "defaultValueComputed": "''",
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

--changeset anna:1 runInTransaction:false
create table users (id bigint primary key, email text not null default '');
--rollback drop table users;

--changeset anna:2 runInTransaction:false
alter table users drop column email;
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1 runInTransaction:false
create table users (id bigint primary key, email text not null default '');
--rollback drop table users;

--changeset anna:2 runInTransaction:false
alter table users drop column email;
-- the values of users.email do not come back
--rollback alter table users add column email text default '' not null;
```

## How to do it

Undo each statement, the last one first. What is gone, as the values of a dropped column, does not come back: say so
in a comment, so that nobody counts on it. Run it once: up, down, and up again.

## When it is fine

Where only rows are changed, and where the way back says on purpose that there is none. Flyway and Prisma have no ways
back, or only paid ones: there the rule says nothing.

```sql fine
-- file: db/migrations/20240102000000_rename_roots.sql
-- migrate:up
update users set name = 'admin' where name = 'root';

-- migrate:down
```

```flyway fine
-- file: V2__users_name.sql
alter table users add column name text;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_no_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.drop_column("users", "email")


def downgrade():
    raise NotImplementedError("the addresses are gone")
```

```django fine
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "note", models.TextField(null=True)),
        migrations.RunSQL("ANALYZE shop_user", migrations.RunSQL.noop),
    ]
```

## If it failed half-way

Nothing has happened yet. Write the way back before it is needed.
"""

from collections.abc import Iterator
from itertools import islice

from towpath.changes import Change
from towpath.operations import AddEnumValue, replace
from towpath.rule import Context, Finding, Fix, Trip, WayBack, rule
from towpath_rules.reversibility._steps import steps

TITLE = "Write the downgrade"


@rule(severity="warning")
def check(trip: Trip, context: Context) -> Iterator[Finding]:
    migration = trip.migration
    if migration.repeatable or not context.runner.goes_back:
        return
    if migration.derived:
        for number, step, found in steps(trip, context):
            if not step.lacks:  # Else it is an irreversible-operation.
                yield _finding("nothing says how this is taken back, so the whole migration cannot be", found, number)
    elif migration.down is None or not migration.down.steps:
        found = trip.way_back
        if found.changes or (found.reasons and not (migration.down and _only_values(found, context))):
            said = "is not written" if migration.down is None else "does nothing"
            yield _finding(f"the way back of this migration {said}", found, _first(found, context))
        elif migration.down is None:
            # Only rows are changed; yet a tool that would have to derive a way back goes back only if it is told.
            for number, _, nothing in islice(steps(trip, context), 1):
                yield replace(
                    _finding("nothing says that there is nothing to take back", nothing, number), severity="hint"
                )


def _finding(message: str, found: WayBack, at: int) -> Finding:
    changes: tuple[Change, ...] = found.changes
    fixes = (Fix(TITLE, changes),) if changes and not found.reasons else ()
    return Finding(f"{message} ({found.why})" if found.why else message, fixes, at=at)


def _only_values(found: WayBack, context: Context) -> bool:
    """Whether all that cannot be taken back are values of enums, so that an empty way back says all there is to say."""
    refs = {ref for ref, _ in found.reasons}
    kept = (operation for number, operation in enumerate(context.operations) if context.ref(number) in refs)
    return all(isinstance(operation, AddEnumValue) for operation in kept)


def _first(found: WayBack, context: Context) -> int:
    """The first operation that has to be taken back."""
    undone = [change.undoes for change in found.changes]
    return next((number for number in range(len(context.operations)) if context.ref(number) in undone), 0)
