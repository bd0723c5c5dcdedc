"""SQL text to the operations that it does, and to the state that it leaves."""

from towpath.operations import Opaque, Operation
from towpath.schema import State, applied, performed
from towpath.sql import read_piece, split


def read(text: str) -> list[list[Operation]]:
    """The operations of each statement of a text, in the order in which they are done."""
    pieces = (read_piece(text, piece) for piece in split(text))
    return [[done for _, done in performed(step.operations)] for steps in pieces for step in steps]


def replayed(state: State, text: str) -> State:
    """The state after a text, every statement of which must be understood."""
    for operations in read(text):
        for operation in operations:
            assert not isinstance(operation, Opaque), operation
            state = applied(state, operation)
    return state
