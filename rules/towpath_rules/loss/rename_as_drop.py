"""A column that is dropped while another one comes may have been meant to be renamed.

Generators compare two schemas and cannot tell a new name from a new column: they write a drop and an addition, and what
was in the column is gone. It looks right in review and on an empty database. This is said where a column of the same
type comes in the same migration, with a word of the old name in its name or where the migration is called a renaming.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, home_phone text);
-- file: V2__phone.sql
alter table users drop column home_phone;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
alter table users add column phone text;
```

```flyway good
-- file: V2__phone.sql
alter table users add column phone text;
-- file: V3__fill_users_phone.sql
-- to run once the code that runs writes both home_phone and phone
do $$
declare
    batch_start users.id%type;
    batch_end users.id%type;
begin
    select id into batch_start from users order by id limit 1;
    while batch_start is not null loop
        select id into batch_end from users where id >= batch_start order by id offset 10000 limit 1;
        update users set phone = home_phone
        where id >= batch_start and (batch_end is null or id < batch_end)
            and home_phone is not null and phone is distinct from home_phone;
        commit;
        batch_start := batch_end;
    end loop;
end
$$;
-- file: V3__fill_users_phone.sql.conf
executeInTransaction=false
-- file: V4__drop_users_home_phone.sql
-- towpath: ignore[dropped-column] to run once no code that runs uses home_phone
alter table users drop column home_phone;
```

```sql bad
-- file: migrations/001_users.up.sql
create table users (id bigint primary key, email text);
-- file: migrations/001_users.down.sql
drop table users;
-- file: migrations/002_rename_email.up.sql
alter table users add column address text, drop column email;
                                        -- ^^^^^^^^^^^^^^^^^
-- file: migrations/002_rename_email.down.sql
alter table users add column email text, drop column address;
```

```prisma bad
-- file: migrations/20240101000000_init/migration.sql
CREATE TABLE "User" ("id" BIGINT PRIMARY KEY, "userName" TEXT);
-- file: migrations/20240102000000_change/migration.sql
-- AlterTable
ALTER TABLE "User" DROP COLUMN "userName",
                -- ^^^^^^^^^^^^^^^^^^^^^^
ADD COLUMN     "user_name" TEXT;
```

```prisma good
-- file: migrations/20240102000000_change/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN     "user_name" TEXT;
-- file: migrations/20240102000001_fill_User_user_name/migration.sql
-- to run once the code that runs writes both userName and user_name
DO $$
DECLARE
    batch_start "User"."id"%TYPE;
    batch_end "User"."id"%TYPE;
BEGIN
    SELECT "id" INTO batch_start FROM "User" ORDER BY "id" LIMIT 1;
    WHILE batch_start IS NOT NULL LOOP
        SELECT "id" INTO batch_end FROM "User" WHERE "id" >= batch_start ORDER BY "id" OFFSET 10000 LIMIT 1;
        UPDATE "User" SET "user_name" = "userName"
        WHERE "id" >= batch_start AND (batch_end IS NULL OR "id" < batch_end)
            AND "userName" IS NOT NULL AND "user_name" IS DISTINCT FROM "userName";
        COMMIT;
        batch_start := batch_end;
    END LOOP;
END
$$;
-- file: migrations/20240102000002_drop_User_userName/migration.sql
-- towpath: ignore[dropped-column] to run once no code that runs uses userName
-- AlterTable
ALTER TABLE "User" DROP COLUMN "userName";
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
# file: migrations/versions/2b3c4d5e6f7a_email_address.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("email_address", sa.Text()))
    op.drop_column("users", "email")
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.add_column("users", sa.Column("email", sa.Text()))
    op.drop_column("users", "email_address")
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
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RemoveField("user", "email"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        migrations.AddField("user", "email_address", models.TextField(null=True)),
    ]
```

```django good
# file: shop/migrations/0002_change.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField("user", "email_address", models.TextField(null=True)),
    ]
# file: shop/migrations/0003_fill_user_email_address.py
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("shop", "0002_change"),
    ]

    operations = [
        # to run once the code that runs writes both email and email_address
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
                    UPDATE shop_user SET email_address = email
                    WHERE id >= batch_start AND (batch_end IS NULL OR id < batch_end)
                        AND email IS NOT NULL AND email_address IS DISTINCT FROM email;
                    COMMIT;
                    batch_start := batch_end;
                END LOOP;
            END
            $$
            \"\"\",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
# file: shop/migrations/0004_drop_user_email.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0003_fill_user_email_address"),
    ]

    operations = [
        # towpath: ignore[dropped-column] to run once no code that runs uses email
        migrations.RemoveField("user", "email"),
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
# file: db/migrate/20240102000000_change_email.rb
class ChangeEmail < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :email, :text
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    add_column :users, :email_address, :text
  end
end
```

```rails good
# file: db/migrate/20240102000000_change_email.rb
class ChangeEmail < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :email_address, :text
  end
end
# file: db/migrate/20240102000001_fill_users_email_address.rb
class FillUsersEmailAddress < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  class User < ActiveRecord::Base
  end

  def up
    # to run once the code that runs writes both email and email_address
    User.where("email IS NOT NULL AND email_address IS DISTINCT FROM email").in_batches.update_all("email_address = email")
  end

  def down
  end
end
# file: db/migrate/20240102000002_drop_users_email.rb
class DropUsersEmail < ActiveRecord::Migration[7.1]
  def up
    # towpath: ignore[dropped-column] to run once no code that runs uses email
    remove_column :users, :email, :text
  end

  def down
    add_column :users, :email, :text
    execute "UPDATE users SET email = email_address"
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
        <dropColumn tableName="users" columnName="email"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        <addColumn tableName="users">
            <column name="email_address" type="text"/>
        </addColumn>
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
        <addColumn tableName="users">
            <column name="email_address" type="text"/>
        </addColumn>
    </changeSet>
    <changeSet id="3" author="anna" runInTransaction="false">
        <!-- to run once the code that runs writes both email and email_address -->
        <sql splitStatements="false">DO $$
DECLARE
    batch_start users.id%TYPE;
    batch_end users.id%TYPE;
BEGIN
    SELECT id INTO batch_start FROM users ORDER BY id LIMIT 1;
    WHILE batch_start IS NOT NULL LOOP
        SELECT id INTO batch_end FROM users WHERE id &gt;= batch_start ORDER BY id OFFSET 10000 LIMIT 1;
        UPDATE users SET email_address = email
        WHERE id &gt;= batch_start AND (batch_end IS NULL OR id &lt; batch_end)
            AND email IS NOT NULL AND email_address IS DISTINCT FROM email;
        COMMIT;
        batch_start := batch_end;
    END LOOP;
END
$$</sql>
        <rollback/>
    </changeSet>
    <changeSet id="4" author="anna">
        <!-- towpath: ignore[dropped-column] to run once no code that runs uses email -->
        <dropColumn tableName="users" columnName="email"/>
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
    - dropColumn:
    # ^^^^^^^^^^^
        tableName: users
        columnName: email
    - addColumn:
        tableName: users
        columns:
          - column:
              name: email_address
              type: text
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
    - addColumn:
        tableName: users
        columns:
          - column:
              name: email_address
              type: text
- changeSet:
    id: 3
    author: anna
    runInTransaction: false
    changes:
    # to run once the code that runs writes both email and email_address
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
                  UPDATE users SET email_address = email
                  WHERE id >= batch_start AND (batch_end IS NULL OR id < batch_end)
                      AND email IS NOT NULL AND email_address IS DISTINCT FROM email;
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
    # towpath: ignore[dropped-column] to run once no code that runs uses email
    - dropColumn:
        tableName: users
        columnName: email
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key, email text);

--changeset anna:2
alter table users drop column email;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
alter table users add column email_address text;
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key, email text);

--changeset anna:2
alter table users add column email_address text;

--changeset anna:3 runInTransaction:false splitStatements:false
-- to run once the code that runs writes both email and email_address
do $$
declare
    batch_start users.id%type;
    batch_end users.id%type;
begin
    select id into batch_start from users order by id limit 1;
    while batch_start is not null loop
        select id into batch_end from users where id >= batch_start order by id offset 10000 limit 1;
        update users set email_address = email
        where id >= batch_start and (batch_end is null or id < batch_end)
            and email is not null and email_address is distinct from email;
        commit;
        batch_start := batch_end;
    end loop;
end
$$;
--rollback empty

--changeset anna:4
-- towpath: ignore[dropped-column] to run once no code that runs uses email
alter table users drop column email;
```

## How to do it

If it is another name only for the application, keep the column and map the name (`@map`, `db_column`, `key`). Else let
both live for a while: add the new column, write both, copy the values in batches, read the new one, and drop the old one
when nobody names it any more. Renaming keeps the values, but code that is still running fails from then on.
The fix takes the drop out, and writes the migrations that copy and drop, each with what has to be deployed before it.

## When it is fine

Where the migration copies values, or nothing but the type is alike.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text, nick text);
-- file: V2__change.sql
alter table users add column email_address text;
update users set email_address = email;
alter table users drop column email;
-- file: V3__note.sql
alter table users drop column nick;
alter table users add column note text;
```

## If it failed half-way

The transaction is rolled back. Once it is committed, the values are only in a backup.
"""  # noqa: E501

