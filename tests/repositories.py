"""Real git repositories for tests."""

import subprocess
from pathlib import Path

_WHO = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> str:
    """What git prints; the tests fail where it fails."""
    done = subprocess.run(["git", *_WHO, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def repository(folder: Path, files: dict[str, str], branch: str = "main") -> Path:
    """A new repository with one commit of these files, or with none where there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", f"--initial-branch={branch}")
    if files:
        commit(folder, files)
    return folder


def commit(folder: Path, files: dict[str, str]) -> str:
    """Writes files and commits all that there is; the new commit."""
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=change")
    return git(folder, "rev-parse", "HEAD")


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
