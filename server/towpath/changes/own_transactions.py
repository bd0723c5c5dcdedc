"""The author's own BEGIN and COMMIT, where what stands between them is taken apart."""

from collections.abc import Sequence

from towpath.changes.parts import Part, Said, Told
from towpath.operations import ControlTransaction, Operation, SetSetting, replace


class Firsts:
    """What comes first where transactions begin: at the start, and behind each BEGIN and COMMIT of the author's."""

    def __init__(self) -> None:
        self._at: list[tuple[int, list[Told]]] = [(0, [])]

    def begin(self, at: int) -> None:
        self._at.append((at, []))

    def of(self, switch: bool | None, opened: bool) -> list[Told]:
        """What comes first in the transaction at hand; what holds for the session comes first of all."""
        return self._at[-1 if opened or switch is not False else 0][1]

    def told(self, others: list[Told]) -> list[Told]:
        for at, new in reversed(self._at):
            others[at:at] = new
        return others


def begins(operation: Operation) -> bool:
    return isinstance(operation, ControlTransaction) and operation.begins


def ends(operation: Operation) -> bool:
    return isinstance(operation, ControlTransaction) and operation.ends


def let_out(told: list[Told]) -> list[Told]:
    """Where a file has no transaction but the author's own: that ends before what leaves it, and begins again."""
    found: list[Told] = []
    settings: dict[str, Told] | None = None
    for one in told:
        if begins(one.operation):
            settings = {} if one.switch is False else None
        elif ends(one.operation):
            settings = None
        elif settings is not None and isinstance(one.operation, SetSetting):
            settings[one.operation.name] = replace(one, origin=None)
        if one.leaves and settings is not None:
            end, again = (Told(False, None, ControlTransaction(action)) for action in ("commit", "begin"))
            found += [end, one, again, *settings.values()]
        else:
            found.append(one)
    return _without_empty(found) if len(found) > len(told) else told


def _without_empty(told: list[Told]) -> list[Told]:
    """Without transactions that hold nothing but settings."""
    found: list[Told] = []
    for one in told:
        if ends(one.operation):
            held = len(found)
            while held and isinstance(found[held - 1].operation, SetSetting):
                held -= 1
            if held and begins(found[held - 1].operation):
                del found[held - 1 :]
                continue
        found.append(one)
    return found


def whole(parts: list[Part]) -> list[Part]:
    """Where the author's own BEGIN and COMMIT are cut apart: both where it stays, none in a new migration."""
    every = [operation for part in parts for operation in part.operations]
    if len(parts) == 1 or not any(map(begins, every)):
        return parts
    found: list[Part] = []
    opened = False
    for part in parts:
        said = part.said
        if opened and part.transactional is not False:
            said = (Said((ControlTransaction("begin"),), None), *said)
        for operation in part.operations:
            opened = begins(operation) or (opened and not ends(operation))
        if opened and part.transactional is not False:
            said = (*said, Said((ControlTransaction("commit"),), None))
        pieces = _pieces(said) if found and not any(map(_takes_back, every)) else [said]
        found += [replace(part, said=one) for one in pieces if any(map(_does_something, one))]
    return found


def _takes_back(operation: Operation) -> bool:
    return ends(operation) and operation != ControlTransaction("commit")


def _does_something(said: Said) -> bool:
    return not all(isinstance(operation, ControlTransaction) for operation in said.operations)


def _pieces(said: Sequence[Said]) -> list[tuple[Said, ...]]:
    """What commits together of these, each without the BEGIN and COMMIT around it: a new migration has its own."""
    pieces: list[list[Said]] = [[]]
    for one in said:
        if any(begins(operation) or ends(operation) for operation in one.operations):
            pieces.append([])
        else:
            pieces[-1].append(one)
    return [tuple(piece) for piece in pieces if piece]
