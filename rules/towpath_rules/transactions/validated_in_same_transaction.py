"""A constraint that is validated in the transaction that adds it keeps its locks while it reads.

`NOT VALID` is worth something because adding takes a lock that stops writes, or reads too, but only for a moment, and
validating reads all rows under one that stops neither. A transaction gives up no lock before its end: in the same one
the first lock is held while the rows are read, as if `NOT VALID` had not been said. Alembic runs all revisions that are
due in one transaction, unless `transaction_per_migration` says otherwise, so there a revision of its own is not enough.

```flyway bad
-- file: V2__buyer.sql
alter table orders add constraint buyer foreign key (user_id) references users (id) not valid;
alter table orders validate constraint buyer;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__buyer.sql
alter table orders add constraint buyer foreign key (user_id) references users (id) not valid;
-- file: V3__validate_buyer.sql
alter table orders validate constraint buyer;
```

```sql bad
-- file: migrations/002_buyer.up.sql
alter table orders add constraint buyer foreign key (user_id) references users (id) not valid;
alter table orders validate constraint buyer;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_buyer.down.sql
alter table orders drop constraint buyer;
```

```prisma bad
-- file: migrations/20240102000000_buyer/migration.sql
ALTER TABLE "Order" ADD CONSTRAINT "buyer" FOREIGN KEY ("userId") REFERENCES "User" ("id") NOT VALID;
ALTER TABLE "Order" VALIDATE CONSTRAINT "buyer";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_buyer.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_foreign_key("buyer", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)
    op.execute("ALTER TABLE orders VALIDATE CONSTRAINT buyer")
              # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_constraint("buyer", "orders")
```

```alembic bad
# base file: migrations/versions/1a2b3c4d5e6f_start.py
revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    pass
# file: migrations/versions/1a2b3c4d5e6f_start.py
revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    pass
# file: migrations/versions/2b3c4d5e6f7a_buyer.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_foreign_key("buyer", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)


def downgrade():
    op.drop_constraint("buyer", "orders")
# file: migrations/versions/3c4d5e6f7a8b_validate_buyer.py
from alembic import op

revision = "3c4d5e6f7a8b"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    op.execute("ALTER TABLE orders VALIDATE CONSTRAINT buyer")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    pass
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
# file: shop/migrations/0002_email.py
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        AddConstraintNotValid(
            "user", models.CheckConstraint(check=models.Q(email__isnull=False), name="users_email")
        ),
        ValidateConstraint("user", "users_email"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
# file: db/migrate/20240102000000_add_buyer.rb
class AddBuyer < ActiveRecord::Migration[7.1]
  def change
    add_foreign_key :orders, :users, name: "buyer", validate: false
    validate_foreign_key :orders, name: "buyer"
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_add_buyer.rb
class AddBuyer < ActiveRecord::Migration[7.1]
  def change
    add_foreign_key :orders, :users, name: "buyer", validate: false
  end
end
# file: db/migrate/20240102000001_validate_buyer.rb
class ValidateBuyer < ActiveRecord::Migration[7.1]
  def change
    validate_foreign_key :orders, name: "buyer"
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>alter table orders add constraint buyer foreign key (user_id) references users (id) not valid</sql>
        <sql>alter table orders validate constraint buyer</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        <rollback>alter table orders drop constraint buyer</rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>alter table orders add constraint buyer foreign key (user_id) references users (id) not valid</sql>
        <rollback>alter table orders drop constraint buyer</rollback>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table orders validate constraint buyer</sql>
        <rollback/>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: alter table orders add constraint buyer foreign key (user_id) references users (id) not valid
    - sql:
        sql: alter table orders validate constraint buyer
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    rollback:
    - sql:
        sql: alter table orders drop constraint buyer
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: alter table orders add constraint buyer foreign key (user_id) references users (id) not valid
    rollback:
    - sql:
        sql: alter table orders drop constraint buyer
- changeSet:
    id: 2
    author: anna
    changes:
    - sql:
        sql: alter table orders validate constraint buyer
    rollback: []
```

```liquibase.json bad
{
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "1",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter table orders add constraint buyer foreign key (user_id) references users (id) not valid"
            }
          },
          {
            "sql": {
              "sql": "alter table orders validate constraint buyer"
                    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "alter table orders drop constraint buyer"
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
        "id": "1",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter table orders add constraint buyer foreign key (user_id) references users (id) not valid"
            }
          }
        ],
        "rollback": [
          {
            "sql": {
              "sql": "alter table orders drop constraint buyer"
            }
          }
        ]
      }
    },
    {
      "changeSet": {
        "id": "2",
        "author": "anna",
        "changes": [
          {
            "sql": {
              "sql": "alter table orders validate constraint buyer"
            }
          }
        ],
        "rollback": []
      }
    }
  ]
}
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:1
alter table orders add constraint buyer foreign key (user_id) references users (id) not valid;
alter table orders validate constraint buyer;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--rollback alter table orders drop constraint buyer;
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
alter table orders add constraint buyer foreign key (user_id) references users (id) not valid;
--rollback alter table orders drop constraint buyer;

--changeset anna:2
alter table orders validate constraint buyer;
--rollback empty
```

## How to do it

Validate it in the next migration, which commits by itself; in Alembic within an `autocommit_block()`, or with
`transaction_per_migration=True` in `env.py`.

## When it is fine

On a table that the same migration makes, and one that is small; where each statement commits by itself.

```flyway fine
-- file: V2__buyer.sql
alter table orders add constraint buyer foreign key (user_id) references users (id) not valid;
alter table orders validate constraint buyer;
-- file: V2__buyer.sql.conf
executeInTransaction=false
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_buyer.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_foreign_key("buyer", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE orders VALIDATE CONSTRAINT buyer")


def downgrade():
    op.drop_constraint("buyer", "orders")
```

## If it failed half-way

The transaction is rolled back, and the constraint is gone with it. Run both parts again, each by itself.
"""

from collections.abc import Iterator

from towpath.changes import NewMigration, Remove
from towpath.operations import AddConstraint, Unit, ValidateConstraint
from towpath.rule import Context, Finding, Fix, Related, rule


@rule(effect="blocking", down=False, databases={"postgresql"}, about={ValidateConstraint})
def check(unit: Unit, context: Context) -> Iterator[Finding]:
    if unit.transactional is not True:
        return
    for number, validate in enumerate(unit.operations):
        here = context.at(number)
        if not isinstance(validate, ValidateConstraint) or here.is_new(validate.table) or here.is_small(validate.table):
            continue
        held = f"the locks that adding {validate.name} took are held while all rows of {validate.table} are read"
        if any(_adds(one, validate, context.at(before)) for before, one in enumerate(unit.operations[:number])):
            changes = (Remove(context.ref(number)), NewMigration((validate,), f"validate_{validate.name}"))
            fixes = () if here.in_body else (Fix("Validate it in the next migration", changes),)
            yield Finding(held, fixes, at=number)
        elif unit.members[0][1] == 0:
            for one in context.uncommitted:
                if _adds(one.operation, validate, here):
                    yield Finding(
                        f"{held}: {one.migration} runs in the same transaction",
                        related=(Related("here it is added", one.migration, one.step),),
                        at=number,
                    )


def _adds(operation: object, validate: ValidateConstraint, context: Context) -> bool:
    """Whether an operation adds the constraint, NOT VALID."""
    if not isinstance(operation, AddConstraint) or getattr(operation.constraint, "valid", True):
        return False
    same = operation.table == validate.table
    return same and context.constraint_name(operation.table, operation.constraint) == validate.name
