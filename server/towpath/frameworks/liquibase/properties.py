"""The values that `${name}` stands for, as changelogs give them."""

from collections.abc import Mapping

from towpath.frameworks import settings
from towpath.frameworks.liquibase import guards
from towpath.syntax.markup import Node
from towpath.syntax.markup.node import fill
from towpath.syntax.text import Text

# How long values that stand in each other may become, which may be meant to fill the memory, and how deep they stand.
_MOST = 100_000
_DEEP = 20


class Properties:
    """Values by names in lower case: Liquibase makes no difference between `a` and `A` in these.

    `common` hold everywhere from the file on that gives them; where they do not, what is a file's `own` holds in it.
    """

    def __init__(self, common: Mapping[str, str] = {}, own: Mapping[str, str] = {}) -> None:
        self.common = common
        self.own = own
        self._values: Mapping[str, str] | None = None

    @property
    def values(self) -> Mapping[str, str]:
        """What each name stands for, with what the names in that stand for where it is asked."""
        if self._values is None:
            every = {**self.own, **self.common} if self.own else self.common
            whole = any("${" in value for value in every.values())
            self._values = {name: _whole(value, every) for name, value in every.items()} if whole else every
        return self._values

    def given(self, node: Node, dialect: str, text: str | None) -> "Properties":
        """With what a property says, if that is for the database; of common ones the first holds, of own ones the last.

        `text` is that of the file that it names, where it names one.
        """
        if not guards.runs_on(_in_lower_case(node.get("dbms") or ""), dialect):
            return self
        found: dict[str, str] = {}
        name, value = node.get("name"), node.get("value")
        if name is not None and value is not None:
            found[str(name).lower()] = str(value)
        elif text is not None:
            found = {key.lower(): values[0] for key, values in settings.properties(text).items() if values}
        if str(node.get("global") or "true").lower() == "false":
            return Properties(self.common, {**self.own, **found})
        return Properties({**found, **self.common}, self.own)


def _in_lower_case(dbms: str) -> str:
    """The names of databases, of which only those in lower case are known here."""
    names = (name.strip() for name in dbms.split(","))
    return ",".join(name if name == name.lower() else "!"[: name.startswith("!")] + "unknown" for name in names)


def _whole(value: str, values: Mapping[str, str]) -> str:
    """A value with the values of the names in it, and of those in these."""
    for _ in range(_DEEP):
        found = str(fill(Text(value), values)) if "${" in value else value
        if found == value or len(found) > _MOST:
            break
        value = found
    return value
