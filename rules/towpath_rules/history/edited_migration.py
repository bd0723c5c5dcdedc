"""A migration that has landed is not edited: where it ran already, it does not run again.

Databases that ran it stay as they were, new ones get the new text, and from then on the two are not the same.
Tools that keep a checksum find out and stop: Flyway's `validate` and sqlx refuse every later migration, Prisma's
`migrate dev` asks to reset the database. Others notice nothing, which is worse.

```flyway bad
-- base file: db/migration/V1__users.sql
create table users (id bigint primary key, email text);
-- file: db/migration/V1__users.sql
create table users (id bigint primary key, email text not null);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: db/migration/V1__users.sql
create table users (id bigint primary key, email text);
-- file: db/migration/V2__change_users.sql
alter table users alter column email set not null;
```

```flyway bad
-- base file: db/migration/V1__users.sql
create table users (id bigint primary key, email text);
-- file: db/migration/V1__users.sql
-- everybody who may log in
create table users (id bigint primary key, email text);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```alembic bad
# base file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.execute("create table users (id bigint primary key)")


def downgrade():
    op.execute("drop table users")
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.execute("create table users (id bigint primary key, email text)")
              # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.execute("drop table users")
```

```alembic good
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.execute("create table users (id bigint primary key)")


def downgrade():
    op.execute("drop table users")
# file: migrations/versions/3b04a02af4e3_add_email_to_users.py
from alembic import op
import sqlalchemy as sa

revision = "3b04a02af4e3"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("email", sa.Text(), nullable=True))


def downgrade():
    op.drop_column("users", "email")
```

```rails bad
# base file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :name
    end
  end
end
# file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^
      t.text :name
      t.string :email, index: true
    end
  end
end
```

```rails good
# file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :name
    end
  end
end
# file: db/migrate/20240101000001_change_users.rb
class ChangeUsers < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :email, :string
    change_column :users, :name, :text
    add_index :users, :email
  end

  def down
    remove_index :users, :email
    change_column :users, :name, :string
    remove_column :users, :email, :string
  end
end
```

```rails bad
# base file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
# file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :people
#   ^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
```

```django bad
# base file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=50)),
            ],
        ),
    ]
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
      # ^^^^^^^^^^^^^^^^^^^^^^^
            name="User",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=80)),
                ("email", models.EmailField(null=True)),
            ],
        ),
    ]
```

```django good
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=50)),
            ],
        ),
    ]
# file: shop/migrations/0002_alter_user_name_user_email.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user", name="name", field=models.CharField(max_length=80)
        ),
        migrations.AddField(
            model_name="user", name="email", field=models.EmailField(null=True)
        ),
    ]
```

```django bad
# base file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.RunSQL("select 1", migrations.RunSQL.noop)]
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.RunSQL("select 2", migrations.RunSQL.noop)]
                # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```django good
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.RunSQL("select 1", migrations.RunSQL.noop)]
```

```prisma bad
-- base file: prisma/migrations/20240101000000_users/migration.sql
create table users (id bigint primary key);
-- file: prisma/migrations/20240101000000_users/migration.sql
create table users (id bigint primary key, email text);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- base file: migrations/0001_users.up.sql
create table users (id bigint primary key);
-- base file: migrations/0001_users.down.sql
drop table users;
-- file: migrations/0001_users.up.sql
create table users (id bigint primary key, email text);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/0001_users.down.sql
drop table users;
```

```liquibase bad
# base file: db/changelog/changes.xml
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users"><column name="id" type="bigint"/></createTable>
    </changeSet>
</databaseChangeLog>
# file: db/changelog/changes.xml
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users"><column name="id" type="int"/></createTable>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
    <changeSet id="2" author="anna">
        <createTable tableName="tags"><column name="id" type="bigint"/></createTable>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users"><column name="id" type="bigint"/></createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <createTable tableName="tags"><column name="id" type="bigint"/></createTable>
    </changeSet>
    <changeSet id="3" author="anna">
        <sql>ALTER TABLE users ALTER COLUMN id TYPE integer</sql>
        <rollback>
            <sql>ALTER TABLE users ALTER COLUMN id TYPE bigint</sql>
        </rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase.sql bad
-- base file: db/changelog/changes.sql
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key);
--rollback drop table users;
-- file: db/changelog/changes.sql
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key, email text);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
--rollback drop table users;
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key);
--rollback drop table users;

--changeset anna:2
alter table users add column email text;
--rollback alter table users drop column email;
```

```liquibase.yaml bad
# base file: db/changelog/changes.yaml
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: create table users (id bigint primary key)
# file: db/changelog/changes.yaml
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: create table users (id bigint primary key, email text)
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql:
        sql: create table users (id bigint primary key)
- changeSet:
    id: 2
    author: anna
    changes:
    - addColumn:
        tableName: users
        columns:
          - column:
              name: email
              type: text
```

```liquibase.json bad
// base file: db/changelog/changes.json
{"databaseChangeLog": [
  {"changeSet": {"id": "1", "author": "anna", "changes": [
    {"sql": {"sql": "create table users (id bigint primary key)"}}
  ]}}
]}
// file: db/changelog/changes.json
{"databaseChangeLog": [
  {"changeSet": {"id": "1", "author": "anna", "changes": [
    {"sql": {"sql": "create table users (id bigint primary key, email text)"}}
                  // ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ]}}
]}
```

```liquibase.json good
{"databaseChangeLog": [
  {"changeSet": {"id": "1", "author": "anna", "changes": [
    {"sql": {"sql": "create table users (id bigint primary key)"}}
  ]}},
  {"changeSet": {
  "id": "2",
  "author": "anna",
  "changes": [
    {"addColumn": {
      "tableName": "users",
      "columns": [
        {"column": {
          "name": "email",
          "type": "text"
        }}
      ]
    }}
  ]
  }}
]}
```

## How to do it

Put the migration back as the base branch has it, and write what is missing into a new one. Where operations on tables
say all that is missing, in Django's models elements on fields, and nothing that has not landed builds on it, the fix
does both.

## When it is fine

Where nobody has run it yet, on a base branch that is nobody's but yours: name another base, as in
`towpath check --base origin/main`. Where a tool keeps no checksum, comments and white space may change, and so may what
runs only on new databases if it says the same: nothing is said of that.

```rails fine
# base file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
# file: db/migrate/20240101000000_users.rb
# Everybody who may log in.
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
```

A repeatable migration is meant to be edited.

```flyway fine
-- base file: db/migration/R__names.sql
create or replace view names as select 1 as id;
-- file: db/migration/R__names.sql
create or replace view names as select 2 as id;
```

## If it failed half-way

Put the old text back. With Flyway, `repair` makes the new checksum the right one, but changes no database.
"""

