"""Runs git, so that it starts no other program, asks nobody, and reaches for no network."""

import os
from functools import cache
from typing import NamedTuple

# Nothing that we ask takes so long, in seconds; a disk that does not answer must not hold up an editor for ever.
LONGEST = 30.0

_QUIET = ("--no-pager", "--literal-pathspecs")
_SETTINGS = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "protocol.allow=never")
# An object that a partial clone left with its remote counts as missing, and no lock is taken for our sake.
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class Answer(NamedTuple):
    """What git said; `error` is empty where it did what it was asked."""

    output: bytes
    error: str = ""


def git(folder: str, *arguments: str, said: bytes = b"") -> Answer:
    """What git answers in a folder to these arguments, and to what is said to it."""
    import subprocess  # It takes time to import, and where there is no repository nobody needs it.

    program = _program(os.environ.get("PATH", ""))
    if program is None:
        return Answer(b"", "git is not installed")
    settings = (part for one in _SETTINGS for part in ("-c", one))
    try:
        done = subprocess.run(
            [program, *_QUIET, *settings, *arguments],
            input=said,
            capture_output=True,
            cwd=folder,
            env=_environment(),
            timeout=LONGEST,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Answer(b"", f"git cannot be run: {error}")
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        return Answer(done.stdout, lines[0].removeprefix("fatal: ") if lines else f"git failed ({done.returncode})")
    return Answer(done.stdout)


def _environment() -> dict[str, str]:
    """Ours without what points git to another repository, as the environment of a hook does."""
    kept = {
        name: said
        for name, said in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(("GIT_CONFIG", "GIT_EXEC_PATH"))
    }
    return {**kept, **_ENVIRONMENT}


@cache
def _program(path: str) -> str | None:
    """Git's own place; a program of that name in the project, which some systems look for first, is never run."""
    name = "git.exe" if os.name == "nt" else "git"
    places = (os.path.join(folder, name) for folder in path.split(os.pathsep) if os.path.isabs(folder))
    return next((place for place in places if os.path.isfile(place) and os.access(place, os.X_OK)), None)
