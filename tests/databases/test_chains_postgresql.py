"""Chains of files that fixes write, run by real tools on a real PostgreSQL: there, back, and there again."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from servers.postgresql import Server, running
from towpath.packs import catalogue
from towpath.testing import read_page
from towpath.testing.run import fixed, opened

pytestmark = pytest.mark.server

RULES = {rule.name: rule for rule in catalogue().rules}
# More than one batch, and gaps between the keys.
ROWS = "insert into {} select {} from generate_series(1, 25000) n"
ENV = """\
from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
DJANGO = """\
import sys, django
from django.conf import settings
from django.core.management import call_command
host, *target = sys.argv[1:]
database = {"ENGINE": "django.db.backends.postgresql", "HOST": host, "NAME": "judge", "USER": "postgres"}
settings.configure(DATABASES={"default": database}, INSTALLED_APPS=["shop"], SECRET_KEY="only for the tests")
django.setup()
call_command("migrate", *target, verbosity=0)
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with running("judge") as made:
        yield made


def chain(rule: str, system: str, empty: Path) -> Mapping[str, str]:
    """The files that the fix makes of the first bad example of a system on a rule's page."""
    examples = read_page(RULES[rule].page).examples
    example = next(one for one in examples if (one.system, one.kind) == (system, "bad"))
    return {**fixed(opened(example, RULES[rule], catalogue(), str(empty)), RULES[rule])}


def written(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def held(server: Server, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.address("judge"), autocommit=True) as session:
        return session.execute(question.encode()).fetchall()


def done(server: Server, *messages: str) -> None:
    """Each text is sent as one message, as tools do that run a file."""
    with psycopg.connect(server.address("judge"), autocommit=True) as session:
        for message in messages:
            result = session.pgconn.exec_(message.encode())
            assert not result.error_message, result.error_message.decode()


@pytest.mark.parametrize(
    ("rule", "rows", "question", "before", "after"),
    [
        (
            "rewriting-default",
            ROWS.format("orders", "n * 7"),
            "select count(*), count(distinct seen) > 1 from orders where seen is not null",
            None,
            (25000, True),
        ),
        (
            "renamed-column",
            ROWS.format("users", "n * 7, 'user ' || n"),
            "select count(*) from users where full_name = 'user ' || id / 7",
            "select count(*) from users where name = 'user ' || id / 7",
            (25000,),
        ),
    ],
)
def test_files_of_sql_go_there_back_and_there_again(
    rule: str,
    rows: str,
    question: str,
    before: str | None,
    after: tuple[object, ...],
    server: Server,
    tmp_path: Path,
) -> None:
    files = chain(rule, "sql", tmp_path)
    ups = [files[path] for path in sorted(files) if path.endswith(".up.sql")]
    downs = [files[path] for path in sorted(files, reverse=True) if path.endswith(".down.sql")]
    done(server, ups[0], rows, *ups[1:])
    assert held(server, question) == [after]
    done(server, *downs[:-1])
    assert before is None or held(server, before) == [after]
    done(server, *ups[1:])
    assert held(server, question) == [after]


@pytest.mark.parametrize(
    ("rule", "rows", "question", "after"),
    [
        ("rewriting-default", ROWS.format("users", "n"), "select count(distinct token) from users", (25000,)),
        (
            "renamed-column",
            ROWS.format("users", "n, 'user ' || n"),
            "select count(*) from users where full_name = 'user ' || id",
            (25000,),
        ),
    ],
)
def test_revisions_of_alembic_go_there_back_and_there_again(
    rule: str, rows: str, question: str, after: tuple[object, ...], server: Server, tmp_path: Path
) -> None:
    written(tmp_path, {"migrations/env.py": ENV, **chain(rule, "alembic", tmp_path / "empty")})
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(tmp_path / "migrations"))
    config.set_main_option("sqlalchemy.url", f"postgresql+psycopg://postgres@/judge?host={server.folder}")
    command.upgrade(config, "+1")
    done(server, rows)
    command.upgrade(config, "head")
    assert held(server, question) == [after]
    command.downgrade(config, "1a2b3c4d5e6f")
    command.upgrade(config, "head")
    assert held(server, question) == [after]


def test_migrations_of_django_go_there_back_and_there_again(server: Server, tmp_path: Path) -> None:
    files = {"shop/__init__.py": "", "shop/migrations/__init__.py": "", "run.py": DJANGO}
    written(tmp_path, {**files, **chain("rewriting-default", "django", tmp_path / "empty")})

    def migrate(*target: str) -> None:
        run = [sys.executable, str(tmp_path / "run.py"), server.folder, "shop", *target]
        subprocess.run(run, cwd=tmp_path, check=True, capture_output=True)

    migrate("0001")
    done(server, "insert into shop_user (id) select n from generate_series(1, 25000) n")
    for _ in range(2):
        migrate()
        assert held(server, "select count(distinct token) from shop_user") == [(25000,)]
        migrate("0001")
