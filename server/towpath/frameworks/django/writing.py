"""How a Django project's files say a part: by operations of Django, in files that depend on each other."""

from collections.abc import Iterator, Mapping, Sequence

from towpath.changes import Part, Said
from towpath.changes.order import patient
from towpath.frameworks.django.calls import taken_apart
from towpath.frameworks.django.configuration import NEWEST
from towpath.frameworks.django.content import Key
from towpath.frameworks.django.historical import historical
from towpath.frameworks.django.homes import Home, Housed, housed
from towpath.frameworks.django.language import DjangoLanguage
from towpath.frameworks.django.layout import exploded
from towpath.frameworks.django.new_file import new_file
from towpath.frameworks.django.next_name import next_path, plain, suggested
from towpath.frameworks.django.reading import key_of, labels_of
from towpath.frameworks.django.restating import KEEPS_DEFAULTS, Mode, altering, in_models
from towpath.frameworks.django.saying import MIGRATIONS, NEW, lines, texts
from towpath.frameworks.django.sheet import Sheet, sheet_of
from towpath.frameworks.django.ways_back import write_way_back
from towpath.frameworks.python import imports
from towpath.frameworks.python.code import Group, call, written
from towpath.frameworks.writing import Ask, Carrier, Written, apart, merged, write_parts
from towpath.operations import CreateIndex, DropIndex, Operation, Script, replace
from towpath.source import Edit, Source, Span, apply, pattern
from towpath.sql.write import write as sql
from towpath.syntax.python import parse


def write(ask: Ask) -> Written | None:
    """The edits and new files that say the parts; None where Django's files cannot say them."""
    source = ask.tree.read(ask.migration.path)
    if not isinstance(source, Source):
        return None
    sheet = sheet_of(source, ask.tree, version_of(ask))
    if ask.direction == "down":
        return _way_back(ask, sheet)
    if sheet.is_spread:
        return _written(ask, sheet)
    spread = exploded(sheet)
    if spread is None:
        return None
    tree = ask.tree.with_changes({source.path: spread.text})
    script = replace(ask.script, told=tuple(map(spread.moved, ask.script.starts)))
    migrations = [*ask.migrations]
    migrations[ask.number] = replace(ask.migration, up=script)
    inner = Sheet(Source(source.path, spread.text), tree, sheet.version)
    written = _written(ask._replace(tree=tree, migrations=migrations), inner)
    if written is None:
        return None
    edits = spread.edits(written.edits.get(source.path, ()))
    return written._replace(edits={**written.edits, source.path: edits})


def _way_back(ask: Ask, sheet: Sheet) -> Written | None:
    """What takes elements back, beside them; what is set before all of it stands in the last one, which goes first."""
    settings, rest = _beginning(ask.parts)
    if settings and len(ask.parts) > 1:
        return None
    written = write_way_back(ask._replace(parts=rest), sheet)
    if written is None or not settings:
        return written
    noop = f"{sheet.name_of(MIGRATIONS)}.RunSQL.noop"
    said = [one for operation in settings if (one := sql(operation)) is not None]
    code = call(noop.removesuffix(".noop"), noop, reverse_sql=texts(sheet, said))
    language = DjangoLanguage(sheet, ask.migration, Housed((), {}, {}))
    block = Carrier(ask.migration.up, sheet.source, language).block(len(ask.migration.up.steps) - 1)
    fresh = f"{sheet.depth}{lines(sheet, code, sheet.depth, ',')}\n".replace("\n", sheet.newline)
    edits = (*written.edits.get(ask.migration.path, ()), language.behind(block, fresh))
    return written._replace(edits={ask.migration.path: tuple(merged(edits))})


def _beginning(parts: Sequence[Part]) -> tuple[list[Operation], list[Part]]:
    """What is set, by nothing that stands there, before all else; and the parts without it."""
    said = list(parts[0].said) if parts else []
    settings: list[Operation] = []
    while said and said[0].origin is None and said[0].undoes is None and patient(said[0].operations[0]):
        settings += said.pop(0).operations
    return settings, [replace(parts[0], said=tuple(said)), *parts[1:]] if parts else []


def version_of(ask: Ask) -> tuple[int, int]:
    """The version of Django that a series is for."""
    major, _, minor = (ask.found.runner.version or "").partition(".")
    return (int(major), int(minor or 0)) if major.isdigit() and (minor or "0").isdigit() else NEWEST


