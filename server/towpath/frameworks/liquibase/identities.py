"""The id of a new change set, by the pattern of those around it."""

import re
import uuid
from collections.abc import Collection

from towpath.frameworks.stamps import LONG, following
from towpath.source import pattern

_UUID = pattern(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBERED = pattern(r"(?P<head>.*?)(?P<number>\d+)")
_MOST = 1_000


def next_id(identity: str, taken: Collection[str], slug: str) -> str | None:
    """An id behind this one that none of its author's has: a point in time, a number or a slug, as this one is."""
    if _UUID.fullmatch(identity):
        return str(uuid.uuid5(uuid.UUID(identity), slug))
    if identity.isdigit() and len(identity) < LONG:
        numbers = [int(one) for one in taken if one.isdigit() and len(one) < LONG]
        return str(max([int(identity), *numbers]) + 1).zfill(len(identity))
    found = _NUMBERED.fullmatch(identity)
    if found is not None:
        return _free(identity, taken)
    between = "_" if "_" in identity and "-" not in identity else "-"
    words = between.join(re.findall(r"[A-Za-z0-9]+", slug)) or "2"
    made = words if words not in taken else f"{identity}{between}{words}"
    return made if made not in taken else _free(f"{made}{between}1", taken)


def _free(identity: str, taken: Collection[str]) -> str | None:
    """The first one behind an id that ends with a number."""
    said: str | None = identity
    for _ in range(_MOST):
        found = _NUMBERED.fullmatch(said) if said else None
        if found is None:
            return None
        later = following(found["number"]) or str(int(found["number"]) + 1)
        said = f"{found['head']}{later}"
        if said not in taken:
            return said
    return None
