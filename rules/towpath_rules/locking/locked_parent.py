"""What is taken from a table with a foreign key locks the table that the key points to as well.

To drop a foreign key, a column that has one, or a table that has one, PostgreSQL removes the triggers on the other
side, and
takes an ACCESS EXCLUSIVE lock there too: reads of a table that the statement does not name wait. That is short by
itself,
but it has to wait for every query on that table first, and lasts until the end of the transaction.

```flyway bad
-- file: V1__before.sql
create table users (id bigint primary key);
create table votes (id bigint primary key, user_id bigint references users);
-- file: V2__votes.sql
drop table votes;
-- ^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240101000000_before/migration.sql
create table users (id bigint primary key);
create table votes (id bigint primary key, user_id bigint references users);
-- file: migrations/20240102000000_votes/migration.sql
drop table votes;
-- ^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_before.sql
create table users (id bigint primary key);
create table votes (id bigint primary key, user_id bigint references users);
-- file: migrations/002_votes.sql
drop table votes;
-- ^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_before.py
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.execute("create table users (id bigint primary key)")
    op.execute("create table votes (id bigint primary key, user_id bigint references users)")


def downgrade():
    pass


# file: migrations/versions/2b3c4d5e6f7a_votes.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("drop table votes")
#               ^^^^^^^^^^^^^^^^


def downgrade():
    pass
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.RunSQL("create table users (id bigint primary key)", migrations.RunSQL.noop),
        migrations.RunSQL("create table votes (id bigint primary key, user_id bigint references users)", migrations.RunSQL.noop),
    ]


# file: shop/migrations/0002_change.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("drop table votes", migrations.RunSQL.noop),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
# file: db/migrate/20240101000000_before.rb
class Before < ActiveRecord::Migration[7.1]
  def up
    execute "create table users (id bigint primary key)"
    execute "create table votes (id bigint primary key, user_id bigint references users)"
  end
end

# file: db/migrate/20240102000000_votes.rb
class Votes < ActiveRecord::Migration[7.1]
  def up
    execute "drop table votes"
           # ^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table users (id bigint primary key);
            create table votes (id bigint primary key, user_id bigint references users);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>drop table votes</sql>
           # ^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Set a `lock_timeout`, and try again if it gives up. Give each a migration of its own, so that the locks on both tables
are
held no longer than they have to be; and drop the foreign key first, before the table or the column.

## When it is fine

On tables that the same migration creates. It is a hint, and a warning where the configuration lists the other table as hot
or large.

```flyway fine
-- file: V2__notes.sql
create table notes (id bigint primary key, text text);
-- file: V3__notes.sql
drop table notes;
```

## If it failed half-way

The transaction is rolled back, and nothing is dropped.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.operations import DropColumn, DropConstraint, DropTable, Name
from towpath.rule import Context, Finding, rule


@rule(severity="hint", databases={"postgresql"})
def check(operation: DropTable | DropColumn | DropConstraint, context: Context) -> Iterator[Finding]:
    table = context.form(operation.table)
    if table is None or not table.targets or context.is_new(operation.table):
        return
    blocked = context.impact(operation).blocks_reads
    found = [name for name in _targets(operation, context) if name in blocked]
    if not found:
        return
    busy = any(context.is_hot(name) or context.is_large(name) for name in found)
    names = " and ".join(map(str, found))
    yield Finding(
        f"reads and writes of {names} wait as well, to which a foreign key of {operation.table} points",
        severity="warning" if busy else None,
    )


def _targets(operation: DropTable | DropColumn | DropConstraint, context: Context) -> tuple[Name, ...]:
    """The other tables that foreign keys of the table point to, and that are in use."""
    table = context.form(operation.table)
    targets = dict.fromkeys(table.targets if table else ())
    others = (name for name in targets if name != operation.table)
    return tuple(name for name in others if not (context.is_new(name) or context.is_small(name)))
