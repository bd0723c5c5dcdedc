"""The tools that Towpath is measured beside, and where they are found."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SQUAWK = "squawk-cli==2.70.0"
SAFEMIGRATE = "safemigrate-lint==1.3.0"
ZDM = "zdm==0.9.1"
POSTGRES_LANGUAGE_SERVER = "@postgres-language-server/cli@0.25.5"


def program(name: str, package: str) -> str:
    """A program beside this Python, or on the PATH."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise SystemExit(f"{name} is not installed: {sys.executable} -m pip install {package}")
    return found


def postgres_language_server(folder: Path | None) -> str | None:
    """Its native program, installed from npm into a folder (none: a scratch one); None where there is no npm for it."""
    target = folder or Path(tempfile.gettempdir()) / "towpath-bench-peers"
    if not list(_native(target)) and (npm := shutil.which("npm")):
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(target), POSTGRES_LANGUAGE_SERVER]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return next((str(path) for path in _native(target)), None)


def _native(folder: Path) -> list[Path]:
    pattern = "node_modules/@postgres-language-server/cli-*/postgres-language-server*"
    return sorted(folder.glob(pattern))