def _written(ask: Ask, sheet: Sheet) -> Written | None:
    if not ask.parts:
        return None  # Where nothing is left, what else is in the file would have no place.
    if _is_elsewhere_done(ask, sheet):
        return None
    spelling = DjangoSpelling(ask, sheet)
    written = write_parts(ask, spelling)
    if written is None or spelling.models is None:
        return None
    edits = (*written.edits.get(ask.migration.path, ()), *spelling.models)
    own = (*edits, *_names(sheet, edits))
    return Written({**written.edits, ask.migration.path: own}, written.creates, spelling.by_hand(ask.script))


def why_not(ask: Ask) -> str:
    """Why a file cannot say the parts; empty where there is nothing to tell."""
    source = ask.tree.read(ask.migration.path)
    if not isinstance(source, Source) or ask.direction == "down":
        return ""
    elsewhere = _is_elsewhere_done(ask, sheet_of(source, ask.tree, version_of(ask)))
    said = "databases that have run what this migration replaces never run it, and would not become the same"
    return said if elsewhere else ""


def _is_elsewhere_done(ask: Ask, sheet: Sheet) -> bool:
    """Whether a migration that stands for others would do something else than these, or not all of it itself."""
    if sheet.attribute("replaces") is None:
        return False
    kept = {one.origin: one.operations for part in ask.parts[:1] for one in part.said}
    steps = enumerate(ask.script.steps)
    return len(ask.parts) != 1 or any(kept.get(number, ()) != step.operations for number, step in steps)


