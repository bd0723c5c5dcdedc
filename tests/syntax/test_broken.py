"""Which lines of a broken program are left out, and that what only looks broken is not."""

import pytest

from towpath.syntax import python, ruby

PYTHON = """\
def upgrade():
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
    )
    op.add_column("users", sa.Column("plan", sa.Integer()))
    op.create_index("ix_plan", "users", ["plan"])
"""
RUBY = """\
class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :plan, :integer
    add_index :users, :plan, name: "ix_plan"
  end
end
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["plan"]', '["plan"'),
        ('["plan"]', '[["plan"]'),
        ('["plan"]', '["plan]'),
        ('["plan"]', '"plan"]'),
        ('"users", ["plan"]', '"users" ["plan'),
    ],
)
def test_a_bracket_or_a_quote_costs_its_own_line(old: str, new: str) -> None:
    assert left_out(python.parse(PYTHON.replace(old, new))) == [f"    {line(PYTHON, old).replace(old, new)}\n"]


@pytest.mark.parametrize("new", ['"ix_plan', "(ix_plan", '"ix_plan")', "'ix_plan\""])
def test_and_so_it_does_in_ruby(new: str) -> None:
    said = RUBY.replace('"ix_plan"', new)
    assert left_out(ruby.parse(said)) == [f"    add_index :users, :plan, name: {new}\n"]


def test_a_call_that_is_not_closed_is_left_out_where_it_begins() -> None:
    assert left_out(python.parse(PYTHON.replace("    )\n", "    \n"))) == ["    op.create_table(\n"]


@pytest.mark.parametrize(
    "said",
    [
        "    execute <<~SQL\n      UPDATE plans SET name = 'it' WHERE name = 'don''t (\n    SQL\n",
        '    execute "UPDATE plans\n             SET name = 1"\n',
        "    remove_index :users, name: %w[( a].first\n",
        "    add_column :users, :at, :string, default: ?'\n",
        "    puts 'a' if name =~ /[(\"]/\n",
        "    def plan=\n    end\n",
        "    User.where(plan: nil).\n    update_all({ plan: 1 })\n",
    ],
)
def test_ruby_that_only_looks_broken_stays(said: str) -> None:
    text = RUBY.replace("    add_column", f"{said}    add_column", 1)
    base = ruby.parse(RUBY)
    assert left_out(ruby.parse(text)) == left_out(ruby.parse(text, base)) == []


def test_a_quote_right_behind_a_name_opens_a_text_of_ruby() -> None:
    text = "class A\n  puts'on\n    a(1\n  '\nend\n"
    base = ruby.parse("class A\n  def f\n    a(1)\n  end\nend\n")
    assert left_out(ruby.parse(text)) == left_out(ruby.parse(text, base)) == []


@pytest.mark.parametrize(
    "said",
    [
        '    note = f"{names[\'(\']} ({names["it\'s"]}"\n',
        "    note = '''it's (\n    not over'''\n",
        "    note = 'a \\\n   ( b'\n",
    ],
)
def test_python_that_only_looks_broken_stays(said: str) -> None:
    text = PYTHON.replace("    op.create_index", f"{said}    op.create_index")
    base = python.parse(PYTHON)
    assert left_out(python.parse(text)) == left_out(python.parse(text, base)) == []


def left_out(tree: python.Tree) -> list[str]:
    return [span.of(tree.text) for span in tree.broken]


def line(text: str, said: str) -> str:
    return next(one.strip() for one in text.splitlines() if said in one)
