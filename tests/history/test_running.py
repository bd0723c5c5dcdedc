"""What a runner puts off runs when all other steps are done."""

from collections.abc import Sequence

from towpath.history import in_order, replay
from towpath.operations import Migration, Script, Step
from towpath.source import Span
from towpath.sql import read_piece, split


def migration(*steps: tuple[str, tuple[int, ...]]) -> Migration:
    return Migration("django", "a", Script("a.py", tuple(_step(text, late) for text, late in steps), (0,) * len(steps)))


def _step(text: str, late: tuple[int, ...]) -> Step:
    operations = tuple(one for piece in split(text) for step in read_piece(text, piece) for one in step.operations)
    return Step(text, Span(0, len(text)), operations, tuple({} for _ in operations), apart=True, late=late)


def run(*steps: tuple[str, tuple[int, ...]]) -> Sequence[tuple[int, int]]:
    records = replay([migration(*steps)])["a", "up"].records
    return in_order(records, range(len(records)))


NEW = ("create table t (a int); create index i on t (a);", (1,))


def test_it_comes_behind_all_others() -> None:
    assert run(NEW, ("update u set a = 1;", ())) == [(0, 0), (1, 0), (0, 1)]


def test_several_keep_their_order() -> None:
    added = ("alter table u add b int; create index j on u (b);", (1,))
    assert run(NEW, added) == [(0, 0), (1, 0), (0, 1), (1, 1)]


def test_what_loses_its_table_or_its_name_in_the_meantime_stays() -> None:
    assert run(NEW, ("drop table t;", ())) == [(0, 0), (0, 1), (1, 0)]
    assert run(NEW, ("alter table t rename a to b;", ())) == [(0, 0), (0, 1), (1, 0)]
    assert run(NEW, ("alter table u rename a to b;", ())) == [(0, 0), (1, 0), (0, 1)]
