"""A migration that has landed is not deleted: databases that ran it still have what it made.

A new database then lacks what every other one has, and the tool finds a migration in its records that no file explains:
Flyway's `validate` fails, Alembic cannot locate the revision that the database is at, Prisma asks for a reset.

```flyway bad
-- base file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- base file: db/migration/V2__tags.sql
create table tags (id bigint primary key);
-- file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: db/migration/V2__tags.sql
create table tags (id bigint primary key);
```

```rails bad
# base file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
# base file: db/migrate/20240102000000_tags.rb
class Tags < ActiveRecord::Migration[7.1]
  def change
    create_table :tags
  end
end
# file: db/migrate/20240102000000_tags.rb
class Tags < ActiveRecord::Migration[7.1]
  def change
    create_table :tags
#   ^^^^^^^^^^^^^^^^^^
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

```alembic bad
# base file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.execute("create table users (id bigint primary key)")
# base file: migrations/versions/2b3c4d5e6f7a_tags.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.execute("create table tags (id bigint primary key)")
# file: migrations/versions/1a2b3c4d5e6f_users.py
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    op.execute("create table users (id bigint primary key)")
              # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```django bad
# base file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.RunSQL("select 1", migrations.RunSQL.noop)]
# base file: shop/migrations/0002_more.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [migrations.RunSQL("select 2", migrations.RunSQL.noop)]
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.RunSQL("select 1", migrations.RunSQL.noop)]
                # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- base file: prisma/migrations/20240101000000_users/migration.sql
create table users (id bigint primary key);
-- base file: prisma/migrations/20240102000000_tags/migration.sql
create table tags (id bigint primary key);
-- file: prisma/migrations/20240102000000_tags/migration.sql
create table tags (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad
-- base file: migrations/0001_users.up.sql
create table users (id bigint primary key);
-- base file: migrations/0002_tags.up.sql
create table tags (id bigint primary key);
-- file: migrations/0002_tags.up.sql
create table tags (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase bad
# base file: db/changelog/changes.xml
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users"><column name="id" type="bigint"/></createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <createTable tableName="tags"><column name="id" type="bigint"/></createTable>
    </changeSet>
</databaseChangeLog>
# file: db/changelog/changes.xml
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users"><column name="id" type="bigint"/></createTable>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

It is told where the next migration stands that is left, or the last one before it; of a series of which none is left,
in the file that names its folder, or else configures the project.

## How to do it

Put the file back. What it made is taken away by a new migration.

## When it is fine

Where old migrations are replaced by one that begins anew, and every database is beyond them: silence the finding there,
and say which migration that is.

```flyway fine
-- base file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- base file: db/migration/V2__tags.sql
create table tags (id bigint primary key);
-- file: db/migration/V2__tags.sql
-- towpath: ignore[deleted-migration] every database is beyond V1; new ones begin with a dump
create table tags (id bigint primary key);
```

## If it failed half-way

Nothing has run. Put the file back from the base branch: `git checkout BASE -- PATH`.
"""

from collections.abc import Iterator

from towpath.changes import AsBefore
from towpath.rule import Context, Finding, Fix, Series, rule


@rule(severity="error")
def check(series: Series, context: Context) -> Iterator[Finding]:
    landed = series.landed
    for gone in landed.deleted if landed else ():
        missed = "which the tool's validation misses" if context.runner.checksum else "which databases have run"
        message = (
            f"the migration {gone.identity}, {missed}, has landed on {landed.base if landed else ''} and is deleted"
        )
        restore = Fix(f"Restore {gone.path}", (AsBefore(paths=gone.paths),))
        yield Finding(f"{message}: {gone.path}", (restore,), migration=gone.before)