import re
from collections.abc import Iterator

from towpath.changes import Remove
from towpath.operations import AddColumn, DropColumn, Migration, Name, RunCode, Type, UpdateRows, replace
from towpath.rule import Context, Finding, Fix, Related, rule
from towpath_rules.compatibility._moving import moved, moving_told

# Words that half of all columns have in their names.
_COMMON = frozenset(("id", "at", "on", "by", "is", "has"))


@rule(severity="warning", effect="compatibility", instead_of={"dropped-column"}, down=False, about={DropColumn})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    operations = tuple(enumerate(context.operations))
    gone = [(at, one) for at, one in operations if isinstance(one, DropColumn) and not context.at(at).is_new(one.table)]
    new = [(at, one) for at, one in operations if isinstance(one, AddColumn) and not one.column.generated]
    pairs = [
        (at, to) for at, one in gone for to, other in new if _is_like(one, _type(at, one, context), other, migration)
    ]
    for at, to in pairs:
        drop, add = context.operations[at], context.operations[to]
        alone = sum(at in pair or to in pair for pair in pairs) == 1
        if alone and isinstance(drop, DropColumn) and isinstance(add, AddColumn) and not _copies(drop.table, context):
            name, ref = add.column.name, context.ref(to)
            yield Finding(
                f"if {name} is {drop.table}.{drop.column} by a new name, all its values are lost: nothing copies them",
                _fixes(drop, at, add, context) if migration.down is None or migration.derived else (),
                related=(Related(f"{name} comes here", ref.migration, ref.step),),
                at=at,
            )


