"""What the body of a migration's class says: what it assigns, and what makes up its list of operations, and where."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.frameworks.django.elements import added, concerns
from towpath.frameworks.python.databases import EVERY, Databases, compared, split
from towpath.syntax.python import Attribute, Compared, Expression, Node, Reference, Scope, Unknown, Value, evaluate
from towpath.syntax.python.definitions import define


class Listed(NamedTuple):
    """One of the expressions that make up the list, the databases on which it does, and what names mean there."""

    node: Expression
    scope: Scope
    on: Databases = EVERY


class Said(NamedTuple):
    """What a class assigns, by name, and all that makes up its list of operations; `body` is None in plain words."""

    values: Mapping[str, Expression]
    listed: Sequence[Listed]
    body: Node | None = None


class _Arm(NamedTuple):
    """A body of statements, what names mean in it, and the databases on which it is come to."""

    body: Node
    scope: Scope
    on: Databases = EVERY


def said(body: Node, scope: Scope) -> Said:
    """What the body of a class says; all that it defines is bound in the scope."""
    values: dict[str, Expression] = {}
    return Said(values, _listed(_Arm(body, scope), [], values), body)


def _listed(arm: _Arm, before: list[Listed], values: dict[str, Expression]) -> list[Listed]:
    """What makes up the list behind the statements of an arm; `values` gets what holds on every database."""
    listed: list[Listed] = before
    scope, on = arm.scope, arm.on
    for node in arm.body.named_children:
        arms = list(_arms(node, arm)) if node.type == "if_statement" and concerns(node, scope.tree) else []
        for one in arms:
            # What an arm binds is known in it alone.
            listed = _listed(one, listed, values)
        if arms:
            continue
        define(node, scope)
        assignment = node.named_children[0] if node.type == "expression_statement" else node
        if assignment.type != "assignment":
            listed = [*listed, *(Listed(one, scope, on) for one in added(node, scope.tree))]
            continue
        name, value = scope.tree.source(assignment.children[0]), assignment.child_by_field_name("right")
        if value is not None and name == "operations":
            # On other databases the list stays what it was.
            left = [one._replace(on=one.on - on) for one in listed if one.on - on]
            listed = [*left, Listed(value, scope, on)]
        if value is not None and on == EVERY:
            values[name] = value
    return listed


def _arms(node: Node, around: _Arm) -> Iterator[_Arm]:
    """The arms of an `if` that asks for nothing but the database."""
    left, arms = around.on, list[_Arm]()
    for arm in (node, *(child for child in node.named_children if child.type in ("elif_clause", "else_clause"))):
        test = arm.child_by_field_name("condition")
        on, rest = split(evaluate(test, around.scope), "more", _asked) if test is not None else (EVERY, "")
        body = arm.child_by_field_name("consequence" if test is not None else "body")
        if rest or body is None:
            return
        arms += [_Arm(body, around.scope.inner(), left & on)] if left & on else []
        left -= on
    yield from arms


def _asked(value: Value) -> Databases | None:
    """The databases on which a condition on Django's connection holds."""
    if isinstance(value, Compared):
        return compared(value, lambda side: _is_of_connection(side, "vendor"))
    return frozenset(("mariadb",)) if _is_of_connection(value, "mysql_is_mariadb") else None


def _is_of_connection(value: Value, name: str) -> bool:
    if isinstance(value, Reference):
        return value.path.endswith(f"connection.{name}")
    if not isinstance(value, Attribute) or value.name != name:
        return False
    # `connections["default"].vendor`
    owner = value.owner
    return isinstance(owner, Unknown) and owner.source.startswith("connections[")
