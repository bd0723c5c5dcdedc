"""Parents, heads, and what does not fit together."""

from towpath.history.graph import Graph
from towpath.operations import Migration, Script


def made(identity: str, *parents: str, line: str = "", labels: tuple[str, ...] = (), needs: tuple[str, ...] = ()):
    return Migration(
        "alembic", identity, Script(f"{identity}.py"), None, parents, line=line, labels=labels, needs=needs
    )


def graph(*migrations: Migration, ahead: tuple[Migration, ...] = (), by_parents: bool = True) -> Graph:
    return Graph(migrations, ahead, by_parents)


def test_without_parents_each_comes_behind_the_one_before_it() -> None:
    found = graph(made("1"), made("2"), made("3"), by_parents=False)
    assert found.parents == {"1": (), "2": ("1",), "3": ("2",)}
    assert (found.heads, found.rivals) == (("3",), ())


def test_heads_are_what_nothing_comes_behind() -> None:
    found = graph(made("a"), made("b", "a"), made("c", "a"), made("d", "b", "c"), made("e", "a"))
    assert found.heads == ("d", "e")
    assert found.rivals == (("d", "e"),)


def test_each_line_has_a_head_of_its_own() -> None:
    users, shop = made("users.1", line="users"), made("shop.1", "users.1", line="shop")
    assert graph(users, shop).heads == ("users.1", "shop.1")
    assert graph(users, shop).rivals == ()
    assert graph(users, shop, made("shop.2", line="shop")).rivals == (("shop.1", "shop.2"),)


def test_branches_with_labels_may_have_their_own_heads() -> None:
    assert graph(made("a"), made("b", "a", labels=("x",)), made("c", "b"), made("d", "a", labels=("y",))).rivals == ()
    assert graph(made("a", labels=("x",)), made("b", "a"), made("c", "a")).rivals == (("b", "c"),)


def test_what_the_base_got_meanwhile_counts() -> None:
    found = graph(made("a"), made("b", "a"), ahead=(made("c", "a"),))
    assert set(found.rivals[0]) == {"b", "c"}


def test_parents_and_needs_that_are_nowhere() -> None:
    b, c = made("b1", "a"), made("c", "b1", needs=("b", "label", "gone"))
    found = graph(b, c, made("d", labels=("label",)))
    assert [(one.identity, missing) for one, missing in found.missing] == [("b1", "a"), ("c", "gone")]


def test_a_circle_is_found_once() -> None:
    found = graph(made("a"), made("b", "d"), made("c", "b"), made("d", "c", "a"), made("e", "d"), made("f", "f"))
    assert [set(circle) for circle in found.cycles] == [{"b", "c", "d"}, {"f"}]
    assert not list(graph(made("a"), made("b", "a"), made("c", "a"), made("d", "b", "c")).cycles)


def test_two_of_one_identity() -> None:
    found = graph(made("a"), made("a (a (a).py)"), made("b"), ahead=(made("b"),))
    assert [(one.identity, other.identity) for one, other in found.doubles] == [("b", "b")]
    again = Migration("sql", "a (x.sql)", Script("x.sql"))
    assert [(one.path, other.identity) for one, other in graph(made("a"), again).doubles] == [("x.sql", "a")]


def test_a_long_series_needs_no_recursion() -> None:
    series = [made("0"), *(made(str(number), str(number - 1)) for number in range(1, 3000))]
    found = graph(*series)
    assert found.heads == ("2999",)
    assert not list(found.cycles)
    assert len(found.ancestors("2999")) == 3000
