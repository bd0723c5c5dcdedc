"""A new migration right behind another one: its file's name, its class, and what stands in it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from towpath.frameworks import stamps
from towpath.frameworks.rails.configuration import acronyms
from towpath.frameworks.rails.detection import application
from towpath.frameworks.rails.layout import NAME, number
from towpath.frameworks.rails.sheet import Sheet, read
from towpath.frameworks.writing import Ask
from towpath.source import pattern

_MAGIC = pattern(r"(?:#[^\n]*(?:frozen_string_literal|encoding|coding)[^\n]*\r?\n)+(?:[ \t]*\r?\n)?")
_WORD = pattern(r"[a-z0-9]+")


def next_path(ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
    """The path of a new migration behind this one, or behind the last that is taken.

    None where that version is another's, or another migration's comes before it.
    """
    path = taken[-1] if taken else ask.migration.path
    found = NAME.fullmatch(path)
    later = stamps.following(found["version"]) if found else None
    if found is None or later is None:
        return None
    versions = [said[0] for one in ask.migrations if (said := number(one.path))]
    if any(int(found["version"]) < one <= int(later) for one in versions):
        return None
    folder = path[: found.start("version")]
    if any(part.slug == slug and part.after for part in ask.parts):
        folder = next(_behind_deployments(ask), folder)
    return f"{folder}{later}_{_free('_'.join(_WORD.findall(slug.lower())), ask, taken)}.rb"


def _free(title: str, ask: Ask, taken: Sequence[str]) -> str:
    """A title that makes no class's name which a migration has already: Active Record runs no two of one name."""
    paths = (*(one.path for one in ask.migrations), *taken)
    names = {_camelized(found[1], {}) for path in paths if (found := number(path))}
    several = (f"{title}_{times}" if times > 1 else title for times in count(1))
    return next(one for one in several if _camelized(one, {}) not in names)


def _behind_deployments(ask: Ask) -> Iterator[str]:
    """The folder for what runs behind a deployment, with its slash, of the application that a migration is of."""
    root = application(ask.migration.path.rpartition("/")[0])
    for path in ask.found.files:
        folder = path.rpartition("/")[0]
        if folder.endswith("db/post_migrate") and application(folder) == root:
            yield f"{folder}/"


def _camelized(title: str, acronyms: Mapping[str, str]) -> str:
    """`add_index_to_users` to `AddIndexToUsers`."""
    return "".join(acronyms.get(word, word.capitalize()) for word in _WORD.findall(title))


class New(NamedTuple):
    """A new migration: its path, what it does, and whether in a transaction.

    `taken` is what another one's way back has said for it until now; else `back` takes it back, where it does not go
    back by itself: empty where nothing has to, None where nobody knows what would. `restores`: it brings back rows as
    well, as nothing does by itself. `models` are classes that the migration uses.
    """

    path: str
    text: str
    inside: bool
    taken: str
    back: str | None
    models: str = ""
    restores: bool = False


def written(ask: Ask, sheet: Sheet, new: New) -> str:
    """The text of a new migration."""
    newline, indentation = sheet.newline, sheet.manner.indentation
    found, text = number(new.path), new.text
    magic = _MAGIC.match(sheet.source.text)
    name = _camelized(found[1] if found else "", acronyms(ask.tree, application(ask.found.folder)))
    lines = [f"class {name} < {sheet.superclass}"]
    lines += [] if new.inside else [f"{indentation}disable_ddl_transaction!", ""]
    lines += [new.models, ""] if new.models else []
    head = (magic[0] if magic else "") + "".join(f"{line}{newline}" for line in lines)
    whole = f"{head}{indentation}def change{newline}{text}{indentation}end{newline}end{newline}"
    down = new.taken or new.back
    # What nothing takes back is refused on the way back as it was where it stood until now.
    said = new.taken or new.restores or new.back == ""
    if not said and (_goes_back(ask, whole) or (sheet.records and down is None)):
        return whole
    back = f"{newline}{indentation}def down{newline}{down}{indentation}end{newline}" if down is not None else ""
    return f"{head}{indentation}def up{newline}{text}{indentation}end{newline}{back}end{newline}"


def _goes_back(ask: Ask, text: str) -> bool:
    """Whether Active Record takes back by itself what this does."""
    migration = read(ask, text)
    return migration is not None and all(step.reversible for step in migration.up.steps)
