"""The tables and columns that a schema of Prisma's names."""

import re
from collections.abc import Iterator

from towpath.project import Dumped, Found, Tree
from towpath.source import pattern

_MODEL = pattern(
    r"^[ \t]*(?:model|view)[ \t]+(?P<name>\w+)[ \t]*\{[^\n]*\n(?P<body>(?:(?![ \t]*\})[^\n]*\n)*)[ \t]*\}", re.M
)
_FIELD = pattern(r"^[ \t]*(?P<name>\w+)[ \t]+(?P<type>\w+)(?P<rest>[^\n]*)$", re.M)
_MAP = pattern(r"(?<!@)@map\((?:name:\s*)?\"(?P<name>[^\"]*)\"")
_TABLE = pattern(r"@@map\((?:name:\s*)?\"(?P<name>[^\"]*)\"")
# A text may hold what looks like a comment.
_COMMENT = pattern(r"(?P<text>\"(?:[^\"\\\n]|\\[^\n])*\")|//[^\n]*")


def dumped(found: Found, tree: Tree) -> Dumped | None:
    """What the files of the schema say that stands beside the migrations; None where there are none."""
    above = found.folder.rpartition("/")[0]
    paths = [path for path in tree.under(above) if path.endswith(".prisma")]
    text = _COMMENT.sub(lambda match: match["text"] or "", "\n".join(filter(None, map(tree.text, paths))))
    models = {match["name"]: match["body"] for match in _MODEL.finditer(text)}
    if not models:
        return None
    return Dumped(
        paths[0], columns={_table(name, body): frozenset(_columns(body, models)) for name, body in models.items()}
    )


def _table(name: str, body: str) -> str:
    found = _TABLE.search(body)
    return found["name"] if found else name


def _columns(body: str, models: dict[str, str]) -> Iterator[str]:
    """The columns of a model: its fields but for those that lead to other models."""
    for field in _FIELD.finditer(body):
        if field["type"] not in models:
            found = _MAP.search(field["rest"])
            yield found["name"] if found else field["name"]
