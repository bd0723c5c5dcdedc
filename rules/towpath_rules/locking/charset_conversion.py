"""Another character set writes every row of a table anew, and keeps writers waiting meanwhile.

`CONVERT TO CHARACTER SET` and a column of another character set copy the table (`LOCK=SHARED`); before MariaDB 11.2
nobody writes until that is done. A character may take more bytes than before, so an index may become too long, a
`text` becomes a `mediumtext`, and rows may get too big. A `MODIFY` that leaves out the character set gives the column
that of the table, which need not be the one that it had.

```flyway bad mariadb@10.11
-- file: V1__users.sql
create table users (id bigint primary key, name varchar(50)) charset = latin1;
-- file: V2__charset.sql
alter table users convert to character set utf8mb4;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad mysql
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE `User` (`id` BIGINT NOT NULL PRIMARY KEY, `name` VARCHAR(50) CHARACTER SET latin1) DEFAULT CHARSET utf8mb4;
-- file: migrations/20240102000000_names/migration.sql
ALTER TABLE `User` MODIFY `name` VARCHAR(50) NOT NULL DEFAULT '';
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad mysql
-- file: migrations/001_users.sql
create table users (id bigint primary key, name varchar(50), key users_name (name)) charset = utf8mb3;
-- file: migrations/002_charset.sql
alter table users convert to character set utf8mb4;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```rails bad mysql
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users, charset: "latin1" do |t|
      t.string :name
    end
  end
end
# file: db/migrate/20240102000000_convert_users.rb
class ConvertUsers < ActiveRecord::Migration[7.1]
  def up
    execute "ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4"
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad mysql
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="users">
            <column name="name" type="varchar(50)"/>
        </createTable>
        <modifySql dbms="mysql">
            <append value=" CHARACTER SET latin1"/>
        </modifySql>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>alter table users convert to character set utf8mb4</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        <rollback/>
    </changeSet>
</databaseChangeLog>
```

## How to do it

Change the default of the table (`DEFAULT CHARACTER SET`), which is for new columns only, and convert the old ones one
by one in a quiet hour; or let a tool copy the table (gh-ost, pt-online-schema-change). Say the character set in a
`MODIFY` that is about something else.

## When it is fine

From `utf8mb3` to `utf8mb4` a `varchar` keeps its bytes where its length still takes one of them: MariaDB changes its
catalogue alone, and so does MySQL where no index holds the column. Also on a table that the same migration creates, or
a small one.

```flyway fine mysql
-- file: V1__users.sql
create table users (id bigint primary key, name varchar(50)) charset = utf8mb3;
-- file: V2__charset.sql
alter table users modify name varchar(50) character set utf8mb4;
alter table users default character set utf8mb4;
```

## If it failed half-way

Nothing is lost: the copy is thrown away, and the table is as it was.
"""

from collections.abc import Iterator

from towpath.operations import AlterColumnType, Statement
from towpath.rule import Context, Finding, rule
from towpath_rules.locking._online import blocks, waiting

_FACTS = frozenset(("change charset", "convert charset", "widen utf8: indexed"))


@rule(databases={"mysql", "mariadb"}, instead_of={"column-position", "copying-alter"})
def check(operation: AlterColumnType | Statement, context: Context) -> Iterator[Finding]:
    if blocks(operation, context) and _FACTS & context.facts(operation):
        yield waiting(operation, "another character set: ", context)
