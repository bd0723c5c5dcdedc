"""What the statements of a method do, in order: branches under conditions, loops turn by turn, helpers entered."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from towpath.syntax.logic import negated
from towpath.syntax.ruby.definitions import define
from towpath.syntax.ruby.did import Condition, Did, negation, seen
from towpath.syntax.ruby.entering import YIELDED, entered, entered_block
from towpath.syntax.ruby.evaluate import assigned, called, evaluate, worth
from towpath.syntax.ruby.scope import Bound, Scope, unpacked
from towpath.syntax.ruby.turns import LOOPS, Turns, gone_through, handed, turn_of, turns_of
from towpath.syntax.ruby.values import Block, Call, Given
from towpath.syntax.ruby.ways import cases, join, names_of, restore
from towpath.syntax.tree import Node
from towpath.syntax.values import Attribute, Reference, Unknown, Value, truth

# Helpers that call helpers are followed so deep.
DEPTH = 6
_BRANCHES = ("if", "elsif", "unless", "if_modifier", "unless_modifier", "conditional")
_BODIES = frozenset("body_statement block_body then else begin do parenthesized_statements ERROR".split())


class _Place(NamedTuple):
    """Where in the program a statement stands."""

    scope: Scope
    conditions: tuple[Condition, ...] = ()
    within: tuple[Call, ...] = ()
    turn: tuple[int, int] | None = None
    entered: tuple[Node, ...] = ()
    loop: bool = False


# What gives its block the very thing that it is called on.
_ITSELF = frozenset(("tap", "then", "yield_self"))

# How often a call runs its block: once (True), not known (False), or not as part of what is done here (None).
Runs = Callable[[Call], bool | None]


class Walker:
    """Goes through the statements of one method, one by one; what they bind holds for the next ones.

    `runs` says how often a call runs its block; `enter` whether a call of a method of the file is gone into.
    """

    def __init__(self, scope: Scope, runs: Runs, enter: Callable[[Call], bool] = lambda _: True) -> None:
        self.scope = scope
        self._how = runs, enter
        self._conditions: tuple[Condition, ...] = ()
        self.ended = False

    def walk(self, statement: Node) -> Iterator[Did]:
        """What one statement does. After one that always leaves the method, nothing is done any more."""
        if self.ended:
            return
        run = _Run(self._how, self._conditions)
        yield from run.statement(statement, _Place(self.scope, self._conditions))
        self._conditions, self.ended = run.left, run.ended


class _Run:
    """One block of statements being gone through: `left` holds what must hold for those that follow."""

    def __init__(self, how: tuple[Runs, Callable[[Call], bool]], conditions: tuple[Condition, ...]) -> None:
        self._how = how
        self.left = conditions
        self.ended = False

    def block(self, statements: Sequence[Node], place: _Place) -> Iterator[Did]:
        for statement in statements:
            if self.ended:
                return
            here = place if self.left is place.conditions else place._replace(conditions=self.left)
            yield from self.statement(statement, here)

    def statement(self, node: Node, place: _Place) -> Iterator[Did]:
        kind = node.type
        if kind == "call":
            yield from self._effects(evaluate(node, place.scope), node, place)
        elif kind in _BRANCHES:
            yield from self._branches(node, place)
        elif kind == "case":
            yield from self._case(node, place)
        elif kind in ("while", "until", "while_modifier", "until_modifier", "for"):
            yield from self._repeated(node, place)
        elif kind == "binary" and _operator(node) in ("&&", "and", "||", "or"):
            yield from self._either(node, place)
        elif kind in ("assignment", "operator_assignment"):
            yield from self._assignment(node, place)
        elif kind == "yield":
            yield from self._yielded(node, place)
        elif kind in ("return", "next", "break"):
            for child in node.named_children:
                yield from self._values(child.named_children, place)
            self.ended = True
        elif kind in ("rescue_modifier",):
            yield from self.statement(node.named_children[0], place)
        elif kind in ("begin", "body_statement"):
            yield from self._tried(node, place)
        elif kind in _BODIES:
            yield from self.block(node.named_children, place)
        elif kind in ("class", "module", "method", "singleton_method"):
            for _ in define([node], place.scope):
                pass
        elif kind not in ("comment", "heredoc_body", "string", "rescue", "ensure", "else", "heredoc_beginning"):
            yield from self._values([node], place)

    def _values(self, nodes: Sequence[Node], place: _Place, taken: bool = False) -> Iterator[Did]:
        for node in nodes:
            if node.type not in ("comment", "heredoc_body"):
                yield from self._effects(evaluate(node, place.scope), node, place, taken)

    def _assignment(self, node: Node, place: _Place) -> Iterator[Did]:
        right = node.child_by_field_name("right")
        left = node.child_by_field_name("left")
        if node.type == "operator_assignment":
            if left is not None and left.type == "identifier":
                place.scope.assign(place.scope.tree.source(left), Unknown(place.scope.tree.source(node)))
            return
        if right is not None and right.type in ("if", "unless", "case", "begin", "conditional"):
            value = evaluate(right, place.scope)
            if isinstance(value, Unknown) and right.type in ("if", "unless", "case", "begin"):
                yield from self.statement(right, place)
            assigned(node, place.scope)
            return
        value = evaluate(right, place.scope)
        if right is not None:
            yield from self._effects(value, right, place, taken=True)
        assigned(node, place.scope)
        if left is not None and left.type in ("call", "element_reference"):
            # What an object is told to remember is no matter of the database until it is saved.
            value = evaluate(left, place.scope)
            yield self._did(value, node, place, isinstance(getattr(value, "owner", None), Call))
        elif place.loop and left is not None and left.type == "identifier":
            # A name that is bound again in only some cases is not known afterwards.
            place.scope.assign(place.scope.tree.source(left), Unknown(place.scope.tree.source(left)))

    def _effects(self, value: Value, node: Node, place: _Place, taken: bool = False) -> Iterator[Did]:
        """What evaluating a value does: methods of the file are gone through, blocks as often as they are run."""
        if not isinstance(value, Call):
            # What a loop makes of known items is known; what it does on the way is done all the same.
            call = called(node, place.scope) if node.type == "call" and not taken else None
            if call is not None and (call.block or call.passed):
                yield from self._effects(call, node, place)
            return
        if isinstance(value.owner, Block) and value.name == "call":
            yield from self._ran(value.owner, value, node, place)
            return
        if value.name == "raise" and isinstance(value.function, Reference):
            yield self._did(value, node, place)._replace(raises=True)
            self.ended = True
            return
        _, enter = self._how
        owner = value.owner
        if isinstance(owner, Call) and owner.block is not None and owner.name not in LOOPS:
            # What stands in the block of a call that another one is called on: `reversible { … }.then`.
            yield from self._effects(owner, owner.node, place, taken=True)
        if isinstance(value.function, Reference) and (method := place.scope.method(value.function.path)) is not None:
            if any(method.node.id == one.id for one in place.entered):
                return
            if len(place.entered) < DEPTH and enter(value):
                scope = entered(method, value)
                run = _Run(self._how, place.conditions)
                inner = place._replace(scope=scope, entered=(*place.entered, method.node))
                for did in run.block(method.body, inner):
                    yield seen(did, node, place.scope, bool(place.entered))
                return
        turns = turns_of(value)
        if turns is not None:
            yield from self._loop(value, turns, place)
            return
        yield self._did(value, node, place, taken)
        if value.block is not None:
            yield from self._inside(value, place)
        elif isinstance(value.passed, str) and self._how[0](value):
            # `create_table :a, &:timestamps`
            yield self._did(Call(Attribute(Given(value, 0), str(value.passed)), (), node), node, place)

    def _loop(self, call: Call, turns: Turns, place: _Place) -> Iterator[Did]:
        for number, given in enumerate(turns):
            turn = turn_of(place.turn, number, len(turns))
            if call.block is None:
                yield from self._effects(handed(call, given), call.node, place._replace(turn=turn))
                continue
            scope = entered_block(call.block, given)
            run = _Run(self._how, place.conditions)
            yield from run.block(call.block.body, place._replace(scope=scope, turn=turn))

    def _ran(self, block: Block, call: Call, node: Node, place: _Place) -> Iterator[Did]:
        """What a lambda does where it is called."""
        if any(block.node.id == one.id for one in place.entered) or len(place.entered) >= DEPTH:
            return
        scope = entered_block(block, [argument.value for argument in call.positional])
        inner = place._replace(scope=scope, entered=(*place.entered, block.node))
        for did in _Run(self._how, place.conditions).block(block.body, inner):
            yield seen(did, node, place.scope, bool(place.entered))

    def _yielded(self, node: Node, place: _Place) -> Iterator[Did]:
        """What the block does that the method around is given."""
        found = place.scope.find(YIELDED)
        block = found.value if found else None
        given = node.named_children[0].named_children if node.named_children else []
        yield from self._values(given, place, taken=True)
        if isinstance(block, Block):
            scope = entered_block(block, [worth(one, place.scope) for one in given])
            yield from _Run(self._how, place.conditions).block(block.body, place._replace(scope=scope))

    def _inside(self, call: Call, place: _Place) -> Iterator[Did]:
        """What stands in the block of a call that is told itself."""
        runs, _ = self._how
        often = runs(call)
        if call.block is None or often is None:
            return
        given: list[Value] = [Given(call, number) for number in range(max(len(call.block.parameters), 1))]
        scope = entered_block(call.block, [call.owner] if call.name in _ITSELF and call.owner is not None else given)
        run = _Run(self._how, place.conditions)
        loop = place.loop or not often
        yield from run.block(call.block.body, place._replace(scope=scope, within=(*place.within, call), loop=loop))

    def _branches(self, node: Node, place: _Place) -> Iterator[Did]:
        """Both ways of an `if`, each under its condition; of one whose outcome is known, that way."""
        test = node.child_by_field_name("condition")
        source = place.scope.tree.source(test) if test is not None else ""
        value = worth(test, place.scope)
        if test is not None:
            yield from self._asked(test, place)
        inverted = node.type.startswith("unless")
        then = node.child_by_field_name("body" if node.type.endswith("_modifier") else "consequence")
        other = node.child_by_field_name("alternative")
        yes = Condition(value, source)
        no = Condition(negated(value), negation(source))
        if inverted:
            yes, no = no, yes
        yield from self._ways([(yes, then), (no, other)], place)

    def _ways(self, arms: list[tuple[Condition, Node | None]], place: _Place) -> Iterator[Did]:
        """Ways of which one is gone."""
        before = names_of(place.scope)
        after: list[dict[int, dict[str, Bound]]] = []
        ended: list[bool] = []
        for condition, body in arms:
            said = truth(condition.value)
            if said is False:
                continue
            restore(place.scope, before)
            holds = (*place.conditions, *(() if said else (condition,)))
            run = _Run(self._how, holds)
            if body is not None:
                yield from run.statement(body, place._replace(conditions=holds))
            ended.append(run.ended)
            if run.ended and said is None:
                # Whoever left here is not there any more: what follows runs only if this did not hold.
                self.left = (*self.left, Condition(negated(condition.value), negation(condition.source)))
            if not run.ended:
                after.append(names_of(place.scope))
            if said:
                break
        self.ended = bool(ended) and all(ended)
        join(place.scope, after or [before])

    def _case(self, node: Node, place: _Place) -> Iterator[Did]:
        yield from self._ways(cases(node, place.scope), place)

    def _either(self, node: Node, place: _Place) -> Iterator[Did]:
        """`a && b`, `a or b` as statements: what is right of it runs only if the left says so."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        yield from self.statement(left, place)
        value, source = worth(left, place.scope), place.scope.tree.source(left)
        condition = Condition(value, source)
        if _operator(node) in ("||", "or"):
            condition = Condition(negated(value), negation(source))
        yield from self._ways([(condition, right), (Condition(negated(condition.value), source), None)], place)

    def _asked(self, node: Node, place: _Place) -> Iterator[Did]:
        """The calls in a condition."""
        yield from self._values([node], place, taken=True)

    def _repeated(self, node: Node, place: _Place) -> Iterator[Did]:
        """A loop whose turns cannot be told: its body once, with names that are not known."""
        if node.type == "for" and (items := gone_through(node, place.scope)) is not None:
            yield from self._for(node, items, place)
            return
        scope = place.scope.inner()
        if node.type == "for":
            named = node.child_by_field_name("pattern")
            if named is not None:
                scope.bind(place.scope.tree.source(named), Unknown(place.scope.tree.source(named)))
        condition = node.child_by_field_name("condition")
        if condition is not None:
            yield from self._asked(condition, place)
        body = node.child_by_field_name("body")
        run = _Run(self._how, place.conditions)
        if body is not None:
            yield from run.statement(body, place._replace(scope=scope, loop=True))

    def _for(self, node: Node, items: Sequence[Value], place: _Place) -> Iterator[Did]:
        """`for x in list`, turn by turn."""
        target, body = node.child_by_field_name("pattern"), node.child_by_field_name("body")
        if target is None or body is None:
            return
        for number, item in enumerate(items):
            unpacked(target, item, place.scope)
            run = _Run(self._how, place.conditions)
            yield from run.statement(body, place._replace(turn=turn_of(place.turn, number, len(items))))

    def _tried(self, node: Node, place: _Place) -> Iterator[Did]:
        run = _Run(self._how, place.conditions)
        kinds = ("rescue", "else", "ensure")
        yield from run.block([child for child in node.named_children if child.type not in kinds], place)
        self.left = (*self.left, *run.left[len(place.conditions) :])
        ended = run.ended
        for clause in node.named_children:
            if clause.type == "rescue":
                said = Condition(Unknown("an error"), "what is tried before fails")
                inner = _Run(self._how, (*place.conditions, said))
                before = names_of(place.scope)
                body = clause.child_by_field_name("body")
                if body is not None:
                    yield from inner.block(body.named_children, place)
                ended = ended and inner.ended
                restore(place.scope, before)
            elif clause.type in ("else", "ensure"):
                yield from _Run(self._how, place.conditions).block(clause.named_children, place)
        self.ended = ended

    def _did(self, value: Value, node: Node, place: _Place, taken: bool = False) -> Did:
        return Did(
            value,
            node,
            place.scope,
            place.conditions,
            place.within,
            place.turn,
            bool(place.entered),
            place.loop,
            taken=taken,
        )


def _operator(node: Node) -> str:
    found = node.child_by_field_name("operator")
    return found.type if found is not None else ""
