"""Text, the places in it, and what to change there. Offsets are code points, spans are half-open."""

from towpath.source.decode import Unreadable, decode, refused
from towpath.source.edits import Edit, Span, alike, apply, overlap
from towpath.source.lines import Encoding, LineIndex, Position
from towpath.source.patterns import pattern
from towpath.source.smallest import smallest
from towpath.source.text import Source

__all__ = [
    "Edit",
    "Encoding",
    "LineIndex",
    "Position",
    "Source",
    "Span",
    "Unreadable",
    "alike",
    "apply",
    "decode",
    "overlap",
    "pattern",
    "refused",
    "smallest",
]
