"""A MariaDB server for the tests: scratch data, a unix socket and nothing else, gone when the tests are.

The binaries are those that `tests/judges/mariadb.sh` unpacked, or of the folder that TOWPATH_MARIADB names.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymysql

from servers.postgresql import account

UNPACKED = Path(sys.prefix) / "judges" / "mariadb" / "root"
_SCRIPTS = ("mysql_system_tables.sql", "mysql_performance_tables.sql", "mysql_system_tables_data.sql")


def installation() -> Path:
    """The folder that holds MariaDB's `usr`; LookupError where there is none."""
    root = Path(os.environ.get("TOWPATH_MARIADB") or UNPACKED)
    if not (root / "usr/sbin/mariadbd").exists():
        raise LookupError("no MariaDB to test with: `make test` unpacks one from Debian's packages")
    return root


@contextmanager
def server() -> Generator[Path]:
    """A running server, by its socket."""
    root, who = installation(), account()
    folder = Path(tempfile.mkdtemp(prefix="towpath-mariadb-"))
    data, socket = folder / "data", folder / "socket"
    data.mkdir()
    if who.user is not None and who.group is not None:
        for path in (folder, data):
            os.chown(path, who.user, who.group)
    share = root / "usr/share/mysql"
    command = [
        str(root / "usr/sbin/mariadbd"),
        "--no-defaults",
        f"--datadir={data}",
        f"--lc-messages-dir={share}",
        f"--character-sets-dir={share / 'charsets'}",
        "--skip-grant-tables",
        "--innodb-flush-log-at-trx-commit=0",
    ]
    libraries = f"{root / 'usr/lib/x86_64-linux-gnu'}:{root / 'lib/x86_64-linux-gnu'}"
    how: dict[str, Any] = {
        "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "LD_LIBRARY_PATH": libraries},
        "user": who.user,
        "group": who.group,
        "extra_groups": who.groups,
        "stderr": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
    }
    scripts = "\n".join((share / name).read_text("utf-8") for name in _SCRIPTS)
    begin = f"CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\n{scripts}\n"
    subprocess.run([*command, "--bootstrap"], input=begin.encode(), check=True, **how)
    process = subprocess.Popen([*command, "--skip-networking", f"--socket={socket}"], **how)
    try:
        _wait(socket, process)
        yield socket
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def connect(socket: Path, database: str | None = None) -> Any:
    """A connection that commits each statement."""
    return pymysql.connect(unix_socket=str(socket), user="root", database=database, autocommit=True, charset="utf8mb4")


def _wait(socket: Path, process: "subprocess.Popen[Any]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("MariaDB did not start")
        if socket.exists():
            connect(socket).close()
            return
        time.sleep(0.05)
    raise RuntimeError("MariaDB does not answer")
