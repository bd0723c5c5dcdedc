"""The body of a function on its way to what it shall say: each statement stays, is edited, goes, or is new."""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from towpath.changes import Said
from towpath.frameworks.alembic.batch import batch_name
from towpath.frameworks.alembic.carried import left_over
from towpath.frameworks.alembic.conditions import is_asked, under_condition
from towpath.frameworks.alembic.layout import Piece, body_of, branches, comments_of, is_block, joined, laid_out, pieces
from towpath.frameworks.alembic.remarks import lost
from towpath.frameworks.alembic.respelling import by_itself, respelled
from towpath.frameworks.alembic.runs import Item, Run, runs
from towpath.frameworks.alembic.sheet import Sheet
from towpath.frameworks.alembic.taken import undone
from towpath.frameworks.writing import Ask
from towpath.operations import Script, replace
from towpath.source import Edit, Span, apply
from towpath.syntax.python import Node

_EMPTY = frozenset(("pass", "..."))


class Level(NamedTuple):
    """Where new statements go: their indentation, whether outside of the transaction, and the batch they stand in.

    `asks`: other databases come there, too, and have to be kept from what is not for them.
    """

    depth: str
    outside: bool = False
    batch: str = ""
    asks: bool = False


class Body:
    """The pieces of a block, on their way to what the items ask for. `rest` is what stands behind the last.

    `told` are the steps that are still told somewhere, whose comments go along; `elsewhere` is what new files say.
    """

    def __init__(
        self,
        ask: Ask,
        sheet: Sheet,
        found: Sequence[Piece],
        level: Level,
        told: Set[int] = frozenset(),
        elsewhere: str = "",
    ) -> None:
        self._ask = ask
        self._script: Script = ask.script
        self._sheet = sheet
        self._found = list(found)
        self._level = level
        self.depth = level.depth
        spans = [sheet.tree.span(piece.node) for piece in found if piece.node is not None]
        self._pieces: dict[int, int] = {
            step: number
            for step, start in enumerate(ask.script.starts)
            for number, span in enumerate(spans)
            if span.start <= start < span.end
        }
        later = {said.origin for part in ask.parts if part.own for said in part.said if said.origin is not None}
        self._told = told | later
        # What keeps comments of pieces that change or go.
        self._kept = elsewhere
        self._present: set[int] = set()
        self._over: set[int] = set()
        self.rest = ""

    def after(self, items: Sequence[Item]) -> list[Piece] | None:
        """The pieces as they shall be; None where they cannot be so."""
        self._told |= {item.said.origin for item in items if item.said.origin is not None}
        items = self._apart(items)
        self._kept = "\n".join((self._kept, *(line for item in items for line in item.above)))
        order: list[int | Piece] = []
        made: dict[int, list[Piece]] = {}
        every = runs(items, self._pieces, self._asking())
        for place, (number, run) in enumerate(every):
            again = number in made
            found = self._new(run[0], every[place + 1 :]) if number is None else self._changed(number, run, again)
            if found is None or (again and not self._is_batch(self._found[number or 0])):
                return None
            order = joined(order, found) if number is None else [*order, *(found if again else [number])]
            if number is not None:
                made.setdefault(number, found)
        return self._with_idle(order, made)

    @property
    def steps(self) -> Set[int]:
        """The numbers of the steps that stand in it."""
        return self._pieces.keys()

    @property
    def pieces_told(self) -> Set[int]:
        """The numbers of the pieces that do something."""
        return set(self._pieces.values())

    def _asking(self) -> set[int]:
        """The numbers of the branched pieces that begin with what is done on some databases alone."""
        first = {number: step for step, number in reversed(self._pieces.items())}
        return {
            number for number, step in first.items() if self._is_asked(step) and self._is_branched(self._found[number])
        }

    def _is_asked(self, step: int | None) -> bool:
        return is_asked(self._script, step, self._sheet.dialect)

    def _steps(self, number: int) -> list[int]:
        return [step for step, piece in self._pieces.items() if piece == number]

    def _apart(self, items: Sequence[Item]) -> list[Item]:
        """With what leaves a call or a batch in which others stay as something new, with the comments above it."""
        switches: dict[int, set[bool]] = {}
        for item in items:
            if item.said.origin is not None:
                switches.setdefault(self._pieces[item.said.origin], set()).add(item.outside)
        return [self._by_itself(item) if self._leaves(item, switches) else item for item in items]

    def _leaves(self, item: Item, switches: Mapping[int, Set[bool]]) -> bool:
        step = item.said.origin
        if step is None or not item.outside or self._script.steps[step].outside:
            return False
        number = self._pieces[step]
        batch = self._is_batch(self._found[number])
        single = len(self._steps(number)) == 1
        return (len(switches[number]) > 1 and (batch or single)) or (batch and single)

    def _by_itself(self, item: Item) -> Item:
        assert item.said.origin is not None
        piece = self._found[self._pieces[item.said.origin]]
        if piece.node is None or not self._is_batch(piece):
            return item._replace(said=replace(item.said, origin=None))
        block = self._block(item.said.origin)
        inner = pieces(self._sheet, body_of(piece.node))[0]
        above = next((comments_of(one.lines) for one in inner if one.node == block), "")
        if len(inner) == 1:
            above = comments_of(piece.lines) + above
        code = by_itself(self._sheet, self._script, item.said, block) if block is not None else None
        return Item(replace(item.said, origin=None), True, tuple(line.strip() for line in above.splitlines()), code)

    def _changed(self, number: int, asked: Sequence[Item], again: bool) -> list[Piece] | None:
        """What a piece becomes that some items come from; `again`: some of it was said before."""
        piece = self._found[number]
        switches = {item.outside for item in asked}
        told = [item.said.origin for item in asked]
        whole = told == self._steps(number) and all(self._is_same(item.said) for item in asked)
        now = {self._script.steps[step].outside for step in self._steps(number)}
        if whole and switches == now:
            return [piece]
        if self._is_branched(piece) and (len(switches) > 1 or told != self._steps(number)):
            return self._within(piece, asked)
        if len(switches) > 1 or (True in now and switches == {False}):
            return None
        outside = switches == {True} and now == {False}
        if whole and not self._is_plain(number):
            return [piece._replace(outside=outside)]
        found = self._rewritten(number, piece, asked, outside) if told == self._steps(number) else None
        return found or (None if outside else self._nested(piece, asked, again))

    def _is_same(self, said: Said) -> bool:
        assert said.origin is not None
        return said.operations == self._script.steps[said.origin].operations

    def _is_plain(self, number: int) -> bool:
        """Whether a piece is one statement with one step."""
        steps = self._steps(number)
        node = self._found[number].node
        return (
            len(steps) == 1 and node is not None and self._script.steps[steps[0]].block == self._sheet.tree.source(node)
        )

    def _rewritten(self, number: int, piece: Piece, asked: Sequence[Item], outside: bool) -> list[Piece] | None:
        """A piece some of whose statements say other operations."""
        made_of: dict[Span, str] = {}
        behind = ""
        for item in asked:
            block = self._block(item.said.origin) if item.said.origin is not None else None
            if block is None:
                return None
            start = self._sheet.tree.span(block).start
            own = self._line_of(start)
            then = own + self._sheet.manner.indentation * outside
            made = respelled(self._sheet, self._script, item.said, block, (own, then))
            if made is None or (made.behind and not self._is_plain(number)):
                return None
            unended = self._sheet.newline not in made.source
            source = made.source.replace("\n", self._sheet.newline) if unended else made.source
            if made_of.setdefault(self._sheet.tree.span(block), source) != source:
                return None
            behind = self._at_depth(made.behind, then, own)
        found = [self._edited(piece, made_of)._replace(outside=outside)]
        return [*found, Piece("", behind, None, outside)] if behind else found

    def _nested(self, piece: Piece, asked: Sequence[Item], again: bool) -> list[Piece] | None:
        """A batch or an `autocommit_block` some of whose calls go, or stand among new ones."""
        node, sheet = piece.node, self._sheet
        if node is None or not (self._is_batch(piece) or is_block(node, sheet)):
            return None
        found, span = pieces(sheet, body_of(node))
        depth = self._line_of(sheet.tree.span(body_of(node)).start)
        batch = batch_name(node, sheet.tree) if self._is_batch(piece) else self._level.batch
        outside = self._level.outside or is_block(node, sheet)
        body = Body(self._ask, sheet, found, Level(depth, outside, batch), self._told, self._kept)
        if again and len(body.pieces_told) < len(found):
            return None
        after = body.after(asked)
        if not after:
            return None
        made = self._edited(piece, {span: laid_out(sheet, after, depth) + body.rest})
        return [made._replace(lines=made.lines[len(comments_of(made.lines)) :]) if again else made]

    def _edited(self, piece: Piece, texts: Mapping[Span, str]) -> Piece:
        """A piece with other texts at places of the file."""
        assert piece.node is not None
        start = self._sheet.source.whole_lines(self._sheet.tree.span(piece.node)).end - len(piece.lines)
        edits = [Edit(span, text).shifted(-start) for span, text in texts.items()]
        return piece._replace(lines=apply(piece.lines, edits))

    def _at_depth(self, lines: str, now: str, then: str) -> str:
        """New lines as they stand before they are moved deeper."""
        more = now[len(then) :]
        return "".join(line.removeprefix(more) for line in lines.splitlines(keepends=True)) if more else lines

    def _block(self, step: int) -> Node | None:
        """The node of the statement that a step stands in."""
        start, text = self._script.starts[step], self._script.steps[step].block
        tree = self._sheet.tree
        at = len(tree.text[:start].encode("utf-8", "surrogatepass")) if tree.points else start
        node = tree.root.descendant_for_byte_range(at, at)
        while node is not None and (tree.span(node).start != start or tree.source(node) != text):
            node = node.parent
        while node is not None and node.parent is not None and node.parent.type != "block":
            node = node.parent
        return node

    def _line_of(self, start: int) -> str:
        text = self._sheet.source.text
        line = text[text.rfind("\n", 0, start) + 1 : start]
        return line if not line.strip() else line[: len(line) - len(line.lstrip())]

    def _is_branched(self, piece: Piece) -> bool:
        return piece.node is not None and piece.node.type in ("if_statement", "try_statement")

    def _within(self, piece: Piece, asked: Sequence[Item]) -> list[Piece] | None:
        """A statement with branches whose statements go different ways, each within its branch."""
        sheet = self._sheet
        texts: dict[Span, str] = {}
        left = list(asked)
        for branch in branches(piece.node):
            found, span = pieces(sheet, branch)
            level = self._level._replace(depth=self._line_of(sheet.tree.span(branch).start), asks=False)
            body = Body(self._ask, sheet, found, level, self._told, self._kept)
            last = max((at for at, item in enumerate(left) if item.said.origin in body.steps), default=-1)
            own, left = left[: last + 1], left[last + 1 :]
            if not own:
                continue
            after = body.after(own) if all(one.said.origin in (None, *body.steps) for one in own) else None
            if after is None:
                return None
            texts[span] = laid_out(sheet, after, body.depth) + body.rest
        return [self._edited(piece, texts)] if not left else None

    def _is_batch(self, piece: Piece) -> bool:
        """Whether a piece is a batch whose body holds nothing but calls."""
        if piece.node is None or not batch_name(piece.node, self._sheet.tree):
            return False
        return all(one.type in ("expression_statement", "comment") for one in body_of(piece.node).named_children)

    def _new(self, item: Item, behind: Sequence[Run]) -> list[Piece] | None:
        """New lines that say what nothing said until now; `behind` is what comes next."""
        lines = "".join(f"{self.depth}{line}{self._sheet.newline}" for line in item.above)
        outside = item.outside and not self._level.outside
        lines += self._sheet.comment(item.said.note, self.depth)
        for operation in item.said.operations:
            code = item.code or self._sheet.say(operation, undone(self._ask, item.said, operation), self._level.batch)
            if code is None:
                return None
            lines += self._sheet.line(code, self.depth, outside)
        steps = (one.said.origin for _, run in behind for one in run if one.said.origin is not None)
        if self._level.asks and not self._is_asked(next(steps, None)):
            lines = under_condition(self._sheet, lines, self.depth)
        return [Piece("", lines, None, outside)]

    def _with_idle(self, order: list[int | Piece], made: dict[int, list[Piece]]) -> list[Piece]:
        """With the statements that do nothing to the database behind those that they stood behind."""
        doing = set(self._pieces.values())
        present = {one for one in order if isinstance(one, int)}
        self._over = left_over(self._found, present, doing - present, self._sheet.tree)
        rest = (number for number in range(len(self._found)) if number not in doing | self._over)
        idle = [number for number in rest if not self._goes(number, order)]
        for number in idle:
            at = max((place for place, one in enumerate(order) if isinstance(one, int) and one < number), default=-1)
            order.insert(at + 1, number)
        return self._with_leads(order, made)

    def _goes(self, number: int, order: Sequence[int | Piece]) -> bool:
        """Whether a statement is a `pass` that is no longer needed."""
        node = self._found[number].node
        return node is not None and self._sheet.tree.source(node) in _EMPTY and bool(order)

    def _with_leads(self, order: Sequence[int | Piece], made: dict[int, list[Piece]]) -> list[Piece]:
        """The pieces with what stood between them: marks stay, and empty lines where nothing moved."""
        self._present = {one for one in order if isinstance(one, int)}
        said = (made.get(one, [self._found[one]]) if isinstance(one, int) else [one] for one in order)
        self._kept += "".join(piece.lines for pieces in said for piece in pieces)
        result: list[Piece] = []
        at = 0
        for one in order:
            if isinstance(one, Piece):
                # What is new comes behind the marks that stand at the top.
                lead = self._marks(at, self._next(order, one)) if not result else ""
                at = max(at, self._next(order, one)) if not result else at
                result.append(one._replace(lead=lead))
                continue
            lead = self._marks(at, one) if one >= at else ""
            own = self._found[one].lead if one >= at else ""
            at = max(at, one + 1)
            found = made.get(one, [self._found[one]])
            above = comments_of(found[0].lines)
            lines = above + self._remarks(one) + found[0].lines[len(above) :]
            result += [found[0]._replace(lead=lead + own, lines=lines), *found[1:]]
        self.rest = self._marks(at, len(self._found))
        return result

    def _next(self, order: Sequence[int | Piece], piece: Piece) -> int:
        """The number of the first piece of the file's own behind a new one."""
        behind = order[next(place for place, one in enumerate(order) if one is piece) :]
        return next((one for one in behind if isinstance(one, int)), len(self._found))

    def _marks(self, start: int, end: int) -> str:
        """The comments that stay of pieces which are gone: marks of a generator, and those of what is said no more."""
        carried = self._over | self._present | {self._pieces[step] for step in self._told if step in self._pieces}
        text = ""
        for number in range(start, end):
            piece = self._found[number]
            own = "" if number in carried else comments_of(piece.lines)
            own += self._remarks(number)
            lead = (line for line in piece.lead.splitlines(keepends=True) if line.lstrip().startswith("#"))
            text += "".join(lead) + own
        return text

    def _remarks(self, number: int) -> str:
        """The lines of the comments within a piece that nothing has now."""
        found = lost(self._sheet, self._found[number].node, self._kept)
        return "".join(f"{self.depth}{one}{self._sheet.newline}" for one in found)
