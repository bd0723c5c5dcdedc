"""A new column whose default differs from row to row writes the whole table anew.

PostgreSQL keeps a constant default, and one like `now()` that is the same throughout a statement, beside the table and
touches no row. For `gen_random_uuid()`, `clock_timestamp()`, `random()` or `nextval()` it writes every row and every
index again, under an ACCESS EXCLUSIVE lock: reads and writes wait.
(Columns that are filled without a default are `rewriting-column`.)

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__users_token.sql
alter table users add column token uuid not null default gen_random_uuid();
--                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__users_token.sql
alter table users add column token uuid;
alter table users alter column token set default gen_random_uuid();
-- file: V3__fill_users_token.sql
do $$
declare
    batch_start users.id%type;
    batch_end users.id%type;
begin
    select id into batch_start from users order by id limit 1;
    while batch_start is not null loop
        select id into batch_end from users where id >= batch_start order by id offset 10000 limit 1;
        update users set token = gen_random_uuid()
        where id >= batch_start and (batch_end is null or id < batch_end)
            and token is null;
        commit;
        batch_start := batch_end;
    end loop;
end
$$;
-- file: V3__fill_users_token.sql.conf
executeInTransaction=false
-- file: V4__check_users_token.sql
alter table users add constraint users_token_not_null_check check (token is not null) not valid;
-- file: V5__require_users_token.sql
alter table users validate constraint users_token_not_null_check;
alter table users alter column token set not null;
alter table users drop constraint users_token_not_null_check;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
-- file: migrations/20240102000000_user_token/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "token" UUID DEFAULT gen_random_uuid();
--                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_user_token/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "token" UUID;
-- AlterTable
ALTER TABLE "User" ALTER COLUMN "token" SET DEFAULT gen_random_uuid();
-- file: migrations/20240102000001_fill_User_token/migration.sql
DO $$
DECLARE
    batch_start "User"."id"%TYPE;
    batch_end "User"."id"%TYPE;
BEGIN
    SELECT "id" INTO batch_start FROM "User" ORDER BY "id" LIMIT 1;
    WHILE batch_start IS NOT NULL LOOP
        SELECT "id" INTO batch_end FROM "User" WHERE "id" >= batch_start ORDER BY "id" OFFSET 10000 LIMIT 1;
        UPDATE "User" SET "token" = gen_random_uuid()
        WHERE "id" >= batch_start AND (batch_end IS NULL OR "id" < batch_end)
            AND "token" IS NULL;
        COMMIT;
        batch_start := batch_end;
    END LOOP;
END
$$;
```

```sql bad
-- file: migrations/001_orders.up.sql
create table orders (number text primary key);
-- file: migrations/001_orders.down.sql
drop table orders;
-- file: migrations/002_orders_seen.up.sql
alter table orders add column seen timestamptz default clock_timestamp();
--                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_orders_seen.down.sql
alter table orders drop column seen;
```

```sql good
-- file: migrations/002_orders_seen.up.sql
alter table orders add column seen timestamptz;
alter table orders alter column seen set default clock_timestamp();
-- file: migrations/003_fill_orders_seen.up.sql
do $$
declare
    batch_start orders.number%type;
    batch_end orders.number%type;
begin
    select number into batch_start from orders order by number limit 1;
    while batch_start is not null loop
        select number into batch_end from orders where number >= batch_start order by number offset 10000 limit 1;
        update orders set seen = clock_timestamp()
        where number >= batch_start and (batch_end is null or number < batch_end)
            and seen is null;
        commit;
        batch_start := batch_end;
    end loop;
end
$$;
-- file: migrations/003_fill_orders_seen.down.sql
-- there is nothing to take back here
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True))


def downgrade():
    op.drop_table("users")
# file: migrations/versions/2b3c4d5e6f7a_users_token.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column(
        "users",
        sa.Column("token", sa.Uuid(), server_default=sa.text("gen_random_uuid()")),
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    )


def downgrade():
    op.drop_column("users", "token")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_token.py
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("token", postgresql.UUID(), nullable=True))
    op.alter_column("users", "token", server_default=sa.text("gen_random_uuid()"))


def downgrade():
    op.drop_column("users", "token")
# file: migrations/versions/97fb30afe9cc_fill_users_token.py
from alembic import op
import sqlalchemy as sa

revision = "97fb30afe9cc"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute(
            \"\"\"
            DO $$
            DECLARE
                batch_start users.id%TYPE;
                batch_end users.id%TYPE;
            BEGIN
                SELECT id INTO batch_start FROM users ORDER BY id LIMIT 1;
                WHILE batch_start IS NOT NULL LOOP
                    SELECT id INTO batch_end FROM users WHERE id >= batch_start ORDER BY id OFFSET 10000 LIMIT 1;
                    UPDATE users SET token = gen_random_uuid()
                    WHERE id >= batch_start AND (batch_end IS NULL OR id < batch_end)
                        AND token IS NULL;
                    COMMIT;
                    batch_start := batch_end;
                END LOOP;
            END
            $$
            \"\"\"
        )


def downgrade():
    pass
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel("User", fields=[("id", models.BigAutoField(primary_key=True))]),
    ]
# file: shop/migrations/0002_user_token.py
from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "token", models.UUIDField(db_default=RandomUUID(), null=True)),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
# file: shop/migrations/0002_user_token.py
from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE shop_user ADD COLUMN token uuid",
                    reverse_sql="ALTER TABLE shop_user DROP COLUMN token",
                ),
            ],
            state_operations=[
                migrations.AddField(
                    "user", "token", models.UUIDField(db_default=RandomUUID(), null=True)
                ),
            ],
        ),
        migrations.RunSQL(
            "ALTER TABLE shop_user ALTER COLUMN token SET DEFAULT (GEN_RANDOM_UUID())",
            reverse_sql="ALTER TABLE shop_user ALTER COLUMN token DROP DEFAULT",
        ),
    ]
# file: shop/migrations/0003_fill_user_token.py
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("shop", "0002_user_token"),
    ]

    operations = [
        migrations.RunSQL(
            \"\"\"
            DO $$
            DECLARE
                batch_start shop_user.id%TYPE;
                batch_end shop_user.id%TYPE;
            BEGIN
                SELECT id INTO batch_start FROM shop_user ORDER BY id LIMIT 1;
                WHILE batch_start IS NOT NULL LOOP
                    SELECT id INTO batch_end FROM shop_user WHERE id >= batch_start ORDER BY id OFFSET 10000 LIMIT 1;
                    UPDATE shop_user SET token = (GEN_RANDOM_UUID())
                    WHERE id >= batch_start AND (batch_end IS NULL OR id < batch_end)
                        AND token IS NULL;
                    COMMIT;
                    batch_start := batch_end;
                END LOOP;
            END
            $$
            \"\"\",
            reverse_sql=migrations.RunSQL.noop,
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
# file: db/migrate/20240102000000_add_token_to_users.rb
class AddTokenToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :token, :uuid, null: false, default: -> { "gen_random_uuid()" }
                     # ^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_token_to_users.rb
class AddTokenToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :token, :uuid
    change_column_default :users, :token, from: nil, to: -> { "gen_random_uuid()" }
  end
end
# file: db/migrate/20240102000001_fill_users_token.rb
class FillUsersToken < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  class User < ActiveRecord::Base
  end

  def up
    User.where(token: nil).in_batches.update_all("token = gen_random_uuid()")
  end

  def down
  end
end
# file: db/migrate/20240102000002_check_users_token.rb
class CheckUsersToken < ActiveRecord::Migration[7.1]
  def change
    add_check_constraint :users, "token IS NOT NULL", name: "users_token_not_null_check", validate: false
  end
end
# file: db/migrate/20240102000003_require_users_token.rb
class RequireUsersToken < ActiveRecord::Migration[7.1]
  def up
    validate_check_constraint :users, name: "users_token_not_null_check"
    change_column_null :users, :token, false
    remove_check_constraint :users, name: "users_token_not_null_check"
  end

  def down
    add_check_constraint :users, "token IS NOT NULL", name: "users_token_not_null_check", validate: false
    change_column_null :users, :token, true
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint">
                <constraints primaryKey="true"/>
            </column>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="token" type="uuid" defaultValueComputed="gen_random_uuid()">
          # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                <constraints nullable="false"/>
            </column>
        </addColumn>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint">
                <constraints primaryKey="true"/>
            </column>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="token" type="uuid"/>
        </addColumn>
        <addDefaultValue columnName="token" tableName="users" defaultValueComputed="gen_random_uuid()"/>
    </changeSet>
    <changeSet id="3" author="anna" runInTransaction="false">
        <sql splitStatements="false">DO $$
DECLARE
    batch_start users.id%TYPE;
    batch_end users.id%TYPE;
BEGIN
    SELECT id INTO batch_start FROM users ORDER BY id LIMIT 1;
    WHILE batch_start IS NOT NULL LOOP
        SELECT id INTO batch_end FROM users WHERE id &gt;= batch_start ORDER BY id OFFSET 10000 LIMIT 1;
        UPDATE users SET token = gen_random_uuid()
        WHERE id &gt;= batch_start AND (batch_end IS NULL OR id &lt; batch_end)
            AND token IS NULL;
        COMMIT;
        batch_start := batch_end;
    END LOOP;
END
$$</sql>
        <rollback/>
    </changeSet>
    <changeSet id="4" author="anna">
        <sql>ALTER TABLE users ADD CONSTRAINT users_token_not_null_check CHECK (token IS NOT NULL) NOT VALID</sql>
        <rollback>
            <sql>ALTER TABLE users DROP CONSTRAINT users_token_not_null_check</sql>
        </rollback>
    </changeSet>
    <changeSet id="5" author="anna">
        <sql>ALTER TABLE users VALIDATE CONSTRAINT users_token_not_null_check</sql>
        <addNotNullConstraint columnName="token" tableName="users"/>
        <sql>ALTER TABLE users DROP CONSTRAINT users_token_not_null_check</sql>
        <rollback>
            <sql>ALTER TABLE users ADD CONSTRAINT users_token_not_null_check CHECK (token IS NOT NULL) NOT VALID</sql>
            <dropNotNullConstraint columnName="token" tableName="users"/>
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
    - createTable:
        tableName: users
        columns:
          - column:
              name: id
              type: bigint
              constraints:
                primaryKey: true
- changeSet:
    id: 2
    author: anna
    changes:
    - addColumn:
        tableName: users
        columns:
          - column:
          # ^^^^^^^
              name: token
              type: uuid
              defaultValueComputed: gen_random_uuid()
              constraints:
                nullable: false
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
- changeSet:
    id: 2
    author: anna
    changes:
    - addColumn:
        tableName: users
        columns:
          - column:
              name: token
              type: uuid
    - addDefaultValue:
        columnName: token
        tableName: users
        defaultValueComputed: gen_random_uuid()
- changeSet:
    id: 3
    author: anna
    runInTransaction: false
    changes:
    - sql:
        splitStatements: false
        sql: |-
          DO $$
          DECLARE
              batch_start users.id%TYPE;
              batch_end users.id%TYPE;
          BEGIN
              SELECT id INTO batch_start FROM users ORDER BY id LIMIT 1;
              WHILE batch_start IS NOT NULL LOOP
                  SELECT id INTO batch_end FROM users WHERE id >= batch_start ORDER BY id OFFSET 10000 LIMIT 1;
                  UPDATE users SET token = gen_random_uuid()
                  WHERE id >= batch_start AND (batch_end IS NULL OR id < batch_end)
                      AND token IS NULL;
                  COMMIT;
                  batch_start := batch_end;
              END LOOP;
          END
          $$
    rollback: []
- changeSet:
    id: 4
    author: anna
    changes:
    - sql:
        sql: ALTER TABLE users ADD CONSTRAINT users_token_not_null_check CHECK (token IS NOT NULL) NOT VALID
    rollback:
    - sql:
        sql: ALTER TABLE users DROP CONSTRAINT users_token_not_null_check
- changeSet:
    id: 5
    author: anna
    changes:
    - sql:
        sql: ALTER TABLE users VALIDATE CONSTRAINT users_token_not_null_check
    - addNotNullConstraint:
        columnName: token
        tableName: users
    - sql:
        sql: ALTER TABLE users DROP CONSTRAINT users_token_not_null_check
    rollback:
    - sql:
        sql: ALTER TABLE users ADD CONSTRAINT users_token_not_null_check CHECK (token IS NOT NULL) NOT VALID
    - dropNotNullConstraint:
        columnName: token
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
                # ^^^^^^^^^^^
                    "name": "token",
                    "type": "uuid",
                    "defaultValueComputed": "gen_random_uuid()",
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
                    "name": "token",
                    "type": "uuid"
                  }
                }
              ]
            }
          },
          {
            "addDefaultValue": {
              "columnName": "token",
              "tableName": "users",
              "defaultValueComputed": "gen_random_uuid()"
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
              "sql": "ALTER TABLE users ADD CONSTRAINT users_token_not_null_check CHECK (token IS NOT NULL) NOT VALID"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "ALTER TABLE users DROP CONSTRAINT users_token_not_null_check"
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "4",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "ALTER TABLE users VALIDATE CONSTRAINT users_token_not_null_check"
            }
          },
          {
            "addNotNullConstraint": {
              "columnName": "token",
              "tableName": "users"
            }
          },
          {
            "sql": {
              "sql": "ALTER TABLE users DROP CONSTRAINT users_token_not_null_check"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "ALTER TABLE users ADD CONSTRAINT users_token_not_null_check CHECK (token IS NOT NULL) NOT VALID"
            }
          },
          {
            "dropNotNullConstraint": {
              "columnName": "token",
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

--changeset anna:1
create table users (id bigint primary key);

--changeset anna:2
alter table users add column token uuid not null default gen_random_uuid();
                           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key);

--changeset anna:2
alter table users add column token uuid;
alter table users alter column token set default gen_random_uuid();

--changeset anna:3 runInTransaction:false splitStatements:false
do $$
declare
    batch_start users.id%type;
    batch_end users.id%type;
begin
    select id into batch_start from users order by id limit 1;
    while batch_start is not null loop
        select id into batch_end from users where id >= batch_start order by id offset 10000 limit 1;
        update users set token = gen_random_uuid()
        where id >= batch_start and (batch_end is null or id < batch_end)
            and token is null;
        commit;
        batch_start := batch_end;
    end loop;
end
$$;
--rollback empty

--changeset anna:4
alter table users add constraint users_token_not_null_check check (token is not null) not valid;

--changeset anna:5
alter table users validate constraint users_token_not_null_check;
alter table users alter column token set not null;
alter table users drop constraint users_token_not_null_check;
```

## How to do it

Add the column without a default, then set the default: it holds for rows to come. Give the old rows their values in
batches, outside of the migration's transaction, and only then set NOT NULL (see `scanning-not-null`).
The fix writes all of that, each step as a migration of its own, where it knows a primary key to cut batches by, and the
tool can run a migration outside of a transaction. Filling may be run again after it was stopped.

## When it is fine

On a table that the same migration creates, on one that the configuration lists as small, and where the default is the
same for every row.

```flyway fine
-- file: V2__users_created.sql
alter table users add column created timestamptz not null default now();
alter table users add column active boolean not null default true;
```

```prisma fine
-- file: migrations/20240102000000_user_token/migration.sql
ALTER TABLE "User" ADD COLUMN "token" UUID;
ALTER TABLE "User" ALTER COLUMN "token" SET DEFAULT gen_random_uuid();
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_users_joined.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column(
        "users",
        sa.Column("joined", sa.DateTime(timezone=True), server_default=sa.func.now()),
    )


def downgrade():
    op.drop_column("users", "joined")
```

## If it failed half-way

The transaction is rolled back, and the table is as it was. The space that the new copy took is free again.
"""

