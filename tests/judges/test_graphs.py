# pyright: basic
"""Alembic and Django themselves say which heads a graph has, what it lacks, and whether it goes in a circle."""

import warnings

from alembic.script.revision import CycleDetected, DependencyCycleDetected, Revision, RevisionMap
from django.db.migrations.exceptions import CircularDependencyError, NodeNotFoundError
from django.db.migrations.graph import MigrationGraph
from hypothesis import given, settings
from hypothesis import strategies as st

from towpath.history.graph import Graph
from towpath.operations import Migration, Script

NAMES = "abcdefg"


@st.composite
def graphs(draw: st.DrawFn) -> list[tuple[str, tuple[str, ...]]]:
    """Migrations with some parents each, of which a few are nowhere, and which may go in a circle."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    known = [*names, "x"] if draw(st.booleans()) else names
    loops = draw(st.booleans())
    made = []
    for number, name in enumerate(names):
        others = [one for one in (known if loops else names[:number]) if one != name]
        made.append((name, tuple(draw(st.lists(st.sampled_from(others), unique=True, max_size=2)) if others else ())))
    return made


def ours(graph: list[tuple[str, tuple[str, ...]]], lines: bool = False) -> Graph:
    """The same as a graph of ours; each app of Django's is a line."""
    return Graph(
        [
            Migration(
                "any", name, Script(name), None, parents, line=("users" if name < "d" else "shop") if lines else ""
            )
            for name, parents in graph
        ],
        (),
        True,
    )


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_alembic_finds_the_same_heads_and_circles(graph: list[tuple[str, tuple[str, ...]]]) -> None:
    found = ours(graph)
    known = {name for name, _ in graph}
    if any(parent not in known for _, parents in graph for parent in parents):
        # Alembic warns, and fails later with what it left out.
        assert any(True for _ in found.missing)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        revisions = RevisionMap(lambda: [Revision(name, parents or None) for name, parents in graph])
        try:
            heads = set(revisions.heads)
        except (CycleDetected, DependencyCycleDetected):
            assert any(True for _ in found.cycles)
            return
    if any(True for _ in found.cycles):
        # Alembic only sees a circle where no head or no base leads around it.
        return
    assert set(found.heads) == heads
    assert bool(found.rivals) == (len(heads) > 1)


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_django_finds_the_same_leaves_and_faults(graph: list[tuple[str, tuple[str, ...]]]) -> None:
    found = ours(graph, lines=True)
    theirs = MigrationGraph()
    keys = {name: ("users" if name < "d" else "shop", name) for name in (*NAMES, "x")}
    for name, _ in graph:
        theirs.add_node(keys[name], None)
    for name, parents in graph:
        for parent in parents:
            theirs.add_dependency(None, keys[name], keys[parent], skip_validation=True)
    try:
        theirs.validate_consistency()
    except (NodeNotFoundError, AttributeError):
        assert any(True for _ in found.missing)
        return
    assert not any(True for _ in found.missing)
    try:
        theirs.ensure_not_cyclic()
    except CircularDependencyError:
        assert any(True for _ in found.cycles)
        return
    assert not any(True for _ in found.cycles)
    assert set(found.heads) == {name for _, name in theirs.leaf_nodes()}
