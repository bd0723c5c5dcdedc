"""Finds the series of Flyway migrations, and what they run on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from towpath.frameworks import dialects
from towpath.frameworks.flyway.configuration import KNOWN, Configured, configured, module
from towpath.frameworks.flyway.locations import Place, by_dialect, places
from towpath.frameworks.flyway.lock import SETTING, without_lock
from towpath.frameworks.flyway.names import SETTINGS, naming, parse, parse_code
from towpath.frameworks.timeouts import timeout
from towpath.frameworks.told import Told, by_name, told
from towpath.operations import replace
from towpath.project import Evidence, Found, Runner, Tree
from towpath.source import Source, pattern

_CODE = (".java", ".kt")
# Names that only Flyway gives.
_TELLING = pattern(r"(?:[VUB]\d+(?:[._]\d+)*|R)__.*\.(?i:sql)", re.S)
# What decides how a migration runs or is named, and so belongs to what is found.
_KEPT = SETTINGS | {"mixed", "group", "outoforder", "executeintransaction"}
# Callbacks that run on the connection of the migrations, right before each.
_BEFORE_EACH = pattern(r"beforeEachMigrate(?:Statement)?(?:__.*)?\.sql")


def detect(tree: Tree) -> Iterator[Found]:
    """Every series: one for each place, or for each database that a place has folders for."""
    said = configured(tree)
    suffixes = {
        ".sql",
        *(end for one in said for text in one.said.get("sqlmigrationsuffixes", ()) for end in text.split(",")),
    }
    endings = tuple(end.strip().lower() for end in suffixes if end.strip())
    files = [path for path in tree.paths() if path.lower().endswith(endings)]
    recognised = {folder for folder, _, name in (path.rpartition("/") for path in files) if _TELLING.fullmatch(name)}
    code = [path for path in tree.paths() if path.endswith(_CODE)]
    for place in places(files, recognised, said):
        yield from _at(tree, place, files, code)


def _at(tree: Tree, place: Place, files: Sequence[str], code: Sequence[str]) -> Iterator[Found]:
    how = naming(_settings(place))
    inside = [path for path in files if any(not top or path.startswith(f"{top}/") for top in place.folders)]
    names = {path: parse(path.rpartition("/")[2], how) for path in inside}
    if not any(name and name.kind != "callback" for name in names.values()):
        return
    groups = by_dialect(place, (*(path for path, name in names.items() if name), *_written_in_code(place, code)))
    named = tuple(sorted(name for name in groups if name and name not in dialects.STAND_INS))
    odd = _odd([path for path, name in names.items() if name is None])
    times = Counter(path for members in groups.values() for path in members)
    for dialect, members in groups.items():
        if not all(path.endswith(_CODE) for path in members):
            found = _found(tree, place, members, (dialect,) if dialect else named, odd)
            yield replace(found, shared=tuple(path for path in members if times[path] > 1))


def _found(tree: Tree, place: Place, members: Sequence[str], named: tuple[str, ...], odd: list[Evidence]) -> Found:
    known, why = _dialects(tree, place, members, named)
    return Found(
        "flyway",
        _folder(members),
        tuple(members),
        _runner(tree, place, members),
        known,
        (
            Evidence(f"named as Flyway names migrations: {members[0].rpartition('/')[2]}", members[0]),
            *(Evidence("configures Flyway", one.path) for one in place.configured if _configures(one)),
            *why,
            *odd,
        ),
        _settings(place),
        tuple(dict.fromkeys(one.path for one in place.configured)),
    )


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
    return "/".join(column[0] for column in takewhile(lambda column: len(set(column)) == 1, zip(*parts)))


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


def _dialects(tree: Tree, place: Place, members: Sequence[str], named: tuple[str, ...]) -> Told:
    """The databases of a series: by its own folder's name, by the configured addresses, else as anywhere."""
    if named:
        return by_name(named, _folder(members))
    said = [one for one in place.configured if _databases([one])]
    near = [one for one in said if module(one.path) == module(said[0].path)]
    if near:
        known = _databases(near)
        first = {name: next(one.path for one in near if name in _databases([one])) for name in known}
        return known, tuple(Evidence(f"{name}: the address of the database", first[name]) for name in known)
    return told(tree, _folder(members), members)


def _databases(configured: Sequence[Configured]) -> tuple[str, ...]:
    said = [text for one in configured for text in one.said.get("url", ())]
    return dialects.of_addresses(said) or dialects.of_classes(said)


def _runner(tree: Tree, place: Place, members: Sequence[str]) -> Runner:
    """Flyway as it is configured here."""
    said = [text for one in place.configured for name in ("initsql", "url") for text in one.said.get(name, ())]
    said += [text for path in members if _BEFORE_EACH.fullmatch(path.rpartition("/")[2]) and (text := tree.text(path))]
    lock = next((text for one in place.configured if (text := one.one("postgresqltransactionallock"))), None)
    waits = lock != "false"
    sources = [tree.read(one.path) for one in place.configured]
    writable = (source.path for source in sources if isinstance(source, Source) and without_lock(source))
    return Runner(
        "flyway",
        "run" if dict(_settings(place)).get("group") == "true" else "migration",
        lock_timeout=timeout("lock_timeout", said),
        statement_timeout=timeout("statement_timeout", said),
        concurrent_needs=SETTING if waits else "",
        concurrent_in=next(writable, "") if waits else "",
        late="runs" if dict(_settings(place)).get("outoforder") == "true" else "refuses",
        checksum="lines",
        compares_names=True,
    )
