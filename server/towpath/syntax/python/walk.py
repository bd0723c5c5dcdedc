"""What the statements of a function do, in order: branches under conditions, loops turn by turn, helpers entered."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from towpath.syntax.python.conditions import Condition, asked, denied, matched
from towpath.syntax.python.definitions import Function, define
from towpath.syntax.python.evaluate import evaluate, given_back
from towpath.syntax.python.methods import TURNS
from towpath.syntax.python.returns import entered
from towpath.syntax.python.scope import Scope, assigned, imported, managers, unpacked
from towpath.syntax.python.ways import Ways, augmented, forgotten, grown
from towpath.syntax.tree import Node
from towpath.syntax.values import Call, Unknown, Value, is_list, items, truth

# Helpers that call helpers are followed so deep.
DEPTH = 6


class Did(NamedTuple):
    """One expression that is evaluated for what it does, or a `raise`.

    `conditions` have to hold for it; `within` are the context managers that it stands in, outermost first; `helper`
    says that it stands in a function that was called; `loop` that its turns could not be told; `turn` which one it is.
    `site` is where it stands in the function that is gone through: its node, or that of the call that led to it.
    """

    value: Value
    node: Node
    scope: Scope
    conditions: tuple[Condition, ...] = ()
    within: tuple[Value, ...] = ()
    turn: tuple[int, int] | None = None
    helper: bool = False
    loop: bool = False
    raises: bool = False
    called: Node | None = None

    @property
    def site(self) -> Node:
        return self.called or self.node


class _Place(NamedTuple):
    """Where in the program a statement stands."""

    scope: Scope
    conditions: tuple[Condition, ...] = ()
    within: tuple[Value, ...] = ()
    turn: tuple[int, int] | None = None
    entered: tuple[Node, ...] = ()
    loop: bool = False


Enter = Callable[[Call], bool]
_CHOICES = frozenset(("boolean_operator", "conditional_expression"))


class _How(NamedTuple):
    """Which calls are gone into."""

    enter: Enter
    into: Enter


class Walker:
    """Goes through the statements of one function, one by one; what they bind holds for the next ones.

    `enter` says of a call to a function of the file whether its body is to be gone through in the call's place, `into`
    of any other call whether what it is called on and given may do something itself.
    """

    def __init__(self, scope: Scope, enter: Enter = lambda _: True, into: Enter = lambda _: False) -> None:
        self.scope = scope
        self._how = _How(enter, into)
        self._conditions: tuple[Condition, ...] = ()
        self.ended = False

    def walk(self, statement: Node) -> Iterator[Did]:
        """What one statement does. After one that always leaves the function, nothing is done any more."""
        if self.ended:
            return
        place = _Place(self.scope, self._conditions)
        run = _Run(self._how, self._conditions)
        yield from run.statement(statement, place)
        self._conditions, self.ended = run.left, run.ended


def _holds(outer: Node, inner: Node) -> bool:
    """Whether a node is part of another one; what a name stands for is written elsewhere."""
    node: Node | None = inner
    while node is not None and node.start_byte >= outer.start_byte and node.id != outer.id:
        node = node.parent
    return node is not None and node.id == outer.id


class _Run:
    """One block of statements being gone through: `left` holds what must hold for those that follow."""

    def __init__(self, how: _How, conditions: tuple[Condition, ...]) -> None:
        self._how = how
        self.left = conditions
        self.ended = False

    def block(self, statements: Sequence[Node], place: _Place) -> Iterator[Did]:
        for statement in statements:
            if self.ended:
                return
            yield from self.statement(statement, place._replace(conditions=self.left))

    def statement(self, node: Node, place: _Place) -> Iterator[Did]:
        kind = node.type
        if kind == "expression_statement":
            yield from self._expression(node, place)
        elif kind == "if_statement":
            yield from self._branches(node, place)
        elif kind == "match_statement":
            yield from self._match(node, place)
        elif kind == "for_statement":
            yield from self._loop(node, place)
        elif kind == "while_statement":
            condition = node.child_by_field_name("condition")
            yield from self._repeated(node, place, condition)
        elif kind == "with_statement":
            yield from self._with(node, place)
        elif kind == "try_statement":
            yield from self._try(node, place)
        elif kind == "return_statement":
            yield from self._values(node.named_children, place)
            self.ended = True
        elif kind == "raise_statement":
            value = evaluate(node.named_children[0], place.scope) if node.named_children else None
            yield self._did(value, node, place)._replace(raises=True)
            self.ended = True
        elif kind in ("break_statement", "continue_statement"):
            self.ended = True
        elif kind in ("import_statement", "import_from_statement"):
            imported(node, place.scope)
        elif kind in ("function_definition", "class_definition", "decorated_definition"):
            define(node, place.scope)
        elif kind in ("ERROR", "block"):
            yield from self.block(node.named_children, place)

    def _expression(self, node: Node, place: _Place) -> Iterator[Did]:
        for child in node.named_children:
            if child.type == "assignment":
                yield from self._assignment(child, place)
            elif child.type == "augmented_assignment":
                augmented(child, place.scope, bool(place.conditions or place.loop))
            elif child.type not in ("string", "concatenated_string", "comment"):
                yield from self._values([child], place)
                grown(child, place.scope, bool(place.conditions or place.loop))

    def _assignment(self, node: Node, place: _Place) -> Iterator[Did]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return
        if right.type == "assignment":
            assigned(node, place.scope)
            return
        value = evaluate(right, place.scope)
        # A name that is bound again in only some cases is not known afterwards.
        unpacked(
            left, Unknown(place.scope.tree.source(right)) if place.loop and place.turn is None else value, place.scope
        )
        yield from self._effects(value, right, place)

    def _values(self, nodes: Sequence[Node], place: _Place) -> Iterator[Did]:
        for node in nodes:
            if node.type in _CHOICES:
                yield from self._choice(node, place)
            elif node.type != "comment":
                yield from self._effects(evaluate(node, place.scope), node, place)

    def _choice(self, node: Node, place: _Place) -> Iterator[Did]:
        """`a and b`, `a or b`, `a if b else c`: the parts that may be come to, each under its condition."""
        if node.type == "boolean_operator":
            first, second = (child for child in node.named_children if child.type != "comment")
            yield from self._values([first], place)
            wanted, ways = any(child.type == "and" for child in node.children), [(second, True)]
        else:
            then, first, otherwise = (child for child in node.named_children if child.type != "comment")
            wanted, ways = True, [(then, True), (otherwise, False)]
        value, source = evaluate(first, place.scope), place.scope.tree.source(first)
        said = truth(value)
        for way, holds in ways:
            if said is None:
                held = Condition(value, source) if holds == wanted else denied(value, source)
                yield from self._values([way], place._replace(conditions=(*place.conditions, held)))
            elif said == (holds == wanted):
                yield from self._values([way], place)

    def _effects(self, value: Value, node: Node, place: _Place) -> Iterator[Did]:
        """What evaluating a value does: a call to a function of the file is gone through, others are told."""
        if isinstance(value, Call):
            function = value.function
            if isinstance(function, Function) and function.node in place.entered:
                return  # What it does is told where it was entered first.
            if isinstance(function, Function) and len(place.entered) < DEPTH and self._how.enter(value):
                yield from self._call(function, value, node, place)
            else:
                if self._how.into(value):
                    yield from self._inner(value, place)
                yield self._did(value, node, place)
        elif is_list(value):
            for item in value:
                yield from self._effects(item, node, place)

    def _inner(self, call: Call, place: _Place) -> Iterator[Did]:
        """What the calls within a call do, which come before it."""
        for value in (call.owner, *(argument.value for argument in call.arguments)):
            for one in value if is_list(value) else (value,):
                if isinstance(one, Call) and _holds(call.node, one.node):
                    yield from self._effects(one, one.node, place)

    def _call(self, function: Function, call: Call, node: Node, place: _Place) -> Iterator[Did]:
        scope = entered(function, call)
        run = _Run(self._how, place.conditions)
        body = function.body if function.node.type == "function_definition" else []
        for did in run.block(body, place._replace(scope=scope, entered=(*place.entered, function.node))):
            yield did._replace(helper=True, called=node)

    def _branches(self, node: Node, place: _Place) -> Iterator[Did]:
        """Both ways of an `if`, each under its condition; of one whose outcome is known, that way."""
        others: list[Condition] = []
        ended: list[bool] = []
        bound = Ways(place.scope)
        arms = [node, *(child for child in node.named_children if child.type in ("elif_clause", "else_clause"))]
        for arm in arms:
            test = arm.child_by_field_name("condition") if arm.type != "else_clause" else None
            value = evaluate(test, place.scope) if test is not None else True
            said = truth(value)
            source = place.scope.tree.source(test) if test is not None else ""
            if said is False:
                continue
            if test is not None:
                yield from self._asked(value, test, place)
            body = arm.child_by_field_name("consequence" if arm.type != "else_clause" else "body")
            holds = (*place.conditions, *others, *((Condition(value, source),) if said is None else ()))
            run = _Run(self._how, holds)
            bound.branch()
            yield from run.block(body.named_children if body is not None else [], place)
            bound.branched(False if run.ended else place.scope.decided(value) if test is not None else None)
            ended.append(run.ended)
            if run.ended and said is None:
                # Whoever left here is not there any more: what follows runs only if this did not hold.
                self.left = (*self.left, denied(value, source))
            if said:
                self.ended = all(ended)
                if run.ended and not self.ended and len(arms) == 2:
                    self.left = (*self.left, asked(node, place.scope))
                break
            others.append(denied(value, source))
        else:
            bound.passed()
        bound.join()

    def _match(self, node: Node, place: _Place) -> Iterator[Did]:
        """Each `case` under what its pattern asks, and what those above it deny."""
        subject, *rest = (child for child in node.named_children if child.type != "comment")
        cases = [case for child in rest for case in child.named_children if case.type == "case_clause"]
        others: list[Condition] = []
        bound = Ways(place.scope)
        for case in cases:
            wanted = matched(case, subject, place.scope)
            if wanted.value is False:
                continue
            sure = wanted.value is True
            run = _Run(self._how, (*place.conditions, *others, *(() if sure else (wanted,))))
            bound.branch()
            body = next((child for child in case.named_children if child.type == "block"), None)
            yield from run.block(body.named_children if body is not None else [], place)
            bound.branched(False if run.ended else None)
            if run.ended:
                self.left = (*self.left, denied(*wanted))
            if sure:
                break
            others.append(denied(*wanted))
        else:
            bound.passed()
        bound.join()

    def _asked(self, value: Value, node: Node, place: _Place) -> Iterator[Did]:
        """The calls in a condition that may do something: those on what another call gave back."""
        if isinstance(value, Call) and value.owner is not None:
            yield self._did(value, node, place)

    def _loop(self, node: Node, place: _Place) -> Iterator[Did]:
        target, over = node.child_by_field_name("left"), node.child_by_field_name("right")
        found = items(given_back(value := evaluate(over, place.scope)))
        if target is None or found is None or len(found) > TURNS:
            yield from self._repeated(node, place, over, target)
            return
        # What a function does on its way is done before the first turn.
        yield from self._values([over] if over is not None and isinstance(value, Call) else [], place)
        body = node.child_by_field_name("body")
        for number, item in enumerate(found):
            scope = place.scope.inner() if place.turn is None else place.scope
            unpacked(target, item, scope)
            before, turns = place.turn or (0, 1)
            turn = (before * len(found) + number, turns * len(found))
            run = _Run(self._how, place.conditions)
            yield from run.block(
                body.named_children if body is not None else [], place._replace(scope=scope, turn=turn)
            )
            forgotten(scope, place.scope)

    def _repeated(self, node: Node, place: _Place, over: Node | None, target: Node | None = None) -> Iterator[Did]:
        """A loop whose turns cannot be told: its body once, with names that are not known."""
        if over is not None:
            yield from self._values([over], place)
        scope = place.scope.inner()
        if target is not None:
            unpacked(target, Unknown(place.scope.tree.source(target)), scope)
        body = node.child_by_field_name("body")
        run = _Run(self._how, place.conditions)
        yield from run.block(body.named_children if body is not None else [], place._replace(scope=scope, loop=True))
        forgotten(scope, place.scope)

    def _with(self, node: Node, place: _Place) -> Iterator[Did]:
        within = place.within
        for said, target in managers(node):
            value = evaluate(said, place.scope)
            within = (*within, value)
            if target is not None:
                unpacked(target, value, place.scope)
        body = node.child_by_field_name("body")
        yield from self.block(body.named_children if body is not None else [], place._replace(within=within))

    def _try(self, node: Node, place: _Place) -> Iterator[Did]:
        body = node.child_by_field_name("body")
        run = _Run(self._how, place.conditions)
        yield from run.block(body.named_children if body is not None else [], place)
        self.left = (*self.left, *run.left[len(place.conditions) :])
        for clause in node.named_children:
            if clause.type not in ("except_clause", "except_group_clause", "else_clause", "finally_clause"):
                continue
            inner = next((child for child in clause.named_children if child.type == "block"), None)
            failed = clause.type.startswith("except")
            said = (Condition(Unknown("an error"), "what is tried before fails"),) if failed else ()
            follows = _Run(self._how, (*place.conditions, *said))
            kept = dict(place.scope.names)
            yield from follows.block(inner.named_children if inner is not None else [], place)
            if failed:
                place.scope.names = kept

    def _did(self, value: Value, node: Node, place: _Place) -> Did:
        return Did(
            value, node, place.scope, place.conditions, place.within, place.turn, bool(place.entered), place.loop
        )
