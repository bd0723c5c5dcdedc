"""The models of a schema of Prisma's: which table each is, and which columns it has."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from towpath.source import Span, pattern

_MODEL = pattern(
    r"^[ \t]*(?P<kind>model|view)[ \t]+(?P<name>\w+)[ \t]*\{[^\n]*\n(?P<body>(?:(?![ \t]*\})[^\n]*\n)*)[ \t]*\}", re.M
)
_FIELD = pattern(r"^[ \t]*(?P<name>\w+)[ \t]+(?P<type>\w+)(?P<rest>[^\n]*)$", re.M)
_MAP = pattern(r"(?<!@)@map\((?:name:\s*)?\"(?P<name>[^\"]*)\"")
_TABLE = pattern(r"@@map\((?:name:\s*)?\"(?P<name>[^\"]*)\"")
_SCHEMA = pattern(r"@@schema\(\"(?P<name>[^\"]*)\"")
_ENUM = pattern(r"^[ \t]*enum[ \t]+(?P<name>\w+)[ \t]*\{[^\n]*\n(?P<body>(?:(?![ \t]*\})[^\n]*\n)*)[ \t]*\}", re.M)
_LABEL = pattern(r"^[ \t]*(?P<name>\w+)(?P<rest>[^\n]*)$", re.M)
# A text may hold what looks like a comment.
_COMMENT = pattern(r"(?P<text>\"(?:[^\"\\\n]|\\[^\n])*\")|//[^\n]*")


class Field(NamedTuple):
    """A field; `rest` is what stands behind its type, `column` what it is called in the database."""

    name: str
    span: Span
    type: str
    rest: str
    column: str


class Model(NamedTuple):
    """A model or a view; `body` is what stands between its braces."""

    kind: str
    name: str
    span: Span
    body: str
    table: str
    schema: str | None
    fields: tuple[Field, ...]

    def columns(self, models: Collection[str]) -> Iterator[Field]:
        """Its fields but for those that lead to other models, by the names of all."""
        return (field for field in self.fields if field.type not in models)


def models(text: str) -> Iterator[Model]:
    """The models and views of a text."""
    for match in _MODEL.finditer(_without_comments(text)):
        body = match["body"]
        table, schema = _TABLE.search(body), _SCHEMA.search(body)
        yield Model(
            match["kind"],
            match["name"],
            Span(*match.span("name")),
            body,
            table["name"] if table else match["name"],
            schema["name"] if schema else None,
            tuple(_fields(body, match.start("body"))),
        )


def enums(text: str) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    """The enums of a text by their names, each with what it is called in the database, and its labels there."""
    for match in _ENUM.finditer(_without_comments(text)):
        body = match["body"]
        table = _TABLE.search(body)
        labels = ((one["name"], _MAP.search(one["rest"])) for one in _LABEL.finditer(body))
        said = tuple(mapped["name"] if mapped else name for name, mapped in labels)
        yield match["name"], (table["name"] if table else match["name"], said)


def _without_comments(text: str) -> str:
    """A text as long as before, in which comments are blank."""
    return _COMMENT.sub(lambda match: match["text"] or " " * len(match[0]), text)


def _fields(body: str, at: int) -> Iterator[Field]:
    for match in _FIELD.finditer(body):
        mapped = _MAP.search(match["rest"])
        span = Span(at + match.start("name"), at + match.end("name"))
        yield Field(match["name"], span, match["type"], match["rest"], mapped["name"] if mapped else match["name"])
