"""`towpath explain`: a rule's page, or the catalogue."""

import os
import sys
from collections.abc import Iterator

from towpath.cli.check import CLEAN
from towpath.cli.located import located
from towpath.cli.wrong import UsageError
from towpath.packs import Catalogue
from towpath.project.errors import meant
from towpath.reports.colour import Colours, colours
from towpath.rule import Rule


def explain(name: str | None) -> int:
    """Prints the page of a rule, or the title of every rule by its family; the exit status."""
    project = located([os.getcwd()]).project
    rules = project.rules(project.configurations.of("").packs)
    colour = colours(sys.stdout)
    lines = _catalogue(rules, colour) if name is None else _page(_named(name, rules), colour)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return CLEAN


def _named(name: str, rules: Catalogue) -> Rule:
    found = rules.rule(name)
    if found is None:
        raise UsageError(f'there is no rule "{name}"{meant(name, rules.names)}')
    return found


def _page(rule: Rule, colour: Colours) -> Iterator[str]:
    """A page as it stands, its headings and the marks of its examples in colour."""
    yield colour.paint(f"{rule.name} ({rule.family}, {rule.severity})", "bold")
    yield ""
    for line in rule.page.splitlines():
        if line.startswith("#"):
            yield colour.paint(line.lstrip("# "), "bold")
        elif line.startswith("```"):
            yield colour.paint(line.strip("`"), "dim")
        else:
            yield line


def _catalogue(rules: Catalogue, colour: Colours) -> Iterator[str]:
    width = max((len(name) for name in rules.names), default=0)
    for family, members in sorted(rules.families.items()):
        yield colour.paint(family, "bold")
        for rule in members:
            severity = colour.paint(f"{rule.severity:<7}", rule.severity)
            yield f"  {rule.name:<{width}}  {severity}  {rule.title}"
        yield ""
    yield "towpath explain RULE shows a rule's page."
