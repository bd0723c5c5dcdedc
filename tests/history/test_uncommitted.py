"""What stands uncommitted where a migration ends, if its runner lets the next one join its transaction."""

from towpath.frameworks import sqlfile
from towpath.history import UNCOMMITTED, replay
from towpath.operations import Migration, replace

ENUM = "alter type mood add value 'glad';"


def migration(name: str, text: str, transactional: bool = True) -> Migration:
    script = replace(sqlfile.read(f"{name}.sql", text).script(), transactional=transactional)
    return Migration("sql", name, script)


def left(*migrations: Migration, scope: str = "run") -> list[str]:
    """The migrations of which something is left uncommitted behind the last one."""
    after = replay(migrations, scope=scope)[migrations[-1].identity, "up"].after
    return [one.migration for one in after.fact(UNCOMMITTED) or ()]


def test_what_is_done_goes_on_into_the_next_migration():
    assert left(migration("1", ENUM), migration("2", "select 1;"), migration("3", ENUM)) == ["1", "3"]


def test_each_migration_commits_where_the_runner_says_so():
    assert left(migration("1", ENUM), migration("2", "select 1;"), scope="migration") == []


def test_what_stands_outside_of_a_transaction_commits_what_came_before():
    assert left(migration("1", ENUM), migration("2", "select 1;", transactional=False)) == []
    assert left(migration("1", ENUM), migration("2", "commit; select 1;")) == []


def test_another_switch_is_seen_though_the_steps_are_the_same():
    first, second = migration("1", ENUM), migration("2", "select 1;")
    before = replay([first, second], scope="run")
    assert before["2", "up"].after.fact(UNCOMMITTED)
    alone = replace(first, up=replace(first.up, transactional=False))
    assert not replay([alone, second], before, scope="run")["2", "up"].after.fact(UNCOMMITTED)
