"""What is read in Rails' migrations: steps, their order, guards, places, and what cannot be followed."""

import pytest

from towpath.frameworks import Kept, rails
from towpath.operations import (
    ControlTransaction,
    CreateIndex,
    DeleteRows,
    DropDefault,
    Guard,
    Migration,
    Opaque,
    RunCode,
    Statement,
    Step,
    UpdateRows,
    replace,
)
from towpath.project import Found, Runner, Tree
from towpath.sql.write import write

FOUND = Found("rails", "db/migrate", ("db/migrate/20240101000000_add_some.rb",), Runner("rails"))


def migration(text: str, kept: Kept | None = None) -> Migration:
    (found,) = rails.read(FOUND, Tree("/nowhere", {FOUND.files[0]: text}), kept or Kept())
    return found


def change(body: str, version: str = "7.1", before: str = "") -> Migration:
    inner = "".join(f"    {line}\n" for line in body.splitlines())
    return migration(f"class AddSome < ActiveRecord::Migration[{version}]\n{before}  def change\n{inner}  end\nend\n")


def steps(body: str, version: str = "7.1", before: str = "") -> tuple[Step, ...]:
    return change(body, version, before).up.steps


def said(found: tuple[Step, ...]) -> list[str]:
    return [write(one) or type(one).__name__ for step in found for one in step.operations]


@pytest.mark.parametrize(
    ("text", "up", "down", "derived"),
    [
        ("def change\n  add_column :a, :b, :text\nend", 1, None, True),
        ("def up\n  add_column :a, :b, :text\nend", 1, None, False),
        ("def up\n  add_column :a, :b, :text\nend\ndef down\nend", 1, 0, False),
        ("def self.up\n  add_column :a, :b, :text\nend\ndef self.down\n  remove_column :a, :b\nend", 1, 1, False),
        ("class << self\n  def up\n    add_column :a, :b, :text\n  end\nend", 1, None, False),
        ("def change\n  reversible { |d| d.down { execute 'SELECT 1' } }\nend", 0, 1, True),
        ("def change\n  up_only { execute 'SELECT 1' }\nend", 1, 1, True),
        ("", 0, None, False),
    ],
)
def test_the_ways_of_a_migration(text: str, up: int, down: int | None, derived: bool) -> None:
    found = migration(f"class AddSome < ActiveRecord::Migration[7.1]\n{text}\nend\n")
    assert (len(found.up.steps), found.down and len(found.down.steps), found.derived) == (up, down, derived)
    assert (found.identity, found.title) == ("20240101000000", "add_some")


@pytest.mark.parametrize(
    ("superclass", "sql"),
    [
        ("ActiveRecord::Migration", "ALTER TABLE a ADD COLUMN b_id integer"),
        ("ActiveRecord::Migration[4.2]", "ALTER TABLE a ADD COLUMN b_id integer"),
        ("ActiveRecord::Migration[5.1]", "ALTER TABLE a ADD COLUMN b_id bigint"),
        ("::ActiveRecord::Migration['8.0']", "ALTER TABLE a ADD COLUMN b_id bigint"),
        ("Gitlab::Database::Migration[2.2]", "ALTER TABLE a ADD COLUMN b_id bigint"),
        ("MIGRATION_CLASS", "ALTER TABLE a ADD COLUMN b_id bigint"),
    ],
)
def test_the_version_decides(superclass: str, sql: str) -> None:
    found = migration(f"class A < {superclass}\n  def change\n    add_reference :a, :b, index: false\n  end\nend\n")
    assert said(found.up.steps) == [sql]


@pytest.mark.parametrize(("version", "indexed"), [("4.2", False), ("5.0", True)])
def test_from_5_0_on_a_reference_has_an_index_where_nothing_is_said_of_one(version: str, indexed: bool) -> None:
    assert ("CREATE INDEX" in str(said(steps("add_reference :a, :b", version)))) is indexed


def test_a_class_that_is_no_migration_is_none() -> None:
    text = "class A < ApplicationRecord\n  def up\n  end\nend\n"
    assert rails.read(FOUND, Tree("/nowhere", {FOUND.files[0]: text}), Kept()) == ()


def test_the_switch() -> None:
    assert change("add_index :a, :b").up.transactional is True
    assert change("add_index :a, :b", before="  disable_ddl_transaction!\n").up.transactional is False


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("frobnicate :users", "frobnicate is no statement of Active Record's"),
        ("Widget.rebuild!", "Widget.rebuild! is not followed"),
        ("AddUsers.new.up", "AddUsers.new.up is not followed"),
        ("AddUsers.new.migrate(:up)", "AddUsers.new.migrate is not followed"),
        ("told = Widget.rebuild!", "Widget.rebuild! is not followed"),
        ("execute sql_of(:x)", "the SQL is put together at run time: sql_of(:x)"),
        ("rows.each { |row| add_column row, :x, :text }", "the turns of this loop are not known"),
        ("execute File.read('db/x.sql')", "db/x.sql is not there"),
        ("revert AddUsers", "what `revert` takes back is not found"),
        ("revert { reversible { |dir| dir.up { execute 'SELECT 1' } } }", "which way of `reversible` a `revert` goes"),
        ("revert { execute 'SELECT 1' }", "what takes `execute` back in `revert` is not known"),
        ("revert { drop_table :a }", "what takes `drop_table` back in `revert` is not known"),
        ("revert { remove_columns :a, :b }", "what takes `remove_columns` back in `revert` is not known"),
        ("revert { change_table(:a) { |t| t.remove :b } }", "what takes `remove` back in `revert` is not known"),
        ("revert { change_table(:a, bulk: true) { |t| t.change :b, :text } }", "what takes `change_table` back"),
        ("revert { revert { add_column :a, :b, :text } }", "what takes `add_column` back in `revert` is not known"),
        ("create_trigger('a', generated: true).on(:b).after(:update) { 'x' }", "create_trigger is no statement"),
        ("create_view :a, version: 2", "the file of version 2 of a in db/views is not there"),
        ("add_column(*arguments)", "what add_column is given cannot be told"),
        ("create_table(:a) { |t| names.each { |n| t.text n } }", "the turns of a loop in this create_table"),
    ],
)
def test_what_cannot_be_followed_says_so(body: str, reason: str) -> None:
    (step,) = steps(body)
    (operation,) = step.operations
    assert isinstance(operation, Opaque)
    assert operation.reason.startswith(reason)


