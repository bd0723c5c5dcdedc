"""A unique constraint that builds its own index locks its table against everybody.

`ADD UNIQUE` holds an ACCESS EXCLUSIVE lock until the index is built: reads wait as well as writes.
It can take over an index that is there already, and that one can be built concurrently.
(`CREATE UNIQUE INDEX` is the rule `blocking-index`, a primary key `blocking-primary-key`.)

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, email text);
-- file: V2__users_email.sql
alter table users add constraint users_email_key unique (email);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__users_email.sql
create unique index concurrently users_email_key on users (email);
-- file: V3__add_users_email_key.sql
alter table users add constraint users_email_key unique using index users_email_key;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT NOT NULL);
-- file: migrations/20240102000000_user_email/migration.sql
ALTER TABLE "User" ADD UNIQUE ("email");
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_user_email/migration.sql
CREATE UNIQUE INDEX CONCURRENTLY "User_email_key" ON "User" ("email");
-- file: migrations/20240102000001_add_User_email_key/migration.sql
ALTER TABLE "User" ADD CONSTRAINT "User_email_key" UNIQUE USING INDEX "User_email_key";
```

```sql bad
-- file: db/migrations/20240101000000_users.sql
-- migrate:up
create table users (id bigint primary key);
-- migrate:down
drop table users;
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up
alter table users add column email text unique;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

-- migrate:down
alter table users drop column email;
```

```sql good
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up
alter table users add column email text;

-- migrate:down
alter table users drop column email;
-- file: db/migrations/20240102000001_build_users_email_key.sql
-- migrate:up transaction:false
create unique index concurrently users_email_key on users (email);

-- migrate:down transaction:false
drop index concurrently users_email_key;
-- file: db/migrations/20240102000002_add_users_email_key.sql
-- migrate:up
alter table users add constraint users_email_key unique using index users_email_key;

-- migrate:down
alter table users drop constraint users_email_key;
create unique index users_email_key on users (email);
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_unique_constraint("users_email", "users", ["email"])
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_constraint("users_email", "users", type_="unique")
```

```alembic good
# file: migrations/versions/04aa20080f5e_add_users_email.py
from alembic import op

revision = "04aa20080f5e"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute(
            "ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email"
        )


def downgrade():
    op.drop_constraint("users_email", "users", type_="unique")
    with op.get_context().autocommit_block():
        op.create_index(
            "users_email", "users", ["email"], unique=True, postgresql_concurrently=True
        )
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index(
            "users_email", "users", ["email"], unique=True, postgresql_concurrently=True
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("users_email", table_name="users", postgresql_concurrently=True)
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
                ("number", models.IntegerField()),
            ],
        ),
    ]
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AlterField("user", "number", models.IntegerField(unique=True)),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
# file: shop/migrations/0002_change.py
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE UNIQUE INDEX CONCURRENTLY shop_user_number_2bcb63ba_uniq ON shop_user (number)",
            reverse_sql="DROP INDEX CONCURRENTLY IF EXISTS shop_user_number_2bcb63ba_uniq",
        ),
    ]
# file: shop/migrations/0003_add_user_number_uniq.py
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("shop", "0002_change"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE shop_user ADD CONSTRAINT shop_user_number_2bcb63ba_uniq UNIQUE USING INDEX shop_user_number_2bcb63ba_uniq",
                    reverse_sql=[
                        "ALTER TABLE shop_user DROP CONSTRAINT shop_user_number_2bcb63ba_uniq",
                        "CREATE UNIQUE INDEX CONCURRENTLY shop_user_number_2bcb63ba_uniq ON shop_user (number)",
                    ],
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    "user", "number", models.IntegerField(unique=True)
                ),
            ],
        ),
    ]
```

```rails bad
# file: db/migrate/20240102000000_one_email.rb
class OneEmail < ActiveRecord::Migration[7.1]
  def change
    add_unique_constraint :users, :email, name: "one_email"
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_one_email.rb
class OneEmail < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    add_index :users, :email, name: "one_email", unique: true, algorithm: :concurrently
  end
end
# file: db/migrate/20240102000001_add_one_email.rb
class AddOneEmail < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def up
    add_unique_constraint :users, using_index: "one_email", name: "one_email"
  end

  def down
    execute "ALTER TABLE users DROP CONSTRAINT one_email"
    add_index :users, :email, name: "one_email", unique: true, algorithm: :concurrently
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <addUniqueConstraint columnNames="email" constraintName="users_email_key" tableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email)</sql>
        <rollback>
            <sql>DROP INDEX CONCURRENTLY users_email_key</sql>
        </rollback>
    </changeSet>
    <changeSet id="3" author="anna" runInTransaction="false">
        <sql>ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key</sql>
        <rollback>
            <dropUniqueConstraint constraintName="users_email_key" tableName="users"/>
            <sql>CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email)</sql>
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
    - addUniqueConstraint:
    # ^^^^^^^^^^^^^^^^^^^^
        columnNames: email
        constraintName: users_email_key
        tableName: users
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email)
    rollback:
    - sql:
        sql: DROP INDEX CONCURRENTLY users_email_key
- changeSet:
    id: 3
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key
    rollback:
    - dropUniqueConstraint:
        constraintName: users_email_key
        tableName: users
    - sql:
        sql: CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email)
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
            "addUniqueConstraint": {
          # ^^^^^^^^^^^^^^^^^^^^^^^^
              "columnNames": "email",
              "constraintName": "users_email_key",
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
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email)"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "DROP INDEX CONCURRENTLY users_email_key"
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "3",
        "author": "anna",
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key"
            }
          }
        ],
        "rollback": [
          {
            "dropUniqueConstraint": {
              "constraintName": "users_email_key",
              "tableName": "users"
            }
          },
          {
            "sql": {
              "sql": "CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email)"
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
alter table users add constraint users_email_key unique (email);
 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2 runInTransaction:false
create unique index concurrently users_email_key on users (email);

--changeset anna:3
alter table users add constraint users_email_key unique using index users_email_key;
```

## How to do it

Build a unique index concurrently, outside of a transaction. In the next migration, `ADD CONSTRAINT … USING INDEX`.
On a partitioned table there is no way around the lock: set a lock timeout, and choose a quiet hour.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text);
alter table users add constraint users_email_key unique (email);
```

```sql fine
-- file: migrations/002_users_email.sql
create unique index concurrently users_email_key on users (email);
-- file: migrations/003_users_email_key.sql
alter table users add constraint users_email_key unique using index users_email_key;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_plans.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_table(
        "plans",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("name", sa.Text()),
    )
    op.create_unique_constraint("plans_name", "plans", ["name"])


def downgrade():
    op.drop_table("plans")
```

## If it failed half-way

If the build fails, there are duplicates: the error names one. `DROP INDEX CONCURRENTLY` the INVALID index that is left,
mend the rows, and build again.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.operations import AddColumn, AddConstraint, PrimaryKey, Unique
from towpath.rule import Context, Finding, rule
from towpath_rules.locking._constraints import added
from towpath_rules.locking._taking_over import built


@rule(
    databases={"postgresql"},
    instead_of={"scanning-foreign-key", "scanning-check", "scanning-not-null"},
    about={Unique},
)
def check(operation: AddConstraint | AddColumn, context: Context) -> Iterator[Finding]:
    constraint = added(operation, Unique)
    if constraint is not None and added(operation, PrimaryKey) is None:
        yield from built(operation, constraint, "unique constraint", context)
