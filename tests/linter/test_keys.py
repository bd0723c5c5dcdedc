"""What one key makes work for, counted: a time would say something else on every machine."""

import gc
import random
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest

from towpath.linter.opening import Project

ALEMBIC = """
    op.create_table("t{0}", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id"))
    op.add_column("users", sa.Column("c{0}", sa.Integer(), nullable=True))
    op.create_index("ix_{0}", "users", ["c{0}"])
"""
DJANGO = """
        migrations.CreateModel(name="T{0}", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("t0", "c{0}", models.IntegerField(null=True, db_index=True)),
"""
RAILS = """
    create_table :t{0} do |t|
      t.string :name
    end
    add_column :users, :c{0}, :integer
    add_index :users, :c{0}
"""
SYSTEMS = {
    "alembic": (
        "migrations/versions/a1_many.py",
        'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "a1"\ndown_revision = None\n\n\ndef upgrade():',
        ALEMBIC,
        "\n\ndef downgrade():\n    pass\n",
        ('"t{0}"', '"tt{0}"'),
    ),
    "django": (
        "shop/migrations/0001_initial.py",
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = []\n"
        "    operations = [",
        DJANGO,
        "    ]\n",
        ('"T{0}"', '"TT{0}"'),
    ),
    "rails": (
        "db/migrate/20240101000000_many.rb",
        "class Many < ActiveRecord::Migration[7.1]\n  def change",
        RAILS,
        "  end\nend\n",
        (":t{0} ", ":tt{0} "),
    ),
}
# What has to be done for the statement that was typed in alone: read it, apply it, ask what it costs.
ONCE = {
    ("towpath.databases.claims", "impact_of"),
    ("towpath.schema.effects", "apply"),
    ("towpath.sql.read", "read_statement"),
    ("towpath.linter.rules", "run"),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_key_in_a_long_migration_makes_no_more_work_of_its_statements(system: str, tmp_path: Path) -> None:
    short, long = _calls(system, 20, tmp_path / "short"), _calls(system, 80, tmp_path / "long")
    assert sum(short[one] for one in ONCE)
    assert {one: long[one] for one in ONCE} == {one: short[one] for one in ONCE}


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_goes_through_all_statements_for_a_key_goes_through_them_once(system: str, tmp_path: Path) -> None:
    """Four times as many statements are four times as many calls, where each asking each other would be sixteen."""
    short, long = _calls(system, 20, tmp_path / "short"), _calls(system, 80, tmp_path / "long")
    assert long.total() < 4 * short.total()


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_a_key_makes_old_is_let_go_without_anybody_looking_for_it(system: str, tmp_path: Path) -> None:
    """What holds itself in a ring is found by a search through all that there is, which takes longer than a key."""
    path, text = _written(system, 40, tmp_path)
    old, new = SYSTEMS[system][-1]
    workspace = Project(str(tmp_path)).workspace
    workspace.report(path)
    gc.collect()
    gc.disable()
    for number in range(4):
        for said in (text.replace(old.format(number), new.format(number)), text):
            workspace.update(path, said)
            workspace.report(path)
    gc.enable()
    assert gc.collect() < 1000


# What is typed in the place of what: some of it breaks the text.
KEYS = ((",", ""), (":", ""), ("c", "cc"), ("e", ""), ("\n", "\n\n"), (" ", "  "))
BREAKING = {
    "alembic": (("(", ""), (")", ""), ("[", "[["), ('"', ""), ('"', '""')),
    "django": (("(", ""), (")", ""), ("[", "[["), ('"', ""), ('"', '""')),
    "rails": ((" do", ""), ("    end", ""), (":", ':"'), ("add_index ", "add_index(")),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_after_any_key_in_a_long_migration_all_is_said_that_is_said_of_it_anew(system: str, tmp_path: Path) -> None:
    path, text = _written(system, 120, tmp_path)
    workspace = Project(str(tmp_path)).workspace
    workspace.report(path)
    chosen = random.Random(system)
    for old, new in (*chosen.sample(KEYS, 3), *chosen.sample(BREAKING[system], 3)):
        at = chosen.choice([at for at in range(len(text)) if text.startswith(old, at)])
        typed = text[:at] + new + text[at + len(old) :]
        for said in (typed, text):
            workspace.update(path, said)
            anew = Project(str(tmp_path)).workspace
            anew.update(path, said)
            assert workspace.report(path) == anew.report(path), (old, new, at)


UP = """revision = "b"
down_revision = "a"
from alembic import op


def upgrade():
    op.create_index("twin", "users", ["a"])


def downgrade():
"""
FIRST = """revision = "a"
down_revision = None
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.create_table("users", sa.Column("a", sa.Integer(), index=True))
"""


def test_a_fix_of_the_way_up_finds_the_way_back_as_it_is_now() -> None:
    workspace = Project("/nonexistent-towpath-folder").workspace
    drop, path = '    op.drop_index("twin", "users")\n', "m/versions/b.py"
    workspace.tree.hold("alembic.ini", "[alembic]\nscript_location = m\nsqlalchemy.url = postgresql://localhost/shop\n")
    workspace.tree.hold("m/versions/a.py", FIRST)
    workspace.tree.hold(path, UP + drop)
    workspace.refresh()

    def fixed() -> str | None:
        (found,) = [one for one in workspace.report(path).findings if one.rule == "duplicate-index"]
        (proposal,) = workspace.proposals(found)
        return proposal.rewrite.texts(workspace.tree)[path]

    without = UP.replace('    op.create_index("twin", "users", ["a"])\n', "    pass\n")
    assert fixed() == f"{without}    pass\n"
    before = '    op.drop_column("users", "b")\n'
    workspace.update(path, UP + before + drop)
    assert fixed() == without + before


def _written(system: str, count: int, root: Path) -> tuple[str, str]:
    """A project with one migration of so many parts: the path of that, and its text."""
    path, head, part, tail, _ = SYSTEMS[system]
    text = head + "".join(part.format(number) for number in range(count)) + tail
    root.joinpath(path).parent.mkdir(parents=True)
    root.joinpath(path).write_text(text, encoding="utf-8")
    (root / "towpath.toml").write_text('database = "postgresql@16"\n', encoding="utf-8")
    return path, text


def _calls(system: str, count: int, root: Path) -> Counter[tuple[str, str]]:
    """How often each function is called for a key in the middle of a migration of so many parts."""
    path, text = _written(system, count, root)
    old, new = SYSTEMS[system][-1]
    workspace = Project(str(root)).workspace
    workspace.report(path)
    typed = text.replace(old.format(count // 2), new.format(count // 2))
    assert typed != text
    # The first key finds what only later ones have.
    for said in (f"{text}\n", text, typed, text):
        workspace.update(path, said)
        workspace.report(path)
    found: Counter[tuple[str, str]] = Counter()

    def count_call(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            found[str(frame.f_globals.get("__name__")), frame.f_code.co_name] += 1

    before = sys.getprofile()
    sys.setprofile(count_call)
    workspace.update(path, typed)
    report = workspace.report(path)
    sys.setprofile(before)
    assert report.judged
    return found
