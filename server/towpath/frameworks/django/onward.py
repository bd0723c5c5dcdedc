"""What an edit of a migration says of fields, as a new migration behind all others says it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks.django.calls import Call, taken_apart
from towpath.frameworks.django.new_file import new_file
from towpath.frameworks.django.next_name import next_path, suggested
from towpath.frameworks.django.reading import key_of, labels_of
from towpath.frameworks.django.saying import MIGRATIONS, lines
from towpath.frameworks.django.sheet import Sheet
from towpath.frameworks.django.writing import version_of
from towpath.frameworks.python.code import Code, call
from towpath.frameworks.python.recalled import code_of
from towpath.frameworks.writing import Ask
from towpath.operations import Migration
from towpath.source import Source
from towpath.syntax.python import Node, Tree

_ON_FIELDS = ("AddField", "AlterField")


class _Said(NamedTuple):
    """The field that an element says, as code."""

    node: Node
    tree: Tree

    @property
    def text(self) -> str:
        return "".join(self.tree.source(self.node).split())


class _Fields(NamedTuple):
    """The fields that a migration gives to models, by the names of both, and its other elements."""

    said: Mapping[tuple[str, str], _Said]
    models: tuple[str, ...]
    others: tuple[str, ...]


def onward(ask: Ask, was: Migration, now: Migration) -> tuple[str, str] | None:
    """Path and text of a migration behind the one that is asked about: what `now` says of fields, and `was` did not.

    None where they differ in something else.
    """
    source = ask.tree.read(now.path)
    old, new = _fields(was), _fields(now)
    if not isinstance(source, Source) or old is None or new is None or old[1:] != new[1:]:
        return None
    sheet = Sheet(source, ask.tree, version_of(ask))
    elements = [*_elements(sheet, old.said, new.said)]
    if not elements or None in elements:
        return None
    texts = [lines(sheet, code, sheet.depth, ",") for code in elements if code is not None]
    path = next_path(ask, suggested(one.rstrip(",") for one in texts) or "change", ())
    whole = "".join(f"{sheet.depth}{one}\n" for one in texts).replace("\n", sheet.newline)
    behind = key_of(ask.migration.path, labels_of(ask.found))
    return (path, new_file(sheet, [behind], whole)) if path else None


def _elements(
    sheet: Sheet, old: Mapping[tuple[str, str], _Said], new: Mapping[tuple[str, str], _Said]
) -> Iterator[Code | None]:
    """What makes the new fields of the old ones; None for what cannot be said again."""
    for (model, name), said in new.items():
        before = old.get((model, name))
        if before is None or before.text != said.text:
            kind, field = "AddField" if before is None else "AlterField", code_of(said.node, said.tree)
            yield None if field is None else _element(sheet, kind, model, name, field=field)
    for model, name in old.keys() - new.keys():
        yield _element(sheet, "RemoveField", model, name)


def _element(sheet: Sheet, kind: str, model: str, name: str, **more: Code) -> Code:
    text = sheet.manner.text
    return call(f"{sheet.name_of(MIGRATIONS)}.{kind}", model_name=text(model), name=text(name), **more)


def _fields(migration: Migration) -> _Fields | None:
    """The fields of a migration; None where it is not read as elements."""
    said: dict[tuple[str, str], _Said] = {}
    models: list[str] = []
    others: list[str] = []
    blocks = dict(zip(migration.up.starts, (step.block for step in migration.up.steps)))
    for block in blocks.values():
        found = taken_apart(block)
        kind = found.tree.source(found.function).rpartition(".")[2] if found else ""
        if found is not None and kind == "CreateModel":
            models.append(_name(found, "name"))
            said |= {(models[-1], name): field for name, field in _listed(found)}
        elif found is not None and kind in _ON_FIELDS and (node := found.value("field")) is not None:
            said[_name(found, "model_name"), _name(found, "name")] = _Said(node, found.tree)
        else:
            others.append(block)
    return _Fields(said, tuple(models), tuple(others)) if blocks else None


def _name(found: Call, argument: str) -> str:
    """A name as the state of models has it."""
    node = found.value(argument)
    return found.tree.source(node).strip("'\"").lower() if node is not None else ""


def _listed(found: Call) -> Iterator[tuple[str, _Said]]:
    """The fields that a new model begins with."""
    fields = found.value("fields")
    for pair in fields.named_children if fields is not None else ():
        parts = [node for node in pair.named_children if node.type != "comment"]
        if pair.type == "tuple" and len(parts) == 2:
            yield found.tree.source(parts[0]).strip("'\""), _Said(parts[1], found.tree)
