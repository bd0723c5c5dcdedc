"""What fixes write, beyond the examples of the pages."""

from rules.mended import mended

OLD = "create table users (id bigint primary key, name text);\n"


def test_a_constraint_beside_a_new_column_goes_without_touching_the_rest() -> None:
    text = "ALTER TABLE users ADD COLUMN code CHARACTER VARYING(9) NULL /* short */ UNIQUE;\n"
    files = {"m/1_users.up.sql": OLD, "m/2_code.up.sql": text}
    assert mended("blocking-unique", files, "m/2_code.up.sql") == {
        "m/2_code.up.sql": "ALTER TABLE users ADD COLUMN code CHARACTER VARYING(9) NULL /* short */;\n",
        "m/3_build_users_code_key.up.sql": "CREATE UNIQUE INDEX CONCURRENTLY users_code_key ON users (code);\n",
        "m/4_add_users_code_key.up.sql": (
            "ALTER TABLE users ADD CONSTRAINT users_code_key UNIQUE USING INDEX users_code_key;\n"
        ),
    }


def test_a_default_goes_from_one_of_several_actions_and_is_set_behind_the_statement() -> None:
    text = (
        "ALTER TABLE users\n"
        "  ADD COLUMN token UUID NOT NULL DEFAULT gen_random_uuid(), -- for links\n"
        "  ADD COLUMN seen TIMESTAMPTZ;\n"
    )
    files = {"migrations/001_users.sql": OLD, "migrations/002_token.sql": text}
    assert mended("rewriting-default", files, "migrations/002_token.sql") == {
        "migrations/002_token.sql": (
            "ALTER TABLE users\n"
            "  ADD COLUMN token UUID, -- for links\n"
            "  ADD COLUMN seen TIMESTAMPTZ;\n"
            "ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();\n"
        ),
        "migrations/003_check_users_token.sql": (
            "ALTER TABLE users ADD CONSTRAINT users_token_not_null_check CHECK (token IS NOT NULL) NOT VALID;\n"
        ),
        "migrations/004_require_users_token.sql": (
            "ALTER TABLE users VALIDATE CONSTRAINT users_token_not_null_check;\n"
            "ALTER TABLE users ALTER COLUMN token SET NOT NULL;\n"
            "ALTER TABLE users DROP CONSTRAINT users_token_not_null_check;\n"
        ),
    }


def test_an_index_that_a_constraint_took_over_comes_back_concurrently() -> None:
    text = (
        "class OneName < ActiveRecord::Migration[7.1]\n"
        "  def change\n"
        "    execute \"SET LOCAL lock_timeout = '2s'\"\n"
        '    add_unique_constraint :users, :name, name: "one_name"\n'
        "  end\n"
        "end\n"
    )
    base = "class Users < ActiveRecord::Migration[7.1]\n  def change\n    create_table(:users)\n  end\nend\n"
    files = {"db/migrate/20240101000000_users.rb": base, "db/migrate/20240102000000_one_name.rb": text}
    after = mended("blocking-unique", files, "db/migrate/20240102000000_one_name.rb")
    assert after["db/migrate/20240102000001_add_one_name.rb"] == (
        "class AddOneName < ActiveRecord::Migration[7.1]\n"
        "  disable_ddl_transaction!\n"
        "\n"
        "  def up\n"
        "    execute \"SET lock_timeout = '2s'\"\n"
        '    add_unique_constraint :users, using_index: "one_name", name: "one_name"\n'
        "  end\n"
        "\n"
        "  def down\n"
        '    execute "ALTER TABLE users DROP CONSTRAINT one_name"\n'
        '    add_index :users, :name, name: "one_name", unique: true, algorithm: :concurrently\n'
        "  end\n"
        "end\n"
    )


