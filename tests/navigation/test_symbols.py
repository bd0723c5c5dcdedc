"""The outline of files, and what is found by its name."""

from navigation.marked import Marked, marked
from towpath.navigation import symbols
from towpath.navigation.symbols import Symbol

FILES = {
    "db/migrations/1_users.up.sql": "create table users (id bigint primary key);|\ncreate index by_id on users (id);\n",
    "db/migrations/1_users.down.sql": "drop table users;\n",
}


def tree(found: Symbol) -> object:
    said = f"{found.name} {found.detail}".strip()
    return (said, [tree(child) for child in found.children]) if found.children else said


def searched(at: Marked, query: str) -> list[str]:
    found = symbols.matching(at.loaded, at.lineage, at.workspace.tree, query)
    return [f"{one.kind} {one.name}" for one in symbols.first(found, 10)]


def test_the_outline_of_a_file_is_its_operations() -> None:
    at = marked(FILES)
    assert [tree(one) for one in symbols.outline(at.loaded, at.path)] == [
        ("1 users", ["Create table users", "Create index users"])
    ]


def test_what_is_not_understood_says_why() -> None:
    at = marked({"db/migration/V1__a.sql": "create tabel users;|\n"})
    (found,) = symbols.outline(at.loaded, at.path)
    assert found.children[0].name == "Not understood"
    assert found.children[0].detail


def test_both_ways_of_a_file_stand_apart() -> None:
    text = "-- migrate:up\ncreate table a (b int);|\n\n-- migrate:down\ndrop table a;\n"
    at = marked({"db/migrations/20240101000000_a.sql": text})
    assert [tree(one) for one in symbols.outline(at.loaded, at.path)] == [
        ("20240101000000 a", [("up", ["Create table a"]), ("down", ["Drop table a"])])
    ]


def test_things_are_found_by_some_of_their_letters() -> None:
    at = marked(FILES)
    assert searched(at, "usrs") == ["migration 1", "table users"]
    assert searched(at, "BY_") == ["index by_id"]
    assert searched(at, "users.id") == ["column id"]
    assert searched(at, "nothing") == []
