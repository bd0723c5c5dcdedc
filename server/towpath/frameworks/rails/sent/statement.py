"""One statement that a call sends, and what in the call says it."""

from typing import NamedTuple

from towpath.syntax.ruby import Call, Node


class Sent(NamedTuple):
    """`sql` is the statement; `said` the part of the call that says it, where one call sends several.

    `guard` is what has to hold for it, in words. `flags` are the options by which single parts of it are switched on,
    by the names of these parts; one that is not given has None, and could be given.
    """

    sql: str
    said: Node | None = None
    guard: str = ""
    flags: tuple[tuple[str, Node | None], ...] = ()


def flag(call: Call, part: str, keyword: str) -> tuple[tuple[str, Node | None], ...]:
    """The flag of a part that an option switches on."""
    found = call.find(keyword)
    return ((part, found.node if found else None),)
