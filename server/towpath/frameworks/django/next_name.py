"""The name of a new migration right behind another one."""

import re
from collections.abc import Sequence

from towpath.frameworks.writing import Ask


def next_path(ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
    """The path of a new migration with the next number, and behind the new ones whose paths are taken.

    Other migrations may have that number too: the order is that of dependencies.
    """
    path = taken[-1] if taken else ask.migration.path
    folder, _, file = path.rpartition("/")
    number = re.match(r"\d+", file)
    digits = f"{int(number[0]) + 1:0{len(number[0])}}_" if number else ""
    words = re.sub(r"\W+", "_", slug).strip("_").lower()
    new = f"{folder}/{digits}{words}.py"
    return None if ask.tree.has(new) or new in taken else new
