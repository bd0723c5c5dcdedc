"""SQL text to the operations that it does, the state that it leaves, and what is claimed of it."""

from databases.proofs import Proof
from towpath.databases import Claim, postgresql
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


def claims(proof: Proof, base: State) -> list[Claim]:
    """What reading makes of a proof's statement: a claim for each operation in it."""
    state, found = replayed(base, proof.setup), list[Claim]()
    ((*operations,),) = read(proof.statement)
    for operation in operations:
        claim = postgresql.claim(operation, state)
        assert claim, operation
        found.append(claim)
        state = applied(state, operation)
    return found
