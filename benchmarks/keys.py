"""What one key costs in a migration of Python or Ruby: our own processor time, whatever is typed and wherever."""

import gc
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import programs

Figures = dict[str, float]
# Kinds of keys: what is typed in the place of what. Some break the text, and each is taken back again.
KEYS = {
    "a letter in a name": ('"name', '"nyame'),
    "a letter in a call": ("reat", "reayt"),
    "a blank": ("(", "( "),
    "a line": ("\n    ", "\n\n    "),
    "a bracket more": ("(", "(("),
    "a bracket less": (")", ""),
    "a quote more": ('"', '""'),
    "a quote less": ('"', ""),
    "a comma less": (",", ""),
}
RUBY = {
    "a letter in a name": (":name", ":nyame"),
    "a letter in a call": ("reat", "reayt"),
    "a blank": (", ", ",  "),
    "a line": ("\n    ", "\n\n    "),
    "a bracket more": ("add_index ", "add_index("),
    "a quote more": (":name", ':"name'),
    "a comma less": (",", ""),
    "no do": (" do", ""),
    "no end": ("    end", ""),
}
# So many places of each kind.
PLACES = 8


def measure(project: programs.Project, system: str) -> Figures:
    """Milliseconds of processor time for a key: at the median, at the 95th percentile, and at most, by kind."""
    from towpath.linter.opening import Project  # Not in the process that others are started from: it would seem theirs.

    path, text = next(iter(project.items()))
    with tempfile.TemporaryDirectory(prefix="towpath-bench-") as folder:
        programs.write(Path(folder), project)
        workspace = Project(folder).workspace
        workspace.report(path)
        _collected()

        def took(said: str) -> float:
            started = time.process_time()
            workspace.update(path, said)
            workspace.report(path)
            return (time.process_time() - started) * 1000

        took(f"{text}\n")
        took(text)
        kinds = {
            kind: [took(one) for other in _typed(text, *key) for one in (other, text)]
            for kind, key in (RUBY if system == "rails" else KEYS).items()
        }
    every = [one for times in kinds.values() for one in times]
    return {
        "p50": quantiles(every, n=20)[9],
        "p95": quantiles(every, n=20)[18],
        **{f"{kind}: at most": max(times) for kind, times in kinds.items()},
    }


def _collected() -> None:
    """As the server does once files are open: what there is will stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _typed(text: str, old: str, new: str) -> Iterator[str]:
    """The text with a key typed at some of the places where it could be."""
    places = [at for at in range(len(text)) if text.startswith(old, at)]
    for at in random.Random(old).sample(places, min(PLACES, len(places))):
        yield text[:at] + new + text[at + len(old) :]
