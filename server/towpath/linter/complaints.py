"""What is wrong with suppressions, each with the edit that mends it."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from towpath.linter.placed import Placed
from towpath.linter.suppressions import NAME, SCOPES, Applied, Suppression, alone, directive
from towpath.project.errors import meant, nearest
from towpath.source import Edit, Source, Span


class Complaint(NamedTuple):
    """One thing that is wrong with a suppression; `edit` does what `title` says."""

    span: Span
    message: str
    title: str = ""
    edit: Edit | None = None


class Catalogue(NamedTuple):
    """The rules that there are, and those that ran: only they can show that there is nothing to be silenced."""

    known: Collection[str]
    ran: Collection[str]


def complaints(
    source: Source,
    found: Sequence[Suppression],
    applied: Applied,
    rules: Catalogue,
    touched: Callable[[Placed], tuple[int, int]],
    today: str,
    reason_required: bool = False,
) -> Iterator[Complaint]:
    """What is wrong with the suppressions of a text, after they were applied; see `suppressions.apply`."""
    for number, one in enumerate(found):
        if one.problem:
            speaking = (finding.rule for finding in applied.kept if one.covers(touched(finding)))
            yield _mended(source, one, rules.known, list(dict.fromkeys(speaking)))
        elif one.expired(today):
            yield Complaint(one.span, f"this suppression held until {one.until}", _REMOVE, removed(source, one))
        else:
            used = {rule for at, rule in applied.used if at == number}
            yield from _idle(source, one, used, rules)
            if reason_required and not one.reason:
                yield Complaint(one.span, "this suppression does not say why")


_REMOVE = "Remove the suppression"


def _mended(source: Source, one: Suppression, known: Collection[str], speaking: Sequence[str]) -> Complaint:
    """The complaint about a suppression that silences nothing; without brackets, it gets those of what it was to."""
    match = directive().match(source.text, one.span.start)
    if match is None or match["word"] not in SCOPES or match["rules"] is not None:
        return Complaint(one.span, one.problem, _REMOVE, removed(source, one))
    start = end = match.end("word")
    names: list[str] = []
    for name in re.compile(NAME).finditer(source.text, match.start("reason"), one.span.end):
        if name.group().rstrip(":") not in known:
            break
        names.append(name.group().rstrip(":"))
        end = name.end()
    rules = ", ".join(names or speaking)
    if not rules:
        return Complaint(one.span, one.problem, _REMOVE, removed(source, one))
    return Complaint(one.span, one.problem, f"Name {rules} in it", Edit(Span(start, end), f"[{rules}]"))


def _idle(source: Source, one: Suppression, used: Collection[str], rules: Catalogue) -> Iterator[Complaint]:
    """A complaint about each name that silences nothing."""
    for at, (rule, span) in enumerate(one.rules):
        if rule in used:
            continue
        single = len(one.rules) == 1
        title = _REMOVE if single else f"Remove {rule} from the suppression"
        edit = removed(source, one) if single else _without(one, at)
        if rule not in rules.known:
            near = nearest(rule, rules.known)
            message = f'there is no rule "{rule}"{meant(rule, rules.known)}'
            yield Complaint(span, message, *((f"Write {near}", Edit(span, near)) if near else (title, edit)))
        elif rule in rules.ran:
            yield Complaint(
                span, f"{rule} says nothing {'in this file' if one.scope == 'file' else 'here'}", title, edit
            )


def _without(one: Suppression, at: int) -> Edit:
    """The edit that takes one of several names out of the brackets, with the comma that goes with it."""
    if at:
        return Edit(Span(one.rules[at - 1].span.end, one.rules[at].span.end), "")
    return Edit(Span(one.rules[0].span.start, one.rules[1].span.start), "")


def removed(source: Source, one: Suppression) -> Edit:
    """The edit that takes a suppression away: with its comment, and with the line, where nothing else is there."""
    text, span = source.text, one.comment
    if re.search(r"\w", text[span.start : one.span.start] + text[one.span.end : span.end]):
        span = one.span
    elif alone(source, span):
        return Edit(source.whole_lines(span), "")
    start = span.start
    while start and text[start - 1] in " \t":
        start -= 1
    joins = (
        start == span.start and text[max(start - 1, 0) : start].isalnum() and text[span.end : span.end + 1].isalnum()
    )
    return Edit(Span(start, span.end), " " if joins else "")
