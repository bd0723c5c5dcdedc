"""The edits that silence rules with a comment, in the way of the file's language."""

from collections.abc import Sequence

from towpath.source import Edit, Source, Span, pattern
from towpath.sql.comments import is_code

_HASH = ("# ", "")
# How a comment is written, by the ending of the file's name; None: not at all. Anything else is SQL.
_STYLES: dict[str, tuple[str, str] | None] = {
    ".py": _HASH,
    ".rb": _HASH,
    ".yml": _HASH,
    ".yaml": _HASH,
    ".xml": ("<!-- ", " -->"),
    ".json": None,
}
_SQL = ("-- ", "")
_HASH_IN_SQL = (_HASH[0], _SQL[0])
# A key whose value is a text in the lines below.
_BLOCK = pattern(r":[ \t]*[|>][-+\d]*[ \t]*(?:#.*)?\Z")
# What a tool wants to find on the first line.
_FIRST_LINE = pattern(r"#!|<\?xml|--[ \t]*(?:no-transaction|liquibase|migrate:|\+)")


def ignore_here(source: Source, step: Span, rules: Sequence[str]) -> Edit | None:
    """The edit that silences rules at a step: a comment above it, or behind it where the line begins in a quoted text.

    None where the language has no comments, or where none can stand.
    """
    style = _style(source.path)
    if style is None:
        return None
    lines, text = source.lines, source.text
    comment = f"{style[0]}towpath: ignore[{', '.join(rules)}]{style[1]}"
    start = lines.starts[lines.position(step.start).line]
    if style is _HASH and source.path.endswith((".py", ".rb")) and _in_string(source.path, text, start):
        comment = comment.replace(*_HASH_IN_SQL, 1)
    if _in_text(source.path, text, start):
        comment = f"{_SQL[0]}towpath: ignore[{', '.join(rules)}]"
    if style is not _SQL or is_code(text, start):
        before = text[start : step.start]
        indentation = before[: len(before) - len(before.lstrip())]
        return source.insertion(start, indentation + comment + source.newline)
    end = lines.line_end(lines.position(step.end).line)
    return source.insertion(end, f" {comment}") if is_code(text, end) else None


def _in_text(path: str, text: str, offset: int) -> bool:
    """Whether a line of XML or YAML begins within a text in which only SQL has comments."""
    if path.lower().endswith(".xml"):
        return text.rfind("<![CDATA[", 0, offset) > text.rfind("]]>", 0, offset)
    if not path.lower().endswith((".yaml", ".yml")):
        return False
    line = text[offset:].partition("\n")[0]
    depth = len(line) - len(line.lstrip())
    above = (one for one in reversed(text[:offset].splitlines()) if one.strip())
    owner = next((one for one in above if len(one) - len(one.lstrip()) < depth), "")
    return _BLOCK.search(owner) is not None


def _in_string(path: str, text: str, offset: int) -> bool:
    """Whether a line of a program begins within a string, where only SQL has comments."""
    from towpath.syntax import parse  # Only somebody who silences a rule waits for it.

    return any(span.start < offset <= span.end for span in parse(path, text).strings())


def ignore_in_file(source: Source, rules: Sequence[str]) -> Edit | None:
    """The edit that silences rules in a file: its first line, or its second, where the first is a tool's."""
    style = _style(source.path)
    if style is None:
        return None
    line = f"{style[0]}towpath: ignore-file[{', '.join(rules)}]{style[1]}"
    if not _FIRST_LINE.match(source.text):
        return source.insertion(0, line + source.newline)
    if len(source.lines.starts) > 1:
        return source.insertion(source.lines.starts[1], line + source.newline)
    return source.insertion(len(source.text), source.newline + line)


def _style(path: str) -> tuple[str, str] | None:
    dot = path.rfind(".")
    return _STYLES.get(path[dot:].lower(), _SQL) if dot >= 0 else _SQL
