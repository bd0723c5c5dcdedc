"""What a changelog's file holds right below its root, as values."""

from typing import Literal, NamedTuple

from towpath.syntax.markup import Node

ROOT = "databaseChangeLog"
# What a changelog is, and what stands right below its root.
ROOT_AND_BELOW = (ROOT, "changeSet", "include", "includeAll", "property", "preConditions", "removeChangeSetProperty")
Syntax = Literal["xml", "yaml", "json", "sql", "groovy"]


class Entry(NamedTuple):
    """One of the things below the root: a change set, an include, a property.

    `kind` is its element's name, `text` what it is read from, which begins at `start` in the file; `node` is what that
    says, but for change sets. `problem`: it is not what it was meant to be; `misspelt`: its text is called `instead`.
    `without` are the databases, and the attributes of added columns, that an element before it takes away there.
    `shared` is what the anchors say that aliases in it stand for; then `node` is known of change sets too.
    """

    kind: str
    start: int
    text: str
    node: Node = Node("")
    problem: str = ""
    misspelt: bool = False
    instead: str = ""
    shared: str = ""
    without: tuple[tuple[str, str], ...] = ()


class Changelog(NamedTuple):
    """A file's entries; `root` has the attributes of all of it. `refused` says why it is not read."""

    path: str
    syntax: Syntax
    root: Node
    entries: tuple[Entry, ...]
    refused: str = ""

    @property
    def logical(self) -> str:
        return str(self.root.attributes.get("logicalFilePath") or "")

    @property
    def quoting(self) -> str:
        return str(self.root.attributes.get("objectQuotingStrategy") or "")
