"""What fixes make of Rails' migrations, run by the real Active Record up, down and up, to the same schema each time."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from judges.rails_judge import judged, question
from towpath.linter import Placed, Workspace
from towpath.linter.opening import Project

pytestmark = pytest.mark.server

BASE = """\
class Base < ActiveRecord::Migration[7.1]
  def change
    create_table :firms do |t|
      t.string :name
    end
    create_table :people do |t|
      t.string :email, null: false, default: "x"
      t.bigint :firm_id
      t.integer :age
      t.decimal :price, precision: 8, scale: 2
      t.datetime :seen_at
      t.index :age
      t.index [:email, :age], unique: true, where: "age > 17"
      t.foreign_key :firms
      t.check_constraint "age > 0", name: "born"
    end
  end
end
"""
CAST = re.compile(r"(?<=')::(?:text|character varying)\b")
PATH = "db/migrate/20240102000000_change_some.rb"
BODIES = [
    "add_index :people, :firm_id",
    'add_index :people, [:firm_id, :email], unique: true, where: "email IS NOT NULL"\nadd_column :people, :x, :text',
    'add_index :people, "lower(email)", name: "folded"\nadd_column :people, :x, :text',
    'execute "CREATE INDEX folded ON people (lower(email))"\nadd_column :people, :x, :text',
    "add_reference :people, :boss, foreign_key: { to_table: :people }",
    "add_reference :people, :owner, polymorphic: true",
    'add_foreign_key :people, :people, column: :firm_id, name: "other", on_delete: :cascade',
    'add_check_constraint :people, "age < 200", name: "mortal"',
    'add_check_constraint :people, "age < 200"',
    "change_column_null :people, :age, false",
    "change_column :people, :firm_id, :bigint, null: false",
    "remove_index :people, :age",
    "remove_index :people, [:email, :age]",
    'remove_index :people, name: "index_people_on_age"\nadd_column :people, :x, :text',
    "remove_column :people, :price",
    "remove_column :people, :seen_at",
    "remove_columns :people, :price, :email",
    "remove_foreign_key :people, column: :firm_id",
    "remove_foreign_key :people, column: :firm_id\nadd_column :people, :x, :text",
    "remove_column :people, :price, if_exists: true",
    'remove_check_constraint :people, name: "born"',
    "change_table :people do |t|\n  t.remove :price\n  t.rename :seen_at, :seen\nend",
    "change_table :people do |t|\n  t.references :boss\nend",
    "change_table :people do |t|\n  t.belongs_to :boss, foreign_key: { to_table: :people }\nend",
    "change_table :people do |t|\n  t.text :x\n  # Quick.\n  t.index :x, unique: true\n  t.remove_index :age\nend",
    "change_table :people, bulk: true do |t|\n  t.remove :price\n  t.remove :seen_at\n  t.string :x\nend",
    "change_table :people, bulk: true do |t|\n  t.change_default :email, 'y'\n  t.remove_index :age\nend",
    "change_table :people, bulk: true do |t|\n  t.text :x\n  t.index :x\n  t.string :y, index: true\nend",
    "change_table :people, bulk: true do |t|\n  t.references :boss, foreign_key: { to_table: :people }\nend",
    "change_table :people, bulk: true do |t|\n  t.change_null :age, false\n  t.text :x\nend",
    "change_table :people, bulk: true do |t|\n  t.index :email\nend",
    "change_table :people, bulk: true do |t|\n  t.remove_index :age\n  t.check_constraint 'age < 99'\nend",
    "change_table :people do |t|\n  t.text :x\n  t.change_null :age, false\n  t.string :y, index: true\nend",
    "unless column_exists?(:people, :x)\n  add_column :people, :x, :text\nend",
    'execute "ANALYZE people"',
    "execute <<~SQL\n  ALTER TABLE people\n    ADD COLUMN x integer\nSQL",
    "execute <<-SQL\n  ALTER TABLE people\n    ADD COLUMN x integer\nSQL",
    'change_column_default :people, :email, "y"',
    "change_column_default :people, :age, 5",
    "change_column :people, :age, :bigint",
    'change_column :people, :email, :text, default: "z"',
    "rename_column :people, :age, :years",
    "rename_table :firms, :companies",
    'add_unique_constraint :people, :email, name: "one"',
    "change_column :people, :age, :bigint, null: false",
    "drop_table :people",
    'execute "ALTER TABLE people ADD COLUMN x integer"',
    'execute "ALTER TABLE people ADD CONSTRAINT one UNIQUE (email)"',
    'execute "UPDATE people SET age = 1 WHERE age IS NULL"',
    'add_column :people, :x, :uuid, default: -> { "gen_random_uuid()" }',
    "create_table :others do |t|\n  t.references :person, foreign_key: true\nend",
    "add_column :people, :x, :text",
]


BOTH_WAYS = """class ChangeSome < ActiveRecord::Migration[7.1]
  def up
    execute "SET LOCAL lock_timeout = '5s'"
    execute "ALTER TABLE people ADD CONSTRAINT one UNIQUE (email)"
  end

  def down
    execute "ALTER TABLE people DROP CONSTRAINT one"
  end
