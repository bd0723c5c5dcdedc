"""Finds series of plain SQL migrations by what only one tool gives; numbered files need a folder that is named so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from towpath.frameworks import manifests
from towpath.frameworks.plain import sections
from towpath.frameworks.plain.names import is_for_migrations, is_half, parse
from towpath.frameworks.told import told
from towpath.project import Evidence, Found, Runner, Tree
from towpath.project.values import Checksum, Late

UNKNOWN = "unknown"
# What a manifest names the tools by.
_TOOLS = {
    "golang-migrate": r"golang-migrate/migrate",
    "goose": r"pressly/goose",
    "dbmate": r"\bdbmate\b",
    "sqlx": r"(?m)^sqlx\b|\bsqlx-cli\b",
    "diesel": r"(?m)^diesel\b",
}
# What sqlx writes into new files, and what it reads there.
_OF_SQLX = ("-- no-transaction", "-- Add migration script here", "-- Add up migration script here")
_LOOKED_AT = 3
# The tools whose new migrations always have a place for the way back.
_WRITE_BOTH = frozenset(("dbmate", "goose", "diesel"))
# What they do with a migration whose number is below one that ran.
_LATE: Mapping[str, Late] = {
    "golang-migrate": "skips",
    "goose": "refuses",
    "dbmate": "runs",
    "sqlx": "runs",
    "diesel": "runs",
}
# The tools that compare the bytes of what ran.
_COMPARES = frozenset(("sqlx",))


def detect(tree: Tree) -> Iterator[Found]:
    """Every series whose names or marks tell what it is."""
    for folder, paths in _by_folder(tree).items():
        yield from in_folder(tree, folder, paths, is_for_migrations(folder))
    for folder, paths in _halves(tree).items():
        found = _of_halves(tree, folder, paths)
        if found.runner.name != UNKNOWN or is_for_migrations(folder):
            yield found


def _by_folder(tree: Tree) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for path in tree.paths():
        if path.endswith(".sql"):
            folders.setdefault(path.rpartition("/")[0], []).append(path)
    return folders


def _halves(tree: Tree) -> dict[str, list[str]]:
    """Files called up.sql and down.sql in folders with numbers, by the folder around these."""
    folders: dict[str, list[str]] = {}
    for path in tree.paths():
        if is_half(path) and path.count("/") and parse(f"{path.split('/')[-2]}.sql"):
            folders.setdefault(path.rsplit("/", 2)[0] if path.count("/") > 1 else "", []).append(path)
    return {folder: paths for folder, paths in folders.items() if any(path.endswith("/up.sql") for path in paths)}


def in_folder(tree: Tree, folder: str, paths: Sequence[str], without_a_sign: bool) -> Iterator[Found]:
    """The series among the files of one folder; `without_a_sign`: also of numbered ones whose runner is unknown."""
    names = {path: name for path in paths if (name := parse(path.rpartition("/")[2]))}
    if not names:
        return
    pairs = [path for path, name in names.items() if name.direction]
    single = [path for path, name in names.items() if not name.direction]
    tool = manifests.tool(tree, folder, _TOOLS)
    if pairs:
        of_sqlx = _is_sqlx(tree, pairs, tool)
        runner = "sqlx" if of_sqlx else "golang-migrate"
        said = Evidence(f"a file for each direction: {pairs[0].rpartition('/')[2]}", pairs[0])
        yield _found(tree, folder, sorted((*pairs, *single)) if of_sqlx else pairs, runner, said, tool)
        single = [] if of_sqlx else single
    if not single:
        return
    if mark := sections.marked(list(_texts(tree, single))):
        yield _found(tree, folder, single, mark, Evidence(f"{mark}'s marks", single[0]), tool)
    elif _is_sqlx(tree, single, tool) and (is_for_migrations(folder) or not tool):
        yield _found(tree, folder, single, "sqlx", Evidence("numbered files of sqlx", single[0]), tool)
    elif without_a_sign:
        said = Evidence(
            f"numbered files, of which nothing tells what runs them: {single[0].rpartition('/')[2]}", single[0]
        )
        yield _found(tree, folder, single, UNKNOWN, said, None)


def _is_sqlx(tree: Tree, paths: Sequence[str], tool: manifests.Named | None) -> bool:
    return tool.name == "sqlx" if tool else any(text.startswith(_OF_SQLX) for text in _texts(tree, paths))


def _texts(tree: Tree, paths: Iterable[str]) -> Iterator[str]:
    return islice((text for path in paths if (text := tree.text(path))), _LOOKED_AT)


def _of_halves(tree: Tree, folder: str, paths: Sequence[str]) -> Found:
    """A series of folders with up.sql and down.sql: Diesel's, where something tells so."""
    tool = manifests.tool(tree, folder, _TOOLS)
    folders = [f"/{path}".split("/")[-2] for path in paths]
    dashed = any(name[4:5] == "-" or "_diesel_" in name for name in folders)
    own = dashed or (tool is not None and tool.name == "diesel")
    evidence = Evidence(f"a folder for each migration: {folders[0]}", paths[0])
    return _found(tree, folder, paths, "diesel" if own else UNKNOWN, evidence, tool)


def _found(
    tree: Tree, folder: str, paths: Sequence[str], runner: str, said: Evidence, tool: manifests.Named | None
) -> Found:
    known, why = told(tree, folder, paths)
    named = [Evidence(f"{tool.name} is named", tool.path)] if tool and tool.name == runner else []
    configuration = tuple(dict.fromkeys(one.path for one in (*named, *why) if one.path != folder))
    halves = any(path.endswith((".down.sql", "/down.sql")) for path in paths)
    checksum: Checksum = "bytes" if runner in _COMPARES else ""
    tells = Runner(runner, goes_back=halves or runner in _WRITE_BOTH, late=_LATE.get(runner, ""), checksum=checksum)
    return Found("sql", folder, tuple(paths), tells, known, (said, *named, *why), configuration=configuration)


def single(tree: Tree, path: str) -> Found:
    """The series of a file that none claims: its numbered siblings, its other half, or itself alone."""
    folder = path.rpartition("/")[0]
    siblings = [other for other in tree.under(folder) if other.endswith(".sql") and other.rpartition("/")[0] == folder]
    if is_half(path):
        return _of_halves(tree, folder, [other for other in siblings if is_half(other)])
    for found in in_folder(tree, folder, siblings, True):
        if path in found.files:
            return found
    return _found(tree, folder, [path], UNKNOWN, Evidence("a file of SQL by itself", path), None)
