"""A NOT NULL that has to be proven locks its table against everybody.

`SET NOT NULL` holds an ACCESS EXCLUSIVE lock while it looks for a NULL in every row: reads wait as well as writes.
PostgreSQL skips the search when a validated CHECK says `… IS NOT NULL`, and validating that CHECK keeps nobody out.
From version 18 on, `ADD CONSTRAINT … NOT NULL … NOT VALID` and `VALIDATE CONSTRAINT` do it without a CHECK.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, email text);
-- file: V2__users_email.sql
alter table users alter column email set not null;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__users_email.sql
alter table users add constraint users_email_not_null_check check (email is not null) not valid;
-- file: V3__require_users_email.sql
alter table users validate constraint users_email_not_null_check;
alter table users alter column email set not null;
alter table users drop constraint users_email_not_null_check;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "firstName" TEXT);
-- file: migrations/20240102000000_first_name/migration.sql
-- AlterTable
ALTER TABLE "User" ALTER COLUMN "firstName" SET NOT NULL;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_first_name/migration.sql
-- AlterTable
ALTER TABLE "User" ADD CONSTRAINT "User_firstName_not_null_check" CHECK ("firstName" IS NOT NULL) NOT VALID;
-- file: migrations/20240102000001_require_User_firstName/migration.sql
-- AlterTable
ALTER TABLE "User" VALIDATE CONSTRAINT "User_firstName_not_null_check";
-- AlterTable
ALTER TABLE "User" ALTER COLUMN "firstName" SET NOT NULL;
-- AlterTable
ALTER TABLE "User" DROP CONSTRAINT "User_firstName_not_null_check";
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("email", models.TextField(null=True)),
            ],
        ),
    ]
# file: shop/migrations/0002_user_email.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(model_name="user", name="email", field=models.TextField()),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
# file: shop/migrations/0002_user_email.py
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0001_initial"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(email__isnull=False), name="shop_user_email_not_null_check"
            ),
        ),
    ]
# file: shop/migrations/0003_require_user_email.py
from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0002_user_email"),
    ]

    operations = [
        ValidateConstraint(model_name="user", name="shop_user_email_not_null_check"),
        migrations.AlterField(model_name="user", name="email", field=models.TextField()),
        migrations.RemoveConstraint(model_name="user", name="shop_user_email_not_null_check"),
    ]
```

```sql bad postgresql@18
-- file: migrations/001_users.sql
create table users (id bigint primary key, email text);
-- file: migrations/002_users_email.sql
alter table users alter column email set not null;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql good postgresql@18
-- file: migrations/002_users_email.sql
alter table users add constraint users_email_not_null not null email not valid;
-- file: migrations/003_validate_users_email_not_null.sql
alter table users validate constraint users_email_not_null;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.alter_column("users", "email", existing_type=sa.Text(), nullable=False)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.alter_column("users", "email", existing_type=sa.Text(), nullable=True)
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_check_constraint(
        "users_email_not_null_check",
        "users",
        "email IS NOT NULL",
        postgresql_not_valid=True,
    )


def downgrade():
    op.drop_constraint("users_email_not_null_check", "users", type_="check")
# file: migrations/versions/510b049e2de7_require_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "510b049e2de7"
down_revision = "2b3c4d5e6f7a"


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
    op.alter_column("users", "email", existing_type=sa.Text(), nullable=True)
```

```rails bad
class RequireEmail < ActiveRecord::Migration[7.1]
  def change
    change_column_null :users, :email, false
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240101000000_change.rb
class RequireEmail < ActiveRecord::Migration[7.1]
  def change
    add_check_constraint :users, "email IS NOT NULL", name: "users_email_not_null_check", validate: false
  end
end
# file: db/migrate/20240101000001_require_users_email.rb
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
        <addNotNullConstraint columnName="email" tableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <sql>ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID</sql>
        <rollback>
            <sql>ALTER TABLE users DROP CONSTRAINT users_email_not_null_check</sql>
        </rollback>
    </changeSet>
    <changeSet id="3" author="anna">
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
    - addNotNullConstraint:
    # ^^^^^^^^^^^^^^^^^^^^^
        columnName: email
        tableName: users
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID
    rollback:
    - sql:
        sql: ALTER TABLE users DROP CONSTRAINT users_email_not_null_check
- changeSet:
    id: 3
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
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "addNotNullConstraint": {
          # ^^^^^^^^^^^^^^^^^^^^^^^^^
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
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "ALTER TABLE users DROP CONSTRAINT users_email_not_null_check"
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
              "sql": "ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null_check"
            }
          },
          {
            "addNotNullConstraint": {
              "columnName": "email",
              "tableName": "users"
            }
          },
          {
            "sql": {
              "sql": "ALTER TABLE users DROP CONSTRAINT users_email_not_null_check"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "ALTER TABLE users ADD CONSTRAINT users_email_not_null_check CHECK (email IS NOT NULL) NOT VALID"
            }
          },
          {
            "dropNotNullConstraint": {
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

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:2
alter table users alter column email set not null;
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2
alter table users add constraint users_email_not_null_check check (email is not null) not valid;

--changeset anna:3
alter table users validate constraint users_email_not_null_check;
alter table users alter column email set not null;
alter table users drop constraint users_email_not_null_check;
```

## How to do it

First a CHECK that is `NOT VALID`. In the next migration, in this order: validate it, set NOT NULL, drop the CHECK.
The last two are statements of their own: within one `ALTER TABLE`, the CHECK is dropped before it could prove anything.
A primary key that takes over an index hides the same search where its columns take NULL: set them NOT NULL first.

```sql bad
-- file: migrations/001_users.sql
create table users (id bigint);
-- file: migrations/002_users_key.sql
alter table users add primary key using index users_id;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

## When it is fine

On a table that the same migration creates, on one that the configuration lists as small, where the column is NOT NULL
already, and where a validated CHECK proves it.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text);
-- file: V2__check_email.sql
alter table users add constraint email_given check (email is not null) not valid;
-- file: V3__require_email.sql
alter table users validate constraint email_given;
alter table users alter column email set not null;
alter table users drop constraint email_given;
```

```prisma fine
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "firstName" TEXT NOT NULL);
-- file: migrations/20240102000000_first_name/migration.sql
ALTER TABLE "User" ALTER COLUMN "firstName" SET NOT NULL;
```

```alembic fine
# file: migrations/versions/1a2b3c4d5e6f_users_email_set.py
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_check_constraint(
        "users_email_set", "users", "email IS NOT NULL", postgresql_not_valid=True
    )


def downgrade():
    op.drop_constraint("users_email_set", "users", type_="check")
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("ALTER TABLE users VALIDATE CONSTRAINT users_email_set")
    op.alter_column("users", "email", existing_type=sa.Text(), nullable=False)
    op.drop_constraint("users_email_set", "users", type_="check")


def downgrade():
    op.alter_column("users", "email", existing_type=sa.Text(), nullable=True)
```

## If it failed half-way

If the validation fails, some rows hold NULL: fill them and validate again. The CHECK may stay for as long as it takes.
"""

