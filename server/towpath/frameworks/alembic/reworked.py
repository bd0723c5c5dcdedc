"""The body of a function on its way to what it shall say: each statement stays, is edited, goes, or is new."""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from towpath.changes import Said
from towpath.frameworks.alembic.layout import Piece, comments_of, is_block, laid_out, pieces
from towpath.frameworks.alembic.respelling import respelled
from towpath.frameworks.alembic.sheet import Sheet
from towpath.frameworks.undone import undoes
from towpath.frameworks.writing import Ask
from towpath.operations import DropConstraint, Operation, Script
from towpath.source import Edit, Span, apply
from towpath.syntax.python import Node

_EMPTY = frozenset(("pass", "..."))


class Item(NamedTuple):
    """What one step shall say, and whether outside of the transaction."""

    said: Said
    outside: bool


class Body:
    """The pieces of a function, on their way to what the items ask for. `rest` is what stands behind the last."""

    def __init__(self, ask: Ask, sheet: Sheet, found: Sequence[Piece], depth: str) -> None:
        self._ask = ask
        self._script: Script = ask.script
        self._sheet = sheet
        self._found = list(found)
        self.depth = depth
        spans = [sheet.tree.span(piece.node) for piece in found if piece.node is not None]
        self._pieces: dict[int, int] = {
            step: number
            for step, start in enumerate(ask.script.starts)
            for number, span in enumerate(spans)
            if span.start <= start < span.end
        }
        later = [said.origin for part in ask.parts if part.own for said in part.said]
        self._later = {self._pieces[step] for step in later if step in self._pieces}
        self._present: set[int] = set()
        self.rest = ""

    def after(self, items: Sequence[Item]) -> list[Piece] | None:
        """The pieces as they shall be; None where they cannot be so."""
        by_piece: dict[int, list[Item]] = {}
        for item in items:
            if item.said.origin is not None:
                by_piece.setdefault(self._pieces[item.said.origin], []).append(item)
        made: dict[int, list[Piece]] = {}
        for number, asked in by_piece.items():
            found = self._changed(number, asked)
            if found is None:
                return None
            made[number] = found
        order = self._order(items, made)
        return None if order is None else self._with_idle(order, made)

    @property
    def steps(self) -> Set[int]:
        """The numbers of the steps that stand in it."""
        return self._pieces.keys()

    def _steps(self, number: int) -> list[int]:
        return [step for step, piece in self._pieces.items() if piece == number]

    def _changed(self, number: int, asked: Sequence[Item]) -> list[Piece] | None:
        """What a piece becomes that some items come from."""
        piece = self._found[number]
        switches = {item.outside for item in asked}
        told = [item.said.origin for item in asked]
        gone = [step for step in self._steps(number) if step not in told]
        if gone:
            return self._thinned(piece, asked, gone)
        whole = told == self._steps(number) and all(self._is_same(item.said) for item in asked)
        now = {self._script.steps[step].outside for step in self._steps(number)}
        if whole and switches == now:
            return [piece]
        if len(switches) > 1 or (True in now and switches == {False}):
            return self._split(piece, asked)
        outside = switches == {True} and now == {False}
        if whole and not self._is_plain(number):
            return [piece._replace(outside=outside)]
        if piece.node is not None and outside and self._is_batch(piece.node) and len(asked) == 1:
            fresh = self._fresh(asked[0].said.operations, "", True)
            return [fresh] if fresh is not None and len(self._steps(number)) == 1 else None
        return self._rewritten(number, piece, asked, outside)

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
        if [item.said.origin for item in asked] != self._steps(number) or piece.node is None:
            return None
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

    def _split(self, piece: Piece, asked: Sequence[Item]) -> list[Piece] | None:
        """One call several of whose operations go different ways: each that leaves is said by itself."""
        if piece.node is None or is_block(piece.node, self._sheet):
            return None
        if piece.node.type == "if_statement":
            return self._within(piece, piece.node, asked)
        if self._is_batch(piece.node):
            return self._left_batch(piece, asked)
        if len({item.said.origin for item in asked}) != 1:
            return None
        stays = [item for item in asked if not item.outside]
        if len(stays) != 1 or not self._is_plain(self._found.index(piece)):
            return None
        found = self._rewritten(self._found.index(piece), piece, stays, False)
        fresh = [self._fresh(item.said.operations, "", item.outside) for item in asked if item.outside]
        made = [one for one in fresh if one is not None]
        return [*found, *made] if found is not None and len(made) == len(fresh) else None

    def _within(self, piece: Piece, node: Node, asked: Sequence[Item]) -> list[Piece] | None:
        """A condition whose statements go different ways, each within its branch."""
        sheet = self._sheet
        texts: dict[Span, str] = {}
        for branch in _branches(node):
            found, span = pieces(sheet, branch)
            body = Body(self._ask, sheet, found, self._line_of(sheet.tree.span(branch).start))
            own = [item for item in asked if item.said.origin in body.steps]
            after = body.after(own)
            if after is None:
                return None
            texts |= {span: laid_out(sheet, after, body.depth) + body.rest} if own else {}
        return [self._edited(piece, texts)]

    def _is_batch(self, node: Node) -> bool:
        """Whether a statement is a batch whose body holds nothing but calls."""
        header = self._sheet.tree.source(node).partition("\n")[0]
        body = node.child_by_field_name("body")
        if node.type != "with_statement" or ".batch_alter_table(" not in header or body is None:
            return False
        return all(one.type in ("expression_statement", "comment") for one in body.named_children)

    def _left_batch(self, piece: Piece, asked: Sequence[Item]) -> list[Piece] | None:
        """A batch without the calls that leave it at its end, and these behind it, each on `op`."""
        stays = [item for item in asked if not item.outside and self._is_same(item.said)]
        leaves = [item for item in asked if item not in stays]
        steps = self._steps(self._found.index(piece))
        if not stays or [*stays, *leaves] != list(asked) or [item.said.origin for item in asked] != steps:
            return None
        thinned = self._without(piece, [item.said.origin for item in leaves if item.said.origin is not None])
        fresh = [self._fresh(item.said.operations, "", item.outside) for item in leaves]
        made = [one for one in fresh if one is not None]
        return [thinned, *made] if thinned is not None and len(made) == len(fresh) else None

    def _thinned(self, piece: Piece, asked: Sequence[Item], gone: Sequence[int]) -> list[Piece] | None:
        """A batch some of whose calls go, or are made elsewhere, while the others stay as they are."""
        kept = {self._script.starts[item.said.origin] for item in asked if item.said.origin is not None}
        torn = any(self._script.starts[step] in kept for step in gone)
        if piece.node is None or torn or not self._is_batch(piece.node):
            return None
        if any(item.outside or not self._is_same(item.said) for item in asked):
            return None
        thinned = self._without(piece, gone)
        return [thinned] if thinned is not None else None

    def _without(self, piece: Piece, steps: Sequence[int]) -> Piece | None:
        """A piece without the lines of some of its calls."""
        blocks = [self._block(step) for step in steps]
        spans = [self._sheet.source.whole_lines(self._sheet.tree.span(one)) for one in blocks if one is not None]
        return self._edited(piece, dict.fromkeys(spans, "")) if len(spans) == len(blocks) else None

    def _fresh(
        self, operations: Sequence[Operation], note: str, outside: bool, said: Said | None = None
    ) -> Piece | None:
        """New lines that say operations."""
        lines = self._sheet.comment(note, self.depth)
        for operation in operations:
            code = self._sheet.say(operation, undone(self._ask, said, operation))
            if code is None:
                return None
            lines += self._sheet.line(code, self.depth, outside)
        return Piece("", lines, None, outside)

    def _order(self, items: Sequence[Item], made: dict[int, list[Piece]]) -> list[int | Piece] | None:
        """The pieces that do something, by their numbers, and new ones, in the order that is asked for."""
        order: list[int | Piece] = []
        for item in items:
            if item.said.origin is not None:
                number = self._pieces[item.said.origin]
                order += [number] if number not in order else []
                continue
            fresh = self._fresh(item.said.operations, item.said.note, item.outside, item.said)
            if fresh is None:
                return None
            order.append(fresh)
        return order if all(number in made for number in order if isinstance(number, int)) else None

    def _with_idle(self, order: list[int | Piece], made: dict[int, list[Piece]]) -> list[Piece]:
        """With the statements that do nothing to the database behind those that they stood behind."""
        doing = set(self._pieces.values())
        idle = [number for number in range(len(self._found)) if number not in doing and not self._goes(number, order)]
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
            result += [found[0]._replace(lead=lead + own), *found[1:]]
        self.rest = self._marks(at, len(self._found))
        return result

    def _next(self, order: Sequence[int | Piece], piece: Piece) -> int:
        """The number of the first piece of the file's own behind a new one."""
        behind = order[next(place for place, one in enumerate(order) if one is piece) :]
        return next((one for one in behind if isinstance(one, int)), len(self._found))

    def _marks(self, start: int, end: int) -> str:
        """The comments that stay of pieces which are gone: marks of a generator, and those of what is said no more."""
        carried = self._present | self._later
        text = ""
        for number in range(start, end):
            piece = self._found[number]
            own = "" if number in carried else comments_of(piece.lines)
            lead = (line for line in piece.lead.splitlines(keepends=True) if line.lstrip().startswith("#"))
            text += "".join(lead) + own
        return text


def _branches(node: Node) -> list[Node]:
    """The blocks of an `if`."""
    clauses = [node, *(child for child in node.named_children if child.type in ("elif_clause", "else_clause"))]
    found = [one.child_by_field_name("body" if one.type == "else_clause" else "consequence") for one in clauses]
    return [one for one in found if one is not None]


def undone(ask: Ask, said: Said | None, operation: Operation) -> Operation | None:
    """The operation that one of a way back takes back; of a constraint that goes, what made it."""
    ref = said.undoes if said is not None else None
    if ref is not None and ref.step < len(ask.migration.up.steps):
        operations = ask.migration.up.steps[ref.step].operations
        return operations[ref.operation] if ref.operation < len(operations) else None
    every = (one for part in ask.parts for one in part.operations)
    return next((one for one in every if isinstance(operation, DropConstraint) and undoes(operation, one)), None)
