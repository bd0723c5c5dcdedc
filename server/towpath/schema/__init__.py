"""Schema and session as values: what an operation leaves behind, and what exactly it does."""

from towpath.schema.apply import applied, apply, end_session, end_transaction
from towpath.schema.compare import Difference, differences
from towpath.schema.resolve import performed, resolve
from towpath.schema.reverse import Irreversible, Reverse, reverse
from towpath.schema.state import Draft, Fact, Lookup, Recorded, State
from towpath.schema.tables import Enum, Index, Setting, Table

__all__ = [
    "Difference",
    "Draft",
    "Enum",
    "Fact",
    "Index",
    "Irreversible",
    "Lookup",
    "Recorded",
    "Reverse",
    "Setting",
    "State",
    "Table",
    "applied",
    "apply",
    "differences",
    "end_session",
    "end_transaction",
    "performed",
    "resolve",
    "reverse",
]
