"""Migrations to measure with: the same size and seed give the same bytes, on every machine."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

NOUNS = ("account", "invoice", "order", "project", "session", "team", "ticket", "user")
TYPES = ("bigint", "boolean", "integer", "jsonb", "numeric(12, 2)", "text", "timestamptz", "uuid")
# The share of statements that a linter of locks should say something about.
HAZARDS = 0.25

Statement = Callable[[str, int], str]

HAZARDOUS: tuple[Statement, ...] = (
    lambda table, n: f"CREATE INDEX {table}_c{n} ON {table} (c{n});",
    lambda table, n: f"ALTER TABLE {table} ADD COLUMN c{n} text NOT NULL;",
    lambda table, n: f"ALTER TABLE {table} ALTER COLUMN c{n} TYPE bigint;",
    lambda table, n: f"ALTER TABLE {table} ALTER COLUMN c{n} SET NOT NULL;",
    lambda table, n: f"ALTER TABLE {table}\n    ADD CONSTRAINT f{n} FOREIGN KEY (c{n}) REFERENCES team_{n % 7} (id);",
    lambda table, n: f"ALTER TABLE {table} ADD CONSTRAINT k{n} CHECK (c{n} > 0);",
    lambda table, n: f"ALTER TABLE {table} RENAME COLUMN c{n} TO d{n};",
    lambda table, n: f"ALTER TABLE {table} DROP COLUMN c{n};",
    lambda table, n: f"DROP INDEX {table}_c{n};",
    lambda table, n: f"DROP TABLE {table}_old_{n};",
)
ORDINARY: tuple[Statement, ...] = (
    lambda table, n: (
        f"CREATE TABLE {table}_{n} (\n    id bigint PRIMARY KEY,\n    a {TYPES[n % 8]},\n    b {TYPES[n % 5]}\n);"
    ),
    lambda table, n: f"-- step {n}\nCREATE INDEX CONCURRENTLY {table}_d{n} ON {table} (a, b) WHERE a IS NOT NULL;",
    lambda table, n: f"ALTER TABLE {table} ADD COLUMN note_{n} {TYPES[n % 8]};",
    lambda table, n: f"INSERT INTO {table} (a, b) VALUES\n    ('it''s {n}', {n}),\n    ('b;{n}', {n + 1});",
    lambda table, n: f"UPDATE {table} SET a = {n}\n    WHERE id = {n} AND a IS NULL;",
    lambda table, n: (
        f"CREATE FUNCTION f{n}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n"
        f"    NEW.a := 'v; {n}';\n    RETURN NEW;\nEND;\n$$;"
    ),
)


def migration(lines: int, seed: int = 1) -> str:
    """One migration of about so many lines."""
    chosen = random.Random(seed)
    text = "SET lock_timeout = '2s';\n"
    written = 1
    for statement in _statements(chosen, seed * 100_000):
        if written >= lines:
            break
        text += statement + "\n"
        written += statement.count("\n") + 1
    return text


def _statements(chosen: random.Random, number: int) -> Iterator[str]:
    while True:
        number += 1
        table = f"{chosen.choice(NOUNS)}_{chosen.randrange(97)}"
        kinds = HAZARDOUS if chosen.random() < HAZARDS else ORDINARY
        yield chosen.choice(kinds)(table, number)


def folder(root: Path, files: int, mean: int = 12) -> list[Path]:
    """A folder of migrations as Flyway names them; their paths in order."""
    root.mkdir(parents=True, exist_ok=True)
    sizes = random.Random(files)
    paths = [root / f"V{number}__change_{number}.sql" for number in range(1, files + 1)]
    for number, path in enumerate(paths, 1):
        lines = 3 + round(sizes.expovariate(1 / mean))
        path.write_text(migration(lines, number), encoding="utf-8", newline="\n")
    return paths


# Eight lines that every linter has something to say about.
SMALL = """\
SET lock_timeout = '2s';

CREATE INDEX users_email ON users (email);

ALTER TABLE users
    ADD COLUMN plan text NOT NULL;

ALTER TABLE users ALTER COLUMN age TYPE bigint;
"""
