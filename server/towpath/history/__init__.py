"""Order, units, and the state before each step; works on migrations that are handed to it."""

from towpath.history.replay import Record, Replay, Replayed, replay
from towpath.history.series import Series
from towpath.history.units import units

__all__ = ["Record", "Replay", "Replayed", "Series", "replay", "units"]
