"""Elements to steps: what each does in the state of models before it, up and, where it is written beside it, down."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import is_
from typing import NamedTuple

from towpath.frameworks.django.editor import Editor, Project
from towpath.frameworks.django.elements import Element
from towpath.frameworks.django.operations import EFFECTS
from towpath.frameworks.django.operations.special import NOTHING, is_noop, of_python, of_sql
from towpath.frameworks.django.places import places
from towpath.frameworks.django.signatures import EXTENSIONS, PACKAGES
from towpath.frameworks.embedded import Inner
from towpath.frameworks.python.databases import EVERY
from towpath.history.record import perform
from towpath.operations import Done, Guard, Inside, Opaque, Operation, Origin, Places, Reversible, Step
from towpath.schema import Draft, Fact, State, settled
from towpath.source import Span
from towpath.syntax.python import Value

_POSTGRESQL = Guard(("postgresql",))
_ONLY_POSTGRESQL = frozenset(
    (*EXTENSIONS, "CreateExtension", "CreateCollation", "RemoveCollation", "AddTrigger", "RemoveTrigger")
)
# What tells django-migration-linter to leave a migration alone, and does nothing.
ASSURES = frozenset(f"django_migration_linter{part}.IgnoreMigration" for part in ("", ".operations"))
# What is known of models, and not of the database.
_OF_MODELS = ("model ", "pointers ")


class Taken(NamedTuple):
    """One element read among the models before it: its steps both ways, and the facts that it read and left."""

    element: Element
    up: tuple[Step, ...]
    down: tuple[Step, ...]
    asked: Mapping[str, object]
    written: tuple[Fact, ...]
    assured: bool


def take(element: Element, state: State, project: Project, app: str, old: Taken | None, assured: bool = False) -> Taken:
    """Reads an element; what it did before is kept, and steps that say what they said are the very same.

    `assured`: the migration's author has said so of all of it.
    """
    kept = old if old and old.element is element and old.assured == assured else None
    if kept and all(state.fact(key) is fact for key, fact in kept.asked.items()):
        return kept
    draft, schema = Draft(state), Draft(state)
    editor = Editor(draft, schema, project)
    read = _read(element, editor, app)
    same = old is not None and old.element.block == element.block
    up = tuple(_steps(element, read.up or (_NOTHING_DONE,), read.reversible, assured))
    down = tuple(_steps(element, read.down, read.reversible, assured))
    asked, left = _carried_out(up, state, editor.backend.dialect)
    if old and same:
        up, down = _kept(up, old.up), _kept(down, old.down)
    written = settled((*draft.facts(), *left), old.written if old else ())
    return Taken(element, up, down, {**asked, **draft.asked, **schema.asked}, written, assured)


def _carried_out(steps: Sequence[Step], state: State, dialect: str) -> tuple[Mapping[str, object], Sequence[Fact]]:
    """The facts of the schema that steps ask for and those that they leave, which the replay need not find again."""
    if len(steps) == 1 and (done := steps[0].done):
        return done.asked, done.written
    asked: dict[str, object] = {}
    left: dict[str, object] = {}
    for step in steps:
        record = perform(step, state, None, dialect)
        step.done = Done(record.exact, record.asked, record.written)
        asked |= {key: fact for key, fact in record.asked.items() if key not in left}
        left.update(record.written)
        state = record.after
    return asked, tuple(left.items())


class _Piece(NamedTuple):
    """Operations that stand together, with where they are told; None: the element's own parameters tell.

    The last ones, so many as `late` says, are put off until the migration ends. `together` is what it is of a step.
    """

    operations: tuple[Operation, ...]
    places: Callable[[], tuple[Places, ...]] | None = None
    span: Span | None = None
    guard: Guard | None = None
    origin: Origin = "literal"
    late: int = 0
    anew: str = ""
    done: Done | None = None
    together: bool = False
    inside: Inside | None = None


_NOTHING_DONE = _Piece(())
_NOTHING_CHANGED = Done(((0, NOTHING, ()),), {}, ())


class _Read(NamedTuple):
    """What an element does up and down, and whether Django can take it back, or has it written."""

    up: tuple[_Piece, ...] = ()
    down: tuple[_Piece, ...] = ()
    reversible: Reversible = True


def _read(element: Element, editor: Editor, app: str) -> _Read:
    if element.only is not EVERY and editor.backend.database not in element.only:
        return _Read(reversible="written")
    if element.sends is not EVERY and editor.backend.database not in element.sends:
        of_state = _beside(editor)
        _done(element, of_state, app)
        _take_models(editor.draft, of_state.draft)
        return _Read(reversible="written")
    return _done(element, editor, app)


def _done(element: Element, editor: Editor, app: str) -> _Read:
    """What an element does to the models, and what the database is sent for it."""
    if element.problem:
        return _Read((_Piece((Opaque(element.problem, element.block),)),))
    if element.path in ASSURES:
        return _Read()
    special = _SPECIAL.get(element.kind)
    if special:
        return special(element, editor, app)
    effect = EFFECTS.get(element.kind) if element.path.startswith(PACKAGES) else None
    if effect is None:
        named = element.path.lstrip(".")
        return _Read((_Piece((Opaque(f"what the operation {named} does is not known", element.block),)),))
    effect(editor, app, element)
    guard = _POSTGRESQL if element.kind in _ONLY_POSTGRESQL else None
    late, operations = len(editor.deferred), editor.operations
    return _Read((_Piece(operations, guard=guard, late=late, anew=editor.anew, done=editor.done),))


def _run_sql(element: Element, editor: Editor, app: str) -> _Read:
    said, dialect = element.get("sql"), editor.backend.dialect
    up = [_of_inner(inner) for inner in of_sql(said, element.block, dialect)] if not is_noop(said) else []
    for piece in up:
        editor.send(*piece.operations)
    if len(up) == 1 and all(map(is_, editor.sent, up[0].operations)):
        up = [up[0]._replace(done=editor.done)]
    reverse = element.get("reverse_sql")
    down = [_of_inner(inner) for inner in of_sql(reverse, element.block, dialect)] if reverse is not None else []
    if reverse is not None and not down:
        down = [_Piece((NOTHING,))]
    return _Read(tuple(up), tuple(down), "written" if reverse is not None else False)


def _of_inner(inner: Inner) -> _Piece:
    placed = partial(_placed, inner)
    return _Piece(inner.operations, placed, inner.span, inner.guard, inner.origin, together=inner.together)


def _placed(inner: Inner) -> tuple[Places, ...]:
    """The places of one statement, with the statement itself, which is the place of operations that have no other."""
    whole = {"action": inner.span, "statement": inner.span} if inner.span else {}
    return tuple({**whole, **found} for found in inner.places())


def _run_python(element: Element, editor: Editor, app: str) -> _Read:
    run, reverse = element.get("code"), element.get("reverse_code")
    up = () if is_noop(run) else (_of_code(editor, run, app),)
    down = (_of_code(editor, reverse, app),) if reverse is not None else ()
    return _Read(up, down, reverse is not None)


def _of_code(editor: Editor, run: Value, app: str) -> _Piece:
    operation, inside = of_python(editor, run, app)
    return _Piece((operation,), inside=inside)


def _separate(element: Element, editor: Editor, app: str) -> _Read:
    """The database goes its way, the state of the models another, both from where they are."""
    reads = list[_Read]()
    of_database, of_state = _beside(editor), _beside(editor)
    for inner in element.inner.get("database_operations", ()):
        reads.append(_within(_read(inner, _going_on(of_database), app), inner))
    for inner in element.inner.get("state_operations", ()):
        _read(inner, _going_on(of_state), app)
    for key, fact in of_database.draft.facts():
        if not key.startswith(_OF_MODELS):
            editor.draft.put(key, fact)
    for key, fact in of_database.schema.facts():
        editor.schema.put(key, fact)
    _take_models(editor.draft, of_state.draft)
    return _Read(
        tuple(piece for read in reads for piece in read.up),
        tuple(piece for read in reversed(reads) for piece in read.down),
        _of_all([read.reversible for read in reads]),
    )


def _beside(editor: Editor) -> Editor:
    """An editor that begins where one stands, and leaves that one alone."""
    return Editor(Draft(editor.draft), Draft(editor.schema), editor.project)


def _going_on(editor: Editor) -> Editor:
    """An editor for the next operation, among what the ones before it have left."""
    return Editor(editor.draft, editor.schema, editor.project)


def _take_models(draft: Draft, of_state: Draft) -> None:
    for key, fact in of_state.facts():
        if key.startswith(_OF_MODELS):
            draft.put(key, fact)


def _of_all(reversible: Sequence[Reversible]) -> Reversible:
    return "written" if reversible and all(one == "written" for one in reversible) else all(reversible)


def _within(read: _Read, inner: Element) -> _Read:
    """What an operation within another one does, with its places in that one's block."""

    def moved(piece: _Piece) -> _Piece:
        found = piece.places or partial(places, inner, piece.operations)
        span = piece.span or Span(0, len(inner.block))
        return piece._replace(places=partial(_shifted, found, inner.offset), span=span.shifted(inner.offset))

    return _Read(tuple(map(moved, read.up)), tuple(map(moved, read.down)), read.reversible)


