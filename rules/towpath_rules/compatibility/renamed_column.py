"""A column that is renamed breaks the code that still uses the old name.

The rename itself takes a moment. But while a new version is rolled out, the old one keeps running, and each of its
statements that names the column fails; after a rollback of the code, so do those of the new one.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, name text not null);
-- file: V2__full_name.sql
alter table users rename column name to full_name;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__full_name.sql
alter table users add column full_name text;
-- file: V3__fill_users_full_name.sql
-- to run once the code that runs writes both name and full_name
do $$
declare
    batch_start users.id%type;
    batch_end users.id%type;
begin
    select id into batch_start from users order by id limit 1;
    while batch_start is not null loop
        select id into batch_end from users where id >= batch_start order by id offset 10000 limit 1;
        update users set full_name = name
        where id >= batch_start and (batch_end is null or id < batch_end)
            and name is not null and full_name is distinct from name;
        commit;
        batch_start := batch_end;
    end loop;
end
$$;
-- file: V3__fill_users_full_name.sql.conf
executeInTransaction=false
-- file: V4__check_users_full_name.sql
alter table users add constraint users_full_name_not_null_check check (full_name is not null) not valid;
-- file: V5__require_users_full_name.sql
alter table users validate constraint users_full_name_not_null_check;
alter table users alter column full_name set not null;
alter table users drop constraint users_full_name_not_null_check;
alter table users alter column name drop not null;
-- file: V6__drop_users_name.sql
-- towpath: ignore[dropped-column] to run once no code that runs uses name
alter table users drop column name;
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);
-- file: migrations/20240102000000_full_name/migration.sql
ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_full_name/migration.sql
ALTER TABLE "User" ADD COLUMN "fullName" text;
-- file: migrations/20240102000001_fill_User_fullName/migration.sql
-- to run once the code that runs writes both name and fullName
DO $$
DECLARE
    batch_start "User"."id"%TYPE;
    batch_end "User"."id"%TYPE;
BEGIN
    SELECT "id" INTO batch_start FROM "User" ORDER BY "id" LIMIT 1;
    WHILE batch_start IS NOT NULL LOOP
        SELECT "id" INTO batch_end FROM "User" WHERE "id" >= batch_start ORDER BY "id" OFFSET 10000 LIMIT 1;
        UPDATE "User" SET "fullName" = "name"
        WHERE "id" >= batch_start AND (batch_end IS NULL OR "id" < batch_end)
            AND "name" IS NOT NULL AND "fullName" IS DISTINCT FROM "name";
        COMMIT;
        batch_start := batch_end;
    END LOOP;
END
$$;
-- file: migrations/20240102000002_drop_User_name/migration.sql
-- towpath: ignore[dropped-column] to run once no code that runs uses name
ALTER TABLE "User" DROP COLUMN "name";
```

```sql bad
-- file: migrations/001_users.up.sql
create table users (id bigint primary key, name text default '');
-- file: migrations/001_users.down.sql
drop table users;
-- file: migrations/002_full_name.up.sql
alter table users rename name to full_name;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_full_name.down.sql
alter table users rename full_name to name;
```

```sql good
-- file: migrations/002_full_name.up.sql
alter table users add column full_name text;
alter table users alter column full_name set default '';
-- file: migrations/002_full_name.down.sql
alter table users drop column full_name;
-- file: migrations/003_fill_users_full_name.up.sql
-- to run once the code that runs writes both name and full_name
do $$
declare
    batch_start users.id%type;
    batch_end users.id%type;
begin
    select id into batch_start from users order by id limit 1;
    while batch_start is not null loop
        select id into batch_end from users where id >= batch_start order by id offset 10000 limit 1;
        update users set full_name = name
        where id >= batch_start and (batch_end is null or id < batch_end)
            and name is not null and full_name is distinct from name;
        commit;
        batch_start := batch_end;
    end loop;
end
$$;
-- file: migrations/003_fill_users_full_name.down.sql
-- there is nothing to take back here
-- file: migrations/004_drop_users_name.up.sql
-- towpath: ignore[dropped-column] to run once no code that runs uses name
alter table users drop column name;
-- file: migrations/004_drop_users_name.down.sql
alter table users add column name text default '';
update users set name = full_name;
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
        sa.Column("name", sa.Text(), nullable=True),
    )


def downgrade():
    op.drop_table("users")
# file: migrations/versions/2b3c4d5e6f7a_full_name.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.alter_column("users", "name", new_column_name="full_name")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.alter_column("users", "full_name", new_column_name="name")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_full_name.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("full_name", sa.Text(), nullable=True))


def downgrade():
    op.drop_column("users", "full_name")
# file: migrations/versions/cdcb053d5837_fill_users_full_name.py
from alembic import op

revision = "cdcb053d5837"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    with op.get_context().autocommit_block():
        # to run once the code that runs writes both name and full_name
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
                    UPDATE users SET full_name = name
                    WHERE id >= batch_start AND (batch_end IS NULL OR id < batch_end)
                        AND name IS NOT NULL AND full_name IS DISTINCT FROM name;
                    COMMIT;
                    batch_start := batch_end;
                END LOOP;
            END
            $$
            \"\"\"
        )


def downgrade():
    pass
# file: migrations/versions/640f6f652e7e_drop_users_name.py
from alembic import op
import sqlalchemy as sa

revision = "640f6f652e7e"
down_revision = "cdcb053d5837"


def upgrade():
    with op.get_context().autocommit_block():
        # towpath: ignore[dropped-column] to run once no code that runs uses name
        op.drop_column("users", "name")


def downgrade():
    op.add_column("users", sa.Column("name", sa.Text(), nullable=True))
    op.execute("UPDATE users SET name = full_name")
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
                ("name", models.TextField()),
            ],
        ),
    ]
# file: shop/migrations/0002_change.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RenameField(model_name="user", old_name="name", new_name="full_name"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
# file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :name
    end
  end
end
# file: db/migrate/20240102000000_full_name.rb
class FullName < ActiveRecord::Migration[7.1]
  def change
    rename_column :users, :name, :full_name
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_full_name.rb
class FullName < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :full_name, :string
  end
end
# file: db/migrate/20240102000001_fill_users_full_name.rb
class FillUsersFullName < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  class User < ActiveRecord::Base
  end

  def up
    # to run once the code that runs writes both name and full_name
    User.where("name IS NOT NULL AND full_name IS DISTINCT FROM name").in_batches.update_all("full_name = name")
  end

  def down
  end
end
# file: db/migrate/20240102000002_drop_users_name.rb
class DropUsersName < ActiveRecord::Migration[7.1]
  def up
    # towpath: ignore[dropped-column] to run once no code that runs uses name
    remove_column :users, :name
  end

  def down
    add_column :users, :name, :string
    execute "UPDATE users SET name = full_name"
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
            <column name="name" type="text"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <renameColumn newColumnName="full_name" oldColumnName="name" tableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
            <column name="name" type="text"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <addColumn tableName="users">
            <column name="full_name" type="text"/>
        </addColumn>
    </changeSet>
    <changeSet id="3" author="anna" runInTransaction="false">
        <!-- to run once the code that runs writes both name and full_name -->
        <sql splitStatements="false">DO $$
DECLARE
    batch_start users.id%TYPE;
    batch_end users.id%TYPE;
BEGIN
    SELECT id INTO batch_start FROM users ORDER BY id LIMIT 1;
    WHILE batch_start IS NOT NULL LOOP
        SELECT id INTO batch_end FROM users WHERE id &gt;= batch_start ORDER BY id OFFSET 10000 LIMIT 1;
        UPDATE users SET full_name = name
        WHERE id &gt;= batch_start AND (batch_end IS NULL OR id &lt; batch_end)
            AND name IS NOT NULL AND full_name IS DISTINCT FROM name;
        COMMIT;
        batch_start := batch_end;
    END LOOP;
END
$$</sql>
        <rollback/>
    </changeSet>
    <changeSet id="4" author="anna">
        <!-- towpath: ignore[dropped-column] to run once no code that runs uses name -->
        <dropColumn columnName="name" tableName="users"/>
        <rollback>
            <addColumn tableName="users">
                <column name="name" type="text"/>
            </addColumn>
            <sql>UPDATE users SET name = full_name</sql>
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
          - column:
              name: name
              type: text
- changeSet:
    id: 2
    author: anna
    changes:
    - renameColumn:
    # ^^^^^^^^^^^^^
        newColumnName: full_name
        oldColumnName: name
        tableName: users
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
              name: name
              type: text
- changeSet:
    id: 2
    author: anna
    changes:
    - addColumn:
        tableName: users
        columns:
          - column:
              name: full_name
              type: text
- changeSet:
    id: 3
    author: anna
    runInTransaction: false
    changes:
    # to run once the code that runs writes both name and full_name
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
                  UPDATE users SET full_name = name
                  WHERE id >= batch_start AND (batch_end IS NULL OR id < batch_end)
                      AND name IS NOT NULL AND full_name IS DISTINCT FROM name;
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
    # towpath: ignore[dropped-column] to run once no code that runs uses name
    - dropColumn:
        columnName: name
        tableName: users
    rollback:
    - addColumn:
        tableName: users
        columns:
          - column:
              name: name
              type: text
    - sql:
        sql: UPDATE users SET name = full_name
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key, name text);

--changeset anna:2
alter table users rename column name to full_name;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--rollback alter table users rename column full_name to name;
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key, name text);

--changeset anna:2
alter table users add column full_name text;
--rollback alter table users drop column full_name;

--changeset anna:3 runInTransaction:false splitStatements:false
-- to run once the code that runs writes both name and full_name
do $$
declare
    batch_start users.id%type;
    batch_end users.id%type;
begin
    select id into batch_start from users order by id limit 1;
    while batch_start is not null loop
        select id into batch_end from users where id >= batch_start order by id offset 10000 limit 1;
        update users set full_name = name
        where id >= batch_start and (batch_end is null or id < batch_end)
            and name is not null and full_name is distinct from name;
        commit;
        batch_start := batch_end;
    end loop;
end
$$;
--rollback empty

--changeset anna:4
-- towpath: ignore[dropped-column] to run once no code that runs uses name
alter table users drop column name;
--rollback alter table users add column name text;
--rollback update users set name = full_name;
```

```flyway bad sqlserver
-- file: V2__title.sql
exec sp_rename 'dbo.users.name', 'title', 'column';
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

## How to do it

Best leave the name in the database and map the new one to it: Prisma's `@map`, JPA's `@Column(name = …)`, SQLAlchemy's
`mapped_column("name")`, Django's `db_column`. Otherwise add a column under the new name, write both, copy the old
values in batches, read the new one, and drop the old one when no process uses it. Each is a deployment of its own.
The fix writes these migrations for a column on which nothing stands, in a table whose primary key is known, and says in
each what has to be deployed before it is run. They keep nobody from running them all at once: take those that have to
wait out of the release. Django's `RenameField` leaves the models no second field to write, so there it is not offered.

## When it is fine

On a table, and for a column, that the same migration creates.

```flyway fine
-- file: V2__import.sql
create table import (id bigint, raw text);
alter table import rename column raw to line;
```

```sql fine
-- file: migrations/002_total.sql
alter table orders add column total_in_cents bigint;
alter table orders rename column total_in_cents to cents;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_cents.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("orders", sa.Column("total_in_cents", sa.BigInteger()))
    op.alter_column("orders", "total_in_cents", new_column_name="cents")


def downgrade():
    op.drop_column("orders", "cents")
```

```django fine
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AlterField("user", "name", models.TextField(db_column="name")),
        migrations.RenameField("user", "name", "full_name"),
    ]
```

## If it failed half-way

The transaction is rolled back. Once it is committed, the way back is another rename.
"""

