"""What a Rails project says of its databases: config/database.yml as text, the Gemfile, an initializer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from towpath.frameworks import settings
from towpath.frameworks.timeouts import timeout
from towpath.project import Tree
from towpath.source import pattern

_ADAPTERS = {
    "postgresql": "postgresql",
    "postgis": "postgresql",
    "postgres": "postgresql",
    "mysql2": "mysql",
    "mysql": "mysql",
    "trilogy": "mysql",
    "sqlite3": "sqlite",
    "sqlite": "sqlite",
    "sqlserver": "sqlserver",
    "oracle_enhanced": "oracle",
}
_GEMS = {
    "postgresql": pattern(r"^\s*(?:gem\s+['\"]pg['\"]|pg \(\d)", re.M),
    "mysql": pattern(r"^\s*(?:gem\s+['\"](?:mysql2|trilogy)['\"]|(?:mysql2|trilogy) \(\d)", re.M),
    "sqlite": pattern(r"^\s*(?:gem\s+['\"]sqlite3['\"]|sqlite3 \(\d)", re.M),
}
_RAILS = pattern(r"^\s*(?:rails|activerecord) \((\d+(?:\.\d+){1,2})", re.M)
_ERB = pattern(r"<%[-=#]?.*?%>", re.S)
_ADAPTER_IN_ERB = pattern(r"['\"](postgresql|postgres|postgis|mysql2|trilogy|sqlite3)(?:['\"]|://)")
_FOLDER_IN_ERB = pattern(r"['\"]/?(db/[\w/]+)['\"]")
_ACRONYM = pattern(r"^[^#\n]*\.acronym[ (]+['\"](\w+)['\"]", re.M)
_SECONDS = pattern(
    r"^[^#\n]*StrongMigrations\.(lock|statement)_timeout\s*=\s*"
    r"(?:['\"](\d+ ?[a-z]*)['\"]|([\d_]+)(?:\.(second|minute|hour)s?)?)",
    re.M,
)
_SAFE = pattern(r"^[^#\n]*StrongMigrations\.safe_by_default\s*=\s*true\b", re.M)
# A comment of YAML's.
_COMMENT = pattern(r"(?:^|(?<=\s))#.*$", re.M)


class Configured(NamedTuple):
    """What database.yml says: the adapters it names, and the folders that are another database's, by its name.

    `adapters` are databases by the name of the one that they belong to; the first of all is empty.
    """

    path: str
    adapters: Mapping[str, str]
    folders: Mapping[str, str]
    timeouts: tuple[str | None, str | None]


def configured(tree: Tree, root: str) -> Configured:
    """What the project below a folder says of its databases."""
    path = next((f"{root}{name}" for name in _NAMES if tree.has(f"{root}{name}")), "")
    text = _ERB.sub(_told, tree.text(path) or "") if path else ""
    found = {key: values for key, values in settings.flat(path, text).items() if values} if path else {}
    said = _COMMENT.sub("", text).replace(":", " = ")
    lock, statement = (timeout(name, [said]) for name in ("lock_timeout", "statement_timeout"))
    return Configured(path, _adapters(found), dict(_folders(found)), (lock, statement))


_NAMES = tuple(
    f"config/{name}" for name in ("database.yml", "database.yml.example", "database.example.yml", "database.yml.sample")
)


def _told(match: re.Match[str]) -> str:
    """What stands for a piece of ERB: the adapter that it falls back to, or the folder that it names."""
    told = _ADAPTER_IN_ERB.search(match[0]) or _FOLDER_IN_ERB.search(match[0])
    return told[1] if told else ""


def _adapters(found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The databases by name, as an address or an adapter tells them; those of production before all others."""
    adapters: dict[str, str] = {}
    for key in sorted(found, key=lambda key: (not key.startswith("production"), not key.startswith("default"))):
        parts = key.split(".")
        said = found[key][0].strip("\"' ")
        name = _ADAPTERS.get(said.partition(":")[0]) if parts[-1] in ("adapter", "url") else None
        if name:
            adapters.setdefault(parts[-2] if len(parts) == 3 else "", name)
    return adapters


def _folders(found: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The folders of migrations that are named, with the database that they belong to."""
    for key, values in found.items():
        parts = key.split(".")
        if parts[-1] == "migrations_paths" and len(parts) > 1:
            yield from ((value.strip("\"' /"), parts[-2]) for value in values)


def gem(tree: Tree, root: str) -> tuple[str, str] | None:
    """The one database whose driver the Gemfile names, and where."""
    for path in (f"{root}Gemfile.lock", f"{root}Gemfile", "Gemfile.lock", "Gemfile"):
        text = tree.text(path) if tree.has(path) else None
        found = [name for name, driver in _GEMS.items() if text and driver.search(text)]
        # SQLite beside another one is what developers run.
        known = [name for name in found if name != "sqlite"] or found
        if len(known) == 1:
            return known[0], path
    return None


def rails(tree: Tree, root: str) -> tuple[str, str]:
    """The version of Rails that is locked, and where; empty where none is."""
    for path in (f"{root}Gemfile.lock", "Gemfile.lock"):
        text = tree.text(path) if tree.has(path) else None
        if text and (found := _RAILS.search(text)):
            return found[1], path
    return "", ""


def acronyms(tree: Tree, root: str) -> dict[str, str]:
    """The words that names of classes hold as they are spelled here, by what they are in names of files."""
    path = f"{root}config/initializers/inflections.rb"
    text = tree.text(path) if tree.there(path) else None
    return {word.lower(): word for word in _ACRONYM.findall(text or "")}


def strong(tree: Tree, root: str) -> tuple[dict[str, str], str]:
    """What is set of strong_migrations, by its name, and where: timeouts, and whether it makes things safe itself."""
    path = f"{root}config/initializers/strong_migrations.rb"
    text = (tree.text(path) if tree.has(path) else None) or ""
    found = {f"{name}_timeout": said or _seconds(number, unit) for name, said, number, unit in _SECONDS.findall(text)}
    found |= {"safe_by_default": "true"} if _SAFE.search(text) else {}
    return found, path if found else ""


def _seconds(number: str, unit: str) -> str:
    return number.replace("_", "") + {"minute": "min", "hour": "h"}.get(unit, "s")
