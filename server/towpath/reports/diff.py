"""Changes to files as unified diffs that git and patch apply."""

from collections.abc import Iterator, Mapping

from towpath.reports.colour import Colours
from towpath.reports.files import Files

_NO_NEWLINE = "\\ No newline at end of file\n"


def diff(before: Mapping[str, str | None], after: Mapping[str, str], files: Files) -> Iterator[str]:
    """The lines of the diffs from the texts before to those after, with their ends; None: there was no such file."""
    from difflib import unified_diff

    for path in sorted(after):
        old, new = before.get(path), after[path]
        if old == new:
            continue
        name = files.name(path)
        old_name = "/dev/null" if old is None else f"a/{name}"
        for line in unified_diff(_lines(old), _lines(new), old_name, f"b/{name}"):
            yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def painted(line: str, colours: Colours) -> str:
    """A line of a diff in its colour."""
    style = "bold" if line.startswith(("--- ", "+++ ")) else line[:1]
    return colours.paint(line.rstrip("\n"), style) + line[len(line.rstrip("\n")) :]


def _lines(text: str | None) -> list[str]:
    """The lines with their ends, as patch counts them: only a line feed ends one."""
    lines = (text or "").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]
