"""A call about a table, and what it is answered with: actions of ALTER TABLE, or statements of their own."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from towpath.frameworks.rails.asking import Asking
from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.indexes import Flags
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.versions import Version
from towpath.frameworks.sent import Sent
from towpath.syntax.ruby import Call, Value


class Action(NamedTuple):
    """Actions of one ALTER TABLE. `combines`: with `bulk` others stand beside it; `dialect`, `says`: see Sent."""

    sql: str
    combines: bool = False
    guard: str = ""
    flags: Flags = ()
    dialect: str = ""
    says: Mapping[str, frozenset[str]] = {}


Altered = Action | Sent


class Asked(NamedTuple):
    """One call about a table: its name, the arguments behind it and its options, the version, and what is known.

    `bulk`: with others it becomes one ALTER TABLE.
    """

    owner: str
    given: Sequence[Value]
    options: Options
    version: Version
    call: Call
    known: Asking
    bulk: bool = False

    def name(self, position: int) -> str:
        return names.text(self.at(position))

    def at(self, position: int) -> Value:
        return self.given[position] if position < len(self.given) else None

    def flag(self, part: str, option: str) -> Flags:
        found = self.call.find(option)
        return ((part, found.node if found else None),)


def condition(asked: Asked) -> str:
    """What Active Record asks before it does something."""
    if asked.options.get("if_not_exists") is True:
        return "it is not there yet"
    return "it is there" if asked.options.get("if_exists") is True else ""
