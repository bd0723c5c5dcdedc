"""Order, units, and the state before each step; works on migrations that are handed to it."""

from towpath.history.record import Record
from towpath.history.replay import DIRECTIONS, Keeping, Replay, in_turn, replay
from towpath.history.replayed import Replayed
from towpath.history.running import in_order
from towpath.history.series import Series
from towpath.history.stretches import Stretch
from towpath.history.trip import Trip
from towpath.history.uncommitted import UNCOMMITTED, Uncommitted
from towpath.history.units import units
from towpath.history.way_back import WayBack, with_restated, with_ways_back

__all__ = [
    "DIRECTIONS",
    "UNCOMMITTED",
    "Keeping",
    "Record",
    "Replay",
    "Replayed",
    "Series",
    "Stretch",
    "Trip",
    "Uncommitted",
    "WayBack",
    "in_order",
    "in_turn",
    "replay",
    "units",
    "with_restated",
    "with_ways_back",
]