def _names(sheet: Sheet, edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits that import what is asked for now, and take out what nothing asks for any more."""
    after = parse(apply(sheet.source.text, edits), sheet.tree)
    asking = imports.asked(after)
    before, now = sheet.names, set[str]().union(*asking.values())
    known = {name for one in imports.bound(sheet.tree) for name in one.names}
    missing = sorted(name for name in now - known if name in NEW)
    for name in missing:
        yield imports.added(sheet.source, sheet.tree, NEW[name], name, sheet.manner)
    yield from imports.dropped(sheet.source, sheet.tree, imports.idle(after, known & before, asking), sheet.manner)


class DjangoSpelling:
    """New files have the next number of their app, and depend on the one before; `atomic` is a class's attribute."""

    def __init__(self, ask: Ask, sheet: Sheet) -> None:
        self._sheet = sheet
        self._labels = labels_of(ask.found)
        self._house: Housed = housed(ask.script, _with_idle(ask, apart(ask)))
        self._paths: list[str] = []
        # What makes the models that the file uses those of then.
        self.models = historical(ask, sheet)

    def language(self, ask: Ask, source: Source) -> DjangoLanguage:
        return DjangoLanguage(self._sheet, ask.migration, self._house)

    def parts(self, ask: Ask) -> Sequence[Part] | None:
        return self._house.parts

    def by_hand(self, script: Script) -> str:
        """What the models have to say now, where their fields can."""
        if self._sheet.version < KEEPS_DEFAULTS:
            return ""
        kept = (one.origin for one, home in self._house.homes.items() if home.mode == "default")
        said = (in_models(script.steps[origin].block) for origin in kept if origin is not None)
        found = ", ".join(dict.fromkeys(filter(None, said)))
        return f"give {found} in models.py" if found else ""

    def switch(self, ask: Ask, part: Part) -> Written | None:
        if part.transactional is None or (part.transactional is False) == (ask.script.transactional is False):
            return Written({}, {})
        edit = self._sheet.switched(part.transactional is not False)
        return Written({ask.script.path: (edit,)}, {}) if edit else None

    def next_path(self, ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
        part = self._house.parts[len(taken) + 1]
        name = part.slug or self._name(ask, part, slug, slug == f"{ask.migration.title or 'change'}_{len(taken) + 2}")
        short = plain(name, key_of(ask.migration.path, self._labels)[0])
        return next_path(ask, short, taken) or next_path(ask, name, taken)

    def _name(self, ask: Ask, part: Part, slug: str, only_split: bool) -> str:
        """What a new migration is called that no rule has a name for; `slug` where nothing else tells."""
        if name := suggested(self._elements(ask, part)):
            return name
        of_models = suggested(self._elements(ask, part, ("both", "final"))) if only_split else ""
        index = next((one for one in part.operations if isinstance(one, CreateIndex) and one.name), None)
        return of_models or (f"create_{index.name}" if index is not None and only_split else slug)

    def _elements(self, ask: Ask, part: Part, kept: Sequence[Mode] = ()) -> Iterator[str]:
        """The elements of a new file; of some that are kept for the models alone, what they tell them."""
        language = self.language(ask, self._sheet.source)
        for said in part.said:
            mode = self._house.homes.get(said, Home()).mode
            if said.origin is None:
                yield (language.fresh(said) or "").strip().rstrip(",")
            elif mode in ("database", "both", "final") and mode not in kept:
                yield ""
            else:
                block = ask.script.steps[said.origin].block
                call = taken_apart(block) if mode == "final" else None
                yield (altering(call) if call else None) or block

    def created(self, ask: Ask, part: Part, path: str, text: str) -> Written | None:
        before = self._paths[-1] if self._paths else ask.migration.path
        self._paths.append(path)
        files = {path: self._file(part, key_of(before, self._labels), text)}
        last = len(self._paths) == len(self._house.parts) - 1
        return Written(dict(_after(ask, key_of(path, self._labels), self._labels)) if last else {}, files)

    def _file(self, part: Part, before: Key, text: str) -> str:
        """A new file in the manner of the one that it comes from, and before what that runs before."""
        return new_file(self._sheet, (before,), text, part.transactional is False, "run_before")


def _with_idle(ask: Ask, parts: Sequence[Part]) -> list[Part]:
    """The parts with the elements that do nothing to the database, each behind what comes before it in the file.

    An index that leaves for a file of its own is nothing that others hang on.
    """
    said = [list(part.said) for part in parts]
    known = {one.origin for row in said for one in row}
    for number, step in enumerate(ask.script.steps):
        if step.operations or number in known:
            continue
        spots = [
            (part, place)
            for part, row in enumerate(said)
            for place, one in enumerate(row)
            if one.origin is not None and one.origin < number and not (part and all(map(_is_index, one.operations)))
        ]
        part, place = max(spots, default=(0, -1))
        said[part].insert(place + 1, Said((), number))
    return [replace(part, said=tuple(row)) for part, row in zip(parts, said)]


def _is_index(operation: Operation) -> bool:
    return isinstance(operation, (CreateIndex, DropIndex))


def _after(ask: Ask, new: Key, labels: Mapping[str, str]) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """What depended on the migration depends on the last new one."""
    own = key_of(ask.migration.path, labels)
    for other in ask.migrations:
        if ask.migration.identity not in other.parents:
            continue
        source = ask.tree.read(other.path)
        if isinstance(source, Source):
            yield other.path, tuple(reparented(sheet_of(source, ask.tree, version_of(ask)), own, new[1]))


def reparented(sheet: Sheet, old: Key, new: str) -> Iterator[Edit]:
    """The edits that put a migration behind another one of the app than it came behind."""
    for span, app, name in sheet.dependencies():
        if (app, name) == old:
            yield _renamed(sheet, span, _same_quotes(sheet.source, span.start, new))


def _renamed(sheet: Sheet, span: Span, new: str) -> Edit:
    """The edit of a name in a pair; the pair, or the list of it, is spread where its line gets too long."""
    text, length = sheet.source.text, sheet.manner.length
    start, end = (
        text.rfind("\n", 0, span.start) + 1,
        sheet.source.lines.line_end(sheet.source.lines.position(span.end).line),
    )
    line = f"{text[start : span.start]}{new}{text[span.end : end]}".rstrip()
    found = _PAIR.fullmatch(line)
    if length is None or len(line) <= length or found is None:
        return Edit(span, new)
    pair = Group("(", (found["app"], found["name"]))
    code = Group(found["list"], (pair,), "]") if found["list"] else pair
    made = written(code, sheet.manner, found["depth"], "" if found["list"] else ",")
    return Edit(Span(start, start + len(text[start:end].rstrip())), found["depth"] + made.replace("\n", sheet.newline))


_PAIR = pattern(
    r"(?P<depth>[ \t]+)(?P<list>dependencies = \[)?"
    r"\((?P<app>['\"][^'\"]*['\"]), (?P<name>['\"][^'\"]*['\"])\)(?(list)\]|,)"
)


def _same_quotes(source: Source, start: int, name: str) -> str:
    return f"{source.text[start]}{name}{source.text[start]}"
