"""SQL text to operations, and operations to SQL text."""

from towpath.sql.read import read_piece, read_statement
from towpath.sql.split import Piece, resplit, split

__all__ = ["Piece", "read_piece", "read_statement", "resplit", "split"]
