"""All that a rule file sees: Rule, Context, Finding, Fix, and the values that it is asked about."""

from towpath.history import Series, Trip, WayBack
from towpath.history.graph import Graph
from towpath.history.landed import Deleted, Edited, Landed, Renamed
from towpath.operations import Migration, Step, Unit
from towpath.rule.context import Context
from towpath.rule.finding import Finding, Fix, Related, Severity
from towpath.rule.rule import Effect, Rule, rule
from towpath.schema import Difference, Irreversible

__all__ = [
    "Context",
    "Deleted",
    "Difference",
    "Edited",
    "Effect",
    "Finding",
    "Fix",
    "Graph",
    "Irreversible",
    "Landed",
    "Migration",
    "Related",
    "Renamed",
    "Rule",
    "Series",
    "Severity",
    "Step",
    "Trip",
    "Unit",
    "WayBack",
    "rule",
]
