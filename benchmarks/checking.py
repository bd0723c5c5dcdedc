"""What a terminal or a CI job waits for: one whole process, its processor time and its wall time."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

Figures = dict[str, float]


def measure(command: Sequence[str], folder: Path) -> Figures:
    """Runs a command in a folder; what it printed is read, and thrown away."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder
    )
    assert process.stdout
    printed = len(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode < 0 or not printed:
        raise SystemExit(f"{command[0]} ended with status {process.returncode} and printed {printed} bytes")
    return {
        "cpu ms": (usage.ru_utime + usage.ru_stime) * 1000,
        "wall ms": wall * 1000,
        "memory MiB": usage.ru_maxrss / 1024,
    }
