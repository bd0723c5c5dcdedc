"""Directives and attributes that do nothing as they are written, and how they have to be."""

from typing import NamedTuple

from towpath.source import Span


class Misspelt(NamedTuple):
    """Why something says nothing to Liquibase, where it stands, and what was meant: empty if that is not known."""

    reason: str
    span: Span
    instead: str = ""

    def shifted(self, by: int) -> "Misspelt":
        return self._replace(span=self.span.shifted(by))
