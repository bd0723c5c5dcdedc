"""A concurrent index statement is refused within a transaction.

`CREATE INDEX CONCURRENTLY`, `DROP INDEX CONCURRENTLY`, `REINDEX … CONCURRENTLY` and `DETACH PARTITION … CONCURRENTLY`
commit in between, so PostgreSQL answers `cannot run inside a transaction block`, and the deployment stops. What counts
is what the runner does, not what the file looks like: most wrap a file into a transaction unless it is told not to, and
several statements that are sent at once are one transaction too, so in one text of a program as well.

```flyway bad
# file: flyway.conf
flyway.postgresql.transactional.lock=false
-- file: V2__users_email.sql
alter table users add column nickname text;
create index concurrently users_nickname on users (nickname);
--           ^^^^^^^^^^^^
```

```flyway good
-- file: V2__users_email.sql
alter table users add column nickname text;
-- file: V3__create_users_nickname.sql
create index concurrently users_nickname on users (nickname);
```

```flyway bad
# file: flyway.conf
flyway.postgresql.transactional.lock=false
-- file: V2__users_email.sql
reindex index concurrently users_email;
--            ^^^^^^^^^^^^
```

```flyway good
# file: V2__users_email.sql.conf
executeInTransaction=false
```

```prisma bad
-- file: migrations/20240102000000_users_nickname/migration.sql
ALTER TABLE "users" ADD COLUMN "nickname" TEXT;
CREATE INDEX CONCURRENTLY "users_nickname_idx" ON "users"("nickname");
--           ^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_users_nickname/migration.sql
ALTER TABLE "users" ADD COLUMN "nickname" TEXT;
-- file: migrations/20240102000001_create_users_nickname_idx/migration.sql
CREATE INDEX CONCURRENTLY "users_nickname_idx" ON "users"("nickname");
```

```sql bad
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up
create index concurrently users_email on users (email);
--           ^^^^^^^^^^^^

-- migrate:down transaction:false
drop index concurrently users_email;
```

```sql good
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up transaction:false
create index concurrently users_email on users (email);

-- migrate:down transaction:false
drop index concurrently users_email;
```

```sql bad
-- file: migrations/002_users_email.up.sql
alter table users add column nickname text;
create index concurrently users_nickname on users (nickname);
--           ^^^^^^^^^^^^
-- file: migrations/002_users_email.down.sql
drop index users_nickname;
alter table users drop column nickname;
```

```sql good
-- file: migrations/002_users_email.up.sql
alter table users add column nickname text;
-- file: migrations/002_users_email.down.sql
alter table users drop column nickname;
-- file: migrations/003_create_users_nickname.down.sql
drop index users_nickname;
-- file: migrations/003_create_users_nickname.up.sql
create index concurrently users_nickname on users (nickname);
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute(
            "SET statement_timeout = 0; CREATE INDEX CONCURRENTLY a ON users (email)"
#                                                    ^^^^^^^^^^^^
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY a")
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_nickname.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.Text()))
    op.create_index(
        "users_nickname", "users", ["nickname"], postgresql_concurrently=True
#                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index(
            "users_nickname", table_name="users", postgresql_concurrently=True
        )
    op.drop_column("users", "nickname")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_nickname.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.Text()))
    with op.get_context().autocommit_block():
        op.create_index(
            "users_nickname", "users", ["nickname"], postgresql_concurrently=True
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index(
            "users_nickname", table_name="users", postgresql_concurrently=True
        )
    op.drop_column("users", "nickname")
```

```django bad
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "note", models.TextField(null=True)),
        AddIndexConcurrently("user", models.Index(fields=["email"], name="user_email")),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "note", models.TextField(null=True)),
    ]
# file: shop/migrations/0003_user_user_email.py
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("shop", "0002_change"),
    ]

    operations = [
        AddIndexConcurrently("user", models.Index(fields=["email"], name="user_email")),
    ]
```

```rails bad
# file: db/migrate/20240102000000_index_users_on_nickname.rb
class IndexUsersOnNickname < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :nickname, :string
    add_index :users, :nickname, algorithm: :concurrently
                               # ^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_index_users_on_nickname.rb
class IndexUsersOnNickname < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :nickname, :string
  end
end
# file: db/migrate/20240102000001_create_index_users_on_nickname.rb
class CreateIndexUsersOnNickname < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    add_index :users, :nickname, algorithm: :concurrently
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <addColumn tableName="users">
            <column name="nickname" type="text"/>
        </addColumn>
        <sql>create index concurrently users_nickname on users (nickname)</sql>
                        # ^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <addColumn tableName="users">
            <column name="nickname" type="text"/>
        </addColumn>
    </changeSet>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>create index concurrently users_nickname on users (nickname)</sql>
        <rollback>
            <sql>drop index concurrently users_nickname</sql>
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
    - addColumn:
        tableName: users
        columns:
          - column:
              name: nickname
              type: text
    - sql:
        sql: create index concurrently users_nickname on users (nickname)
                        # ^^^^^^^^^^^^
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - addColumn:
        tableName: users
        columns:
          - column:
              name: nickname
              type: text
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: create index concurrently users_nickname on users (nickname)
    rollback:
    - sql:
        sql: drop index concurrently users_nickname
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
            "addColumn": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "nickname",
                    "type": "text"
                  }
                }
              ]
            }
          },
          {
            "sql": {
              "sql": "create index concurrently users_nickname on users (nickname)"
                                 # ^^^^^^^^^^^^
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
            "addColumn": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "nickname",
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
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "create index concurrently users_nickname on users (nickname)"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "drop index concurrently users_nickname"
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
alter table users add column nickname text;
create index concurrently users_nickname on users (nickname);
           # ^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
alter table users add column nickname text;

--changeset anna:2 runInTransaction:false
create index concurrently users_nickname on users (nickname);
--rollback drop index concurrently users_nickname;
```

## How to do it

Give the statement a migration of its own, and switch that one's transaction off: Flyway sees by itself that `CREATE
INDEX CONCURRENTLY` and `DROP INDEX CONCURRENTLY` need none and asks for `executeInTransaction=false` in the script's
`.conf` for the rest; dbmate takes `transaction:false`, goose `-- +goose NO TRANSACTION`, Alembic `with
op.get_context().autocommit_block():`; for Prisma and golang-migrate the statement has to be alone in its file. Within
`DO` and functions there is no way.

A `COMMIT` that a revision of Alembic's sends by itself is none either: psycopg 3 and pg8000 begin a transaction again
before the next statement. With psycopg2 and asyncpg it works, and what comes behind it is not taken back when it fails.

Flyway's own lock is such a transaction too, in which nothing of yours runs: what builds an index concurrently does not
fail, and waits for its end for ever. That is told as well; where no configuration file is at hand, as a hint.

```flyway bad
# file: flyway.conf
flyway.url=jdbc:postgresql://localhost/app
-- file: V2__users_email.sql
create index concurrently users_email on users (email);
--           ^^^^^^^^^^^^
```

```flyway good
# file: flyway.conf
flyway.url=jdbc:postgresql://localhost/app
flyway.postgresql.transactional.lock=false
```

## When it is fine

Never: it does not run.

```flyway fine
# file: flyway.conf
flyway.postgresql.transactional.lock=false
-- file: V2__users_email.sql
create index concurrently users_email on users (email);
```

```prisma fine
-- file: migrations/20240102000000_users_email/migration.sql
CREATE INDEX CONCURRENTLY "users_email_idx" ON "users"("email");
```

```sql fine
-- file: db/migrations/20240102000000_users_email.sql
-- migrate:up transaction:false
create index concurrently users_email on users (email);

-- migrate:down transaction:false
drop index concurrently users_email;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("users_email", "users", ["email"], postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("users_email", table_name="users", postgresql_concurrently=True)
```

## If it failed half-way

The transaction is rolled back, and nothing is left.
"""

