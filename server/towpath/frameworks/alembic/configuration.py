"""Alembic's own configuration: sections of an ini file, or `[tool.alembic]` of pyproject.toml."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from towpath.operations import value
from towpath.project import Tree
from towpath.project.errors import NotTomlError
from towpath.project.toml import load
from towpath.source import pattern

_SECTION = pattern(r"\[([^\]]+)\].*")
_PAIR = pattern(r"([^=:]+?)\s*[=:]\s*(.*)", re.S)
_INTERPOLATED = pattern(r"%\((\w+)\)s")
# What may stand between several version locations, by the name that configuration has for it.
_SEPARATORS = {"space": " ", "newline": "\n", "os": ":", ":": ":", ";": ";"}


@value
class Configured:
    """What one configuration says of one series. `path` is its file; folders are relative to the project.

    `versions` is empty where nothing is said: then it is `versions` in the folder of the scripts.
    """

    path: str
    scripts: str
    versions: tuple[str, ...] = ()
    recursive: bool = False
    file_template: str = "%(rev)s_%(slug)s"
    slug_length: int = 40
    urls: tuple[str, ...] = ()
    section: str = ""


def configurations(tree: Tree) -> Iterator[Configured]:
    """Every series that a configuration of the project names."""
    for path in tree.paths():
        name = path.rpartition("/")[2]
        if name == "pyproject.toml":
            yield from _of_toml(tree, path)
        elif path.endswith(".ini"):
            yield from _of_ini(tree, path)


def _of_ini(tree: Tree, path: str) -> Iterator[Configured]:
    text = tree.text(path) or ""
    own = path.rpartition("/")[2] == "alembic.ini"
    if not own and "script_location" not in text:
        return
    sections = ini(text)
    urls = tuple(keys["sqlalchemy.url"] for keys in sections.values() if keys.get("sqlalchemy.url"))
    for section, keys in sections.items():
        # Flask-Migrate keeps the file among the scripts, and says where these are elsewhere.
        if "script_location" in keys or (own and section == "alembic"):
            found = [keys["sqlalchemy.url"]] if keys.get("sqlalchemy.url") else urls
            yield _configured(tree, path, section, {"script_location": "%(here)s", **keys}, tuple(found))


def ini(text: str) -> dict[str, dict[str, str]]:
    """The sections of an ini file as Python's configparser has them; lines that say nothing are passed by."""
    found: dict[str, dict[str, str]] = {}
    keys: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        bare = line.strip()
        if not bare or bare[0] in "#;":
            continue
        if section := _SECTION.fullmatch(bare):
            keys, key = found.setdefault(section[1], {}), ""
        elif line[0].isspace() and key:
            keys[key] = f"{keys[key]}\n{bare}".strip()
        elif pair := _PAIR.fullmatch(bare):
            key = pair[1].strip().lower()
            keys[key] = pair[2].strip()
    return found


def _of_toml(tree: Tree, path: str) -> Iterator[Configured]:
    text = tree.text(path) or ""
    if "alembic" not in text:
        return
    try:
        said: Any = load(path, text).get("tool", {}).get("alembic", {})
    except (NotTomlError, AttributeError):
        return
    if isinstance(said, Mapping) and "script_location" in said:
        keys: dict[str, Any] = dict(said)  # pyright: ignore[reportUnknownArgumentType]
        if isinstance(keys.get("version_locations"), list):
            keys |= {"version_locations": "\n".join(map(str, keys["version_locations"])), "path_separator": "newline"}
        flat = {key: str(said).lower() if isinstance(said, bool) else str(said) for key, said in keys.items()}
        yield _configured(tree, path, "tool.alembic", flat, ())


def _configured(tree: Tree, path: str, section: str, keys: Mapping[str, str], urls: tuple[str, ...]) -> Configured:
    here = path.rpartition("/")[0]
    plain = {key: _interpolated(said, keys, here) for key, said in keys.items()}
    separator = _SEPARATORS.get(plain.get("path_separator") or plain.get("version_path_separator") or "")
    said = plain.get("version_locations", "").strip()
    parts = said.split(separator) if separator else re.split(r"[,\s]+", said)
    length = plain.get("truncate_slug_length", "")
    return Configured(
        path,
        folder(tree, here, plain["script_location"]),
        tuple(folder(tree, here, part.strip()) for part in parts if part.strip()),
        plain.get("recursive_version_locations", "").lower() in ("true", "1", "yes", "on"),
        keys.get("file_template", "%(rev)s_%(slug)s").replace("%%", "%"),
        int(length) if length.isdigit() else 40,
        urls,
        section,
    )


def _interpolated(said: str, keys: Mapping[str, str], here: str) -> str:
    """A value with others put in: `%(here)s` is the folder of the file."""
    known = {**keys, "here": f"\0{here}"}
    return _INTERPOLATED.sub(lambda match: known.get(match[1], match[0]), said).replace("%%", "%")


def folder(tree: Tree, here: str, said: str) -> str:
    """The folder that is meant: relative to the file, to the project, or one of a package (`app:migrations`).

    Where none of these is there, the one whose path ends like it.
    """
    said = said.replace("\\", "/")
    if said.startswith("\0"):
        return joined("", said[1:])
    package, _, inner = said.partition(":")
    wanted = f"{package.replace('.', '/')}/{inner}" if inner and not said.startswith("/") else said
    for start in (here, "", f"{here}/src".lstrip("/"), "src"):
        found = joined(start, wanted)
        if tree.under(found):
            return found
    ending = f"/{wanted.strip('./')}/env.py"
    whole = next((path for path in tree.paths() if f"/{path}".endswith(ending)), None)
    return whole.rpartition("/")[0] if whole else joined(here, wanted)


def joined(start: str, path: str) -> str:
    """A path from a folder on, without dots."""
    parts = [part for part in start.split("/") if part]
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
