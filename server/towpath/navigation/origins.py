"""Where what a place names was made, and where else it is named: found from there on, by the facts that replay keeps.

A long series is not gone through for it: migrations that never touched the thing are passed by.
"""

import re
from collections.abc import Iterator, Mapping

from towpath.history import Replayed
from towpath.linter.loaded import Loaded
from towpath.navigation.lineage import FACTS, Known, Lineage, Mention, Thing
from towpath.navigation.places import mention_at
from towpath.operations import Migration, named
from towpath.schema import Table


def origin(loaded: Loaded, path: str, offset: int) -> Mention | None:
    """The step that made what is named at a place, else the first that changed it; None where nothing is named."""
    for number, local in _here(loaded, path, offset):
        mention = mention_at(loaded, local, path, offset)
        if mention is not None:
            return _first(loaded, number, local, mention.thing)
    return None


def mentions(loaded: Loaded, path: str, offset: int) -> list[Mention]:
    """The steps that speak of what is named at a place, in order, the one that made it among them."""
    for number, local in _here(loaded, path, offset):
        mention = mention_at(loaded, local, path, offset)
        if mention is not None:
            names = local.names(mention.thing.owner or mention.thing)
            lineage = Lineage(_touching(loaded, number, names), loaded.replay)
            found = mention_at(loaded, lineage, path, offset)
            return found.thing.mentions if found else []
    return []


def _here(loaded: Loaded, path: str, offset: int) -> Iterator[tuple[int, Lineage]]:
    """What each migration whose steps stand at a place speaks of, with its number."""
    for migration, _, script in loaded.scripts(path):
        number = loaded.number(migration.identity)
        spans = map(script.span, range(len(script.steps)))
        if number is not None and any(span.start <= offset <= span.end for span in spans):
            yield number, _of(loaded, number)


def _of(loaded: Loaded, number: int) -> Lineage:
    """What one migration speaks of, with what was there before it."""
    migration = loaded.migrations[number]
    return Lineage((migration,), loaded.replay, _up(loaded, number).before)


def _up(loaded: Loaded, number: int) -> Replayed:
    return loaded.replay[loaded.migrations[number].identity, "up"]


def _first(loaded: Loaded, number: int, local: Lineage, thing: Thing) -> Mention:
    """The step that made a thing, looked for from a migration backward."""
    while thing.made is None:
        before = local.before.get(thing)
        born = _born(loaded, number, before) if before else None
        if born is None or before is None:
            break
        number, local = born, _of(loaded, born)
        found = local.called(before.name, before.column)
        if found is None or not found.mentions:
            break
        thing = found
    return thing.made or _named_first(loaded, number, local, thing) or thing.mentions[0]


def _named_first(loaded: Loaded, number: int, local: Lineage, thing: Thing) -> Mention | None:
    """The first step before a migration that speaks of a thing which nothing made."""
    owner, column = (thing.owner, thing.name) if thing.owner else (thing, "")
    for name in local.names(owner):
        keys = {f"{kind} {name}" for kind in FACTS}
        for at in range(number):
            reads = _up(loaded, at).reads
            if not (keys.isdisjoint(reads.asked) and keys.isdisjoint(reads.written)):
                found = _of(loaded, at).called(named(name), column)
                if found is not None and found.mentions:
                    return found.mentions[0]
    return None


def _born(loaded: Loaded, number: int, known: Known) -> int | None:
    """The migration that first left a thing under the name that it had before another one; None where none did."""
    key, found = known.key, None
    for at in range(number - 1, -1, -1):
        written = _up(loaded, at).reads.written
        if key in written:
            if not _holds(written[key], known.column):
                break
            found = at
    return found


def _holds(fact: object, column: str) -> bool:
    """Whether a fact says that something is there."""
    if column:
        return isinstance(fact, Table) and fact.column(column) is not None
    return fact is not None


def _touching(loaded: Loaded, number: int, names: set[str]) -> list[Migration]:
    """The migrations that may speak of a thing: by the facts that they asked for or left, or by a word of theirs."""
    keys = {f"{kind} {name}" for kind in FACTS for name in names}
    numbers = range(len(loaded.migrations))
    for at in (*reversed(numbers[:number]), *numbers[number:]):
        keys |= _others(_up(loaded, at).reads.written, keys)
    words = {key.rpartition(" ")[2].rpartition(".")[2].lower() for key in keys}
    spoken = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
    chosen = (at for at in numbers if at == number or _touches(_up(loaded, at), keys, words, spoken))
    return [loaded.migrations[at] for at in chosen]


def _others(written: Mapping[str, object], keys: set[str]) -> set[str]:
    """The names that came or went with one of these: it may have been renamed to them, or from them."""
    kinds = {key.partition(" ")[0] for key in keys & written.keys()}
    alike = {key for key in written if key.partition(" ")[0] in kinds} if kinds else set[str]()
    return alike if any(written[key] is None for key in alike) else set()


def _touches(up: Replayed, keys: set[str], words: set[str], spoken: "re.Pattern[str]") -> bool:
    reads = up.reads
    if not keys.isdisjoint(reads.asked) or not keys.isdisjoint(reads.written):
        return True
    migration = up.migration
    scripts = (migration.up, migration.down) if migration.down else (migration.up,)
    texts = (step.block.lower() for script in scripts for step in script.steps)
    # To look for a word in a text is much faster than for a pattern.
    return any(spoken.search(text) for text in texts if any(word in text for word in words))
