"""The values that `${name}` stands for, as changelogs give them in their order."""

from collections.abc import Mapping
from typing import NamedTuple

from towpath.frameworks import settings
from towpath.frameworks.liquibase import guards
from towpath.syntax.markup import Node
from towpath.syntax.markup.node import fill


class Properties(NamedTuple):
    """Values by names in lower case: Liquibase makes no difference between `a` and `A` in these.

    `common` hold everywhere from where they are given on; `own` in their file, and in those that it includes.
    """

    common: Mapping[str, str] = {}
    own: Mapping[str, str] = {}

    @property
    def values(self) -> Mapping[str, str]:
        return {**self.common, **self.own} if self.own else self.common

    def given(self, node: Node, dialect: str, text: str | None) -> "Properties":
        """With what a property says, if that is for the database; the first one who names a value has it.

        `text` is that of the file that it names, where it names one.
        """
        if not guards.runs_on(node.get("dbms"), dialect):
            return self
        found: dict[str, str] = {}
        name, value = node.get("name"), node.get("value")
        if name is not None and value is not None:
            found[str(name).lower()] = str(fill(value, self.values))
        elif text is not None:
            found = {key.lower(): values[0] for key, values in settings.properties(text).items() if values}
        if str(node.get("global") or "true").lower() == "false":
            return self._replace(own={**found, **self.own})
        return self._replace(common={**found, **self.common})
