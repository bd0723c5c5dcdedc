"""What a Django project's settings say, read as text: nothing of it is imported."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from posixpath import normpath
from typing import NamedTuple

from towpath.frameworks import dialects
from towpath.frameworks.django.customs import Customs
from towpath.frameworks.django.editor import Project
from towpath.frameworks.python.modules import parsed
from towpath.project import Found, Tree
from towpath.source import pattern
from towpath.syntax.python import Scope, Value, is_dict, module

_MODULE = pattern(r"DJANGO_SETTINGS_MODULE[\"']?\s*,\s*[\"']([\w.]+)[\"']")
_ENGINES = pattern(
    r"[\"'](?:[\w.]+\.)?(?:backends?|db)\.(?:[\w]+\.)*(postgresql(?:_psycopg2)?|postgis|mysql|sqlite3|spatialite|oracle|mssql)\b"
)
_BACKENDS = {
    "postgresql_psycopg2": "postgresql",
    "postgis": "postgresql",
    "sqlite3": "sqlite",
    "spatialite": "sqlite",
    "mssql": "sqlserver",
}
# django-split-settings: files by their names, beside the one that takes them in.
_INCLUDE = pattern(r"^[ \t]*include\(((?:[^()]|\([^()]*\))*)\)", re.M)
_FILE = pattern(r"[\"']([\w./*?-]+\.py)[\"']")
_STAR = pattern(r"^\s*from\s+(\.[\w.]*|[\w.]+)\s+import\s+\*", re.M)
# Settings that are texts and decide what is sent.
DECIDING = ("AUTH_USER_MODEL", "DEFAULT_AUTO_FIELD", "DEFAULT_INDEX_TABLESPACE", "DEFAULT_TABLESPACE")
_NAMES = (*DECIDING, "MIGRATION_MODULES", "ZERO_DOWNTIME_MIGRATIONS_LOCK_TIMEOUT")
# How many files of settings that take each other in are looked at.
_FILES = 12


class Settings(NamedTuple):
    """What the settings of one project say, and in which files: `texts` by path, the names that matter by value.

    `scopes` are the names of those files that were looked into for that.
    """

    texts: Mapping[str, str]
    said: Mapping[str, Value]
    scopes: Mapping[str, Scope]

    def text(self, name: str) -> str:
        """A setting that is a text; empty where it is not there, or not known."""
        found = self.said.get(name)
        return str(found) if isinstance(found, str) and not getattr(found, "holes", False) else ""

    @property
    def modules(self) -> dict[str, str]:
        """The modules that MIGRATION_MODULES names, by the label of their app."""
        found = self.said.get("MIGRATION_MODULES")
        items = found.items() if is_dict(found) else ()
        return {
            str(label): str(dotted) for label, dotted in items if isinstance(label, str) and isinstance(dotted, str)
        }


def settings(tree: Tree, root: str, manage: str) -> Settings:
    """The settings that a project's manage.py names, else those in files that are called so; `root` ends in a slash."""
    texts: dict[str, str] = {}
    for path in _begin(tree, root, manage):
        _take(tree, root, path, texts)
    said: dict[str, Value] = {}
    scopes: dict[str, Scope] = {}
    for path, text in texts.items():
        if names := [name for name in _NAMES if name in text and name not in said]:
            scope = scopes[path] = module(parsed(tree, path))
            said |= {name: scope.look(name) for name in names if name in scope.names}
    return Settings(texts, said, scopes)


def _begin(tree: Tree, root: str, manage: str) -> Iterator[str]:
    found = _MODULE.search(tree.text(manage) or "") if manage else None
    named = list(_of_module(tree, root, found[1])) if found else []
    if named:
        yield from named
        return
    for path in tree.under(root.rstrip("/")):
        parts = path[len(root) :].split("/")
        fitting = parts[-1] == "settings.py" or (path.endswith(".py") and "settings" in parts[-2:-1])
        if fitting and len(parts) <= 4 and not any(part.startswith("test") for part in parts):
            yield path


