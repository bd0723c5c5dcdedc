"""What fixes make of Rails' migrations, letter by letter."""

import pytest

from towpath.linter import Proposal
from towpath.linter.opening import Project

BASE = """\
class Base < ActiveRecord::Migration[7.1]
  def change
    create_table :orgs do |t|
      t.string :name
    end
    create_table :users do |t|
      t.string :email
      t.bigint :org_id
      t.integer :age
      t.decimal :price, precision: 8, scale: 2
      t.index :age
      t.foreign_key :orgs
    end
  end
end
"""
PATH = "db/migrate/20240102000000_change_some.rb"


def proposal(text: str, rule: str, title: str = "", base: str = BASE) -> tuple[Proposal | None, dict[str, str | None]]:
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("config/database.yml", "production:\n  adapter: postgresql\n")
    made.tree.hold("db/migrate/20240101000000_base.rb", base)
    made.tree.hold(PATH, text)
    made.refresh()
    for file in made.check().files:
        for placed in file.findings:
            if placed.rule == rule and placed.direction == "up":
                found = [one for one in made.proposals(placed) if one.title == title or not title]
                return (found[0], dict(found[0].rewrite.texts(made.tree))) if found else (None, {})
    raise AssertionError(f"no {rule}")


def change(body: str, head: str = "") -> str:
    inner = "".join(f"    {line}\n" if line else "\n" for line in body.splitlines())
    return f"class ChangeSome < ActiveRecord::Migration[7.1]\n{head}  def change\n{inner}  end\nend\n"


SWITCH = "  disable_ddl_transaction!\n\n"


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("blocking-index", "add_index :users, :email", "add_index :users, :email, algorithm: :concurrently"),
        ("blocking-index", "add_index(:users, :email)", "add_index(:users, :email, algorithm: :concurrently)"),
        (
            "blocking-index",
            "add_index :users, :email, :unique => true, :name => 'x'",
            "add_index :users, :email, :unique => true, :name => 'x', :algorithm => :concurrently",
        ),
        (
            "blocking-index",
            "change_table :users do |t|\n  t.index :email # for the login\nend",
            "change_table :users do |t|\n  t.index :email, algorithm: :concurrently # for the login\nend",
        ),
        (
            "blocking-index",
            "add_index :users, :email unless index_exists?(:users, :email)",
            "add_index :users, :email, algorithm: :concurrently unless index_exists?(:users, :email)",
        ),
        (
            "blocking-index",
            'execute "CREATE INDEX foo ON users (email)"',
            'execute "CREATE INDEX CONCURRENTLY foo ON users (email)"',
        ),
        (
            "blocking-index",
            "execute <<~SQL\n  CREATE INDEX foo\n    ON users (email)\nSQL",
            "execute <<~SQL\n  CREATE INDEX CONCURRENTLY foo\n    ON users (email)\nSQL",
        ),
        ("blocking-index-drop", "remove_index :users, :age", "remove_index :users, :age, algorithm: :concurrently"),
        (
            "blocking-index-drop",
            "remove_index :users, name: :index_users_on_age",
            "remove_index :users, name: :index_users_on_age, algorithm: :concurrently",
        ),
    ],
)
def test_an_index_alone_leaves_the_transaction_in_its_file(rule: str, before: str, after: str) -> None:
    _, texts = proposal(change(before), rule)
    assert texts == {PATH: change(after, SWITCH)}


