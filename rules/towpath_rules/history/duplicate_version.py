"""Two migrations of one version are one too many: the tool stops, or runs only one of them.

It happens when two branches take the same next number. Flyway, Liquibase, Rails and golang-migrate then refuse to run
anything, Alembic warns and takes one of the two, and databases end up with either.

```flyway bad
-- file: db/migration/V1__tags.sql
create table tags (id bigint primary key);
-- file: db/migration/V1__users.sql
create table users (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: db/migration/V2__plans.sql
create table plans (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: db/migration/V2_0__prices.sql
create table prices (id bigint primary key);
```

```rails bad
# file: db/migrate/20240101000000_tags.rb
class Tags < ActiveRecord::Migration[7.1]
  def change
    create_table :tags
  end
end
# file: db/migrate/20240101000000_users.rb
class Users < ActiveRecord::Migration[7.1]
  def change
    create_table :users
#   ^^^^^^^^^^^^^^^^^^^
  end
end
```

```alembic bad
# file: migrations/versions/a_tags.py
revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    pass
# file: migrations/versions/b_users.py
revision = "1a2b3c4d5e6f"
#          ^^^^^^^^^^^^^^
down_revision = None


def upgrade():
    pass
```

```sql bad
-- file: migrations/0001_tags.up.sql
create table tags (id bigint primary key);
-- file: migrations/0001_users.up.sql
create table users (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>create table tags (id bigint primary key)</sql>
    </changeSet>
    <changeSet id="1" author="anna">
        <sql>create table users (id bigint primary key)</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

With a base branch the one that has not landed is told, also where the other has come to the base since.

```flyway bad
-- base file: db/migration/V7__users.sql
create table users (id bigint primary key);
-- file: db/migration/V7__users.sql
create table users (id bigint primary key);
-- file: db/migration/V7__tags.sql
create table tags (id bigint primary key);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

## How to do it

Give yours the next free version.

## When it is fine

A migration of both ways in two files, a repeatable one, and folders of several databases are no duplicates.

```sql fine
-- file: migrations/0001_tags.up.sql
create table tags (id bigint primary key);
-- file: migrations/0001_tags.down.sql
drop table tags;
```

## If it failed half-way

Flyway, Rails and golang-migrate have run nothing.
"""

from collections.abc import Iterator

from towpath.changes import Restamp
from towpath.rule import Context, Finding, Fix, Migration, Related, Series, rule

NEXT = Fix("Give it the next version", (Restamp(),))


@rule(severity="error")
def check(series: Series, context: Context) -> Iterator[Finding]:
    here = {one.path for one in series.migrations}
    for one, other in series.graph.doubles:
        mine, theirs = (one, other) if series.is_judged(one.identity) else (other, one)
        if not series.is_judged(mine.identity):
            continue
        has = theirs.path if theirs.path in here else f"{theirs.path} on {series.landed.base if series.landed else ''}"
        related = (Related("the other one", theirs.identity),) if theirs.path in here else ()
        message = f"{has} has the version {_version(one, other)} as well"
        yield Finding(message, (NEXT,), part="identity", related=related, migration=mine.identity)


def _version(one: Migration, other: Migration) -> str:
    return min(one.identity, other.identity, key=len)
