r"""A directive that is misspelt does nothing.

Liquibase takes a comment that it does not know for a comment, and an attribute that it does not know for none: a change
set that was to leave its transaction stays in it, a way back is not there on the night when it is needed, and
`dbms:"postgresql"`, whose quotes belong to the name, runs nowhere. Some slips it refuses, but only when it runs.

```liquibase bad
<databaseChangeLog>
    <changeSet id="1" author="anna" dbms="postgres">
                                        # ^^^^^^^^
        <sql>create table users (id bigint primary key)</sql>
        <rollback>drop table users</rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase good
<databaseChangeLog>
    <changeSet id="1" author="anna" dbms="postgresql">
        <sql>create table users (id bigint primary key)</sql>
        <rollback>drop table users</rollback>
    </changeSet>
</databaseChangeLog>
```

```liquibase.yaml bad
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    runInTransacton: false
  # ^^^^^^^^^^^^^^^
    changes:
    - sql: create table users (id bigint primary key)
```

```liquibase.yaml good
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    runInTransaction: false
    changes:
    - sql: create table users (id bigint primary key)
```

```liquibase.json bad
{"databaseChangeLog": [
  {"changeSet": {"id": "1", "author": "anna", "changes": [
    {"addColumn": {"tableNam": "users", "columns": [{"column": {"name": "age", "type": "int"}}]}}
                  # ^^^^^^^^
  ]}}
]}
```

```liquibase.json good
{"databaseChangeLog": [
  {"changeSet": {"id": "1", "author": "anna", "changes": [
    {"addColumn": {"tableName": "users", "columns": [{"column": {"name": "age", "type": "int"}}]}}
  ]}}
]}
```

```liquibase.sql bad
--liquibase formatted sql

--changeset anna:1 dbms:"postgresql"
                 # ^^^^^^^^^^^^^^^^^
create table users (id bigint primary key);
  --rolback drop table users;
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```liquibase.sql good
--liquibase formatted sql

--changeset anna:1 dbms:postgresql
create table users (id bigint primary key);
  --rollback drop table users;
```

## How to do it

Write it as Liquibase knows it. The fix does; what the change set does then is another matter, so look at it once more.

## When it is fine

Where an extension of Liquibase's knows the name.

```liquibase.sql fine
--liquibase formatted sql

--changeset anna:1 runInTransaction:false
-- rolled back by hand: drop table users
create table users (id bigint primary key);
```

## If it failed half-way

What ran without the directive stays as it is: a new change set puts it right.
"""

from collections.abc import Iterator

from towpath.operations import Opaque
from towpath.rule import Context, Finding, rule


@rule(severity="warning", down=True)
def check(opaque: Opaque, context: Context) -> Iterator[Finding]:
    if opaque.misspelt:
        meant = opaque.instead if " " not in opaque.instead else ""
        yield Finding(f'{opaque.reason}; did you mean "{meant}"?' if meant else opaque.reason)