end
"""


def change(body: str) -> str:
    inner = "".join(f"    {line}\n" for line in body.splitlines())
    return f"class ChangeSome < ActiveRecord::Migration[7.1]\n  def change\n{inner}  end\nend\n"


class Case(NamedTuple):
    """A fix of a rule, and the migrations that it leaves behind the first one."""

    text: str
    rule: str
    texts: tuple[str, ...]


def cases() -> Iterator[Case]:
    texts = [change(body) for body in BODIES]
    # With up alone, where down is written by a fix.
    texts += [text.replace("  def change\n", "  def up\n") for text in texts]
    for text in (*texts, BOTH_WAYS):
        made = workspace({PATH: text})
        for placed in findings(made):
            for proposal in made.proposals(placed):
                after = {PATH: text, **proposal.rewrite.texts(made.tree)}
                yield Case(text, placed.rule, tuple(said for _, said in sorted(after.items()) if said is not None))


def workspace(files: dict[str, str]) -> Workspace:
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("config/database.yml", "production:\n  adapter: postgresql\n")
    made.tree.hold("db/migrate/20240101000000_base.rb", BASE)
    for path, text in files.items():
        made.tree.hold(path, text)
    made.refresh()
    return made


def findings(made: Workspace) -> list[Placed]:
    return [one for file in made.check().files for one in file.findings if one.path == PATH]


CASES = list(cases())


@pytest.fixture(scope="module")
def told() -> list[dict[str, Any]]:
    return judged([question(BASE, *one.texts, back=len(one.texts), down=True, dump=True) for one in CASES])


def test_there_are_enough_cases() -> None:
    assert len(CASES) > 60


def test_what_fixes_write_runs_up(told: list[dict[str, Any]]) -> None:
    for case, answer in zip(CASES, told, strict=True):
        assert "error" not in answer, (case, answer)
        assert "error" not in answer["kept"], (case, answer["kept"])
        assert "error" not in answer["up"], (case, answer["up"])


def test_ways_back_that_fixes_write_lead_back(told: list[dict[str, Any]]) -> None:
    for case, answer in zip(CASES, told, strict=True):
        if case.rule not in ("missing-downgrade", "irreversible-operation") and case.text != BOTH_WAYS:
            continue
        assert "error" not in answer["down"], (case, answer["down"])
        assert columns(answer["gone"]) == columns(answer["before"]), case
        assert "error" not in answer["again"], (case, answer["again"])
        assert columns(answer["last"]) == columns(answer["after"]), case


@pytest.fixture(scope="module")
def told_before() -> dict[str, dict[str, Any]]:
    texts = list(dict.fromkeys(case.text for case in CASES))
    return dict(zip(texts, judged([question(BASE, one, down=True, dump=True) for one in texts]), strict=True))


def test_what_went_back_before_a_fix_goes_back_after_it(
    told: list[dict[str, Any]], told_before: dict[str, dict[str, Any]]
) -> None:
    for case, answer in zip(CASES, told, strict=True):
        before = told_before[case.text]
        if "error" in before["down"]:
            continue
        assert "error" not in answer["down"], (case, answer["down"])
        if columns(before["gone"]) == columns(before["before"]):
            assert columns(answer["gone"]) == columns(answer["before"]), case


def columns(dump: str) -> list[str]:
    """The lines of a dump, those within a table in any order, and defaults without the type that they came with."""
    return sorted(CAST.sub("", line.strip().rstrip(",")) for line in dump.splitlines())