@pytest.mark.parametrize(
    ("rule", "before", "after", "anew"),
    [
        ("blocking-index", "t.references :boss", "t.references :boss, index: false", "add_index :users, :boss_id"),
        (
            "blocking-index",
            "t.string :nick\n  t.index [:nick, :email], unique: true\n  t.text :x",
            "t.string :nick\n  t.text :x",
            "add_index :users, [:nick, :email], unique: true",
        ),
        ("blocking-index-drop", "t.remove_index :age\n  t.text :x", "t.text :x", "remove_index :users, :age"),
        (
            "scanning-foreign-key",
            "t.belongs_to :boss, foreign_key: { to_table: :users }, index: false",
            "t.belongs_to :boss, index: false\n  add_foreign_key :users, :users, column: :boss_id, validate: false",
            "validate_foreign_key :users, column: :boss_id",
        ),
    ],
)
def test_what_leaves_the_block_of_a_table_is_said_anew(rule: str, before: str, after: str, anew: str) -> None:
    _, texts = proposal(change(f"change_table :users do |t|\n  {before}\nend"), rule)
    assert texts[PATH] == change(f"change_table :users do |t|\n  {after}\nend")
    (new,) = (text for path, text in texts.items() if path != PATH and text)
    concurrently = ", algorithm: :concurrently" if "index" in anew else ""
    assert f"  def change\n    {anew}{concurrently}\n  end\n" in new


BULK = "change_table :users, bulk: true do |t|\n  {}\nend"


@pytest.mark.parametrize(
    ("rule", "before", "after", "later"),
    [
        (
            "blocking-index",
            "t.string :nick\n  t.index :nick # for the login",
            BULK.format("t.string :nick"),
            "add_index :users, :nick, algorithm: :concurrently",
        ),
        (
            "blocking-index",
            "t.string :nick, index: true, null: true\n  t.text :x",
            BULK.format("t.string :nick, null: true\n  t.text :x"),
            "add_index :users, :nick, algorithm: :concurrently",
        ),
        (
            "blocking-index",
            "t.references :boss",
            BULK.format("t.references :boss, index: false"),
            "add_index :users, :boss_id, algorithm: :concurrently",
        ),
        (
            "scanning-foreign-key",
            "t.text :x\n  t.belongs_to :boss, foreign_key: { to_table: :users }, index: false",
            BULK.format("t.text :x\n  t.belongs_to :boss, index: false")
            + "\nadd_foreign_key :users, :users, column: :boss_id, validate: false",
            "validate_foreign_key :users, column: :boss_id",
        ),
        (
            "scanning-not-null",
            "t.change_null :age, false\n  t.text :x",
            'add_check_constraint :users, "age IS NOT NULL", name: "users_age_not_null_check", validate: false\n'
            + BULK.format("t.text :x"),
            'validate_check_constraint :users, name: "users_age_not_null_check"',
        ),
        (
            "scanning-not-null",
            "t.change_null :age, false",
            'add_check_constraint :users, "age IS NOT NULL", name: "users_age_not_null_check", validate: false',
            'validate_check_constraint :users, name: "users_age_not_null_check"',
        ),
    ],
)
def test_what_a_table_does_in_one_go_is_taken_apart(rule: str, before: str, after: str, later: str) -> None:
    _, texts = proposal(change(BULK.format(before)), rule)
    assert texts.pop(PATH) == change(after)
    assert later in str(*texts.values())


def test_no_order_is_changed_by_what_leaves_a_table() -> None:
    body = BULK.format("t.belongs_to :boss, foreign_key: { to_table: :users }, index: false\n  t.index :boss_id")
    assert not proposal(change(body), "scanning-foreign-key")[1]


def test_an_index_alone_in_one_go_stays_there() -> None:
    _, texts = proposal(change(BULK.format("t.index :email")), "blocking-index")
    assert texts == {PATH: change(BULK.format("t.index :email, algorithm: :concurrently"), SWITCH)}


