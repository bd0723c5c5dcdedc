"""What a fix may ask for, and the one plan of parts that every writer has to say."""

from towpath.changes.asked import (
    AsBefore,
    Change,
    Here,
    Ignore,
    Insert,
    Merge,
    Move,
    NewMigration,
    OfFiles,
    Ref,
    Remove,
    Reparent,
    Replace,
    Restamp,
    Retell,
    Suppress,
    TakeBack,
)
from towpath.changes.parts import Part, Said
from towpath.changes.plan import Refused, plan

__all__ = [
    "AsBefore",
    "Change",
    "Here",
    "Ignore",
    "Insert",
    "Merge",
    "Move",
    "NewMigration",
    "OfFiles",
    "Part",
    "Ref",
    "Refused",
    "Remove",
    "Reparent",
    "Replace",
    "Restamp",
    "Retell",
    "Said",
    "Suppress",
    "TakeBack",
    "plan",
]
