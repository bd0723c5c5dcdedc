"""A column that is renamed breaks the code that still uses the old name.

The rename itself takes a moment. But while a new version is rolled out, the old one keeps running, and each of its
statements that names the column fails; after a rollback of the code, so do those of the new one.

```flyway bad
-- file: V2__full_name.sql
alter table users rename column name to full_name;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240102000000_full_name/migration.sql
ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/002_full_name.up.sql
alter table users rename name to full_name;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_full_name.down.sql
alter table users rename full_name to name;
```

```alembic bad
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
# file: db/migrate/20240102000000_full_name.rb
class FullName < ActiveRecord::Migration[7.1]
  def change
    rename_column :users, :name, :full_name
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <renameColumn newColumnName="full_name" oldColumnName="name" tableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
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

from collections.abc import Iterator

from towpath.operations import AddColumn, Migration, Name, RenameColumn
from towpath.rule import Context, Finding, rule


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
                    at=number,
                )
            unknown.add((operation.table, operation.to))
