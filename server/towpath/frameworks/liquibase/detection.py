"""Finds Liquibase's changelogs by what stands in them, and which of them others are included by."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from towpath.frameworks import dialects
from towpath.frameworks.flyway.configuration import module
from towpath.frameworks.liquibase.changelog import is_changelog, read, syntax
from towpath.frameworks.liquibase.configuration import Configured, configured
from towpath.frameworks.liquibase.including import included, located
from towpath.frameworks.liquibase.reading import FIRST
from towpath.frameworks.manifests import above
from towpath.frameworks.timeouts import timeout
from towpath.frameworks.told import told
from towpath.project import Evidence, Found, Runner, Tree
from towpath.source import pattern
from towpath.syntax.markup import Node, Text, filled

_MASTER = pattern(r"(?:.*[./_-])?(?:db\.changelog|changelog|db)?[._-]?(?:master|root|main|index)\.\w+", re.I)
_DBMS = pattern(r"\b(?:dbms|context(?:Filter)?|dbms\W+type)[\"']?\s*[=:]\s*[\"']?(?P<names>[\w, ]+)")
_NAMED_FILE = pattern(r"sqlFile|loadData|loadUpdateData")
_PATH = pattern(r"""path["']?\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s,}]+))""")


def detect(tree: Tree, candidates: Iterable[str]) -> Iterator[Found]:
    """Every series: a changelog that nothing includes, with all that it includes; `candidates` may be changelogs."""
    logs = [path for path in candidates if is_changelog(path, tree.text(path) or "")]
    if not logs:
        return
    said = configured(tree)
    below = {path: _included(tree, path) for path in logs}
    inside = {path for paths in below.values() for path in paths}
    named = {path: one for one in said for name in one.changelogs if (path := _of_name(tree, one, name))}
    first = [path for path in logs if path not in inside or path in named]
    for group in _groups(first, below, named):
        yield _found(tree, group, below, named, said)


def _included(tree: Tree, path: str) -> list[str]:
    """The files that a changelog includes, in order."""
    text = tree.text(path)
    found: list[str] = []
    for entry in read(path, text).entries if text is not None else ():
        if entry.kind in ("include", "includeAll"):
            paths = included(tree, path, entry.kind, filled(entry.node, {}))
            found += [one for one in paths if one not in found] if not isinstance(paths, str) else []
    return found


def _of_name(tree: Tree, said: Configured, name: str) -> str | None:
    """The changelog that a configuration names."""
    inner = re.sub(r"\$\{[^}]*\}|\{\{[^}]*\}\}", "", name).strip("\"' ")
    around = module(said.path)
    resources = f"{around}/src/main/resources/x".lstrip("/")
    return located(tree, resources, inner, Node("include")) or located(tree, f"{around}/x".lstrip("/"), inner, Node(""))


def _groups(first: Sequence[str], below: dict[str, list[str]], named: dict[str, Configured]) -> list[tuple[str, ...]]:
    """What begins a series each: a file that includes others or is named; files beside each other that do neither."""
    alone: dict[str, list[str]] = {}
    groups: list[tuple[str, ...]] = []
    for path in first:
        if below[path] or path in named or _MASTER.fullmatch(path.rpartition("/")[2]):
            groups.append((path,))
        else:
            alone.setdefault(path.rpartition("/")[0], []).append(path)
    return [*groups, *(tuple(sorted(paths)) for paths in alone.values())]


class _Reached(NamedTuple):
    """Changelogs in the order in which they are come to, and the files that they name besides."""

    logs: list[str]
    others: list[str]


def _reached(tree: Tree, first: Sequence[str], below: dict[str, list[str]]) -> _Reached:
    logs: list[str] = []
    others: list[str] = []
    stack = list(reversed(first))
    while stack:
        path = stack.pop()
        if path in logs:
            continue
        logs.append(path)
        stack += reversed(below.get(path, []))
        others += [one for one in _files(tree, path) if one not in others]
    return _Reached(logs, others)


