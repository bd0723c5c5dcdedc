"""Texts of other people, as a terminal may show them."""


def shown(text: str) -> str:
    """A text without what would move a terminal's cursor or change its colours."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one == "\t" else "\N{REPLACEMENT CHARACTER}" for one in text)
