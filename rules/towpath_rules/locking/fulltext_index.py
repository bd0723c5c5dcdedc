"""A FULLTEXT or SPATIAL index keeps writers waiting until it is built.

Other indexes are built while everybody goes on; for these the server takes no writes (`LOCK=SHARED`). The first
FULLTEXT index of a table writes the whole table anew besides, and from then on whatever has to do so is no longer done
online either: on MySQL every new column copies the table.

```flyway bad mysql
-- file: V1__posts.sql
create table posts (id bigint primary key, body text);
-- file: V2__search.sql
create fulltext index posts_body on posts (body);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```prisma bad mysql
-- file: migrations/20240101000000_posts/migration.sql
CREATE TABLE `Post` (`id` BIGINT NOT NULL PRIMARY KEY, `body` TEXT NULL);
-- file: migrations/20240102000000_search/migration.sql
CREATE FULLTEXT INDEX `Post_body_idx` ON `Post`(`body`);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```sql bad mariadb
-- file: migrations/001_places.sql
create table places (id bigint primary key, at point not null);
-- file: migrations/002_at.sql
alter table places add spatial index places_at (at);
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
```

```rails bad mysql
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :posts do |t|
      t.text :body
    end
  end
end
# file: db/migrate/20240102000000_add_search.rb
class AddSearch < ActiveRecord::Migration[7.1]
  def change
    add_index :posts, :body, type: :fulltext
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```liquibase bad mysql
<databaseChangeLog>
    <changeSet id="1" author="anna">
        <createTable tableName="posts">
            <column name="body" type="text"/>
        </createTable>
    </changeSet>
    <changeSet id="2" author="anna">
        <sql>create fulltext index posts_body on posts (body)</sql>
           # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        <rollback>drop index posts_body on posts</rollback>
    </changeSet>
</databaseChangeLog>
```

## How to do it

In a quiet hour, or let a tool copy the table (pt-online-schema-change). A search engine beside the database, or a table
of its own for the texts, leaves the table as it is.

## When it is fine

On a table that the same migration creates, and on one that the configuration lists as small.

```flyway fine mysql
-- file: V1__posts.sql
create table posts (id bigint primary key, body text, fulltext key posts_body (body));
```

## If it failed half-way

Nothing is lost: what was built is thrown away, and the table is as it was.
"""

from collections.abc import Iterator

from towpath.operations import CreateIndex
from towpath.rule import Context, Finding, rule
from towpath_rules.locking._online import blocks, waiting

_METHODS = ("fulltext", "spatial")


@rule(databases={"mysql", "mariadb"}, instead_of={"copying-alter"})
def check(operation: CreateIndex, context: Context) -> Iterator[Finding]:
    if operation.method in _METHODS and blocks(operation, context):
        which = f"the first {operation.method.upper()} index" if context.impact(operation).rewrites else "this index"
        yield waiting(operation, f"{which} is not built online: ", context)
