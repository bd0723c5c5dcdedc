"""A migration that merges the leaves of an app, named as `makemigrations --merge` names it."""

import re
from collections.abc import Sequence
from datetime import datetime

from towpath.frameworks.django.new_file import new_file
from towpath.frameworks.django.reading import key_of, labels_of
from towpath.frameworks.django.sheet import Sheet
from towpath.frameworks.django.writing import version_of
from towpath.frameworks.writing import Ask
from towpath.operations import Migration
from towpath.source import Source

# Django's own limit for the names of the leaves, behind which the time stands in their place.
_LIMIT = 47


def merged(ask: Ask, source: Source, leaves: Sequence[Migration]) -> tuple[str, str] | None:
    """Path and text of the new migration; None where its name is taken."""
    labels = labels_of(ask.found)
    keys = sorted(key_of(leaf.path, labels) for leaf in leaves)
    folder = ask.migration.path.rpartition("/")[0]
    numbers = [int(found[0]) for _, name in keys if (found := re.match(r"\d+", name))]
    names = "_".join(name for _, name in keys)
    words = names if len(names) <= _LIMIT else datetime.now().strftime("%Y%m%d_%H%M")
    path = f"{folder}/{max(numbers, default=0) + 1:04}_merge_{words}.py".lstrip("/")
    if ask.tree.has(path):
        return None
    return path, new_file(Sheet(source, ask.tree, version_of(ask)), keys, "")
