"""The file that Rails loads into a new database: which migrations it has, and what it does."""

import re

from towpath.frameworks.kept import Kept
from towpath.frameworks.rails.detection import application
from towpath.frameworks.rails.reading import read
from towpath.operations import Script, replace
from towpath.project import Dumped, Found, Tree
from towpath.source import pattern

_VERSION = pattern(r"^ActiveRecord::Schema(?:\[[\d.]+\])?\.define\(version: *(?P<version>[\d_]+)\)", re.M)
_ROWS = pattern(r"^INSERT INTO [\"`]?(?:\w+[\"`]?\.[\"`]?)?schema_migrations[\"`]? [^;]*;", re.M)
_ROW = pattern(r"'(\d+)'")
_OTHER = pattern(r"(?:.*/)?db/(?P<name>\w+)_migrate")
_HEAD = pattern(r"^ActiveRecord::Schema(?:\[(?P<version>[\d.]+)\])?\.define\([^)]*\) do\n", re.M)
_FILE = "db/migrate/1_schema.rb"


def dumped(found: Found, tree: Tree) -> Dumped | None:
    """The dump of a series; None where there is none, or it does not tell."""
    other = _OTHER.fullmatch(found.folder)
    begins = f"{application(found.folder)}db/{other['name']}_" if other else f"{application(found.folder)}db/"
    for path in (f"{begins}schema.rb", f"{begins}structure.sql"):
        text = (tree.text(path) if tree.there(path) else None) or ""
        if said := _VERSION.search(text):
            return Dumped(path, newest=said["version"].replace("_", ""))
        if rows := _ROWS.findall(text):
            return Dumped(path, frozenset(version for row in rows for version in _ROW.findall(row)))
    return None


def schema(found: Found, path: str, text: str) -> Script:
    """What a schema.rb does, which says it as a migration would; nothing where it is none."""
    head = _HEAD.search(text)
    if head is None:
        return Script(path)
    version = head["version"] or "5.0"
    said = f"class Schema < ActiveRecord::Migration[{version}]\ndef up\n{text[head.end() :].rstrip()}\nend\n"
    (migration,) = read(replace(found, files=(_FILE,)), Tree("", {_FILE: said}), Kept())
    return replace(migration.up, path=path)
