"""Where columns stand among the others, which MySQL lets one say: `FIRST`, `AFTER a`."""

from towpath.operations import Column


def placed(columns: tuple[Column, ...], name: str, position: str) -> tuple[Column, ...]:
    """The columns with one of them where a position says; as they were where that names one that is not known."""
    moved = next((one for one in columns if one.name == name), None)
    others = [one for one in columns if one is not moved]
    if moved is None:
        return columns
    before = _after(position).lower()
    at = next((number + 1 for number, one in enumerate(others) if one.name.lower() == before), 0)
    return columns if before and not at else (*others[:at], moved, *others[at:])


def place_of(columns: tuple[Column, ...], name: str) -> str | None:
    """The position that a column has, as it is said; None where it is not known."""
    names = [one.name for one in columns]
    if name not in names:
        return None
    at = names.index(name)
    return f"AFTER `{names[at - 1].replace('`', '``')}`" if at else "FIRST"


def _after(position: str) -> str:
    """The column that a position names; empty for the first place."""
    first, _, name = position.strip().partition(" ")
    return name.strip().strip("`").replace("``", "`") if first.upper() == "AFTER" else ""
