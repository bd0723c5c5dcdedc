"""The state before each step, and what is kept when something changes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from towpath.frameworks import sqlfile
from towpath.frameworks.sqlfile import SqlFile
from towpath.history import DIRECTIONS, Keeping, Replay, in_turn, replay, stretches
from towpath.operations import Migration, Name, Type, replace
from towpath.schema import State

FIRST = "create table users (id bigint, email varchar(50));\ncreate table orders (id bigint);\n"


def series(*texts: str, kept: list[SqlFile] | None = None) -> tuple[list[Migration], list[SqlFile]]:
    old = kept or [None] * len(texts)
    files = [sqlfile.read(f"{n}.sql", text, before) for n, (text, before) in enumerate(zip(texts, old, strict=True), 1)]
    return [Migration("sql", str(n), file.script()) for n, file in enumerate(files, 1)], files


def type_of(found: Replay, migration: str, step: int) -> Type | None:
    table = found[migration, "up"].records[step].before.table(Name("users"))
    column = table.column("email") if table else None
    return column.type if column else None


def test_the_state_before_a_step_is_what_came_before() -> None:
    migrations, _ = series(FIRST, "alter table users alter column email type text;\nupdate users set id = 1;\n")
    found = replay(migrations)
    assert type_of(found, "2", 0) == Type("varchar", ("50",))
    assert type_of(found, "2", 1) == Type("text")


def test_a_table_knows_the_migration_that_made_it() -> None:
    migrations, _ = series(FIRST, "create table fresh (id int);\n")
    state = replay(migrations)["2", "up"].after
    assert [(str(table.name), table.born) for table in state.tables()] == [
        ("fresh", "2"),
        ("orders", "1"),
        ("users", "1"),
    ]


def test_what_a_new_database_begins_with_replaces_all_before_it() -> None:
    (first, second, third), _ = series(
        FIRST, "create table users (id bigint, email text);\n", "update users set id = 1;"
    )
    found = replay([first, replace(second, fresh=True), third])
    assert [str(table.name) for table in found["2", "up"].before.tables()] == []
    assert [str(table.name) for table in found["3", "up"].before.tables()] == ["users"]
    assert type_of(found, "3", 0) == Type("text")


def test_a_change_that_leaves_the_same_facts_keeps_what_follows() -> None:
    texts = [FIRST, "update users set id = 1;\n", "alter table orders add column note text;\n"]
    migrations, files = series(*texts)
    before = replay(migrations)
    known = [before[number, "up"].records for number in "123"]
    texts[1] = "update users set id = 2;\n"
    again = replay(series(*texts, kept=files)[0], before)
    assert again["1", "up"].records is known[0]
    assert again["3", "up"].records is known[2]


def test_a_change_is_felt_by_what_reads_it() -> None:
    texts = [FIRST, "alter table users add column age int;\n"]
    migrations, files = series(*texts)
    before = replay(migrations)
    texts[0] = FIRST.replace("varchar(50)", "varchar(80)")
    again = replay(series(*texts, kept=files)[0], before)
    assert type_of(again, "2", 0) == Type("varchar", ("80",))


def test_kept_and_found_anew_are_the_same() -> None:
    texts = [FIRST, "alter table users drop column email;\n", "alter table users add column email int;\n"]
    migrations, files = series(*texts)
    kept = replay(migrations)
    texts[1] = "alter table users rename column email to mail;\n"
    changed = series(*texts, kept=files)[0]
    again, anew = replay(changed, kept), replay(series(*texts)[0])
    assert again["3", "up"].after.tables() == anew["3", "up"].after.tables()


def test_what_is_set_ends_with_its_migration() -> None:
    migrations, _ = series("set local lock_timeout = '1s';\nset statement_timeout = '2s';\nselect 1;\n", "select 2;\n")
    found = replay(migrations)
    assert found["1", "up"].records[2].before.setting("lock_timeout") == "1s"
    assert found["2", "up"].before.setting("lock_timeout") is None
    assert found["1", "up"].records[2].before.setting("statement_timeout") == "2s"
    assert found["2", "up"].before.setting("statement_timeout") is None


STATEMENTS = [
    "create table users (id bigint, email varchar(50));",
    "create table orders (id bigint);",
    "alter table users add column note text;",
    "alter table users drop column note;",
    "alter table users rename to people;",
    "create index on users (email);",
    "set lock_timeout = '5s';",
    "update orders set id = 1;",
    "drop table users;",
]


SOME = st.lists(st.sampled_from(STATEMENTS), max_size=12)


@pytest.mark.parametrize("length", [1, 2, stretches.LENGTH])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SOME, SOME)
def test_whatever_is_put_in_another_place_is_kept_as_it_would_be_found(
    length: int, monkeypatch: pytest.MonkeyPatch, one: list[str], other: list[str]
) -> None:
    """Statements that stand in both stand among other facts, behind more of them, or behind fewer."""
    monkeypatch.setattr(stretches, "LENGTH", length)
    (before,), files = series("\n".join(one))
    kept = replay([before])
    for statements in ([*one[:3], *other, *one[5:]], one, other):
        migrations, files = series("\n".join(statements), kept=files)
        kept, anew = replay(migrations, kept), replay(migrations)
        assert [record.exact for record in kept["1", "up"].records] == [
            record.exact for record in anew["1", "up"].records
        ]
        for mine, theirs in zip(kept["1", "up"].records, anew["1", "up"].records, strict=True):
            assert known(mine.before) == known(theirs.before)
            assert known(mine.after) == known(theirs.after)


SCRIPTS = st.lists(st.sampled_from(STATEMENTS), max_size=2).map("\n".join)


@settings(deadline=None)
@given(st.data())
def test_whatever_is_let_go_is_found_again_as_it_was(data: st.DataObject) -> None:
    """Migrations are edited, come and go; those far back are not kept at hand, and some are asked for meanwhile."""
    texts = dict(enumerate(data.draw(st.lists(SCRIPTS, min_size=5, max_size=9))))
    scope = data.draw(st.sampled_from(["migration", "run"]))
    files: dict[int, SqlFile] = {}
    kept: Replay = {}
    for _ in range(3):
        files = {number: sqlfile.read(f"{number}.sql", text, files.get(number)) for number, text in texts.items()}
        scripts = [(str(number), files[number].script()) for number in sorted(files)]
        migrations = [Migration("sql", number, script, script) for number, script in scripts]
        kept = replay(migrations, kept, scope=scope, keeping=Keeping(newest=2, milestone=3, edited=1))
        anew = replay(migrations, scope=scope)
        for key in data.draw(st.permutations(sorted(anew)))[: data.draw(st.integers(0, len(anew)))]:
            mine, theirs = kept[key], anew[key]
            assert known(mine.before) == known(theirs.before)
            assert known(mine.after) == known(theirs.after)
            assert [one.exact for one in mine.records] == [one.exact for one in theirs.records]
            assert [known(one.before) for one in mine.records] == [known(one.before) for one in theirs.records]
            assert (mine.before.migration, mine.after.migration) == (key[0], key[0])
        if data.draw(st.booleans()):
            passed = [
                (one.migration.identity, [record.exact for record in one.records]) for one in in_turn(migrations, kept)
            ]
            assert passed == [
                (identity, [record.exact for record in anew[identity, direction].records])
                for identity, _ in scripts
                for direction in DIRECTIONS
            ]
        for number in data.draw(st.lists(st.integers(0, 9), max_size=3)):
            text = data.draw(st.none() | SCRIPTS)
            if text is not None:
                texts[number] = text
            elif len(texts) > 1:
                texts.pop(number, None)


def known(state: State) -> dict[str, object]:
    return {key: fact for key, fact in state.facts.all().items() if fact is not None}
