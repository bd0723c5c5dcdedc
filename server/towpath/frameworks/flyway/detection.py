"""Finds the series of Flyway migrations, and what they run on."""

import os
import re
from collections.abc import Iterator, Sequence

from towpath.frameworks import dialects, manifests
from towpath.frameworks.flyway.configuration import KNOWN, Configured, configured, module
from towpath.frameworks.flyway.locations import Place, by_dialect, places
from towpath.frameworks.flyway.names import NUMBERED, SETTINGS, FileName, naming, parse, parse_code
from towpath.frameworks.timeouts import timeout
from towpath.project import Evidence, Found, Runner, Tree

_CODE = (".java", ".kt")
# What decides how a migration runs or is named, and so belongs to what is found.
_KEPT = frozenset(("mixed", "group", "outoforder", "executeintransaction", "sqlmigrationsuffixes", *SETTINGS.values()))
# Callbacks that run on the connection of the migrations, right before each.
_BEFORE_EACH = re.compile(r"beforeEachMigrate(?:Statement)?(?:__.*)?\.sql")


def detect(tree: Tree) -> Iterator[Found]:
    """Every series: one for each place, or for each database that a place has folders for."""
    said = configured(tree)
    suffixes = {".sql", *(end for one in said for text in one.said.get("sqlmigrationsuffixes", ()) for end in text.split(","))}
    endings = tuple(end.strip().lower() for end in suffixes if end.strip())
    files = [path for path in tree.paths() if path.lower().endswith(endings)]
    recognised = [path for path in files if _telling(path.rpartition("/")[2])]
    code = [path for path in tree.paths() if path.endswith(_CODE)]
    for place in places(files, recognised, said):
        yield from _at(tree, place, files, code)


def _telling(name: str) -> FileName | None:
    """A name that only Flyway gives, taken apart; None for any other."""
    found = parse(name)
    return found if found and "__" in name and (found.kind in NUMBERED or found.kind == "repeatable") else None


def _at(tree: Tree, place: Place, files: Sequence[str], code: Sequence[str]) -> Iterator[Found]:
    settings = _settings(place)
    how = naming(Found("flyway", "", (), Runner("flyway"), settings=settings))
    inside = [path for path in files if any(not top or path.startswith(f"{top}/") for top in place.folders)]
    names = {path: parse(path.rpartition("/")[2], how) for path in inside}
    if not any(name and name.kind != "callback" for name in names.values()):
        return
    odd = [path for path, name in names.items() if name is None]
    groups = by_dialect(place, (*(path for path, name in names.items() if name), *_written_in_code(place, code)))
    named = tuple(sorted(name for name in groups if name))
    for dialect, members in groups.items():
        if all(path.endswith(_CODE) for path in members):
            continue
        known = (dialect,) if dialect else named
        evidence = [Evidence(f"named as Flyway names migrations: {members[0].rpartition('/')[2]}", members[0])]
        evidence += [Evidence("configures Flyway", one.path) for one in place.configured if _configures(one)]
        found_dialects, why = _dialects(tree, place, members, known)
        evidence += [*why, *_odd(odd)]
        runner = _runner(tree, place, members, found_dialects)
        configuration = tuple(dict.fromkeys(one.path for one in place.configured))
        folder = _folder(members)
        yield Found("flyway", folder, tuple(members), runner, found_dialects, tuple(evidence), settings, configuration)


def _configures(one: Configured) -> bool:
    return any(name in KNOWN and name != "url" for name in one.said)


def _settings(place: Place) -> tuple[tuple[str, str], ...]:
    """What is configured, the nearest file's word first."""
    found: dict[str, str] = {}
    for one in place.configured:
        for name, said in one.said.items():
            if name in _KEPT:
                found.setdefault(name, ",".join(said))
    return tuple(sorted(found.items()))


def _folder(members: Sequence[str]) -> str:
    """The folder of a series: the one that holds all its files."""
    parts = [path.split("/")[:-1] for path in members if not path.endswith(_CODE)]
    return "/".join(os.path.commonprefix(parts))


def _written_in_code(place: Place, code: Sequence[str]) -> Iterator[str]:
    """The migrations in Java and Kotlin whose package is a place's folder under the resources."""
    for path in code:
        name = parse_code(path.rpartition("/")[2])
        package = re.sub(r".*?/(?:java|kotlin)/", "", f"/{path}").rpartition("/")[0]
        for folder in place.folders if name else ():
            resources = f"/{folder}".rpartition("/resources/")[2].strip("/")
            if module(path) == module(f"{folder}/") and f"{package}/".startswith(f"{resources}/"):
                yield path
                break


def _odd(paths: Sequence[str]) -> list[Evidence]:
    """What stands among the migrations and is never run."""
    if not paths:
        return []
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return [Evidence(f"not named as Flyway wants, so it is not run: {paths[0].rpartition('/')[2]}{more}", paths[0])]


def _dialects(
    tree: Tree, place: Place, members: Sequence[str], named: tuple[str, ...]
) -> tuple[tuple[str, ...], list[Evidence]]:
    """The databases of a series: by its folder, the configured address, other folders, statements, drivers."""
    folder = _folder(members)
    if named:
        return named, [Evidence(f"{name}: a folder is named so", folder) for name in named]
    for one in place.configured:
        urls = one.said.get("url", ())
        if found := dialects.of_addresses(urls) or dialects.of_classes(urls):
            return found, [Evidence(f"{name}: the address of the database", one.path) for name in found]
    if name := dialects.of_folder(folder):
        return (name,), [Evidence(f"{name}: a folder is named so", folder)]
    texts = (text for path in members if path.endswith(".sql") and (text := tree.text(path)))
    if told := dialects.of_statements(texts):
        return (told[0],), [Evidence(f"{told[0]}: statements say “{told[1]}”", folder)]
    if driver := manifests.driver(tree, folder):
        return (driver.name,), [Evidence(f"{driver.name}: its driver is named", driver.path)]
    return (), [Evidence("nothing tells which database the migrations are for", folder)]


def _runner(tree: Tree, place: Place, members: Sequence[str], known: tuple[str, ...]) -> Runner:
    """Flyway as it is configured here."""
    said = [text for one in place.configured for name in ("initsql", "url") for text in one.said.get(name, ())]
    said += [text for path in members if _BEFORE_EACH.fullmatch(path.rpartition("/")[2]) and (text := tree.text(path))]
    lock = next((one.one("postgresqltransactionallock") for one in place.configured if "postgresqltransactionallock" in one.said), None)
    return Runner(
        "flyway",
        "run" if dict(_settings(place)).get("group") == "true" else "migration",
        lock_timeout=timeout("lock_timeout", said),
        statement_timeout=timeout("statement_timeout", said),
        locks_out_concurrent=lock != "false" and (not known or "postgresql" in known),
    )