@pytest.mark.parametrize(
    "body",
    [
        "say 'hello'",
        "puts 1",
        "User.reset_column_information",
        "Rails.logger.info 'x'",
        "sleep 1",
        "x = table_exists?(:users)",
        "add_column :a, :b, :text if false",
        "enable = ENV['X']",
    ],
)
def test_what_does_nothing_to_the_database_is_no_step(body: str) -> None:
    assert steps(body) == ()


@pytest.mark.parametrize(
    ("body", "guard"),
    [
        ("add_index :a, :b unless index_exists?(:a, :b)", Guard((), "not (index_exists?(:a, :b))")),
        ("return if Rails.env.production?\nadd_index :a, :b", Guard((), "not Rails.env.production?")),
        ("add_index :a, :b if adapter_name == 'PostgreSQL'", Guard(("postgresql",))),
        ("add_index :a, :b if connection.adapter_name =~ /mysql/i", Guard(("mariadb", "mysql"))),
        ("add_index :a, :b if Redmine::Database.sqlite?", Guard(("sqlite",))),
        (
            "add_index :a, :b unless adapter_name == 'PostgreSQL'",
            Guard(("mariadb", "mysql", "oracle", "sqlite", "sqlserver")),
        ),
        ("add_foreign_key :a, :b, if_not_exists: true", Guard((), "it is not there yet")),
    ],
)
def test_guards(body: str, guard: Guard) -> None:
    assert [step.guard for step in steps(body)] == [guard]


@pytest.mark.parametrize(
    ("body", "operation"),
    [
        ("User.update_all(a: 1)", "UPDATE users SET a = 1"),
        ("User.where(a: nil).update_all(\"a = 'x'\")", "UPDATE users SET a = 'x' WHERE a IS NULL"),
        ("User.where(a: [1, 2]).where.not(b: 'x').delete_all", "DELETE FROM users WHERE a IN (1, 2) AND b != 'x'"),
        ("User.where('a > ?', 3).delete_all", "DELETE FROM users WHERE (a > 3)"),
        ("User.where(a: 1..5).update_all(b: 2)", "UPDATE users SET b = 2 WHERE a BETWEEN 1 AND 5"),
        ("User.where(a: 1...).delete_all", "DELETE FROM users WHERE a >= 1"),
        ("User.where.not(a: 1...5).delete_all", "DELETE FROM users WHERE NOT (a >= 1 AND a < 5)"),
        ("Class.new(ActiveRecord::Base) { self.table_name = 'users' }.update_all(a: 1)", "UPDATE users SET a = 1"),
        ("execute format('UPDATE %s SET a = %d', 'users', 1)", "UPDATE users SET a = 1"),
        ("execute 'UPDATE %{t} SET a = 1' % { t: :users }", "UPDATE users SET a = 1"),
        ("ActiveRecord::Base.with_connection { _1.execute 'UPDATE users SET a = 1' }", "UPDATE users SET a = 1"),
        ("[User].each(&:delete_all)", "DELETE FROM users"),
        ("connection.execute 'UPDATE users SET a = 1'", "UPDATE users SET a = 1"),
    ],
)
def test_rows_in_one_statement(body: str, operation: str) -> None:
    assert [one.replace('"', "") for one in said(steps(body))] == [operation]


def test_the_table_of_a_model_is_what_its_class_says() -> None:
    before = "  class Person < ActiveRecord::Base\n    self.table_name = 'people_of_old'\n  end\n"
    (step,) = steps("Person.update_all(a: 1)", before=before)
    (operation,) = step.operations
    assert isinstance(operation, UpdateRows)
    assert operation.table.name == "people_of_old"


def test_what_null_becomes_may_be_an_empty_object() -> None:
    found = said(steps("change_column_null :a, :b, false, {}"))
    assert [one.partition(" SET ")[0].replace('"', "") for one in found] == ["UPDATE a", "ALTER TABLE a ALTER COLUMN b"]


def test_rows_one_by_one() -> None:
    (step,) = steps("User.where(a: nil).find_each do |user|\n  user.update!(a: user.b)\nend")
    (operation,) = step.operations
    assert isinstance(operation, RunCode)
    assert (operation.reads_rows, operation.writes_rows, operation.live) == (True, True, ("User",))
    assert [table.name for table in operation.tables] == ["users"]