import re
from collections.abc import Iterator

from towpath.changes import Change, Move, Ref, Replace
from towpath.operations import AddColumn, Column, DropColumn, Migration, Name, RenameColumn, SetDefault, replace
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.compatibility._moving import moved, moving_told


@rule(severity="warning", about={RenameColumn})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    unknown: set[tuple[Name, str]] = set()  # To the code that is running.
    for number, operation in enumerate(context.operations):
        if isinstance(operation, AddColumn):
            unknown.add((operation.table, operation.column.name))
        elif isinstance(operation, RenameColumn):
            known = (operation.table, operation.column) not in unknown
            if known and not context.at(number).is_new(operation.table):
                yield Finding(
                    f"code that is still running and names {operation.table}.{operation.column} fails from here on: "
                    f"it is {operation.to} now",
                    _fixes(operation, context.ref(number), migration, context.at(number)),
                    at=number,
                )
            unknown.add((operation.table, operation.to))


def _fixes(rename: RenameColumn, at: Ref, migration: Migration, context: Context) -> tuple[Fix, ...]:
    """A new column beside the old one, which gets its values and takes its place, each step a migration of its own."""
    old, back = context.column(rename.table, rename.column), _way_back(rename, migration)
    if context.in_body or context.direction == "down" or back is None or old is None:
        return ()
    moving = moved(DropColumn(rename.table, old.name), old, rename.to, context, at)
    if not moving or not _stands_alone(rename, old, context):
        return ()
    table, new = rename.table, replace(old, name=rename.to, nullable=True, default=None)
    default = (SetDefault(table, rename.to, old.default),) if old.default is not None else ()
    expanded = (Replace(AddColumn(table, new), at, default), Move(transactional=True, at=at))
    return (Fix(f"Add {rename.to} beside it; {moving_told(rename.column, rename.to)}", (*expanded, *back, *moving)),)


