"""Where a step of a file names a thing, and what is named at a place."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from towpath.linter.loaded import Loaded
from towpath.navigation.lineage import Lineage, Mention, Where
from towpath.operations import Direction, Migration, Script, Step
from towpath.source import Span, pattern

_WORD = pattern(r"[^\W\d][\w$]*")


class Site(NamedTuple):
    """A place in a file."""

    path: str
    span: Span


def site(loaded: Loaded, mention: Mention) -> Site | None:
    """Where a step names a thing: at its first word for it, else the step as a whole; None where it is gone."""
    place = loaded.number(mention.where.migration)
    script = _script(loaded.migrations[place], mention.where.direction) if place is not None else None
    if script is None or mention.where.step >= len(script.steps):
        return None
    number = mention.where.step
    step, start = script.steps[number], script.start(number)
    words = (span for span, word in _words(step) if means(word, mention.name, mention.thing.kind))
    found = next(words, None)
    return Site(script.path, found.shifted(start) if found else script.span(number))


def mention_at(loaded: Loaded, lineage: Lineage, path: str, offset: int) -> Mention | None:
    """What the word at a place in a file's steps stands for; None where it stands for nothing that is known."""
    for migration, direction, script in loaded.scripts(path):
        for number, step in enumerate(script.steps):
            if script.span(number).start <= offset <= script.span(number).end:
                known = lineage.at(Where(migration.identity, direction, number))
                found = _meant(step, offset - script.start(number), known)
                if found is not None:
                    return found
    return None


def _meant(step: Step, at: int, known: Iterable[Mention]) -> Mention | None:
    """What a word of a step stands for: of the columns of that name, that of the table that was named last."""
    before: dict[str, int] = {}
    for span, word in _words(step):
        if span.end >= at:
            fitting = [one for one in known if span.start <= at and means(word, one.name, one.thing.kind)]
            return max(fitting, key=lambda one: _nearness(one, word, before), default=None)
        before[word.lower()] = span.start
    return None


def _nearness(mention: Mention, word: str, before: dict[str, int]) -> tuple[bool, int]:
    """Whether a word says a name letter by letter, and how late its table was named."""
    owner = mention.thing.owner
    tables = (at for said, at in before.items() if owner is not None and means(said, owner.name))
    return mention.name.lower() == word.lower(), max(tables, default=-1)


def _script(migration: Migration, direction: Direction) -> Script | None:
    return migration.up if direction == "up" else migration.down


def _words(step: Step) -> Iterator[tuple[Span, str]]:
    return (
        (Span(match.start(), match.end()), match.group())
        for match in _WORD.finditer(step.block, step.span.start, step.span.end)
    )


def means(word: str, thing: str, kind: str = "table") -> bool:
    """Whether a word stands for the name of a thing: a reference's also for its column, a model's for its table."""
    said, name = word.lower(), thing.lower()
    if said == name or kind == "column":
        return name in (said, f"{said}_id")
    model = said.replace("_", "")
    return bool(model) and (name.endswith(f"_{model}") or name.replace("_", "") in (f"{model}s", f"{model}es"))


def token_at(text: str, offset: int) -> Span:
    """The longest run of letters around a place that may be a revision's name, or a path."""
    start = offset - len(re.split(r"[^\w./:@+-]", text[max(0, offset - 300) : offset])[-1])
    end = offset + len(re.split(r"[^\w./:@+-]", text[offset : offset + 300])[0])
    return Span(start, end)
