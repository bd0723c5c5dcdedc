"""The real Active Record, in a process of its own, and our reading of the same migrations."""

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from servers import mariadb
from servers.postgresql import Server
from towpath.frameworks import Kept, rails
from towpath.operations import ControlTransaction, Migration, Operation, replace
from towpath.project import Found, Runner, Tree
from towpath.sql import read_piece, split

HERE = Path(__file__).parent
# Where the set-up of the tests puts Ruby.
RUBY = Path(sys.prefix) / "judges" / "rails"
# Where Debian puts the gems that are built for a machine, and what it makes no gem of.
_OWN = "usr/lib/*-linux-gnu*/rubygems-integration/3.1.0"
_VENDORS = "usr/lib/*-linux-gnu*/ruby/vendor_ruby/*"
# What the worker is told of a database: its adapter, where it is, what is in it before, and what dumps it.
Known = tuple[str | Path, ...]
PATH = "db/migrate/20240101000000_judged.rb"
# What a database of PostgreSQL has before the migrations.
BEFORE = HERE / "rails_before.sql"


def unpacked() -> Path:
    """The folder of Ruby and what it runs; LookupError where the set-up of the tests did not get it."""
    if not (RUBY / "installed").exists():
        raise LookupError(f"Active Record is not there to judge: run make {RUBY / 'installed'}")
    missing = RUBY / "missing"
    if missing.exists():
        raise LookupError(missing.read_text("utf-8").strip())
    return RUBY


def judged(questions: Sequence[object], before: bool = False, on: str = "postgresql") -> list[dict[str, Any]]:
    """What Active Record answers to migrations, on a server of their own; `before`: the older one of the two."""
    folder = unpacked()
    with _SERVERS[on]() as known:
        return _answers(questions, folder, before, known)


@contextmanager
def _postgresql() -> Generator[Known]:
    server = Server()
    try:
        with psycopg.connect(server.address("postgres"), autocommit=True) as session:
            session.execute("CREATE DATABASE judge")
        yield ("postgresql", server.folder, BEFORE, server.bin / "pg_dump")
    finally:
        server.stop()


@contextmanager
def _mariadb() -> Generator[Known]:
    with mariadb.server() as socket:
        with mariadb.connect(socket) as session:
            session.cursor().execute("CREATE DATABASE judge")
        yield ("mysql2", socket, HERE / "rails_before_mysql.sql")


@contextmanager
def _sqlite() -> Generator[Known]:
    with TemporaryDirectory() as folder:
        yield ("sqlite3", Path(folder) / "judge.sqlite3", HERE / "rails_before_sqlite.sql")


_SERVERS = {"postgresql": _postgresql, "mariadb": _mariadb, "sqlite": _sqlite}


def question(*texts: str, back: int = 1, down: bool = False, dump: bool = False) -> dict[str, Any]:
    """Migrations in order, how many of them at the end are judged, and whether these go down and up again."""
    return {"texts": texts, "back": back, "down": down, "dump": dump}


def _answers(questions: Sequence[object], folder: Path, before: bool, known_to_worker: Known) -> list[dict[str, Any]]:
    """What it answers: what it sent up, and, where that is asked, down and up again."""
    folders = (folder / "before", folder / "root") if before else (folder / "root",)
    said = "".join(json.dumps(one) + "\n" for one in questions)
    answers = ruby(folders, HERE / "rails_worker.rb", *known_to_worker, said=said)
    return [json.loads(line) for line in answers.splitlines()]


def ruby(
    folders: Sequence[Path], script: Path, *arguments: str | Path, said: str = "", more: Mapping[str, str] | None = None
) -> str:
    """What a script answers to what is said to it. Of a gem, the first of the folders counts; the last has Ruby itself.

    `more` is put into the environment of the process.
    """
    root = folders[-1]
    libraries = [found for one in folders for found in one.glob("usr/lib/*-linux-gnu*")]
    gems: dict[str, Path] = {}
    for one in folders:
        for gem in sorted((*one.glob("usr/share/rubygems-integration/all/gems/*"), *one.glob(f"{_OWN}/gems/*"))):
            gems.setdefault(gem.name.rpartition("-")[0], gem)
    paths = [path for gem in gems.values() for path in (gem / "lib", gem / "lib/concurrent-ruby") if path.is_dir()]
    paths += [path for one in folders for path in one.glob(f"{_OWN}/extensions/*/*/*")]
    paths += [path for one in folders for path in (one / "usr/lib/ruby/vendor_ruby", *one.glob(_VENDORS))]
    paths += [root / "usr/lib/ruby/3.1.0", libraries[-1] / "ruby/3.1.0"]
    known = [one / f"usr/share/rubygems-integration/{part}" for one in folders for part in ("all", "3.1.0")]
    known += [root / "usr/lib/ruby/gems/3.1.0"]
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "LD_LIBRARY_PATH": ":".join(map(str, libraries)),
        "GEM_PATH": ":".join(map(str, known)),
    }
    included = [part for path in paths for part in ("-I", str(path))]
    done = subprocess.run(
        [root / "usr/bin/ruby3.1", "--disable-gems", *included, script, *arguments],
        input=said,
        env={**environment, **(more or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def text(code: str, version: str) -> str:
    """A migration whose `change` does this."""
    inner = "".join(f"    {line}\n" for line in code.splitlines())
    return f"class Judged < ActiveRecord::Migration[{version}]\n  def change\n{inner}  end\nend\n"


def read(said: str, on: str = "postgresql") -> Migration:
    """Our reading of a migration."""
    found = Found("rails", "db/migrate", (PATH,), Runner("rails"), (on,))
    (migration,) = rails.read(found, Tree("/nowhere", {PATH: said}), Kept())
    return migration


def sent(statements: Sequence[str], on: str = "postgresql") -> list[Operation]:
    """The operations that we read from SQL, but for the transaction around them."""
    found = [
        operation
        for sql in statements
        for piece in split(sql, on)
        for step in read_piece(sql, piece, on)
        for operation in step.operations
    ]
    return [plain(one) for one in found if not isinstance(one, ControlTransaction)]


def ours(migration: Migration) -> list[Operation]:
    return [plain(operation) for step in migration.up.steps for operation in step.operations]


def plain(operation: Operation) -> Operation:
    """An operation without IF EXISTS: Active Record asks by itself, and sends nothing where the answer is no."""
    found: Any = operation
    asked = {name: False for name in ("if_exists", "if_not_exists") if hasattr(found, name)}
    return replace(found, **asked) if asked else operation
