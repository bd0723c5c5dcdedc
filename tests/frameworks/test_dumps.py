"""What files beside the migrations say of all that these leave behind."""

import pytest

from rules.told import EMPTY, RULES
from towpath.frameworks import prisma, rails
from towpath.linter import Settings, Workspace
from towpath.project import Found, Runner, Tree

RAILS = Found("rails", "db/migrate", (), Runner("rails"))
PRISMA = Found("prisma", "prisma/migrations", (), Runner("prisma"))


def test_a_version_with_and_without_underscores():
    for said in ("2024_01_02_000000", "20240102000000"):
        text = f"# generated\nActiveRecord::Schema[7.1].define(version: {said}) do\nend\n"
        found = rails.dumped(RAILS, Tree("/nowhere", {"db/schema.rb": text}))
        assert found
        assert found.newest == "20240102000000"


@pytest.mark.parametrize("table", ["public.schema_migrations", '"schema_migrations"', "`schema_migrations`"])
def test_the_versions_that_a_dump_in_sql_lists(table: str):
    text = f"INSERT INTO {table} (version) VALUES\n('2'),\n('1');\n"
    found = rails.dumped(RAILS, Tree("/nowhere", {"db/structure.sql": text}))
    assert found
    assert found.versions == {"1", "2"}


def test_each_of_several_databases_has_a_dump_of_its_own():
    text = "ActiveRecord::Schema.define(version: 7) do\nend\n"
    tree = Tree("/nowhere", {"db/animals_schema.rb": text})
    found = rails.dumped(Found("rails", "db/animals_migrate", (), Runner("rails")), tree)
    assert found
    assert found.path == "db/animals_schema.rb"
    assert rails.dumped(RAILS, tree) is None


def test_fields_under_other_names_and_those_that_lead_elsewhere():
    text = """
    model User { // people
      id     Int     @id @default(autoincrement())
      mail   String  @map("email") @db.VarChar(20)
      posts  Post[]
      kind   Kind    @default(A)
      extra  Unsupported("circle")?
      page   String  @default("https://{}/\\"") @map("url")

      @@map("users")
      @@index([mail])
    }
    model Post {
      id      Int  @id
      userId  Int  @map(name: "user_id")
      user    User @relation(fields: [userId], references: [id])
    }
    enum Kind {
      A
      B
    }
    """
    found = prisma.dumped(PRISMA, Tree("/nowhere", {"prisma/schema.prisma": text}))
    assert found
    assert found.columns == {"users": {"id", "email", "kind", "extra", "url"}, "Post": {"id", "user_id"}}


def test_another_dump_is_another_answer():
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    path = "db/migrate/20240102000000_create_users.rb"
    made.update(
        path, "class CreateUsers < ActiveRecord::Migration[7.1]\n  def change\n    create_table :users\n  end\nend\n"
    )
    for version, stale in (("2024_01_01_000000", True), ("2024_01_02_000000", False)):
        made.update("db/schema.rb", f"ActiveRecord::Schema[7.1].define(version: {version}) do\nend\n")
        assert ("stale-schema-dump" in {placed.rule for placed in made.report(path).findings}) == stale


def test_a_model_that_is_not_closed_costs_no_time():
    text = "model User {\n" + '  a String @default("{}") // {}\n' * 20_000
    assert prisma.dumped(PRISMA, Tree("/nowhere", {"prisma/schema.prisma": text})) is None
