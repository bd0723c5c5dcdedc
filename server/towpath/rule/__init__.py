"""All that a rule file sees: Rule, Context, Finding, Fix, and the values that it is asked about."""

from towpath.history import Trip, WayBack
from towpath.operations import Migration, Step, Unit
from towpath.rule.context import Context
from towpath.rule.finding import Finding, Fix, Related, Severity
from towpath.rule.rule import Effect, Rule, rule
from towpath.schema import Difference, Irreversible

__all__ = [
    "Context",
    "Difference",
    "Effect",
    "Finding",
    "Fix",
    "Irreversible",
    "Migration",
    "Related",
    "Rule",
    "Severity",
    "Step",
    "Trip",
    "Unit",
    "WayBack",
    "rule",
]