def test_a_transaction_where_there_is_none_around() -> None:
    body = "transaction do\n  add_column :a, :b, :text\n  add_column :a, :c, :text\nend\nadd_column :a, :d, :text"
    found = steps(body, before="  disable_ddl_transaction!\n")
    kinds = [type(one) for step in found for one in step.operations]
    assert [kind is ControlTransaction for kind in kinds] == [True, False, False, True, False]
    assert len(steps(body)) == 3


def test_a_way_back_that_is_refused() -> None:
    text = "def up\n  drop_table :a\nend\ndef down\n  raise ActiveRecord::IrreversibleMigration\nend"
    found = migration(f"class AddSome < ActiveRecord::Migration[7.1]\n{text}\nend\n")
    assert found.down
    assert found.down.steps[0].operations == (Statement("raise", (), "raise ActiveRecord::IrreversibleMigration"),)


@pytest.mark.parametrize(
    ("body", "reversible"),
    [
        ("add_column :a, :b, :text", True),
        ("remove_column :a, :b", False),
        ("remove_column :a, :b, :text", True),
        ("execute 'SELECT 1'", False),
        ("reversible { |d| d.up { execute 'SELECT 1' } }", "written"),
        ("change_table(:a) { |t| t.remove :b }", False),
        ("change_table(:a) { |t| t.remove :b, type: :text }", True),
        ("change_table(:a, bulk: true) { |t| t.change :b, :text }", False),
        ("remove_foreign_key :a, column: :b_id", False),
        ("remove_foreign_key :a, :bs", True),
        ("safety_assured { remove_index :a, name: 'x' }", False),
        ("change_table(:a, bulk: true) { |t| t.text :b; t.index :c; t.references :d }", True),
        ("change_table(:a, bulk: true) { |t| t.text :b; t.index :b }", False),
        ("change_table(:a, bulk: true) { |t| t.text :b, index: true }", False),
        ("change_table(:a, bulk: true) { |t| t.rename :b, :c; t.change_null :c, false }", False),
        ("change_table(:a, bulk: true) { |t| t.text :b; t.check_constraint 'length(b) > 1' }", False),
        ("change_table(:a, bulk: true) { |t| t.remove_index :b; t.index :b, unique: true }", False),
        ("ActiveRecord::Base.connection.add_column :a, :b, :text", False),
        ("connection.add_column :a, :b, :text", True),
        ("transaction { add_column :a, :b, :text }", True),
        ("drop_join_table :a, :b, if_exists: true", False),
        ("remove_reference :a, :b, if_exists: true", False),
        ("remove_reference :a, :b, if_exists: true, index: false", True),
        ("drop_table :a, if_exists: true", True),
    ],
)
def test_what_active_record_takes_back(body: str, reversible: bool | str) -> None:
    assert [step.reversible for step in steps(body)] == [reversible]


@pytest.mark.parametrize(
    ("version", "body", "reversible"),
    [
        ("5.2", "transaction { add_column :a, :b, :text }", False),
        ("8.0", "drop_table :a, if_exists: true", False),
        ("8.0", "drop_table(:a, if_exists: true) { |t| t.text :b }", True),
        ("8.0", "drop_table :a, :b", False),
        ("7.2", "create_schema 'x'", False),
        ("8.0", "create_schema 'x'", True),
        ("7.2", "drop_schema 'x'", False),
        ("8.0", "drop_schema 'x'", True),
        ("8.0", "rename_enum :a, :b", True),
        ("8.1", "rename_schema :a, :b", True),
    ],
)
def test_what_is_taken_back_in_other_versions(version: str, body: str, reversible: bool) -> None:
    assert [step.reversible for step in steps(body, version)] == [reversible]


def sent(body: str, version: str, dialect: str) -> list[str]:
    text = f"class A < ActiveRecord::Migration[{version}]\n  def change\n    {body}\n  end\nend\n"
    found = Found("rails", "db/migrate", ("db/migrate/1_a.rb",), Runner("rails"), (dialect,))
    (one,) = rails.read(found, Tree("/nowhere", {"db/migrate/1_a.rb": text}), Kept())
    return said(one.up.steps)


@pytest.mark.parametrize(
    ("body", "version", "dialect", "sql"),
    [
        ("rename_enum :a, :b", "8.0", "postgresql", "ALTER TYPE a RENAME TO b"),
        ("rename_enum :a, to: :b", "7.2", "postgresql", "ALTER TYPE a RENAME TO b"),
        (
            "add_unique_constraint :a, :b, name: 'x', nulls_not_distinct: true",
            "8.0",
            "postgresql",
            "ALTER TABLE a ADD CONSTRAINT x UNIQUE NULLS NOT DISTINCT (b)",
        ),
        (
            "create_virtual_table :a, :fts5, ['b', 'c']",
            "8.0",
            "sqlite",
            'CREATE VIRTUAL TABLE IF NOT EXISTS "a" USING fts5 (b, c)',
        ),
        ("drop_virtual_table :a, :fts5, ['b']", "8.0", "sqlite", "DROP TABLE a"),
        ("rename_schema :a, :b", "8.1", "postgresql", "ALTER SCHEMA a RENAME TO b"),
        (
            "add_column :a, :v, :virtual, type: :text, as: 'lower(b)', stored: false",
            "8.1",
            "postgresql",
            "ALTER TABLE a ADD COLUMN v text GENERATED ALWAYS AS (lower(b)) VIRTUAL",
        ),
        ("disable_index :a, :i", "8.1", "mysql", "ALTER TABLE `a` ALTER INDEX i INVISIBLE"),
        ("disable_index :a, :i", "8.1", "mariadb", "ALTER TABLE `a` ALTER INDEX i IGNORED"),
        ("enable_index :a, :i", "8.1", "mysql", "ALTER TABLE `a` ALTER INDEX i VISIBLE"),
        ("add_index :a, :b, enabled: false", "8.1", "mysql", "CREATE INDEX index_a_on_b ON a (b) INVISIBLE"),
    ],
)
def test_what_came_with_rails_8(body: str, version: str, dialect: str, sql: str) -> None:
    assert sent(body, version, dialect) == [sql]


