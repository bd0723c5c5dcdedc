"""CREATE VIEW, as far as it reads the same on every database."""

from collections.abc import Callable

from towpath.operations import CreateView
from towpath.sql.grammar import Match
from towpath.sql.lexis import Lexis
from towpath.sql.postgresql.grammar import Reading, one
from towpath.sql.reads import reads, width


def view(lexis: Lexis | None = None) -> Callable[[Match], Reading]:
    """What makes a view of a match; the query is in this dialect's tokens."""

    def build(match: Match) -> Reading:
        named, query = match.get("view"), match.source("query") or ""
        operation = CreateView(
            named,
            query,
            match.has("replace"),
            match.has("materialized"),
            match.has("if_not_exists"),
            not match.has("empty"),
            match.source("options") or "",
            match.get("columns", ()),
            match.has("temporary"),
            match.has("recursive"),
            match.source("check_option") or "",
            tuple(name for name in reads(query, lexis) if name != named),
            width(query, lexis),
        )
        return one(operation, match)

    return build
