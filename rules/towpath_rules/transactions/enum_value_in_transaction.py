"""A value that a transaction adds to an enum cannot be used before it has ended.

`ALTER TYPE … ADD VALUE` may stand in a transaction since PostgreSQL 12, but the value may not be used there: an index
that held it could not be cleaned if the transaction were rolled back. So an `INSERT`, a default, a CHECK or a condition
that names it is answered with `unsafe use of new value`, and the deployment stops. Until version 11 the statement
itself is refused. What counts is what the runner does: most wrap a file into a transaction unless it is told not to,
and Alembic all revisions that are due, so that it matters as well where two that are new follow each other.

```flyway bad
-- file: V1__orders.sql
create type status as enum ('open', 'paid');
create table orders (id bigint primary key, state status);
-- file: V2__orders_sent.sql
alter type status add value 'sent';
--                          ^^^^^^
update orders set state = 'sent' where id < 1000;
```

```flyway good
-- file: V2__orders_sent.sql
alter type status add value if not exists 'sent';
-- file: V2__orders_sent.sql.conf
executeInTransaction=false
-- file: V3__orders_sent_2.sql
update orders set state = 'sent' where id < 1000;
```

```flyway bad postgresql@11
alter type status add value 'sent';
--                          ^^^^^^
```

```prisma bad
-- file: migrations/20240101000000_orders/migration.sql
CREATE TYPE "Status" AS ENUM ('OPEN', 'PAID');
CREATE TABLE "Order" ("id" BIGINT PRIMARY KEY, "state" "Status" NOT NULL DEFAULT 'OPEN');
-- file: migrations/20240102000000_order_sent/migration.sql
ALTER TYPE "Status" ADD VALUE 'SENT';
--                            ^^^^^^
ALTER TABLE "Order" ALTER COLUMN "state" SET DEFAULT 'SENT';
```

```prisma good
-- file: migrations/20240102000000_order_sent/migration.sql
ALTER TYPE "Status" ADD VALUE IF NOT EXISTS 'SENT';
-- file: migrations/20240102000001_order_sent_2/migration.sql
ALTER TABLE "Order" ALTER COLUMN "state" SET DEFAULT 'SENT';
```

```sql bad
-- file: migrations/001_orders.up.sql
create type status as enum ('open', 'paid');
create table orders (id bigint primary key, state status);
-- file: migrations/001_orders.down.sql
drop table orders;
drop type status;
-- file: migrations/002_orders_sent.up.sql
alter type status add value 'sent';
--                          ^^^^^^
update orders set state = 'sent' where id < 1000;
-- file: migrations/002_orders_sent.down.sql
update orders set state = 'paid' where state = 'sent';
```

```sql good
-- file: migrations/002_orders_sent.up.sql
alter type status add value if not exists 'sent';
-- file: migrations/003_orders_sent_2.down.sql
-- there is nothing to take back here
-- file: migrations/003_orders_sent_2.up.sql
update orders set state = 'sent' where id < 1000;
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_orders.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("state", sa.Enum("open", "paid", name="status")),
    )


def downgrade():
    op.drop_table("orders")
    sa.Enum(name="status").drop(op.get_bind())
# file: migrations/versions/2b3c4d5e6f7a_orders_sent.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("ALTER TYPE status ADD VALUE 'sent'")
#                                           ^^^^^^
    op.alter_column("orders", "state", server_default="sent")


def downgrade():
    op.alter_column("orders", "state", server_default=None)
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_orders_sent.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE status ADD VALUE IF NOT EXISTS 'sent'")
    op.alter_column("orders", "state", server_default="sent")


def downgrade():
    op.alter_column("orders", "state", server_default=None)
```

```alembic bad
# base file: migrations/versions/1a2b3c4d5e6f_orders.py
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.execute("CREATE TYPE status AS ENUM ('open', 'paid')")
    op.execute("CREATE TABLE orders (state status)")


def downgrade():
    op.execute("DROP TABLE orders")
    op.execute("DROP TYPE status")
# file: migrations/versions/1a2b3c4d5e6f_orders.py
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.execute("CREATE TYPE status AS ENUM ('open', 'paid')")
    op.execute("CREATE TABLE orders (state status)")


def downgrade():
    op.execute("DROP TABLE orders")
    op.execute("DROP TYPE status")
# file: migrations/versions/2b3c4d5e6f7a_sent.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("ALTER TYPE status ADD VALUE 'sent'")


def downgrade():
    pass
# file: migrations/versions/3c4d5e6f7a8b_orders_sent.py
from alembic import op

revision = "3c4d5e6f7a8b"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    op.alter_column("orders", "state", server_default="sent")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.alter_column("orders", "state", server_default=None)
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.RunSQL("CREATE TYPE status AS ENUM ('open', 'paid')", "DROP TYPE status"),
        migrations.RunSQL("CREATE TABLE orders (id bigint, state status)", "DROP TABLE orders"),
    ]
# file: shop/migrations/0002_orders_sent.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("ALTER TYPE status ADD VALUE 'sent'", migrations.RunSQL.noop),
      #                                                ^^^^^^
        migrations.RunSQL(
            "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'sent'",
            "ALTER TABLE orders ALTER COLUMN state DROP DEFAULT",
        ),
    ]
```

```django good
# file: shop/migrations/0002_orders_sent.py
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL("ALTER TYPE status ADD VALUE IF NOT EXISTS 'sent'", migrations.RunSQL.noop),
    ]
# file: shop/migrations/0003_orders_sent_2.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0002_orders_sent"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'sent'",
            "ALTER TABLE orders ALTER COLUMN state DROP DEFAULT",
        ),
    ]
```

```rails bad
# file: db/migrate/20240101000000_create_orders.rb
class CreateOrders < ActiveRecord::Migration[7.1]
  def change
    create_enum :status, ["open", "paid"]
    create_table :orders do |t|
      t.enum :state, enum_type: :status
    end
  end
end
# file: db/migrate/20240102000000_add_sent_to_orders.rb
class AddSentToOrders < ActiveRecord::Migration[7.1]
  def up
    add_enum_value :status, "sent"
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    change_column_default :orders, :state, from: nil, to: "sent"
  end

  def down
    change_column_default :orders, :state, from: "sent", to: nil
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_sent_to_orders.rb
class AddSentToOrders < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def up
    add_enum_value :status, "sent", if_not_exists: true
  end

  def down
  end
end
# file: db/migrate/20240102000001_add_sent_to_orders_2.rb
class AddSentToOrders2 < ActiveRecord::Migration[7.1]
  def up
    change_column_default :orders, :state, from: nil, to: "sent"
  end

  def down
    change_column_default :orders, :state, from: "sent", to: nil
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="2" author="anna">
        <sql>alter type status add value 'sent'</sql>
                                       # ^^^^^^
        <sql>update orders set state = 'sent' where id &lt; 1000</sql>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="2" author="anna" runInTransaction="false">
        <sql>alter type status add value if not exists 'sent'</sql>
    </changeSet>
    <changeSet id="3" author="anna">
        <sql>update orders set state = 'sent' where id &lt; 1000</sql>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: alter type status add value 'sent'
                                       # ^^^^^^
    - sql:
        sql: update orders set state = 'sent' where id < 1000
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 2
    author: anna
    runInTransaction: false
    changes:
    - sql:
        sql: alter type status add value if not exists 'sent'
- changeSet:
    id: 3
    author: anna
    changes:
    - sql:
        sql: update orders set state = 'sent' where id < 1000
```

```liquibase.json bad
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter type status add value 'sent'"
                                                # ^^^^^^
            }
          },
          {
            "sql": {
              "sql": "update orders set state = 'sent' where id < 1000"
            }
          }
        ]
      }
    }
  ]
}
```

```liquibase.json good
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "runInTransaction": false,
        "changes": [
          {
            "sql": {
              "sql": "alter type status add value if not exists 'sent'"
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "3",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "update orders set state = 'sent' where id < 1000"
            }
          }
        ]
      }
    }
  ]
}
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:2
alter type status add value 'sent';
                          # ^^^^^^
update orders set state = 'sent' where id < 1000;
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:2 runInTransaction:false
alter type status add value if not exists 'sent';

--changeset anna:3
update orders set state = 'sent' where id < 1000;
```

## How to do it

Add the value in a migration of its own, and use it in the next. Where the transaction spans all migrations of a run, as
Alembic's does unless `transaction_per_migration` is set, or where version 11 is still in use, switch it off for the one
that adds the value: Alembic `with op.get_context().autocommit_block():`, at the beginning of its function, since it
commits what stands before it; Django `atomic = False`; Rails `disable_ddl_transaction!`; Flyway
`executeInTransaction=false` in the script's `.conf`; dbmate `transaction:false`, goose `-- +goose NO TRANSACTION`. For
Prisma and golang-migrate a statement that is alone in its file has no transaction around it.

## When it is fine

A value that the migration does not use, from version 12 on; one that stands in texts that are no enums; from version 17
on, a value of a type that the same transaction creates.

```flyway fine
-- file: V1__orders.sql
create type status as enum ('open', 'paid');
create table orders (id bigint primary key, state status);
create table letters (id bigint primary key, note text);
-- file: V2__orders_sent.sql
alter type status add value 'sent';
update letters set note = 'sent' where id < 1000;
alter table orders add column sent_at timestamptz;
-- file: V3__orders_sent.sql
update orders set state = 'sent' where sent_at is not null;
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_orders_sent.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE status ADD VALUE IF NOT EXISTS 'sent'")
    op.execute("UPDATE orders SET state = 'sent' WHERE id < 1000")


def downgrade():
    pass
```

## If it failed half-way

The transaction is rolled back, and nothing is left. Outside of one the value stays, and adding it again needs
`IF NOT EXISTS`.
"""

