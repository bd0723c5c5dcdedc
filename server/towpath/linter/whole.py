"""Runs the rules that ask for a whole series: its order, its heads, what became of that which has landed."""

from collections.abc import Sequence
from typing import NamedTuple

from towpath.frameworks.heads import place
from towpath.history import Record, Series
from towpath.linter.rules import Rules
from towpath.linter.said import Said
from towpath.operations import Migration, Step
from towpath.rule import Context
from towpath.rule.place import Place
from towpath.schema import State
from towpath.source import Source, Span

_NOWHERE = Record(Step("", Span(0, 0), (), ()), State(), (), {}, (), State())


class Whole(NamedTuple):
    """What was said of a series, by the identity of the migration that it stands on."""

    said: dict[str, tuple[Said, ...]]


def whole(series: Series, rules: Rules) -> Whole:
    """What the rules say that ask for a series."""
    found: dict[str, tuple[Said, ...]] = {}
    for rule in rules.speaking(Series, "up"):
        context = Context(Place(State(), rules.around, _NOWHERE), rule.name)
        for finding in rules.run(rule, series, context):
            severity = rules.severity(rule, finding, bool(context.assumes))
            if severity and finding.migration:
                one = Said(rule, finding, severity, context.assumes, 0, 0)
                found[finding.migration] = (*found.get(finding.migration, ()), one)
    return Whole(found)


def on_whole(migration: Migration, said: Said, source: Source) -> Span:
    """Where a finding about a series stands: what its migration is called or comes behind, else where it begins."""
    if found := place(migration.framework, said.finding.part, source.text):
        return found
    script, at = migration.up, said.finding.at
    whole = script.span(at) if at < len(script.steps) else _first_line(source)
    end = source.lines.line_end(source.lines.position(whole.start).line)
    return Span(whole.start, max(min(whole.end, end), whole.start))


def _first_line(source: Source) -> Span:
    """The first line of a file that says something."""
    start = len(source.text) - len(source.text.lstrip())
    return Span(min(start, len(source.text.rstrip())), len(source.text))


def alike(old: Sequence[Migration], new: Sequence[Migration], same: int, moved: int) -> bool:
    """Whether two versions of a series are one to a rule that looks at it as a whole.

    The first `same` are the very same ones, and the last `moved` stand elsewhere at most.
    """
    pairs = zip(old[same : len(old) - moved], new[same : len(new) - moved])
    return len(old) == len(new) and all(one is two or _shape(one) == _shape(two) for one, two in pairs)


def _shape(migration: Migration) -> tuple[object, ...]:
    one = migration
    named = one.identity, one.path, one.title, one.misnamed, one.down and one.down.path
    return (*named, one.parents, one.needs, one.line, one.labels, one.repeatable, one.fresh)
