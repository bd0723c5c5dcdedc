"""What a run needs of the configuration, for one folder."""

from collections.abc import Mapping
from typing import Any

from towpath.databases import Database
from towpath.operations import replace, value
from towpath.packs import Catalogue
from towpath.project import Configuration, Found
from towpath.rule import Rule
from towpath.rule.place import Surroundings


@value
class Settings:
    """`rules` are those that are switched on, `known` the names of all; `severities` and `options` go by rule name.

    `databases` are those that the configuration names; empty: what was detected is taken. `once`: nobody will look
    again when files have changed.
    """

    rules: tuple[Rule, ...]
    known: frozenset[str] = frozenset()
    databases: tuple[Database, ...] = ()
    severities: Mapping[str, str] = {}
    options: Mapping[str, Mapping[str, Any]] = {}
    hot: frozenset[str] = frozenset()
    large: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    lock_timeout: str | None = None
    statement_timeout: str | None = None
    reason_required: bool = False
    base: str | None = None
    start_after: str | None = None
    baseline: str | None = None
    once: bool = False


def settings(configuration: Configuration, rules: Catalogue) -> Settings:
    """What a run needs of a configuration: the rules that it leaves switched on, and what it says of them."""
    selection = rules.selected(configuration)
    return Settings(
        selection.rules,
        frozenset(rule.name for rule in rules.rules),
        configuration.databases,
        selection.severities,
        {rule.name: configuration.rule_options(rule.name) for rule in selection.rules},
        configuration.hot,
        configuration.large,
        configuration.small,
        configuration.lock_timeout,
        configuration.statement_timeout,
        configuration.require_suppression_reason,
        configuration.base,
        configuration.start_after,
        configuration.baseline,
    )


def surroundings(found: Found, database: Database | None, settings: Settings) -> Surroundings:
    """What the rules may ask that does not change within a series."""
    runner = found.runner
    if settings.lock_timeout or settings.statement_timeout:
        runner = replace(
            runner,
            lock_timeout=settings.lock_timeout or runner.lock_timeout,
            statement_timeout=settings.statement_timeout or runner.statement_timeout,
        )
    options = {rule.name: {**dict(rule.options), **settings.options.get(rule.name, {})} for rule in settings.rules}
    hot, large, small = settings.hot, settings.large, settings.small
    return Surroundings(database, runner, options, hot, large, small, remembers=not settings.once)