from collections.abc import Iterator

from towpath.changes import Move, Replace
from towpath.operations import AddColumn, SetDefault, replace
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.locking._constraints import required_in_turns
from towpath_rules.locking._filling import filled, fills


@rule(
    databases={"postgresql"},
    instead_of={
        "blocking-primary-key",
        "blocking-unique",
        "scanning-foreign-key",
        "scanning-check",
        "scanning-not-null",
    },
)
def check(operation: AddColumn, context: Context) -> Iterator[Finding]:
    table, column = operation.table, operation.column
    if column.default is None or context.is_new(table) or context.is_small(table):
        return
    if not context.impact(operation).rewrites or not fills(operation, context, with_default=True):
        return
    if fills(operation, context):
        return
    why = f"since {column.default} may differ from row to row"
    yield Finding(
        f"reads and writes wait until every row and index of {table} has been written anew, {why}",
        _fixes(operation, column.default, context),
        part="column",
    )


def _fixes(operation: AddColumn, default: str, context: Context) -> tuple[Fix, ...]:
    """The default for new rows only; old ones get theirs, and all of them NOT NULL, in migrations of their own."""
    if operation.constraints or context.in_body:
        return ()
    table, column = operation.table, operation.column
    empty = replace(operation, column=replace(column, default=None, nullable=True))
    changes = (Replace(empty, then=(SetDefault(table, column.name, default),)), Move(transactional=True))
    title, required = "Add it empty, with the default for new rows only", column.nullable is False
    left = "old rows need a backfill, and NOT NULL behind it" if required else "old rows need a backfill"
    alone = Fix(f"{title} ({left})", changes, fallback=True)
    if context.direction == "down":
        return (alone,)
    later = required_in_turns(table, column.name, context) if required else ()
    behind = "; NOT NULL comes in the next ones, to run once old rows are filled"
    chains = [Fix(title + behind, (*changes, *later), fallback=True)] if later else []
    if filling := filled(table, column.name, default, context):
        behind = "; the next one gives old rows theirs, in batches" + ", and those behind it NOT NULL" * required
        chains.insert(0, Fix(title + behind, (*changes, *filling, *later)))
    return (*chains, alone)
