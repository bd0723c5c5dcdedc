"""What the first fix of a finding makes of the files of a project."""

from collections.abc import Mapping

from rules.told import EMPTY, RULES
from towpath.linter import Settings, Workspace


def mended(rule: str, files: Mapping[str, str], path: str, number: int = 0) -> dict[str, str]:
    """The files that the preferred fix of a rule's finding in a file writes, by path; empty where it has none."""
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    for name, text in files.items():
        made.update(name, text)
    found = [placed for placed in made.report(path).findings if placed.rule == rule]
    proposals = made.proposals(found[number])
    texts = proposals[0].rewrite.texts(made.tree) if proposals else {}
    return {name: text for name, text in texts.items() if text is not None}
