"""Constraints, as a table's definition or ALTER TABLE spells them, with the names that Active Record gives."""

from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.versions import Version
from towpath.syntax.ruby import Value, is_list

_ACTIONS = {"nullify": "SET NULL", "cascade": "CASCADE", "restrict": "RESTRICT"}


def pointing(target: str, options: Options) -> list[str]:
    """The columns of a foreign key."""
    if options.get("column") is not None:
        return names.texts(options.get("column"))
    keys = options.get("primary_key")
    if is_list(keys):
        return [names.pointing(target, key) for key in names.texts(keys)]
    return [names.pointing(target)]


def foreign_key_name(owner: str, target: str, options: Options) -> str:
    return names.text(options.get("name")) or names.foreign_key(owner, pointing(target, options))


def foreign_key(owner: str, target: str, options: Options, version: Version) -> str:
    """CONSTRAINT … FOREIGN KEY … REFERENCES …."""
    keys = names.texts(options.get("primary_key")) or ["id"]
    said = (
        f"CONSTRAINT {names.quoted(foreign_key_name(owner, target, options))}"
        f" FOREIGN KEY ({names.columns(pointing(target, options))})"
        f" REFERENCES {names.table(target)} ({names.columns(keys)})"
    )
    for word, key in (("DELETE", "on_delete"), ("UPDATE", "on_update")):
        action = options.get(key)
        said += f" ON {word} {_ACTIONS.get(names.text(action), names.text(action))}" if action else ""
    return said + (_deferrable(options, version) if not version.is_mysql else "")


def _deferrable(options: Options, version: Version | None = None) -> str:
    value = options.get("deferrable")
    if value is True and version is not None and version.forced_extensions:
        value = "immediate"
    return f" DEFERRABLE INITIALLY {names.text(value).upper()}" if value else ""


def unproven(options: Options) -> str:
    return " NOT VALID" if options.get("validate") is False else ""


def check_name(owner: str, expression: str, options: Options) -> str:
    return names.text(options.get("name")) or names.check(owner, expression)


def check(owner: str, expression: str, options: Options, version: Version) -> str:
    """CONSTRAINT … CHECK (…)."""
    behind = unproven(options) if version.is_postgresql else ""
    return f"CONSTRAINT {names.quoted(check_name(owner, expression, options))} CHECK ({expression}){behind}"


def exclusion_name(owner: str, expression: str, options: Options) -> str:
    return names.text(options.get("name")) or names.exclusion(owner, expression)


def exclusion(owner: str, expression: str, options: Options) -> str:
    said = f"CONSTRAINT {names.quoted(exclusion_name(owner, expression, options))} EXCLUDE"
    said += f" USING {names.text(options.get('using'))}" if options.get("using") else ""
    said += f" ({expression})"
    said += f" WHERE ({names.text(options.get('where'))})" if options.get("where") else ""
    return said + _deferrable(options)


def unique_name(owner: str, value: Value, options: Options) -> str:
    return names.text(options.get("name")) or names.unique(owner, names.texts(value or options.get("using_index")))


def unique(owner: str, value: Value, options: Options) -> str:
    said = f"CONSTRAINT {names.quoted(unique_name(owner, value, options))} UNIQUE"
    said += " NULLS NOT DISTINCT" if options.get("nulls_not_distinct") is True else ""
    if options.get("using_index") is not None:
        said += f" USING INDEX {names.quoted(names.text(options.get('using_index')))}"
    else:
        said += f" ({names.columns(names.texts(value))})"
    return said + _deferrable(options)
