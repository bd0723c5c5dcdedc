"""What is to be unique may be there twice, and then the migration fails.

Nothing has kept two rows from having the same values until now, and on a table that has been written for years they
mostly do. The deployment stops where nobody tried it: with the data of production. An index that was to be built
concurrently stays behind, invalid, and costs writes. Certain it is for a new column with a default, which gives all rows
the same value.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, email text, nick text);
-- file: V2__one_email.sql
create unique index concurrently users_email on users (email);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: V2__one_email.sql.conf
executeInTransaction=false
```

```sql bad
-- file: migrations/001_users.up.sql
create table users (id bigint primary key, email text, nick text);
-- file: migrations/001_users.down.sql
drop table users;
-- file: migrations/002_code.up.sql
alter table users add column code text not null default '';
alter table users add constraint users_code unique (code);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_code.down.sql
alter table users drop column code;
```

```prisma bad
-- file: migrations/20240102000000_one_email/migration.sql
-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
# file: migrations/versions/2b3c4d5e6f7a_one_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.create_unique_constraint("users_email", "users", ["email"])
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_constraint("users_email", "users")
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
# file: shop/migrations/0002_code.py
import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="code",
            field=models.UUIDField(default=uuid.uuid4, unique=True),
          # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
# file: db/migrate/20240102000000_one_email.rb
class OneEmail < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    add_index :users, :email, unique: true, algorithm: :concurrently
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
        <addUniqueConstraint constraintName="users_email" tableName="users" columnNames="email"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Look for them first (`SELECT email FROM users GROUP BY email HAVING count(*) > 1`), decide which row stays, and write
that down in a migration before this one. Give a new column no default but a value for each row, in batches, and make it
unique when all have theirs. Then say that this has happened: `-- towpath: ignore[unique-over-duplicates] none since 4.2`.

## When it is fine

On a new table; where some of the columns are unique already; for a new column that is NULL in all rows, or gets a value
of its own in each; where the same migration deletes or changes rows of the table first.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text unique, kind text);
-- file: V2__more.sql
alter table users add column code text unique;
alter table users add column number uuid default gen_random_uuid() unique;
create unique index users_email_kind on users (email, kind);
delete from users a using users b where a.kind = b.kind and a.id > b.id;
alter table users add constraint users_kind unique (kind);
```

## If it failed half-way

The transaction is rolled back. An index that was built concurrently stays, INVALID: drop it, take away what is there
twice, and build it again.
"""  # noqa: E501

from collections.abc import Iterator

from towpath.operations import (
    AddColumn,
    AddConstraint,
    Column,
    CreateIndex,
    DeleteRows,
    MergeRows,
    Migration,
    Name,
    PrimaryKey,
    RunCode,
    Unique,
    UpdateRows,
)
from towpath.rule import Context, Finding, Severity, rule

_WRITES = (DeleteRows, MergeRows, UpdateRows)


@rule(severity="hint", effect="", down=False, about={CreateIndex, AddConstraint, AddColumn})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    added: dict[tuple[Name, str], tuple[Column, int]] = {}
    written: set[Name] = set()  # Whoever writes rows first has looked at them.
    for number, operation in enumerate(context.operations):
        if isinstance(operation, AddColumn):
            added[operation.table, operation.column.name] = operation.column, number
        if isinstance(operation, _WRITES):
            written.add(operation.table)
        elif isinstance(operation, RunCode):
            return
        for table, columns, distinct in _made_unique(operation):
            news = [added.get((table, column)) for column in columns]
            if table not in written and not _is_kept(table, columns, context, context.at(number)):
                yield from _findings(table, columns, news, distinct, number, context)


def _made_unique(operation: object) -> Iterator[tuple[Name, tuple[str, ...], bool]]:
    """What becomes unique: table, columns, and whether NULL is no value that two rows may not share."""
    if isinstance(operation, CreateIndex):
        if operation.unique and operation.where is None and len(operation.columns) == len(operation.keys):
            yield operation.table, operation.columns, operation.nulls_distinct
    elif isinstance(operation, (AddConstraint, AddColumn)):
        constraints = (operation.constraint,) if isinstance(operation, AddConstraint) else operation.constraints
        for one in constraints:
            if isinstance(one, (PrimaryKey, Unique)) and one.index is None:
                yield operation.table, one.columns, getattr(one, "nulls_distinct", True)


def _is_kept(table: Name, columns: tuple[str, ...], context: Context, here: Context) -> bool:
    """Whether nothing can be there twice: the table has no rows, or some of the columns were unique before."""
    if here.is_new(table):
        return True
    before = [found for found in (context.table(table), here.table(table)) if found]
    return any(
        index.unique and index.plain and set(index.columns) <= set(columns)
        for found in before
        for index in found.indexes
    )


def _findings(
    table: Name,
    columns: tuple[str, ...],
    news: list[tuple[Column, int] | None],
    distinct: bool,
    number: int,
    context: Context,
) -> Iterator[Finding]:
    """Says it of columns with values: certain where all of them are new, and each row has the same."""
    named = f"{table}({', '.join(columns)})"
    if any(new and ((distinct and _is_null(new[0])) or _fails(new[0]) or _rewrites(new[1], context)) for new in news):
        return
    # Elsewhere it is not known which defaults are worked out anew for each row.
    certain: Severity | None = "error" if all(news) and context.dialect == "postgresql" else None
    message = (
        f"every row gets the same value, so {named} cannot be unique once there are two"
        if certain
        else f"this fails if two rows have the same {' and '.join(columns)}"
    )
    yield Finding(message, severity=certain, at=number)


def _rewrites(number: int, context: Context) -> bool:
    """Whether adding a column fills it row by row."""
    return bool(context.at(number).impact(context.operations[number]).rewrites)


def _fails(column: Column) -> bool:
    """Whether the column cannot even come to a table with rows."""
    return column.nullable is False and column.default is None


def _is_null(column: Column) -> bool:
    return column.nullable is not False and (column.default is None or column.default.upper() == "NULL")
