"""Two indexes of the same columns cost twice and find nothing more.

Each index is written with every row that comes or changes, takes room in memory and on disk, and has to be vacuumed. A
second one of the same columns never makes a query faster. Mostly it comes unseen: a primary key and a unique constraint
have an index already, and a generator adds another one.

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, email text unique);
create index users_email on users (email);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V1__users.sql
create table users (id bigint primary key, email text unique);
```

```flyway bad
-- file: V1__users.sql
create table users (id bigint primary key, email text);
create index users_email on users (email);
-- file: V2__one_email.sql
create unique index concurrently users_one_email on users (email);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: V2__one_email.sql.conf
executeInTransaction=false
```

```sql bad
-- file: migrations/001_users.up.sql
create table users (id bigint primary key, name text);
create index users_id on users (name, id);
create index users_name_id on users (name, id);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/001_users.down.sql
drop index users_name_id;
drop table users;
```

```sql good
-- file: migrations/001_users.up.sql
create table users (id bigint primary key, name text);
create index users_id on users (name, id);
-- file: migrations/001_users.down.sql
drop table users;
```

```prisma bad
-- file: migrations/20240101000000_init/migration.sql
CREATE TABLE "User" ("id" BIGINT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "User_id_key" ON "User"("id");
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("email", sa.Text(), unique=True),
    )
    op.create_index("users_email", "users", ["email"])
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.drop_index("users_email", "users")
    op.drop_table("users")
```

```alembic good
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op
import sqlalchemy as sa

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("email", sa.Text(), unique=True),
    )


def downgrade():
    op.drop_table("users")
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
                ("number", models.IntegerField(unique=True)),
            ],
        ),
        migrations.AddIndex("user", models.Index(fields=["number"], name="user_number")),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
```

```rails bad
# file: db/migrate/20240101000000_create_users.rb
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.text :email, index: { unique: true }
    end
    add_index :users, :email, name: "users_email"
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240101000000_create_users.rb
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.text :email, index: { unique: true }
    end
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint"><constraints primaryKey="true"/></column>
        </createTable>
        <createIndex indexName="users_id" tableName="users">
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            <column name="id"/>
        </createIndex>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="id" type="bigint"><constraints primaryKey="true"/></column>
        </createTable>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - createTable:
        tableName: users
        columns:
        - column:
            name: id
            type: bigint
            constraints:
              primaryKey: true
    - createIndex:
    # ^^^^^^^^^^^^
        indexName: users_id
        tableName: users
        columns:
        - column:
            name: id
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - createTable:
        tableName: users
        columns:
        - column:
            name: id
            type: bigint
            constraints:
              primaryKey: true
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
            "createTable": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "id",
                    "type": "bigint",
                    "constraints": {
                      "primaryKey": "true"
                    }
                  }
                }
              ]
            }
          },
          {
            "createIndex": {
          # ^^^^^^^^^^^^^^^^
              "indexName": "users_id",
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "id"
                  }
                }
              ]
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
            "createTable": {
              "tableName": "users",
              "columns": [
                {
                  "column": {
                    "name": "id",
                    "type": "bigint",
                    "constraints": {
                      "primaryKey": "true"
                    }
                  }
                }
              ]
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

--changeset anna:1
create table users ( id bigint not null, constraint users_pkey primary key (id) );
create index users_id on users (id);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users ( id bigint not null, constraint users_pkey primary key (id) );
```

## How to do it

Leave out the one that is not unique; of two that are alike, the later one. Take it out of the model, too, or a generator
brings it back. To replace an index by a better one of the same columns, build the new one first and then drop the old
one: that is not meant here.

## When it is fine

Where they differ in anything: order, uniqueness, operator class, method, condition, columns that are only carried along.
One that begins with the columns of another one is not meant either: a shorter index is faster, and may be worth its cost.

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text unique, name text);
create index users_email_like on users (email text_pattern_ops);
create index users_email_desc on users (email desc);
create index users_email_name on users (email, name);
create index users_named on users (email) where name is not null;
```

```flyway fine
-- file: V1__users.sql
create table users (id bigint primary key, email text);
create index users_email on users (email);
-- file: V2__rebuild.sql
create index concurrently users_email_2 on users (email);
-- file: V2__rebuild.sql.conf
executeInTransaction=false
-- file: V3__old_one.sql
drop index concurrently users_email;
-- file: V3__old_one.sql.conf
executeInTransaction=false
```

## If it failed half-way

Nothing is lost by dropping one of the two: the other one serves every query.
"""  # noqa: E501

