"""When what was read back is what was planned."""

from towpath.changes import Part, Said
from towpath.frameworks import sqlfile
from towpath.linter.proof import Told, agrees, expected, shape, untouched
from towpath.operations import Migration, SetSetting
from towpath.project import Runner

ONE, TWO = SetSetting("a", "1"), SetSetting("b", "2")


def told(operation: SetSetting, transactional: bool | None, begins: bool = True, alone: bool = False) -> Told:
    return Told(operation, transactional, begins, alone)


def test_the_same_units() -> None:
    planned = [told(ONE, True), told(TWO, True, begins=False)]
    assert agrees(planned, planned)
    assert not agrees(planned, planned[:1])
    assert not agrees(planned, [planned[0], told(TWO, True)])


def test_one_statement_alone_commits_alone_whatever_its_switch() -> None:
    assert agrees([told(ONE, True, alone=True)], [told(ONE, False, alone=True)])
    assert not agrees([told(ONE, False)], [told(ONE, True, alone=True)])


def test_what_has_to_go_back_by_itself_does() -> None:
    planned = told(ONE, True)._replace(goes_back=True)
    assert agrees([planned], [planned])
    assert not agrees([planned], [told(ONE, True)])
    assert agrees([told(ONE, True)], [planned])


def test_the_actions_of_one_statement_commit_together() -> None:
    planned = [told(ONE, True), told(TWO, True, begins=False)]
    assert agrees(planned, [told(ONE, False, alone=True), told(TWO, False, begins=False, alone=True)])
    assert not agrees(planned, [told(ONE, False, alone=True), told(TWO, False, alone=True)])


def test_where_either_switch_will_do_a_unit_of_its_own_stays_one() -> None:
    assert agrees([told(ONE, None)], [told(ONE, False)])
    assert not agrees([told(ONE, None)], [told(ONE, True, begins=False)])


def test_a_way_up_that_nothing_was_asked_of_is_as_it_was() -> None:
    planned = [told(ONE, True), told(TWO, True, begins=False)]
    assert untouched(planned, planned, "up")
    assert not untouched(planned, [told(ONE, False), told(TWO, False)], "up")


def test_a_way_back_may_stand_elsewhere_and_do_more_but_not_outside_of_its_transaction() -> None:
    back = [told(ONE, True), told(TWO, True, begins=False)]
    assert untouched(back, [told(TWO, True), told(ONE, True), told(ONE, True)], "down")
    assert untouched(back, [told(ONE, False, alone=True), told(TWO, True)], "down")
    assert not untouched(back, [told(ONE, False), told(TWO, False)], "down")
    assert not untouched(back, back[:1], "down")
    assert not untouched([told(ONE, False)], [told(ONE, True, alone=True)], "down")


RUN = Runner("flyway", "run")


def series(*texts: str) -> list[Migration]:
    scripts = (sqlfile.read(f"{number}.sql", text).script() for number, text in enumerate(texts))
    return [Migration("sql", str(number), script) for number, script in enumerate(scripts)]


def test_where_all_that_is_pending_is_one_transaction_what_stays_in_it_may_change() -> None:
    before = series("create table t (a int);", "update t set a = 1;", "drop table t;")
    (update,) = before[1].up.steps[0].operations
    plan = {1: (Part((Said((ONE,), None), Said((update,), 0, (0,))), True),)}
    after = series("create table t (a int);", "set a = 1; update t set a = 1;", "drop table t;")
    planned = expected(before, plan, RUN, "up")
    assert [told.begins for told in planned] == [True, False, False, False]
    assert [told[1:4] for told in planned] == [told[1:4] for told in shape(after, RUN, "up")]


def test_where_all_that_is_pending_is_one_transaction_nothing_gets_one_of_its_own() -> None:
    before = series("update t set a = 1;", "drop table t;")
    (update,) = before[0].up.steps[0].operations
    plan = {0: (Part((Said((update,), 0, (0,)),), True), Part((Said((ONE,), None),), None, "more", True))}
    planned = expected(before, plan, RUN, "up")
    assert [told.begins for told in planned] == [True, True, True]
    after = shape(series("update t set a = 1;", "set a = 1;", "drop table t;"), RUN, "up")
    assert [told.begins for told in after] == [True, False, False]
