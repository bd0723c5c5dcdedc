"""What a fix may ask for, and the one plan of parts that every writer has to say."""

from towpath.changes.asked import (
    AsBefore,
    Change,
    Here,
    Insert,
    Move,
    NewMigration,
    Ref,
    Remove,
    Replace,
    Suppress,
    TakeBack,
)
from towpath.changes.parts import Part, Said
from towpath.changes.plan import Refused, plan

__all__ = [
    "AsBefore",
    "Change",
    "Here",
    "Insert",
    "Move",
    "NewMigration",
    "Part",
    "Ref",
    "Refused",
    "Remove",
    "Replace",
    "Said",
    "Suppress",
    "TakeBack",
    "plan",
]
