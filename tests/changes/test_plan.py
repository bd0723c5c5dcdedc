"""From changes to parts: cut only where a switch changes, reordered only where nothing in between needs it."""

from dataclasses import replace

import pytest

from towpath.changes import Change, Insert, Move, NewMigration, Part, Ref, Refused, Remove, Replace, plan
from towpath.frameworks import sqlfile
from towpath.operations import CreateIndex, DropIndex, Migration, SetSetting, ValidateConstraint, named

TEXT = "alter table t add column a int;\ncreate index i on t (a);\nupdate t set a = 1;\n"


def migration(text: str = TEXT, repeatable: bool = False) -> Migration:
    return Migration("sql", "1", sqlfile.read("1.sql", text).script(), repeatable=repeatable)


def planned(*changes: Change, of: Migration | None = None) -> tuple[Part, ...]:
    parts = plan(of or migration(), "up", changes)
    assert not isinstance(parts, Refused), parts.reason
    return parts


def shown(parts: tuple[Part, ...]) -> list[tuple[list[str], bool | None, bool]]:
    return [([type(o).__name__ for o in part.operations], part.transactional, part.own) for part in parts]


def test_nothing_asked_is_the_migration_as_it_is() -> None:
    assert shown(planned()) == [(["AddColumn", "CreateIndex", "UpdateRows"], True, False)]


def test_what_moves_out_cuts_the_migration_in_three() -> None:
    index = migration().up.steps[1].operations[0]
    assert isinstance(index, CreateIndex)
    here = Ref("1", 1)
    parts = planned(Replace(replace(index, concurrently=True), here), Move(False, here))
    assert shown(parts) == [
        (["AddColumn"], True, False),
        (["CreateIndex"], False, False),
        (["UpdateRows"], True, False),
    ]
    assert parts[1].said[0].origin == 1


def moved_out(text: str, step: int) -> list[tuple[list[str], bool | None, bool]]:
    of = migration(text)
    index = of.up.steps[step].operations[0]
    assert isinstance(index, (CreateIndex, DropIndex))
    here = Ref("1", step)
    return shown(planned(Replace(replace(index, concurrently=True), here), Move(False, here), of=of))


def test_what_moves_out_goes_behind_what_does_not_need_it() -> None:
    text = "create index i on t (a);\nalter table t add column b int;\ncreate table u (id int references t);\n"
    assert moved_out(text, 0) == [(["AddColumn", "CreateTable"], True, False), (["CreateIndex"], False, False)]
    more = "create index i on t (a);\ncomment on table t is 'x';\ncreate view v as select 1;\ngrant select on t to r;\n"
    assert [switch for _, switch, _ in moved_out(more, 0)] == [True, False]
    rows = "create index i on t (a);\nupdate u set a = 1;\n"
    assert [switch for _, switch, _ in moved_out(rows, 0)] == [True, False]
    gone = "drop index i;\nalter table t add column b int;\n"
    assert moved_out(gone, 0) == [(["AddColumn"], True, False), (["DropIndex"], False, False)]


@pytest.mark.parametrize(
    "text",
    [
        "create unique index i on t (a);\ncreate table u (id int references t (a));",
        "create unique index i on t (a);\nalter table t add constraint c unique using index i;",
        "create index i on t (a);\ninsert into t select 1;",
        "create index i on t (a);\nalter table t drop column a;",
        "create index i on t (a);\nalter index i rename to j;",
        "create index i on t (a);\nset search_path = app;",
        "create index i on t (a);\nselect f();",
        "create index i on t (a);\nupdate u set a = 1 where b in (select b from t);",
        "create index i on t (a);\nalter table t cluster on i;",
        "create index on t (a);\nalter table t add column b int;",
        "drop index i;\ncreate index i on t (b);",
        "drop index i;\nalter table t add constraint i unique (b);",
        "drop index i;\nalter table t drop column a;",
    ],
)
def test_what_others_need_keeps_its_place(text: str) -> None:
    assert [switch for _, switch, _ in moved_out(text, 0)] == [False, True]


def test_what_is_outside_already_is_not_reordered() -> None:
    text = "create index concurrently i on t (a);\nalter table t add column b int;\ncreate index j on t (b);\n"
    of = Migration("sql", "1", sqlfile.read("1.sql", text).script(False))
    (part,) = planned(Move(False, Ref("1", 2)), of=of)
    assert [type(operation).__name__ for operation in part.operations] == ["CreateIndex", "AddColumn", "CreateIndex"]


def test_how_long_nothing_waits_is_not_said() -> None:
    assert moved_out("set local lock_timeout = '5s';\ncreate index i on t (a);\n", 1) == [
        (["CreateIndex"], False, False)
    ]


def test_a_new_migration_comes_last_and_once() -> None:
    new = NewMigration((ValidateConstraint(named("t"), "c"),), "validate_c", at=Ref("1", 0))
    assert shown(planned(new, new))[1:] == [(["ValidateConstraint"], None, True)]


def test_a_statement_can_go_first_or_before_another_or_away() -> None:
    setting = SetSetting("lock_timeout", "'5s'", True)
    assert shown(planned(Insert(setting, Ref("1", 2), first=True)))[0][0][0] == "SetSetting"
    assert shown(planned(Insert(setting, Ref("1", 2))))[0][0][2] == "SetSetting"
    assert shown(planned(Remove(Ref("1", 1)))) == [(["AddColumn", "UpdateRows"], True, False)]


def test_the_actions_of_one_statement_stay_together() -> None:
    both = migration("alter table t add column a int, add column b int;")
    (said,) = planned(of=both)[0].said
    assert (said.origin, said.numbers) == (0, (0, 1))


def test_a_repeatable_migration_is_not_split() -> None:
    refused = plan(migration(repeatable=True), "up", [Move(False, Ref("1", 1))])
    assert isinstance(refused, Refused)


def test_there_is_no_plan_for_a_way_back_that_is_not_written() -> None:
    assert isinstance(plan(migration(), "down", []), Refused)


def test_how_long_to_wait_goes_along_where_nothing_is_left_to_set_it_for() -> None:
    text = "set local lock_timeout = '5s';\ncreate index i on t (a);\n"
    index = migration(text).up.steps[1].operations[0]
    assert isinstance(index, CreateIndex)
    here = Ref("1", 1)
    later = NewMigration((ValidateConstraint(named("t"), "c"),), "validate_c", at=here)
    parts = planned(Replace(replace(index, concurrently=True), here), Move(False, here), later, of=migration(text))
    assert shown(parts) == [(["CreateIndex"], False, False), (["SetSetting", "ValidateConstraint"], None, True)]


def test_so_it_does_where_its_author_began_the_transaction() -> None:
    text = "begin;\nset local lock_timeout = '5s';\ncreate index i on t (a);\ncommit;\n"
    of = migration(text)
    of = replace(of, up=replace(of.up, transactional=False))
    index = of.up.steps[2].operations[0]
    assert isinstance(index, CreateIndex)
    here = Ref("1", 2)
    later = NewMigration((ValidateConstraint(named("t"), "c"),), "validate_c", at=here)
    parts = planned(Replace(replace(index, concurrently=True), here), Move(False, here), later, of=of)
    assert shown(parts) == [(["CreateIndex"], False, False), (["SetSetting", "ValidateConstraint"], None, True)]
