"""What a migration drops or renames is still named by the code beside it.

That old processes fail for a while is one thing. Another is that the code which is released with the migration names
what is gone: it fails for as long as it runs. So the models of the application are read (Active Record, Django,
SQLAlchemy, Prisma), and the SQL that it sends. Only what certainly names the column is told: a field, an attribute or a
validation in the model of that table, and a statement that names both the table and the column.

```flyway bad
-- file: V2__no_nickname.sql
alter table users drop column nickname;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: src/main/java/Users.java
class Users {
    String all = "select u.id, u.nickname from users u join orders o on o.user_id = u.id";
}
```

```sql bad
-- file: migrations/002_customers.up.sql
alter table users rename to customers;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
-- file: migrations/002_customers.down.sql
alter table customers rename to users;
-- file: queries/users.sql
select count(*) from users;
```

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_nickname.py
from alembic import op
import sqlalchemy as sa

revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    op.drop_column("users", "nickname")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    op.alter_column("orders", "total", new_column_name="cents")
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


def downgrade():
    op.alter_column("orders", "cents", new_column_name="total")
    op.add_column("users", sa.Column("nickname", sa.Text()))
# file: shop/tables.py
from sqlalchemy import Column, Integer, Table
from sqlalchemy.orm import Mapped, mapped_column


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    called: Mapped[str] = mapped_column("nickname")


orders = Table("orders", metadata, Column("total", Integer))
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[("id", models.BigAutoField(primary_key=True)), ("nickname", models.TextField())],
        ),
    ]
# file: shop/migrations/0002_change.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="user", name="nickname"),
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ]
# file: shop/models.py
from django.db import models


class User(models.Model):
    nickname = models.TextField()
```

```rails bad
# file: app/models/user.rb
class User < ApplicationRecord
  validates :nickname, presence: true
end
# file: db/migrate/20240102000000_no_nickname.rb
class NoNickname < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :nickname, :string
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```prisma bad
-- file: prisma/schema.prisma
model User {
  id     BigInt @id
  called String @map("nickname")

  @@map("users")
}
-- file: prisma/migrations/20240101000000_init/migration.sql
CREATE TABLE "users" ("id" BIGINT PRIMARY KEY, "nickname" TEXT NOT NULL);
-- file: prisma/migrations/20240102000000_no_nickname/migration.sql
ALTER TABLE "users" DROP COLUMN "nickname";
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase bad
-- file: db/changelog.xml
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <dropTable tableName="users"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
-- file: src/users.kt
val delete = "DELETE FROM users WHERE id = ?"
```

## How to do it

Take the name out of the code first, and release that. For a rename, let the model keep the column's name (`@map`,
`db_column`, the first argument of `mapped_column`), and rename nothing.

## When it is fine

Where the model ignores the column, or a later migration brings it back; where a view takes the table's name; in tests,
scripts and other migrations. A bare word that happens to be the column's name is never told.

```rails fine
# file: app/models/user.rb
class User < ApplicationRecord
  self.ignored_columns += ["nickname"]

  validates :name, presence: true
  scope :recent, -> { orders.where(nickname: nil) }
end
# file: db/migrate/20240102000000_no_nickname.rb
class NoNickname < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :nickname, :string
  end
end
```

```flyway fine
-- file: V2__no_nickname.sql
alter table users drop column nickname;
alter table orders rename to purchases;
create view orders as select * from purchases;
-- file: src/main/java/Users.java
class Users {
    String all = "select id from users";
    String other = "select nickname from guests join users on users.id = guests.user_id";
    String prose = "the nickname of users";
    String orders = "select id from orders";
}
-- file: src/test/java/UsersTest.java
class UsersTest {
    String all = "select nickname from users";
}
```

## If it failed half-way

Deploy the code that does not name it; or bring the column back, whose values are only in a backup.
"""

from collections.abc import Iterator

from towpath.operations import DropColumn, DropTable, Migration, MoveTable, Name, Operation, RenameColumn, RenameTable
from towpath.rule import Context, Finding, Related, rule

_OTHERS = ("dropped-column", "rename-as-drop", "renamed-column", "renamed-table")


@rule(instead_of=_OTHERS, down=False, about={DropColumn, RenameColumn, DropTable, RenameTable, MoveTable})
def check(migration: Migration, context: Context) -> Iterator[Finding]:
    for number, operation in enumerate(context.operations):
        named, here = _named(operation), context.at(number)
        if named is None or here.is_new(named[0]) or here.is_there_later(*named):
            continue
        if uses := here.uses(*named):
            spelled = ".".join(str(part) for part in named if part)
            places = "one place" if len(uses) == 1 else f"{len(uses)} places"
            message = f"the code beside this migration still names {spelled} in {places}, and fails from here on"
            related = tuple(Related(f"{use.how} names it", use=use) for use in uses)
            yield Finding(message, related=related, at=number)


def _named(operation: Operation) -> tuple[Name, str | None] | None:
    """The table, and the column of it, whose name means nothing any more."""
    if isinstance(operation, (DropColumn, RenameColumn)):
        return operation.table, operation.column
    return (operation.table, None) if isinstance(operation, (DropTable, RenameTable, MoveTable)) else None