@pytest.mark.parametrize(
    "body",
    [
        BULK.format("t.string :nick; t.index :nick"),
        BULK.format("t.string :nick\n  t.index :nick unless index_exists?(:users, :nick)"),
        BULK.format("t.index [:email, :age]\n  t.rename :age, :years"),
        f"if table_exists?(:users)\n  {BULK}\nend".format("t.string :nick\n    t.index :nick"),
    ],
)
def test_what_a_table_does_in_one_go_stays_where_it_cannot_be_told_apart(body: str) -> None:
    assert not proposal(change(body), "blocking-index")[1]


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("scanning-not-null", "change_column_null :users, :age, false if column_exists?(:users, :age)\nsay 'done'"),
        ("scanning-not-null", "return if Rails.env.test?\nchange_column_null :users, :age, false"),
        ("scanning-foreign-key", "return unless table_exists?(:orgs)\nadd_foreign_key :users, :orgs, column: :age"),
        ("blocking-index", "return unless table_exists?(:orgs)\nadd_column :users, :x, :text\nadd_index :users, :x"),
        ("blocking-index", "change_table :users do |t|\n  t.text :x\n  t.index :x unless t.index_exists?(:x)\nend"),
    ],
)
def test_no_condition_is_left_behind(rule: str, body: str) -> None:
    assert not proposal(change(body), rule)[1]


@pytest.mark.parametrize("way", ["change", "up"])
@pytest.mark.parametrize(
    "body",
    [
        "column = Setting.column\nadd_column :users, :x, :text\nadd_index :users, column",
        "add_column :users, :x, :text\nadd_index table, :email",
        "add_foreign_key :users, :orgs, column: Setting.column",
        "add_check_constraint :users, 'age > 0', name: Setting.name",
        "change_column_null table, :age, false",
        'execute "CREATE INDEX #{Setting.name} ON users (email)"',
        'execute "ALTER TABLE users ADD COLUMN x#{Setting.name} integer"',
        "add_reference :users, Setting.name, foreign_key: { to_table: :users }",
        "rename_column :users, :age, Setting.name",
        "rename_table :users, Setting.name",
        "change_table :users do |t|\n  t.text :x\n  t.index Setting.name\nend",
        "change_table table, bulk: true do |t|\n  t.text :x\n  t.index :x\nend",
        "add_index :users, [:email, Setting.name]",
        'add_column :users, :x, :text\nadd_index :users, "lower(#{Setting.name})"',
        "add_unique_constraint :users, :email, name: Setting.name",
        'execute "DROP INDEX #{Setting.name}"',
    ],
)
def test_no_fix_writes_what_only_a_run_knows(body: str, way: str) -> None:
    head = "  def table\n    Setting.table\n  end\n\n"
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("config/database.yml", "production:\n  adapter: postgresql\n")
    made.tree.hold("db/migrate/20240101000000_base.rb", BASE)
    made.tree.hold(PATH, change(body, head).replace("def change", f"def {way}"))
    made.refresh()
    written = [one for placed in made.report(PATH).findings for one in made.proposals(placed)]
    texts = [text or "" for one in written for text in dict(one.rewrite.texts(made.tree)).values()]
    assert not any("${" in text or "_rails_" in text for text in texts)
    # What only the old file has is not named in a new one.
    new = [text for text in texts if "def table" not in text]
    assert not any("column\n" in text or " table," in text for text in new)


def test_what_a_variable_is_known_to_hold_is_said_in_a_new_file() -> None:
    body = "name = :email\nadd_column :users, :x, :text\nadd_index :users, name, name: 'mail'"
    _, texts = proposal(change(body), "blocking-index")
    said = "    add_index :users, :email, name: 'mail', algorithm: :concurrently\n"
    assert said in str(texts["db/migrate/20240102000001_create_mail.rb"])


def test_a_column_goes_whose_default_only_a_run_knows() -> None:
    before = change("add_column :users, :x, :text, default: Setting.name").replace("def change", "def up")
    _, texts = proposal(before, "missing-downgrade")
    assert texts[PATH] == before.removesuffix("end\n") + "\n  def down\n    remove_column :users, :x\n  end\nend\n"


@pytest.mark.parametrize(
    "guard", ["return if foreign_key_exists?(:users, column: :age)\n{}", "{}, if_not_exists: true"]
)
def test_what_is_there_either_way_is_validated(guard: str) -> None:
    added = "add_foreign_key :users, :orgs, column: :age"
    _, texts = proposal(change(guard.format(added)), "scanning-foreign-key")
    assert texts[PATH] == change(f"{guard.format(added)}, validate: false")


