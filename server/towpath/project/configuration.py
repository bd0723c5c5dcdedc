"""What a project says of its migrations, as one value for each file, folded from layers of settings."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from towpath.databases.database import Database, database
from towpath.operations import replace, value
from towpath.project.errors import ConfigurationError

Keys = tuple[str | int, ...]
Pairs = tuple[tuple[str, Any], ...]


class Choice(NamedTuple):
    """One layer's choice of rules and families; `only`: nothing else runs."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def of(self, rule: str, family: str) -> bool | None:
        """Whether the layer switches a rule on or off; the rule's own name outdoes its family, and that outdoes ALL."""
        for name in (rule, family, "ALL"):
            if name in self.ignore:
                return False
            if name in self.select or name in self.only:
                return True
        return False if self.only else None


@value
class Configuration:
    """The configuration of a file. `path` is the configuration file's, empty where there is none.

    `databases` is empty where it is not said. `severities` are by rule or family, `options` by rule.
    """

    path: str = ""
    databases: tuple[Database, ...] = ()
    base: str | None = None
    start_after: str | None = None
    baseline: str | None = None
    fail_on: str = "warning"
    packs: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    severities: Pairs = ()
    hot: frozenset[str] = frozenset()
    large: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    lock_timeout: str | None = None
    statement_timeout: str | None = None
    options: tuple[tuple[str, Pairs], ...] = ()
    require_suppression_reason: bool = False

    def chosen(self, rule: str, family: str) -> bool | None:
        """Whether a rule is switched on or off; None: as the rule itself has it."""
        for choice in reversed(self.choices):
            if (found := choice.of(rule, family)) is not None:
                return found
        return None

    def severity(self, rule: str, family: str) -> str | None:
        """The severity that is set for a rule, else for its family; `off` is one."""
        found = dict(self.severities)
        return found.get(rule, found.get(family))

    def rule_options(self, rule: str) -> Mapping[str, Any]:
        """The options that are set for a rule."""
        return dict(dict(self.options).get(rule, ()))


class Layer(NamedTuple):
    """The settings of one place: a file, an editor, a command line. What is wrong in them is left out of `values`.

    `path` is what messages call the place; `prefix` are the keys under which they stand in `text`.
    """

    path: str
    values: Mapping[str, Any]
    problems: tuple[ConfigurationError, ...] = ()
    text: str = ""
    prefix: Keys = ()

    def line(self, keys: Keys, found: object = None) -> int:
        """The line of a key, or of a text in the list that it holds; 0 where there are no lines."""
        from towpath.project.toml import line_of

        return line_of(self.text, (*self.prefix, *keys), found) if self.text else 0


def tables(one: Layer, path: str) -> tuple[Mapping[str, Any], ...]:
    """The tables of a layer that are about a path, which begins at the layer's own folder."""
    return one.values, *(folder for folder in one.values.get("folder", ()) if matches(folder["path"], path))


def folded(said: Iterable[Mapping[str, Any]], path: str = "") -> Configuration:
    """The configuration that tables come to, the last one the strongest; `path` is the configuration file's."""
    made = Configuration(path)
    for values in said:
        made = _with(made, values)
    return made


def _with(made: Configuration, values: Mapping[str, Any]) -> Configuration:
    """A configuration with the values of one table on top."""
    size, timeouts = values.get("tables", {}), values.get("timeouts", {})
    choice = Choice(*(tuple(values.get(key, ())) for key in ("select", "ignore", "only")))
    named = values.get("database", ())
    databases = tuple(found for text in ([named] if isinstance(named, str) else named) if (found := database(text)))
    options = {rule: dict(old) for rule, old in made.options}
    for rule, own in values.get("rule", {}).items():
        options[rule] = {**options.get(rule, {}), **own}
    return replace(
        made,
        databases=databases or made.databases,
        base=values.get("base", made.base),
        start_after=values.get("start-after", made.start_after),
        baseline=values.get("baseline", made.baseline),
        fail_on=values.get("fail-on", made.fail_on),
        packs=tuple(dict.fromkeys((*made.packs, *values.get("packs", ())))),
        choices=(*made.choices, choice) if any(choice) else made.choices,
        severities=tuple({**dict(made.severities), **values.get("severity", {})}.items()),
        hot=made.hot.union(size.get("hot", ())),
        large=made.large.union(size.get("large", ())),
        small=made.small.union(size.get("small", ())),
        lock_timeout=timeouts.get("lock", made.lock_timeout),
        statement_timeout=timeouts.get("statement", made.statement_timeout),
        options=tuple(
            (rule, tuple((name, _fixed(item)) for name, item in own.items())) for rule, own in options.items()
        ),
        require_suppression_reason=values.get("require-suppression-reason", made.require_suppression_reason),
    )


def _fixed(item: Any) -> Any:
    """A value of TOML that cannot be changed."""
    if isinstance(item, list):
        return tuple(map(_fixed, item))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return item


def matches(pattern: str, path: str) -> bool:
    """Whether a path is meant: `**` is any number of folders, `*` and `?` stay in one; a folder means what is in it."""
    return bool(_pattern(pattern.strip("/")).fullmatch(path))


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    special = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return re.compile("".join(special.get(part) or re.escape(part) for part in parts) + "(?:/.*)?")
