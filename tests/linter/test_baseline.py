"""What a series starts from, where a file says it."""

from pathlib import Path

import pytest

from towpath.frameworks.prisma import made as made_by_prisma
from towpath.linter.opening import Project
from towpath.operations import CreateTable, Name, Opaque

DUMP = """
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.users (id bigint NOT NULL, email character varying(50));
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE INDEX users_email ON public.users USING btree (email);
"""
SCHEMA = """
ActiveRecord::Schema[7.1].define(version: 2024_01_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "email", limit: 50
    t.index ["email"], name: "users_email"
  end
end
"""


PRISMA = """
enum Mood {
  good
  bad @map("not good")
}

model Person {
  id      Int      @id @default(autoincrement())
  email   String   @unique @db.VarChar(50)
  mood    Mood     @default(good) // how they are
  tags    String[]
  made    DateTime @default(now()) @map("made_at")
  orders  Order[]

  @@index([mood, made(sort: Desc)])
  @@map("users")
}

model Order {
  id      BigInt @id
  userId  Int?
  user    Person? @relation(fields: [userId], references: [id])
}
"""


def opened(folder: Path, baseline: str, text: str) -> Project:
    made = Project(str(folder), {"database": "postgresql", "baseline": baseline})
    made.workspace.update(baseline, text)
    return made


def test_what_a_dump_makes_is_there_before_the_first_migration(tmp_path: Path):
    workspace = opened(tmp_path, "db/dump.sql", DUMP).workspace
    path = "db/migration/V1__more.sql"
    workspace.update(path, "create index more on users (email);\nalter table users alter email type varchar(60);\n")
    spoken = {placed.rule for placed in workspace.report(path).findings}
    assert "blocking-index" in spoken, "the table is old"
    assert "duplicate-index" in spoken, "its index is known"
    assert "rewriting-type-change" not in spoken, "its type is known"
    workspace.update("db/dump.sql", DUMP.replace("USING btree (email)", "USING btree (id, email)"))
    assert "duplicate-index" not in {placed.rule for placed in workspace.report(path).findings}


def test_what_schema_rb_says_is_there_too(tmp_path: Path):
    workspace = opened(tmp_path, "db/baseline.rb", SCHEMA).workspace
    path = "db/migrate/20240102000000_more.rb"
    workspace.update(
        path, "class More < ActiveRecord::Migration[7.1]\n  def change\n    add_index :users, :id\n  end\nend\n"
    )
    workspace.report(path)
    (loaded,) = workspace.loaded
    users = loaded.replay[loaded.migrations[0].identity, "up"].before.table(Name("users"))
    assert users
    assert users.whole
    assert [column.name for column in users.columns] == ["id", "email"]
    assert users.primary == ("id",)
    assert users.index("users_email")


STRUCTURE = """
\\restrict x1

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TABLE public.orders (
    id bigint NOT NULL,
    user_id bigint
);
CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying(50)
);
CREATE SEQUENCE public.users_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX index_users_on_email ON public.users USING btree (email);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT fk_rails_1 FOREIGN KEY (user_id) REFERENCES public.users(id);

\\unrestrict x1

SET search_path TO "$user", public;

INSERT INTO "schema_migrations" (version) VALUES
('20240101000000');
"""
STRUCTURE_OF_MYSQL = """
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
DROP TABLE IF EXISTS `orders`;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE `orders` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `user_id` bigint DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `index_orders_on_user_id` (`user_id`),
  CONSTRAINT `fk_rails_1` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
DROP TABLE IF EXISTS `users`;
CREATE TABLE `users` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `email` varchar(50) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `index_users_on_email` (`email`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `schema_migrations` (version) VALUES
('20240101000000');
"""


@pytest.mark.parametrize(("database", "text"), [("postgresql", STRUCTURE), ("mysql", STRUCTURE_OF_MYSQL)])
def test_what_structure_sql_says_is_there_too(tmp_path: Path, database: str, text: str):
    workspace = Project(str(tmp_path), {"database": database, "baseline": "db/structure.sql"}).workspace
    workspace.update("db/structure.sql", text)
    path = "db/migrate/20240102000000_more.rb"
    more = "    add_index :users, :email, unique: true, name: 'x'\n"
    workspace.update(path, f"class More < ActiveRecord::Migration[7.1]\n  def change\n{more}  end\nend\n")
    spoken = {placed.rule for placed in workspace.report(path).findings}
    assert {"duplicate-index", "stale-schema-dump"} <= spoken
    assert "not-analysed" not in spoken
    (loaded,) = workspace.loaded
    before = loaded.replay[loaded.migrations[0].identity, "up"].before
    users, orders = before.table(Name("users")), before.table(Name("orders"))
    assert users
    assert orders
    assert [(column.name, str(column.type)) for column in users.columns] == [("id", "bigint"), ("email", "varchar(50)")]
    assert (users.primary, users.whole) == (("id",), True)
    assert [key.target.name for key in orders.foreign_keys] == ["users"]


def test_what_schema_prisma_says_is_there_too(tmp_path: Path):
    workspace = opened(tmp_path, "old/schema.prisma", PRISMA).workspace
    path = "prisma/migrations/20240102000000_more/migration.sql"
    workspace.update(path, 'CREATE INDEX "more" ON "users"("email");\n')
    assert "blocking-index" in {placed.rule for placed in workspace.report(path).findings}
    (loaded,) = workspace.loaded
    before = loaded.replay[loaded.migrations[0].identity, "up"].before
    users, orders, mood = before.table(Name("users")), before.table(Name("Order")), before.enum(Name("Mood"))
    assert users
    said = [(column.name, str(column.type), column.nullable, column.default) for column in users.columns]
    assert said == [
        ("id", "integer", False, "nextval('users_id_seq'::regclass)"),
        ("email", "varchar(50)", False, None),
        ("mood", "Mood", False, "'good'"),
        ("tags", "text[]", True, None),
        ("made_at", "timestamp(3)", False, "CURRENT_TIMESTAMP"),
    ]
    assert {index.name.name for index in users.indexes} == {"users_pkey", "users_email_key", "users_mood_made_at_idx"}
    assert orders
    (key,) = orders.foreign_keys
    assert (key.name, key.columns, key.target, key.on_delete) == (
        "Order_userId_fkey",
        ("userId",),
        Name("users"),
        "SET NULL",
    )
    assert mood
    assert mood.labels == ("good", "not good")


@pytest.mark.parametrize("database", ["mysql", "sqlite"])
def test_schema_prisma_is_read_for_the_database(database: str):
    script = made_by_prisma(
        "schema.prisma", PRISMA.replace("@db.VarChar(50)", "").replace("String[]", "String?"), database
    )
    said = [operation for step in script.steps for operation in step.operations]
    assert not [one for one in said if isinstance(one, Opaque)]
    types = {"mysql": ["integer", "varchar(191)", "enum('good','not good')"], "sqlite": ["INTEGER", "TEXT", "TEXT"]}
    made = said[0]
    assert isinstance(made, CreateTable)
    assert [str(column.type).lower() for column in made.columns[:3]] == [one.lower() for one in types[database]]


def test_a_dump_that_is_not_there_is_an_error(tmp_path: Path):
    (tmp_path / "towpath.toml").write_text('baseline = "db/none.sql"\n')
    made = Project(str(tmp_path))
    made.workspace.check()
    (error,) = made.problems()
    assert str(error).startswith("towpath.toml:1: baseline 'db/none.sql': the file cannot be read")
