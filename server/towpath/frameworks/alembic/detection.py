"""Finds series of Alembic's revisions: by its configuration, by env.py, by what stands in the files themselves."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal

from towpath.frameworks import dialects, manifests
from towpath.frameworks.alembic.configuration import Configured, configurations
from towpath.frameworks.alembic.drivers import drivers
from towpath.project import Evidence, Found, Runner, Tree
from towpath.source import pattern

if TYPE_CHECKING:
    from towpath.frameworks.alembic.environment import Environment

_REVISION = pattern(r"(?m)^revision\b[^=\n]*=")
_PARENT = pattern(r"(?m)^down_revision\b[^=\n]*=")
_IMPORT = pattern(r"(?m)^\s*(?:from|import)\s+alembic\b")
_UPGRADE = pattern(r"(?m)^def upgrade\b")
# Folders and names in which revisions are looked for where neither a configuration nor env.py leads to them.
_FOLDER = pattern(r"(?:^|/)[^/]*(?:version|migrat|alembic|revision)[^/]*(?:$|/)")
_NAME = pattern(r"[0-9a-f]{8,}_\w*\.py|\d[\w-]*\.py")
_LOOKED_AT = 3
# By which env.py takes another address than that of the configuration.
_REPLACED = pattern(r"set_main_option|create_(?:async_)?engine\b|environ|getenv|get_url|\bsettings\b|current_app")
# What in a file only one database has.
_TELLING = {
    "postgresql": pattern(
        r"dialects(?:\.|\s+import\s[^\n]*\b)postgresql\b|\bpostgresql_\w+\s*=|(?i:\bconcurrently\b|::\w|jsonb|plpgsql)"
    ),
    "mysql": pattern(r"dialects(?:\.|\s+import\s[^\n]*\b)mysql\b|\bmysql_\w+\s*=|(?i:\bauto_increment\b)"),
    "sqlite": pattern(r"dialects(?:\.|\s+import\s[^\n]*\b)sqlite\b|\bsqlite_\w+\s*=|(?i:\bpragma\s)"),
    "sqlserver": pattern(r"dialects(?:\.|\s+import\s[^\n]*\b)mssql\b|\bmssql_\w+\s*="),
    "oracle": pattern(r"dialects(?:\.|\s+import\s[^\n]*\b)oracle\b|\boracle_\w+\s*="),
}


def detect(tree: Tree) -> Iterator[Found]:
    """Every series, each with the files of all its version folders in the order in which Alembic loads them."""
    known = [*configurations(tree), *_bare(tree)]
    places = {folder for configured in known for folder in versions(configured)}
    for folder in places:
        tree.also(folder)
    folders = _folders(tree)
    taken: set[str] = set()
    for configured in known:
        for found in _series(tree, configured, folders):
            if taken.isdisjoint(found.files):
                taken.update(found.files)
                yield found
    for folder, files in folders.items():
        below = any(folder.startswith(f"{place}/") for place in places)
        if not below and taken.isdisjoint(files) and _may_hold(folder, files) and _holds(tree, files):
            said = Evidence(f"revisions of Alembic: {files[0].rpartition('/')[2]}", files[0])
            yield _found(tree, Configured("", folder), folder, files, said)


def _folders(tree: Tree) -> dict[str, list[str]]:
    """The files that Alembic would load, by folder."""
    folders: dict[str, list[str]] = {}
    for path in tree.paths():
        folder, _, name = path.rpartition("/")
        if name.endswith(".py") and not name.startswith(("__init__", ".#")):
            folders.setdefault(folder, []).append(path)
    return folders


def _bare(tree: Tree) -> Iterator[Configured]:
    """Folders with an env.py of Alembic's, whatever configures them."""
    for path in tree.paths():
        if path.endswith("env.py") and path.rpartition("/")[2] == "env.py" and _IMPORT.search(tree.text(path) or ""):
            yield Configured(path, path.rpartition("/")[0])


def versions(configured: Configured) -> tuple[str, ...]:
    """The folders in which the revisions of a configuration stand."""
    return configured.versions or (f"{configured.scripts}/versions".lstrip("/"),)


def _series(tree: Tree, configured: Configured, folders: dict[str, list[str]]) -> Iterator[Found]:
    """The series of a configuration; each folder in `versions` is one, where that one holds no files itself."""
    places = versions(configured)
    files = [path for version in places for path in _within(folders, version, configured.recursive)]
    groups = [(places[0] if len(places) == 1 else configured.scripts, files)]
    if not any(map(_is_revision, map(tree.text, files))):
        below = [folder for folder in folders if any(folder.startswith(f"{version}/") for version in places)]
        groups = [(folder, folders[folder]) for folder in below if _holds(tree, folders[folder])]
    for folder, found in groups:
        if found:
            where = f" [{configured.section}]" if configured.section else ""
            yield _found(tree, configured, folder, found, Evidence(f"Alembic's configuration{where}", configured.path))


