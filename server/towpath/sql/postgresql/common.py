"""What is done alike to objects of every kind: renamed, given to an owner, moved, commented on, labelled, dropped."""

from towpath.operations import DropObject, Name
from towpath.sql.grammar import Match
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


FORMS = [
    said("alter {kind} rename", f"ALTER {spelled(RENAMED)} RENAME TO to:{{name}}"),
    said("alter role rename", "ALTER ( USER | GROUP ) name:{role name} RENAME TO to:{name}"),
    said("alter policy rename", f"ALTER POLICY {GUARD} name:{{name}} ON table:{{qualified}} RENAME TO to:{{name}}"),
    said(
        "alter domain rename constraint",
        "ALTER DOMAIN table:{qualified} RENAME CONSTRAINT name:{name} TO to:{name}",
    ),
    said("alter {kind} owner to", f"ALTER {spelled(OWNED)} OWNER TO {{role}}"),
    said("alter {kind} set schema", f"ALTER {spelled(MOVED)} SET SCHEMA to:{{name}}"),
    said("alter {kind} depends on extension", f"ALTER {spelled(DEPENDENT)} [ NO ] DEPENDS ON EXTENSION {{name}}"),
    said("comment on constraint", "COMMENT ON CONSTRAINT name:{name} ON DOMAIN table:{qualified} IS {comment}"),
    said("comment on {kind}", f"COMMENT ON {spelled(KINDS)} IS {{comment}}"),
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

GRAMMAR.rule("comment", "( {text} | NULL )")
GRAMMAR.rule("force", '"(" FORCE ( , FORCE )* ")"')
GRAMMAR.rule("mapped user", "( USER | {role name} )")
GRAMMAR.rule("dropped operator", "name:{operator name} {operator arguments}", lambda match: match.get("name"))
