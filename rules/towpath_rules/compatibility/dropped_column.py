"""A column that is dropped breaks the code that still names it.

While a new version is rolled out, the old one keeps running. It reads and writes the column, often without anybody
having written its name: mappers list every column that they knew when they started. From the drop on, each such
statement fails. The values are gone at once, and no rollback of the code brings them back.

```flyway bad
-- file: V2__no_nickname.sql
alter table users drop column nickname;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240102000000_no_nickname/migration.sql
-- AlterTable
ALTER TABLE "User" DROP COLUMN "nickname";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/002_no_nickname.up.sql
alter table users drop column if exists nickname, drop column if exists title;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_no_nickname.down.sql
alter table users add column nickname text, add column title text;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_no_nickname.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.drop_column("users", "nickname")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.add_column("users", sa.Column("nickname", sa.Text()))
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
                ("nickname", models.TextField()),
            ],
        ),
    ]
# file: shop/migrations/0002_change.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="user", name="nickname"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
# file: app/models/user.rb
class User < ApplicationRecord
  has_many :orders
end
# file: db/migrate/20240102000000_no_nickname.rb
class NoNickname < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :nickname, :string
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: app/models/user.rb
class User < ApplicationRecord
  self.ignored_columns += ["nickname"]

  has_many :orders
end
# file: db/migrate/20240102000000_no_nickname.rb
class NoNickname < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :nickname, :string
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <dropColumn columnName="nickname" tableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```flyway bad oracle
-- file: V2__no_name.sql
alter table users set unused (name);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

## How to do it

First let the column take NULL or give it a default, and deploy code that does not know it: out of the model, ignored by
the mapper, out of every query. When no old process is left, drop it in a later deployment. Then say at the statement
that this has happened: `-- towpath: ignore[dropped-column] unused since 4.2`.

## When it is fine

On a table, and for a column, that the same migration creates; for a computed column that comes again under its name;
on the way down, where the column that the way up added goes again.

```flyway fine
-- file: V2__import.sql
create table import (id bigint, raw text);
alter table import drop column raw;
alter table users add column old_name text;
alter table users drop column old_name;
```

```sql fine
-- file: migrations/001_words.sql
create table notes (body text, words tsvector generated always as (to_tsvector('english', body)) stored);
-- file: migrations/002_words.sql
alter table notes drop column words;
alter table notes add column words tsvector generated always as (to_tsvector('simple', body)) stored;
```

```sql fine
-- file: migrations/002_nickname.up.sql
alter table users add column nickname text;
-- file: migrations/002_nickname.down.sql
alter table users drop column nickname;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_nickname.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.Text()))


def downgrade():
    op.drop_column("users", "nickname")
```

```django fine
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="user", name="nickname")],
        ),
    ]
```

## If it failed half-way

The transaction is rolled back. Once it is committed, the values are only in a backup.
"""

from collections.abc import Iterator

from towpath.changes import Ignore
from towpath.operations import AddColumn, DropColumn, Migration, Name, Operation, RenameColumn
from towpath.rule import Context, Finding, Fix, rule


@rule(severity="warning", about={DropColumn})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    unknown: set[tuple[Name, str]] = set()  # To the code that is running.
    last = {name: number for number, operation in enumerate(context.operations) for name in _named(operation)}
    for number, operation in enumerate(context.operations):
        unknown.update(_named(operation))
        if isinstance(operation, DropColumn) and (operation.table, operation.column) not in unknown:
            again = last.get((operation.table, operation.column), -1) > number
            yield from _findings(operation, again, number, context)


def _findings(drop: DropColumn, again: bool, number: int, context: Context) -> Iterator[Finding]:
    message = _said(drop, again, context.at(number))
    if message and not again and context.is_ignored(drop.table, drop.column):
        yield _ignored(drop, number, context)
    elif message:
        fix = Fix(f"Let the code ignore {drop.column}, to be released before this", (Ignore(drop.table, drop.column),))
        yield Finding(message, () if again else (fix,), at=number)


def _ignored(drop: DropColumn, number: int, context: Context) -> Finding:
    """What is left to look after where the code ignores the column; more, if it does so from this branch on only."""
    column = f"{drop.table}.{drop.column}"
    landed = context.is_ignored_on_base(drop.table, drop.column)
    if landed is False:
        message = f"the code ignores {column} from this branch on: until that is released, the one that runs names it"
        return Finding(message, severity="info", at=number)
    when = "" if landed else ": that has to be released first"
    return Finding(f"the code ignores {column}{when}, and its values will be gone", severity="hint", at=number)


def _said(drop: DropColumn, again: bool, context: Context) -> str:
    """What is lost, and who fails; nothing on a new table, and where what was computed is computed again."""
    if context.is_new(drop.table):
        return ""
    column = context.column(drop.table, drop.column)
    if again and column and column.generated:
        return ""
    if again:
        return f"the values of {drop.table}.{drop.column} are gone: another column takes its name"
    return f"code that is still running and names {drop.table}.{drop.column} fails, and its values are gone"


def _named(operation: Operation) -> set[tuple[Name, str]]:
    """The column that there is from here on under this name."""
    if isinstance(operation, AddColumn):
        return {(operation.table, operation.column.name)}
    return {(operation.table, operation.to)} if isinstance(operation, RenameColumn) else set()
