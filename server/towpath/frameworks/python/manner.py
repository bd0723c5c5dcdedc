"""How an author writes Python: quotes, indentation, how long lines are, commas at the end of what is spread out."""

import re
from collections import Counter
from collections.abc import Iterator

from towpath.frameworks import manifests
from towpath.operations import value
from towpath.project import Tree
from towpath.source import pattern
from towpath.syntax import python
from towpath.syntax.python import Node

USUAL = 88
_CONFIGURED = {
    "ruff.toml": pattern(r"^\s*line-length\s*=\s*(\d+)", re.M),
    ".ruff.toml": pattern(r"^\s*line-length\s*=\s*(\d+)", re.M),
    "pyproject.toml": pattern(r"^\[tool\.(?:black|ruff)\](?:\n(?!\[).*)*?\n\s*line-length\s*=\s*(\d+)", re.M),
}
_CONTROL = pattern(r"[\x00-\x1f\x7f]")
_QUOTED = pattern(r"(['\"]).*?\1")
_COMMENT = pattern(r"#.*")
_BREAKS = pattern(r"[,(\[=]\s*(?=[\w\[(])")
_LENGTHS = (USUAL, 100, 120)


@value
class Manner:
    """`length` is how long lines may be, None where they are as long as they come; `comma`: after the last argument."""

    quote: str = '"'
    indentation: str = "    "
    length: int | None = USUAL
    comma: bool = True

    def text(self, said: str) -> str:
        """A literal in the author's quotes, or in the others, where it holds these and not those."""
        other = "'" if self.quote == '"' else '"'
        quote = other if self.quote in said and other not in said else self.quote
        body = said.replace("\\", "\\\\").replace(quote, f"\\{quote}")
        body = _CONTROL.sub(lambda match: _ESCAPES.get(match[0], f"\\x{ord(match[0]):02x}"), body)
        return f"{quote}{body}{quote}"


_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def manner(tree: Tree, path: str, parsed: python.Tree) -> Manner:
    """How a file is written, and for what the file does not show, how the project is configured."""
    text = parsed.text
    longest = max((len(line.expandtabs(4)) for line in text.splitlines() if _is_code(line)), default=0)
    length = next(_configured(tree, path), None) or next((one for one in _LENGTHS if longest <= one), None)
    return Manner(
        _quote(parsed),
        _indentation(parsed),
        None if length is None or longest > length else length,
        _comma(parsed),
    )


def _configured(tree: Tree, path: str) -> Iterator[int]:
    for name, text in manifests.manifests(tree, path.rpartition("/")[0], tuple(_CONFIGURED)):
        if found := _CONFIGURED[name.rpartition("/")[2]].search(text):
            yield int(found[1])


def _is_code(line: str) -> bool:
    """Whether a formatter would break a line that is too long: not where it is a single text, or a comment."""
    return len(_BREAKS.findall(_COMMENT.sub("", _QUOTED.sub("x", line)))) > 1


def _nodes(parsed: python.Tree, kind: str) -> Iterator[Node]:
    stack = [parsed.root]
    while stack:
        node = stack.pop()
        if node.type == kind:
            yield node
        stack += node.named_children


def _quote(parsed: python.Tree) -> str:
    """The quotes that most texts stand in which could stand in either."""
    found: Counter[str] = Counter()
    for node in _nodes(parsed, "string"):
        said = parsed.source(node).lstrip("rbufRBUF")
        if not said.startswith(("'''", '"""')) and "'" not in said[1:-1] and '"' not in said[1:-1]:
            found[said[:1]] += 1
    return "'" if found["'"] > found['"'] else '"'


def _indentation(parsed: python.Tree) -> str:
    """What stands before the first statement that is indented."""
    for node in sorted(_nodes(parsed, "block"), key=lambda node: node.start_byte):
        start = parsed.span(node).start
        line = parsed.text[parsed.text.rfind("\n", 0, start) + 1 : start]
        if line and not line.strip():
            return line
    return "    "


def _comma(parsed: python.Tree) -> bool:
    """Whether the last of arguments that stand on lines of their own, as the bracket does, has a comma behind it."""
    with_comma = without = 0
    for node in _nodes(parsed, "argument_list"):
        given = node.named_children
        ends = (parsed.span(node).end - 1, parsed.span(given[-1]).start) if len(given) > 1 else ()
        if ends and all(_begins_line(parsed.text, one) for one in ends):
            comma = parsed.source(node)[1:-1].rstrip().endswith(",")
            with_comma += comma
            without += not comma
    return with_comma >= without


def _begins_line(text: str, start: int) -> bool:
    """Whether only blanks stand before a place on its line, which is not the first one."""
    line = text.rfind("\n", 0, start) + 1
    return line > 0 and not text[line:start].strip(" \t")
