"""Finds series of Rails' migrations: by their folders, by config/database.yml, by what stands in the files."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from towpath.frameworks import dialects
from towpath.frameworks.rails.configuration import Configured, configured, gem, rails, strong
from towpath.frameworks.rails.layout import NAME
from towpath.project import Evidence, Found, Runner, Tree
from towpath.source import pattern

_CLASS = pattern(r"^\s*class\s+[\w:]+\s*<\s*(?:::)?[\w:]*Migration\b")
_IN_DB = pattern(r"(?:^|(?P<root>.*?)/)db/(?:.*/)?[^/]*migrate")
_FOLDER = pattern(r"(?:post_?)?migrate|(?P<database>\w+)_migrate")
_LOOKED_AT = 5
# The versions of 7.2 and 8.0 from which on Active Record switches SQLite's foreign keys off in time.
_MENDED = ((7, 2, 3), (8, 0, 4))


def detect(tree: Tree) -> Iterator[Found]:
    """Every series, each with the files of all the folders that go into one database."""
    folders = _folders(tree)
    series: dict[tuple[str, str], list[str]] = {}
    known: dict[str, Configured] = {}
    for folder in folders:
        root = application(folder)
        known[root] = known.get(root) or configured(tree, root)
        series.setdefault((root, _database(folder, root, known[root])), []).append(folder)
    for (root, database), own in series.items():
        yield _found(tree, root, database, {folder: folders[folder] for folder in own}, known[root])


def _folders(tree: Tree) -> dict[str, list[str]]:
    """The folders that hold migrations, with the files that Active Record would load."""
    found: dict[str, list[str]] = {}
    for path in tree.paths():
        if path.endswith(".rb") and NAME.fullmatch(path):
            found.setdefault(path.rpartition("/")[0], []).append(path)
    return {folder: files for folder, files in found.items() if _holds(tree, files)}


def _holds(tree: Tree, files: Sequence[str]) -> bool:
    """Whether the first files are migrations."""
    texts = islice((text for path in files if (text := tree.text(path))), _LOOKED_AT)
    return any(any(map(_CLASS.match, text.splitlines())) for text in texts)


def application(folder: str) -> str:
    """The folder of the application or the engine, with its slash; empty for the whole tree."""
    found = _IN_DB.fullmatch(folder)
    if found is None:
        return f"{folder.rpartition('/')[0]}/".lstrip("/")
    return f"{found['root']}/" if found["root"] else ""


def _database(folder: str, root: str, said: Configured) -> str:
    """Which of several databases a folder is for: empty for the first."""
    own = folder[len(root) :]
    if own in said.folders:
        name = said.folders[own]
        return "" if name in ("primary", "main") or own == "db/migrate" else name
    found = _FOLDER.fullmatch(own.rpartition("/")[2])
    named = found["database"] if found else None
    if named and named != "post":
        return named
    inner = pattern(r"db/(\w+)/(?:post_)?migrate").fullmatch(own)
    return inner[1] if inner and inner[1] not in ("main", "primary") else ""


def _found(tree: Tree, root: str, database: str, folders: Mapping[str, list[str]], said: Configured) -> Found:
    files = tuple(sorted(path for paths in folders.values() for path in paths))
    first = next(iter(sorted(folders)))
    version, locked = rails(tree, root)
    set_, told = strong(tree, root)
    known, why = _dialects(tree, root, database, said, first)
    evidence = [Evidence(f"{len(files)} files with a class of Active Record's migrations", first)]
    evidence += [Evidence(f"also in {folder}", folder) for folder in sorted(folders) if folder != first]
    evidence += [Evidence(f"Rails {version}", locked)] if version else []
    evidence += [Evidence(f"{name} is set to {value}", told) for name, value in set_.items()]
    evidence += why
    lock, statement = said.timeouts
    runner = Runner(
        "rails",
        version=version or None,
        lock_timeout=set_.get("lock_timeout") or lock,
        statement_timeout=set_.get("statement_timeout") or statement,
        goes_back=True,
        outside="migration",
        late="runs",
        keys_stay_on="in transactions" if _switches_keys_off(version) else "anywhere",
    )
    configuration = tuple(dict.fromkeys(path for path in (said.path, locked, told) if path))
    settings = tuple((name, value) for name, value in set_.items() if name == "safe_by_default")
    return Found("rails", first, files, runner, known, tuple(evidence), settings, configuration)


def _switches_keys_off(version: str) -> bool:
    """Whether Active Record switches SQLite's foreign keys off before its transaction for a table that is made anew."""
    number = tuple(map(int, version.split("."))) if version else ()
    return number >= (8, 1) or any(number[:2] == first[:2] and number >= first for first in _MENDED)


def _dialects(
    tree: Tree, root: str, database: str, said: Configured, folder: str
) -> tuple[tuple[str, ...], list[Evidence]]:
    """The database: as database.yml names it, as a folder is called, by the driver in the Gemfile."""
    name = said.adapters.get(database) or said.adapters.get("") or next(iter(said.adapters.values()), None)
    if name:
        return (name,), [Evidence(f"{name}: the adapter of {database or 'the database'}", said.path)]
    if named := dialects.of_folder(folder):
        return (named,), [Evidence(f"{named}: a folder is named so", folder)]
    if found := gem(tree, root):
        return (found[0],), [Evidence(f"{found[0]}: its driver is required", found[1])]
    return (), [Evidence("nothing tells which database the migrations are for", folder)]
