"""The editor's settings: `towpath.*`, which mirror the configuration file."""

from collections.abc import Mapping
from typing import Any, cast

# Settings that are the client's own.
_CLIENTS = frozenset(("path", "trace", "enable"))


def settings_of(said: object) -> Mapping[str, Any]:
    """The settings in what a client sent, under `towpath` or by themselves; nothing where it sent something else."""
    if not isinstance(said, dict):
        return {}
    found = cast("dict[str, Any]", said)
    own = found.get("towpath", found)
    named = cast("dict[str, Any]", own) if isinstance(own, dict) else {}
    return {key: value for key, value in named.items() if key not in _CLIENTS}
