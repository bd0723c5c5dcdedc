"""The rules that there are, by name and by family, and those that a configuration switches on."""

from functools import cache
from typing import NamedTuple

from towpath.operations import value
from towpath.packs.load import OURS, PackError, load
from towpath.project import Configuration
from towpath.rule import Rule, Severity

# What a rule that is off by default has when it is switched on and nothing says more.
SWITCHED_ON: Severity = "warning"


class Selection(NamedTuple):
    """The rules that run, and the severities that the configuration gives to them, by rule."""

    rules: tuple[Rule, ...]
    severities: dict[str, str]


@value
class Catalogue:
    """Every rule that was taken in, ours first; names are unique."""

    rules: tuple[Rule, ...]

    def rule(self, name: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all rules."""
        return tuple(rule.name for rule in self.rules)

    @property
    def families(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of each family."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            found[rule.family] = (*found.get(rule.family, ()), rule)
        return found

    def selected(self, configuration: Configuration) -> Selection:
        """The rules that a configuration leaves switched on; a rule that is given a severity by its name is one."""
        rules: list[Rule] = []
        severities: dict[str, str] = {}
        named = {name for name, _ in configuration.severities}
        for rule in self.rules:
            said = configuration.severity(rule.name, rule.family)
            chosen = configuration.chosen(rule.name, rule.family)
            on = (rule.severity != "off" or rule.name in named) if chosen is None else chosen
            if on and said != "off":
                rules.append(rule)
                if said or rule.severity == "off":
                    severities[rule.name] = said or SWITCHED_ON
        return Selection(tuple(rules), severities)


@cache
def catalogue(packs: tuple[str, ...] = ()) -> Catalogue:
    """Our rules, then those of the packs in their order; raises PackError, also where two rules have one name."""
    found: dict[str, Rule] = {}
    for pack in (OURS, *packs):
        for rule in load(pack):
            if rule.name in found:
                other = found[rule.name].pack
                raise PackError(pack, f'has a rule "{rule.name}", and so has the rule pack "{other}"')
            found[rule.name] = rule
    return Catalogue(tuple(found.values()))
