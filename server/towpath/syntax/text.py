"""Texts that a program holds, with where each stretch of them is written."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from towpath.source import Span, pattern

if TYPE_CHECKING:
    from typing_extensions import Self

# What stands for a part of a text that is not known, and what finds it; SQL takes it for a placeholder.
HOLE = "${%s}"
HOLES = pattern(r"\$\{\w*\}")
# What stands around a name that a connection quotes, until it is known which sign its database has for that.
NAME_QUOTE = "\x02"


class Stretch(NamedTuple):
    """From `at` on, so many characters of a text stand in the source from `start` on, letter by letter."""

    at: int
    length: int
    start: int


class Text(str):
    """A text and the stretches of it that stand in the source as they are.

    `holes`: some of it is not known, and HOLE stands there. `quote`: what its literal is quoted with, empty if it is
    made of several. `home` is the text of the file in which its stretches stand.
    """

    __slots__ = ("holes", "home", "quote", "stretches")

    stretches: tuple[Stretch, ...]
    holes: bool
    quote: str
    home: str

    def __new__(
        cls, text: str, stretches: Iterable[Stretch] = (), holes: bool = False, quote: str = "", home: str = ""
    ) -> "Self":
        made = super().__new__(cls, text)
        made.stretches = tuple(stretches)
        made.holes = holes
        made.quote = quote
        made.home = home
        return made

    def where(self, span: Span) -> Span | None:
        """Where a part of the text stands in the source; None if it does not stand there letter by letter."""
        for stretch in self.stretches:
            if stretch.at <= span.start and span.end <= stretch.at + stretch.length:
                return span.shifted(stretch.start - stretch.at)
        return self._across(span)

    def _across(self, span: Span) -> Span | None:
        """From the source of its first character to that of its last one, where both stand there."""
        if span.end - span.start < 2:
            return None
        first, last = self.where(Span(span.start, span.start + 1)), self.where(Span(span.end - 1, span.end))
        return Span(first.start, last.end) if first and last and first.start < last.end else None

    def part(self, start: int, end: int) -> "Text":
        """A part of the text, which knows where it stands."""
        inside = (
            Stretch(max(one.at, start) - start, min(one.at + one.length, end) - max(one.at, start), _begin(one, start))
            for one in self.stretches
            if one.at < end and start < one.at + one.length
        )
        return Text(str(self)[start:end], inside, self.holes, self.quote, self.home)

    def quoting(self, sign: str) -> "Text":
        """The text with a sign around the names that a connection quotes."""
        if NAME_QUOTE not in self:
            return self
        return Text(self.replace(NAME_QUOTE, sign), self.stretches, self.holes, self.quote, self.home)


def _begin(stretch: Stretch, start: int) -> int:
    return stretch.start + max(start - stretch.at, 0)


def joined(parts: Iterable[str]) -> Text:
    """Texts one behind the other."""
    said: list[str] = []
    stretches: list[Stretch] = []
    length, holes = 0, False
    quotes: list[str] = []
    home = ""
    for part in parts:
        if isinstance(part, Text):
            home = home or part.home
            # What stands in another file has no place in this one.
            stretches += [one._replace(at=one.at + length) for one in part.stretches if part.home is home]
            holes = holes or part.holes
            quotes.append(part.quote)
        said.append(part)
        length += len(part)
    return Text("".join(said), stretches, holes, quotes[0] if len(quotes) == 1 == len(said) else "", home)
