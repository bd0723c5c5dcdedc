"""Which part says what of an element that is taken apart, and which of them tells the models."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.changes import Part, Said
from towpath.frameworks.django.calls import Call, field_of, is_code, taken_apart
from towpath.frameworks.django.restating import Mode
from towpath.frameworks.django.saying import lenient
from towpath.frameworks.undone import undoes
from towpath.operations import (
    AddColumn,
    AddConstraint,
    Check,
    Constraint,
    CreateIndex,
    DropConstraint,
    DropDefault,
    DropIndex,
    ForeignKey,
    Operation,
    Script,
    SetNotNull,
    Step,
    Unique,
    replace,
)

# A place in the parts: the number of the part, and that of what it says.
Spot = tuple[int, int]
Grid = list[list[Said | None]]


class Home(NamedTuple):
    """How an element says operations, and the part that it says them in."""

    mode: Mode | None = None
    said: Said | None = None
    part: Part | None = None

    @property
    def back(self) -> tuple[Operation, ...]:
        """What undoes them: few are asked, and each looks through the whole way back."""
        return _back(self.part, self.said) if self.part and self.said else ()


class Housed(NamedTuple):
    """The parts as elements can say them, and how they are said; `proofs` are CHECKs that fields hold no NULL."""

    parts: tuple[Part, ...]
    homes: Mapping[Said, Home]
    proofs: Mapping[str, str]


def housed(script: Script, parts: Sequence[Part]) -> Housed:
    """Finds for each element whose operations go several ways, or become others, how Django says that."""
    grid: Grid = [list(part.said) for part in parts]
    modes: dict[Spot, Mode] = {}
    proofs: dict[str, str] = {}
    known = _spots(grid)
    for origin, step in enumerate(script.steps):
        spots = known.get(origin, [])
        call = taken_apart(step.block) if spots and not _as_it_was(grid, spots, step) else None
        if call is not None and not is_code(call):
            _settle(_Element(origin, step, call, spots), grid, modes, proofs)
            known = _spots(grid)
    said = [tuple(one for one in row if one is not None) for row in grid]
    homes = {one: Home(modes.get(spot), one, parts[spot[0]]) for spot, one in _each(grid)}
    return Housed(tuple(replace(part, said=row) for part, row in zip(parts, said)), homes, proofs)


def _spots(grid: Grid) -> dict[int | None, list[Spot]]:
    """Where the grid has something of each element."""
    found: dict[int | None, list[Spot]] = {}
    for spot, said in _each(grid):
        found.setdefault(said.origin, []).append(spot)
    return found


def _each(grid: Grid) -> Iterator[tuple[Spot, Said]]:
    for part, row in enumerate(grid):
        for place, said in enumerate(row):
            if said is not None:
                yield (part, place), said


def _back(part: Part, said: Said) -> tuple[Operation, ...]:
    """What undoes something that a new migration says."""
    found: list[Operation] = []
    for one in (operation for back in part.back for operation in back.operations):
        undone = next((operation for operation in said.operations if undoes(one, operation)), None)
        if undone is not None:
            found.append(lenient(one) if isinstance(undone, CreateIndex) and undone.unique else one)
    return tuple(found)


def _as_it_was(grid: Grid, spots: Sequence[Spot], step: Step) -> bool:
    return len(spots) == 1 and _at(grid, spots[0]).operations == step.operations


def _at(grid: Grid, spot: Spot) -> Said:
    said = grid[spot[0]][spot[1]]
    return said if said is not None else Said((), None)


class _Element(NamedTuple):
    """An element whose operations change, and where the parts have them."""

    origin: int
    step: Step
    call: Call
    spots: Sequence[Spot]

    @property
    def kind(self) -> str:
        return self.call.tree.source(self.call.function).rpartition(".")[2]

    @property
    def constraints(self) -> Iterator[Constraint]:
        """The constraints that it makes as the author has it."""
        for operation in self.step.operations:
            if isinstance(operation, AddConstraint):
                yield operation.constraint
            elif isinstance(operation, AddColumn):
                yield from operation.constraints


def _settle(element: _Element, grid: Grid, modes: dict[Spot, Mode], proofs: dict[str, str]) -> None:
    first = element.spots[0]
    said = _at(grid, first)
    later = [spot for spot, one in _each(grid) if one.origin is None and _continues(element, one, grid)]
    proven = next((spot for spot in later if isinstance(_at(grid, spot).operations[0], SetNotNull)), None)
    key = next((spot for spot in later if _is_key(_at(grid, spot).operations[0])), None)
    if proven is not None:
        _prove(element, grid, modes, proofs, proven)
    elif key is not None and key[0] == first[0]:
        grid[first[0]][first[1]] = replace(said, operations=(*said.operations, *_at(grid, key).operations))
        grid[key[0]][key[1]] = None
        modes[first] = "foreign key"
    elif len(element.spots) == 1 and not later and (mode := _alone(element, said)):
        modes[first] = mode
    else:
        _spread(element, grid, modes, sorted((*element.spots, *later)))


def _alone(element: _Element, said: Said) -> Mode | None:
    """How an element says other operations in its own place."""
    gone = [one for one in element.step.operations if one not in said.operations]
    if len(said.operations) == 1 and element.kind in ("AddIndex", "RemoveIndex"):
        return "own"
    if element.kind == "AddConstraint" and isinstance(said.operations[0], AddConstraint):
        return "own"
    if gone and all(isinstance(one, DropDefault) for one in gone):
        return "default"
    if element.kind in ("AddField", "AlterField") and any(map(_is_key, said.operations)):
        return "foreign key"
    return None


def _spread(element: _Element, grid: Grid, modes: dict[Spot, Mode], spots: Sequence[Spot]) -> None:
    """Several parts say it, the last of them for the models too; the field goes ahead without what comes later."""
    for spot in spots:
        grid[spot[0]][spot[1]] = replace(_at(grid, spot), origin=element.origin)
    for spot in spots[:-1]:
        modes[spot] = "database"
    fields = len(spots) > 1 and element.kind in ("AddField", "AlterField") and not _all_later(grid, spots[0])
    ahead = fields and _can_lack(element, _at(grid, spots[0]).operations)
    if ahead:
        modes[spots[0]] = "bare"
    modes[spots[-1]] = "final" if ahead else "both"


def _can_lack(element: _Element, after: Sequence[Operation]) -> bool:
    """Whether a field can say a part of what it says: all its indexes hang on `db_index` and `unique`."""
    field = field_of(element.call)
    if field is not None and field.tree.source(field.function).endswith("OneToOneField"):
        return False
    gone = [one for one in element.step.operations if one not in after]
    hang = any(isinstance(one, CreateIndex) or _is_unique(one) for one in gone)
    others = (CreateIndex, DropIndex, DropConstraint)
    return not hang or not any(isinstance(one, others) or _is_unique(one) for one in after)


def _is_unique(operation: Operation) -> bool:
    return isinstance(operation, AddConstraint) and isinstance(operation.constraint, Unique)


def _all_later(grid: Grid, spot: Spot) -> bool:
    """Whether nothing but what is built beside the table is said at a place."""
    return all(isinstance(one, CreateIndex) for one in _at(grid, spot).operations)


def _prove(element: _Element, grid: Grid, modes: dict[Spot, Mode], proofs: dict[str, str], proven: Spot) -> None:
    """A CHECK first, and NOT NULL when it has been validated, which is when the models are told."""
    first = element.spots[0]
    said = _at(grid, first)
    grid[proven[0]][proven[1]] = Said(_at(grid, proven).operations, element.origin, (0,))
    if element.step.operations == _at(grid, proven).operations:
        modes[first] = "proof"
        check = said.operations[0]
        name = element.call.value("name")
        if isinstance(check, AddConstraint) and isinstance(check.constraint, Check) and name is not None:
            proofs[check.constraint.name or ""] = element.call.tree.source(name).strip("'\"")
    else:
        modes[first], modes[proven] = "database", "both"


def _continues(element: _Element, said: Said, grid: Grid) -> bool:
    """Whether something that is new goes on with what an element does."""
    operation = said.operations[0]
    if operation in element.step.operations:
        return True
    if isinstance(operation, CreateIndex):
        return replace(operation, concurrently=False) in element.step.operations or (
            operation.unique and operation.concurrently and _was_unique(element, operation)
        )
    if not isinstance(operation, AddConstraint):
        return False
    constraint = operation.constraint
    if isinstance(constraint, ForeignKey):
        return any(isinstance(one, ForeignKey) and one.columns == constraint.columns for one in element.constraints)
    index = getattr(constraint, "index", None)
    builds = (one for _, other in _each(grid) for one in other.operations if isinstance(one, CreateIndex))
    return index is not None and any(one.name == index and _was_unique(element, one) for one in builds)


def _was_unique(element: _Element, index: CreateIndex) -> bool:
    """Whether an index is there for a constraint of the element."""
    own = any(isinstance(one, Unique) and one.columns == index.columns for one in element.constraints)
    return own and getattr(element.step.operations[0], "table", index.table) == index.table


def _is_key(operation: Operation) -> bool:
    return isinstance(operation, AddConstraint) and isinstance(operation.constraint, ForeignKey)
