"""Types of well-known packages besides SQLAlchemy: what these have the database keep."""

from collections.abc import Callable
from typing import NamedTuple

from towpath.frameworks.alembic.sent.speaking import POSTGRESQL, is_mysql, spoken
from towpath.syntax.python import Call, Value


class _Kept(NamedTuple):
    """The SQL for PostgreSQL, and for others; empty where they have no such type."""

    postgresql: str
    elsewhere: str


_UUID = _Kept("UUID", "BINARY(16)")
# By package and class; a class may be imported from several of the package's modules.
_PLAIN = {
    "advanced_alchemy": {"GUID": _UUID},
    "citext": {"CIText": _Kept("CITEXT", "")},
    "fastapi_users_db_sqlalchemy": {"GUID": _Kept("UUID", "CHAR(36)")},
    "sqlalchemy_utils": {
        "JSONType": _Kept("JSON", "TEXT"),
        "LtreeType": _Kept("LTREE", ""),
        "ScalarListType": _Kept("TEXT", "TEXT"),
        "TSVectorType": _Kept("TSVECTOR", ""),
        "URLType": _Kept("TEXT", "TEXT"),
        "UUIDType": _UUID,
    },
}
# So long are texts where nothing says how long; None: on MySQL alone they are.
_TEXTS: dict[str, dict[str, int | None]] = {
    "sqlalchemy_utils": {"ChoiceType": 255, "EmailType": 255, "IPAddressType": 50, "TimezoneType": 50},
    "sqlmodel": {"AutoString": None},
}
_LONGEST = 255
# Those that are given what a class of SQLAlchemy's is given, by the name of that.
_LIKE = {
    "advanced_alchemy": {"DateTimeUTC": "DateTime"},
    "fastapi_users_db_sqlalchemy": {"TIMESTAMPAware": "TIMESTAMP"},
    "geoalchemy2": {"Geography": "Geography", "Geometry": "Geometry"},
    "pgvector": {"VECTOR": "Vector", "Vector": "Vector"},
    "sqlalchemy_utils": {"ArrowType": "DateTime"},
}


def like(path: str) -> str | None:
    """The class of SQLAlchemy's whose place another one takes; the other's path, where it is of its own kind."""
    package, name = _named(path)
    if name in _PLAIN.get(package, {}) or name in _TEXTS.get(package, {}):
        return path
    return _LIKE.get(package, {}).get(name)


def written(path: str, call: Call | None, type_of: Callable[[Value], str]) -> str | None:
    """The SQL of a type that is of its own kind; None where it is none of those, or the database has none such."""
    package, name = _named(path)
    if name in _TEXTS.get(package, {}):
        return _text(call, _TEXTS[package][name], type_of)
    kept = _PLAIN.get(package, {}).get(name)
    if kept is _UUID and spoken() != POSTGRESQL and call and call.get("binary", 0) is False:
        return "CHAR(32)"
    return kept and ((kept.postgresql if spoken() == POSTGRESQL else kept.elsewhere) or None)


def _text(call: Call | None, usual: int | None, type_of: Callable[[Value], str]) -> str:
    if call and call.find("impl") is not None:
        return type_of(call.get("impl"))
    said = call.get("length") if call else None
    length = said if isinstance(said, int) else usual or (_LONGEST if is_mysql() else None)
    return f"VARCHAR({length})" if length else "VARCHAR"


def _named(path: str) -> tuple[str, str]:
    return path.partition(".")[0], path.rpartition(".")[2]