@pytest.mark.parametrize(("version", "name"), [("8.0", "alone"), ("8.1", "usual")])
def test_of_two_keys_to_a_table_8_1_takes_away_the_one_of_the_usual_column(version: str, name: str) -> None:
    both = "add_foreign_key :a, :bs, column: :c_id, name: 'alone'\n    add_foreign_key :a, :bs, name: 'usual'"
    assert said(series(both, "remove_foreign_key :a, :bs", version=version)[1].up.steps) == [
        f"ALTER TABLE a DROP CONSTRAINT {name}"
    ]


def places(body: str, part: str) -> list[str | None]:
    return [
        None if span is None else span.of(step.block)
        for step in steps(body)
        for number in range(len(step.operations))
        for span in (step.place(number, part),)
    ]


@pytest.mark.parametrize(
    ("body", "part", "found"),
    [
        ("add_index :users, :a", "table", ":users"),
        ("add_index :users, :a", "concurrently", ""),
        ("add_index :users, :a, algorithm: :concurrently", "concurrently", "algorithm: :concurrently"),
        ("add_foreign_key :a, :b, validate: false", "valid", "validate: false"),
        ("add_column :users, :a, :text, default: 'x', null: false", "nullable", "null: false"),
        ("add_column :users, :a, :text, default: 'x', null: false", "default", "default: 'x'"),
        ("execute 'UPDATE users SET a = 1'", "table", "users"),
        ("execute <<~SQL\n  UPDATE users\n  SET a = 1\nSQL", "table", "users"),
        ("execute(<<~SQL.squish)\n  UPDATE users\n  SET a = 1\nSQL", "assignments", "a = 1"),
    ],
)
def test_places(body: str, part: str, found: str) -> None:
    assert places(body, part) == [found]


def test_a_loop_is_read_turn_by_turn() -> None:
    found = steps("%i[a b].each do |name|\n  add_index :users, name\nend")
    assert [step.turn for step in found] == [(0, 2), (1, 2)]
    assert [step.origin for step in found] == ["loop", "loop"]
    assert {step.block for step in found} == {"%i[a b].each do |name|\n      add_index :users, name\n    end"}


@pytest.mark.parametrize(
    ("body", "sql"),
    [
        ("revert { add_column :a, :b, :text }", ["ALTER TABLE a DROP COLUMN b"]),
        ("revert { remove_column :a, :b, :text }", ["ALTER TABLE a ADD COLUMN b text"]),
        (
            "revert do\n  create_table(:a) { |t| t.text :b }\n  add_index :a, :b\nend",
            ["DROP INDEX index_a_on_b", "DROP TABLE a"],
        ),
        ("revert { rename_column :a, :b, :c }", ["ALTER TABLE a RENAME COLUMN c TO b"]),
        ("revert { change_column_null :a, :b, false }", ["ALTER TABLE a ALTER COLUMN b DROP NOT NULL"]),
        ("revert { change_column_default :a, :b, from: 1, to: 2 }", ["ALTER TABLE a ALTER COLUMN b SET DEFAULT 1"]),
        (
            "revert { remove_columns :a, :b, :c, type: :text }",
            ["ALTER TABLE a ADD COLUMN b text", "ALTER TABLE a ADD COLUMN c text"],
        ),
        (
            "revert { change_table(:a) { |t| t.text :b, index: true; t.rename :c, :d } }",
            ["ALTER TABLE a RENAME COLUMN d TO c", "DROP INDEX index_a_on_b", "ALTER TABLE a DROP COLUMN b"],
        ),
        (
            "revert { change_table(:a, bulk: true) { |t| t.text :b; t.remove :c, type: :text } }",
            ["ALTER TABLE a DROP COLUMN b", "ALTER TABLE a ADD COLUMN c text"],
        ),
    ],
)
def test_what_is_reverted_is_taken_back_the_last_first(body: str, sql: list[str]) -> None:
    assert said(steps(body)) == sql


