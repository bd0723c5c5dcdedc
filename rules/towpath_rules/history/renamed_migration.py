"""A migration that has landed keeps its name: by that name the tool knows that it ran.

Under another version it is a new migration to every database, and runs a second time. Flyway compares the description
as well, and stops where it is another one.

```flyway bad
-- base file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- base file: db/migration/V2__tags.sql
create table tags (id bigint primary key);
-- file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- file: db/migration/V3__tags.sql
create table tags (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway bad
-- base file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- file: db/migration/V1__people.sql
create table users (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad
-- base file: prisma/migrations/20240101000000_users/migration.sql
create table users (id bigint primary key);
-- file: prisma/migrations/20240101000000_people/migration.sql
create table users (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```django bad
# base file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.RunSQL("select 1", migrations.RunSQL.noop)]
# file: shop/migrations/0001_first.py
from django.db import migrations


class Migration(migrations.Migration):
    operations = [migrations.RunSQL("select 1", migrations.RunSQL.noop)]
                # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```rails bad
# base file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
# file: db/migrate/20240102000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
#   ^^^^^^^^^^^^^^^^^^^
  end
end
```

```sql bad
-- base file: migrations/0001_users.up.sql
create table users (id bigint primary key);
-- file: migrations/0002_users.up.sql
create table users (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

Liquibase knows a change set by its file, too.

```liquibase bad
# base file: db/changelog/users.xml
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users"><column name="id" type="bigint"/></createTable>
    </changeSet>
</databaseChangeLog>
# file: db/changelog/people.xml
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users"><column name="id" type="bigint"/></createTable>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

## How to do it

Give it its old name back.

## When it is fine

Where the name of the file means nothing to the tool: Alembic knows a revision by what stands in it, Rails by its
number.

```rails fine
# base file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
# file: db/migrate/20240101000000_create_users.rb
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
```

## If it failed half-way

It fails when it makes what is there already. Nothing else has happened: give it its old name back.
"""

from collections.abc import Iterator

from towpath.changes import AsBefore
from towpath.rule import Context, Finding, Fix, Renamed, Series, rule


@rule(severity="error")
def check(series: Series, context: Context) -> Iterator[Finding]:
    landed = series.landed
    titles = {one.identity: one.title for one in series.migrations}
    for renamed in landed.renamed if landed else ():
        if renamed.was == renamed.identity and not (context.runner.compares_names and _is_another(renamed, titles)):
            continue
        again = "validation fails on its new name" if renamed.was == renamed.identity else "it would run a second time"
        message = f"this migration has landed as {renamed.old_path}, and has another name now: {again}"
        back = Fix(f"Give it its old name, {renamed.old_path}", (AsBefore(),))
        yield Finding(message, (back,), migration=renamed.identity)


def _is_another(renamed: Renamed, titles: dict[str, str]) -> bool:
    """Whether the description changed, and not only the folder."""
    return renamed.old_path.rpartition("/")[2] != renamed.path.rpartition("/")[2] and renamed.identity in titles
