# pyright: basic
"""Alembic and Django themselves say which heads a graph has, what it lacks, and whether it goes in a circle."""

import subprocess
import sys
import warnings
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.script.revision import CycleDetected, DependencyCycleDetected, Revision, RevisionMap
from django.db.migrations.exceptions import CircularDependencyError, NodeNotFoundError
from django.db.migrations.graph import MigrationGraph
from hypothesis import given, settings
from hypothesis import strategies as st

from repositories import write
from towpath.history.graph import Graph
from towpath.linter.opening import Project
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


def _merged(folder: Path, path: str) -> None:
    """Writes the fix that merges the heads, of a finding in a file."""
    workspace = Project(str(folder), everything=True).workspace
    (found,) = [one for one in workspace.report(path).findings if one.rule == "multiple-heads"]
    merge = next(one for one in workspace.proposals(found) if one.title == "Merge the heads in a new migration")
    write(folder, {path: text for path, text in merge.rewrite.texts(workspace.tree).items() if text is not None})


def test_alembic_has_one_head_after_the_merge(tmp_path: Path) -> None:
    said = {
        f"m/versions/{name}.py": f'revision = "{name}"\ndown_revision = {parent!r}\n\n\ndef upgrade():\n    pass\n'
        for name, parent in (("a", None), ("b", "a"), ("c", "a"))
    }
    write(tmp_path, {"alembic.ini": "[alembic]\nscript_location = m\nfile_template = %%(slug)s_%%(rev)s\n", **said})
    _merged(tmp_path, "m/versions/b.py")
    (made,) = (tmp_path / "m/versions").glob("merge_heads_*.py")
    directory = ScriptDirectory(str(tmp_path / "m"))
    assert [made.stem.removeprefix("merge_heads_")] == directory.get_heads()
    merge = directory.get_revision(directory.get_heads()[0])
    assert merge is not None
    assert set(merge.down_revision or ()) == {"b", "c"}


LOADER = """
import django
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

settings.configure(INSTALLED_APPS=["shop"])
django.setup()
loader = MigrationLoader(None)
print(loader.detect_conflicts(), loader.graph.leaf_nodes("shop"))
"""


def test_django_finds_no_conflict_after_the_merge(tmp_path: Path) -> None:
    text = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = {}\n"
    names = {"0001_initial": [], "0002_a": [("shop", "0001_initial")], "0002_b": [("shop", "0001_initial")]}
    write(tmp_path, {f"shop/migrations/{name}.py": text.format(parents) for name, parents in names.items()})
    write(tmp_path, {"shop/__init__.py": "", "shop/migrations/__init__.py": ""})
    _merged(tmp_path, "shop/migrations/0002_b.py")
    said = subprocess.run([sys.executable, "-c", LOADER], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "{} [('shop', '0003_merge_0002_a_0002_b')]"
