"""Timeouts that are set outside of the migrations: in what runs before them, or in a database's address."""

import re
from collections.abc import Iterable


def timeout(name: str, texts: Iterable[str]) -> str | None:
    """The value that a setting such as `lock_timeout` is given in any of the texts; None where it is not, or is 0.

    MySQL's name of that one is `lock_wait_timeout`.
    """
    spelled = name.replace("lock_timeout", "lock(?:_wait)?_timeout")
    pattern = re.compile(
        rf"(?<![a-z_]){spelled}\s*(?:=|%3d|\bto\b)\s*'?\s*(?P<value>\d+\s*(?:us|ms|s|min|h|d)?)\b", re.I
    )
    for text in texts:
        if "timeout" not in text.lower():
            continue
        for match in pattern.finditer(text):
            if match["value"].rstrip("usmindh ").strip("0"):
                return match["value"]
    return None