def test_no_index_leaves_a_table_whose_columns_have_other_names_behind_it() -> None:
    body = "change_table :users do |t|\n  t.string :nick\n  t.index [:nick, :age]\n  t.rename :age, :years\nend"
    assert not proposal(change(body), "blocking-index")[1]


@pytest.mark.parametrize(
    "body",
    [
        "change_table :users do |t|\n  t.index :email\n  t.index :price\nend",
        "change_table(:users) { |t| t.string :nick; t.index :nick }",
        "if Rails.env.test?\n  change_table :users do |t|\n    t.string :nick\n    t.index :nick\n  end\nend",
    ],
)
def test_no_block_of_a_table_is_emptied_or_left_without_its_condition(body: str) -> None:
    _, texts = proposal(change(body), "blocking-index")
    assert not [text for path, text in texts.items() if path != PATH or "t.index" not in (text or "")]


def test_an_index_beside_others_goes_to_a_file_of_its_own() -> None:
    before = "# frozen_string_literal: true\n\n" + change(
        "add_column :users, :x, :text\n# to find them\nadd_index :users, :email"
    )
    _, texts = proposal(before, "blocking-index")
    assert texts == {
        PATH: "# frozen_string_literal: true\n\n" + change("add_column :users, :x, :text"),
        "db/migrate/20240102000001_create_index_users_on_email.rb": """\
# frozen_string_literal: true

class CreateIndexUsersOnEmail < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def change
    # to find them
    add_index :users, :email, algorithm: :concurrently
  end
end
""",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("add_reference :users, :boss", "add_reference :users, :boss, index: false"),
        ("add_reference :users, :boss, index: true", "add_reference :users, :boss, index: false"),
        ("add_belongs_to :users, :boss, null: true", "add_belongs_to :users, :boss, null: true, index: false"),
    ],
)
def test_the_index_of_a_reference_goes_to_a_file_of_its_own(before: str, after: str) -> None:
    _, texts = proposal(change(before), "blocking-index")
    assert texts.pop(PATH) == change(after)
    ((path, text),) = texts.items()
    assert path == "db/migrate/20240102000001_create_index_users_on_boss_id.rb"
    assert text is not None
    assert "    add_index :users, :boss_id, algorithm: :concurrently\n" in text


@pytest.mark.parametrize(
    ("before", "after", "later"),
    [
        (
            "add_foreign_key :users, :orgs",
            "add_foreign_key :users, :orgs, validate: false",
            "validate_foreign_key :users, :orgs",
        ),
        (
            "add_foreign_key :users, :orgs, name: 'x'",
            "add_foreign_key :users, :orgs, name: 'x', validate: false",
            "validate_foreign_key :users, name: 'x'",
        ),
        (
            "add_reference :users, :boss, index: false, foreign_key: { to_table: :users }",
            "add_reference :users, :boss, index: false\n"
            "add_foreign_key :users, :users, column: :boss_id, validate: false",
            "validate_foreign_key :users, column: :boss_id",
        ),
        (
            "add_reference :users, :rank, index: false, foreign_key: { to_table: 'orgs' }",
            "add_reference :users, :rank, index: false\n"
            "add_foreign_key :users, :orgs, column: :rank_id, validate: false",
            "validate_foreign_key :users, column: :rank_id",
        ),
    ],
)
def test_a_foreign_key_is_validated_in_the_next_migration(before: str, after: str, later: str) -> None:
    _, texts = proposal(change(before), "scanning-foreign-key")
    assert texts.pop(PATH) == change(after)
    ((_, text),) = texts.items()
    assert text is not None
    assert text.splitlines()[1:4] == ["  def change", f"    {later}", "  end"]


