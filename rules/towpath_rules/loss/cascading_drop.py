"""A drop with CASCADE takes along whatever depends on it, and does not ask.

Foreign keys of other tables, views, views of those views, columns of a dropped type, functions: each goes without being
named in the migration, and nobody who reads it can tell which. What depends on an object differs between databases,
so the same file can drop more in production than it did in a test.

```flyway bad
-- file: V1__tables.sql
create table users (id bigint primary key);
create table orders (id bigint primary key, user_id bigint references users);
-- file: V2__no_users.sql
drop table users cascade;
--               ^^^^^^^
```

```prisma bad
-- file: migrations/20240102000000_no_status/migration.sql
DROP TYPE "Status" CASCADE;
--                 ^^^^^^^
```

```prisma good
-- file: migrations/20240102000000_no_status/migration.sql
DROP TYPE "Status";
```

```sql bad
-- file: migrations/002_no_totals.sql
drop view totals cascade;
--               ^^^^^^^
alter table orders drop column total cascade;
--                                   ^^^^^^^
```

```sql good
-- file: migrations/002_no_totals.sql
drop view totals;
alter table orders drop column total;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_no_status.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("DROP TYPE status CASCADE")
#                                ^^^^^^^


def downgrade():
    op.execute("CREATE TYPE status AS ENUM ('new')")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_no_status.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("DROP TYPE status")


def downgrade():
    op.execute("CREATE TYPE status AS ENUM ('new')")
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("DROP VIEW totals CASCADE", migrations.RunSQL.noop),
      #                                     ^^^^^^^
    ]
```

```django good
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("DROP VIEW totals", migrations.RunSQL.noop),
    ]
```

```rails bad
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users
    create_table :orders do |t|
      t.bigint :user_id
      t.integer :number
      t.integer :total
    end
    add_foreign_key :orders, :users
  end
end
# file: db/migrate/20240102000000_no_users.rb
class NoUsers < ActiveRecord::Migration[7.1]
  def up
    drop_table :users, force: :cascade
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end

  def down
    create_table :users
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <sql>drop table users cascade</sql>
                            # ^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Leave CASCADE out. PostgreSQL then refuses and lists what depends on the object: drop each of these by name first, so
that the migration says what it does.

## When it is fine

On what the same migration creates, and on the way down; where the tool itself writes CASCADE each time, as Django
does, unless the files know of something that would go along.

```flyway fine
-- file: V2__import.sql
create table import (line text);
create view lines as select line from import;
drop table import cascade;
```

```django fine
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[("id", models.BigAutoField(primary_key=True)), ("note", models.TextField())],
        ),
    ]
# file: shop/migrations/0002_no_note.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [migrations.RemoveField(model_name="order", name="note")]
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_no_users.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.drop_table("orders")
    op.drop_table("users")
```

## If it failed half-way

The transaction is rolled back. Once it is committed, what was taken along has to be made again from earlier migrations.
"""

from collections.abc import Iterator

from towpath.changes import Replace
from towpath.operations import CreateTable, DropColumn, DropConstraint, DropIndex, DropObject, DropTable, Name, replace
from towpath.rule import Context, Finding, Fix, Severity, rule

_Drop = DropTable | DropColumn | DropConstraint | DropIndex | DropObject
# What holds no rows and no columns of others; a cascade from it is less than a loss.
_WITHOUT_ROWS = frozenset(("view", "function", "procedure", "trigger", "index", "constraint", "rule", "policy"))


@rule(instead_of={"dropped-table"})
def check(drop: _Drop, context: Context) -> Iterator[Finding]:
    kind, name, table = _dropped(drop)
    if not drop.cascade or context.is_new(table) or (isinstance(drop, DropTable) and _is_made_anew(drop, context)):
        return
    # Where the tool says CASCADE each time, only what is known to go along is worth a word.
    if context.runner.cascades and isinstance(drop, (DropTable, DropColumn)) and not _takes_along(drop, context):
        return
    severity: Severity | None = "warning" if kind in _WITHOUT_ROWS else None
    if isinstance(drop, DropTable):
        known = context.table(drop.table)
        tied = ", ".join(str(other) for other in known.referenced_by) if known else ""
        keys = f", the foreign keys of {tied}" if tied else ""
        yield Finding(f"this drops {name} with its rows{keys}, and whatever else depends on it", part="cascade")
    else:
        without = (Replace(replace(drop, cascade=False)),)
        fix = Fix("Drop it without CASCADE, which fails while something depends on it", without)
        yield Finding(f"this drops the {kind} {name}, and whatever depends on it", (fix,), severity, part="cascade")


def _is_made_anew(drop: DropTable, context: Context) -> bool:
    """Whether the same statement makes a table that nothing has made before: then it is hardly there."""
    made = any(isinstance(one, CreateTable) and one.table == drop.table for _, one in context.beside)
    return made and drop.if_exists and context.table(drop.table) is None


def _takes_along(drop: DropTable | DropColumn, context: Context) -> bool:
    """Whether the files know of something that depends on a table or a column: views, and foreign keys of others."""
    table = context.table(drop.table)
    if table is None or table.read_by:
        return table is not None
    if isinstance(drop, DropTable):
        return bool(table.referenced_by)
    others = [other for name in table.referenced_by if (other := context.table(name))]
    keys = [key for other in others for key in other.foreign_keys if key.target == table.name]
    return any(drop.column in (key.target_columns or table.primary) for key in keys)


def _dropped(drop: _Drop) -> tuple[str, str, Name | None]:
    """What is dropped: its kind and name, and the table or view that it is or stands on."""
    if isinstance(drop, DropTable):
        return "table", str(drop.table), drop.table
    if isinstance(drop, DropColumn):
        return "column", f"{drop.table}.{drop.column}", drop.table
    if isinstance(drop, DropConstraint):
        return "constraint", drop.name, drop.table
    if isinstance(drop, DropIndex):
        return "index", str(drop.index), drop.table
    return drop.kind, str(drop.name), drop.table or drop.name
