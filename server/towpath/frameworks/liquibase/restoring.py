"""A change set as another version of its file has it, among what else stands in the file."""

from towpath.frameworks.liquibase import changeset
from towpath.frameworks.liquibase.changelog import read
from towpath.frameworks.liquibase.entries import Changelog, Entry
from towpath.frameworks.liquibase.sheet import Sheet
from towpath.frameworks.writing import Ask
from towpath.source import Edit, Source, Span


def restored(ask: Ask, text: str) -> Edit | None:
    """The edit that gives a change set what a text of its file has for it; None where that has none such."""
    source = ask.tree.read(ask.migration.path)
    sheet = Sheet(ask, source) if isinstance(source, Source) else None
    if sheet is None or sheet.entry is None:
        return None
    other, wanted = read(ask.migration.path, text), _key(sheet.entry, sheet.changelog)
    there = [one for one in other.entries if one.kind == "changeSet" and _key(one, other) == wanted]
    if len(there) != 1 or other.syntax != sheet.syntax:
        return None
    old = sheet.entry.text.rstrip()
    return Edit(Span(sheet.start, sheet.start + len(old)), there[0].text.rstrip().replace("\n", sheet.newline))


def _key(entry: Entry, changelog: Changelog) -> tuple[str, str]:
    said = changeset.read(entry, changelog.syntax, {})
    return said.identity, said.author