def test_the_key_of_a_reference_stays_with_it_where_down_is_written() -> None:
    before = change("add_reference :users, :boss, foreign_key: { to_table: :users }").replace("change\n", "up\n")
    _, texts = proposal(before, "scanning-foreign-key")
    assert texts[PATH] == before.replace(" }", ", validate: false }")


@pytest.mark.parametrize(
    "reference",
    [
        "add_reference :users, :boss, null: true, foreign_key: { to_table: :users }",
        "add_reference :users, :boss, foreign_key: { to_table: :users }, null: true",
    ],
)
def test_a_reference_stays_one_without_its_index_and_its_key(reference: str) -> None:
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("config/database.yml", "production:\n  adapter: postgresql\n")
    made.tree.hold("db/migrate/20240101000000_base.rb", BASE)
    made.tree.hold(PATH, change(reference))
    made.refresh()
    every = [one for file in made.check().files for one in file.findings]
    wanted = [one for one in every if one.rule in ("blocking-index", "scanning-foreign-key")]
    texts = dict(made.together(wanted, unsafe=True).rewrite.texts(made.tree))
    after = "add_reference :users, :boss, null: true, index: false"
    key = "add_foreign_key :users, :users, column: :boss_id, validate: false"
    assert texts[PATH] == change(f"{after}\n{key}")


def test_a_view_that_stays_behind_a_renamed_table_goes_before_it_comes_back() -> None:
    _, texts = proposal(change("rename_table :orgs, :firms"), "renamed-table")
    assert texts == {
        PATH: change(
            "rename_table :orgs, :firms\nreversible do |dir|\n"
            '  dir.up { execute "CREATE VIEW orgs AS SELECT * FROM firms" }\n'
            '  dir.down { execute "DROP VIEW orgs" }\nend'
        )
    }


CHECK = 'add_check_constraint :users, "age IS NOT NULL", name: "users_age_not_null_check", validate: false'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "change_column :users, :age, :integer, null: false, default: 3",
            f"change_column :users, :age, :integer, default: 3\n{CHECK}",
        ),
        (
            "change_column :users, :age,\n  :integer, # small\n  null: false, # and known\n  default: 3",
            f"change_column :users, :age,\n  :integer, # small\n  # and known\n  default: 3\n{CHECK}",
        ),
    ],
)
def test_a_column_that_is_changed_beside_stays_in_its_call(before: str, after: str) -> None:
    _, texts = proposal(change(before), "scanning-not-null")
    assert texts[PATH] == change(after)


def test_in_a_transaction_nothing_is_built_concurrently_on_the_way_back_either() -> None:
    before = change("add_unique_constraint :users, :email, name: 'one'").replace("change\n", "up\n")
    _, texts = proposal(before, "blocking-unique")
    later = str(texts["db/migrate/20240102000001_add_one.rb"])
    assert SWITCH not in later
    assert "add_index :users, :email, name: 'one', unique: true\n" in later