def _of_module(tree: Tree, root: str, dotted: str) -> Iterator[str]:
    """The files of a module; of a package, those that stand in it."""
    said = dotted.replace(".", "/")
    for base in dict.fromkeys((root, "", "src/")):
        if tree.there(f"{base}{said}.py"):
            yield f"{base}{said}.py"
            return
        if tree.there(f"{base}{said}/__init__.py"):
            yield f"{base}{said}/__init__.py"
            yield from (path for path in tree.under(f"{base}{said}") if path.count("/") == f"{base}{said}/".count("/"))
            return


def _take(tree: Tree, root: str, path: str, texts: dict[str, str]) -> None:
    """A file, and those that it takes in whole."""
    text = tree.text(path)
    if text is None or path in texts or len(texts) >= _FILES:
        return
    texts[path] = text
    for file in _included(tree, path, text):
        _take(tree, root, file, texts)
    for dotted in _STAR.findall(text):
        if dotted.startswith("."):
            folder = path.rpartition("/")[0]
            for _ in range(len(dotted) - len(dotted.lstrip(".")) - 1):
                folder = folder.rpartition("/")[0]
            inner = f"{folder}/{dotted.lstrip('.').replace('.', '/')}.py".lstrip("/")
            _take(tree, root, inner, texts)
        else:
            for file in _of_module(tree, root, dotted):
                _take(tree, root, file, texts)


def _included(tree: Tree, path: str, text: str) -> Iterator[str]:
    """The files that settings take in by their names, which may stand for several."""
    folder = path.rpartition("/")[0]
    calls = _INCLUDE.findall(text) if "split_settings" in text else []
    for name in (name for said in calls for name in _FILE.findall(said)):
        named = normpath(f"{folder}/{name}".lstrip("/"))
        if "*" in named or "?" in named:
            yield from (file for file in tree.under(named.rpartition("/")[0]) if fnmatchcase(file, named))
        else:
            yield named


def databases(texts: Mapping[str, str]) -> dict[str, str]:
    """The databases that settings name, each with the file that does."""
    found: dict[str, str] = {}
    for path, text in texts.items():
        for engine in _ENGINES.findall(text):
            found.setdefault(_BACKENDS.get(str(engine), str(engine)), path)
    for path, text in texts.items() if not found else ():
        for dialect in dialects.of_addresses([text]):
            found.setdefault(dialect, path)
    return found


def project_of(found: Found, tree: Tree) -> Project:
    """What the state of all models hangs on, out of what was found."""
    said = dict(found.settings)
    app, _, name = said.get("AUTH_USER_MODEL", "auth.User").partition(".")
    major, _, minor = (found.runner.version or "").partition(".")
    numbered = major.isdigit() and (minor or "0").isdigit()
    version: tuple[int, int] = (int(major), int(minor or 0)) if numbered else NEWEST
    automatic = said.get("DEFAULT_AUTO_FIELD", "").rpartition(".")[2]
    default = "BigAutoField" if version >= (6, 0) else "AutoField"
    customs, tablespace = Customs(tree, _roots(found)), said.get("DEFAULT_TABLESPACE", "")
    return Project((app, name.lower()), automatic or default, version, customs, renamed(found), tablespace)


def renamed(found: Found) -> dict[str, str]:
    """The labels of apps whose folders are called otherwise, by the name of the folder."""
    apps = [(name[len("app ") :].split("/"), label) for name, label in found.settings if name.startswith("app ")]
    return {parts[-2]: label for parts, label in apps if len(parts) > 1 and parts[-2] != label}


# What is taken where nothing tells the version.
NEWEST: tuple[int, int] = (5, 2)


def _roots(found: Found) -> tuple[str, ...]:
    """Where dotted names begin: the project's folder, those around it, and the usual one for sources."""
    parts = found.folder.split("/") if found.folder else []
    above = ["".join(f"{part}/" for part in parts[:length]) for length in range(len(parts), -1, -1)]
    return tuple(dict.fromkeys((*above, "src/")))
