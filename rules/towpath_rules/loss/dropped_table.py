"""A table that is dropped is gone with its rows.

No rollback of the code brings them back, and the code that is still running fails on each statement that names it.
The drop waits for every query on the table, and on each one that its foreign keys point to, and keeps others out.

```flyway bad
-- file: V2__no_audit.sql
drop table audit;
-- ^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240102000000_no_audit/migration.sql
-- DropTable
DROP TABLE "Audit";
-- ^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/002_fresh.sql
drop table if exists audit;
-- ^^^^^^^^^^^^^^^^^^^^^^^
create table audit (id bigint primary key);
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_no_audit.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.drop_table("audit")
#   ^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.create_table("audit", sa.Column("id", sa.BigInteger(), primary_key=True))
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.DeleteModel("Audit"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
# file: db/migrate/20240102000000_no_audit.rb
class NoAudit < ActiveRecord::Migration[7.1]
  def change
    drop_table :audits do |t|
  # ^^^^^^^^^^^^^^^^^^^^^^^^^
      t.string :name
    end
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <dropTable tableName="audit"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```flyway bad sqlserver
-- file: V1__audit.sql
create table dbo.audit (id int identity(1, 1) primary key)
GO
-- file: V2__no_audit.sql
if object_id('dbo.audit', 'U') is not null drop table [Audit]
--                                         ^^^^^^^^^^^^^^^^^^
GO
```

```flyway bad oracle
-- file: V1__audit.sql
create table audit_log (id number(19) primary key);
-- file: V2__no_audit.sql
begin
  execute immediate 'drop table audit_log purge';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
exception when others then null;
end;
/
```

## How to do it

Deploy code that does not know the table. Rename it out of the way and wait, so that the way back is another rename.
Then drop it in a later deployment, with a backup at hand, and say at the statement that this has happened:
`-- towpath: ignore[dropped-table] unused since 4.2, kept as audit_old for a month`.

## When it is fine

Where the same migration creates it, for temporary tables, and on the way down.

```flyway fine
-- file: V2__import.sql
create table import (line text);
drop table import;
create temporary table staging (line text);
drop table staging;
```

```sql fine
-- file: migrations/001_audit.up.sql
create table audit (id bigint primary key);
-- file: migrations/001_audit.down.sql
drop table audit;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_audit.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_table("audit", sa.Column("id", sa.BigInteger(), primary_key=True))


def downgrade():
    op.drop_table("audit")
```

```django fine
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("Audit")],
        ),
    ]
```

## If it failed half-way

The transaction is rolled back. Once it is committed, the rows are only in a backup.
"""

from collections.abc import Iterator

from towpath.operations import CreateTable, DropTable, Migration, Name, RenameTable
from towpath.rule import Context, Finding, rule


@rule(about={DropTable})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    for number, drop in context.each(DropTable):
        if context.at(number).is_new(drop.table) or _is_back(number, context):
            continue
        if drop.if_exists and _is_made_anew(drop, context.at(number)):
            yield Finding(
                f"a table {drop.table} that is there already is gone with its rows", severity="info", at=number
            )
            continue
        message = f"{drop.table} is gone with its rows, and code that is still running and names it fails"
        yield Finding(message, at=number)


def _is_made_anew(drop: DropTable, context: Context) -> bool:
    """Whether the same statement makes the table, which nothing has made before."""
    made = any(isinstance(one, CreateTable) and one.table == drop.table for _, one in context.beside)
    return made and context.table(drop.table) is None


def _is_back(number: int, context: Context) -> bool:
    """Whether the table was made anew: another one takes its name behind it, or it had left its own name to one."""
    drop = context.operations[number]
    assert isinstance(drop, DropTable)
    before, behind = context.operations[:number], context.operations[number + 1 :]
    left = [one.table for one in before if isinstance(one, RenameTable) and _renamed(one) == drop.table]
    made = {one.table for one in before if isinstance(one, CreateTable)}
    return not made.isdisjoint(left) or any(_renamed(one) == drop.table for one in behind)


def _renamed(operation: object) -> Name | None:
    """The name that a table gets."""
    return Name(operation.to, operation.table.schema) if isinstance(operation, RenameTable) else None