def test_not_null_is_proven_by_a_check() -> None:
    _, texts = proposal(change("change_column_null :users, :email, false"), "scanning-not-null")
    assert texts == {
        PATH: change(
            'add_check_constraint :users, "email IS NOT NULL", name: "users_email_not_null_check", validate: false'
        ),
        "db/migrate/20240102000001_require_users_email.rb": """\
class RequireUsersEmail < ActiveRecord::Migration[7.1]
  def up
    validate_check_constraint :users, name: "users_email_not_null_check"
    change_column_null :users, :email, false
    remove_check_constraint :users, name: "users_email_not_null_check"
  end

  def down
    add_check_constraint :users, "email IS NOT NULL", name: "users_email_not_null_check", validate: false
    change_column_null :users, :email, true
  end
end
""",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "remove_index :users, name: :index_users_on_age",
            "reversible do |dir|\n  dir.up { remove_index :users, name: :index_users_on_age }\n"
            "  dir.down { add_index :users, :age }\nend",
        ),
        (
            "safety_assured { change_column_default :users, :email, 'x' }",
            "reversible do |dir|\n  dir.up { safety_assured { change_column_default :users, :email, 'x' } }\n"
            "  dir.down { change_column_default :users, :email, nil }\nend",
        ),
        (
            "change_column :users, :age, :bigint",
            "reversible do |dir|\n  dir.up { change_column :users, :age, :bigint }\n"
            "  dir.down { change_column :users, :age, :integer }\nend",
        ),
        (
            "change_column_default :users, :email, 'x'",
            "reversible do |dir|\n  dir.up { change_column_default :users, :email, 'x' }\n"
            "  dir.down { change_column_default :users, :email, nil }\nend",
        ),
    ],
)
def test_what_cannot_be_taken_back_gets_both_ways(before: str, after: str) -> None:
    _, texts = proposal(change(before), "irreversible-operation", "Write the downgrade")
    assert texts == {PATH: change(after)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("remove_column :users, :email", "remove_column :users, :email, :string"),
        ("remove_column(:users, :price) # 😀", "remove_column(:users, :price, :decimal, precision: 8, scale: 2) # 😀"),
        ("remove_index :users, name: :index_users_on_age", "remove_index :users, :age, name: :index_users_on_age"),
        ("remove_foreign_key :users, column: :org_id", "remove_foreign_key :users, :orgs, column: :org_id"),
        ("remove_columns :users, :email", "remove_columns :users, :email, type: :string"),
        (
            "safety_assured { change_column_default :users, :email, 'x' }",
            "safety_assured { change_column_default :users, :email, from: nil, to: 'x' }",
        ),
        (
            "change_table :users do |t|\n  t.remove :email\n  t.rename :age, :years\nend",
            "change_table :users do |t|\n  t.remove :email, type: :string\n  t.rename :age, :years\nend",
        ),
        (
            "change_table :users, bulk: true do |t|\n  t.remove :email\n  t.remove :price\n  t.string :x\nend",
            "change_table :users, bulk: true do |t|\n  t.remove :email, type: :string\n"
            "  t.remove :price, type: :decimal, precision: 8, scale: 2\n  t.string :x\nend",
        ),
    ],
)
def test_what_is_needed_to_take_a_call_back_is_said(before: str, after: str) -> None:
    found, texts = proposal(change(before), "irreversible-operation")
    assert found
    assert found.safe
    assert texts == {PATH: change(after)}


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("t.jsonb :extra, default: {}", "{}"),
        ("t.jsonb :extra, default: { a: 1 }", '-> { "\'{\\"a\\":1}\'" }'),
        ("t.text :extra, default: '{}'", '"{}"'),
        ("t.string :extra, array: true, default: []", '"{}"'),
    ],
)
def test_a_default_comes_back_as_what_the_column_held(column: str, said: str) -> None:
    base = BASE.replace("t.index :age", column)
    _, texts = proposal(change("change_column_default :users, :extra, nil"), "irreversible-operation", base=base)
    assert texts == {PATH: change(f"change_column_default :users, :extra, from: {said}, to: nil")}


def test_a_list_is_no_text_where_a_column_of_json_comes_back() -> None:
    base = BASE.replace("t.index :age", "t.json :extra, default: []")
    _, texts = proposal(change("remove_column :users, :extra"), "irreversible-operation", base=base)
    assert texts == {PATH: change("remove_column :users, :extra, :json, default: []")}


def test_of_a_column_that_nobody_knows_a_default_may_be_json() -> None:
    renamed = BASE.replace("t.index :age", "t.jsonb :details, default: {}")
    renamed = renamed.replace("  end\nend\n", "    rename_column :users, :details, :extra\n  end\nend\n")
    _, texts = proposal(change("change_column_default :users, :extra, nil"), "irreversible-operation", base=renamed)
    assert texts == {PATH: change("change_column_default :users, :extra, from: -> { \"'{}'\" }, to: nil")}


