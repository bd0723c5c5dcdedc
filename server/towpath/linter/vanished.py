"""A series of which nothing is left: no file of its own can say so, so what names its folder does."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from towpath import frameworks
from towpath.linter.loaded import Loaded
from towpath.linter.placed import FileReport, Placed, Proposal, Rewrite
from towpath.project import Found, Tree
from towpath.project.configurations import NAMES as CONFIGURATIONS
from towpath.rule import Finding
from towpath.source import Source, Span

RULE = "deleted-migration"
# Files that are written to configure something, and nothing else: what stands in code is told of the code.
_CONFIGURING = (".toml", ".ini", ".cfg", ".conf", ".properties", ".yml", ".yaml", ".json", ".prisma", ".env")


class Vanished(NamedTuple):
    """A series that the base has and that is gone, as it was; and the texts of its files there."""

    found: Found
    texts: Mapping[str, str]


def vanished(texts: Mapping[str, str], tree: Tree, there: Iterable[Found]) -> Iterator[Vanished]:
    """The series that nothing is left of; `texts` are the files that the base has and that are gone."""
    names = {_name(path) for one in there for path in one.files}
    for found in frameworks.detect(tree.with_changes(texts)) if texts else ():
        # What moved as a whole is a series elsewhere.
        if texts.keys() >= set(found.files) and not {_name(path) for path in found.files} <= names:
            folders = {path.rpartition("/")[0] for path in found.files}
            yield Vanished(found, {path: text for path, text in texts.items() if path.rpartition("/")[0] in folders})


def report(one: Vanished, loaded: Loaded, base: str, tree: Tree) -> FileReport | None:
    """What is said of it, where its folder is named; None where nobody wants to hear it."""
    rule = next((rule for rule in loaded.settings.rules if rule.name == RULE), None)
    severity = loaded.rules.severity(rule, Finding(""), 0) if rule else None
    if rule is None or severity is None:
        return None
    found = one.found
    path, span = _place(found, tree)
    where = found.folder or found.files[0].rpartition("/")[0] or "."
    message = f"the migrations that {base} has in {where} ({_files(found.files)}) are all gone"
    placed = Placed(
        RULE, rule.family, severity, message, path, span, found.framework, loaded.database, migration="", direction="up"
    )
    return FileReport(path, found.framework, loaded.database, True, (placed,))


def restoring(one: Vanished, base: str) -> Proposal:
    """All of its files, again."""
    return Proposal(f"Restore what {base} has there ({_files(one.texts)})", False, True, Rewrite({}, one.texts, {}))


def _files(paths: Collection[str]) -> str:
    return f"{len(paths):,} file{'' if len(paths) == 1 else 's'}"


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _place(found: Found, tree: Tree) -> tuple[str, Span]:
    """The configuration that names the folder, else one that is there, else the root."""
    told = [*found.configuration, *(one.path for one in found.evidence), *CONFIGURATIONS]
    sources = [
        source
        for path in dict.fromkeys(told)
        if path.endswith(_CONFIGURING) and tree.there(path) and isinstance(source := tree.read(path), Source)
    ]
    parts = (found.folder or found.files[0].rpartition("/")[0]).split("/")
    # Some name the whole folder, some the one around it, or it from there on.
    for name in ("/".join(parts), *("/".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)), parts[-1]):
        named = (re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", source.text) for source in sources if name)
        for source, at in zip(sources, named):
            if at:
                return source.path, Span(*at.span())
    return (sources[0].path, Span(0, 0)) if sources else (".", Span(0, 0))
