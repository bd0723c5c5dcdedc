"""What a method of Ruby does, in order, under which conditions, and with a broken line beside it."""

import pytest

from towpath.syntax.ruby import Call, Did, Reference, Walker, entered, module, parse

ONCE = ("reversible", "up", "table")


def did(body: str, before: str = "") -> list[str]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    _, (found,) = module(parse(f"class A < B\n{before}\n  def up\n{lines}  end\nend\n"))
    method = found.scope.methods["up"]
    scope = entered(method, Call(Reference("up"), (), method.node))
    walker = Walker(scope, lambda call: call.name in ONCE)
    return [_shown(one) for statement in method.body for one in walker.walk(statement)]


def _shown(one: Did) -> str:
    call = one.value
    assert isinstance(call, Call)
    said = " ".join(str(argument.value) for argument in call.arguments)
    marks = "".join(f" if {condition.source}" for condition in one.conditions)
    marks += f" turn {one.turn[0] + 1} of {one.turn[1]}" if one.turn else ""
    marks += "".join(f" in {within.name}" for within in one.within)
    marks += "".join(f" {flag}" for flag in ("helper", "loop", "raises") if getattr(one, flag))
    return f"{call.name}({said}){marks}"


@pytest.mark.parametrize(
    ("body", "done"),
    [
        ("a 1\nb(2)", ["a(1)", "b(2)"]),
        ("x = 1\na x", ["a(1)"]),
        ("a 1 if u", ["u()", "a(1) if u"]),
        ("a 1 unless u", ["u()", "a(1) if not u"]),
        ("if u\n  a 1\nelse\n  a 2\nend", ["u()", "a(1) if u", "a(2) if not u"]),
        ("if u\n  a 1\nelsif v\n  a 2\nend", ["u()", "a(1) if u", "v() if not u", "a(2) if not u if v"]),
        ("return if u\na 1", ["u()", "a(1) if not u"]),
        ("u && a(1)", ["u()", "a(1) if u"]),
        ("if true\n  a 1\nelse\n  a 2\nend", ["a(1)"]),
        ("case u\nwhen 1 then a 1\nelse a 2\nend", ["a(1) if when 1 then a 1", "a(2) if none of the cases"]),
        ("%w[p q].each { |x| a x }", ["a(p) turn 1 of 2", "a(q) turn 2 of 2"]),
        ("%w[p q].each_with_index do |x, n|\n  a x, n\nend", ["a(p 0) turn 1 of 2", "a(q 1) turn 2 of 2"]),
        ("{ p: 1 }.each do |k, v|\n  a k, v\nend", ["a(p 1) turn 1 of 1"]),
        ("[[:p, 1]].each { |(x, y)| a y }", ["a(1) turn 1 of 1"]),
        ("2.times { |n| a n }", ["a(0) turn 1 of 2", "a(1) turn 2 of 2"]),
        ("rows.each { |x| a 1 }", ["each()", "a(1) in each loop"]),
        ("while u\n  a 1\nend", ["u()", "a(1) loop"]),
        ("reversible { |d| d.up { a 1 } }", ["reversible()", "up() in reversible", "a(1) in reversible in up"]),
        ("h 1", ["a(1) helper"]),
        ("raise X", ["raise(Reference('X')) raises"]),
        ("a 1\nreturn\na 2", ["a(1)"]),
        ("begin\n  a 1\nrescue E\n  a 2\nensure\n  a 3\nend", ["a(1)", "a(2) if what is tried before fails", "a(3)"]),
        ("x = 1\nx = 2 if u\na x", ["u()", "a(<x>)"]),
        ("x += 1\na x", ["a(<x += 1>)"]),
    ],
)
def test_what_is_done(body: str, done: list[str]) -> None:
    found = [one.replace("Unknown('x')", "<x>").replace("Unknown('x += 1')", "<x += 1>") for one in did(body, HELPER)]
    assert found == done


HELPER = "  def h(x)\n    a x\n  end\n"
AROUND = """\
class A < ActiveRecord::Migration[7.0]
  def change
    add_column :users, :a, :string
    create_table :orgs do |t|
      t.string :name
    end
    execute <<~SQL
      SELECT 1
    SQL
    @@
    add_column :users, :c, :string
  end

  def down
    remove_column :users, :a
  end
end
"""


@pytest.mark.parametrize(
    "line",
    [
        "add_index :users, [:a, :b",
        'execute "UPDATE users',
        "users.",
        "add_index :users, ",
        "add_index(:users, :a",
        "create_table :others do |t|",
        "if x",
        "add_column :users, :b, default: { a: 1",
        "execute <<~SQL",
        "add_column(:users, %w[a b",
        "change_table :a do |t|\n      t.",
        "x = ",
        "add_index :users, :a, unique:",
        "add_index :users, :",
        "reversible do |dir|\n      dir.up {",
    ],
)
def test_a_line_that_is_being_typed_leaves_the_others(line: str) -> None:
    tree = parse(AROUND.replace("@@", line))
    _, (found,) = module(tree)
    assert len(tree.broken) == 1
    assert tree.broken[0].of(tree.text).strip() in line
    assert list(found.scope.methods) == ["change", "down"]
    names = [tree.source(one).split()[0] for one in found.scope.methods["change"].body if one.type == "call"]
    assert names[:3] + names[-1:] == ["add_column", "create_table", "execute", "add_column"]


def test_a_block_that_nothing_begins_any_more_leaves_what_follows() -> None:
    table = "create_table :others  |t|\n      t.text :a\n    end"
    tree = parse(AROUND.replace("@@", table))
    assert [span.of(tree.text).strip() for span in tree.broken] == [table]
    _, (found,) = module(tree)
    assert list(found.scope.methods) == ["change", "down"]