def test_a_heredoc_goes_along() -> None:
    body = "execute <<~SQL\n  ALTER TABLE users\n\n    ADD COLUMN x text\nSQL"
    _, texts = proposal(change(body), "irreversible-operation")
    assert texts == {
        PATH: change(
            "reversible do |dir|\n  dir.up do\n    execute <<~SQL\n      ALTER TABLE users\n\n"
            "        ADD COLUMN x text\n    SQL\n  end\n  dir.down do\n    remove_column :users, :x, :text\n  end\nend"
        )
    }


def test_a_type_is_not_enough_where_an_index_goes_along() -> None:
    found, _ = proposal(change("remove_column :users, :age"), "irreversible-operation")
    assert found
    assert found.title == "Write the downgrade"


def test_the_values_of_a_column_do_not_come_back() -> None:
    _, texts = proposal(change("remove_column :users, :email"), "irreversible-operation", "Write the downgrade")
    assert texts == {
        PATH: change(
            "reversible do |dir|\n  dir.up { remove_column :users, :email }\n"
            "  # the values of users.email do not come back\n  dir.down { add_column :users, :email, :string }\nend"
        )
    }


HEAD = "class ChangeSome < ActiveRecord::Migration[7.1]\n  def up\n    add_column :users, :x, :text\n  end\n"
DOWN = "\n  def down\n    remove_column :users, :x, :text\n  end\nend\n"


@pytest.mark.parametrize("before", [f"{HEAD}end\n", f"{HEAD}\n  def down\n  end\nend\n"])
def test_a_way_back_is_a_method_of_its_own(before: str) -> None:
    _, texts = proposal(before, "missing-downgrade")
    assert texts == {PATH: HEAD + DOWN}


def test_what_takes_an_index_back_goes_along_with_it() -> None:
    up, down = "    add_index :users, :email\n", "    remove_index :users, :email\n"
    rest = HEAD + DOWN
    before = rest.replace("    add_column", f"{up}    add_column").replace(
        "    remove_column", f"{down}    remove_column"
    )
    _, texts = proposal(before, "blocking-index")
    assert texts.pop(PATH) == rest
    ((_, text),) = texts.items()
    assert text is not None
    assert text.splitlines()[3:] == [
        "  def up",
        "    add_index :users, :email, algorithm: :concurrently",
        "  end",
        "",
        "  def down",
        "    remove_index :users, :email",
        "  end",
        "end",
    ]


def test_a_lock_timeout_is_set_on_the_way_up() -> None:
    _, texts = proposal(change("add_column :users, :x, :text"), "missing-lock-timeout")
    assert texts == {
        PATH: change("up_only { execute \"SET LOCAL lock_timeout = '5s'\" }\nadd_column :users, :x, :text")
    }


@pytest.mark.parametrize(
    "body",
    [
        "# Both.\nchange_table :users do |t|\n  t.text :x\n  t.text :y\nend",
        "change_table(:users) { |t| t.text :x; t.text :y }",
        BULK.format("t.text :x"),
        "unless column_exists?(:users, :x)\n  add_column :users, :x, :text\nend",
        "%i[x y].each do |name|\n  add_column :users, name, :text\nend",
        "reversible do |dir|\n  dir.up { remove_column :users, :age }\nend",
    ],
)
def test_a_lock_timeout_is_set_before_a_whole_statement(body: str) -> None:
    _, texts = proposal(change(body), "missing-lock-timeout")
    execute = (
        "execute(\"SET LOCAL lock_timeout = '5s'\")"
        if "(" in body[:20]
        else "execute \"SET LOCAL lock_timeout = '5s'\""
    )
    assert texts == {PATH: change(f"up_only {{ {execute} }}\n{body}")}


