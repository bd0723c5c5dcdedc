"""What the rules on indexes say, beyond their pages."""

from rules.told import texts, told

USERS = "create table users (id bigint, email text); create index users_email on users (email);"
PARTED = """
create table events (id bigint, at date) partition by range (at);
create table events_1 partition of events default;
create index events_id on events (id);
"""


def test_a_table_that_is_not_known_is_in_use():
    assert texts("blocking-index", "create index i on t (a)") == ["create index i on t (a)"]
    assert texts("blocking-index-drop", "drop index i") == ["drop index i"]


def test_nobody_waits_for_new_and_temporary_tables():
    assert texts("blocking-index", "create table t (a int); create index i on t (a); drop index i;") == []
    assert texts("blocking-index", "create temp table t (a int); create index i on t (a);") == []


def test_an_index_on_only_the_whole_builds_nothing():
    assert texts("blocking-index", "create index i on only events (at)", PARTED) == []


def test_what_is_partitioned_cannot_go_concurrently():
    (built,) = told("blocking-index", "create index i on events (at)", PARTED)
    assert "on all of its partitions" in built.message
    assert built.fixes == ()
    (dropped,) = told("blocking-index-drop", "drop index events_id", PARTED)
    assert dropped.fixes == ()


def test_within_a_body_there_is_no_way():
    (found,) = told("blocking-index", "do $$ begin create index i on users (id); end $$", USERS)
    assert (found.text, found.fixes) == ("create index i on users (id)", ())
    assert "within a body" in found.message


def test_a_drop_with_cascade_or_of_several_is_not_made_concurrent():
    assert told("blocking-index-drop", "drop index users_email cascade", USERS)[0].fixes == ()


def test_if_not_exists_masks_only_what_is_built_concurrently():
    assert texts("masked-invalid-index", "create index concurrently i on users (id)", USERS) == []
    assert texts("masked-invalid-index", "create index if not exists i on users (id)", USERS) == []


def test_two_masked_indexes_are_two_findings_and_only_the_last_can_go_to_the_next_migration():
    text = """create index concurrently if not exists a on users (id);
create index concurrently if not exists b on users (email);"""
    first, second = told("masked-invalid-index", text, USERS)
    assert first.text == second.text == "if not exists"
    assert len(first.fixes) == 1
    assert len(second.fixes) == 2


def test_an_index_that_is_not_known_belongs_to_the_table_on_which_it_comes_again():
    new = "create table t (a int); drop index if exists i; create index i on t (a);"
    assert texts("blocking-index-drop", new, USERS) == []
    (old,) = told("blocking-index-drop", "drop index if exists i; create index i on users (id);", USERS)
    assert "every query on users," in old.message


def test_what_was_dropped_before_masks_nothing():
    build = "create index concurrently if not exists i on users (id);"
    assert texts("masked-invalid-index", "drop index concurrently if exists i;" + build, USERS) == []
    assert texts("masked-invalid-index", "drop index concurrently if exists j;" + build, USERS) == ["if not exists"]
