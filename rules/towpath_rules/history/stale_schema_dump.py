"""A file that says the schema as it is, and lacks what a migration does, makes another database.

Tests, new machines of developers and sometimes new servers are not made by the migrations but from one file: Rails'
`db/schema.rb` or `db/structure.sql`. If it was not written anew, or a conflict in it was resolved the wrong way, what is
made from it is not what runs in production. Of Prisma's `schema.prisma` it is worse: the next migration is made from the
difference, and takes away again what a migration that was written by hand has added.

```rails bad
# file: db/schema.rb
ActiveRecord::Schema[7.1].define(version: 2024_01_01_000000) do
  create_table "users" do |t|
  end
end
# file: db/migrate/20240101000000_create_users.rb
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
# file: db/migrate/20240102000000_add_nick.rb
class AddNick < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :nick, :text
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails bad
# file: db/structure.sql
CREATE TABLE users (id bigint PRIMARY KEY);

INSERT INTO "schema_migrations" (version) VALUES
('20240102000000');
# file: db/migrate/20240101000000_create_users.rb
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  # ^^^^^^^^^^^^^^^^^^^
  end
end
# file: db/migrate/20240102000000_add_nick.rb
class AddNick < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :nick, :text
  end
end
```

```prisma bad
-- file: prisma/schema.prisma
datasource db {
  provider = "postgresql"
}

model User {
  id    BigInt @id
  email String @map("mail")

  @@map("users")
}
-- file: prisma/migrations/20240101000000_init/migration.sql
CREATE TABLE "users" ("id" BIGINT PRIMARY KEY, "mail" TEXT NOT NULL);
-- file: prisma/migrations/20240102000000_nick/migration.sql
ALTER TABLE "users" ADD COLUMN "nick" TEXT;
                 -- ^^^^^^^^^^^^^^^^^^^^^^
CREATE TABLE "tags" ("id" BIGINT PRIMARY KEY);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

## How to do it

Run the migrations and commit what the tool writes: `bin/rails db:migrate`, `prisma migrate dev`. Put what is written by
hand into `schema.prisma` as well. Where it still names a column that is dropped, `still-used-column` says so.

## When it is fine

Where the file has it. Nothing is said of tables in other schemas, and of those that link models without one of their own (`_TagToUser`).

```rails fine
# file: db/schema.rb
ActiveRecord::Schema.define(version: 2024_01_02_000000) do
end
# file: db/migrate/20240102000000_create_users.rb
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
```

```prisma fine
-- file: prisma/schema.prisma
model User {
  id   BigInt @id
  tags Tag[] // in _TagToUser
}

model Tag {
  id    BigInt @id
  users User[]
}
-- file: prisma/migrations/20240101000000_init/migration.sql
CREATE TABLE "User" ("id" BIGINT PRIMARY KEY);
CREATE TABLE "Tag" ("id" BIGINT PRIMARY KEY);
CREATE TABLE "_TagToUser" ("A" BIGINT NOT NULL, "B" BIGINT NOT NULL);
```

## If it failed half-way

Nothing has run: write the file anew from a database on which all migrations ran.
"""  # noqa: E501

from collections.abc import Iterator, Mapping

from towpath.operations import AddColumn, CreateTable, Migration, Name, RenameColumn
from towpath.rule import Context, Dumped, Finding, Series, rule


@rule(severity="warning", down=False, about={CreateTable, AddColumn, RenameColumn})
def check(subject: Series | Migration, context: Context) -> Iterator[Finding]:
    dumped = context.dumped
    if dumped and isinstance(subject, Series):
        yield from _behind(subject, dumped)
    elif dumped and dumped.columns:
        yield from _unnamed(dumped.columns, dumped.path, context)


def _behind(series: Series, dumped: Dumped) -> Iterator[Finding]:
    """Says it of the last migration that the dump does not have."""
    left = [
        one.identity for one in series.migrations if series.is_judged(one.identity) and _lacks(dumped, one.identity)
    ]
    if left:
        more = f", nor {len(left) - 1} before it" if len(left) > 1 else ""
        message = f"{dumped.path} does not have this migration{more}: what is made from it lacks what it does"
        yield Finding(message, migration=left[-1])


def _lacks(dumped: Dumped, version: str) -> bool:
    if dumped.newest:
        return version.isdigit() and int(version) > int(dumped.newest)
    return bool(dumped.versions) and version.isdigit() and version not in dumped.versions


def _unnamed(known: Mapping[str, frozenset[str]], path: str, context: Context) -> Iterator[Finding]:
    """Says it of each table and column that the application's schema does not name."""
    for number, operation in enumerate(context.operations):
        table = _table(operation)
        end = context.at(number).lasting(table) if table else None
        if table is None or end is None or end.parent or end.temporary or table.name.startswith("_"):
            continue
        named = known.get(table.name)
        if named is None:
            if isinstance(operation, CreateTable) and table.schema in (None, "public"):
                yield Finding(f"{path} does not name {table}: the next migration that is generated drops it", at=number)
            continue
        for column in _columns(operation):
            if end.column(column) and column not in named:
                message = f"{path} does not name {table}.{column}: the next migration that is generated drops it"
                yield Finding(message, part=f"column {column}", at=number)


def _table(operation: object) -> Name | None:
    return operation.table if isinstance(operation, (CreateTable, AddColumn, RenameColumn)) else None


def _columns(operation: object) -> tuple[str, ...]:
    """The columns that come under a name."""
    if isinstance(operation, CreateTable):
        return tuple(column.name for column in operation.columns)
    if isinstance(operation, AddColumn):
        return (operation.column.name,)
    return (operation.to,) if isinstance(operation, RenameColumn) else ()
