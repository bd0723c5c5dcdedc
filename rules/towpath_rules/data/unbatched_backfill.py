"""Rows that are written all at once stay locked until the last of them is.

Whoever wants to change one of these rows waits for all of them, and on a large table that is minutes. Every row is
written anew, so the table grows to twice its size, replicas fall behind, and a failure at the end undoes everything.
Batches within one transaction are no better: their locks are kept until it commits.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, active boolean);
-- file: V2__active.sql
update users set active = true where true;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__active.sql
do $$
declare
    batch_start users.id%type;
    batch_end users.id%type;
begin
    select id into batch_start from users order by id limit 1;
    while batch_start is not null loop
        select id into batch_end from users where id >= batch_start order by id offset 10000 limit 1;
        update users set active = true
        where id >= batch_start and (batch_end is null or id < batch_end);
        commit;
        batch_start := batch_end;
    end loop;
end
$$;
-- file: V2__active.sql.conf
executeInTransaction=false
```

```prisma bad
-- file: migrations/20240101000000_sessions/migration.sql
CREATE TABLE "Session" ("id" TEXT NOT NULL PRIMARY KEY);
-- file: migrations/20240102000000_fresh_sessions/migration.sql
DELETE FROM "Session" WHERE true;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_fresh_sessions/migration.sql
DO $$
DECLARE
    batch_start "Session"."id"%TYPE;
    batch_end "Session"."id"%TYPE;
BEGIN
    SELECT "id" INTO batch_start FROM "Session" ORDER BY "id" LIMIT 1;
    WHILE batch_start IS NOT NULL LOOP
        SELECT "id" INTO batch_end FROM "Session" WHERE "id" >= batch_start ORDER BY "id" OFFSET 10000 LIMIT 1;
        DELETE FROM "Session"
        WHERE "id" >= batch_start AND (batch_end IS NULL OR "id" < batch_end);
        COMMIT;
        batch_start := batch_end;
    END LOOP;
END
$$;
```

```sql bad
-- file: migrations/002_price.sql
update plans set price = price * 1.19;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
        sa.Column("active", sa.Boolean()),
    )


def downgrade():
    op.drop_table("users")
# file: migrations/versions/2b3c4d5e6f7a_active.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    users = sa.table("users", sa.column("active"))
    op.execute(users.update().values(active=True))
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_active.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    users = sa.table("users", sa.column("active"))
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
                    UPDATE users SET active=true
                    WHERE id >= batch_start AND (batch_end IS NULL OR id < batch_end);
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
from django.db import migrations


def activate(apps, schema_editor):
    for user in apps.get_model("shop", "User").objects.all():
        user.active = user.orders.exists()
        user.save()


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunPython(activate, migrations.RunPython.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```django good
from django.db import migrations


def activate(apps, schema_editor):
    for user in apps.get_model("shop", "User").objects.all():
        user.active = user.orders.exists()
        user.save()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunPython(activate, migrations.RunPython.noop),
    ]
```

```rails bad
# file: db/migrate/20240102000000_all_active.rb
class AllActive < ActiveRecord::Migration[7.1]
  class User < ActiveRecord::Base
  end

  def up
    User.update_all(active: true)
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end

  def down
  end
end
```

```rails good
# file: db/migrate/20240102000000_all_active.rb
class AllActive < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  class User < ActiveRecord::Base
  end

  def up
    User.in_batches.update_all(active: true)
  end

  def down
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>update users set active = true where true</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Write some thousand rows at a time, by ranges of the primary key, each batch committed before the next, and so that it
can be run again after a failure. It needs a migration without a transaction (`disable_ddl_transaction!`,
`atomic = False`, `autocommit_block()`), or a task that runs beside the deployment and not in it.
New rows have to be right already: by a default, or by the code that is running.
The fix does so where a primary key is known to go by, and where writing a row twice does no harm: not where what is
written hangs on what was there.

## When it is fine

On a table that the same migration creates, or that the configuration lists as small; and where a condition says which
rows are meant: how many these are is not known here.

```flyway fine
-- file: towpath.toml
[tables]
small = ["plans"]
-- file: V2__price.sql
update plans set price = price * 1.19;
update users set active = true where id = 1;
```

```rails fine
# file: db/migrate/20240102000000_all_active.rb
class AllActive < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def up
    User.find_each { |user| user.update!(active: user.orders.any?) }
    User.find_by(name: "root").update!(active: true)
  end

  def down
  end
end
```

## If it failed half-way

In one transaction nothing is left of it but dead rows, which VACUUM takes away. Batches that had been committed stay:
write them so that they can be run again.
"""

import re
from collections.abc import Iterator

from towpath.changes import Change, Move, Replace
from towpath.operations import AddColumn, DeleteRows, Migration, Name, RunCode, UpdateRows, replace
from towpath.rule import Context, Finding, Fix, rule
from towpath_rules.locking._filling import key_of

_Rows = UpdateRows | DeleteRows


@rule(severity="warning", down=False, about={UpdateRows, DeleteRows, RunCode})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    added: dict[Name, set[str]] = {}
    for number, operation in enumerate(context.operations):
        if isinstance(operation, AddColumn):
            added.setdefault(operation.table, set()).add(operation.column.name)
        elif isinstance(operation, (UpdateRows, DeleteRows)):
            yield from _by_statement(operation, number, added.get(operation.table, set()), context)
        elif isinstance(operation, RunCode) and context.switch(number) is not False:
            yield from _by_code(operation, number, context)


def _by_statement(rows: _Rows, number: int, added: set[str], context: Context) -> Iterator[Finding]:
    """One statement that writes every row: a column that was only just added has a value in none of them."""
    inside = context.switch(number) is not False
    if rows.joined or rows.limited or (rows.batched and not inside) or not _in_use(rows.table, number, context):
        return
    if context.at(number).holds_of_all(rows.where, added):
        how = "in one transaction" if rows.batched else "in one statement"
        done = "deleted" if isinstance(rows, DeleteRows) else "written"
        message = f"every row of {rows.table} is {done} {how}, and stays locked until that is committed"
        key = key_of(rows.table, context.at(number)) if _may_run_again(rows) else None
        batched = replace(rows, batched=True, key=key or "")
        changes: tuple[Change, ...] = () if rows.batched else (Replace(batched),)
        changes += (Move(transactional=False),) if inside else ()
        yield Finding(message, (Fix("Write them in batches", changes),), at=number)


def _may_run_again(rows: _Rows) -> bool:
    """Whether nothing is written that hangs on what was there: a batch that is written twice is then no matter."""
    columns = rows.columns if isinstance(rows, UpdateRows) else ()
    said = rows.text[: len(rows.text) - len(rows.where or "")]
    return all(len(re.findall(rf"\b{re.escape(column)}\b", said, re.I)) == 1 for column in columns)


def _by_code(code: RunCode, number: int, context: Context) -> Iterator[Finding]:
    """Code that goes through rows and writes them, in one transaction."""
    if code.work or code.few or not (code.reads_rows and code.writes_rows):
        return
    if not code.tables or any(_in_use(table, number, context) for table in code.tables):
        names = " and ".join(map(str, code.tables))
        message = (
            f"the rows{' of ' if names else ''}{names} that this code goes through stay locked until all are written"
        )
        yield Finding(message, (Fix("Write them outside of the transaction", (Move(transactional=False),)),), at=number)


def _in_use(table: Name, number: int, context: Context) -> bool:
    here = context.at(number)
    return not here.is_new(table) and not here.is_small(table)
