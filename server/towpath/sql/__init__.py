"""SQL text to operations, and operations to SQL text."""

from towpath.sql.pieces import Piece
from towpath.sql.read import read_piece, read_statement
from towpath.sql.read import resplit_text as resplit
from towpath.sql.read import split_text as split

__all__ = ["Piece", "read_piece", "read_statement", "resplit", "split"]