def test_what_runs_behind_a_deployment_goes_where_the_project_keeps_such() -> None:
    migration = "class {} < ActiveRecord::Migration[7.1]\n  def change\n    {}\n  end\nend\n".format
    files = {
        "db/migrate/20240101000000_users.rb": migration("Users", "create_table(:users) { |t| t.string :name }"),
        "db/post_migrate/20240101000001_tags.rb": migration("Tags", "create_table :tags"),
        "db/migrate/20240102000000_full.rb": migration("Full", "rename_column :users, :name, :full_name"),
    }
    assert sorted(mended("renamed-column", files, "db/migrate/20240102000000_full.rb")) == [
        "db/migrate/20240102000000_full.rb",
        "db/post_migrate/20240102000001_fill_users_full_name.rb",
        "db/post_migrate/20240102000002_drop_users_name.rb",
    ]


def test_one_statement_of_several_actions_may_be_all_that_stays() -> None:
    text = "alter table users add column a int, add column b int;\ncreate index i on users (a);\nselect 1;\n"
    files = {"m/1_users.up.sql": OLD, "m/2_a.up.sql": text}
    assert sorted(mended("blocking-index", files, "m/2_a.up.sql")) == [
        "m/2_a.up.sql",
        "m/3_create_i.up.sql",
        "m/4_a_3.up.sql",
    ]


def test_nothing_goes_behind_what_takes_it_away() -> None:
    required = "alter table users alter column name set not null;\n"
    for later in (
        "alter table users drop column name;\n",
        "alter table users rename column name to called;\n",
        "alter table users alter column name drop not null;\n",
        "drop table users;\n",
    ):
        files = {"m/1_users.up.sql": OLD, "m/2_name.up.sql": required + later}
        assert mended("scanning-not-null", files, "m/2_name.up.sql") == {}, later
    files = {"m/1_users.up.sql": OLD, "m/2_name.up.sql": required + "alter table users drop column other;\n"}
    assert len(mended("scanning-not-null", files, "m/2_name.up.sql")) == 2


TABLES = 'CREATE TABLE "a" ("id" TEXT NOT NULL PRIMARY KEY, "b" TEXT);\nCREATE INDEX "old" ON "a"("b");\n'
KEYS = (
    'ALTER TABLE "a" ADD COLUMN "c" TEXT;\n'
    'ALTER TABLE "a" ADD CONSTRAINT "a_b_fkey" FOREIGN KEY ("b") REFERENCES "a"("id");\n'
    'DROP INDEX "old";\n'
    'ALTER TABLE "a" ADD COLUMN "d" TEXT;\n'
    'ALTER TABLE "a" ADD COLUMN "e" TEXT;\n'
)


def prisma(version: str) -> dict[str, str]:
    return {
        "package.json": f'{{"dependencies": {{"prisma": "{version}"}}}}',
        "p/migrations/20240101000000_a/migration.sql": TABLES,
        "p/migrations/20240102000000_b/migration.sql": KEYS,
    }


def test_where_prisma_sends_each_statement_by_itself_a_file_stays_together() -> None:
    found = mended("scanning-foreign-key", prisma("7.4.0"), "p/migrations/20240102000000_b/migration.sql")
    assert list(found) == [
        "p/migrations/20240102000001_validate_a_b_fkey/migration.sql",
        "p/migrations/20240102000000_b/migration.sql",
    ]


def test_what_prisma_cannot_send_by_itself_stands_alone_and_nothing_else_does() -> None:
    found = mended("blocking-index-drop", prisma("7.4.0"), "p/migrations/20240102000000_b/migration.sql")
    assert {path.split("/")[2]: text.count(";") for path, text in found.items()} == {
        "20240102000000_b": 2,
        "20240102000001_drop_old": 1,
        "20240102000002_b_3": 2,
    }


def test_what_is_deleted_goes_to_a_migration_that_says_so() -> None:
    text = "alter table users add column a int;\ndelete from users where name is null;\n"
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__a.sql": text}
    found = mended("mixed-schema-and-data", files, "db/migration/V2__a.sql")
    assert list(found) == ["db/migration/V3__delete_from_users.sql", "db/migration/V2__a.sql"]


