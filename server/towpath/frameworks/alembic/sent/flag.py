"""Where an argument stands, or could stand, that switches a part of a statement on."""

from towpath.syntax.python import Call, Node


def flag(call: Call, part: str, keyword: str) -> tuple[tuple[str, Node | None], ...]:
    """The flag of a part that a keyword switches on."""
    found = call.find(keyword)
    return ((part, found.node if found else None),)
