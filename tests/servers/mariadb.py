"""MariaDB and MySQL servers for the tests: scratch data, a unix socket and nothing else, gone when the tests are.

MariaDB 10.11 is what `tests/judges/mariadb.sh` unpacked, or the folder that TOWPATH_MARIADB names; MariaDB 11 and MySQL
9 are what `tests/servers/newer.sh` did for `make prove`.
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
NEWER = Path(sys.prefix) / "newer"
_SCRIPTS = ("system_tables.sql", "performance_tables.sql", "system_tables_data.sql")


def installation(database: str) -> Path:
    """The folder that holds the `usr` of `mariadb@10`, `mariadb@11` or `mysql@9`; LookupError where there is none."""
    dialect, _, major = database.partition("@")
    older = database == "mariadb@10"
    root = Path(os.environ.get("TOWPATH_MARIADB") or UNPACKED) if older else NEWER / dialect
    if not (root / "usr/sbin" / _program(dialect)).exists():
        how = "`make test` unpacks one" if older else "`make prove` unpacks it"
        raise LookupError(f"no {dialect} {major} to test with: {how} from Debian's packages")
    return root


@contextmanager
def server(database: str = "mariadb@10") -> Generator[Path]:
    """A running server, by its socket."""
    root, who = installation(database), account()
    is_mysql = database.startswith("mysql")
    folder = Path(tempfile.mkdtemp(prefix="towpath-mysql-"))
    data, socket = folder / "data", folder / "socket"
    data.mkdir()
    if who.user is not None and who.group is not None:
        for path in (folder, data):
            os.chown(path, who.user, who.group)
    share = next(path for path in (root / "usr/share/mysql", root / "usr/share/mariadb") if path.exists())
    loader = root / "usr/lib64/ld-linux-x86-64.so.2"
    libraries = f"{root / 'usr/lib/x86_64-linux-gnu'}:{root / 'lib/x86_64-linux-gnu'}"
    command = [
        # What is newer than the machine's own libraries runs with those that came with it.
        *([str(loader), "--library-path", libraries] if loader.exists() else []),
        str(root / "usr/sbin" / _program(database)),
        "--no-defaults",
        f"--datadir={data}",
        f"--lc-messages-dir={share}",
        f"--character-sets-dir={share / 'charsets'}",
        "--innodb-flush-log-at-trx-commit=0",
        *([f"--basedir={root / 'usr'}", "--secure-file-priv=", "--mysqlx=0"] if is_mysql else ["--skip-grant-tables"]),
    ]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    how: dict[str, Any] = {
        "env": environment if loader.exists() else environment | {"LD_LIBRARY_PATH": libraries},
        "user": who.user,
        "group": who.group,
        "extra_groups": who.groups,
        "stderr": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
    }
    if is_mysql:
        subprocess.run([*command, "--initialize-insecure"], check=True, **how)
        command += ["--skip-log-bin", "--skip-grant-tables", f"--pid-file={data / 'pid'}"]
    else:
        subprocess.run([*command, "--bootstrap"], input=_beginning(share).encode(), check=True, **how)
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


def _program(database: str) -> str:
    return "mysqld" if database.startswith("mysql") else "mariadbd"


def _beginning(share: Path) -> str:
    """What makes MariaDB's own tables; the scripts are called after MySQL until version 10."""
    who = "mariadb" if (share / f"mariadb_{_SCRIPTS[0]}").exists() else "mysql"
    scripts = "\n".join((share / f"{who}_{name}").read_text("utf-8") for name in _SCRIPTS)
    return f"CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\n{scripts}\n"


def _wait(socket: Path, process: "subprocess.Popen[Any]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        if socket.exists():
            connect(socket).close()
            return
        time.sleep(0.05)
    raise RuntimeError("the server does not answer")
