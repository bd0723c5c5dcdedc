"""Functions changed, aggregates, triggers, rules, languages, casts, transforms, operators."""

from towpath.sql import readers
from towpath.sql.lex import Tokens
from towpath.sql.postgresql import statement
from towpath.sql.postgresql.grammar import GRAMMAR
from towpath.sql.postgresql.named import REPLACE, made, said

GRAMMAR.rule(
    "routine option",
    "( IMMUTABLE | STABLE | VOLATILE | [ NOT ] LEAKPROOF | STRICT | CALLED ON NULL INPUT | RETURNS NULL ON NULL INPUT"
    " | [ EXTERNAL ] SECURITY ( INVOKER | DEFINER ) | PARALLEL {name} | COST {number} | ROWS {number}"
    " | SUPPORT {qualified} | SET {set} | RESET {reset} )",
)
_ROUTINES = [
    said(
        "alter {kind}",
        "ALTER kind:( FUNCTION | PROCEDURE | ROUTINE ) name:{function} [ {parameters} ] {routine option} "
        "{routine option}* [ RESTRICT ]",
    ),
    made(
        "aggregate",
        f"CREATE {REPLACE} AGGREGATE name:{{function}} "
        "( {old definition} | signature:{aggregate arguments} {definition} )",
    ),
]

_DEFINED = '( NONE | OPERATOR "(" {operator} ")" | {option value} )'
GRAMMAR.rule("old definition", '"(" {old part},+ ")"')
GRAMMAR.rule("old part", f"{{option}} = {_DEFINED}")
GRAMMAR.rule("definition", '"(" {defined},+ ")"')
GRAMMAR.rule("defined", f"{{label}} [ = {_DEFINED} ]")
GRAMMAR.rule("trigger event", "( INSERT | DELETE | UPDATE [ OF {name},+ ] | TRUNCATE )")
GRAMMAR.rule("trigger events", "{trigger event} ( OR {trigger event} )*")
GRAMMAR.rule("transition", "( OLD | NEW ) ( TABLE | ROW ) [ AS ] {name}")
GRAMMAR.rule("trigger argument", "( {number} | {text} | {label} )")
_EXECUTE = 'EXECUTE ( FUNCTION | PROCEDURE ) {function} "(" [ {trigger argument},+ ] ")"'
_WHEN = '[ WHEN "(" {expression} ")" ]'
_TRIGGERS = [
    made(
        "trigger",
        f"CREATE {REPLACE} TRIGGER name:{{name}} ( BEFORE | AFTER | INSTEAD OF ) {{trigger events}} "
        "ON table:{qualified} [ REFERENCING {transition} {transition}* ] "
        f"[ FOR [ EACH ] ( ROW | STATEMENT ) ] {_WHEN} {_EXECUTE}",
    ),
    made(
        "constraint trigger",
        "CREATE CONSTRAINT TRIGGER name:{name} AFTER {trigger events} ON table:{qualified} [ FROM others:{qualified} ] "
        f"{{column attribute}}* FOR EACH ROW {_WHEN} {_EXECUTE}",
    ),
    made(
        "event trigger",
        "CREATE EVENT TRIGGER name:{name} ON {label} [ WHEN {trigger filter} ( AND {trigger filter} )* ] "
        'EXECUTE ( FUNCTION | PROCEDURE ) {function} "(" ")"',
    ),
    said("alter event trigger {action}", "ALTER EVENT TRIGGER name:{name} action:ENABLE [ REPLICA | ALWAYS ]"),
    said("alter event trigger {action}", "ALTER EVENT TRIGGER name:{name} action:DISABLE"),
    made(
        "rule",
        f"CREATE {REPLACE} RULE name:{{name}} AS ON ( SELECT | UPDATE | DELETE | INSERT ) TO table:{{qualified}} "
        "[ WHERE {expression} ] DO [ INSTEAD | ALSO ] {rule action}",
    ),
]
GRAMMAR.rule("trigger filter", '{name} IN "(" {text},+ ")"')


def _rule_action(tokens: Tokens, index: int) -> readers.Taken:
    """What a rule does: nothing, one statement, or several in parentheses; up to the end of the text."""
    if tokens.at(index) == "NOTHING":
        return index + 1, None
    end = tokens.count
    if tokens.at(index) == "(" and readers.group_end(tokens, index) == end and tokens.at(index + 1) != "(":
        index, end = index + 1, end - 1
    starts = [index, *(at + 1 for at in range(index, end) if tokens.words[at] == ";")]
    ends = [*(start - 1 for start in starts[1:]), end]
    for start, stop in zip(starts, ends):
        if start < stop and statement(tokens, start, stop) is None:
            return readers.NOTHING
    return (tokens.count, None) if index < end else readers.NOTHING


GRAMMAR.reader("rule action", "a statement", _rule_action)

_CONTEXT = "[ AS ( IMPLICIT | ASSIGNMENT ) ]"
_ITEM = (
    "( OPERATOR {number} {operator name} [ {operator arguments} ] [ FOR ( SEARCH | ORDER BY {qualified} ) ]"
    ' | FUNCTION {number} [ "(" {type},+ ")" ] {function} [ {parameters} ] | STORAGE {type} )'
)
GRAMMAR.rule("operator item", _ITEM)
GRAMMAR.rule("operator item dropped", '( OPERATOR | FUNCTION ) {number} "(" {type},+ ")"')
GRAMMAR.rule("transform function", "SQL WITH FUNCTION {function} [ {parameters} ]")
_OTHERS = [
    made(
        "language",
        f"CREATE {REPLACE} [ TRUSTED ] [ PROCEDURAL ] LANGUAGE name:{{name}} "
        "[ HANDLER {qualified} [ INLINE {qualified} ] [ VALIDATOR {qualified} | NO VALIDATOR ] ]",
    ),
    said(
        "create cast",
        'CREATE CAST "(" name:{type} AS others:{type} ")" '
        f"( WITH FUNCTION {{function}} [ {{parameters}} ] | WITHOUT FUNCTION | WITH INOUT ) {_CONTEXT}",
    ),
    said(
        "create transform",
        f'CREATE {REPLACE} TRANSFORM FOR name:{{type}} LANGUAGE others:{{name}} "(" '
        "( FROM {transform function} [ , TO {transform function} ]"
        ' | TO {transform function} [ , FROM {transform function} ] ) ")"',
    ),
    said("create operator", "CREATE OPERATOR name:{operator name} {definition}"),
    said("alter operator set", "ALTER OPERATOR name:{operator name} {operator arguments} SET {definition}"),
    said(
        "create operator class",
        "CREATE OPERATOR CLASS name:{qualified} [ DEFAULT ] FOR TYPE {type} USING {name} [ FAMILY {qualified} ] AS "
        "{operator item},+",
    ),
    said("create operator family", "CREATE OPERATOR FAMILY name:{qualified} USING {name}"),
    said(
        "alter operator family {action}",
        "ALTER OPERATOR FAMILY name:{qualified} USING {name} "
        "( action:ADD {operator item},+ | action:DROP {operator item dropped},+ )",
    ),
]

FORMS = [*_ROUTINES, *_TRIGGERS, *_OTHERS]
