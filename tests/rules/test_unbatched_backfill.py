"""Rows that are written all at once, in SQL and by Rails' models: which are told, and which are put into batches."""

import pytest

from rules.mended import mended
from rules.told import EMPTY, RULES
from towpath.linter import Settings, Workspace

RULE = "unbatched-backfill"
USERS = "create table users (id bigint primary key, name text);\n"


def messages(files: dict[str, str], path: str) -> list[str]:
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    for name, text in files.items():
        made.update(name, text)
    found = made.report(path).findings
    assert not made.crashes
    silenced = [related.message for one in found for related in one.related if related.message.endswith(f"({RULE})")]
    return [one.message for one in found if one.rule == RULE] + silenced


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ("update users set name = ''", True),
        ("update users set name = '' where true", True),
        ("delete from users", True),
        ("update users set name = '' where name is null", False),
        ("alter table users add column slug text; update users set slug = name where slug is null", True),
        ("alter table users add column slug text; update users set slug = name where slug is null and id > 1", False),
        ("update users set name = others.name from others where others.id = users.id", False),
        ("create table plans (id int); update plans set id = 1", False),
        ("truncate users", False),
    ],
)
def test_which_statements_write_every_row(statements: str, told: bool) -> None:
    path = "db/migration/V2__change.sql"
    found = messages({"db/migration/V1__users.sql": USERS, path: statements + ";\n"}, path)
    assert len(found) == told, found


RAILS = "db/migrate/20240102000000_change_some.rb"
FIRST = """\
class First < ActiveRecord::Migration[7.1]
  def change
    create_table(:users) { |t| t.string :name }
  end
end
"""


def rails(body: str, head: str = "") -> dict[str, str]:
    methods = f"  def up\n    {body}\n  end\n\n  def down\n  end\n"
    text = f"class ChangeSome < ActiveRecord::Migration[7.1]\n{head}{methods}end\n"
    return {
        "config/database.yml": "production:\n  adapter: postgresql\n",
        "db/migrate/20240101000000_first.rb": FIRST,
        RAILS: text,
    }


OUTSIDE = "  disable_ddl_transaction!\n\n"


@pytest.mark.parametrize(
    ("body", "inside", "outside"),
    [
        ("User.update_all(name: 'x')", True, True),
        ("User.in_batches.update_all(name: 'x')", True, False),
        ("User.find_each { |user| user.update!(name: 'x') }", True, False),
        ("User.in_batches(of: 100) { |some| some.update_all(name: 'x') }", True, False),
        ("User.where(name: nil).update_all(name: 'x')", False, False),
        ("User.find_by(name: 'y').update!(name: 'x')", False, False),
        ("User.create!(name: 'x')", False, False),
        ("User.where(name: 'y').each { |user| user.update!(name: 'x') }", False, False),
        ("User.where(name: nil).find_each { |user| user.update!(name: 'x') }", True, False),
        ("Shop::User.where(name: nil).update_all(name: 'x')", False, False),
        ("Shop::User.all.each { |user| user.save! }", True, False),
        ("User.find_each { |user| puts user.name }", False, False),
    ],
)
def test_which_code_writes_them_all_at_once(body: str, inside: bool, outside: bool) -> None:
    assert bool(messages(rails(body), RAILS)) == inside
    assert bool(messages(rails(body, OUTSIDE), RAILS)) == outside


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("User.update_all(name: 'x')", "User.in_batches.update_all(name: 'x')"),
        ("User.where('true').delete_all # 😀", "User.where('true').in_batches.delete_all # 😀"),
        ("User.in_batches.update_all(name: 'x')", "User.in_batches.update_all(name: 'x')"),
        ("User.find_each { |user| user.save! }", "User.find_each { |user| user.save! }"),
    ],
)
def test_they_are_written_in_batches_outside_of_the_transaction(before: str, after: str) -> None:
    assert mended(RULE, rails(before), RAILS) == {RAILS: rails(after, OUTSIDE)[RAILS]}


def test_what_is_outside_already_is_put_into_batches_alone() -> None:
    before, after = (rails(f"User{batches}.update_all(name: 'x')", OUTSIDE) for batches in ("", ".in_batches"))
    assert mended(RULE, before, RAILS) == {RAILS: after[RAILS]}