def test_a_name_that_would_be_too_long_is_shortened_as_the_database_does_it() -> None:
    table = "entries_of_the_journal_of_transactions_of_the_last_year"
    files = {
        "db/migration/V1__a.sql": f"create table {table} (reference_number text);\n",
        "db/migration/V2__b.sql": f"alter table {table} alter column reference_number set not null;\n",
    }
    name = "entries_of_the_journal_of_trans_reference_number_not_null_check"
    found = mended("scanning-not-null", files, "db/migration/V2__b.sql")
    assert f"add constraint {name} check" in found["db/migration/V2__b.sql"]


def test_the_indexes_of_a_migration_leave_it_together_each_with_what_undoes_it() -> None:
    files = {
        "m/20240101000000_users.up.sql": OLD,
        "m/20240101000000_users.down.sql": "drop table users;\n",
        "m/20240102000000_a.up.sql": (
            "create index i on users (name); -- names\n"
            "-- and the other way\n"
            "create index j on users (name desc);\n"
            "alter table users add column a int;\n"
        ),
        "m/20240102000000_a.down.sql": "alter table users drop column a;\ndrop index j;\ndrop index i;\n",
    }
    expected = {
        "m/20240102000001_create_i.up.sql": "create index concurrently i on users (name); -- names\n",
        "m/20240102000001_create_i.down.sql": "drop index i;\n",
        "m/20240102000002_create_j.up.sql": (
            "-- and the other way\ncreate index concurrently j on users (name desc);\n"
        ),
        "m/20240102000002_create_j.down.sql": "drop index j;\n",
        "m/20240102000000_a.down.sql": "alter table users drop column a;\n",
        "m/20240102000000_a.up.sql": "alter table users add column a int;\n",
    }
    assert mended("blocking-index", files, "m/20240102000000_a.up.sql", 0) == expected
    assert mended("blocking-index", files, "m/20240102000000_a.up.sql", 1) == expected


def test_a_file_of_nothing_but_indexes_is_switched_as_a_whole() -> None:
    files = {
        "db/1_users.sql": f"-- +goose Up\n{OLD}-- +goose Down\ndrop table users;\n",
        "db/2_i.sql": (
            "-- +goose Up\nset local lock_timeout = '5s';\ncreate index i on users (name);\n"
            "create index j on users (name desc);\n-- +goose Down\ndrop index j;\ndrop index i;\n"
        ),
    }
    assert mended("blocking-index", files, "db/2_i.sql") == {
        "db/2_i.sql": (
            "-- +goose NO TRANSACTION\n-- +goose Up\ncreate index concurrently i on users (name);\n"
            "create index concurrently j on users (name desc);\n-- +goose Down\ndrop index j;\ndrop index i;\n"
        )
    }


def test_dropped_indexes_leave_together_as_well() -> None:
    files = {
        "db/migration/V1__users.sql": OLD + "create index i on users (name);\ncreate index j on users (name);\n",
        "db/migration/V2__a.sql": "drop index i;\ndrop index j;\nalter table users add column a int;\n",
    }
    assert mended("blocking-index-drop", files, "db/migration/V2__a.sql") == {
        "db/migration/V3__drop_i.sql": "drop index concurrently i;\n",
        "db/migration/V4__drop_j.sql": "drop index concurrently j;\n",
        "db/migration/V2__a.sql": "alter table users add column a int;\n",
    }


def test_words_that_must_go_leave_the_rest_as_it_is() -> None:
    text = 'CREATE INDEX IF NOT EXISTS "i" ON users\n  ("name");\n'
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__i.sql": text}
    assert mended("blocking-index", files, "db/migration/V2__i.sql") == {
        "db/migration/V2__i.sql": 'CREATE INDEX CONCURRENTLY "i" ON users\n  ("name");\n'
    }
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__a.sql": "drop view  Totals  CASCADE;\n"}
    assert mended("cascading-drop", files, "db/migration/V2__a.sql") == {
        "db/migration/V2__a.sql": "drop view  Totals;\n"
    }


