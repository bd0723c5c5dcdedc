"""What is done alike to objects of every kind: renamed, given to an owner, moved, commented on, labelled, dropped."""

from collections.abc import Callable
from typing import Any

from towpath.operations import AlterDomain, DropObject, MoveObject, Name, Operation, RenameObject, SetComment, SetOwner
from towpath.sql.grammar import Form, Match
from towpath.sql.postgresql.grammar import GRAMMAR, Read, Reading, one
from towpath.sql.postgresql.named import CASCADE, GUARD, IF_EXISTS, KINDS, names, said, spelled

_TEXT_SEARCH = [kind for kind in KINDS if kind.startswith("TEXT SEARCH")]
_ROUTINES = ("AGGREGATE", "FUNCTION", "PROCEDURE", "ROUTINE")
_METHODS = ("OPERATOR CLASS", "OPERATOR FAMILY")
# Relations are renamed and moved by forms of their own, since these may hang on IF EXISTS.
RENAMED = (
    *_ROUTINES, *_METHODS, *_TEXT_SEARCH, "COLLATION", "CONVERSION", "DATABASE", "DOMAIN", "EVENT TRIGGER",
    "FOREIGN DATA WRAPPER", "LANGUAGE", "PUBLICATION", "ROLE", "RULE", "SCHEMA", "SERVER", "STATISTICS",
    "SUBSCRIPTION", "TABLESPACE", "TRIGGER", "TYPE",
)  # fmt: skip
OWNED = (
    *_ROUTINES, *_METHODS, "OPERATOR", "COLLATION", "CONVERSION", "DATABASE", "DOMAIN", "EVENT TRIGGER",
    "FOREIGN DATA WRAPPER", "LANGUAGE", "LARGE OBJECT", "PUBLICATION", "SCHEMA", "SERVER", "STATISTICS",
    "SUBSCRIPTION", "TABLESPACE", "TEXT SEARCH CONFIGURATION", "TEXT SEARCH DICTIONARY", "TYPE",
)  # fmt: skip
MOVED = (
    *_ROUTINES, *_METHODS, *_TEXT_SEARCH, "OPERATOR", "COLLATION", "CONVERSION", "DOMAIN", "EXTENSION", "STATISTICS",
    "TYPE",
)  # fmt: skip
DEPENDENT = ("FUNCTION", "PROCEDURE", "ROUTINE", "TRIGGER")
_COMMENTED = [kind for kind in KINDS if kind not in ("CAST", "TRANSFORM")]
LABELLED = [kind for kind in KINDS if KINDS[kind] not in ("part", "cast", "transform", "by method", "operator")]


def _drop_roles(match: Match) -> Reading:
    return [
        Read(DropObject("role", name, match.has("if_exists")), match.places()) for name in names(match.get("names"))
    ]


def _drop_one(match: Match) -> Reading:
    name = next(names(match.get("name")))
    kind = match.text("kind").lower()
    return one(DropObject(kind, name, match.has("if_exists"), match.has("cascade")), match)


def _drop_each(match: Match) -> Reading:
    kind, flags = match.text("kind").lower(), (match.has("if_exists"), match.has("cascade"))
    found: list[Name] = match.get("names")
    return [Read(DropObject(kind, name, *flags), match.places()) for name in found]


def _named(make: Callable[..., Operation], spelled: str, kind: str = "", **values: str) -> Form[Reading]:
    """The form of an operation on an object of any kind; `values` are the fields that stand under other labels."""

    def build(match: Match) -> Reading:
        *before, name = names([match.get("table"), match.get("name")])
        fields: dict[str, Any] = {field: match.get(label) for field, label in values.items()}
        if before:
            fields["table"] = before[-1]
        if match.has("signature"):
            signature: str = match.get("signature") or ""
            fields["signature"] = signature if signature.startswith("(") else match.source("signature")
        return one(make(kind or match.text("kind").lower(), name, **fields), match)

    return GRAMMAR.form(spelled, build)


