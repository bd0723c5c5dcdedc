"""The setting that lets a concurrent build finish, in the configuration files that may hold it."""

import re

from towpath.source import Edit, Source

SETTING = "flyway.postgresql.transactional.lock=false"


def without_lock(source: Source) -> Edit | None:
    """The edit that turns the lock off in a file of Flyway's or Spring's; None where it cannot stand there."""
    name = source.path.rpartition("/")[2]
    if name.endswith(".toml"):
        return _in_toml(source)
    if name.endswith(".conf"):
        return _line(source, SETTING, "flyway.")
    if name.endswith(".properties"):
        return _line(source, "spring.flyway.postgresql.transactional-lock=false", "spring.flyway.")
    if name.endswith((".yml", ".yaml")):
        return _in_yaml(source)
    return None


def _line(source: Source, line: str, beside: str) -> Edit:
    """A line behind the last one of its kind, or at the end of the file."""
    lines = re.finditer(rf"^[ \t]*{re.escape(beside)}[^\r\n]*(?:\r\n|\n|\r|\Z)", source.text, re.M)
    at = max((line.end() for line in lines), default=len(source.text))
    lead = "" if at == 0 or source.text[at - 1] in "\r\n" else source.newline
    return source.insertion(at, f"{lead}{line}{source.newline}")


def _in_toml(source: Source) -> Edit:
    at = len(source.text)
    lead = "" if not source.text or source.text.endswith("\n") else source.newline
    gap = source.newline if source.text.strip() else ""
    return source.insertion(
        at, f"{lead}{gap}[flyway.postgresql.transactional]{source.newline}lock = false{source.newline}"
    )


def _in_yaml(source: Source) -> Edit | None:
    """Below `flyway:` under `spring:`, one level deeper than it stands."""
    found = re.search(
        r"^spring:[^\n]*\n(?:[ \t]+[^\n]*\n|\s*\n)*?(?P<indent>[ ]+)flyway:[ \t]*\r?\n", source.text, re.M
    )
    if not found:
        return None
    indent = found["indent"]
    inner, newline = indent * 2, source.newline
    return source.insertion(
        found.end(), f"{inner}postgresql:{newline}{inner}{indent}transactional-lock: false{newline}"
    )
