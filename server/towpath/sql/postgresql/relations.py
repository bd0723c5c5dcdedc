"""ALTER of views, sequences, indexes and foreign tables, in the words of ALTER TABLE; and sequences.

Most of the same actions, said of another relation, are statements: what they cost and leave behind is another matter
there.
"""

from typing import Any

from towpath.operations import (
    AddColumn,
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    AlterConstraint,
    AttachParent,
    DetachParent,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropExpression,
    DropIdentity,
    DropNotNull,
    MoveObject,
    MoveTable,
    Name,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameObject,
    RenameTable,
    SetDefault,
    SetExpression,
    SetIdentity,
    SetNotNull,
    SetOwner,
    Statement,
    Switch,
    ValidateConstraint,
    replace,
)
from towpath.sql.grammar import Match
from towpath.sql.postgresql.alter_table import Made
from towpath.sql.postgresql.grammar import GRAMMAR, Read, Reading
from towpath.sql.postgresql.named import GUARD, IF_NOT_EXISTS, said
from towpath.sql.postgresql.sequence_options import altered, created

# The words of an action that is an operation on a table, and the field that names the part.
WORDS: dict[type[Operation], tuple[str, str]] = {
    AddColumn: ("add column", "column"),
    AddConstraint: ("add constraint", ""),
    AddIdentity: ("alter column add generated", "column"),
    AlterConstraint: ("alter constraint", ""),
    AlterColumnType: ("alter column type", "column"),
    AttachParent: ("inherit", "parent"),
    DetachParent: ("no inherit", "parent"),
    DropColumn: ("drop column", "column"),
    DropConstraint: ("drop constraint", "name"),
    DropDefault: ("alter column drop default", "column"),
    DropExpression: ("alter column drop expression", "column"),
    DropIdentity: ("alter column drop identity", "column"),
    DropNotNull: ("alter column drop not null", "column"),
    RenameColumn: ("rename column", "column"),
    RenameConstraint: ("rename constraint", "name"),
    SetDefault: ("alter column set default", "column"),
    SetExpression: ("alter column set expression", "column"),
    SetIdentity: ("alter column set identity", "column"),
    SetNotNull: ("alter column set not null", "column"),
    ValidateConstraint: ("validate constraint", "name"),
}


def _altered(match: Match) -> Reading:
    kind, relation, outer = match.text("kind").lower(), match.get("table"), match.places()
    head = match.before("actions")
    actions: list[Made] = match.get("actions")
    found = [(made.read(relation), head + made.match.whole) for made in actions]
    return [Read(_said(kind, relation, read.operation, text), {**outer, **read.places}) for read, text in found]


def _said(kind: str, relation: Name, operation: Operation, text: str) -> Operation:
    if isinstance(operation, RenameTable):
        return RenameObject(kind, relation, operation.to)
    if isinstance(operation, MoveTable):
        return MoveObject(kind, relation, operation.schema)
    if isinstance(operation, SetOwner):
        return replace(operation, kind=kind)
    if isinstance(operation, Statement):
        words = operation.kind.removeprefix("alter table ")
        return Statement(f"alter {kind} {words}", operation.objects, text)
    if isinstance(operation, Switch):
        words, field = f"{operation.to} {operation.kind}", "name"
    else:
        words, field = WORDS[type(operation)]
    part: Any = getattr(operation, field) if field else None
    if part is not None and not isinstance(part, Name):
        part = Name(part if isinstance(part, str) else part.name)
    return Statement(f"alter {kind} {words}", (relation, part) if part else (relation,), text)


FORMS = [
    GRAMMAR.form(
        f"ALTER SEQUENCE {GUARD} name:{{qualified}} options:{{some sequence options}}",
        altered,
    ),
    GRAMMAR.form(
        "ALTER kind:( VIEW | MATERIALIZED VIEW | SEQUENCE | INDEX | FOREIGN TABLE ) "
        f"{GUARD} [ only:ONLY ] table:{{qualified}} [ * ] actions:{{relation actions}}",
        _altered,
    ),
    said(
        "alter materialized view depends on extension",
        "ALTER MATERIALIZED VIEW name:{qualified} [ NO ] DEPENDS ON EXTENSION {name}",
    ),
    GRAMMAR.form(
        "CREATE [ [ GLOBAL | LOCAL ] temporary:( TEMPORARY | TEMP ) | unlogged:UNLOGGED ] SEQUENCE "
        f"{IF_NOT_EXISTS} name:{{qualified}} option:{{sequence option}}*",
        created,
    ),
]
