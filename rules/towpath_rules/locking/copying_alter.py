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

```sql bad mariadb@10.11
-- file: migrations/001_users.sql
create table users (id bigint primary key, name varchar(50)) charset = latin1;
-- file: migrations/002_charset.sql
alter table users convert to character set utf8mb4;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

## How to do it

Add a column of the new type, let the application or triggers write both, copy the old values in batches, and change
over; or let a tool do that for the whole table (gh-ost, pt-online-schema-change). `ALGORITHM=INPLACE, LOCK=NONE` at the
end of the statement makes the server refuse what it cannot do online, instead of blocking. From MariaDB 11.2 on a copy
lets others write.

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

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropNotNull,
    MoveColumn,
    Name,
    Operation,
    SetNotNull,
    Statement,
)
from towpath.rule import Context, Finding, rule

_Alter = (
    AddColumn
    | AddConstraint
    | AddIdentity
    | AlterColumnType
    | CreateIndex
    | DropColumn
    | DropConstraint
    | DropNotNull
    | MoveColumn
    | SetNotNull
    | Statement
)


@rule(databases={"mysql", "mariadb"})
def check(operation: _Alter, context: Context) -> Iterator[Finding]:
    table = _table(operation)
    if table is None or context.is_new(table) or context.is_small(table) or not _blocks(operation, context):
        return
    for _, other in context.beside:
        if other is operation:
            break
        if _blocks(other, context):
            return  # The whole statement is done in the slowest way of its parts, which is said once.
    impact = context.impact(operation)
    who = "reads and writes wait" if impact.blocks_reads else "writes wait"
    does = "is copied" if impact.algorithm == "COPY" else "has been read and built"
    asked = f", or it is refused, since {context.online} is asked for" if context.online else ""
    yield Finding(f"{who} until every row of {table} {does} ({impact.algorithm}, LOCK={impact.lock}){asked}")


def _table(operation: Operation) -> Name | None:
    if isinstance(operation, Statement):
        return operation.objects[0] if operation.objects else None
    return getattr(operation, "table", None)


def _blocks(operation: Operation, context: Context) -> bool:
    """Whether writers wait while rows are gone through."""
    impact = context.impact(operation)
    return bool(impact.blocks_writes and (impact.rewrites or impact.scans))
