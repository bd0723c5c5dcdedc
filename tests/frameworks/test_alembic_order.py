"""The order of revisions is Alembic's own."""

import random

from judges.running import answers
from towpath.frameworks.alembic.headers import Header
from towpath.frameworks.alembic.order import ordered

Graph = list[tuple[str, list[str], list[str]]]


def graph(chance: random.Random) -> Graph:
    """Revisions that come behind some of those made before them, in any order of files."""
    names = [f"r{number}" for number in range(chance.randint(1, 9))]
    found: Graph = []
    for number, name in enumerate(names):
        parents = chance.sample(names[:number], min(number, chance.choice((0, 1, 1, 1, 1, 2))))
        rest = [one for one in names[:number] if one not in parents]
        found.append((name, parents, chance.sample(rest, 1) if rest and chance.random() < 0.2 else []))
    chance.shuffle(found)
    return found


def ours(graph: Graph) -> list[str]:
    headers = [Header(name, tuple(parents), tuple(depends)) for name, parents, depends in graph]
    return [headers[number].revision for number in ordered(headers)]


def test_the_order_is_alembics() -> None:
    chance = random.Random(8)
    found = [graph(chance) for _ in range(400)]
    for one, order in zip(found, answers("alembic_orders.py", found), strict=True):
        assert ours(one) == order, one


def test_a_parent_that_is_not_there_is_passed_by() -> None:
    assert ours([("b", ["a", "gone"], []), ("a", ["gone"], [])]) == ["a", "b"]


def test_circles_come_last() -> None:
    assert ours([("b", ["a"], []), ("a", ["b"], []), ("c", [], [])]) == ["c", "b", "a"]


def test_a_dependency_may_be_a_label_or_a_part_of_a_name() -> None:
    labelled = Header("abc123", labels=("accounts",))
    assert ordered([Header("x", depends=("accounts@head",)), labelled]) == [1, 0]
    assert ordered([Header("x", depends=("abc",)), labelled]) == [1, 0]
