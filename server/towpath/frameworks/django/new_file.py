"""A new migration file, in the manner of one that is there."""

from collections.abc import Sequence

from towpath.frameworks.django.content import Key
from towpath.frameworks.django.saying import NEW
from towpath.frameworks.django.sheet import Sheet
from towpath.frameworks.python import imports
from towpath.frameworks.python.code import Group, written
from towpath.source import Source, apply
from towpath.syntax.python import parse


def new_file(sheet: Sheet, behind: Sequence[Key], elements: str, alone: bool = False, takes: str = "") -> str:
    """The text of a migration that depends on others and does `elements`, whole lines.

    `alone`: outside of a transaction. `takes`: an attribute of the class that it says as the old one does.
    """
    one, two, newline = sheet.indentation, sheet.indentation + sheet.manner.indentation, sheet.newline
    taken = _said(sheet, takes)
    names = imports.uses(parse(f"{taken}[{newline}{elements}]"))
    keys = (Group("(", tuple(map(sheet.manner.text, key))) for key in behind)
    pairs = "".join(f"{two}{written(key, sheet.manner, two, ',')}\n" for key in keys).replace("\n", newline)
    atomic = f"{one}atomic = False{newline}{newline}" if alone else ""
    body = _class_line(sheet) + atomic
    body += f"{one}dependencies = [{newline}{pairs}{one}]{newline}{newline}"
    body += f"{one}{taken}{newline}" if taken else ""
    body += f"{one}operations = [{newline}{elements}{one}]{newline}" if elements else f"{one}operations = []{newline}"
    head = imports.head(sheet.source, sheet.tree, names | _names_of_class(sheet), sheet.manner)
    return _with_new_names(sheet, head, names) + newline * 2 + body


def _said(sheet: Sheet, attribute: str) -> str:
    """The assignment of an attribute, with the end of its line; empty where there is none."""
    node = sheet.attribute(attribute)
    return f"{sheet.tree.source(node)}{sheet.newline}" if node is not None else ""


def _class_line(sheet: Sheet) -> str:
    body, newline = sheet.body, sheet.newline
    node = body.parent if body is not None else None
    if body is None or node is None:
        return f"class Migration(migrations.Migration):{newline}"
    tree = sheet.tree
    line = sheet.source.text[tree.span(node).start : tree.span(body).start].rstrip()
    blank = sheet.source.text[tree.span(node).start + len(line) : tree.span(body).start].count("\n") > 1
    return line + newline * (2 if blank else 1)


def _names_of_class(sheet: Sheet) -> set[str]:
    body = sheet.body
    bases = body.parent.child_by_field_name("superclasses") if body is not None and body.parent else None
    return imports.used(bases, sheet.tree) if bases is not None else {"migrations"}


def _with_new_names(sheet: Sheet, head: str, names: set[str]) -> str:
    known = {name for one in imports.bound(parse(head)) for name in one.names}
    for name in sorted(names & NEW.keys() - known):
        source = Source("", head)
        head = apply(head, [imports.added(source, parse(head), NEW[name], name, sheet.manner)])
    return head