@pytest.mark.parametrize(
    ("body", "sql"),
    [
        ("add_concurrent_index :a, :b, unique: true", ["CREATE UNIQUE INDEX CONCURRENTLY index_a_on_b ON a (b)"]),
        ("remove_concurrent_index_by_name :a, 'x'", ["DROP INDEX CONCURRENTLY x"]),
        ("safe_add_concurrent_index :a, :b", ["CREATE INDEX CONCURRENTLY index_a_on_b ON a (b)"]),
        ("unsafe_remove_column :a, :b", ["ALTER TABLE a DROP COLUMN b"]),
        ("unsafe_execute 'UPDATE a SET b = 1'", ["UPDATE a SET b = 1"]),
        ("drop_view :a, materialized: true", ["DROP MATERIALIZED VIEW a"]),
        ("drop_trigger :a, on: :b", ["DROP TRIGGER a ON b"]),
        (
            "Scenic.database.refresh_materialized_view(:a, concurrently: true)",
            ["REFRESH MATERIALIZED VIEW CONCURRENTLY a"],
        ),
        (
            "add_concurrent_foreign_key :a, :bs, column: :b_id, name: 'x', on_delete: nil",
            [
                "ALTER TABLE a ADD CONSTRAINT x FOREIGN KEY (b_id) REFERENCES bs (id) NOT VALID",
                "ALTER TABLE a VALIDATE CONSTRAINT x",
            ],
        ),
    ],
)
def test_what_well_known_gems_add(body: str, sql: list[str]) -> None:
    assert said(steps(body)) == sql


def test_only_postgresql_builds_an_index_concurrently() -> None:
    body = "add_index :a, :b, algorithm: :concurrently"
    text = f"class A < ActiveRecord::Migration[7.1]\n  def change\n    {body}\n  end\nend\n"
    found = Found("rails", "db/migrate", ("db/migrate/1_a.rb",), Runner("rails"), ("sqlite",))
    (one,) = rails.read(found, Tree("/nowhere", {"db/migrate/1_a.rb": text}), Kept())
    assert said(one.up.steps) == ["CREATE INDEX index_a_on_b ON a (b)"]


def test_a_view_is_what_the_file_of_its_version_says() -> None:
    body = "update_view :a, version: 2, revert_to_version: 1"
    text = f"class A < ActiveRecord::Migration[7.1]\n  def change\n    {body}\n  end\nend\n"
    kept, found = Kept(), Found("rails", "db/migrate", ("db/migrate/1_a.rb",), Runner("rails"))

    def read(view: str) -> list[str]:
        tree = Tree("/nowhere", {"db/migrate/1_a.rb": text, "db/views/a_v02.sql": view})
        return said(rails.read(found, tree, kept)[0].up.steps)

    assert read("SELECT 1;\n") == ["DROP VIEW a", "CREATE VIEW a AS SELECT 1"]
    assert read("SELECT 2") == ["DROP VIEW a", "CREATE VIEW a AS SELECT 2"]


ADDED = ["ALTER TABLE users ADD COLUMN a text", "ALTER TABLE users ADD COLUMN b text"]


@pytest.mark.parametrize(
    "body",
    [
        "%i[a b].each { |name| add_column :users, name, :text }",
        "%i[a b].map { |name| add_column :users, name, :text }",
        "%i[a b].each { add_column :users, _1, :text }",
        "%i[a b].each { add_column :users, it, :text }",
        "for name in %i[a b] do\n  add_column :users, name, :text\nend",
        "[[:users, :a], [:users, :b]].each { add_column _1, _2, :text }",
        "%i[a b].each_slice(1) { |(name)| add_column :users, name, :text }",
        "'a b'.split.each { |name| add_column :users, name, :text }",
        "%w[users].product(%w[a b]).each { |table, name| add_column table, name, :text }",
        "%w[users users].zip(%w[a b]).each { |table, name| add_column table, name, :text }",
        "%i[a b].each_with_index.map { |name, _| add_column :users, name, :text }",
        "%i[a b].each(&method(:add))",
        "adding { |name| add_column :users, name, :text }",
        "add = ->(name) { add_column :users, name, :text }\nadd.call(:a)\nadd.(:b)",
        "send(:add_column, :users, :a, :text)\npublic_send :add_column, :users, :b, :text",
        "change_table(:users) { |t| t.send(:text, :a)\n t.tap { |one| one.text :b } }",
        "change_table(:users) { |t| t.with_options(null: true) { |one| one.text :a, :b } }",
        "with_options(null: true) { |one| one.add_column :users, :a, :text\n one.add_column :users, :b, :text }",
    ],
)
def test_whatever_goes_through_them_columns_are_added(body: str) -> None:
    helpers = "  def adding\n    yield :a\n    yield :b\n  end\n"
    helpers += "  def add(name)\n    add_column :users, name, :text\n  end\n"
    assert said(steps(body, before=helpers)) == ADDED


def test_what_a_helper_yields_to_stands_where_it_is_called() -> None:
    helpers = "  def guarded\n    yield if table_exists?(:users)\n  end\n"
    (step,) = steps("guarded { add_index :users, :a }", before=helpers)
    assert (step.origin, step.span.of(step.block)) == ("literal", "add_index :users, :a")
    assert step.guard == Guard((), "table_exists?(:users)")


@pytest.mark.parametrize("call", ["create_table", "change_table"])
def test_a_method_that_is_handed_on_as_a_block(call: str) -> None:
    (step,) = steps(f"{call} :users, &:timestamps")
    (written,) = {write(one) for one in step.operations} if call == "create_table" else {"created_at"}
    assert "created_at" in str(written)
    assert len(step.operations) == (1 if call == "create_table" else 2)


def test_a_helper_is_entered() -> None:
    before = "  def index(name)\n    add_index :users, name, algorithm: :concurrently\n  end\n"
    (step,) = steps("index :a", before=before)
    assert step.origin == "helper"
    assert isinstance(step.operations[0], CreateIndex)
    assert step.block == "index :a"


