"""What configuration files say of Flyway: its own, Spring's, Quarkus', Micronaut's, Maven's and Gradle's."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks import settings
from towpath.frameworks.settings import Values
from towpath.project import Tree
from towpath.source import pattern

# Flyway's settings that matter here, in lower case and without `-`, `.` and `_`, which the systems write differently.
KNOWN = frozenset(
    """
    locations callbacklocations sqlmigrationprefix repeatablesqlmigrationprefix undosqlmigrationprefix
    baselinemigrationprefix sqlmigrationseparator sqlmigrationsuffixes mixed group outoforder executeintransaction
    postgresqltransactionallock placeholderreplacement initsql url
    """.split()
)
_ALIASES = {"initsqls": "initsql", "sqlmigrationsuffix": "sqlmigrationsuffixes"}
_OWN = (".conf", ".toml", ".properties")
_APPLICATION = pattern(r"(?:application|bootstrap)(?P<profile>-[\w.-]+)?\.(?:ya?ml|properties)")
_BUILD = frozenset(("pom.xml", "build.gradle", "build.gradle.kts"))
_FLYWAY = pattern(r"(?:spring\.|quarkus\.)?flyway\.(?:datasources\.(?P<group>[^.]+)\.)?(?P<key>.+)")
_ENVIRONMENT = pattern(r"environments\.(?P<group>[^.]+)\.(?:flyway\.)?(?P<key>.+)")
_DATABASE = pattern(
    r"(?:(?:datasources|quarkus\.datasource)\.(?:\"?(?P<group>[\w-]+)\"?\.)?|(?:.*\.)?)"
    r"(?:(?:jdbc[.-]?)?url|db-kind|driver-?class-?name|database-platform)",
    re.I,
)
_SESSION = pattern(r".*\bconnection-?init-?sql", re.I)
_PROFILE_OF_QUARKUS = pattern(r"%(?P<profile>[\w,-]+)\.")


class Configured(NamedTuple):
    """What a file says, or says for one of the databases that it names."""

    path: str
    said: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str | None:
        found = self.said.get(name)
        return found[0] if found else None

    @property
    def locations(self) -> tuple[str, ...]:
        found = (*self.said.get("locations", ()), *self.said.get("callbacklocations", ()))
        return tuple(part.strip() for text in found for part in text.split(",") if part.strip())


def module(path: str) -> str:
    """The folder of the part of a project that a file belongs to: what stands before `src`, else its own folder."""
    before, found, _ = f"/{path}".rpartition("/src/")
    return before.lstrip("/") if found else path.rpartition("/")[0]


def is_for_tests(path: str) -> bool:
    """Whether a file is only there when the tests run."""
    profile = _APPLICATION.fullmatch(path.rpartition("/")[2])
    return bool(re.search(r"(?:^|/)(?:test|tests|testFixtures|\w+Test)/", path)) or bool(
        profile and re.match(r"-(?:test|it|ci)\b", profile["profile"] or "")
    )


def configured(tree: Tree) -> list[Configured]:
    """All that the project's files say, the general ones before those for a profile."""
    paths = [path for path in tree.paths() if _may_say(path.rpartition("/")[2])]
    return [
        one
        for path in sorted(paths, key=_general_first)
        if (text := tree.text(path))
        for one in _groups(path, _said(_values(path, text)))
    ]


def _may_say(name: str) -> bool:
    if name.startswith(("application", "bootstrap")):
        return _APPLICATION.fullmatch(name) is not None
    return name in _BUILD or ("flyway" in name.lower() and name.endswith(_OWN) and not name.endswith(".sql.conf"))


def _general_first(path: str) -> tuple[str, int, str]:
    folder, _, name = path.rpartition("/")
    return folder, len(name.partition("-")[2]), name


def _values(path: str, text: str) -> Values:
    if path.rpartition("/")[2] in _BUILD:
        return dict(_plugin(text)) if "flyway" in text else {}
    return settings.flat(path, text)


def _plugin(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The settings of Maven's or Gradle's plugin."""
    block = re.search(r"flyway-maven-plugin.*?<configuration>(.*?)</configuration>", text, re.S)
    if block:
        found: dict[str, tuple[str, ...]] = {}
        for key, value in re.findall(r"<(\w+)>([^<>]+)</\1>", block[1]):
            key = f"flyway.{key}s" if key == "location" else f"flyway.{key}"
            found[key] = (*found.get(key, ()), value.strip())
        yield from found.items()
    block = re.search(r"^\s*flyway\s*\{(.*?)^\s*\}", text, re.S | re.M)
    for key, value in re.findall(r"^\s*(\w+)\s*=?\s*(.+)$", block[1], re.M) if block else ():
        quoted = tuple(match[2] for match in re.finditer(r"([\"'])(.*?)\1", value))
        yield f"flyway.{key}", quoted or (value.strip(),)


def _said(values: Values) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The settings among the values: for which database (none: for all), which one, and what."""
    for key, said in values.items():
        profile = _PROFILE_OF_QUARKUS.match(key)
        if profile and profile["profile"] in ("test", "dev"):
            continue
        key = key[profile.end() :] if profile else key
        match = _ENVIRONMENT.fullmatch(key) or _FLYWAY.fullmatch(key)
        if match and (found := _known(match["key"])):
            yield found[0] or match["group"] or "", found[1], said
        elif _SESSION.fullmatch(key):
            yield "", "initsql", said
        elif match is None and (database := _DATABASE.fullmatch(key)):
            group = database["group"] or ""
            yield "" if group in ("datasource", "default", "spring", "jdbc") else group, "url", said


def _known(key: str) -> tuple[str, str] | None:
    """The group and the plain name of a setting of Flyway's; Quarkus puts the group in front."""
    plain = re.sub(r"[-._]", "", key).lower()
    plain = _ALIASES.get(plain, plain)
    if plain in KNOWN:
        return "", plain
    group, _, rest = key.partition(".")
    return (group.strip('"'), found[1]) if rest and (found := _known(rest)) else None


def _groups(path: str, said: Iterable[tuple[str, str, tuple[str, ...]]]) -> list[Configured]:
    """One for each database that has locations of its own, with what is said for all; else one for the file."""
    groups: dict[str, dict[str, tuple[str, ...]]] = {"": {}}
    for group_name, setting, values in said:
        groups.setdefault(group_name, {})[setting] = values
    general = groups.pop("")
    located = [group for group in groups.values() if "locations" in group]
    if located:
        own = [general] if "locations" in general else []
        return [Configured(path, one) for one in (*own, *({**general, **group} for group in located))]
    for group in groups.values():
        general = {**group, **general, "url": (*general.get("url", ()), *group.get("url", ()))}
    return [Configured(path, general)] if any(general.values()) else []
