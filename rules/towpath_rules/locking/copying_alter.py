"""An ALTER TABLE that MySQL or MariaDB cannot do online keeps writers waiting until the whole table is copied.

With `LOCK=SHARED` nobody writes to the table from the first row that is copied to the last, and with `EXCLUSIVE` nobody
reads it either. The server does not ask: where it cannot do a change in place, it copies the table without a word.
What a column was comes from the migrations before; where it is not in the files, the worst is taken.

```flyway bad mariadb@10.11
-- file: V1__orders.sql
create table orders (id bigint auto_increment primary key, number int) engine = innodb;
-- file: V2__big_numbers.sql
alter table orders modify number bigint;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway bad mysql
-- file: V1__orders.sql
create table orders (id bigint auto_increment primary key, user_id bigint) engine = innodb;
-- file: V2__keys.sql
alter table orders add constraint orders_user foreign key (user_id) references users (id);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad mysql
-- file: migrations/20240101000000_users/migration.sql
CREATE TABLE `User` (`id` BIGINT NOT NULL PRIMARY KEY, `age` INTEGER NULL);
-- file: migrations/20240102000000_ages/migration.sql
ALTER TABLE `User` MODIFY `age` BIGINT NULL;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad mysql@9
-- file: migrations/001_users.sql
create table users (id bigint primary key, name varchar(50), about text, fulltext key users_about (about));
-- file: migrations/002_age.sql
alter table users add column age int;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway bad mysql@9
-- file: V1__users.sql
create table users (id bigint primary key);
-- file: V2__age.sql
alter table users add column age int, algorithm=copy;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase bad mariadb@10.11
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="orders"><column name="number" type="int"/></createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <modifyDataType tableName="orders" columnName="number" newDataType="bigint"/>
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    </changeSet>
</databaseChangeLog>
```

```rails bad mysql
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.integer :age
    end
  end
end
# file: db/migrate/20240102000000_big_ages.rb
class BigAges < ActiveRecord::Migration[7.1]
  def up
    change_column :users, :age, :bigint
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

## How to do it

Add a column of the new type, let the application or triggers write both, copy the old values in batches, and change
over; or let a tool do that for the whole table (gh-ost, pt-online-schema-change). `LOCK=NONE` at the end of the
statement makes the server refuse what it cannot do online, instead of blocking; where it is not sure that it can, a
fix adds that. From MariaDB 11.2 on a copy lets others write.

Several actions of one statement are done in the slowest way of any of them, and columns come and go in an instant only
where nothing else is done beside them: two statements may be faster than one.

```flyway bad mariadb
-- file: V2__big_numbers.sql
alter table orders modify number bigint;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```flyway good
-- file: V2__big_numbers.sql
alter table orders modify number bigint, LOCK=NONE;
```

## When it is fine

Where the server changes its catalogue alone, and then this rule is silent: a new column, a longer `varchar` whose
length needs no second byte, a value at the end of an `enum`. Also on a table that the same migration creates, or a
small one.

```flyway fine mariadb@10.11
-- file: V1__users.sql
create table users (id bigint primary key, name varchar(50), kind enum('a', 'b')) default charset = utf8mb4;
-- file: V2__more.sql
alter table users add age int, modify kind enum('a', 'b', 'c');
alter table users modify name varchar(60);
```

## If it failed half-way

Nothing is lost: the copy is thrown away, and the table is as it was. Statements before it are there to stay, since each
commits by itself.
"""

from collections.abc import Iterator

from towpath.rule import Context, Finding, rule
from towpath_rules.locking._online import Alter, blocks, keeps_waiting, waiting


@rule(databases={"mysql", "mariadb"})
def check(operation: Alter, context: Context) -> Iterator[Finding]:
    # The whole statement is done in the slowest way of its parts, which is said once.
    if blocks(operation, context) and not any(map(keeps_waiting, context.before(operation))):
        yield waiting(operation, "", context)