LAID_OUT = (
    'ALTER TABLE "users" DROP COLUMN "old",\n'
    'ALTER COLUMN "name" SET NOT NULL, -- by then\n'
    '  ADD CONSTRAINT "name_key" UNIQUE ("name"),\n'
    'ADD COLUMN     "a" TEXT;\n'
)


def test_one_of_several_actions_changes_and_the_others_keep_their_place() -> None:
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__a.sql": LAID_OUT}
    proof = 'ADD CONSTRAINT "users_name_not_null_check" CHECK ("name" IS NOT NULL) NOT VALID'
    found = mended("scanning-not-null", files, "db/migration/V2__a.sql")
    assert found["db/migration/V2__a.sql"] == LAID_OUT.replace('ALTER COLUMN "name" SET NOT NULL', proof)


def test_an_action_that_leaves_takes_its_comma_along() -> None:
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__a.sql": LAID_OUT}
    found = mended("blocking-unique", files, "db/migration/V2__a.sql")
    gone = 'ADD CONSTRAINT "name_key" UNIQUE ("name"),\n'
    assert found["db/migration/V2__a.sql"] == LAID_OUT.replace(gone, "")


def test_what_a_fix_brings_along_is_written_as_the_author_writes() -> None:
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__a.sql": "alter table users rename to people;\n"}
    assert mended("renamed-table", files, "db/migration/V2__a.sql") == {
        "db/migration/V2__a.sql": ("alter table users rename to people;\ncreate view users as select * from people;\n")
    }


def test_what_follows_a_statement_stands_right_behind_it() -> None:
    text = (
        "/* You are about to drop the column of the table */\n"
        "ALTER TABLE users ADD COLUMN age INTEGER DEFAULT 1 CHECK (age > 0) NOT NULL; -- years\n\n"
        "-- said\nCOMMENT ON COLUMN users.age IS 'x';\n"
    )
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__age.sql": text}
    assert mended("scanning-check", files, "db/migration/V2__age.sql") == {
        "db/migration/V2__age.sql": (
            "/* You are about to drop the column of the table */\n"
            "ALTER TABLE users ADD COLUMN age INTEGER DEFAULT 1 NOT NULL; -- years\n"
            "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;\n\n"
            "-- said\nCOMMENT ON COLUMN users.age IS 'x';\n"
        ),
        "db/migration/V3__validate_users_age_check.sql": "ALTER TABLE users VALIDATE CONSTRAINT users_age_check;\n",
    }


def test_a_view_for_a_table_that_may_not_be_there_is_not_proposed() -> None:
    files = {
        "db/migration/V1__users.sql": OLD,
        "db/migration/V2__a.sql": "alter table if exists users rename to people;\n",
    }
    assert mended("renamed-table", files, "db/migration/V2__a.sql") == {}


def test_whoever_writes_if_exists_gets_it() -> None:
    text = "ALTER TABLE IF EXISTS users\n  ADD CONSTRAINT c CHECK (id > 0);\n"
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__a.sql": text}
    assert mended("scanning-check", files, "db/migration/V2__a.sql") == {
        "db/migration/V2__a.sql": text.replace(";", " NOT VALID;"),
        "db/migration/V3__validate_c.sql": "ALTER TABLE IF EXISTS users VALIDATE CONSTRAINT c;\n",
    }


def test_a_list_of_names_is_not_torn_apart_for_one_of_them() -> None:
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__a.sql": "drop view a, b cascade;\n"}
    assert mended("cascading-drop", files, "db/migration/V2__a.sql") == {}


def test_names_in_a_query_that_a_fix_brings_along_are_quoted_like_the_others() -> None:
    text = 'ALTER TABLE "users" RENAME TO "people";\n'
    files = {"db/migration/V1__users.sql": OLD, "db/migration/V2__a.sql": text}
    assert mended("renamed-table", files, "db/migration/V2__a.sql") == {
        "db/migration/V2__a.sql": f'{text}CREATE VIEW "users" AS SELECT * FROM "people";\n'
    }


