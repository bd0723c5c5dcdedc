"""All that a rule file sees: Rule, Context, Finding, Fix, and the values that it is asked about."""

from towpath.databases import Impact
from towpath.history import Series, Trip, WayBack
from towpath.history.graph import Graph
from towpath.history.landed import Deleted, Edited, Landed, Renamed
from towpath.operations import Migration, Step, Unit
from towpath.project import Dumped
from towpath.rule.context import Context
from towpath.rule.finding import Finding, Fix, Related, Severity
from towpath.rule.rule import Effect, Rule, rule
from towpath.schema import Difference, Index, Irreversible, Reverse, Table
from towpath.schema.labels import uses as uses_label

__all__ = [
    "Context",
    "Deleted",
    "Difference",
    "Dumped",
    "Edited",
    "Effect",
    "Finding",
    "Fix",
    "Graph",
    "Impact",
    "Index",
    "Irreversible",
    "Landed",
    "Migration",
    "Related",
    "Renamed",
    "Reverse",
    "Rule",
    "Series",
    "Severity",
    "Step",
    "Table",
    "Trip",
    "Unit",
    "WayBack",
    "rule",
    "uses_label",
]