from collections.abc import Iterator, Mapping, Sequence

from towpath.changes import Change, Ref, Remove
from towpath.operations import AddConstraint, Constraint, CreateIndex, DropIndex, IndexKey, Migration, Name
from towpath.rule import Context, Finding, Fix, Index, Table, rule
from towpath_rules.indexes._alike import keys_of

ByColumns = Mapping[tuple[str | None, ...], Sequence[Index]]


@rule(severity="warning", effect="", down=False, about={CreateIndex, AddConstraint})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    left: dict[Name, ByColumns] = {}
    for number, made in context.each(CreateIndex, AddConstraint):
        if made.table not in left:
            left[made.table] = _by_columns(context.left(made.table))
        alike = left[made.table].get(_columns(keys_of(_what(made))), ())
        for twin in _twins(made, alike, context.at(number)) if len(alike) > 1 else ():
            name = twin.name.name
            if _unique(made) and not twin.unique:
                message = f"the index {name} of the same columns has nothing left to do from here on"
                yield Finding(message, at=number)
            else:
                message = f"{name} is an index of the same columns: this one only costs time and space"
                yield Finding(message, tuple(_fixes(made, migration, number, context)), at=number)
            break


def _unique(made: CreateIndex | AddConstraint) -> bool:
    return made.unique if isinstance(made, CreateIndex) else True


def _what(made: CreateIndex | AddConstraint) -> CreateIndex | Constraint:
    return made if isinstance(made, CreateIndex) else made.constraint


def _twins(made: CreateIndex | AddConstraint, alike: Sequence[Index], context: Context) -> Iterator[Index]:
    """The indexes that are there before and find the same rows by the same columns, if both stay.

    `alike` are those of the same columns that are left of all that have this table's name.
    """
    what, before = _what(made), context.table(made.table)
    keys = keys_of(what)
    if before is None or context.lasting(made.table) is None or not keys or before.parent:
        return
    left = [one.name for one in alike if (one.keys, *_rest(one)) == (keys, *_rest(what))]
    for one in before.indexes if len(left) > 1 else ():
        if one.name in left and one.name.name != _name(made) and (one.keys, *_rest(one)) == (keys, *_rest(what)):
            yield one


def _by_columns(table: Table | None) -> ByColumns:
    """The indexes of a table by their columns, which are the same in two that find the same rows."""
    found: dict[tuple[str | None, ...], list[Index]] = {}
    for index in table.indexes if table else ():
        found.setdefault(_columns(index.keys), []).append(index)
    return found


def _columns(keys: Sequence[IndexKey]) -> tuple[str | None, ...]:
    return tuple([key.column for key in keys])


def _name(made: CreateIndex | AddConstraint) -> str | None:
    return made.name if isinstance(made, CreateIndex) else made.constraint.name


def _rest(index: object) -> tuple[object, ...]:
    """What must be the same besides the columns; which of two is unique decides which one is too many."""
    where, include = getattr(index, "where", None), getattr(index, "include", ())
    method: str = getattr(index, "method", None) or "btree"
    return where, include, method.lower(), getattr(index, "nulls_distinct", True)


def _fixes(made: CreateIndex | AddConstraint, migration: Migration, number: int, context: Context) -> Iterator[Fix]:
    """Without the index, and without what takes it away again on the way back."""
    if isinstance(made, CreateIndex):
        undoing = tuple(_undoing(made, migration))
        yield Fix("Leave it out", (Remove(context.ref(number)), *undoing))


def _undoing(made: CreateIndex, migration: Migration) -> Iterator[Change]:
    for step, one in enumerate(migration.down.steps if migration.down else ()):
        for place, operation in enumerate(one.operations):
            if isinstance(operation, DropIndex) and operation.index.name == made.name:
                yield Remove(Ref(migration.identity, step, place, "down"))
