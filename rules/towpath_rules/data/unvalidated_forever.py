"""A constraint that nothing validates says nothing of the rows that were there before it.

`NOT VALID` lets a constraint come without a look at the rows, and is half of the way: new rows keep to it, old ones may
not. Until `VALIDATE CONSTRAINT` has looked, the planner does not rely on it, and whoever reads the schema is misled. It
fails at last where nobody expects it: when an old row is changed in quite another column.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, email text, nick text);
-- file: V2__email.sql
alter table users add constraint users_email check (email is not null) not valid;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V3__validate_users_email.sql
alter table users validate constraint users_email;
```

```sql bad
-- file: migrations/001_users.up.sql
create table users (id bigint primary key, email text, nick text);
-- file: migrations/001_users.down.sql
drop table users;
-- file: migrations/002_email.up.sql
alter table users add constraint users_email check (email is not null) not valid;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_email.down.sql
alter table users drop constraint users_email;
```

```prisma bad
-- file: migrations/20240102000000_email/migration.sql
ALTER TABLE "User" ADD CONSTRAINT "User_email" CHECK ("email" IS NOT NULL) NOT VALID;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("email", sa.Text()))


def downgrade():
    op.drop_table("users")
# file: migrations/versions/2b3c4d5e6f7a_email.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_check_constraint("users_email", "users", "email IS NOT NULL", postgresql_not_valid=True)
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_constraint("users_email", "users")
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[("id", models.BigAutoField(primary_key=True)), ("email", models.TextField(null=True))],
        ),
    ]
# file: shop/migrations/0002_email.py
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        AddConstraintNotValid(
      # ^^^^^^^^^^^^^^^^^^^^^^
            "user", models.CheckConstraint(check=models.Q(email__isnull=False), name="users_email")
        ),
    ]
```

```rails bad
# file: db/migrate/20240101000000_create_users.rb
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.text :email
    end
  end
end
# file: db/migrate/20240102000000_require_email.rb
class RequireEmail < ActiveRecord::Migration[7.1]
  def change
    add_check_constraint :users, "email IS NOT NULL", name: "users_email", validate: false
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000001_validate_users_email.rb
class ValidateUsersEmail < ActiveRecord::Migration[7.1]
  def change
    validate_check_constraint :users, name: "users_email"
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint"><constraints primaryKey="true"/></column>
            <column name="email" type="text"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table users add constraint users_email check (email is not null) not valid</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        <rollback>alter table users drop constraint users_email</rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint"><constraints primaryKey="true"/></column>
            <column name="email" type="text"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table users add constraint users_email check (email is not null) not valid</sql>
        <rollback>alter table users drop constraint users_email</rollback>
    </changeSet>
    <changeSet id="3" author="anna">
        <sql>alter table users validate constraint users_email</sql>
        <rollback/>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
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
            constraints:
              primaryKey: true
        - column:
            name: email
            type: text
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: alter table users add constraint users_email check (email is not null) not valid
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    rollback:
    - sql:
        sql: alter table users drop constraint users_email
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
            constraints:
              primaryKey: true
        - column:
            name: email
            type: text
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: alter table users add constraint users_email check (email is not null) not valid
    rollback:
    - sql:
        sql: alter table users drop constraint users_email
- changeSet:
    id: 3
    author: anna
    changes:
    - sql:
        sql: alter table users validate constraint users_email
    rollback: []
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
            "createTable": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "id",
                    "type": "bigint",
                    "constraints": {
                      "primaryKey": "true"
                    }
                  }
                },
                {
                  "column": {
                    "name": "email",
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
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter table users add constraint users_email check (email is not null) not valid"
                    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "alter table users drop constraint users_email"
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
                    "type": "bigint",
                    "constraints": {
                      "primaryKey": "true"
                    }
                  }
                },
                {
                  "column": {
                    "name": "email",
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
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter table users add constraint users_email check (email is not null) not valid"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "alter table users drop constraint users_email"
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
              "sql": "alter table users validate constraint users_email"
            }
          }
        ],
        "rollback": []
      }
    }
  ]
}
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:1
create table users ( id bigint not null, email text, constraint users_pkey primary key (id) );

--changeset anna:2
alter table users add constraint users_email check (email is not null) not valid;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--rollback alter table users drop constraint users_email;
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users ( id bigint not null, email text, constraint users_pkey primary key (id) );

--changeset anna:2
alter table users add constraint users_email check (email is not null) not valid;
--rollback alter table users drop constraint users_email;

--changeset anna:3
alter table users validate constraint users_email;
--rollback empty
```

## How to do it

Validate it in a later migration, when the rows keep to it: that reads the table, and blocks neither reads nor writes.

## When it is fine

Where a later migration validates it, drops it or puts another one in its place; or where it is not to be enforced at all.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text, nick text);
-- file: V2__email.sql
alter table users add constraint users_email check (email is not null) not valid;
-- file: V3__validate.sql
alter table users validate constraint users_email;
```

## If it failed half-way

If the validation fails, the error names a row: mend those that do not keep to it, and validate again.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.changes import NewMigration
from towpath.operations import AddConstraint, Check, ForeignKey, NotNull, ValidateConstraint
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="info", effect="", down=False, databases={"postgresql"})
def check(operation: AddConstraint, context: Context) -> Iterator[Finding]:
    constraint, table = operation.constraint, operation.table
    if not isinstance(constraint, (Check, ForeignKey, NotNull)) or constraint.valid:
        return
    name = context.constraint_name(table, constraint)
    known = context.lasting(table)
    end = known.constraint(name) if known else None
    if isinstance(end, (Check, ForeignKey, NotNull)) and not end.valid:
        validate = NewMigration((ValidateConstraint(table, name),), f"validate_{name}")
        yield Finding(
            f"no migration validates {name}, so nobody knows whether the rows that are there already keep to it",
            () if context.in_body else (Fix("Validate it in the next migration", (validate,)),),
        )
