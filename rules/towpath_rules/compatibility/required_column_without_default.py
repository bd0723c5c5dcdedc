"""A new column that is NOT NULL and has no default fails on a table with rows, and breaks the code that runs.

The rows that are there would hold NULL in it, so PostgreSQL refuses the change. On an empty table it goes through, and
then each INSERT of the code that is still running fails, because that code does not name the column.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__users_email.sql
alter table users add column email text not null;
--                                      ^^^^^^^^
```

```flyway good
-- file: V2__users_email.sql
alter table users add column email text;
-- file: V3__check_users_email.sql
alter table users add constraint users_email_not_null_check check (email is not null) not valid;
-- file: V4__require_users_email.sql
alter table users validate constraint users_email_not_null_check;
alter table users alter column email set not null;
alter table users drop constraint users_email_not_null_check;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
-- file: migrations/20240102000000_user_email/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL;
--                                         ^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_user_email/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "email" TEXT;
-- file: migrations/20240102000001_check_User_email/migration.sql
-- AlterTable
ALTER TABLE "User" ADD CONSTRAINT "User_email_not_null_check" CHECK ("email" IS NOT NULL) NOT VALID;
-- file: migrations/20240102000002_require_User_email/migration.sql
-- AlterTable
ALTER TABLE "User" VALIDATE CONSTRAINT "User_email_not_null_check";
-- AlterTable
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
-- AlterTable
ALTER TABLE "User" DROP CONSTRAINT "User_email_not_null_check";
```

```sql bad
-- file: migrations/002_users_email.sql
alter table if exists users add column if not exists email text not null;
--                                                              ^^^^^^^^
```

```sql good
-- file: migrations/002_users_email.sql
alter table if exists users add column if not exists email text;
-- file: migrations/003_check_users_email.sql
alter table if exists users add constraint users_email_not_null_check check (email is not null) not valid;
-- file: migrations/004_require_users_email.sql
alter table if exists users validate constraint users_email_not_null_check;
alter table if exists users alter column email set not null;
alter table if exists users drop constraint users_email_not_null_check;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("email", sa.Text(), nullable=False))
#                                                        ^^^^^^^^^^^^^^


def downgrade():
    op.drop_column("users", "email")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("email", sa.Text(), nullable=True))


def downgrade():
    op.drop_column("users", "email")
# file: migrations/versions/0077f51f44a9_check_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "0077f51f44a9"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_check_constraint(
            "users_email_not_null_check",
            "users",
            "email IS NOT NULL",
            postgresql_not_valid=True,
        )


def downgrade():
    op.drop_constraint("users_email_not_null_check", "users", type_="check")
# file: migrations/versions/8cd66c422bd6_require_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "8cd66c422bd6"
down_revision = "0077f51f44a9"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null_check")
        op.alter_column("users", "email", nullable=False)
        op.drop_constraint("users_email_not_null_check", "users", type_="check")


def downgrade():
    op.create_check_constraint(
        "users_email_not_null_check",
        "users",
        "email IS NOT NULL",
        postgresql_not_valid=True,
    )
    op.alter_column("users", "email", nullable=True)
```

```django bad
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "number", models.IntegerField()),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE shop_user ADD COLUMN number integer",
                    reverse_sql="ALTER TABLE shop_user DROP COLUMN number",
                ),
            ],
            state_operations=[
                migrations.AddField("user", "number", models.IntegerField()),
            ],
        ),
    ]
# file: shop/migrations/0003_check_user_number.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0002_change"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE shop_user ADD CONSTRAINT shop_user_number_not_null_check CHECK (number IS NOT NULL) NOT VALID",
            reverse_sql="ALTER TABLE shop_user DROP CONSTRAINT shop_user_number_not_null_check",
        ),
    ]
# file: shop/migrations/0004_require_user_number.py
from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0003_check_user_number"),
    ]

    operations = [
        ValidateConstraint(model_name="user", name="shop_user_number_not_null_check"),
        migrations.RunSQL(
            "ALTER TABLE shop_user ALTER COLUMN number SET NOT NULL",
            reverse_sql="ALTER TABLE shop_user ALTER COLUMN number DROP NOT NULL",
        ),
        migrations.RunSQL(
            "ALTER TABLE shop_user DROP CONSTRAINT shop_user_number_not_null_check",
            reverse_sql="ALTER TABLE shop_user ADD CONSTRAINT shop_user_number_not_null_check CHECK (number IS NOT NULL) NOT VALID",
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
# file: db/migrate/20240102000000_add_email_to_users.rb
class AddEmailToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :email, :string, null: false
                                      # ^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_email_to_users.rb
class AddEmailToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :email, :string
  end
end
# file: db/migrate/20240102000001_check_users_email.rb
class CheckUsersEmail < ActiveRecord::Migration[7.1]
  def change
    add_check_constraint :users, "email IS NOT NULL", name: "users_email_not_null_check", validate: false
  end
end
# file: db/migrate/20240102000002_require_users_email.rb
class RequireUsersEmail < ActiveRecord::Migration[7.1]
  def up
    validate_check_constraint :users, name: "users_email_not_null_check"
    change_column_null :users, :email, false
    remove_check_constraint :users, name: "users_email_not_null_check"
  end

  def down
    add_check_constraint :users, "email IS NOT NULL", name: "users_email_not_null_check", validate: false
    change_column_null :users, :email, true
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="email" type="text">
          # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                <constraints nullable="false"/>
            </column>
        </addColumn>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="email" type="text"/>
        </addColumn>
    </changeSet>
    <changeSet id="3" author="anna">
        <sql>ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID</sql>
        <rollback>
            <sql>ALTER TABLE users DROP CONSTRAINT users_email_not_null_check</sql>
        </rollback>
    </changeSet>
    <changeSet id="4" author="anna">
        <sql>ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null_check</sql>
        <addNotNullConstraint columnName="email" tableName="users"/>
        <sql>ALTER TABLE users DROP CONSTRAINT users_email_not_null_check</sql>
        <rollback>
            <sql>ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID</sql>
            <dropNotNullConstraint columnName="email" tableName="users"/>
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
        # ^^^^^^^
            name: email
            type: text
            constraints:
              nullable: false
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
            name: email
            type: text
- changeSet:
    id: 3
    author: anna
    changes:
    - sql:
        sql: ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID
    rollback:
    - sql:
        sql: ALTER TABLE users DROP CONSTRAINT users_email_not_null_check
- changeSet:
    id: 4
    author: anna
    changes:
    - sql:
        sql: ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null_check
    - addNotNullConstraint:
        columnName: email
        tableName: users
    - sql:
        sql: ALTER TABLE users DROP CONSTRAINT users_email_not_null_check
    rollback:
    - sql:
        sql: ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID
    - dropNotNullConstraint:
        columnName: email
        tableName: users
```

```liquibase.json bad
{"databaseChangeLog": [
  {"changeSet": {
    "id": "2",
    "author": "anna",
    "changes": [
      {"addColumn": {
        "tableName": "users",
        "columns": [{"column": {"name": "email", "type": "text", "constraints": {"nullable": false}}}]
                  // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }}
    ]
  }}
]}
```

```liquibase.json good
{"databaseChangeLog": [
  {"changeSet": {
    "id": "2",
    "author": "anna",
    "changes": [
      {"addColumn": {
        "tableName": "users",
        "columns": [{"column": {"name": "email", "type": "text"}}]
      }}
    ]
  }},
  {"changeSet": {
    "id": "3",
    "author": "anna",
    "changes": [
      {"sql": {
        "sql": "ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID"
      }}
    ],
    "rollback": [
      {"sql": {
        "sql": "ALTER TABLE users DROP CONSTRAINT users_email_not_null_check"
      }}
    ]
  }},
  {"changeSet": {
    "id": "4",
    "author": "anna",
    "changes": [
      {"sql": {
        "sql": "ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null_check"
      }},
      {"addNotNullConstraint": {
        "columnName": "email",
        "tableName": "users"
      }},
      {"sql": {
        "sql": "ALTER TABLE users DROP CONSTRAINT users_email_not_null_check"
      }}
    ],
    "rollback": [
      {"sql": {
        "sql": "ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID"
      }},
      {"dropNotNullConstraint": {
        "columnName": "email",
        "tableName": "users"
      }}
    ]
  }}
]}
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:2
alter table users add column email text not null;
--                                      ^^^^^^^^
--rollback alter table users drop column email;
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2
alter table users add column email text;
--rollback alter table users drop column email;

--changeset anna:3
alter table users add constraint users_email_not_null_check check (email is not null) not valid;
--rollback alter table users drop constraint users_email_not_null_check;

--changeset anna:4
alter table users validate constraint users_email_not_null_check;
alter table users alter column email set not null;
alter table users drop constraint users_email_not_null_check;
--rollback alter table users add constraint users_email_not_null_check check (email is not null) not valid;
--rollback alter table users alter column email drop not null;
```

```flyway bad sqlserver
-- file: V2__age.sql
alter table dbo.users add age int not null
--                                ^^^^^^^^
```

```flyway bad oracle
-- file: V2__age.sql
alter table users add (age number(3) not null);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

## How to do it

If there is a value that suits every row, give it as the default. Otherwise add the column without NOT NULL, deploy the
code that writes it, fill the old rows in batches, and set NOT NULL at the end (see `scanning-not-null`).
The fix writes these steps but for the rows, whose values it does not know, as a chain: the column here, what keeps NULL
out of new rows in the next migration, and what makes it NOT NULL in the one behind it. Deploy them one after the other.

## When it is fine

On a table that the same migration creates, and where the database makes the value itself.
Where the same migration empties the table first, the change goes through, and what is left is a warning.

```flyway fine
-- file: V2__users.sql
alter table users add column active boolean not null default true;
alter table users add column email text;
```

```prisma fine
-- file: migrations/20240102000000_user_number/migration.sql
ALTER TABLE "User" ADD COLUMN "number" SERIAL NOT NULL;
```

```sql fine
-- file: migrations/002_users_number.sql
alter table users add column number bigint not null generated by default as identity;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_users_active.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column(
        "users",
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
    )


def downgrade():
    op.drop_column("users", "active")
```

```django fine
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "active", models.BooleanField(db_default=True)),
    ]
```

## If it failed half-way

The transaction is rolled back, and the table is as it was.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.changes import Replace
from towpath.operations import SERIAL, AddColumn, DeleteRows, InsertRows, Migration, Name, TruncateTable, replace
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.locking._constraints import required_in_turns

# These give rows that are there a zero or an empty text.
_FILLING = ("mysql", "mariadb")


@rule(about={AddColumn})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    empty: set[Name] = set()
    for number, operation in enumerate(context.operations):
        if isinstance(operation, TruncateTable) or (isinstance(operation, DeleteRows) and _all(operation)):
            empty.add(operation.table)
        elif isinstance(operation, InsertRows):
            empty.discard(operation.table)
        elif isinstance(operation, AddColumn) and _required(operation, number, context):
            yield _finding(operation, operation.table in empty or context.dialect in _FILLING, number, context)


def _all(delete: DeleteRows) -> bool:
    return delete.where is None and not delete.joined and not delete.limited


def _required(operation: AddColumn, number: int, context: Context) -> bool:
    """Whether rows that are there, and statements that do not name it, leave the column without a value."""
    column = operation.column
    if column.nullable is not False or column.default is not None or column.generated or column.identity:
        return False
    here, serial = context.at(number), column.type is not None and column.type.name in SERIAL
    refused = here.dialect == "sqlite" and here.refused(operation)  # Which is said by another rule.
    return not serial and not refused and not here.is_new(operation.table)


def _finding(operation: AddColumn, empty: bool, number: int, context: Context) -> Finding:
    what = f"{operation.table}.{operation.column.name} is NOT NULL and has no default"
    fixes = _fixes(operation, number, context)
    if empty:
        message = f"{what}: each INSERT that does not name it fails from here on"
        return Finding(message, fixes, severity="warning", part="nullable", at=number)
    message = f"{what}: this fails if {operation.table} has rows, and so does each INSERT that does not name it"
    return Finding(message, fixes, part="nullable", at=number)


def _fixes(operation: AddColumn, number: int, context: Context) -> tuple[Fix, ...]:
    """The column without NOT NULL, and what requires it in migrations of its own: one for new rows, one for all."""
    here = context.at(number)
    if context.dialect != "postgresql" or operation.constraints or here.in_body or here.direction == "down":
        return ()
    table, column, at = operation.table, operation.column, context.ref(number)
    title = "Add it without NOT NULL, and require it in the next ones, to run once all rows have it"
    empty = Replace(replace(operation, column=replace(column, nullable=True)), at)
    return (Fix(title, (empty, *required_in_turns(table, column.name, here, at))),)
