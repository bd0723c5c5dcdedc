"""Going back throws away what was written since the migration ran.

A way back is tried on an empty database, and used on one that people have worked with since: when it drops a column or a
table, what they wrote is gone, and running the migration again does not bring it back. This rule is off unless it is
switched on, since most ways back are so: it is for teams who want to see which ones are, and whose way back keeps rows
under another name instead. Where a tool derives the way back, there is nothing in the file to stand on.

```sql bad
-- file: migrations/002_notes.up.sql
create table notes (id bigint primary key, body text);
-- file: migrations/002_notes.down.sql
drop table notes;
-- ^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_nick.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.Text()))


def downgrade():
    op.drop_column("users", "nick")
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```django bad
# file: shop/migrations/0002_nick.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
      # ^^^^^^^^^^^^^^^^^^
            "ALTER TABLE shop_user ADD COLUMN nick text",
            "ALTER TABLE shop_user DROP COLUMN nick",
        ),
    ]
```

```rails bad
# file: db/migrate/20240102000000_add_nick.rb
class AddNick < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :nick, :text
  end

  def down
    remove_column :users, :nick
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>create table notes (id bigint primary key, body text)</sql>
        <rollback>drop table notes</rollback>
                # ^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Let the way back keep what is there: rename the table or the column, and drop it in a migration of its own when it is
certain that nobody goes forth again.

## When it is fine

Where what goes is worked out from other columns, and where nothing is thrown away.

```sql fine
-- file: migrations/002_notes.up.sql
create table notes (id bigint primary key, body text);
-- file: migrations/002_notes.down.sql
alter table notes rename to notes_kept;
```

```sql fine
-- file: migrations/002_words.up.sql
create index notes_body on notes (body);
-- file: migrations/002_words.down.sql
drop index notes_body;
```

## If it failed half-way

The transaction is rolled back. Once it is committed, what was written is only in a backup.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.operations import AlterColumnType, DeleteRows, DropColumn, DropTable, Migration, Operation, TruncateTable
from towpath.rule import Context, Finding, Reverse, rule

_LOSES = (DropTable, DropColumn, AlterColumnType, TruncateTable, DeleteRows)


@rule(severity="off", down=True, about=_LOSES)
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    if context.direction == "up":
        return
    for number, operation in enumerate(context.operations):
        if what := _lost(operation, context.at(number)):
            yield Finding(f"going back throws away {what}", at=number)


def _lost(operation: Operation, context: Context) -> str:
    """What cannot be brought back once an operation of the way back has run; empty where all can."""
    if isinstance(operation, DeleteRows):
        return "" if operation.where else f"all rows of {operation.table}"
    if isinstance(operation, TruncateTable):
        return f"all rows of {operation.table}"
    if not isinstance(operation, (DropTable, DropColumn, AlterColumnType)):
        return ""
    undone = context.undo(operation)
    if isinstance(undone, Reverse) and undone.restores_data:
        return ""
    if isinstance(operation, DropTable):
        return f"all rows that were written to {operation.table} since"
    named = f"{operation.table}.{operation.column}"
    if isinstance(operation, DropColumn):
        return f"all values that were written to {named} since"
    return f"what {operation.type} does not hold of {named}"
