"""A suppression that silences nothing hides what comes next.

It was right once; then the statement changed, or the rule learned better. Left standing, it silences the next finding
of that rule at its place, at which nobody has looked. One whose date has passed, that names no rule, or that has no
brackets, is told as well.

```flyway bad
-- file: V2__users.sql
-- towpath: ignore[blocking-index] users has 40 rows
--                 ^^^^^^^^^^^^^^
create table users (id bigint primary key);
```

```flyway good
-- file: V2__users.sql
create table users (id bigint primary key);
```

```prisma bad
-- file: migrations/20240102000000_users/migration.sql
-- towpath: ignore-file[dropped-table]
--                      ^^^^^^^^^^^^^
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
```

```prisma good
-- file: migrations/20240102000000_users/migration.sql
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
```

```sql bad
-- file: migrations/002_users_email.sql
create index users_email on users (email); -- towpath: ignore[blocking-indexes] a slip of the pen
--                                                            ^^^^^^^^^^^^^^^^
```

```sql good
-- file: migrations/002_users_email.sql
create index users_email on users (email); -- towpath: ignore[blocking-index] a slip of the pen
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    # towpath: ignore[blocking-index] users has 40 rows
#                     ^^^^^^^^^^^^^^
    op.add_column("users", sa.Column("email", sa.Text()))


def downgrade():
    op.drop_column("users", "email")
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("email", sa.Text()))


def downgrade():
    op.drop_column("users", "email")
```

```django bad
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        # towpath: ignore[blocking-index] users has 40 rows
      #                   ^^^^^^^^^^^^^^
        migrations.AlterModelOptions("user", {"ordering": ["name"]}),
    ]
```

```django good
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AlterModelOptions("user", {"ordering": ["name"]}),
    ]
```

```rails bad
# file: db/migrate/20240102000000_create_users.rb
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    # towpath: ignore[blocking-index] users has 40 rows
                    # ^^^^^^^^^^^^^^
    create_table :users
  end
end
```

```rails good
# file: db/migrate/20240102000000_create_users.rb
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users
  end
end
```

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <!-- towpath: ignore[blocking-index] users has 40 rows -->
                           # ^^^^^^^^^^^^^^
        <sql>create table users (id bigint primary key)</sql>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>create table users (id bigint primary key)</sql>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    # towpath: ignore[blocking-index] users has 40 rows
                    # ^^^^^^^^^^^^^^
    - sql: create table users (id bigint primary key)
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    changes:
    - sql: create table users (id bigint primary key)
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:1
-- towpath: ignore[blocking-index] users has 40 rows
                 # ^^^^^^^^^^^^^^
create table users (id bigint primary key);
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1
create table users (id bigint primary key);
```

## How to do it

Take it out, or correct its name. The fix takes it out.

## When it is fine

Never: a comment that is to stay does not need to begin with `towpath:`.

```sql fine
-- file: migrations/002_users_email.sql
create index users_email on users (email); -- towpath: ignore[blocking-index] users has 40 rows
```

```alembic fine
# file: migrations/versions/2b3c4d5e6f7a_users_email.py
from alembic import op

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    # towpath: ignore[blocking-index] users has 40 rows
    op.create_index("users_email", "users", ["email"])


def downgrade():
    op.drop_index("users_email", table_name="users")
```

## If it failed half-way

Comments do not fail.
"""

from collections.abc import Iterable

from towpath.rule import Context, Finding, rule


class Suppression:
    """A comment that silences rules. The linter alone knows what every other rule said, so it finds these itself."""


@rule(severity="warning", down=True)
def check(suppression: Suppression, context: Context) -> Iterable[Finding]:
    return ()
