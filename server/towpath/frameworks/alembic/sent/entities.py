"""What alembic_utils sends for its entities: functions, views, triggers, extensions, policies and privileges."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks.sent import Sent
from towpath.source import pattern
from towpath.syntax.python import Attribute, Call, Reference, Value, is_list

_SIGNATURE = pattern(r"\s*([^(]+?)\s*\((.*)\)\s*\Z", re.DOTALL)
_DEFAULT = pattern(r"\bdefault\b.*", re.DOTALL | re.IGNORECASE)
_PLPGSQL = pattern(r"\blanguage\s+'?plpgsql\b", re.IGNORECASE)
_TRIGGER = pattern(r"(.+?)\s+ON\s+(\S+)\s+(.+)", re.DOTALL)


class _Kind(NamedTuple):
    """How entities of a class are made, dropped and replaced: statements with the parts of one filled in."""

    create: str
    drop: str
    replace: tuple[str, ...]


_VIEW = "VIEW {name} AS {definition}"
_OR_REPLACE = (
    "do $$ begin CREATE OR REPLACE {view}; exception when others then DROP VIEW IF EXISTS {name}; CREATE {view}; end; "
    "$$ language 'plpgsql'"
).replace("{view}", _VIEW)
_MATERIALIZED = "CREATE MATERIALIZED VIEW {name} AS {definition} WITH {data}"
_TRIGGERS = "CREATE {trigger} {own} {event} ON {placed} {action}"
_POLICY = "CREATE POLICY {bare} on {on} {definition}"
_GRANT = "GRANT {grant} {columns} ON {table} TO {role} {option}"
_REVOKE = "REVOKE {grant} ON {table} FROM {role}"
_KINDS = {
    "PGFunction": _Kind(
        "CREATE FUNCTION {called}({parameters}) {definition}",
        "DROP FUNCTION {called}({types})",
        ("CREATE OR REPLACE FUNCTION {called}({parameters}) {definition}",),
    ),
    "PGView": _Kind(f"CREATE {_VIEW}", "DROP VIEW {name}", (_OR_REPLACE,)),
    "PGMaterializedView": _Kind(
        _MATERIALIZED, "DROP MATERIALIZED VIEW {name}", ("DROP MATERIALIZED VIEW IF EXISTS {name}", _MATERIALIZED)
    ),
    "PGTrigger": _Kind(_TRIGGERS, "DROP TRIGGER {own} ON {on}", ("DROP TRIGGER IF EXISTS {own} ON {on}", _TRIGGERS)),
    "PGExtension": _Kind("CREATE EXTENSION {own} WITH SCHEMA {schema}", "DROP EXTENSION {own}", ()),
    "PGPolicy": _Kind(_POLICY, "DROP POLICY {bare} ON {on}", ("DROP POLICY IF EXISTS {bare} ON {on}", _POLICY)),
    "PGGrantTable": _Kind(_GRANT, _REVOKE, (_REVOKE, _GRANT)),
}
# Parameters by position; most are given by name.
_PARAMETERS = ("schema", "signature", "definition", "on_entity")
_OF_GRANTS = ("schema", "table", "role", "grant", "columns")


def sent(call: Call, name: str) -> Iterator[Sent] | None:
    """The statements of one of its operations; None where it is none, or what it is about is not known."""
    target = call.get("target", 0)
    kind = _KINDS.get(target.name) if isinstance(target, Call) else None
    parts = _parts(target) if isinstance(target, Call) and kind else None
    if kind is None or parts is None:
        return None
    said = {"create_entity": (kind.create,), "drop_entity": (kind.drop,), "replace_entity": kind.replace}.get(name, ())
    cascade = name == "drop_entity" and call.get("cascade", 1) is True and kind.drop is not _REVOKE
    try:
        return iter([Sent(one.format(**parts) + (" CASCADE" if cascade else "")) for one in said]) if said else None
    except KeyError:
        return None


def _parts(entity: Call) -> dict[str, str] | None:
    """The parts of the statements about an entity; None where some of it is put together at run time."""
    names = _OF_GRANTS if entity.name == "PGGrantTable" else _PARAMETERS
    given = dict(zip(names, (one.value for one in entity.positional)))
    given |= {one.keyword: one.value for one in entity.arguments if one.keyword}
    if entity.splat or any(getattr(value, "holes", False) for value in given.values()):
        return None
    said = {name: text for name, value in given.items() if (text := _text(value)) is not None}
    parts: dict[str, str] = {name: _quoted(said[name]) for name in ("schema", "role") if name in said}
    if "definition" in said:
        # Elsewhere it escapes once more what is escaped already.
        unescaped = "View" in entity.name or _PLPGSQL.search(said["definition"])
        parts["definition"] = said["definition"].replace("\\:", ":") if unescaped else said["definition"]
    if "signature" in said:
        parts |= {"bare": _bare(said["signature"]), "own": _quoted(said["signature"])}
        parts |= {"name": f"{parts.get('schema')}.{parts['own']}", **_function(said["signature"], parts.get("schema"))}
    if "table" in said:
        parts["table"] = f"{parts.get('schema')}.{_quoted(said['table'])}"
    return {**parts, **_on_table(said), **_options(said, given)}


def _function(signature: str, schema: str | None) -> dict[str, str]:
    found = _SIGNATURE.match(signature)
    if found is None:
        return {}
    types = ", ".join(_DEFAULT.sub("", one).strip() for one in found[2].split(","))
    return {"called": f"{schema}.{_quoted(found[1])}", "parameters": found[2], "types": types}


def _on_table(said: Mapping[str, str]) -> dict[str, str]:
    """The table that an entity stands on, and of a trigger what stands around it."""
    if "on_entity" not in said:
        return {}
    on = said["on_entity"].replace('"', "")
    parts = {"on": on if "." in on else f"public.{on}"}
    if "schema" in said and (found := _TRIGGER.match(said.get("definition", ""))):
        placed = f"{_bare(said['schema'])}.{found[2].partition('.')[2] or found[2]}"
        parts |= {"event": found[1], "placed": placed, "action": found[3]}
    return parts


def _options(said: Mapping[str, str], given: Mapping[str, Value]) -> dict[str, str]:
    columns = given.get("columns")
    parts = {
        "trigger": "CONSTRAINT TRIGGER" if given.get("is_constraint") is True else "TRIGGER",
        "data": "NO DATA" if given.get("with_data") is False else "DATA",
        "columns": f"( {', '.join(sorted(map(str, columns)))} )" if is_list(columns) and columns else "",
        "option": "WITH GRANT OPTION" if given.get("with_grant_option") is True else "",
    }
    return {**parts, "grant": said["grant"]} if "grant" in said else parts


def _text(value: Value) -> str | None:
    """A text without the semicolon at its end; a choice by its name."""
    if isinstance(value, (Reference, Attribute)):
        return value.name
    return value.strip().rstrip(";").strip() if isinstance(value, str) else None


def _bare(name: str) -> str:
    return name.strip().strip('"').strip()


def _quoted(name: str) -> str:
    return f'"{_bare(name)}"'