def _shifted(found: Callable[[], tuple[Places, ...]], by: int) -> tuple[Places, ...]:
    return tuple({part: span.shifted(by) for part, span in one.items()} for one in found())


_SPECIAL: dict[str, Callable[[Element, Editor, str], _Read]] = {
    "RunSQL": _run_sql,
    "RunPython": _run_python,
    "SeparateDatabaseAndState": _separate,
}


def _steps(element: Element, pieces: Sequence[_Piece], reversible: Reversible, assured: bool) -> Iterator[Step]:
    """The steps of an element: one, but for the bodies of DO blocks in its SQL."""
    if len(pieces) == 1:
        yield _step(element, pieces, reversible, assured, pieces[0].done)
        return
    for (_, origin), group in groupby(pieces, key=lambda piece: (piece.guard, piece.origin)):
        together = tuple(group)
        for some in ((piece,) for piece in together) if origin == "body" else (together,):
            yield _step(element, some, reversible, assured)


def _step(
    element: Element, pieces: Sequence[_Piece], reversible: Reversible, assured: bool, done: Done | None = None
) -> Step:
    first = pieces[0]
    several = len(pieces) > 1
    operations = tuple(one for piece in pieces for one in piece.operations) if several else first.operations
    whole = Span(0, len(element.block))
    turn = element.turn
    return Step(
        element.block,
        first.span or whole if first.origin == "body" else whole,
        operations,
        partial(_of_pieces, element, tuple(pieces)),
        first.guard,
        "loop" if turn and first.origin == "literal" else first.origin,
        turn=turn,
        reversible=reversible,
        apart=True,
        assured=assured,
        late=tuple(_late(pieces)) if several or first.late else (),
        anew=next((piece.anew for piece in pieces if piece.anew), "") if several else first.anew,
        done=_NOTHING_CHANGED if len(operations) == 1 and operations[0] is NOTHING else done,
        together=all(piece.together for piece in pieces),
        inside=None if several else first.inside,
    )


def _late(pieces: Sequence[_Piece]) -> Iterator[int]:
    """The places of what is put off among the operations of pieces."""
    end = 0
    for piece in pieces:
        end += len(piece.operations)
        yield from range(end - piece.late, end)


def _of_pieces(element: Element, pieces: Sequence[_Piece]) -> tuple[Places, ...]:
    found = (piece.places() if piece.places else places(element, piece.operations) for piece in pieces)
    return tuple(one for some in found for one in some)


def _kept(steps: tuple[Step, ...], old: tuple[Step, ...]) -> tuple[Step, ...]:
    """The old steps where they say the same."""
    return tuple(
        before if before is not None and _same(before, step) else step
        for step, before in zip(steps, (*old, *(None,) * len(steps)))
    )


def _same(old: Step, new: Step) -> bool:
    return (
        old.operations == new.operations
        and (old.span, old.guard, old.origin, old.turn) == (new.span, new.guard, new.origin, new.turn)
        and (old.reversible, old.late, old.anew, old.assured) == (new.reversible, new.late, new.anew, new.assured)
        and old.inside == new.inside
    )