from collections.abc import Iterator

from towpath.changes import Move, Replace
from towpath.operations import AddEnumValue, Name, Operation, Unit, Unsure, replace
from towpath.rule import Context, Finding, Fix, Related, rule, uses_label

# The first version that adds a value within a transaction, and the first that lets one of a new type be used there.
_ADDS, _USES = 12, 17


@rule(databases={"postgresql"})
def check(unit: Unit, context: Context) -> Iterator[Finding]:
    if not unit.transactional:
        return
    for number, operation in enumerate(unit.operations):
        if isinstance(operation, AddEnumValue):
            yield from _added(unit, number, operation, context)
    if unit.members[0][1] == 0:
        yield from _of_earlier(unit, context)


def _added(unit: Unit, number: int, added: AddEnumValue, context: Context) -> Iterator[Finding]:
    """The addition itself, where it is refused, or lets a use behind it fail."""
    oldest, is_new = _oldest(context), _is_new(added.type, context.at(number))
    used = _use(unit, number, added, context) if oldest < _USES or not is_new else None
    if oldest < _ADDS and not is_new:
        message = f"PostgreSQL {oldest} refuses this in a transaction, and the runner opens one"
    elif used is not None:
        message = f"'{added.label}' is used in the transaction that adds it, and PostgreSQL refuses that"
    else:
        return
    fixes = _fixes(added, number, context)
    related = _there(used, context)
    if isinstance(unit.transactional, Unsure):
        message = f"{message}, {unit.transactional}"
        yield Finding(message, fixes, "warning", part="label", related=related, at=number)
    else:
        yield Finding(message, fixes, part="label", related=related, at=number)


