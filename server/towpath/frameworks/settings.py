"""Configuration files of other tools as flat keys with their values; what cannot be read gives none."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from towpath.project.errors import NotTomlError
from towpath.project.toml import load
from towpath.source import pattern

Values = dict[str, tuple[str, ...]]

_PROPERTY = pattern(r"\s*(?P<key>(?:\\.|[^\s=:#!\\])(?:\\.|[^\s=:\\])*)\s*[=:\s]\s*(?P<value>.*)")
_CONTINUED = pattern(r"\\\r?\n[ \t]*")
_YAML_LINE = pattern(
    r"(?P<indent>[ ]*)(?P<dash>-[ ]+)?(?:(?P<key>\"[^\"]*\"|'[^']*'|[^\s#\"'\[\]{},&*!|>%@`:-][^:#]*?|-[^\s:][^:#]*?)"
    r"[ ]*:(?=\s|$)[ ]*)?(?P<value>.*)"
)
_YAML_COMMENT = pattern(r"(?:^|\s)#.*$")
# A document of a YAML file that holds for tests alone.
_FOR_TESTS = pattern(r"^\s*(?:on-profile|profiles)\s*:\s*[\"']?(?:test|it)\b", re.M)


def flat(path: str, text: str) -> Values:
    """The values of a file by dotted keys, in the form that its name tells; a list's elements are values of its key."""
    if path.endswith(".toml"):
        return _toml(path, text)
    if path.endswith((".yml", ".yaml")):
        return _yaml(text)
    return properties(text)


def properties(text: str) -> Values:
    """Java's properties, and Flyway's `.conf`: a key, a value, and a backslash where a line goes on."""
    found: Values = {}
    for line in _CONTINUED.sub("", text).splitlines():
        if (match := _PROPERTY.match(line)) and not line.lstrip().startswith(("#", "!")):
            found[re.sub(r"\\(.)", r"\1", match["key"])] = (match["value"].strip(),)
    return found


def _toml(path: str, text: str) -> Values:
    try:
        return dict(_flattened(load(path, text), ""))
    except NotTomlError:
        return {}


def _flattened(tree: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, found in tree.items():
        if isinstance(found, Mapping):
            yield from _flattened(found, f"{prefix}{key}.")  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(found, list):
            yield f"{prefix}{key}", tuple(_scalar(element) for element in found)  # pyright: ignore
        else:
            yield f"{prefix}{key}", (_scalar(found),)


def _scalar(found: object) -> str:
    return str(found).lower() if isinstance(found, bool) else str(found)


def _yaml(text: str) -> Values:
    """The mappings, lists and scalars of YAML as people write them in such files; anchors and tags are left alone."""
    found: Values = {}
    for document in re.split(r"^---.*$", text, flags=re.M):
        if not _FOR_TESTS.search(document):
            for key, said in _document(document).items():
                found.setdefault(key, said)
    return found


def _document(text: str) -> Values:
    found: Values = {}
    open_keys: list[tuple[int, str]] = []
    for raw in text.splitlines():
        line = _YAML_COMMENT.sub("", raw).rstrip()
        match = _YAML_LINE.fullmatch(line)
        if not line.strip() or match is None:
            continue
        indent = len(match["indent"]) + (len(match["dash"]) if match["dash"] and match["key"] else 0)
        while open_keys and (open_keys[-1][0] >= indent + bool(match["dash"] and not match["key"])):
            open_keys.pop()
        if match["key"]:
            open_keys.append((indent, match["key"].strip("\"'")))
        said = _yaml_values(match["value"])
        if said and open_keys:
            key = ".".join(name for _, name in open_keys)
            found[key] = (*found.get(key, ()), *said)
    return found


def _yaml_values(text: str) -> tuple[str, ...]:
    """A scalar without its quotes, or the elements of a list in brackets; the sign of a block of lines is none."""
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return tuple(value for part in text[1:-1].split(",") for value in _yaml_values(part))
    if re.fullmatch(r"[|>][-+\d]*", text):
        return ()
    return (text.strip("\"'"),) if text else ()
