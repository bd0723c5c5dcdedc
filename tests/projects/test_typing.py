"""Law 6 in projects of others: after keys at random in several files, an editor has what a fresh reading finds."""

import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from projects.test_packages import CONTRIB, PACKAGES, REDMINE
from towpath.linter import Workspace
from towpath.linter.opening import Project

CONFIGURED = {"database": "postgresql"}
WORD = re.compile(r"\w{3,}")
TYPED = "()\"'\n ,;:x[]{}<>=#"


def opened(folder: Path) -> Workspace:
    assert folder.is_dir(), f"{folder} is not there: run make test"
    return Project(str(folder), CONFIGURED, everything=True).workspace


def afresh(folder: Path, texts: Mapping[str, str]) -> Workspace:
    """A project of which nothing was looked at before these files were as they are in the editor."""
    workspace = opened(folder)
    assert workspace.loaded
    for path, text in texts.items():
        workspace.update(path, text)
    return workspace


def after_a_key(text: str, chance: random.Random) -> str:
    """The text with a sign more or less, a line gone, doubled or empty, or a word that is another or misspelt."""
    at = chance.randrange(len(text) + 1)
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at) + 1 or len(text)
    words = list(WORD.finditer(text))
    kinds = ("type", "type", "delete", "delete", "drop", "double", "blank", *(("misspell", "replace") if words else ()))
    match chance.choice(kinds):
        case "type":
            return text[:at] + chance.choice(TYPED) + text[at:]
        case "delete":
            return text[:at] + text[at + 1 :]
        case "drop":
            return text[:start] + text[end:]
        case "double":
            return text[:end] + text[start:]
        case "blank":
            return f"{text[:start]}\n{text[start:]}"
        case "misspell":
            word = chance.choice(words)
            return f"{text[: word.start() + 1]}q{text[word.start() + 1 :]}"
        case _:
            word, other = chance.choice(words), chance.choice(words)
            return text[: word.start()] + other.group() + text[word.end() :]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("folder", [CONTRIB, PACKAGES, REDMINE], ids=["django.contrib", "packages", "redmine"])
def test_after_any_keys_all_is_said_that_is_said_of_it_anew(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    workspace = opened(folder)
    workspace.check()
    paths = sorted({one.up.path for loaded in workspace.loaded for one in loaded.migrations})
    edited = chance.sample(paths, 8)
    first = {path: workspace.tree.text(path) or "" for path in edited}
    now = dict(first)
    for _ in range(12):
        path = chance.choice(edited)
        for _ in range(chance.randrange(1, 6)):
            now[path] = after_a_key(now[path], chance) if chance.random() < 0.7 else first[path]
            workspace.update(path, now[path])
            workspace.report(path)
        anew = afresh(folder, now)
        for looked in (path, *chance.sample(paths, 6)):
            assert workspace.report(looked) == anew.report(looked), (looked, now.get(looked, ""))
