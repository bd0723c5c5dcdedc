"""Which fixes go together."""

from collections.abc import Callable, Sequence

from towpath.changes import Change, Insert, Move, NewMigration, Ref, Remove
from towpath.linter import Placed, Rewrite
from towpath.linter.choosing import Item, first
from towpath.linter.rewriting import Rewritten
from towpath.operations import SetSetting
from towpath.source import Span

SETTING = SetSetting("lock_timeout", "'5s'", True)


def item(number: int, *fixes: tuple[Change, ...]) -> Item:
    placed = Placed(f"rule-{number}", "design", "error", "", "1.sql", Span(0, 0), "sql", "postgresql", "1", "up")
    return Item(placed, fixes or ((Move(False, Ref("1", number)),),))


def writing(
    refused: Callable[[Sequence[Change]], bool], asked: list[int]
) -> Callable[[Sequence[Change]], Rewritten | None]:
    def write(changes: Sequence[Change]) -> Rewritten | None:
        asked.append(len(changes))
        return None if refused(changes) else Rewritten(Rewrite({}, {}, {}), 0, "up", ())

    return write


def chosen(items: Sequence[Item], refused: Callable[[Sequence[Change]], bool] = lambda _: False) -> list[str]:
    found = first(items, writing(refused, []))
    return [placed.rule for placed in found.mended] if found else []


def test_all_that_are_about_different_statements() -> None:
    assert chosen([item(1), item(2), item(3)]) == ["rule-1", "rule-2", "rule-3"]


def test_the_first_of_those_about_one_statement() -> None:
    assert chosen([item(1), item(2, (Move(True, Ref("1", 1)),)), item(3)]) == ["rule-1", "rule-3"]


def test_what_is_about_the_whole_comes_alone() -> None:
    whole = item(2, (Insert(SETTING, Ref("1", 5), first=True),))
    assert chosen([item(1), whole, item(3)]) == ["rule-1", "rule-3"]
    assert chosen([whole, item(1), item(3)]) == ["rule-2"]
    elsewhere = item(2, (Remove(Ref("1", 5)), NewMigration((SETTING,), "later")))
    assert chosen([elsewhere, item(1)]) == ["rule-2"]


def test_what_a_fix_does_for_others_too() -> None:
    both = (Move(False, Ref("1", 1)), Move(False, Ref("1", 2)))
    assert chosen([item(1, both), item(2, both), item(3)]) == ["rule-1", "rule-3", "rule-2"]


def test_ways_back_of_different_statements() -> None:
    end = Ref("1", 0, direction="down")
    back = [item(n, (Insert(SETTING, end, last=True, undoes=Ref("1", n)),)) for n in (1, 2)]
    assert chosen(back) == ["rule-1", "rule-2"]


def test_what_cannot_be_written_is_left_out() -> None:
    bad = Move(False, Ref("1", 3))
    assert chosen([item(n) for n in range(6)], lambda changes: bad in changes) == [f"rule-{n}" for n in (0, 1, 2, 4, 5)]
    assert chosen([item(n) for n in range(6)], lambda _: True) == []


def test_what_was_in_the_way_of_others_and_cannot_be_written_is_passed_over() -> None:
    whole = item(0, (Insert(SETTING, Ref("1", 5), first=True),))
    refused = whole.fixes[0][0]
    assert chosen([whole, item(1), item(2)], lambda changes: refused in changes) == ["rule-1", "rule-2"]


def test_the_next_fix_of_a_finding_where_the_first_cannot_be_written() -> None:
    two = item(1, (Move(False, Ref("1", 1)),), (Move(False, Ref("1", 1, 1)),))
    assert chosen([two, item(2)], lambda changes: Move(False, Ref("1", 1)) in changes) == ["rule-1", "rule-2"]


def test_many_are_written_in_few_attempts() -> None:
    asked: list[int] = []
    bad = Move(False, Ref("1", 17))
    first([item(n) for n in range(64)], writing(lambda changes: bad in changes, asked))
    assert len(asked) < 20