def _rename_constraint(match: Match) -> Reading:
    renamed = AlterDomain(match.get("table"), "rename constraint", name=match.get("name"), to=match.get("to"))
    return one(renamed, match)


FORMS = [
    _named(RenameObject, f"ALTER {spelled(RENAMED)} RENAME TO to:{{name}}", to="to"),
    _named(RenameObject, "ALTER ( USER | GROUP ) name:{role name} RENAME TO to:{name}", "role", to="to"),
    _named(
        RenameObject,
        f"ALTER POLICY {GUARD} name:{{name}} ON table:{{qualified}} RENAME TO to:{{name}}",
        "policy",
        to="to",
    ),
    GRAMMAR.form("ALTER DOMAIN table:{qualified} RENAME CONSTRAINT name:{name} TO to:{name}", _rename_constraint),
    _named(SetOwner, f"ALTER {spelled(OWNED)} OWNER TO owner:{{owner}}", owner="owner"),
    _named(MoveObject, f"ALTER {spelled(MOVED)} SET SCHEMA to:{{name}}", schema="to"),
    said("alter {kind} depends on extension", f"ALTER {spelled(DEPENDENT)} [ NO ] DEPENDS ON EXTENSION {{name}}"),
    _named(
        SetComment,
        "COMMENT ON CONSTRAINT name:{name} ON DOMAIN table:{qualified} IS comment:{comment}",
        "domain constraint",
        comment="comment",
    ),
    said("comment on {kind}", f"COMMENT ON {spelled(('CAST', 'TRANSFORM'))} IS {{comment}}"),
    _named(SetComment, f"COMMENT ON {spelled(_COMMENTED)} IS comment:{{comment}}", comment="comment"),
    said(
        "security label on {kind}",
        f"SECURITY LABEL [ FOR {{word or text}} ] ON {spelled(LABELLED)} IS {{comment}}",
    ),
    GRAMMAR.form(f"DROP ( ROLE | USER | GROUP ) {IF_EXISTS} names:{{role name}},+", _drop_roles),
    GRAMMAR.form(f"DROP kind:DATABASE {IF_EXISTS} name:{{name}} [ [ WITH ] {{force}} ]", _drop_one),
    GRAMMAR.form(f"DROP kind:TABLESPACE {IF_EXISTS} name:{{name}}", _drop_one),
    GRAMMAR.form(f"DROP kind:SUBSCRIPTION {IF_EXISTS} name:{{name}} {CASCADE}", _drop_one),
    said("drop user mapping", f"DROP USER MAPPING {IF_EXISTS} FOR {{mapped user}} SERVER name:{{name}}"),
    said("drop cast", f'DROP CAST {IF_EXISTS} "(" name:{{type}} AS others:{{type}} ")" {CASCADE}'),
    said("drop transform", f"DROP TRANSFORM {IF_EXISTS} FOR name:{{type}} LANGUAGE others:{{name}} {CASCADE}"),
    said(
        "drop {kind}",
        f"DROP kind:( OPERATOR ( CLASS | FAMILY ) ) {IF_EXISTS} name:{{qualified}} USING {{name}} {CASCADE}",
    ),
    said("drop operator", f"DROP OPERATOR {IF_EXISTS} name:{{dropped operator}},+ {CASCADE}"),
    GRAMMAR.form(f"DROP kind:( FOREIGN TABLE ) {IF_EXISTS} names:{{qualified}},+ {CASCADE}", _drop_each),
]

GRAMMAR.rule("comment", "( text:{text} | NULL )", lambda match: match.get("text"))
GRAMMAR.rule("owner", "who:{role}", lambda match: match.source("who"))
GRAMMAR.rule("force", '"(" FORCE ( , FORCE )* ")"')
GRAMMAR.rule("mapped user", "( USER | {role name} )")
GRAMMAR.rule("dropped operator", "name:{operator name} {operator arguments}", lambda match: match.get("name"))
