"""Rules that ask what the whole series leaves behind say it again when that is something else."""

from rules.told import EMPTY, RULES, texts, told
from towpath.linter import Settings, Workspace

USERS = "create table users (id bigint primary key, email text);"
ORDERS = "create table orders (id bigint primary key, user_id bigint references users);"


def spoken(made: Workspace, name: str) -> set[str]:
    return {placed.rule for placed in made.report(f"db/migration/{name}").findings}


def opened(**files: str) -> Workspace:
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    for name, text in files.items():
        made.update(f"db/migration/{name}.sql", text)
    return made


def test_an_index_that_comes_later_is_seen_from_the_key():
    made = opened(V1__users=USERS, V2__orders=ORDERS, V3__index="select 1;")
    assert "unindexed-foreign-key" in spoken(made, "V2__orders.sql")
    made.update("db/migration/V3__index.sql", "create index orders_user on orders (user_id);")
    assert "unindexed-foreign-key" not in spoken(made, "V2__orders.sql")
    made.update("db/migration/V3__index.sql", "create index orders_user on orders (id, user_id);")
    assert "unindexed-foreign-key" in spoken(made, "V2__orders.sql")


def test_a_validation_that_is_taken_out_is_missed():
    unproven = "alter table users add constraint u check (email is not null) not valid;"
    made = opened(V1__users=USERS, V2__check=unproven, V3__validate="alter table users validate constraint u;")
    assert "unvalidated-forever" not in spoken(made, "V2__check.sql")
    made.update("db/migration/V3__validate.sql", "select 1;")
    assert "unvalidated-forever" in spoken(made, "V2__check.sql")


def test_a_key_that_comes_again_is_told_of_once():
    again = "alter table orders drop constraint orders_user_id_fkey, add foreign key (user_id) references users;"
    assert texts("unindexed-foreign-key", again, USERS + ORDERS) == []


def test_a_table_whose_making_is_not_seen_may_have_any_index():
    assert texts("unindexed-foreign-key", "alter table letters add column user_id bigint references users;") == []


def test_an_index_that_a_later_one_takes_the_place_of_is_no_double():
    index = "create index a on users (email);"
    made = opened(V1__users=USERS + index, V2__anew="create index b on users (email);", V3__old="drop index a;")
    assert "duplicate-index" not in spoken(made, "V2__anew.sql")
    made.update("db/migration/V3__old.sql", "select 1;")
    assert "duplicate-index" in spoken(made, "V2__anew.sql")


def test_indexes_of_two_tables_may_share_a_name_where_the_statement_says_which_table():
    made = opened(
        V1__two="create table a (x int, y int); create table b (x int, y int);"
        "create index i on a (x); create index i on b (y); drop index i on a;"
    )
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    text = "create table a (x int, y int);\ncreate table b (x int, y int);\ncreate index i on a (x);\n"
    made.update("db/migration/V1__two.sql", f"-- ENGINE=InnoDB\n{text}create index i on b (y);\ndrop index i on a;\n")
    made.update("flyway.conf", "flyway.url=jdbc:mysql://localhost/app\n")
    made.report("db/migration/V1__two.sql")
    (loaded,) = made.loaded
    end = loaded.replay[loaded.migrations[-1].identity, "up"].after
    assert {str(table.name): [index.name.name for index in table.indexes] for table in end.tables()} == {
        "a": [],
        "b": ["i"],
    }


def test_an_index_that_takes_null_for_a_value_is_another_one():
    users = "create table users (id bigint primary key, email text unique);"
    assert texts("duplicate-index", "create unique index u on users (email) nulls not distinct;", users) == []
    assert texts("duplicate-index", "create unique index u on users (email);", users) != []


def test_a_default_gives_all_rows_the_same_value_unless_it_is_worked_out_for_each():
    def severities(column: str) -> list[str]:
        found = told("unique-over-duplicates", f"alter table users add column code {column} unique;", USERS)
        return [one.severity for one in found]

    assert severities("text default 'x'") == ["error"]
    assert severities("timestamptz not null default now()") == ["error"]
    assert severities("uuid default gen_random_uuid()") == []
    assert severities("bigserial") == []
    assert severities("text") == []