from collections.abc import Iterator

from towpath.changes import Move
from towpath.operations import CreateIndex, DetachPartition, DropIndex, Operation, Reindex, Unsure
from towpath.rule import Context, Finding, Fix, rule


@rule(databases={"postgresql"})
def check(operation: CreateIndex | DropIndex | Reindex | DetachPartition, context: Context) -> Iterator[Finding]:
    if not operation.concurrently:
        return
    impact = context.impact(operation)
    if impact.in_transaction != "refused":
        return
    out = Fix("Run it outside of the transaction", (Move(transactional=False),))
    if not context.transactional and context.sent_together:
        message = "this is refused: PostgreSQL runs the statements of one text, sent as a whole, as one transaction"
        yield Finding(message, part="concurrently")
    elif not context.transactional:
        yield from _waiting(operation, context)
    elif impact.refused:
        yield Finding(f"this is refused, in a transaction and outside: {impact.refused}", part="concurrently")
    elif context.in_body:
        yield Finding("this is refused within a body: it has to commit in between", part="concurrently")
    elif isinstance(context.transactional, Unsure):
        yield Finding(f"this is refused {context.transactional}", (out,), "warning", part="concurrently")
    elif isinstance(context.transactional, str):
        yield Finding(context.transactional, (out,), part="concurrently")
    else:
        yield Finding("this is refused in a transaction, and the runner opens one", (out,), part="concurrently")


def _waiting(operation: Operation, context: Context) -> Iterator[Finding]:
    """A transaction that the runner itself holds open beside the migration; where nothing says so, it may be off."""
    needs, path = context.runner.concurrent_needs, context.runner.concurrent_in
    if needs and isinstance(operation, (CreateIndex, Reindex)):
        yield Finding(
            f"this waits for ever for a transaction that the runner holds open, unless {needs} is set",
            (Fix(f"Set {needs} in {path}", (Move(transactional=False),)),) if path else (),
            "warning" if path else "hint",
            part="concurrently",
        )
