"""All that a rule file sees: Rule, Context, Finding, Fix, and the values that it is asked about."""

from towpath.operations import Migration, Step, Unit
from towpath.rule.context import Context
from towpath.rule.finding import Finding, Fix, Related, Severity
from towpath.rule.rule import Effect, Rule, rule

__all__ = ["Context", "Effect", "Finding", "Fix", "Migration", "Related", "Rule", "Severity", "Step", "Unit", "rule"]