def test_a_new_class_has_a_name_of_its_own() -> None:
    """Active Record runs no migrations of which two have the same name."""
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("config/database.yml", "production:\n  adapter: postgresql\n")
    made.tree.hold("db/migrate/20240101000000_base.rb", BASE)
    older = change("remove_index :users, :age").replace("ChangeSome", "CreateIndexUsersOnEmail")
    made.tree.hold("db/migrate/20240101000001_create_index_users_on_email.rb", older)
    made.tree.hold(PATH, change("add_column :users, :x, :text\nadd_index :users, :email"))
    made.refresh()
    (placed,) = (one for one in made.report(PATH).findings if one.rule == "blocking-index")
    texts = dict(made.proposals(placed)[0].rewrite.texts(made.tree))
    text = texts["db/migrate/20240102000001_create_index_users_on_email_2.rb"]
    assert str(text).startswith("class CreateIndexUsersOnEmail2 < ")


def test_a_new_class_is_spelled_with_the_acronyms_of_the_project() -> None:
    """Active Record looks for the class that it makes of the file's name."""
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("config/database.yml", "production:\n  adapter: postgresql\n")
    made.tree.hold(
        "config/initializers/inflections.rb",
        "ActiveSupport::Inflector.inflections(:en) do |inflect|\n  inflect.acronym 'APIs'\n  # inflect.acronym 'ID'\n"
        '  inflect.acronym("URL")\nend\n',
    )
    made.tree.hold("db/migrate/20240101000000_base.rb", BASE.replace("create_table :orgs", "create_table :apis"))
    made.tree.hold(PATH, change("add_column :apis, :url_id, :text\nadd_index :apis, :url_id"))
    made.refresh()
    (placed,) = (one for one in made.report(PATH).findings if one.rule == "blocking-index")
    texts = dict(made.proposals(placed)[0].rewrite.texts(made.tree))
    text = texts["db/migrate/20240102000001_create_index_apis_on_url_id.rb"]
    assert str(text).startswith("class CreateIndexAPIsOnURLId < ")


def test_ends_of_lines_are_those_of_the_file() -> None:
    _, texts = proposal(change("add_index :users, :email").replace("\n", "\r\n"), "blocking-index")
    after = change("add_index :users, :email, algorithm: :concurrently", SWITCH)
    assert texts == {PATH: after.replace("\n", "\r\n")}


@pytest.mark.parametrize(
    "body",
    [
        "%i[email org_id].each { |name| add_index :users, name }",
        "add_column :users, :x, :text\nif table_exists?(:users)\n  add_index :users, :email\nend",
    ],
)
def test_what_cannot_be_said_is_not_offered(body: str) -> None:
    assert proposal(change(body), "blocking-index") == (None, {})


@pytest.mark.parametrize(
    ("adapter", "behind"), [("postgresql", ", validate: false"), ("mysql2", ""), ("trilogy", ""), ("sqlite3", "")]
)
def test_only_postgresql_takes_a_constraint_that_is_not_looked_for(adapter: str, behind: str) -> None:
    made = Project("/nonexistent-towpath-folder").workspace
    made.tree.hold("config/database.yml", f"production:\n  adapter: {adapter}\n")
    made.tree.hold("db/migrate/20240101000000_base.rb", BASE)
    before = change("remove_foreign_key :users, :orgs").replace("def change", "def up")
    made.tree.hold(PATH, before)
    made.refresh()
    (placed,) = (one for one in made.report(PATH).findings if one.rule == "missing-downgrade")
    texts = dict(made.proposals(placed)[0].rewrite.texts(made.tree))
    down = f"\n  def down\n    add_foreign_key :users, :orgs{behind}\n  end\nend\n"
    assert texts[PATH] == before.removesuffix("end\n") + down


def test_no_fix_makes_what_is_taken_back_a_way_up_alone() -> None:
    """`ALGORITHM` has to be asked for in SQL, which Active Record cannot take back."""
    made = Project("/nonexistent-towpath-folder", {"select": ["missing-algorithm"]}).workspace
    made.tree.hold("config/database.yml", "production:\n  adapter: mysql2\n")
    made.tree.hold(PATH, change("add_column :users, :age, :integer"))
    made.refresh()
    (placed,) = (one for one in made.report(PATH).findings if one.rule == "missing-algorithm")
    assert made.proposals(placed) == ()
