"""The editor's settings: `towpath.*`, which mirror the configuration file."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

# Settings that are the client's own.
_CLIENTS = frozenset(("path", "trace", "enable", "inlayHints", "codeLens"))


def settings_of(said: object) -> Mapping[str, Any]:
    """The settings in what a client sent, under `towpath` or by themselves; nothing where it sent something else."""
    if not isinstance(said, dict):
        return {}
    found = cast("dict[str, Any]", said)
    own = found.get("towpath", found)
    named = cast("dict[str, Any]", own) if isinstance(own, dict) else {}
    return {key: value for key, value in named.items() if key not in _CLIENTS}


class Wanted(NamedTuple):
    """What the settings want to see in the text; `level` is the weakest lock that is shown there."""

    hints: bool = True
    level: str = "SHARE"
    lenses: bool = True


def wanted(said: object, otherwise: Wanted = Wanted()) -> Wanted:
    """What a client's settings say as `inlayHints` and `codeLens`, and where they say nothing what held before them."""
    own = _inner(said, "towpath") or said
    hints, lenses = _inner(own, "inlayHints"), _inner(own, "codeLens")
    return Wanted(
        hints.get("enabled", otherwise.hints) is not False,
        str(hints.get("minimumLevel", otherwise.level)).upper(),
        lenses.get("enabled", otherwise.lenses) is not False,
    )


def _inner(said: object, key: str) -> Mapping[str, Any]:
    inner = cast("Mapping[str, Any]", said).get(key) if isinstance(said, Mapping) else None
    return cast("Mapping[str, Any]", inner) if isinstance(inner, Mapping) else {}
