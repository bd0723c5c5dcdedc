"""Runs revisions with the real Alembic on a real PostgreSQL: up, down, and up again, with the schema in between,
and then the last one down and up by itself.

Reads one case a line, as JSON: the files of a project, the address of an empty database, the revision to begin from
and the one to go to. Answers each with the schemas, or with the error that came up.
"""

# pyright: basic

import io
import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

ENV = """\
from alembic import context
from sqlalchemy import create_engine

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection{switch})
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
"""


def dumped(case):
    """The schema, without the table that Alembic keeps its own place in."""
    where = ["-h", case["folder"], "-U", "postgres", case["database"]]
    arguments = ["-s", "--restrict-key=x", "-T", "alembic_version", *where]
    return subprocess.run([case["pg_dump"], *arguments], capture_output=True, text=True, check=True).stdout


def validate(url):
    """Validates what came back without a search through all rows."""
    engine = create_engine(url)
    with engine.begin() as connection:
        found = connection.execute(
            text("SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint WHERE NOT convalidated")
        )
        for table, name in found.all():
            connection.execute(text(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"))
    engine.dispose()


def run(case):
    with tempfile.TemporaryDirectory() as folder:
        for path, content in case["files"].items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
        switch = ", transaction_per_migration=True" if case["each"] else ""
        (Path(folder) / "db" / "env.py").write_text(ENV.format(switch=switch), encoding="utf-8")
        config = Config(os.devnull, stdout=io.StringIO())
        config.set_main_option("script_location", str(Path(folder) / "db"))
        url = f"postgresql+psycopg://postgres@/{case['database']}?host={case['folder']}"
        config.set_main_option("sqlalchemy.url", url)
        command.upgrade(config, case["from"])
        schemas = [dumped(case)]
        for step, to in (("upgrade", case["to"]), ("downgrade", case["from"]), ("upgrade", case["to"])):
            getattr(command, step)(config, to)
            if step == "downgrade":
                validate(url)
            schemas.append(dumped(case))
        for step, to in (("downgrade", "-1"), ("upgrade", case["to"])):
            getattr(command, step)(config, to)
        schemas.append(dumped(case))
        return schemas


def main():
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        try:
            answer = {"schemas": run(json.loads(line))}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