def _files(tree: Tree, path: str) -> Iterator[str]:
    """The files of SQL that changes in a changelog name."""
    text = tree.text(path) or ""
    if syntax(path) == "sql":
        return
    for match in _NAMED_FILE.finditer(text):
        found = _PATH.search(text, match.end(), match.end() + 400)
        name = next((one for one in found.groups() if one), "") if found else ""
        if name.lower().endswith(".sql"):
            for relative in ("true", "false"):
                node = Node("sqlFile", {"relativeToChangelogFile": Text(relative)})
                if (there := located(tree, path, name, node)) is not None:
                    yield there
                    break


def _found(
    tree: Tree,
    first: tuple[str, ...],
    below: dict[str, list[str]],
    named: dict[str, Configured],
    said: list[Configured],
) -> Found:
    reached = _reached(tree, first, below)
    near = [named[path] for path in first if path in named] or _near(first[0], said)
    folder = _folder(reached.logs)
    known, why = _dialects(tree, folder, reached.logs, near)
    texts = [text for one in near for text in (*one.addresses, *one.session)]
    runner = Runner(
        "liquibase",
        lock_timeout=timeout("lock_timeout", texts),
        statement_timeout=timeout("statement_timeout", texts),
        goes_back=True,
        outside="migration",
        order="listed",
        checksum="statements",
    )
    evidence = [Evidence(f"a changelog of Liquibase's: {first[0].rpartition('/')[2]}", first[0])]
    evidence += [Evidence("names the changelog", named[path].path) for path in first if path in named]
    more = len(reached.logs) - len(first)
    evidence += [Evidence(f"{more} files that it includes", first[0])] if more else []
    parameters = {name: value for one in near for name, value in one.parameters.items()}
    return Found(
        "liquibase",
        folder,
        tuple(dict.fromkeys((*reached.logs, *reached.others))),
        runner,
        known,
        (*evidence, *why),
        ((FIRST, "\n".join(first)), *((f"parameter.{name}", value) for name, value in sorted(parameters.items()))),
        tuple(dict.fromkeys(one.path for one in near)),
    )


def _near(path: str, said: Sequence[Configured]) -> list[Configured]:
    """What is configured in the part of the project that a changelog belongs to, or in the nearest one above it."""
    for folder in above(_part(path)):
        found = [one for one in said if _part(one.path) == folder.rstrip("/")]
        if found:
            return found
    return []


def _part(path: str) -> str:
    """The part of a project that a file belongs to; Grails keeps configuration and changelogs beside each other."""
    before, found, _ = f"/{path}".rpartition("/grails-app/")
    return before.lstrip("/") if found else module(path)


def _folder(paths: Sequence[str]) -> str:
    """The folder that holds all files of a series."""
    parts = [path.split("/")[:-1] for path in paths]
    return "/".join(column[0] for column in takewhile(lambda column: len(set(column)) == 1, zip(*parts)))


def _dialects(
    tree: Tree, folder: str, paths: Sequence[str], near: Sequence[Configured]
) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """The databases: by configured addresses, and those that change sets are for; else as anywhere."""
    known: dict[str, Evidence] = {}
    for one in near:
        for name in dialects.of_addresses(one.addresses) or dialects.of_classes(one.addresses):
            known.setdefault(name, Evidence(f"{name}: the address of the database", one.path))
    for path in paths:
        for name in _meant(tree.text(path) or ""):
            known.setdefault(name, Evidence(f"{name}: change sets are for it", path))
    known = {name: why for name, why in known.items() if name not in dialects.STAND_INS}
    return (tuple(known), tuple(known.values())) if known else told(tree, folder, paths)


def _meant(text: str) -> Iterator[str]:
    """The databases that something in a changelog is for."""
    for match in _DBMS.finditer(text):
        for word in match["names"].split(","):
            if (name := dialects.named(word.strip())) is not None:
                yield name