from collections.abc import Iterator

from towpath.changes import NewMigration, Replace
from towpath.operations import AddColumn, AddConstraint, NotNull, PrimaryKey, SetNotNull
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.locking._constraints import reads, required, validated_later


@rule(databases={"postgresql"})
def check(operation: SetNotNull | AddConstraint | AddColumn, context: Context) -> Iterator[Finding]:
    if not _proves(operation) or not reads(operation, operation.table, context):
        return
    message = f"reads and writes of {operation.table} wait until every row has been searched for NULL"
    if isinstance(operation, SetNotNull):
        yield Finding(message, _fixes(operation, context))
    elif isinstance(operation, AddConstraint) and isinstance(operation.constraint, NotNull):
        changes = validated_later(operation, operation.constraint, context)
        fix = Fix(f"Add it NOT VALID, and validate it {context.later}", changes)
        yield Finding(message, (fix,) * bool(changes))
    else:
        yield Finding(message)


def _proves(operation: SetNotNull | AddConstraint | AddColumn) -> bool:
    """Whether it has to look for NULL in rows that exist; a plain new column that is NOT NULL fails instead."""
    if isinstance(operation, AddColumn):
        return operation.column.generated == "virtual" and operation.column.nullable is False
    if isinstance(operation, AddConstraint):
        constraint = operation.constraint
        return isinstance(constraint, NotNull) or (isinstance(constraint, PrimaryKey) and constraint.index is not None)
    return True


def _fixes(operation: SetNotNull, context: Context) -> tuple[Fix, ...]:
    table, column = operation.table, operation.column
    if context.in_body:
        return ()
    unproven, later = required(table, column, context)
    plain = isinstance(unproven.constraint, NotNull)
    title = "Add it NOT VALID, and validate it" if plain else "Prove it by a CHECK, which is validated"
    slug = f"validate_{unproven.constraint.name}" if plain else f"require_{table.name}_{column}"
    return (Fix(f"{title} {context.later}", (Replace(unproven), NewMigration(later, slug))),)