def test_steps_that_did_not_change_are_the_very_same() -> None:
    kept = Kept()
    body = "add_index :a, :b\n@@\nadd_index :a, :c"
    text = f"class A < ActiveRecord::Migration[7.1]\ndef change\n{body}\nend\nend\n"
    first = migration(text.replace("@@", "add_index :a, :d"), kept)
    second = migration(text.replace("@@", "add_index :a, :e"), kept)
    assert first.up.steps[0] is second.up.steps[0]
    assert first.up.steps[1] is not second.up.steps[1]
    assert first.up.steps[2] is second.up.steps[2]
    assert migration(text.replace("@@", "add_index :a, :e"), kept) is second


def test_a_file_that_is_being_typed_keeps_its_other_steps() -> None:
    body = "add_index :a, :b\nadd_index :a, [:c\nadd_index :a, :d"
    assert [one.columns for step in steps(body) for one in step.operations if isinstance(one, CreateIndex)] == [
        ("b",),
        ("d",),
    ]


def test_files_come_in_the_order_of_their_numbers() -> None:
    names = ("10_b.rb", "9_a.rb", "20240101000000_c.rb", "010_d.rb")
    files = {f"db/migrate/{name}": "class A < ActiveRecord::Migration[7.1]\nend\n" for name in names}
    found = Found("rails", "db/migrate", tuple(files), Runner("rails"))
    read = rails.read(found, Tree("/nowhere", files), Kept())
    assert [one.identity for one in read] == ["9", "10", "10 (db/migrate/010_d.rb)", "20240101000000"]


def series(*bodies: str, version: str = "7.1") -> tuple[Migration, ...]:
    """Migrations one behind the other."""
    text = "class A < ActiveRecord::Migration[{}]\n  def change\n    {}\n  end\nend\n"
    files = {f"db/migrate/{number}_step.rb": text.format(version, body) for number, body in enumerate(bodies, 1)}
    found = Found("rails", "db/migrate", tuple(files), Runner("rails"))
    return rails.read(found, Tree("/nowhere", files), Kept())


@pytest.mark.parametrize(
    ("before", "body", "sql"),
    [
        ("add_index :a, :b, name: 'x'", "remove_index :a, :b", ["DROP INDEX x"]),
        ("add_index :a, :b", "remove_index :a, :b", ["DROP INDEX index_a_on_b"]),
        ("add_index :a, [:b, :c], name: 'x'", "remove_index :a, column: %i[b c]", ["DROP INDEX x"]),
        (
            "add_foreign_key :a, :bs, name: 'x'",
            "remove_foreign_key :a, :bs",
            ["ALTER TABLE a DROP CONSTRAINT x"],
        ),
        (
            "add_reference :a, :c, index: false, foreign_key: { to_table: :bs, name: 'x' }",
            "validate_foreign_key :a, :bs",
            ["ALTER TABLE a VALIDATE CONSTRAINT x"],
        ),
        (
            "add_index :a, :b",
            "rename_table :a, :z",
            ["ALTER TABLE a RENAME TO z", "ALTER INDEX index_a_on_b RENAME TO index_z_on_b"],
        ),
        (
            "add_index :a, :b",
            "rename_column :a, :b, :c",
            ["ALTER TABLE a RENAME COLUMN b TO c", "ALTER INDEX index_a_on_b RENAME TO index_a_on_c"],
        ),
        ("add_index :a, :b, name: 'x'", "rename_table :a, :z", ["ALTER TABLE a RENAME TO z"]),
        (
            "create_table :a",
            "rename_table :a, :z",
            [
                "ALTER TABLE a RENAME TO z",
                "ALTER INDEX a_pkey RENAME TO z_pkey",
                "ALTER TABLE a_id_seq RENAME TO z_id_seq",
            ],
        ),
        (
            "create_table :a, id: :uuid",
            "rename_table :a, :z",
            ["ALTER TABLE a RENAME TO z", "ALTER INDEX a_pkey RENAME TO z_pkey"],
        ),
        ("create_table :a, id: :string", "rename_table :a, :z", ["ALTER TABLE a RENAME TO z"]),
        ("create_table :a\nremove_column :a, :id", "rename_table :a, :z", ["ALTER TABLE a RENAME TO z"]),
        (
            "create_table :a\nexecute 'ALTER TABLE a DROP CONSTRAINT a_pkey'",
            "rename_table :a, :z",
            ["ALTER TABLE a RENAME TO z"],
        ),
    ],
)
def test_names_that_earlier_migrations_gave(before: str, body: str, sql: list[str]) -> None:
    assert said(series(before, body)[1].up.steps) == sql


def test_what_depends_on_an_earlier_migration_is_read_again_with_it() -> None:
    kept = Kept()
    paths = ("db/migrate/1_a.rb", "db/migrate/2_b.rb", "db/migrate/3_c.rb")
    found = Found("rails", "db/migrate", paths, Runner("rails"))

    def read(name: str) -> tuple[Migration, ...]:
        bodies = (f"add_index :a, :b, name: '{name}'", "remove_index :a, :b", "add_column :a, :c, :text")
        text = "class A < ActiveRecord::Migration[7.1]\n  def change\n    {}\n  end\nend\n"
        return rails.read(found, Tree("/nowhere", dict(zip(paths, map(text.format, bodies)))), kept)

    first, second = read("x"), read("y")
    assert [said(one.up.steps)[0] for one in second[:2]] == ["CREATE INDEX y ON a (b)", "DROP INDEX y"]
    assert first[2] is second[2]


