"""When what was read back is what was planned."""

from towpath.linter.proof import Told, agrees, untouched
from towpath.operations import SetSetting

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
