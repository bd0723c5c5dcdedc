"""The tables that models are said to have: `Board.table_name`."""

import re

from towpath.frameworks.rails import work
from towpath.frameworks.rails.files import Files
from towpath.frameworks.rails.inflections import table_of, underscored
from towpath.source import pattern
from towpath.syntax.ruby import Call, Class, Reference, Text, Value

_BASES = frozenset(("ActiveRecord::Base", "ApplicationRecord"))
_DERIVED = pattern(r"^[ \t]*class[ \t]+(?P<name>\w+)[ \t]*<[ \t]*(?P<of>[\w:]+)", re.M)
# What says which table it is, or what stands before and behind its name.
_SAID = pattern(r"""self\.table_name(?P<part>_\w+)?[ \t]*=[ \t]*(?:[:'"](?P<name>[\w.]+)['"]?[ \t]*$)?""", re.M)
_ABSTRACT = "self.abstract_class = true"
# A model derived from one that is derived from a third is rare, and a circle is none.
_DEPTH = 4


def gives(files: Files, call: Call) -> Value:
    """What a call gives that files of the application tell: what stands in one, or the table of a model; else None."""
    if call.name != "table_name" or call.arguments or not isinstance(call.owner, Reference):
        return files.read(call)
    owner = call.owner
    found = _of_file(owner) if isinstance(owner, Class) else _of_application(owner.path, files, _DEPTH)
    return Text(found) if found else None


def _of_file(model: Class) -> str | None:
    """The table of a class of the migration's own file."""
    derived = model.superclass
    if derived is None or model.scope.tree.source(derived) not in _BASES:
        return None
    name = work.table(model)
    return str(name) if name is not None else None


def _of_application(model: str, files: Files, depth: int) -> str | None:
    """The table of a class of the application: as its file says, by convention, or that of what it derives from."""
    text = files.text(f"app/models/{underscored(model)}.rb") if depth and model.isidentifier() else None
    derived = next((one["of"] for one in _DERIVED.finditer(text or "") if one["name"] == model), None)
    if text is None or derived is None:
        return None
    if said := _SAID.search(text):
        return None if said["part"] else said["name"]
    return table_of(model) if _is_base(derived, files) else _of_application(derived, files, depth - 1)


def _is_base(model: str, files: Files) -> bool:
    """Whether what derives from it has a table of its own."""
    return model in _BASES or _ABSTRACT in (files.text(f"app/models/{underscored(model)}.rb") or "")
