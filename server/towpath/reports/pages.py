"""Where a rule's page can be read."""

from towpath.rule import Rule


def page(rule: Rule | None) -> str:
    """The address of a rule's page: the file that the rule is, which opens with it; empty for none."""
    from pathlib import Path

    return Path(rule.check.__code__.co_filename).as_uri() if rule else ""