def _way_back(rename: RenameColumn, migration: Migration) -> tuple[Change, ...] | None:
    """What drops the new column where the way back renames it; None where that is not to be found."""
    table, new, down = rename.table, rename.to, migration.down
    if down is None or migration.derived:
        return ()
    steps = ((step, place, one) for step, done in enumerate(down.steps) for place, one in enumerate(done.operations))
    places = [
        Ref(migration.identity, step, place, "down")
        for step, place, one in steps
        if isinstance(one, RenameColumn) and (one.table, one.column, one.to) == (table, new, rename.column)
    ]
    return (Replace(DropColumn(table, new), places[0]),) if len(places) == 1 else None


def _stands_alone(rename: RenameColumn, old: Column, context: Context) -> bool:
    """Whether all that is known of a column is its type, its default and NOT NULL, which another one can have as well.

    What else stands on it, an index or a view, its author has to bring along.
    """
    table = context.table(rename.table)
    if table is None or not table.whole or old.type is None or old.generated or old.identity or table.read_by:
        return False
    if table.partition_by or table.partitions or table.children or table.inherits or table.said:
        return False
    others = (*table.constraints, *table.indexes, *(one.expression for one in table.columns if one.expression))
    told = [said for one in others if old.name in (said := repr(one))]
    # But for the names of fields, which stand before an equals sign.
    return not any(re.search(rf"\b{re.escape(old.name)}\b(?!=)", said) for said in told)
