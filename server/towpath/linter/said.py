"""What was said of operations, and who of several speaks."""

from collections.abc import Sequence
from typing import NamedTuple

from towpath.rule import Finding, Rule, Severity


class Said(NamedTuple):
    """One finding of one rule on one operation, with the severity that it has here."""

    rule: Rule
    finding: Finding
    severity: Severity
    assumes: tuple[str, ...]
    step: int
    number: int
    silenced: tuple["Said", ...] = ()


def one_voice(said: Sequence[Said]) -> tuple[Said, ...]:
    """For one operation and one effect one rule speaks, and carries along what the others would have said."""
    places = [(one.step, one.number, one.rule.effect) for one in said if one.rule.effect]
    if len(set(places)) == len(places):
        return tuple(said)
    groups: dict[tuple[int, int, str], list[Said]] = {}
    for one in said:
        if one.rule.effect:
            groups.setdefault((one.step, one.number, one.rule.effect), []).append(one)
    silenced: dict[int, int] = {}
    speaking: dict[int, list[Said]] = {}
    for group in groups.values():
        for one in group:
            louder = next((o for o in group if o is not one and one.rule.name in o.rule.instead_of), None)
            if louder:
                silenced[id(one)] = id(louder)
                speaking.setdefault(id(louder), []).append(one)
    heard = (one for one in said if id(one) not in silenced)
    return tuple([one._replace(silenced=tuple(speaking[id(one)])) if id(one) in speaking else one for one in heard])
