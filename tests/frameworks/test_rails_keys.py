"""After a key in a migration of Rails, what is read of it is what would be read anew."""

import pytest

from towpath.frameworks import rails
from towpath.frameworks.kept import Kept
from towpath.frameworks.rails import reading
from towpath.operations import Migration, Script
from towpath.project import Found, Tree

EMPTY = "/nonexistent-towpath-folder"
FIRST, SECOND = "db/migrate/1_first.rb", "db/migrate/2_second.rb"
BEFORE = (
    'class First < ActiveRecord::Migration[7.1]\n  def change\n    add_index :users, :name, name: "odd"\n  end\nend\n'
)
BODY = """\
    create_table :teams do |t|
      t.string :name
    end
    # Teams have users.
    add_column :users, :team_id, :bigint

    add_index :users, :team_id
    remove_index :users, :name
    rename_table :teams, :groups
"""


def text(body: str) -> str:
    return f"class Second < ActiveRecord::Migration[7.1]\n  def change\n{body}  end\nend\n"


def said(migrations: tuple[Migration, ...]) -> list[object]:
    return [(one.identity, one.derived, *map(spelled, (one.up, one.down))) for one in migrations]


def spelled(script: Script | None) -> object:
    if script is None:
        return None
    steps = [(s.block, s.span, s.operations, s.guard, s.outside, s.turn, s.reversible, s.places) for s in script.steps]
    return script.transactional, script.starts, steps


def found(tree: Tree) -> Found:
    return next(iter(rails.detect(tree)))


TYPED = [
    ("    add_index :users, :team_id\n", "    add_index :users, :team\n"),
    ("    add_index :users, :team_id\n", ""),
    ("\n    add_index", "\n    add_column :users, :age, :integer\n    add_index"),
    ("    add_index :users, :team_id\n", "    add_index :users, :team_id, b:\n"),
    ("    add_index :users, :team_id\n", "    add_index :users, :team_id,\n"),
    ("    add_index :users, :team_id\n", "    .then { 1 }\n"),
    ("    add_index :users, :team_id\n", "    end\n"),
    ("    add_index :users, :team_id\n", "    end\n\n    def other\n"),
    ("    add_index :users, :team_id\n", "    rescue\n"),
    ("    add_index :users, :team_id\n", "    table = :users\n    add_index table, :team_id\n"),
    ("    add_index :users, :team_id\n", "    change\n"),
    ("    add_index :users, :team_id\n", "    return if done?\n"),
    ("    add_index :users, :team_id\n", '    execute "COMMIT"\n'),
    ("    add_index :users, :team_id\n", "    add_index :users, :größe\n"),
    ("    add_index :users, :team_id\n", "    execute <<~SQL\n      SELECT 1\n    SQL\n"),
    ("    add_index :users, :team_id\n", "    up_only { add_index :users, :team_id }\n"),
    ("    add_index :users, :team_id\n    ", "    add_index :users, :team_id "),
    ("add_column :users, :team_id", "add_index :users, :name, name: :more"),
    ("create_table :teams do |t|", "create_table :teams do"),
    ("rename_table :teams, :groups\n", "rename_table :teams, :groups\n    drop_table :groups\n"),
]


@pytest.mark.parametrize(("old", "new"), TYPED)
def test_what_is_read_after_a_key_is_what_is_read_anew(old: str, new: str) -> None:
    tree = Tree(EMPTY, {FIRST: BEFORE, SECOND: text(BODY)})
    series, kept = found(tree), Kept()
    rails.read(series, tree, kept)
    for body in (f"{BODY}\n", BODY.replace(old, new), BODY, BODY.replace(old, new), BODY.replace("users", "people")):
        tree.hold(SECOND, text(body))
        anew = rails.read(series, Tree(EMPTY, {FIRST: BEFORE, SECOND: text(body)}), Kept())
        assert said(rails.read(series, tree, kept)) == said(anew)


def test_a_text_that_goes_on_in_another_line_is_whole() -> None:
    """No bracket of the line tells that: where the text ends stands behind it."""
    body = '  def up\n    validate_check_constraint(:users, name: "grown")\n    add_index(:users, :name)\n  end\n'
    frame = "class Second < ActiveRecord::Migration[7.1]\n{}end\n".format
    broken = body.replace("grown", "gro\n\n    wn")
    tree = Tree(EMPTY, {FIRST: BEFORE, SECOND: frame(body)})
    series, kept = found(tree), Kept()
    rails.read(series, tree, kept)
    for one in (body.replace("    add", "     add"), broken, body, broken.replace('wn"', "wn"), broken):
        tree.hold(SECOND, frame(one))
        anew = rails.read(series, Tree(EMPTY, {FIRST: BEFORE, SECOND: frame(one)}), Kept())
        assert said(rails.read(series, tree, kept)) == said(anew)


def test_what_follows_is_read_again_where_names_before_it_are_others() -> None:
    tree = Tree(EMPTY, {FIRST: BEFORE, SECOND: text(BODY)})
    series, kept = found(tree), Kept()
    rails.read(series, tree, kept)
    for name in ("even", "odd", "other"):
        tree.hold(FIRST, BEFORE.replace("odd", name))
        anew = rails.read(series, Tree(EMPTY, {FIRST: tree.text(FIRST) or "", SECOND: text(BODY)}), Kept())
        assert said(rails.read(series, tree, kept)) == said(anew)


def test_a_key_within_a_statement_has_no_more_parsed_than_what_stands_between_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tree = Tree(EMPTY, {SECOND: text(BODY)})
    series, kept = found(tree), Kept()
    rails.read(series, tree, kept)
    tree.hold(SECOND, text(f"{BODY}\n"))
    rails.read(series, tree, kept)

    def whole(*_: object) -> None:
        raise AssertionError("the whole file is parsed")

    monkeypatch.setattr(reading.ruby, "parse", whole)
    tree.hold(SECOND, text(BODY.replace(":team_id\n", ":team\n")))
    (migration,) = rails.read(series, tree, kept)
    assert [step.block for step in migration.up.steps][2] == "add_index :users, :team"


@pytest.mark.parametrize(
    "broken", [BODY.replace(":team_id\n", ":team_id, {\n"), BODY.replace("add_index", "add_index(")]
)
def test_what_was_broken_for_a_while_is_what_it_was(broken: str) -> None:
    tree = Tree(EMPTY, {SECOND: text(BODY)})
    series, kept = found(tree), Kept()
    rails.read(series, tree, kept)
    tree.hold(SECOND, text(f"{BODY}\n"))
    (before,) = rails.read(series, tree, kept)
    for body in (broken, f"{BODY}\n"):
        tree.hold(SECOND, text(body))
        (after,) = rails.read(series, tree, kept)
    assert after.up is before.up
