"""CREATE INDEX and DROP INDEX of MySQL and MariaDB."""

from towpath.operations import CreateIndex, DropConstraint, DropIndex, Name, Operation
from towpath.sql.grammar import Match
from towpath.sql.mysql.grammar import GRAMMAR
from towpath.sql.postgresql.grammar import Reading, one

GRAMMAR.rule("asked", "( ALGORITHM [ = ] {label} | LOCK [ = ] {label} )", lambda match: match.whole)


def _create(match: Match) -> Reading:
    method = match.text("method") or match.text("kind")
    operation = CreateIndex(
        match.get("name"),
        match.get("table"),
        match.get("keys"),
        unique=match.has("unique"),
        if_not_exists=match.has("if_not_exists"),
        method=method.lower() or None,
        options=match.source("options") or "",
        online=", ".join(match.get("online", ())),
    )
    return one(operation, match)


def _drop(match: Match) -> Reading:
    table, name, online = match.get("table"), match.get("name"), ", ".join(match.get("online", ()))
    dropped: Operation = DropIndex(
        Name(name, table.schema), if_exists=match.has("if_exists"), table=table, online=online
    )
    if name == "PRIMARY":
        dropped = DropConstraint(table, name, match.has("if_exists"), online=online)
    return one(dropped, match)


FORMS = [
    GRAMMAR.form(
        "CREATE [ OR REPLACE ] [ unique:UNIQUE | kind:( FULLTEXT | SPATIAL ) ] INDEX "
        "[ if_not_exists:( IF NOT EXISTS ) ] name:{name} [ USING method:{word} ] ON table:{qualified} "
        "keys:{index keys} [ WAIT {number} | NOWAIT ] options:( {index option}* ) online:{asked}*",
        _create,
    ),
    GRAMMAR.form(
        "DROP INDEX [ if_exists:( IF EXISTS ) ] name:{index name} ON table:{qualified} [ WAIT {number} | NOWAIT ] "
        "online:{asked}*",
        _drop,
    ),
]
