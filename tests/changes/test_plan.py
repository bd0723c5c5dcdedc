"""From changes to parts: never reordered, cut only where a switch changes."""

from dataclasses import replace

from towpath.changes import Change, Insert, Move, NewMigration, Part, Ref, Refused, Remove, Replace, plan
from towpath.frameworks import sqlfile
from towpath.operations import CreateIndex, Migration, SetSetting, ValidateConstraint, named

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