def _within(folders: dict[str, list[str]], version: str, recursive: bool) -> list[str]:
    inner = [folder for folder in folders if folder == version or (recursive and folder.startswith(f"{version}/"))]
    return [path for folder in inner for path in folders[folder]]


def _may_hold(folder: str, files: Sequence[str]) -> bool:
    return _FOLDER.search(folder) is not None or any(_NAME.fullmatch(path.rpartition("/")[2]) for path in files)


def _holds(tree: Tree, files: Sequence[str]) -> bool:
    """Whether the first files are revisions."""
    return any(map(_is_revision, map(tree.text, islice(files, _LOOKED_AT))))


def _is_revision(text: str | None) -> bool:
    if text is None or not _REVISION.search(text) or not _PARENT.search(text):
        return False
    return _IMPORT.search(text) is not None or _UPGRADE.search(text) is not None


def _found(tree: Tree, configured: Configured, folder: str, files: Sequence[str], said: Evidence) -> Found:
    from towpath.frameworks.alembic.environment import environment  # A parser of Python takes its time.

    around = environment(tree, configured.scripts, configured.urls)
    known, why = _dialects(tree, configured, around, folder, files)
    evidence = [said, *_of_environment(around), *why]
    settings = {"file_template": configured.file_template, "truncate_slug_length": str(configured.slug_length)}
    settings |= {"render_as_batch": "true"} if around.batched else {}
    settings |= {f"naming_convention.{kind}": template for kind, template in around.convention}
    if named := drivers(tree, folder, (*configured.urls, tree.text(around.path) or "" if around.path else "")):
        settings["drivers"] = " ".join(named)
    paths = dict.fromkeys(one.path for one in evidence if one.path not in files and one.path != folder)
    scope: Literal["run", "migration"] = "migration" if around.per_migration else "run"
    runner = Runner(
        "alembic",
        scope,
        None,
        around.lock_timeout,
        around.statement_timeout,
        goes_back=True,
        order="parents",
        outside="statement",
    )
    return Found(
        "alembic",
        folder,
        tuple(files),
        runner,
        known,
        tuple(evidence),
        tuple(settings.items()),
        tuple(path for path in (*paths, around.path) if path),
    )


def _of_environment(around: "Environment") -> Iterator[Evidence]:
    if around.per_migration:
        yield Evidence("transaction_per_migration: each revision is a transaction", around.path)
    else:
        yield Evidence("all revisions of a run are one transaction", around.path)
    if around.batched:
        yield Evidence("render_as_batch: changes of tables stand in batch_alter_table", around.path)
    if around.convention:
        yield Evidence("constraints are named by a naming_convention", around.told)
    for name, said in (("lock_timeout", around.lock_timeout), ("statement_timeout", around.statement_timeout)):
        if said:
            yield Evidence(f"{name} is set to {said}", around.path)


def _dialects(
    tree: Tree, configured: Configured, around: "Environment", folder: str, files: Sequence[str]
) -> tuple[tuple[str, ...], list[Evidence]]:
    """The databases: by an address, by the folder's name, by what files say, by the driver that a manifest names."""
    told_by_url = dialects.of_addresses(configured.urls)
    because = [Evidence(f"{name}: sqlalchemy.url", configured.path) for name in told_by_url]
    if told_by_url and told_by_url != ("sqlite",):
        return told_by_url, because
    if name := dialects.of_folder(folder):
        return (name,), [Evidence(f"{name}: a folder is named so", folder)]
    environment = tree.text(around.path) or "" if around.path else ""
    in_env = dialects.of_addresses((environment,))
    if in_env and in_env != ("sqlite",):
        return in_env, [Evidence(f"{name}: an address in env.py", around.path) for name in in_env]
    told: Counter[str] = Counter()
    for path in islice(reversed(files), 200):
        text = tree.text(path) or ""
        told.update(name for name, words in _TELLING.items() if words.search(text))
    drivers = manifests.drivers(tree, folder, manifests.PYTHON)
    # An address of SQLite is often what stands there until another takes its place, or what tests run on.
    if len(drivers) == 1 or told_by_url or in_env:
        told.update(one.name for one in drivers)
    known = tuple(name for name, _ in told.most_common())
    if not known and in_env:
        return in_env, [Evidence(f"{name}: an address in env.py", around.path) for name in in_env]
    if not known and told_by_url and not _REPLACED.search(environment):
        return told_by_url, because
    named = {one.name: one.path for one in drivers if one.name in known}
    why = [Evidence(f"{name}: files use what only it has", folder) for name in known if name not in named]
    why += [Evidence(f"{name}: its driver is named", path) for name, path in named.items()]
    return known, why or [Evidence("nothing tells which database the migrations are for", folder)]