def test_names_that_the_migration_gave_itself() -> None:
    body = "add_index :a, :b, name: 'x'\n    add_index :a, :d\n    rename_column :a, :d, :c\n    remove_index :a, :b"
    renamed = ["ALTER TABLE a RENAME COLUMN d TO c", "ALTER INDEX index_a_on_d RENAME TO index_a_on_c"]
    assert said(series("", body)[1].up.steps)[2:] == [*renamed, "DROP INDEX x"]


def test_a_statement_is_read_again_when_names_before_it_change() -> None:
    kept = Kept()
    found = Found("rails", "db/migrate", ("db/migrate/1_a.rb",), Runner("rails"))

    def read(name: str) -> list[str]:
        body = f"add_index :a, :b, name: '{name}'\n    remove_index :a, :b\n    add_column :a, :c, :text"
        text = f"class A < ActiveRecord::Migration[7.1]\n  def change\n    {body}\n  end\nend\n"
        return said(rails.read(found, Tree("/nowhere", {"db/migrate/1_a.rb": text}), kept)[0].up.steps)

    assert read("x")[1] == "DROP INDEX x"
    assert read("y")[1] == "DROP INDEX y"


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite"])
def test_a_connection_quotes_as_its_database_does(dialect: str) -> None:
    body = "execute \"DELETE FROM #{connection.quote_table_name(:users)} WHERE #{quote_column_name('id')} = 1\""
    text = f"class A < ActiveRecord::Migration[7.1]\n  def up\n    {body}\n  end\nend\n"
    (made,) = rails.read(replace(FOUND, dialect=dialect), Tree("/nowhere", {FOUND.files[0]: text}), Kept())
    ((deleted,),) = [step.operations for step in made.up.steps]
    assert isinstance(deleted, DeleteRows)
    assert str(deleted.table) == "users"


CALL = "add_key :users, %i[id age]"
HELPER = """
  def add_key(table, columns)
    execute "ALTER TABLE #{quote_table_name(table)} ADD PRIMARY KEY (#{listed(columns)})"
  end

  def listed(columns)
    Array(columns).map { |name| quote_column_name(name) }.join(", ")
  end
"""
INCLUDING = "class A < ActiveRecord::Migration[7.1]\n  include Tools::Keys\n\n  def change\n    {}\n  end\nend\n"


def among(files: dict[str, str], kept: Kept | None = None) -> Migration:
    """The last migration of a project."""
    paths = tuple(path for path in files if path.startswith("db/migrate/"))
    found = Found("rails", "db/migrate", paths, Runner("rails"))
    return rails.read(found, Tree("/nowhere", files), kept or Kept())[-1]


@pytest.mark.parametrize(
    ("path", "module", "text"),
    [
        ("lib/tools/keys.rb", f"module Tools\n  module Keys\n{HELPER}  end\nend\n", INCLUDING),
        ("app/models/concerns/tools/keys.rb", f"module Tools::Keys\n{HELPER}end\n", INCLUDING),
        ("lib/other.rb", f"module Tools::Keys\n{HELPER}end\n", f"require 'other'\n{INCLUDING}"),
        ("db/keys.rb", f"module Tools::Keys\n{HELPER}end\n", f"require_relative '../keys'\n{INCLUDING}"),
        ("lib/none.rb", "", f"module Tools::Keys\n{HELPER}end\n{INCLUDING}"),
        (
            "lib/migrate.rb",
            f"module ActiveRecord::ConnectionAdapters::SchemaStatements\n{HELPER}end\n",
            "require 'migrate'\nclass A < ActiveRecord::Migration[7.1]\n  def change\n    {}\n  end\nend\n",
        ),
    ],
)
def test_what_the_project_s_own_modules_do_is_followed(path: str, module: str, text: str) -> None:
    files = {path: module, "db/migrate/1_a.rb": text.replace("{}", CALL)}
    (step,) = among(files).up.steps
    assert said((step,)) == ["ALTER TABLE users ADD PRIMARY KEY (id, age)"]
    assert (step.block, step.origin) == (CALL, "helper")


def test_a_module_that_is_not_found_is_named() -> None:
    (step,) = among({"db/migrate/1_a.rb": INCLUDING.replace("{}", CALL)}).up.steps
    assert step.operations == (
        Opaque("add_key is no statement of Active Record's, and Tools::Keys is not found", CALL),
    )


def test_a_migration_is_read_again_when_a_file_that_it_needs_says_otherwise() -> None:
    kept, text = Kept(), INCLUDING.replace("{}", f"{CALL}\n    execute File.read('db/x.sql')")

    def read(column: str, text: str = text) -> list[str]:
        module = (
            f"module Tools::Keys\n  def add_key(table, columns)\n    add_column table, :{column}, :text\n  end\nend\n"
        )
        files = {"lib/tools/keys.rb": module, "db/x.sql": f"CREATE TABLE {column} ()", "db/migrate/1_a.rb": text}
        return said(among(files, kept).up.steps)

    assert read("x") == ["ALTER TABLE users ADD COLUMN x text", "CREATE TABLE x ()"]
    assert read("x", text.replace("File.read", "File.binread"))[1] == "CREATE TABLE x ()"
    assert read("y", text.replace("File.read", "File.binread"))[0] == "ALTER TABLE users ADD COLUMN y text"