def _fixes(drop: DropColumn, at: int, add: AddColumn, context: Context) -> tuple[Fix, ...]:
    """The old column stays until its values are copied, and is dropped in a migration of its own."""
    old = context.at(at).column(drop.table, drop.column)
    # Rows that are there have no value yet.
    if old is None or context.at(at).in_body or (add.column.nullable is False and add.column.default is None):
        return ()
    new = add.column.name
    moving = moved(drop, replace(old, nullable=True), new, context.at(at), context.ref(at))
    title = f"Keep {drop.column} beside {new}; {moving_told(drop.column, new)}"
    return (Fix(title, (Remove(context.ref(at)), *moving)),) if moving else ()


def _type(number: int, drop: DropColumn, context: Context) -> Type | None:
    column = context.at(number).column(drop.table, drop.column)
    return column.type if column and not column.generated else None


def _is_like(drop: DropColumn, type: Type | None, add: AddColumn, migration: Migration) -> bool:
    """Whether one column may be the other: by its type, and by a word in both names or in that of the migration."""
    if type is None or (drop.table, type) != (add.table, add.column.type) or drop.column == add.column.name:
        return False
    called = "rename" in f"{migration.path} {migration.title}".lower()
    return called or bool(_words(drop.column) & _words(add.column.name))


def _words(name: str) -> set[str]:
    found = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return {word.lower() for word in found} - _COMMON


def _copies(table: Name, context: Context) -> bool:
    """Whether something in the migration may copy the values."""
    writes = (one for one in context.operations if isinstance(one, (UpdateRows, RunCode)))
    return any(isinstance(one, RunCode) or one.table == table for one in writes)