def _of_earlier(unit: Unit, context: Context) -> Iterator[Finding]:
    """The use of a value that an earlier migration adds, which the runner runs in the same transaction."""
    for one in context.uncommitted:
        added = one.operation
        if not isinstance(added, AddEnumValue) or (_oldest(context) >= _USES and context.is_new_type(added.type)):
            continue
        used = _use(unit, -1, added, context)
        if used is not None:
            message = f"'{added.label}' is added in the same transaction, by {one.migration}"
            related = (Related("here it is added", one.migration, one.step),)
            yield Finding(f"{message}, and PostgreSQL refuses its use there", related=related, at=used)


def _oldest(context: Context) -> int:
    """The oldest version that there may be; one without facts of its own is taken as it was named."""
    database = context.database
    if database is None or not database.versions:
        return _ADDS
    return int(database.version.partition(".")[0] or min(database.versions))


def _is_new(type: Name, context: Context) -> bool:
    known = context.state.enum(type)
    return known is not None and known.born != "" and known.born == context.state.migration


def _use(unit: Unit, number: int, added: AddEnumValue, context: Context) -> int | None:
    """The first operation behind the one that adds a value which uses it."""
    later = range(number + 1, len(unit.operations))
    return next((one for one in later if _uses(unit.operations[one], added, context.at(one), context)), None)


def _uses(operation: Operation, added: AddEnumValue, here: Context, context: Context) -> bool:
    """Whether an operation would fail `here` while a value is not committed; `context` is told what was assumed."""
    said = uses_label(operation, added.type, added.label, here.state)
    return said if isinstance(said, bool) else context.assume(True, said)


def _there(used: int | None, context: Context) -> tuple[Related, ...]:
    """The place of the use; only on the way up places of others are known."""
    if used is None or context.direction == "down":
        return ()
    ref = context.ref(used)
    return (Related("here it is used", ref.migration, ref.step),)


def _fixes(added: AddEnumValue, number: int, context: Context) -> tuple[Fix, ...]:
    """Outside of the transaction; it stays when what follows fails, so it may be there when all runs again."""
    if context.at(number).in_body:
        return ()
    at = context.ref(number)
    again = (Replace(replace(added, if_not_exists=True), at=at),) if not added.if_not_exists else ()
    return (Fix("Add it outside of the transaction", (*again, Move(transactional=False, at=at))),)
