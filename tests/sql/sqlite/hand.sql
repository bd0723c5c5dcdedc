-- SQLite: the statements that matter most for a migration.
-- One statement a block; a block opens with a line that names it, and says from which version on SQLite takes it.
-- [create table]
CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, email TEXT NOT NULL COLLATE NOCASE UNIQUE ON CONFLICT IGNORE, d NUMERIC DEFAULT (strftime('%s','now')), CHECK (id > 0), FOREIGN KEY (d) REFERENCES o (id) DEFERRABLE INITIALLY DEFERRED);
-- [create table strict]
CREATE TABLE t (a INT, b ANY) STRICT;
-- [create table without rowid]
CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID;
-- [create table strict without rowid]
CREATE TABLE t (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
-- [create table quoted]
CREATE TABLE "new__users" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "x" bool NOT NULL, "ref_id" integer NULL REFERENCES "o" ("id") DEFERRABLE INITIALLY DEFERRED);
-- [create table no types]
CREATE TABLE t (a, b, c PRIMARY KEY);
-- [create table multiword type]
CREATE TABLE t (a UNSIGNED BIG INT, b CHARACTER VARYING(10), c DOUBLE PRECISION);
-- [create table generated]
CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a * 2) VIRTUAL, c INT AS (a + 1) STORED);
-- [create table as]
CREATE TABLE t2 AS SELECT * FROM t;
-- [create temp table]
CREATE TEMP TABLE t (a INT);
-- [create virtual table]
CREATE VIRTUAL TABLE ft USING fts5(title, body, tokenize = 'porter');
-- [rename table]
ALTER TABLE users RENAME TO people;
-- [rename column]
ALTER TABLE users RENAME COLUMN a TO b;
-- [rename column short]
ALTER TABLE users RENAME a TO b;
-- [add column]
ALTER TABLE users ADD COLUMN a TEXT NOT NULL DEFAULT '';
-- [add column short references]
ALTER TABLE users ADD a INTEGER REFERENCES o (id) ON DELETE SET NULL;
-- [add column generated]
ALTER TABLE users ADD COLUMN c INT AS (a + 1) VIRTUAL;
-- [drop column]
ALTER TABLE users DROP COLUMN a;
-- [alter column set not null (3.53)]
ALTER TABLE users ALTER COLUMN a SET NOT NULL;
-- [create index]
CREATE UNIQUE INDEX IF NOT EXISTS i ON users (email COLLATE NOCASE DESC, lower(b)) WHERE a IS NOT NULL;
-- [drop index]
DROP INDEX IF EXISTS main.i;
-- [drop table]
DROP TABLE IF EXISTS users;
-- [create view]
CREATE VIEW IF NOT EXISTS v (a) AS SELECT 1;
-- [create trigger]
CREATE TRIGGER IF NOT EXISTS trg AFTER UPDATE OF a ON users FOR EACH ROW WHEN NEW.a > 1 BEGIN UPDATE t SET b = 1 WHERE id = NEW.id; DELETE FROM u; END;
-- [create trigger instead of]
CREATE TRIGGER trg INSTEAD OF INSERT ON v BEGIN SELECT RAISE(ABORT, 'no'); END;
-- [drop trigger]
DROP TRIGGER IF EXISTS trg;
-- [pragma fk]
PRAGMA foreign_keys = OFF;
-- [pragma call]
PRAGMA foreign_key_check("users");
-- [pragma schema]
PRAGMA main.user_version = 5;
-- [begin immediate]
BEGIN IMMEDIATE TRANSACTION;
-- [begin]
BEGIN;
-- [commit]
COMMIT;
-- [end]
END TRANSACTION;
-- [savepoint]
SAVEPOINT sp;
-- [vacuum]
VACUUM;
-- [vacuum into]
VACUUM INTO 'x.db';
-- [reindex]
REINDEX users;
-- [analyze]
ANALYZE users;
-- [attach]
ATTACH DATABASE 'x.db' AS x;
-- [detach]
DETACH DATABASE x;
-- [insert or replace]
INSERT OR REPLACE INTO t (a) VALUES (1);
-- [upsert]
INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = excluded.b WHERE b IS NULL;
-- [insert select]
INSERT INTO "new__users" ("id", "x") SELECT "id", 1 FROM "users";
-- [update or ignore from]
UPDATE OR IGNORE t SET a = u.a FROM u WHERE t.id = u.id;
-- [delete limit]
DELETE FROM t WHERE a = 1 RETURNING id;
