"""What a form takes from the tokens: matchers, what they keep, and what a form makes of it."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from towpath.source import Span
from towpath.sql.lex import Tokens

# Label, first token, the token behind the last, value; a plain tuple because thousands are made.
Capture = tuple[str, int, int, Any]
Captures = list[Capture]
# Takes tokens from an index and says the index behind them, or -1; adds what it keeps.
Matcher = Callable[[Tokens, int, Captures], int]
# A reader written in Python: the index behind what it takes (or -1), and its value.
Reader = Callable[[Tokens, int], tuple[int, Any]]
T = TypeVar("T")


class Match:
    """What a form took, by label."""

    __slots__ = ("_captures", "end", "first", "tokens")

    def __init__(self, tokens: Tokens, first: int, end: int, captures: Captures) -> None:
        self.tokens = tokens
        self.first = first
        self.end = end
        self._captures = captures

    def _find(self, label: str) -> Capture | None:
        """The first one under a label that was not left out."""
        for capture in self._captures:
            if capture[0] == label and capture[1] < capture[2]:
                return capture
        return None

    def get(self, label: str, otherwise: Any = None) -> Any:
        """The value under a label; `otherwise` if it was left out."""
        found = self._find(label)
        return found[3] if found else otherwise

    def has(self, label: str) -> bool:
        return self._find(label) is not None

    def text(self, label: str) -> str:
        """The author's text under a label, in upper case with single blanks; empty if it was left out."""
        found = self._find(label)
        return " ".join(self.tokens.words[found[1] : found[2]]) if found else ""

    def source(self, label: str) -> str | None:
        """The author's text under a label, as it stands."""
        found = self._find(label)
        return self.tokens.source(found[1], found[2]) if found else None

    def before(self, label: str) -> str:
        """The author's text up to what stands under a label, which must not have been left out."""
        found = self._find(label)
        assert found
        return self.tokens.text[self.tokens.start(self.first) : self.tokens.start(found[1])]

    @property
    def whole(self) -> str:
        return self.tokens.source(self.first, self.end)

    def span(self, first: int, end: int) -> Span:
        tokens = self.tokens
        if first < end:
            return Span(tokens.start(first), tokens.end(end - 1))
        at = tokens.end(first - 1) if first else 0
        return Span(at, at)

    def places(self) -> dict[str, Span]:
        """Where each labelled part stands, or could; the first one of several under one label.

        Places are looked for only when somebody asks for them, in a second reading.
        """
        if not self.tokens.careful:
            return {}
        found: dict[str, Span] = {}
        for label, first, end, _ in self._captures:
            if label and (label not in found or found[label].start == found[label].end):
                found[label] = self.span(first, end)
        return found


class Form(Generic[T]):
    """How something is spelled, and what to make of it."""

    __slots__ = ("build", "match", "spelled")

    def __init__(self, match: Matcher, build: Callable[[Match], T], spelled: str) -> None:
        self.match = match
        self.build = build
        self.spelled = spelled