from collections.abc import Iterator

from towpath.changes import AsBefore
from towpath.rule import Context, Edited, Finding, Fix, Series, rule

# What becomes of an edit at the tools that compare checksums, by what they compare.
NOTICED = {
    "lines": "its checksum is another one, so validation fails before anything else runs",
    "bytes": "its checksum is another one, so the tool stops and says that it was modified",
    "statements": "if that changes its checksum, validation fails before anything else runs",
}
ONWARD = Fix("Restore it, and put the change into a new migration", (AsBefore(onward=True),))
RESTORE = Fix("Restore it as the base branch has it", (AsBefore(),))
UNNOTICED = "databases that ran it stay as they are, and new ones get something else"


@rule(severity="error")
def check(series: Series, context: Context) -> Iterator[Finding]:
    landed = series.landed
    for edited in landed.edited if landed else ():
        checksum = context.runner.checksum
        # Comments and white space are nothing to a tool that compares what is done, or nothing at all.
        if edited.does_the_same and checksum not in ("lines", "bytes"):
            continue
        message = _message(edited, landed.base if landed else "", checksum)
        fixes = (RESTORE,) if edited.does_the_same else (ONWARD, RESTORE)
        yield Finding(message, fixes, at=edited.step, migration=edited.identity)


def _message(edited: Edited, base: str, checksum: str) -> str:
    what = "only how it is written changed" if edited.does_the_same else "what it does changed"
    return f"this migration has landed on {base}, and {what}: {NOTICED.get(checksum, UNNOTICED)}"
