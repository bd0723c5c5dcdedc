"""A column that the server itself has to fill writes the whole table anew.

For `serial` and identity columns, for stored generated columns and for domains with a constraint, PostgreSQL writes
every row and every index again, under an ACCESS EXCLUSIVE lock: reads and writes wait. For a domain it does so even
where every row gets NULL. A generated column that is VIRTUAL, which version 18 knows, touches no row. (Defaults that
differ from row to row are `rewriting-default`.)

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__users_number.sql
alter table users add column number bigint generated always as identity;
--                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
-- file: migrations/20240102000000_user_number/migration.sql
-- AlterTable
ALTER TABLE "User" ADD COLUMN "number" SERIAL NOT NULL;
--                            ^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/002_orders_gross.sql
alter table orders add column gross numeric generated always as (net * 1.19) stored;
--                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_number.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("number", sa.BigInteger(), sa.Identity()))
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_column("users", "number")
```

```django bad
from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField(
      # ^^^^^^^^^^^^^^^^^^^^
            "order",
            "gross",
            models.GeneratedField(expression=F("net") * 2, output_field=models.IntegerField(), db_persist=True),
        ),
    ]
```

```rails bad
# file: db/migrate/20240102000000_add_number_to_users.rb
class AddNumberToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :number, :bigserial
                     # ^^^^^^^
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>
            create table users (id bigint primary key);
        </sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table users add column number bigint generated always as identity</sql>
                                        # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

For a number of its own in each row, add a plain column, give the old rows their numbers in batches, and make it an
identity column at the end (`ALTER COLUMN … ADD GENERATED`, which writes no row). Instead of a stored column, add a
plain one that a trigger fills, or, from version 18 on, a VIRTUAL one. Instead of a domain, take its base type, and
add its constraint to the table `NOT VALID`.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine postgresql@18
-- file: V2__orders_gross.sql
alter table orders add column gross numeric generated always as (net * 1.19) virtual;
```

```sql fine
-- file: migrations/002_orders_number.sql
alter table orders add column number bigint;
```

## If it failed half-way

The transaction is rolled back, and the table is as it was. The space that the new copy took is free again.
"""

from collections.abc import Iterator

from towpath.operations import SERIAL, AddColumn, Column, SetExpression
from towpath.rule import Context, Finding, rule
from towpath_rules.locking._filling import fills


@rule(
    databases={"postgresql"},
    instead_of={
        "blocking-primary-key",
        "blocking-unique",
        "scanning-foreign-key",
        "scanning-check",
        "scanning-not-null",
    },
)
def check(operation: AddColumn | SetExpression, context: Context) -> Iterator[Finding]:
    table = operation.table
    if context.is_new(table) or context.is_small(table):
        return
    if not context.impact(operation).rewrites or (isinstance(operation, AddColumn) and not fills(operation, context)):
        return
    yield Finding(
        f"reads and writes wait until every row and index of {table} has been written anew, {_why(operation)}",
        part="column",
    )


def _why(operation: AddColumn | SetExpression) -> str:
    column = operation.column
    if not isinstance(column, Column):
        return f"with {column} computed"
    if column.generated:
        return f"with {column.name} computed"
    if column.identity or (column.type and column.type.name in SERIAL):
        return f"with a number in {column.name}"
    return f"since {column.name} has to fit its domain"
