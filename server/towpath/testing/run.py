"""Runs the examples of rules through the linter, and says what did not come out as the page has it."""

from collections.abc import Iterator, Mapping
from tempfile import TemporaryDirectory
from typing import NamedTuple

from towpath.linter import Placed, Settings, Workspace, settings
from towpath.packs import Catalogue
from towpath.project import Configurations, Layer
from towpath.rule import Rule
from towpath.source import Source
from towpath.testing.base import Stated
from towpath.testing.page import Example, File, read_page

# A fix may uncover the next finding; more rounds than this mean that fixes undo each other.
ROUNDS = 20


class Failure(NamedTuple):
    """What is wrong with one example; `line` is the line of the page on which it opens."""

    rule: str
    line: int
    message: str


def failures(rule: Rule, rules: Catalogue) -> Iterator[Failure]:
    """What is wrong with the examples of one rule, which run with all rules that are on by default."""
    examples = read_page(rule.page).examples
    for before, example, after in zip((None, *examples), examples, (*examples[1:], None)):
        bad = before if _mends(before, example) else None
        good = after if _mends(example, after) else None
        for message in _wrong(rule, rules, _over(bad, example) if bad else example, good):
            yield Failure(rule.name, example.line, message)


def _mends(bad: Example | None, good: Example | None) -> bool:
    """Whether the second block shows what the fixes make of the first."""
    return bad is not None and good is not None and (bad.kind, good.kind, bad.system) == ("bad", "good", good.system)


def _over(bad: Example, good: Example) -> Example:
    """A good block with the files of the bad one that did not change."""
    said = {file.path for file in good.files}
    kept = (File(file.path, file.text) for file in bad.files if file.path not in said)
    return good._replace(files=(*kept, *good.files), base=bad.base)


def _wrong(rule: Rule, rules: Catalogue, example: Example, good: Example | None) -> Iterator[str]:
    with TemporaryDirectory() as empty:
        workspace = opened(example, rule, rules, empty)
        found = findings(workspace, rule)
        yield from _misplaced(workspace, example, found)
        if example.kind == "bad" and good and any(workspace.proposals(placed) for placed in found):
            yield from _unlike(dict(fixed(workspace, rule)), example, good)
        yield from (f"{crash.rule} crashed: {crash.error}" for crash in workspace.crashes.values())


def opened(example: Example, rule: Rule, rules: Catalogue, empty: str) -> Workspace:
    """A workspace that holds an example's files and nothing else; `empty` is an empty folder."""

    def configure(path: str) -> Settings:
        return settings(configurations.of(path), rules)

    workspace = Workspace(empty, configure, Stated({file.path: file.text for file in example.base}))
    flags = Layer("the page", {"database": example.database, "select": [rule.name]})
    configurations = Configurations(workspace.tree, flags=flags)
    for file in example.files:
        workspace.update(file.path, file.text)
    return workspace


def findings(workspace: Workspace, rule: Rule) -> list[Placed]:
    """The findings of one rule, in order."""
    reports = workspace.check().files
    return [placed for report in reports for placed in report.findings if placed.rule == rule.name]


def _misplaced(workspace: Workspace, example: Example, found: list[Placed]) -> Iterator[str]:
    """Marks without a finding, and findings without a mark."""
    marks = [(file.path, mark) for file in example.files for mark in file.marks]
    places = [_place(workspace, placed) for placed in found]
    for path, mark in marks:
        if not any(path == where and mark.meets(*place) for where, *place in places):
            yield f"nothing is found at {path}:{mark.line + 1}:{mark.start + 1}-{mark.end}"
    for placed, (where, *place) in zip(found, places):
        if not any(path == where and mark.meets(*place) for path, mark in marks):
            line, start, end = place
            yield f"{where}:{line + 1}:{start + 1}-{end} is found, and not marked: {placed.message}"
    if example.kind == "bad" and not marks:
        yield "a bad example has to mark what is found"


def _place(workspace: Workspace, placed: Placed) -> tuple[str, int, int, int]:
    """Path, line and columns of a finding; of a longer one, what stands on its first line."""
    lines = Source(placed.path, workspace.tree.text(placed.path) or "").lines
    line, start = lines.position(placed.span.start)
    return placed.path, line, start, min(placed.span.end, lines.line_end(line)) - lines.starts[line]


def fixed(workspace: Workspace, rule: Rule) -> Mapping[str, str]:
    """The files after the first proposal of each finding of the rule has been applied."""
    for _ in range(ROUNDS):
        proposals = (workspace.proposals(placed) for placed in findings(workspace, rule))
        first = next((found[0] for found in proposals if found), None)
        if first is None:
            break
        for path, text in first.rewrite.texts(workspace.tree).items():
            workspace.update(path, text)
    return workspace.tree.unsaved


def _unlike(result: dict[str, str], bad: Example, good: Example) -> Iterator[str]:
    """Where the files after the fixes are not those of the good block; what did not change may be left out of it."""
    expected = {file.path: file.text for file in (*bad.files, *good.files)}
    for path in sorted({*result, *expected}):
        if result.get(path) != expected.get(path):
            there = result.get(path)
            yield f"after the fixes, {path} " + ("is not there" if there is None else f"is\n{there}")
