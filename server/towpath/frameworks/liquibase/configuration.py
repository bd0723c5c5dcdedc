"""What configuration files say of Liquibase: its own, Spring's, Quarkus', Maven's and Gradle's."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks import settings
from towpath.frameworks.flyway.configuration import is_for_tests
from towpath.project import Tree
from towpath.source import pattern

_CHANGELOG = pattern(
    r"(?:liquibase\.(?:command\.)?)?changelog-?file|.*\bliquibase\.(?:\"?[\w-]+\"?\.)?change-?log", re.I
)
_ADDRESS = pattern(
    r"(?:liquibase\.(?:command\.)?)?url|.*\bliquibase\.(?:\"?[\w-]+\"?\.)?(?:url|driver-?class-?name)"
    r"|.*\b(?:r2dbc|datasource)\.(?:.*\.)?(?:(?:jdbc[.-]?)?url|db-kind|driver-?class-?name)|.*database-platform",
    re.I,
)
_PARAMETER = pattern(r"(?:parameter|.*\bliquibase\.(?:change-log-)?parameters)\.(?P<name>.+)", re.I)
_SESSION = pattern(r".*\bconnection-?init-?sql", re.I)
_APPLICATION = pattern(r"(?:application|bootstrap)[\w.-]*\.(?:ya?ml|properties)")
_BUILD = frozenset(("pom.xml", "build.gradle", "build.gradle.kts"))
_PLUGIN = pattern(r"<(?P<key>changeLogFile|url|driver)>(?P<value>[^<>]+)</(?P=key)>", re.I)


class Configured(NamedTuple):
    """What a file says: changelogs, addresses of databases, parameters, and what is sent before the migrations."""

    path: str
    changelogs: tuple[str, ...]
    addresses: tuple[str, ...]
    parameters: Mapping[str, str]
    session: tuple[str, ...]


def configured(tree: Tree) -> list[Configured]:
    """All that the project's files say, but for those of its tests."""
    found: list[Configured] = []
    for path in tree.paths():
        name = path.rpartition("/")[2]
        if _may_say(name) and not is_for_tests(path) and (text := tree.text(path)):
            one = _said(path, dict(_values(path, text)))
            found += [one] if any(one[1:]) else []
    return found


def _may_say(name: str) -> bool:
    if name in _BUILD or (name.startswith(("application", "bootstrap")) and _APPLICATION.fullmatch(name)):
        return True
    return "liquibase" in name.lower() and name.endswith((".properties", ".yml", ".yaml"))


def _values(path: str, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if path.rpartition("/")[2] not in _BUILD:
        yield from settings.flat(path, text).items()
        return
    block = re.search(r"liquibase-maven-plugin.*?<configuration>(.*?)</configuration>", text, re.S)
    for match in _PLUGIN.finditer(block[1]) if block else ():
        yield ("changelogFile" if match["key"].lower() == "changelogfile" else "url"), (match["value"].strip(),)


def _said(path: str, values: Mapping[str, tuple[str, ...]]) -> Configured:
    changelogs: list[str] = []
    addresses: list[str] = []
    session: list[str] = []
    parameters: dict[str, str] = {}
    for key, said in values.items():
        if parameter := _PARAMETER.fullmatch(key):
            parameters[parameter["name"]] = said[0]
        elif _CHANGELOG.fullmatch(key):
            changelogs += said
        elif _ADDRESS.fullmatch(key):
            addresses += said
        elif _SESSION.fullmatch(key):
            session += said
    return Configured(path, tuple(changelogs), tuple(addresses), parameters, tuple(session))
