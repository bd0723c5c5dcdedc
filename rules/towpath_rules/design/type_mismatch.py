"""A foreign key of another type than the key that it points to is refused, or fails one day.

PostgreSQL compares some types with each other and lets such a key be; others it refuses. What it lets be is a trap where
the column is the smaller one: an `integer` that points to a `bigint` works for years, until the first key comes that does
not fit, and then every insert fails.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__orders.sql
create table orders (id bigint primary key, user_id integer references users);
                                         -- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- file: migrations/001_users.up.sql
create table users (id uuid primary key);
create table orders (id bigint primary key);
-- file: migrations/001_users.down.sql
drop table orders;
drop table users;
-- file: migrations/002_buyer.up.sql
alter table orders add column buyer text references users;
                -- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_buyer.down.sql
alter table orders drop column buyer;
```

```prisma bad
-- file: migrations/20240101000000_init/migration.sql
CREATE TABLE "User" ("id" BIGSERIAL PRIMARY KEY);
CREATE TABLE "Order" ("id" BIGSERIAL PRIMARY KEY, "userId" INTEGER);

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "buyer" FOREIGN KEY ("userId") REFERENCES "User" ("id");
                 -- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
# file: migrations/versions/2b3c4d5e6f7a_orders.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_table("orders", sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")))
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_table("orders")
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
# file: shop/migrations/0002_buyer.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE shop_user ADD COLUMN friend integer REFERENCES shop_user (id)",
                                 # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            "ALTER TABLE shop_user DROP COLUMN friend",
        ),
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
# file: db/migrate/20240102000000_create_orders.rb
class CreateOrders < ActiveRecord::Migration[7.1]
  def change
    create_table :orders do |t|
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      t.integer :user_id
      t.foreign_key :users
    end
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
        <createTable tableName="orders">
            <column name="user_id" type="int"/>
        </createTable>
        <addForeignKeyConstraint constraintName="buyer" baseTableName="orders" baseColumnNames="user_id"
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            referencedTableName="users" referencedColumnNames="id"/>
    </changeSet>
</databaseChangeLog>
```

## How to do it

Give the column the type of the key. One that has rows already gets a new column beside it, which is filled in batches
and takes its place.

## When it is fine

Where the column is the larger one, where only a length differs, and where a type is not known.

```flyway fine
-- file: V1__users.sql
create table users (id integer primary key, code varchar(10) unique);
create table orders (id bigserial primary key, user_id bigint references users, code text references users (code));
```

## If it failed half-way

The transaction is rolled back, and nothing is left.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.operations import AddColumn, AddConstraint, Column, CreateTable, ForeignKey
from towpath.operations.types import SERIAL, Type
from towpath.rule import Context, Finding, Severity, rule

_INTEGERS = ("smallint", "integer", "bigint")
_TEXTS = ("text", "varchar", "char")
_NUMBERS = (*_INTEGERS, "numeric", "real", "double precision")
_TIMES = ("date", "timestamp", "timestamptz")
# What PostgreSQL lets point to a key of each type; tests ask a server.
TAKEN = {
    **dict.fromkeys(_INTEGERS, _INTEGERS),
    **dict.fromkeys(("real", "double precision"), _NUMBERS),
    **dict.fromkeys(("text", "varchar"), (*_TEXTS, "name")),
    **dict.fromkeys(_TIMES, _TIMES),
    **dict.fromkeys(("inet", "cidr"), ("inet", "cidr")),
    "numeric": (*_INTEGERS, "numeric"),
    "char": _TEXTS,
    "name": (*_TEXTS, "name"),
    "oid": (*_INTEGERS, "oid"),
    "interval": ("time", "interval"),
    "uuid": ("uuid",),
    "boolean": ("boolean",),
    "bytea": ("bytea",),
    "jsonb": ("jsonb",),
    "time": ("time",),
}
_RANKS = {name: rank for rank, name in enumerate(_INTEGERS)}


@rule(severity="warning", effect="", down=False, databases={"postgresql"}, about={ForeignKey})
def check(operation: CreateTable | AddColumn | AddConstraint, context: Context) -> Iterator[Finding]:
    constraints = (operation.constraint,) if isinstance(operation, AddConstraint) else operation.constraints
    for key in constraints:
        if isinstance(key, ForeignKey):
            yield from _mismatches(operation, key, context)


def _mismatches(
    operation: CreateTable | AddColumn | AddConstraint, key: ForeignKey, context: Context
) -> Iterator[Finding]:
    for column, target in zip(key.columns, _targets(operation, key, context)):
        here, there = _type(_column(operation, column, context)), _type(target)
        if here is None or there is None or target is None or here.array or there.array:
            continue
        said = f"{operation.table}.{column} is {here}, and {key.target}.{target.name} is {there}"
        severity: Severity | None = None
        if _RANKS.get(here.name, 9) < _RANKS.get(there.name, -1):
            why = "the larger keys do not fit in"
        elif here.name in TAKEN and there.name in TAKEN and here.name not in TAKEN[there.name]:
            why, severity = "PostgreSQL refuses the key", "error"
        else:
            continue
        yield Finding(f"{said}: {why}", severity=severity, part=f"column {column}")


def _targets(
    operation: CreateTable | AddColumn | AddConstraint, key: ForeignKey, context: Context
) -> tuple[Column | None, ...]:
    """The columns that a key points to, as far as they are known."""
    if isinstance(operation, CreateTable) and operation.table == key.target:
        return ()
    known = context.table(key.target) if not key.target_columns else None
    columns = key.target_columns or (known.primary if known else ())
    return tuple(context.column(key.target, name) for name in columns)


def _column(operation: CreateTable | AddColumn | AddConstraint, name: str, context: Context) -> Column | None:
    if isinstance(operation, AddColumn) and operation.column.name == name:
        return operation.column
    if isinstance(operation, CreateTable):
        return next((one for one in operation.columns if one.name == name), None)
    return context.column(operation.table, name)


def _type(column: Column | None) -> Type | None:
    """The type of the values: a serial is an integer."""
    if column is None or column.type is None:
        return None
    return Type(SERIAL.get(column.type.name, column.type.name), column.type.arguments, column.type.array)
