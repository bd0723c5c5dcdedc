"""Where what is named at a place was made, and where else it is named."""

import pytest

from navigation.marked import Marked, marked
from towpath.navigation import origins, places

USERS = "create table users (id bigint primary key, email text);\n"
ORDERS = "create table orders (id bigint primary key, user_id bigint references users (id));\n"


def flyway(*texts: str) -> Marked:
    return marked({f"db/migration/V{number}__a.sql": text for number, text in enumerate(texts, 1)})


def made(at: Marked) -> str:
    """Where what is marked was made."""
    mention = origins.origin(at.loaded, at.path, at.offset)
    assert mention is not None
    found = places.site(at.loaded, mention)
    assert found is not None
    return at.said(found)


def named(at: Marked) -> list[str]:
    """Everywhere that what is marked is named."""
    found = (places.site(at.loaded, one) for one in origins.mentions(at.loaded, at.path, at.offset))
    return [at.said(one) for one in found if one]


def test_a_table_is_made_where_it_is_created() -> None:
    assert made(flyway(USERS, "alter table us|ers add column a int;\n")) == "db/migration/V1__a.sql:1 users"


def test_a_column_is_made_where_it_is_added() -> None:
    added = "select 1;\nalter table users add column age int;\n"
    assert made(flyway(USERS, added, "create index on users (|age);\n")) == "db/migration/V2__a.sql:2 age"


def test_a_renamed_table_is_the_same_one() -> None:
    at = flyway(USERS, "alter table users rename to people;\n", "alter table people| drop column email;\n")
    assert made(at) == "db/migration/V1__a.sql:1 users"
    assert named(at) == [
        "db/migration/V1__a.sql:1 users",
        "db/migration/V2__a.sql:1 users",
        "db/migration/V3__a.sql:1 people",
    ]


def test_a_renamed_column_is_the_same_one() -> None:
    at = flyway(USERS, "alter table users rename email to mail;\n", "update users set |mail = lower(mail);\n")
    assert named(at) == [
        "db/migration/V1__a.sql:1 email",
        "db/migration/V2__a.sql:1 email",
        "db/migration/V3__a.sql:1 mail",
    ]


def test_a_table_that_takes_the_name_of_one_that_is_gone_is_another_one() -> None:
    again = "create table users (id int);\n"
    at = flyway(USERS, "drop table users;\n", again, "drop table |users;\n")
    assert named(at) == ["db/migration/V3__a.sql:1 users", "db/migration/V4__a.sql:1 users"]


def test_both_sides_of_a_foreign_key_name_their_own_columns() -> None:
    at = flyway(USERS, ORDERS.replace("references users (id", "references users (|id"))
    assert made(at) == "db/migration/V1__a.sql:1 id"
    own = flyway(USERS, ORDERS.replace("orders (id", "orders (|id"))
    assert made(own) == "db/migration/V2__a.sql:1 id"


def test_what_a_view_reads_is_named_in_it() -> None:
    at = flyway(USERS.replace("email", "e|mail"), "create view v as select email from users;\n")
    assert named(at) == ["db/migration/V1__a.sql:1 email", "db/migration/V2__a.sql:1 email"]


def test_values_of_rows_are_no_names() -> None:
    at = flyway(USERS.replace("email", "|email"), "insert into users (id) values (1);\n")
    assert named(at) == ["db/migration/V1__a.sql:1 email"]


def test_indexes_and_types_are_found() -> None:
    index = "create index by_mail on users (email);\n"
    assert made(flyway(USERS, index, "drop index by_|mail;\n")) == "db/migration/V2__a.sql:1 by_mail"
    enum = "create type mood as enum ('a');\n"
    used = "alter table users add column m mo|od;\n"
    assert made(flyway(USERS, enum, used)) == "db/migration/V2__a.sql:1 mood"


def test_a_table_that_nothing_made_is_known_where_it_is_named_first() -> None:
    at = flyway("alter table old add column a int;\n", "alter table |old drop column a;\n")
    assert named(at) == ["db/migration/V1__a.sql:1 old", "db/migration/V2__a.sql:1 old"]


def test_what_a_way_back_drops_is_there_for_the_next_migration() -> None:
    at = marked(
        {
            "db/migrations/1_users.up.sql": USERS,
            "db/migrations/1_users.down.sql": "drop table users;\n",
            "db/migrations/2_age.up.sql": "alter table |users add column age int;\n",
            "db/migrations/2_age.down.sql": "alter table users drop column age;\n",
        }
    )
    assert named(at) == [
        "db/migrations/1_users.up.sql:1 users",
        "db/migrations/1_users.down.sql:1 users",
        "db/migrations/2_age.up.sql:1 users",
        "db/migrations/2_age.down.sql:1 users",
    ]


DJANGO = """from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            "LineItem", [("id", models.BigAutoField(primary_key=True)), ("note", models.TextField())]
        ),
    ]
"""


def test_a_model_s_name_stands_for_its_table() -> None:
    changed = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.RemoveField("line|item", "note")]
"""
    at = marked({"shop/migrations/0001_initial.py": DJANGO, "shop/migrations/0002_note.py": changed})
    assert made(at) == "shop/migrations/0001_initial.py:9 LineItem"


@pytest.mark.parametrize(
    ("word", "name"),
    [("users", "Users"), ("user", "users"), ("box", "boxes"), ("order", "shop_order"), ("LineItem", "line_items")],
)
def test_words_that_stand_for_a_name(word: str, name: str) -> None:
    assert places.means(word, name)


@pytest.mark.parametrize(("word", "name"), [("der", "shop_order"), ("use", "users"), ("", "users")])
def test_words_that_do_not(word: str, name: str) -> None:
    assert not places.means(word, name)


def test_a_reference_stands_for_its_column_and_a_part_of_one_for_nothing() -> None:
    assert places.means("user", "user_id", "column")
    assert not places.means("id", "user_id", "column")
