"""What an operation costs, as a value; and what PostgreSQL's lock modes keep waiting."""

from typing import Literal

from towpath.operations import Name, value

InTransaction = Literal["allowed", "refused", "ends it"]
Provenance = Literal["proven", "documented", "assumed", "unknown"]

# Which modes each mode conflicts with, weakest first (PostgreSQL documentation, "Explicit Locking", table 13.2).
CONFLICTS: dict[str, frozenset[str]] = {}
_TABLE = {
    "ACCESS SHARE": "00000001",
    "ROW SHARE": "00000011",
    "ROW EXCLUSIVE": "00001111",
    "SHARE UPDATE EXCLUSIVE": "00011111",
    "SHARE": "00110111",
    "SHARE ROW EXCLUSIVE": "00111111",
    "EXCLUSIVE": "01111111",
    "ACCESS EXCLUSIVE": "11111111",
}
for _mode, _row in _TABLE.items():
    CONFLICTS[_mode] = frozenset(other for other, digit in zip(_TABLE, _row) if digit == "1")
MODES = tuple(CONFLICTS)