@pytest.mark.parametrize(
    "expression",
    [
        "File.read('db/sql/x.sql')",
        "IO.read(Rails.root.join('db', 'sql', 'x.sql'))",
        "Rails.root.join('db/sql').join('x.sql').read",
        'File.read("#{Rails.root}/db/sql/x.sql")',
        "File.read(File.join(Rails.root, 'db/sql/x.sql'))",
        "File.read(File.expand_path('../../sql/x.sql', __FILE__))",
        "File.read(File.join(File.dirname(__FILE__), '..', 'sql', 'x.sql'))",
        'File.read("#{__dir__}/../sql/x.sql")',
        "Pathname.new('db/sql/x.sql').read",
        "File.read(Rails.root + 'db/sql/x.sql')",
    ],
)
def test_sql_in_a_file_is_read_there(expression: str) -> None:
    text = f"class A < ActiveRecord::Migration[7.1]\n  def change\n    execute {expression}\n  end\nend\n"
    (step,) = among({"db/sql/x.sql": "DROP TABLE x;\n", "db/migrate/1_a.rb": text}).up.steps
    assert (said((step,)), step.block) == (["DROP TABLE x"], f"execute {expression}")


BOARD = "class Board < ActiveRecord::Base\nend\n"


@pytest.mark.parametrize(
    ("models", "table"),
    [
        ({"board": BOARD}, "boards"),
        ({"board": BOARD.replace("\n", "\n  self.table_name = 'forums'\n", 1)}, "forums"),
        ({"board": BOARD.replace("ActiveRecord::Base", "Place"), "place": BOARD.replace("Board", "Place")}, "places"),
        (
            {
                "board": BOARD.replace("ActiveRecord::Base", "Old"),
                "old": "class Old < ActiveRecord::Base\n  self.abstract_class = true\nend\n",
            },
            "boards",
        ),
        ({}, "${table_name}"),
        ({"board": BOARD.replace("ActiveRecord::Base", "Sequel::Model")}, "${table_name}"),
        ({"board": BOARD.replace("\n", "\n  self.table_name = old_name\n", 1)}, "${table_name}"),
        ({"board": BOARD.replace("\n", "\n  self.table_name_prefix = 'old_'\n", 1)}, "${table_name}"),
        ({"board": BOARD.replace("ActiveRecord::Base", "Board")}, "${table_name}"),
    ],
)
def test_the_table_of_a_model_of_the_application_is_what_its_file_says(models: dict[str, str], table: str) -> None:
    body = "[Board].each { |one| change_column_default one.table_name, :position, nil }"
    text = f"class A < ActiveRecord::Migration[7.1]\n  def up\n    {body}\n  end\nend\n"
    files = {f"app/models/{name}.rb": said for name, said in models.items()}
    (step,) = among({**files, "db/migrate/1_a.rb": text}).up.steps
    (operation,) = step.operations
    assert isinstance(operation, DropDefault)
    assert str(operation.table) == table


def test_the_table_of_a_model_of_the_file_is_put_into_sql() -> None:
    before = "  class Person < ActiveRecord::Base\n    self.table_name = 'people_of_old'\n  end\n"
    found = steps('execute "UPDATE #{Person.table_name} SET a = 1 WHERE b"', before=before)
    assert said(found) == ["UPDATE people_of_old SET a = 1 WHERE b"]


@pytest.mark.parametrize("path", ["/etc/passwd", "../../x.sql"])
def test_no_file_is_read_outside_of_the_application(path: str) -> None:
    text = f"class A < ActiveRecord::Migration[7.1]\n  def change\n    execute File.read('{path}')\n  end\nend\n"
    ((operation,),) = (step.operations for step in among({"db/migrate/1_a.rb": text}).up.steps)
    assert isinstance(operation, Opaque)
    assert operation.reason.startswith("the SQL is put together at run time")


@pytest.mark.parametrize(
    ("body", "sql"),
    [
        (
            "def change\n    create_table(:users) { |t| t.references :org }\n    add_index :users, :x\n  end",
            ["DROP INDEX index_users_on_x", "DROP TABLE users"],
        ),
        ("def up\n    execute 'x'\n  end\n  def down\n    drop_table :users\n  end", ["DROP TABLE users"]),
    ],
)
def test_another_migration_is_taken_back(body: str, sql: list[str]) -> None:
    first = f"class AddUsers < ActiveRecord::Migration[5.0]\n  {body}\nend\n"
    text = "class A < ActiveRecord::Migration[7.1]\n  def change\n    revert AddUsers\n  end\nend\n"
    steps = among({"db/migrate/1_add_users.rb": first, "db/migrate/2_a.rb": text}).up.steps
    assert said(steps) == sql
    assert {(step.block, step.reversible) for step in steps} == {("revert AddUsers", True)}


def test_what_runs_a_migration_in_a_way_of_its_own_is_said() -> None:
    own = "  def migrate(direction)\n    super\n  end\n\n"
    added, unclear = change("add_column :a, :b, :text", before=own).up.steps
    assert said((added,)) == ["ALTER TABLE a ADD COLUMN b text"]
    assert unclear.operations == (Opaque("what the class's own `migrate` does is not followed", unclear.block),)