def test_where_not_all_indexes_can_leave_one_goes_alone() -> None:
    text = "create index a on users (name);\ncreate index b on users (id);\nselect 1;\n"
    files = {
        "m/01_users.up.sql": OLD,
        "m/02_indexes.up.sql": text,
        "m/04_later.up.sql": "select 1;\n",
    }
    assert mended("blocking-index", files, "m/02_indexes.up.sql") == {
        "m/02_indexes.up.sql": "create index concurrently a on users (name);\n",
        "m/03_indexes_2.up.sql": "create index b on users (id);\nselect 1;\n",
    }


def test_the_authors_own_transaction_stays_whole_where_an_index_leaves_it() -> None:
    text = (
        "BEGIN;\nALTER TABLE users ADD COLUMN a int;\nCREATE INDEX i ON users (a);\nUPDATE users SET a = 1;\nCOMMIT;\n"
    )
    files = {"m/1_users.up.sql": OLD, "m/2_a.up.sql": text}
    assert mended("blocking-index", files, "m/2_a.up.sql") == {
        "m/2_a.up.sql": "BEGIN;\nALTER TABLE users ADD COLUMN a int;\nCOMMIT;\n",
        "m/3_create_i.up.sql": "CREATE INDEX CONCURRENTLY i ON users (a);\n",
        "m/4_a_3.up.sql": "UPDATE users SET a = 1;\n",
    }
    unneeded = text.replace("UPDATE users SET a = 1;\n", "")
    assert mended("blocking-index", {**files, "m/2_a.up.sql": unneeded}, "m/2_a.up.sql") == {
        "m/2_a.up.sql": "BEGIN;\nALTER TABLE users ADD COLUMN a int;\nCOMMIT;\n",
        "m/3_create_i.up.sql": "CREATE INDEX CONCURRENTLY i ON users (a);\n",
    }


def test_a_transaction_in_a_file_without_one_ends_before_what_leaves_it_and_begins_again() -> None:
    path = "db/migration/V2__a.sql"
    files = {"db/migration/V1__users.sql": OLD, f"{path}.conf": "executeInTransaction=false\n"}
    set_first = "BEGIN;\nSET LOCAL lock_timeout = '5s';\n"
    a, b = "ALTER TABLE users ADD a int;\n", "ALTER TABLE users ADD b int;\n"
    text = f"{set_first}{a}CREATE INDEX i ON users (a);\n{b}COMMIT;\n"
    assert mended("blocking-index", {**files, path: text}, path)[path] == (
        f"{set_first}{a}COMMIT;\nCREATE INDEX CONCURRENTLY i ON users (a);\n{set_first}{b}COMMIT;\n"
    )
    alone = "BEGIN;\nCREATE INDEX i ON users (name);\nCOMMIT;\n"
    assert mended("blocking-index", {**files, path: alone}, path)[path] == (
        "CREATE INDEX CONCURRENTLY i ON users (name);\n"
    )


def test_what_comes_first_in_the_authors_own_transaction_stands_behind_its_begin() -> None:
    text = "BEGIN;\nALTER TABLE users ADD a int;\nCOMMIT;\n"
    files = {"m/1_users.up.sql": OLD, "m/2_a.up.sql": text}
    assert mended("missing-lock-timeout", files, "m/2_a.up.sql") == {
        "m/2_a.up.sql": "BEGIN;\nSET LOCAL lock_timeout = '5s';\nALTER TABLE users ADD a int;\nCOMMIT;\n"
    }


def test_each_new_file_takes_back_what_it_does() -> None:
    text = "create index a on users (name);\ncreate index b on users (id);\n"
    files = {"m/1_users.up.sql": OLD, "m/1_users.down.sql": "drop table users;\n", "m/2_indexes.up.sql": text}
    written = mended("blocking-index", files, "m/2_indexes.up.sql")
    assert {path: text for path, text in written.items() if "down" in path} == {
        "m/3_create_b.down.sql": "drop index concurrently b;\n",
    }
