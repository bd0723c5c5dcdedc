"""Views, sequences and procedures."""

from collections.abc import Mapping

from towpath.frameworks.liquibase.sent import names, values
from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, Sent, is_false, is_true, said
from towpath.syntax.markup import Node

_SEQUENCE = {
    "dataType": "AS {}",
    "startValue": "START WITH {}",
    "incrementBy": "INCREMENT BY {}",
    "minValue": "MINVALUE {}",
    "maxValue": "MAXVALUE {}",
    "cacheSize": "CACHE {}",
}


def create_view(change: Node, around: Around) -> Found:
    path = said(change, "path")
    text = around.text(path) if path else change.get("selectQuery") or change.text
    if text is None:
        yield f"the file {path} is not there" if path else "a createView without a query is not valid"
        return
    view = names.table(change, around, "viewName")
    query = text.strip().rstrip(";").rstrip()
    if is_true(change, "fullDefinition"):
        yield Sent(query)
    else:
        words = "CREATE OR REPLACE VIEW" if is_true(change, "replaceIfExists") else "CREATE VIEW"
        yield Sent(f"{words} {view} AS {query}")
    remarks = said(change, "remarks")
    if remarks and not around.is_mysql:
        yield Sent(f"COMMENT ON VIEW {view} IS {values.literal(remarks, around)}")


def drop_view(change: Node, around: Around) -> Found:
    words = "DROP VIEW IF EXISTS" if is_true(change, "ifExists") else "DROP VIEW"
    yield Sent(f"{words} {names.table(change, around, 'viewName')}")


def rename_view(change: Node, around: Around) -> Found:
    old = names.table(change, around, "oldViewName")
    if around.is_mysql:
        yield Sent(f"RENAME TABLE {old} TO {names.table(change, around, 'newViewName')}")
    else:
        yield Sent(f"ALTER TABLE {old} RENAME TO {names.quoted(said(change, 'newViewName'), around)}")


def create_sequence(change: Node, around: Around) -> Found:
    if not around.has_sequences:
        return
    refused = "dataType" if around.is_mysql else "ordered"
    if said(change, refused):
        yield f"{refused} is not allowed on {around.dialect or 'postgresql'}"
        return
    words = "CREATE SEQUENCE" if around.is_mysql else "CREATE SEQUENCE IF NOT EXISTS"
    yield Sent(f"{words} {names.table(change, around, 'sequenceName')}{_options(change)}")


def _options(change: Node) -> str:
    given = {name: said(change, name) for name in _SEQUENCE}
    if given["cacheSize"] == "0":
        given["cacheSize"] = ""
    words = "".join(f" {form.format(given[name])}" for name, form in _SEQUENCE.items() if given[name])
    return words + (" CYCLE" if is_true(change, "cycle") else "")


def alter_sequence(change: Node, around: Around) -> Found:
    if not around.has_sequences:
        return
    if around.is_mysql and said(change, "dataType"):
        yield "dataType is not allowed on mariadb"
        return
    kept = change._replace(attributes={name: text for name, text in change.attributes.items() if name != "startValue"})
    behind = " NO CYCLE" if is_false(change, "cycle") else ""
    yield Sent(f"ALTER SEQUENCE {names.table(change, around, 'sequenceName')}{_options(kept)}{behind}")


def drop_sequence(change: Node, around: Around) -> Found:
    if around.has_sequences:
        behind = "" if around.is_mysql else " CASCADE"
        yield Sent(f"DROP SEQUENCE {names.table(change, around, 'sequenceName')}{behind}")


def rename_sequence(change: Node, around: Around) -> Found:
    if not around.has_sequences:
        yield "renameSequence is not supported on mysql"
        return
    old, new = names.table(change, around, "oldSequenceName"), names.quoted(said(change, "newSequenceName"), around)
    yield Sent(f"ALTER SEQUENCE {old} RENAME TO {new}")


def create_procedure(change: Node, around: Around) -> Found:
    """A procedure or function, as the author wrote it."""
    path = said(change, "path")
    text = around.text(path) if path else change.get("procedureText", "procedureBody") or change.text
    if text is None or not text.strip():
        yield f"the file {path} is not there" if path else "a procedure without a text is not valid"
    else:
        yield Sent(text.strip())


def drop_procedure(change: Node, around: Around) -> Found:
    yield Sent(f"DROP PROCEDURE {names.table(change, around, 'procedureName')}")


def drop_function(change: Node, around: Around) -> Found:
    yield Sent(f"DROP FUNCTION {names.table(change, around, 'functionName')}")


CHANGES: Mapping[str, Change] = {
    "alterSequence": alter_sequence,
    "createFunction": create_procedure,
    "createProcedure": create_procedure,
    "createSequence": create_sequence,
    "createView": create_view,
    "dropFunction": drop_function,
    "dropProcedure": drop_procedure,
    "dropSequence": drop_sequence,
    "dropView": drop_view,
    "renameSequence": rename_sequence,
    "renameView": rename_view,
}
